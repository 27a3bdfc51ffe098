"""What a session file may say of an exit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from kitlib.content.activities import Activity
from kitlib.content.base import Text, Visibility, asked
from kitlib.content.timing import LINE, Group, Task
from kitlib.kinds.shared.keys import READ_BY

__all__ = ["Exit"]


class Exit(Activity):
    """One learning, one worry, one next step from each seat."""

    kind: Literal["exit"]
    learning: Annotated[Text, asked("Above the first line")] = "One thing I learned"
    worry: Annotated[Text, asked("Above the second line")] = "One worry I still have"
    next_step: Annotated[Text, asked("Above the third line")] = "One next step I will take"
    visibility: Annotated[Visibility, asked("Who reads it", words=READ_BY)] = "team"

    def tasks(self, group: Group) -> Iterator[Task]:
        """Three short lines, each alone."""
        yield Task("three lines", 3 * LINE / 2)
