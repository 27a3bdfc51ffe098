"""What a session file may say of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Id, Named, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import SAY, Group, Task
from kitlib.kinds.shared.cells import cells_seconds, column_problems
from kitlib.kinds.shared.keys import READ_BY, Column

__all__ = ["Line", "Table"]


class Line(Named):
    """A row that stands in the table from the start, with the words of some cells."""

    cells: Annotated[dict[Id, Text], asked("What stands in it", of="rows:columns")] = {}


class Table(Activity):
    """Rows with typed columns, filled in by the team."""

    kind: Literal["table"]
    noun: Annotated[Text, asked("What one row is", "Such as: Tool, Barrier.")] = "Row"
    columns: Annotated[list[Column], Field(min_length=1, max_length=10), asked("Columns")]
    start: Annotated[list[Line], asked("Rows that stand there from the start")] = []
    fixed: Annotated[bool, asked("Only those rows", "People add none.")] = False
    rows: Annotated[int, Field(ge=0, le=12), asked("Empty rows to begin with")] = 1
    visibility: Annotated[Literal["team", "room"], asked("Who reads it", words=READ_BY)] = "team"

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Its columns are sound, and what stands in a row from the start fits its column."""
        yield from column_problems(check, self.columns)
        known = {column.id: column for column in self.columns}
        for i, line in enumerate(self.start):
            for id, words in line.cells.items():
                here = ("start", i, "cells", id)
                yield from check.known(here, id, known, "column")
                choices = known[id].choices if id in known else []
                if choices:
                    yield from check.known(here, words, choices, "choice of this column")
                elif id in known and (fit := _unfit(known[id], words)):
                    yield check.problem(here, f'must be {fit}, found "{words}"')
        if self.fixed and not self.start:
            yield check.problem(("fixed",), 'a table that takes no rows needs some in "start"')

    def tasks(self, group: Group) -> Iterator[Task]:
        """Groups share the rows; each is talked over and its empty cells are filled."""
        rows = len(self.start) or self.rows  # beyond given rows, those offered are spare
        empty = [column for column in self.columns if not any(column.id in line.cells for line in self.start)]
        many = group.each(max(1, rows))
        yield Task(f"{many} rows of {len(empty)} cells", many * (2 * SAY + cells_seconds(empty)))

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """It is read and added to."""
        yield Task("reading the table", group.most(max(2, len(self.start))) * SAY)


def _unfit(column: Column, words: str) -> str:
    """What a given cell of this column must be, where `words` are not that."""
    try:
        if column.type == "number":
            float(words)
        elif column.type == "date":
            dt.date.fromisoformat(words)
    except ValueError:
        return {"number": "a number", "date": "a day such as 2027-01-31"}[column.type]
    return "yes or no, in quotes" if column.type == "tick" and words not in ("yes", "no") else ""
