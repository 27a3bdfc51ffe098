"""Questions that are held, on paper."""

from __future__ import annotations

from kitlib.kinds.parking_lot.rule import ParkingLotRule
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_rows import LIST, TALL

__all__ = ["PAPER"]


class _ParkingLot(PaperForm[ParkingLotRule]):
    def html(self, rule: ParkingLotRule, paper: Paper) -> str:
        """A row for each question, with who brings it back."""
        heads = [paper.say("Question held"), paper.say("Who brings it back (a role)")]
        rows = [Row(["", ""], TALL) for _ in paper.blanks(LIST)]
        return paper.table("", heads, rows, widths=(3, 1)) if rows else ""

    def empty_rows(self, rule: ParkingLotRule) -> int:
        """As many as a list has at least."""
        return LIST


PAPER = _ParkingLot()
