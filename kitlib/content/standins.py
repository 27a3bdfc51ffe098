"""What is wrong in a file whatever comes to stand in the place of its wrong values, so that all can be told in one go.

Each wrong value gives way to one that may stand there, in several ways that differ as much as they can: what a check finds
wrong with each of them does not follow from what was put in. Names that may have been lost with a wrong value are missed by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kitlib.content.base import CLOCK, LANGUAGE
from kitlib.content.parsing import Problem
from kitlib.content.places import inner
from kitlib.content.texts import texts_in
from kitlib.errors import nearest
from kitlib.registry import kinds

__all__ = ["wrong_anyway"]

Loc = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)

WAYS = range(4)
ROUNDS = 40  # a step that is missing whole takes some ten: its keys first, then what each must be
TRIES = 5  # values at one place, before it is left out

#: What may stand at a place: the least, the most and what lies between.
_TEXTS = ("a", "b", "c", "d")
_NUMBERS = (1, 480, 5, 60)
_DAYS = (date(2000, 1, 1), date(2100, 1, 1), date(2026, 1, 1), date(2030, 6, 30))
_CLOCKS = ("00:00", "23:59", "08:00", "14:30")
_LANGUAGES = ("es", "ht", "pt", "vi")
_ADDRESS = "https://{}.example"
_QUOTED = re.compile('"([^"]+)"')


def wrong_anyway(
    data: Any, model: type[M], meant: Callable[[Loc], str], check: Callable[[M], Iterable[Problem]]
) -> list[Problem]:
    """What `check` tells of data that are no sound model, besides what makes them none; nothing where no sound ones were found.

    `meant` gives the key that was probably meant by an unknown one, or nothing.
    """
    ways = [_Way(data, meant, n) for n in WAYS]
    found = [way.sound(model) for way in ways]
    if None in found:
        return []
    told = [set(check(each)) for each in found if each is not None]
    return [problem for problem in set.intersection(*told) if not any(way.made(problem) for way in ways)]


@dataclass
class _Way:
    """One way to put sound values in the place of wrong ones."""

    data: Any
    meant: Callable[[Loc], str]
    number: int
    tried: dict[Loc, int] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)  # names of things that are not whole
    lost: set[Loc] = field(default_factory=set)  # the lists in which a name may be missing
    chosen: set[Loc] = field(default_factory=set)  # things with a key that was chosen; others may hang on it

    def sound(self, model: type[M]) -> M | None:
        """The model; None where it was not found in reasonable tries."""
        self.data = deepcopy(self.data)
        for _ in range(ROUNDS):
            try:
                return model.model_validate(self.data)
            except ValidationError as error:
                wrong = {_held(self.data, detail["loc"]): detail for detail in error.errors()}
            if () in wrong or not all(self._put(loc, detail) for loc, detail in wrong.items()):
                return None
        return None

    def made(self, problem: Problem) -> bool:
        """Whether a problem may follow from what was put in: it stands there, or misses a name."""
        if any(problem.loc[: len(loc)] == loc for loc in [*self.tried, *self.chosen]):
            return True
        named = _QUOTED.search(problem.what)
        return named is not None and (
            named[1] in self.unsure
            or any(
                _one_of(at) in problem.what and named[1] not in self._names(at, problem.loc)
                for at in self.lost
            )
        )

    def _names(self, at: Loc, seen_from: Loc) -> set[str]:
        """The names in a list, as they are known at a place: those of its own thing, else those of all such lists."""
        near = at[:-1] if seen_from[: len(at) - 1] == at[:-1] else ()
        return _ids(reduce(inner, near, self.data), str(at[-1]))

    def _put(self, loc: Loc, detail: Any) -> bool:
        times = self.tried[loc] = self.tried.get(loc, -1) + 1
        holder: Any = reduce(inner, loc[:-1], self.data)
        if detail["type"] == "extra_forbidden":
            del self.tried[loc]  # told as unknown; under the key that was meant it says what it was to say
            value = holder.pop(loc[-1])
            if key := self.meant(loc):
                holder[key] = value
        elif times == TRIES and isinstance(holder, dict):
            holder.pop(loc[-1], None)
        elif times < TRIES:
            value = self._instead(loc, detail, times)
            self.unsure |= _ids_on_the_way(self.data, loc) | _ids(detail["input"])
            if isinstance(value, dict | list) or loc[-1] == "id":
                self.lost |= _lists_of(loc)
            holder[loc[-1]] = value
        return times <= TRIES

    def _instead(self, loc: Loc, detail: Any, times: int) -> Any:
        """What may stand in the place of what pydantic says is wrong; where more is wrong with it, the next round goes on."""
        kind, value, ctx = detail["type"], detail["input"], detail.get("ctx", {})
        first = self.number == 0
        match kind.split("_"):
            case "greater", "than", *_:
                return max(self._of(_NUMBERS), ctx.get("ge", ctx.get("gt", 0) + 1))
            case "less", "than", *_:
                return min(self._of(_NUMBERS), ctx.get("le", ctx.get("lt", 0) - 1))
            case "literal", _:
                self.chosen.add(loc[:-1])
                return self._of(re.findall(r"'([^']*)'", ctx["expected"]))
            case "kind", _:
                near = nearest(str(value.get("kind", "")), kinds())
                return (
                    {**value, "kind": near} if near else {"id": value.get("id"), "kind": self._of([*kinds()])}
                )
            case "string", "type":
                plain = isinstance(value, int | float | date)
                said = str(value) if plain else " ".join([*texts_in(value), "a"])
                return said if first else self._of(_TEXTS)
            case "string", "pattern", _:
                return self._formed(ctx["pattern"], value, times)
            case "string", "too", "long":
                return value[: ctx["max_length"]]
            case "too", _:
                needed = max(0, ctx.get("min_length", 0) - len(value))
                return [*value, *[None] * needed][: ctx.get("max_length")]
            case "list", _:
                return [value] if value is not None and first else []
            case (("model" | "dict"), *_):
                return {}
            case (("int" | "float"), *_):
                return self._of(_NUMBERS)
            case "bool", *_:
                return first
            case "date", *_:
                return self._of(_DAYS)
            case (("url" | "value"), *_):
                return _ADDRESS.format(self._of(_TEXTS))
        return self._of(_TEXTS)

    def _formed(self, pattern: str, value: str, times: int) -> str:
        if pattern == CLOCK:
            return str(self._of(_CLOCKS))
        if pattern == LANGUAGE:
            return str(self._of(_LANGUAGES))
        as_id = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-0123456789")
        return as_id if as_id and self.number == 0 and not times else str(self._of(_TEXTS))

    def _of(self, several: Any) -> Any:
        return several[self.number % len(several)]


def _held(data: Any, loc: Loc) -> Loc:
    """A place as far as it is one in the data; where several types may stand, pydantic goes on to name the type."""
    for depth in range(1, len(loc)):
        if not isinstance(reduce(inner, loc[:depth], data), dict | list):
            return loc[:depth]
    return loc


def _lists_of(loc: Loc) -> set[Loc]:
    """The list in which the thing at a place has its name; of a step, that of its activities too."""
    ends = [n for n, key in enumerate(loc, 1) if isinstance(key, str) and key != "id"]
    lists = {loc[:n] for n in ends[-1:]}
    return lists | {(*at, "activities") for at in lists if at[-1] == "steps"}


def _one_of(at: Loc) -> str:
    """How a check calls one thing of a list: by the list's key, as "source" one of `sources`."""
    key = str(at[-1])
    return f"{key[:-3]}y" if key.endswith("ies") else key.removesuffix("s")


def _ids(data: Any, among: str = "") -> set[str]:
    """Every id at any depth; with `among`, those of the things in lists at that key."""
    if isinstance(data, list):
        return set[str]().union(*(_ids(each, among) for each in data))
    if not isinstance(data, dict):
        return set()
    own = {data["id"]} if not among and isinstance(data.get("id"), str) else set()
    return own.union(*(_ids(value, "" if key == among else among) for key, value in data.items()))


def _ids_on_the_way(data: Any, loc: Loc) -> set[str]:
    """The ids of the things in which a place lies, the file's own aside."""
    things = [reduce(inner, loc[:depth], data) for depth in range(1, len(loc))]
    return {each["id"] for each in things if isinstance(each, dict) and isinstance(each.get("id"), str)}
