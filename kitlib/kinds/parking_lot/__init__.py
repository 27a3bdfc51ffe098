"""Questions held for later, each with an owner."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="parking_lot",
    package=__name__,
    keys="keys:ParkingLot",
    rule="rule:ParkingLotRule",
    rollup=Without("Words are never shown in a roll-up."),
)
