"""Answers to the items of an instrument, counted: by point, by domain, and how far they lie apart.

"Pass" is an answer of its own and no point. A statement that is worded the other way is shown as it was
answered; it is turned only where a domain is summed.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kitlib.content.instruments import Instrument, Item, Scale
from kitlib.tabular.folding import match

__all__ = ["PASS", "Tally", "answer_from_label", "by_domain", "counts", "for_screen", "spread", "turned"]

PASS = "pass"
Tally = Mapping[int, int]  # point -> how many chose it


def for_screen(instrument: Instrument, items: Sequence[Item]) -> dict[str, Any]:
    """An instrument with some of its items, as a screen needs it: in English, since a page asks for its language by itself."""
    return {
        **instrument.model_dump(exclude={"items", "titles", "intros", "reviewed"}),
        "items": [item.model_dump(exclude={"translations"}) for item in items],
    }


def counts(ratings: Iterable[Any], values: Sequence[int]) -> dict[int, int]:
    """How many chose each point; passes and points no longer on the scale are left out."""
    given = [r for r in ratings if isinstance(r, int)]
    return {value: given.count(value) for value in values}


def spread(found: Tally) -> float:
    """How far apart the ratings lie: their population standard deviation, 0 for fewer than two."""
    ratings = [value for value, n in found.items() for _ in range(n)]
    return statistics.pstdev(ratings) if len(ratings) > 1 else 0.0


def turned(found: Tally) -> dict[int, int]:
    """The counts of a statement that is worded the other way, as if it were worded like the others."""
    low_to_high = sorted(found)
    return {value: found[other] for value, other in zip(low_to_high, reversed(low_to_high), strict=True)}


def by_domain(by_item: Mapping[str, Tally], items: Iterable[Item]) -> dict[str, dict[int, int]]:
    """Domain -> how many answers each point has over its items, those worded the other way turned."""
    found: dict[str, dict[int, int]] = {}
    for item in items:
        if item.domain and item.id in by_item:
            given = turned(by_item[item.id]) if item.reverse else by_item[item.id]
            summed = found.setdefault(item.domain, dict.fromkeys(sorted(given), 0))
            for value, n in given.items():
                summed[value] += n
    return found


def answer_from_label(scale: Scale, text: str) -> Any:
    """A point of a scale by its label, or a pass by its sign, as people write it on paper; None for anything else."""
    words: dict[str, Any] = {**{point.label: point.value for point in scale.points}, "-": PASS}
    found = match(text, words)
    return None if found is None else words[found]
