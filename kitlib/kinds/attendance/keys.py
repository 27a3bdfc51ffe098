"""What a session file may say of attendance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text
from kitlib.content.timing import CHOOSE, Group, Task

__all__ = ["Attendance"]


class Attendance(Activity):
    """Who is here, as seats with a role; never names."""

    kind: Literal["attendance"]
    roles: list[Text] = Field(min_length=1)  # offered; a team may type its own
    jobs: list[Text] = ["Facilitator", "Timekeeper", "Recorder", "Focus monitor"]
    seats: Annotated[int, Field(ge=1, le=12)] = 6

    @property
    def people(self) -> int:
        """The seats that it offers."""
        return self.seats

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each takes a seat on a device of their own."""
        yield Task("opening the page, taking a seat", 60 + 2 * CHOOSE)
