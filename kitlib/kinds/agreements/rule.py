"""Agreements: norms that a team proposes, edits, agrees, and looks back on at the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kitlib.kinds.agreements.keys import Agreements, Suggestion
from kitlib.kinds.shared.checks import one_of, text, yes_no
from kitlib.kinds.shared.figures import Figure, FigureRow, TeamView
from kitlib.kinds.shared.rows import cell_text, cells_by_row
from kitlib.kinds.shared.rule import Field, Rule, is_row_id, rows_with_removal

__all__ = ["KEPT", "AgreementsRule"]

KEPT = ("kept", "partly", "not")


class AgreementsRule(Rule[Agreements]):
    """A list of agreements, the suggested ones first; in a review, how well each was kept."""

    title = "Our agreements"

    def fields(self) -> Mapping[str, Field]:
        """None is fixed: even the suggested ones can be edited or taken out."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """`text`, `agreed`; in a review `kept`."""
        if self.activity.review:
            return {"kept": Field("team", "team", one_of(KEPT), "How well we kept it")}
        return rows_with_removal(
            {
                "text": Field("team", "team", text(400), "Agreement"),
                "agreed": Field("team", "team", yes_no, "We can all keep this"),
            }
        )

    @property
    def suggested(self) -> Sequence[Suggestion]:
        """The suggestions, of a review those of the list that it looks back on."""
        first = self.session.activities[self.activity.review] if self.activity.review else self.activity
        assert isinstance(first, Agreements)
        return first.suggest

    def given_rows(self) -> Collection[str]:
        """The suggested ones."""
        return [each.id for each in self.suggested]

    def handed_on(self, following: Rule[Any], team: Mapping[str, Any]) -> Mapping[str, Any]:
        """The list as the team left it; whether all can keep it is asked anew."""
        if self.activity.review or not isinstance(following, AgreementsRule) or following.activity.review:
            return {}
        there = {each.id: each.text for each in following.suggested}
        cells = cells_by_row({f"{each.id}.text": each.text for each in self.suggested} | dict(team))
        found: dict[str, Any] = {}
        for row, of_row in cells.items():
            words = cell_text(of_row.get("text"))
            if of_row.get("removed") or not words:
                found |= {f"{row}.removed": True} if row in there else {}
            elif words != there.get(row):
                found[f"{row}.text"] = words
        return {name: value for name, value in found.items() if is_row_id(name.rpartition(".")[0])}

    def figures(self, teams: Sequence[TeamView]) -> list[Figure]:
        """What each team agreed on."""
        if self.activity.review:
            return []
        return [
            Figure("heaps", each.label, rows=[FigureRow("", texts=found)])
            for each in teams
            if (found := self._standing(each.team))
        ]

    def _standing(self, team: Mapping[str, Any]) -> list[str]:
        rows = {each.id: each.text for each in self.suggested}
        for name, value in team.items():
            row, _, column = name.rpartition(".")
            if column == "text" and row:
                rows[row] = str(value or "")
        return [words for row, words in rows.items() if words.strip() and not team.get(f"{row}.removed")]

    def config(self) -> dict[str, Any]:
        """With the suggestions as rows that stand there."""
        given = super().config()
        if self.activity.review and not self.activity.title:
            given["title"] = "How well did we keep them?"
        suggested = [each.model_dump() for each in self.suggested]
        return {**given, "kept": list(KEPT), "agreements": suggested}
