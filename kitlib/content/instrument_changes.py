"""What differs between an instrument and what somebody made of it, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kitlib.content.forms import Fields, fields_of, in_words
from kitlib.content.instruments import Instrument, Item, Scale
from kitlib.content.plan_changes import Difference, moved

__all__ = ["instrument_differences"]

Thing = Mapping[str, Any]


def instrument_differences(base: Thing, wanted: Thing, points: Thing | None = None) -> Iterator[Difference]:
    """All that differs: what is of all of it, its own scale if it has a new one, then statement by statement."""
    yield from _changed(("", "Of all of it"), fields_of(Instrument), base, wanted)
    if points is not None:
        told = in_words(points.get("points"), next(f for f in fields_of(Scale) if f["key"] == "points"))
        yield _told(
            "new",
            ("points", "A scale of our own"),
            after=f"{points.get('title', '')}: {told.replace(chr(10), ', ')}",
        )
    old, new = ({item["id"]: item for item in each["items"]} for each in (base, wanted))
    shifted = moved([id for id in old if id in new], [id for id in new if id in old])
    before = 0
    for n, (id, item) in enumerate(new.items(), start=1):
        at = (id, f"Statement {n}")
        if id not in old:
            yield _told("new", at, after=str(item.get("text", "")))
        else:
            if id in shifted:
                yield _told("moved", at, after=f"after statement {before}" if before else "to the beginning")
            yield from _changed(at, fields_of(Item), old[id], item)
        before = n
    for id, item in old.items():
        if id not in new:
            yield _told("left out", (id, "A statement"), before=f"“{item['text']}”")


def _changed(at: tuple[str, str], fields: Fields, old: Thing, new: Thing) -> Iterator[Difference]:
    for each in fields:
        before, after = (in_words(thing.get(each["key"], each["default"]), each) for thing in (old, new))
        if before != after:
            yield _told("changed", at, each["title"], before, after)


def _told(sort: Any, at: tuple[str, str], what: str = "", before: str = "", after: str = "") -> Difference:
    return {"sort": sort, "id": at[0], "step": at[1], "what": what, "before": before, "after": after}
