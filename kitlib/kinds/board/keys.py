"""What a session file may say of a board."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text, asked
from kitlib.content.timing import CHOOSE, LINE, Group, Task
from kitlib.kinds.shared.keys import READ_BY, Option

__all__ = ["Board"]


class Board(Activity):
    """Short notes on a wall, grouped into named clusters; then dots within a limit."""

    kind: Literal["board"]
    question: Annotated[Text, asked("Question", lines=2)]
    clusters: Annotated[list[Option], asked("Headings to begin with", "People add and rename them.")] = []
    votes: Annotated[int, Field(ge=0, le=10), asked("Dots that each person has", "0: there is no vote.")] = 0
    visibility: Annotated[Literal["team", "room"], asked("Who reads it", words=READ_BY)] = "team"

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each writes up to three notes; all are read and put together; then the dots."""
        notes = 2 if group.least else 3
        yield Task(f"writing {notes} notes each", notes * LINE / 2)
        yield Task("reading the wall", notes * group.people * CHOOSE / 2)
        yield from self._vote()

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """The wall is read again, and voted on."""
        yield Task("reading the wall", group.most(3) * group.people * CHOOSE / 2)
        yield from self._vote()

    def _vote(self) -> Iterator[Task]:
        if self.votes:
            yield Task("placing dots", self.votes * CHOOSE)
