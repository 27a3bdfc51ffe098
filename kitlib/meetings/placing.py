"""Where the answers of a meeting stand that took in a newer version of its session.

An answer stays where it was stored. What a meeting showed says in its `places` under which name the answers to each
activity are stored, `<id>~<n>` where the n-th renewal asked something else under that id, and which earlier ones it took over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kitlib.errors import AnswerError
from kitlib.kinds.shared.rule import OFF, Field
from kitlib.meetings.rules import BUILTIN
from kitlib.store import Address, Answer, Meeting, Showing

__all__ = [
    "REARRANGED",
    "TIMES",
    "Placed",
    "Placing",
    "is_rearranged",
    "key_of",
    "parts_of",
    "segments",
    "shown_in",
]

TIMES = "~"  # in a name, before the number of the showing in which something else was asked under that id

REARRANGED = (
    "rearranged"  # in what is noted of a showing: its agenda was changed in the room, by no newer version
)


def shown_in(name: str) -> tuple[str, int]:
    """The id of an activity and the showing whose words answers of this name were given under."""
    id, _, n = name.partition(TIMES)
    return id, int(n) if n.isdecimal() else 0


def key_of(name: str) -> str:
    """By which an activity of before is told from what is asked now: its id with the number, also where that is 0."""
    id, n = shown_in(name)
    return f"{id}{TIMES}{n}"


def segments(field: str) -> list[str]:
    """What a field is made of: ids of rows, items and columns, with the dots and slashes between them."""
    return re.split(r"([./])", field)


def parts_of(meeting: Meeting) -> list[Mapping[str, Any]]:
    """What was noted of each thing that a meeting showed, the first first."""
    return [json.loads(each.places) for each in meeting.showings]


def is_rearranged(showing: Showing) -> bool:
    """Whether it differs from the one before by what was done to the agenda while the meeting ran."""
    return bool(json.loads(showing.places).get(REARRANGED))


@dataclass(frozen=True)
class Placed:
    """An answer in the place where it stands now. `same`: under the words under which it was given."""

    answer: Answer
    same: bool


class Placing:
    """The places of one meeting's answers. `field` finds the field of an activity by its id or its key."""

    def __init__(self, meeting: Meeting, field: Callable[[str, str], Field]) -> None:
        self._parts = parts_of(meeting)
        self._field = field

    def name(self, activity: str, shows: int | None = None) -> str:
        """Under which name the answers to an activity are stored, as the meeting shows it now or showed it."""
        last = len(self._parts) - 1
        part = self._parts[min(shows, last) if shows is not None else last]
        name: str = part.get("stored", {}).get(activity, activity)
        return name

    def names(self, activity: str) -> list[str]:
        """All names under which answers to an activity stand that is shown now."""
        carried = self._parts[-1].get("carried", {}).get(activity, [])
        return [self.name(activity), *(each["from"] for each in carried)]

    def addresses(self, at: Address) -> list[Address]:
        """All places of which the answer that stands at one now may come, the one where it is stored first."""
        found = [replace(at, activity=self.name(at.activity))]
        for each in self._parts[-1].get("carried", {}).get(at.activity, []):
            back = {new: old for old, new in each["ids"].items()}
            field = "".join(back.get(part, part) for part in segments(at.field))
            found.append(replace(at, activity=each["from"], field=field))
        return found

    def live(self, answers: Iterable[Answer]) -> list[Answer]:
        """The newest answers in the places of what is shown now, oldest first; those without a place are left out."""
        found: dict[Address, Answer] = {}
        for answer in sorted(answers, key=lambda each: each.id):
            placed = self.place(answer)
            if placed is not None:
                found.pop(placed.answer.address, None)
                found[placed.answer.address] = placed.answer
        return list(found.values())

    def told(self, answers: Iterable[Answer]) -> list[Answer]:
        """The answers under the words under which each was given: in what is shown now, or by the key of what was.

        What was taken out where it stands now is taken out wherever it is told.
        """
        found: dict[Address, Answer] = {}
        marks: dict[Address, Answer] = {}
        for answer in sorted(answers, key=lambda each: each.id):
            placed = self.place(answer)
            at = answer.address
            if placed is not None and at.field.endswith(OFF):
                for there in self.addresses(placed.answer.address):
                    key = replace(there, activity=key_of(there.activity))
                    marks[key] = replace(answer, address=key)
            if placed is None or not placed.same:
                key = at if at.activity in BUILTIN else replace(at, activity=key_of(at.activity))
                found[key] = replace(answer, address=key)
            else:
                found.pop(placed.answer.address, None)
                found[placed.answer.address] = placed.answer
        return list((found | marks).values())

    def place(self, answer: Answer) -> Placed | None:
        """An answer where it stands now; None where what is shown has no place for it."""
        at = answer.address
        if at.activity in BUILTIN:
            field = "".join(self._moved.get(part, part) for part in segments(at.field))
            return Placed(replace(answer, address=replace(at, field=field)), True)
        id = self._ids.get(at.activity)
        if id is not None:
            return Placed(replace(answer, address=replace(at, activity=id)), True)
        for id, carry in self._carries.get(at.activity, ()):
            if (placed := self._carried(answer, id, carry)) is not None:
                return placed
        return None

    def _carried(self, answer: Answer, id: str, carry: Mapping[str, Any]) -> Placed | None:
        at, gone = answer.address, set(carry["gone"])
        parts = segments(at.field)
        if not gone.isdisjoint(parts):
            return None
        there = "".join(carry["ids"].get(part, part) for part in parts)
        same = not carry["all"] and set(carry["reworded"]).isdisjoint(parts)
        with suppress(AnswerError):
            before, now = self._field(key_of(at.activity), at.field), self._field(id, there)
            moved = Placed(
                replace(answer, address=replace(at, activity=id, field=there)),
                same and before.label == now.label,
            )
            if (before.scope, before.visibility) != (now.scope, now.visibility):
                return None
            if now.words or answer.value is None or now.visibility == "private":
                return moved
            now.check(answer.value)
            of_old = gone | set(carry["ids"]) | set(carry["reworded"])
            return moved if of_old.isdisjoint(_strings(answer.value)) else None
        return None

    @cached_property
    def _ids(self) -> dict[str, str]:
        """Name to the id of what is shown now under it; a name that is not here is of what was shown before."""
        return {name: id for id, name in self._parts[-1].get("stored", {}).items()}

    @cached_property
    def _carries(self) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
        found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for id, carries in self._parts[-1].get("carried", {}).items():
            for each in carries:
                found.setdefault(each["from"], []).append((id, each))
        return found

    @cached_property
    def _moved(self) -> dict[str, str]:
        """Former ids of steps and activities to those of now, for what was pressed on the clock and by who leads."""
        found: dict[str, str] = {}
        for part in self._parts:
            was = {**part.get("was", {}).get("activities", {}), **part.get("was", {}).get("steps", {})}
            for new, old in was.items():
                found = {first: new if now == old else now for first, now in found.items()}
                found[old] = new
        return {first: now for first, now in found.items() if first != now}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
