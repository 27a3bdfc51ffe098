"""Checklist: look-fors on visits, each seen, not seen or not applicable, with evidence and the place.

What is counted is each look-for over all visits, never a visit over its
look-fors: a place is not rated, and no one in it. "Not applicable" is counted
apart and lowers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kitlib.kinds.checklist.keys import Checklist
from kitlib.kinds.shared.checks import one_of, text
from kitlib.kinds.shared.rule import Field, Group, Rule, rows_with_removal

__all__ = ["MARKS", "NOT_APPLICABLE", "NOT_SEEN", "SEEN", "ChecklistRule", "name_like", "pattern"]

SEEN, NOT_SEEN, NOT_APPLICABLE = "seen", "not seen", "not applicable"
MARKS = (SEEN, NOT_SEEN, NOT_APPLICABLE)
OPEN = "open"  # nobody marked it

#: Words that name a place, not a person. One of them is enough.
_PLACES = frozenset((Path(__file__).parent / "places.txt").read_text(encoding="utf-8").split())
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|sr|sra|srta|señor|señora|señorita|mme|madame|monsieur)\b\.?\s+[^\W\d_]",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\b[A-Z][^\W\d_]+(?:['’]s|s['’])(?=\W|$)")
_WORD = re.compile(r"[^\W\d_]+")


def name_like(place: str) -> bool:
    """Whether a place reads like a person's name: a title and a name, somebody's, or words that name no place.

    It warns and never refuses, so it may be wrong now and then: "Kim", "Ms. Ruiz", "Ruiz's class" are
    names; "Room 12", "K2", "Front office", "gym" are not.
    """
    owners = (owner.lower().rstrip("s'’") for owner in _OWNER.findall(place))
    if _TITLE.search(place) or any(_PLACES.isdisjoint((owner, f"{owner}s")) for owner in owners):
        return True
    words = [word.lower() for word in _WORD.findall(place)]
    numbered = any(char.isdigit() for char in place)
    return not numbered and any(len(word) > 2 for word in words) and _PLACES.isdisjoint(words)


def pattern(visits: Iterable[Mapping[str, Any]], items: Iterable[str]) -> dict[str, dict[str, int]]:
    """Item -> how many visits marked it seen, not seen, not applicable, and left it open.

    `visits` are the cells of one visit each, by column.
    """
    held = list(visits)
    found = {}
    for item in items:
        marks = [cells.get(f"mark-{item}") for cells in held]
        found[item] = {mark: marks.count(mark) for mark in MARKS}
        found[item][OPEN] = len(held) - sum(found[item].values())
    return found


class ChecklistRule(Rule[Checklist]):
    """Visits are rows of the team: `place`, and for each look-for a mark and what was seen and heard."""

    title = "What we look for"
    most_rows = 60  # visits; each has as many cells as there are look-fors

    def fields(self) -> Mapping[str, Field]:
        """None; all is in the visits."""
        return {}

    def row_fields(self) -> Mapping[str, Field]:
        """`place`, and `mark-<item>` and `evidence-<item>` for each look-for."""
        columns = {"place": Field("team", "team", text(80), self.activity.place)}
        for item in self.activity.items:
            columns[f"mark-{item.id}"] = Field("team", "team", one_of(MARKS), item.text)
            columns[f"evidence-{item.id}"] = Field("team", "team", text(4_000), f"Evidence: {item.text}")
        return rows_with_removal(columns)

    def config(self) -> dict[str, Any]:
        """With the words for a mark."""
        return {**super().config(), "marks": list(MARKS)}

    def visits(self, cells: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Row -> its cells, of the visits that hold anything and were not taken out, in the order they began."""
        found: dict[str, dict[str, Any]] = {}
        for name in sorted(cells):
            row, dot, column = name.partition(".")
            if dot and cells[name] is not None and str(cells[name]).strip():
                found.setdefault(row, {})[column] = cells[name]
        return {row: c for row, c in found.items() if not c.get("removed") and set(c) - {"removed"}}

    def share(self, group: Group) -> dict[str, Any]:
        """How often each look-for was seen over the team's visits, and which places read like a name."""
        visits = self.visits(group.team)
        return {
            "visits": len(visits),
            "pattern": pattern(visits.values(), [item.id for item in self.activity.items]),
            "names": [row for row, cells in visits.items() if name_like(str(cells.get("place", "")))],
        }
