"""Agreements on paper: those suggested to tick, and rows for more; in a review, how well each was kept."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.kinds.agreements.rule import AgreementsRule
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_rows import MORE

__all__ = ["PAPER"]


class _Agreements(PaperForm[AgreementsRule]):
    def html(self, rule: AgreementsRule, paper: Paper) -> str:
        """One box to tick for each agreement, three in a review."""
        heads = (
            ["Agreement", "Kept", "Partly", "Not"]
            if rule.activity.review
            else ["Agreement (change it, add your own)", "We can all keep this"]
        )
        boxes = [paper.tick()] * (len(heads) - 1)
        rows = [Row([paper.words(each.text), *boxes]) for each in rule.suggested]
        rows += [Row(["", *boxes]) for _ in paper.blanks(MORE)]
        return paper.table("", [paper.say(head) for head in heads], rows, widths=(5, *[1] * len(boxes)))

    def empty_rows(self, rule: AgreementsRule) -> int:
        """A few more."""
        return MORE

    def given_rows(self, rule: AgreementsRule) -> Sequence[tuple[str, str]]:
        """Those suggested, by their words."""
        return [(each.id, each.text) for each in rule.suggested]


PAPER = _Agreements()
