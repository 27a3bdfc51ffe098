"""Clashes: what in a timetable cannot be, or what a limit does not allow."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

from kitlib.kinds.schedule.keys import Limit
from kitlib.kinds.schedule.timetable import EVERY_WEEK, Block, Timetable
from kitlib.tabular.folding import fold
from kitlib.tabular.lists import names_in

__all__ = ["Clash", "find_clashes", "people"]

MOST_ADULTS = 8  # in one block
_KINDS = ("backwards", "outside", "twice", "adult", "apart", "rooms", "block", "least", "most", "common")


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that cannot be, or that a limit does not allow; `days` are all on which it is the same."""

    kind: str  # a check of a limit, or backwards, outside, twice, adult
    limit: str  # id, or empty for what no schedule can hold
    groups: tuple[str, ...]
    uses: tuple[str, ...]
    days: tuple[str, ...]
    start: int = -1
    end: int = -1
    found: int = 0
    asked: int = 0
    who: str = ""
    against: tuple[str, ...] = ()  # of `apart`: the uses that should be left alone
    rows: frozenset[str] = frozenset()


def find_clashes(table: Timetable) -> list[Clash]:
    """Every clash in a timetable; the same one on several days is told once, with its days."""
    return _Search(table).found()


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[int, int, list[Block]]]:
    """The day cut at every start and end: from, to, and the blocks that run there; where none runs is left out.

    A day has 1,440 minutes, so that there are no more pieces than that however many blocks there are.
    """
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        if block.start < block.end:
            starting.setdefault(block.start, []).append(place)
            ending.setdefault(block.end, []).append(place)
    running: dict[int, Block] = {}
    for start, end in pairwise(sorted({*starting, *ending})):
        for place in ending.get(start, ()):
            del running[place]
        running |= {place: blocks[place] for place in starting.get(start, ())}
        if running:
            yield start, end, list(running.values())


def people(who: str) -> dict[str, str]:
    """The adults named in a `who`, by their folded names; the first of many: no more are with one group at once."""
    return {fold(name): name for name in names_in(who, MOST_ADULTS)}


class _Search:
    """Looks through one timetable."""

    def __init__(self, table: Timetable) -> None:
        self._table = table

    def found(self) -> list[Clash]:
        """Every clash; the same one on several days is told once, with its days."""
        same: dict[Hashable, Clash] = {}
        for clash in self._each():
            key = replace(clash, days=(), rows=frozenset())
            before = same.get(key)
            if before is not None:
                clash = replace(clash, days=(*before.days, *clash.days), rows=before.rows | clash.rows)
            same[key] = clash
        limits = [limit.id for limit in self._table.schedule.limits]

        def place(clash: Clash) -> tuple[int, int, int, int, tuple[str, ...]]:
            first = self._table.days.index(clash.days[0]) if clash.days[0] else -1
            limit = limits.index(clash.limit) if clash.limit else -1
            return (_KINDS.index(clash.kind), limit, first, clash.start, clash.groups)

        return sorted(same.values(), key=place)

    def _each(self) -> Iterator[Clash]:
        yield from self._misplaced()
        for day in self._table.days:
            for group in self._table.groups:
                yield from self._at_once(group, day)
            yield from self._adults(day)
            yield from self._rooms(day)
        limits = {limit.id: limit for limit in self._table.schedule.limits}
        for s in self._table.sums:
            if s.standing in ("short", "over"):
                limit = limits[s.limit]
                groups = (s.group,) if s.group else tuple(limit.groups or self._table.groups)
                yield Clash(
                    limit.check,
                    limit.id,
                    groups,
                    tuple(limit.uses),
                    (s.day,),
                    found=s.found,
                    asked=s.asked,
                    rows=self._rows(groups, s.day, limit.uses) if s.standing == "over" else frozenset(),
                )

    def _rows(self, groups: Sequence[str], day: str, uses: Collection[str]) -> frozenset[str]:
        days = self._table.days if day == EVERY_WEEK else [day]
        return frozenset(b.row for d in days for g in groups for b in self._table.of(g, d) if b.use in uses)

    def _misplaced(self) -> Iterator[Clash]:
        first, last = self._table.hours
        for b in self._table.blocks:
            kind = "backwards" if b.start >= b.end else "outside"
            if kind == "backwards" or b.start < first or b.end > last:
                yield Clash(kind, "", (b.group,), (b.use,), (b.day,), b.start, b.end, rows=frozenset({b.row}))

    def _at_once(self, group: str, day: str) -> Iterator[Clash]:
        """One group in two places; where a limit keeps the two apart, it is that limit that is told."""
        apart = [
            limit
            for limit in self._table.schedule.limits
            if limit.check == "apart" and (not limit.groups or group in limit.groups)
        ]
        for limit in apart:

            def breaks(running: list[Block], limit: Limit = limit) -> tuple[tuple[str, ...], ...] | None:
                pairs = [(a, b) for a, b in _pairs(_few(running)) if _apart(limit, a, b)]
                return (_uses(a for a, _ in pairs), _uses(b for _, b in pairs)) if pairs else None

            for start, end, (uses, against), rows in _runs(self._table.of(group, day), breaks):
                yield Clash("apart", limit.id, (group,), uses, (day,), start, end, against=against, rows=rows)

        def twice(running: list[Block]) -> tuple[str, ...] | None:
            pairs = [
                pair
                for pair in combinations(_few(running), 2)
                if not any(_apart(limit, *pair) or _apart(limit, *reversed(pair)) for limit in apart)
            ]
            return _uses(b for pair in pairs for b in pair) if pairs else None

        for start, end, uses, rows in _runs(self._table.of(group, day), twice):
            yield Clash("twice", "", (group,), uses, (day,), start, end, rows=rows)

    def _adults(self, day: str) -> Iterator[Clash]:
        """One adult in more than one group at once."""
        names: dict[str, str] = {}
        at: dict[str, list[Block]] = {}
        for block in self._table.on_day(day):
            for key, name in people(block.who).items():
                names.setdefault(key, name)
                at.setdefault(key, []).append(block)
        for key, blocks in at.items():
            if len({block.group for block in blocks}) < 2:
                continue
            for start, end, groups, rows in _runs(blocks, self._several):
                yield Clash("adult", "", groups, (), (day,), start, end, who=names[key], rows=rows)

    def _several(self, running: list[Block]) -> tuple[str, ...] | None:
        groups = {b.group for b in running}
        return tuple(g for g in self._table.groups if g in groups) if len(groups) > 1 else None

    def _rooms(self, day: str) -> Iterator[Clash]:
        for limit in self._table.schedule.limits:
            if limit.check != "rooms":
                continue
            most = self._table.asked[limit.id]
            asks = [
                b
                for b in self._table.on_day(day)
                if b.use in limit.uses and (not limit.groups or b.group in limit.groups)
            ]

            def many(running: list[Block], most: int = most) -> tuple[str, ...] | None:
                found = {b.group for b in running}
                return tuple(g for g in self._table.groups if g in found) if len(found) > most else None

            for start, end, groups, rows in _runs(asks, many):
                yield Clash(
                    "rooms",
                    limit.id,
                    groups,
                    tuple(limit.uses),
                    (day,),
                    start,
                    end,
                    len(groups),
                    most,
                    rows=rows,
                )


def _apart(limit: Limit, one: Block, other: Block) -> bool:
    return one.use in limit.uses and other.use in limit.from_uses


def _pairs(running: list[Block]) -> Iterator[tuple[Block, Block]]:
    for one, other in combinations(running, 2):
        yield one, other
        yield other, one


def _few(running: Sequence[Block]) -> list[Block]:
    """Two blocks of each use at most: what pairs of blocks say by their uses, these say too."""
    of_use: dict[str, list[Block]] = {}
    for block in running:
        same = of_use.setdefault(block.use, [])
        if len(same) < 2:
            same.append(block)
    return [block for same in of_use.values() for block in same]


def _uses(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(sorted({b.use for b in blocks}))


def _runs(blocks: Sequence[Block], judge: Any) -> Iterator[tuple[int, int, Any, frozenset[str]]]:
    """Stretches in which `judge` of the running blocks stays the same and is not None, with their rows."""
    began, last, found = 0, -1, None
    rows: set[str] = set()
    for start, end, running in _pieces(blocks):
        now = judge(running) if len(running) > 1 else None
        if now != found or start != last:
            if found is not None:
                yield began, last, found, frozenset(rows)
            began, found, rows = start, now, set()
        if now is not None:
            rows.update(b.row for b in running)
        last = end
    if found is not None:
        yield began, last, found, frozenset(rows)
