"""Parking lot: questions held for later, each with an owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kitlib.kinds.parking_lot.keys import ParkingLot
from kitlib.kinds.shared.checks import one_of, text
from kitlib.kinds.shared.open_items import OpenItem
from kitlib.kinds.shared.rows import rows_of_team
from kitlib.kinds.shared.rule import Field, Rule, rows_with_removal

__all__ = ["HELD", "ParkingLotRule"]

HELD = ("open", "answered", "dropped")


class ParkingLotRule(Rule[ParkingLot]):
    """A list that any step may add to."""

    title = "Parking lot"

    def fields(self) -> Mapping[str, Field]:
        """None is fixed."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """`text`, `owner`, `status`."""
        return rows_with_removal(
            {
                "text": Field("team", "team", text(1_000), "Question held"),
                "owner": Field("team", "team", text(80), "Who brings it back (a role)"),
                "status": Field("team", "team", one_of(HELD), "Where it stands"),
            }
        )

    def open_items(self, team: Mapping[str, Any]) -> Iterator[OpenItem]:
        """Each question that was not taken out."""
        for row, cells in rows_of_team(team).items():
            if cells.get("text"):
                status = cells.get("status") or HELD[0]
                yield OpenItem("question", row, cells["text"], cells.get("owner", ""), status=status)

    def config(self) -> dict[str, Any]:
        """With the words for where a question stands."""
        return {**super().config(), "statuses": list(HELD)}
