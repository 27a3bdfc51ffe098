"""What a session file may say of attendance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text, asked
from kitlib.content.timing import CHOOSE, Group, Task

__all__ = ["Attendance"]


class Attendance(Activity):
    """Who is here, as seats with a role; never names."""

    kind: Literal["attendance"]
    roles: Annotated[
        list[Text],
        Field(min_length=1),
        asked("Roles to choose from", "One a line. People may type another.", lines=3),
    ]
    jobs: Annotated[list[Text], asked("Jobs for today", "One a line.", lines=3)] = [
        "Facilitator",
        "Timekeeper",
        "Recorder",
        "Focus monitor",
    ]
    seats: Annotated[int, Field(ge=1, le=12), asked("Seats at a table")] = 6

    @property
    def people(self) -> int:
        """The seats that it offers."""
        return self.seats

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each takes a seat on a device of their own."""
        yield Task("opening the page, taking a seat", 60 + 2 * CHOOSE)
