"""Parking lot: questions held for later, each with an owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.activities.base import Field, Rule, one_of, rows, text
from kitlib.content import kinds

__all__ = ["HELD", "ParkingLot"]

HELD = ("open", "answered", "dropped")


class ParkingLot(Rule[kinds.ParkingLot]):
    """A list that any step may add to."""

    kind = "parking_lot"
    title = "Parking lot"

    def fields(self) -> Mapping[str, Field]:
        """None is fixed."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """`text`, `owner`, `status`."""
        return rows(
            {
                "text": Field("team", "team", text(1_000), "Question held"),
                "owner": Field("team", "team", text(80), "Who brings it back (a role)"),
                "status": Field("team", "team", one_of(HELD), "Where it stands"),
            }
        )

    def config(self) -> dict[str, Any]:
        """With the words for where a question stands."""
        return {**super().config(), "statuses": list(HELD)}
