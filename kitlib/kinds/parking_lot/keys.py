"""What a session file may say of a parking lot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kitlib.content.activities import Activity
from kitlib.content.timing import CHOOSE, SAY, Group, Task

__all__ = ["ParkingLot"]


class ParkingLot(Activity):
    """Questions held for later, each with an owner."""

    kind: Literal["parking_lot"]

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """A question or two gets an owner."""
        yield Task("giving parked questions a home", CHOOSE + SAY)
