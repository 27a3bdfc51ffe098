"""Rating: own ratings first, then the spread, then the agreed rating with its reason.

"We differ", "not discussed" and "pass" are answers of their own; none is the lowest point.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kitlib.activities.base import Field, Group, Rule, one_of, text, yes_no
from kitlib.content import models
from kitlib.content.loading import Library

__all__ = ["DIFFER", "NOT_DISCUSSED", "PASS", "Rating", "counts", "spread", "widest"]

PASS = "pass"
DIFFER = "differ"
NOT_DISCUSSED = "not-discussed"


def counts(ratings: Iterable[Any], values: Sequence[int]) -> dict[int, int]:
    """How many chose each point; passes and points no longer on the scale are left out."""
    given = [r for r in ratings if isinstance(r, int)]
    return {value: given.count(value) for value in values}


def spread(found: Mapping[int, int]) -> float:
    """How far apart the ratings lie: their population standard deviation, 0 for fewer than two."""
    ratings = [value for value, n in found.items() for _ in range(n)]
    return statistics.pstdev(ratings) if len(ratings) > 1 else 0.0


def widest(by_item: Mapping[str, Mapping[int, int]], most: int) -> list[str]:
    """The items on which people differ most, widest first; those on which nobody differs are left out."""
    differing = [item for item, found in by_item.items() if spread(found) > 0]
    return sorted(differing, key=lambda item: -spread(by_item[item]))[:most]


class Rating(Rule[models.Rating]):
    """An instrument rated by each seat, and then by the team."""

    kind = "rating"

    def __init__(self, activity: models.Rating, library: Library) -> None:
        super().__init__(activity, library)
        self.instrument = library.instrument(activity.instrument)
        self.scale = library.scale(self.instrument.scale)

    def fields(self) -> Mapping[str, Field]:
        """`own.<item>`, `agreed.<item>`, `reason.<item>` for each item, and `revealed`."""
        values = self.scale.values
        found = {"revealed": Field("team", "team", yes_no, "The spread is shown")}
        for item in self.instrument.items:
            found[f"own.{item.id}"] = Field("seat", "team", one_of([*values, PASS]), item.text)
            agreed = one_of([*values, DIFFER, NOT_DISCUSSED])
            found[f"agreed.{item.id}"] = Field("team", "team", agreed, f"Agreed: {item.text}")
            found[f"reason.{item.id}"] = Field("team", "team", text(2_000), f"Why: {item.text}")
        return found

    def config(self) -> dict[str, Any]:
        """The instrument and its scale in full."""
        return {
            **super().config(),
            "instrument": self.instrument.model_dump(),
            "points": [point.model_dump() for point in self.scale.points],
        }

    def share(self, group: Group) -> dict[str, Any]:
        """How many have rated; once the team reveals, the spread of each item and the widest ones."""
        everyone = [group.mine, *(other.values for other in group.others)]
        rated = [
            a for a in everyone if any(field.startswith("own.") and v is not None for field, v in a.items())
        ]
        shared: dict[str, Any] = {"rated": len(rated)}
        if group.team.get("revealed"):
            spreads = self.counts(rated)
            shared["spread"] = {item: list(found.values()) for item, found in spreads.items()}
            shared["widest"] = widest(spreads, self.activity.discuss)
        return shared

    def counts(self, answers: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, int]]:
        """Item id to how many seats chose each point; `answers` are the fields of one seat each."""
        given = list(answers)
        return {
            item.id: counts((a.get(f"own.{item.id}") for a in given), self.scale.values)
            for item in self.instrument.items
        }
