"""What a session file may say of an exit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kitlib.content.activities import Activity
from kitlib.content.base import Text, Visibility
from kitlib.content.timing import LINE, Group, Task

__all__ = ["Exit"]


class Exit(Activity):
    """One learning, one worry, one next step from each seat."""

    kind: Literal["exit"]
    learning: Text = "One thing I learned"
    worry: Text = "One worry I still have"
    next_step: Text = "One next step I will take"
    visibility: Visibility = "team"

    def tasks(self, group: Group) -> Iterator[Task]:
        """Three short lines, each alone."""
        yield Task("three lines", 3 * LINE / 2)
