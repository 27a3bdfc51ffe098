"""What differs between a session and what somebody made of it, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypedDict

from kitlib.content.activities import keys_of
from kitlib.content.forms import Fields, fields_of, in_words
from kitlib.content.models import Session, Step
from kitlib.content.overlay import id_of

__all__ = ["Difference", "moved", "plan_differences"]

Thing = Mapping[str, Any]
Sort = Literal["changed", "left out", "new", "moved"]


class Difference(TypedDict):
    """One thing that differs: of the whole session (`step` is empty) or of a step, with the texts before and after."""

    sort: Sort
    id: str  # of the step
    step: str  # its title now
    what: str  # the title of what was changed
    before: str
    after: str


def plan_differences(base: Thing, wanted: Thing) -> Iterator[Difference]:
    """All that differs, as it stands in the session: what is of all of it first, then step by step, then what is left out."""
    yield from _changed(("", ""), fields_of(Session), base, wanted)
    old = {id_of(step): step for step in base["steps"]}
    new = {id_of(step): step for step in wanted["steps"]}
    shifted = moved([id for id in old if id in new], [id for id in new if id in old])
    before = ""
    for id, step in new.items():
        title = str(step.get("title", ""))
        if id not in old:
            yield _told("new", (id, title), after=f"{step.get('minutes')} minutes")
        else:
            if id in shifted:
                yield _told("moved", (id, title), after=f"after “{before}”" if before else "to the beginning")
            yield from _step((id, title), old[id], step)
        before = title
    for id, step in old.items():
        if id not in new:
            yield _told("left out", (id, str(step["title"])), before=f"{step['minutes']} minutes")


def _step(at: tuple[str, str], old: Thing, new: Thing) -> Iterator[Difference]:
    yield from _changed(at, fields_of(Step), old, new)
    here = {id_of(each): each for each in new.get("activities", [])}
    for activity in old.get("activities", []):
        changed = here.get(id_of(activity))
        if changed is not None and "kind" in activity:
            yield from _changed(at, fields_of(keys_of(activity["kind"])), activity, changed)


def _changed(at: tuple[str, str], fields: Fields, old: Thing, new: Thing) -> Iterator[Difference]:
    for each in fields:
        before, after = (in_words(thing.get(each["key"]), each) for thing in (old, new))
        if before != after:
            yield _told("changed", at, each["title"], before, after)


def _told(sort: Sort, at: tuple[str, str], what: str = "", before: str = "", after: str = "") -> Difference:
    return {"sort": sort, "id": at[0], "step": at[1], "what": what, "before": before, "after": after}


def moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Which ids were moved: the fewest without which the others stand in the same order."""
    longest: list[list[str]] = []  # for each id, the longest run of unmoved ones that ends with it
    place = {id: n for n, id in enumerate(old)}
    for n, id in enumerate(new):
        runs = [longest[k] for k in range(n) if place[new[k]] < place[id]]
        before = max(runs, key=len) if runs else []
        longest.append([*before, id])
    stay: list[str] = max(longest, key=len) if longest else []
    return set(new) - set(stay)
