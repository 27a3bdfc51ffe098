"""A map of support on paper: a grid of areas by tiers, and what more is said of each entry."""

from __future__ import annotations

from typing import Any

from kitlib.kinds.map.rule import STATES, MapRule
from kitlib.kinds.shared.keyed import id_from_words, numbered
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_rows import column_hint, gridded

__all__ = ["PAPER"]

HIGH = 3  # lines of a cell of the grid
ENTRIES = 6  # of which more can be said


class _Map(PaperForm[MapRule]):
    def html(self, rule: MapRule, paper: Paper) -> str:
        """Area by tier; a circle before what is only a goal."""
        of = rule.activity
        once = paper.quiet(
            paper.say(
                "One copy for the team. Write what is in use now; put a circle ○ before what is a goal."
            )
        )
        helps = paper.bullets(
            [
                f"<strong>{paper.words(tier.title)}</strong>: {paper.words(tier.help)}"
                for tier in of.tiers
                if tier.help
            ]
        )
        areas = [
            f"{n}. {paper.words(area.text)}"
            + (f'<br><span class="quiet">{paper.words(area.help)}</span>' if area.help else "")
            for n, area in enumerate(of.areas, start=1)
        ]
        rows = [Row([area, *[""] * len(of.tiers)], HIGH) for area in areas]
        heads = [paper.say("Area"), *(paper.words(tier.title) for tier in of.tiers)]
        found = once + helps + paper.table("", heads, rows, widths=[2, *[3] * len(of.tiers)])
        if of.columns and paper.room:
            named = Column(id="what", title="What it is (its name in the grid)")
            found += f"<h4>{paper.say('More on each entry')}</h4>"
            found += gridded("Entry", [named, *of.columns], [{} for _ in paper.blanks(ENTRIES)], paper)
        return found

    def empty_rows(self, rule: MapRule) -> int:
        """Entries of which more can be said."""
        return ENTRIES

    def parse(self, rule: MapRule, name: str, text: str) -> Any:
        """An area, a tier or a state by its words or its number."""
        return id_from_words(_names(rule).get(name.rpartition(".")[2], {}), text)

    def hint(self, rule: MapRule, name: str) -> str | None:
        """The areas, tiers and states with their numbers."""
        words = _names(rule).get(name.rpartition(".")[2])
        return column_hint(rule.activity.columns, name) or (numbered(words) if words else None)


def _names(rule: MapRule) -> dict[str, dict[str, str]]:
    """Column -> id -> its words on the sheet, in the order of the sheet."""
    return {
        "area": {area.id: area.text for area in rule.activity.areas},
        "tier": {tier.id: rule.tier(tier.id) for tier in rule.activity.tiers},
        "state": dict(STATES),
    }


PAPER = _Map()
