"""What a session file may say of its actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import CHOOSE, LINE, SAY, Group, Task
from kitlib.kinds.shared.cells import cells_seconds, column_problems
from kitlib.kinds.shared.keys import Column

__all__ = ["Actions"]


class Actions(Activity):
    """Who does what by when, how we will know, and the next date."""

    kind: Literal["actions"]
    rows: Annotated[int, Field(ge=1, le=12), asked("Empty rows to begin with")] = 1
    columns: Annotated[
        list[Column], asked("More columns", "Beyond what, who, by when, how we will know and how it stands.")
    ] = []

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Its further columns are sound and new."""
        yield from column_problems(check, self.columns, ("what", "owner", "due", "measure", "status"))

    def tasks(self, group: Group) -> Iterator[Task]:
        """An action is a line with an owner, a day and a sign; then the next date."""
        rows = 1 if group.least else self.rows
        what = "an action" if rows == 1 else f"{rows} actions"
        yield Task(what, rows * (2 * LINE + 2 * CHOOSE + cells_seconds(self.columns)))
        yield Task("the next date", SAY + CHOOSE)
