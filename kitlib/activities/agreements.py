"""Agreements: norms that a team proposes, edits, agrees, and looks back on at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.activities.base import Field, Rule, one_of, rows, text, yes_no
from kitlib.content import kinds

__all__ = ["KEPT", "Agreements"]

KEPT = ("kept", "partly", "not")


class Agreements(Rule[kinds.Agreements]):
    """A list of agreements, the suggested ones first; in a review, how well each was kept."""

    kind = "agreements"
    title = "Our agreements"

    def fields(self) -> Mapping[str, Field]:
        """None is fixed: even the suggested ones can be edited or taken out."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """`text`, `agreed`; in a review `kept`."""
        if self.activity.review:
            return {"kept": Field("team", "team", one_of(KEPT), "How well we kept it")}
        return rows(
            {
                "text": Field("team", "team", text(400), "Agreement"),
                "agreed": Field("team", "team", yes_no, "We can all keep this"),
            }
        )

    def config(self) -> dict[str, Any]:
        """The suggestions as rows that stand there before anyone writes."""
        given = super().config()
        if self.activity.review and not self.activity.title:
            given["title"] = "How well did we keep them?"
        return {**given, "kept": list(KEPT)}
