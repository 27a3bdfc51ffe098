"""What differs between a session and what somebody made of it, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypedDict

from kitlib.content.activities import keys_of
from kitlib.content.forms import Fields, fields_of, in_words
from kitlib.content.models import Session, Step
from kitlib.content.overlay import id_of
from kitlib.content.plan_offers import kind_words

__all__ = ["Difference", "moved", "plan_differences"]

Thing = Mapping[str, Any]
Sort = Literal["changed", "left out", "new", "moved"]


class Difference(TypedDict):
    """One thing that differs: of the whole session (`step` is empty) or of a step, with the texts before and after.

    What is new, left out or moved is the step itself where `what` is empty, else an activity of it.
    """

    sort: Sort
    id: str  # of the step
    step: str  # its title now
    what: str  # the title of what was changed, or what the activity is called
    before: str
    after: str


def plan_differences(base: Thing, wanted: Thing) -> Iterator[Difference]:
    """All that differs, as it stands in the session: what is of all of it first, then step by step, then what is left out."""
    yield from _changed(("", ""), fields_of(Session), base, wanted)
    old = {id_of(step): step for step in base["steps"]}
    new = {id_of(step): step for step in wanted["steps"]}
    shifted = moved([id for id in old if id in new], [id for id in new if id in old])
    before = ""
    called = _Called([*base["steps"], *wanted["steps"]])
    for id, step in new.items():
        title = str(step.get("title", ""))
        if id not in old:
            yield _told("new", (id, title), after=f"{step.get('minutes')} minutes")
        else:
            if id in shifted:
                yield _told("moved", (id, title), after=f"after “{before}”" if before else "to the beginning")
            yield from _step((id, title), old[id], step, called)
        before = title
    for id, step in old.items():
        if id not in new:
            yield _told("left out", (id, str(step["title"])), before=f"{step['minutes']} minutes")


class _Called:
    """What each activity of some steps is called; of one that is shown again, as the first of it."""

    def __init__(self, steps: Sequence[Thing]) -> None:
        there = [a for step in steps for a in step.get("activities") or [] if "kind" in a]
        self._words = {id_of(a): str(a.get("title") or kind_words(a["kind"])) for a in there}

    def __call__(self, activity: Thing) -> str:
        words = self._words.get(id_of(activity), id_of(activity))
        return f"{words}, shown again" if "again" in activity else words


def _step(at: tuple[str, str], old: Thing, new: Thing, called: _Called) -> Iterator[Difference]:
    yield from _changed(at, fields_of(Step), old, new)
    there, here = ({id_of(a): a for a in each.get("activities") or []} for each in (old, new))
    shifted = moved([id for id in there if id in here], [id for id in here if id in there])
    for id, activity in here.items():
        before = there.get(id)
        if before is None:
            yield _told("new", at, called(activity))
            continue
        if id in shifted:
            yield _told("moved", at, called(activity))
        if "kind" in activity and activity["kind"] == before.get("kind"):
            yield from _changed(at, fields_of(keys_of(activity["kind"])), before, activity)
    yield from (_told("left out", at, called(each)) for id, each in there.items() if id not in here)


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
