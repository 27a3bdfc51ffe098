"""What a session file may say of a parking lot."""

from __future__ import annotations

from typing import Literal

from kitlib.content.activities import Activity

__all__ = ["ParkingLot"]


class ParkingLot(Activity):
    """Questions held for later, each with an owner."""

    kind: Literal["parking_lot"]
