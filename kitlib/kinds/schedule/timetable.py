"""Blocks of time by group and day: minutes, overlaps, stretches, and every clash in words. No input or output.

A `Timetable` holds the blocks of a schedule as they stand. Its sums count a
minute once, however many blocks of the same use cover it, so that a block cut
in two changes nothing. Times are whole minutes since midnight; a block covers
its start and not its end, so one may begin when another ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, Literal

from kitlib.kinds.schedule.intervals import Spans, as_clock, as_minutes, length, longest, merged, shared_time
from kitlib.kinds.schedule.keys import Limit, Schedule

__all__ = [
    "EVERY_WEEK",
    "Block",
    "Clash",
    "Standing",
    "Sum",
    "Timetable",
    "joined",
    "people",
    "pieces",
]

Standing = Literal["met", "short", "over", "empty"]
EVERY_WEEK = ""  # stands where a day would, for all days together
_SEVERAL = re.compile(r"[,;+&\n]")
MOST_ADULTS = 8  # in one block
_KINDS = ("backwards", "outside", "twice", "adult", "apart", "rooms", "block", "least", "most", "common")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of time as it stands: what a group does on a day from `start` to `end`, and with whom."""

    row: str
    group: str
    day: str
    start: int
    end: int
    use: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What one limit finds in one group (empty: all its groups together) and day (empty: the whole week)."""

    limit: str
    group: str
    day: str
    found: int
    asked: int
    standing: Standing  # empty: nothing is placed there at all, so nothing can be said yet


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


# -- words and pieces --------------------------------------------------------------------------


def pieces(blocks: Sequence[Block]) -> Iterator[tuple[int, int, list[Block]]]:
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
    """The adults named in a `who`, by a spelling that ignores case and blanks. Commas, ;, + and & part them.

    The first of many: no more are with one group at once.
    """
    found = (" ".join(name.split()) for name in _SEVERAL.split(who, maxsplit=MOST_ADULTS)[:MOST_ADULTS])
    return {name.casefold(): name for name in found if name}


def joined(words: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


# -- what stands ------------------------------------------------------------------------------


class Timetable:
    """The blocks of a schedule and what follows from them.

    `asked` gives the number of each limit as the team has it now: minutes, or
    for `rooms` how many groups at one time. A limit that is not in it is held
    to its number in the session file.
    """

    def __init__(
        self, schedule: Schedule, blocks: Iterable[Block], asked: Mapping[str, int] | None = None
    ) -> None:
        self.schedule = schedule
        self.asked = {limit.id: limit.minutes or limit.at_once or 0 for limit in schedule.limits}
        self.asked |= asked or {}
        self.days = [day.id for day in schedule.days]
        self.groups = [group.id for group in schedule.groups]
        self.uses = {use.id: use for use in schedule.uses}
        days, groups = ({id: i for i, id in enumerate(ids)} for ids in (self.days, self.groups))
        self.blocks = sorted(
            blocks, key=lambda b: (days[b.day], groups[b.group], b.start, b.end, b.use, b.row)
        )
        self._placed: dict[tuple[str, str], list[Block]] = {}
        self._by_day: dict[str, list[Block]] = {day: [] for day in self.days}
        for block in self.blocks:
            if block.start < block.end:
                self._placed.setdefault((block.group, block.day), []).append(block)
                self._by_day[block.day].append(block)
        self._titles = {each.id: each.title for each in schedule.uses}
        self._group_names = {group.id: group.text for group in schedule.groups}
        self._day_names = {day.id: day.text for day in schedule.days}
        #: Twelve hours or more cannot be told apart without am and pm.
        self.hours = (as_minutes(schedule.starts) or 0, as_minutes(schedule.ends) or 0)
        times = [*self.hours, *(time for b in self.blocks for time in (b.start, b.end))]
        self.halves = max(times) - min(times) >= 720

    def of(self, group: str, day: str) -> list[Block]:
        """The blocks of a group on a day, in order; without those that end before they start."""
        return self._placed.get((group, day), [])

    def spans(self, group: str, day: str, uses: Collection[str]) -> Spans:
        """When a group has any of `uses` on a day."""
        return merged((b.start, b.end) for b in self.of(group, day) if b.use in uses)

    def minutes(self, group: str, day: str, uses: Collection[str]) -> int:
        """How many minutes a group has of `uses` on a day, or with EVERY_WEEK on all days."""
        days = self.days if day == EVERY_WEEK else [day]
        return sum(length(self.spans(group, each, uses)) for each in days)

    def empty(self, group: str, day: str) -> bool:
        """Whether a group has no block at all on a day, or with EVERY_WEEK on any day."""
        return not any(self.of(group, each) for each in (self.days if day == EVERY_WEEK else [day]))

    def planning(self, groups: Sequence[str], day: str) -> Spans:
        """When all of `groups` have adults' planning time at once on a day."""
        uses = {use.id for use in self.schedule.uses if use.sort == "planning"}
        return shared_time([self.spans(group, day, uses) for group in groups])

    @cached_property
    def never_together(self) -> list[tuple[str, str]]:
        """Pairs of groups that both have planning time, and never at once."""
        uses = {use.id for use in self.schedule.uses if use.sort == "planning"}
        plan = [group for group in self.groups if self.minutes(group, EVERY_WEEK, uses)]
        return [
            (one, two)
            for one, two in combinations(plan, 2)
            if not any(self.planning([one, two], day) for day in self.days)
        ]

    # -- limits -----------------------------------------------------------------------------

    @cached_property
    def sums(self) -> list[Sum]:
        """What each limit that counts minutes finds, in the order of the limits, groups and days."""
        found = []
        for limit in self.schedule.limits:
            if limit.check in ("least", "most", "block", "common"):
                days = self.days if limit.per == "day" else [EVERY_WEEK]
                groups = limit.groups or self.groups
                if limit.check == "common":
                    found += [self._sum(limit, "", groups, day) for day in days]
                else:
                    found += [self._sum(limit, group, [group], day) for group in groups for day in days]
        return found

    def _sum(self, limit: Limit, name: str, groups: Sequence[str], day: str) -> Sum:
        days = self.days if day == EVERY_WEEK else [day]
        spans = [shared_time([self.spans(group, each, limit.uses) for group in groups]) for each in days]
        number = max(map(longest, spans)) if limit.check == "block" else sum(map(length, spans))
        asked = self.asked[limit.id]
        standing: Standing = "met"
        if any(self.empty(group, day) for group in groups):
            standing = "empty"
        elif limit.check == "most":
            standing = "over" if number > asked else "met"
        elif number < asked:
            standing = "short"
        return Sum(limit.id, name, day, number, asked, standing)

    # -- clashes ----------------------------------------------------------------------------

    @cached_property
    def clashes(self) -> list[Clash]:
        """Every clash; the same one on several days is told once, with its days."""
        same: dict[Hashable, Clash] = {}
        for clash in self._each():
            key = replace(clash, days=(), rows=frozenset())
            before = same.get(key)
            if before is not None:
                clash = replace(clash, days=(*before.days, *clash.days), rows=before.rows | clash.rows)
            same[key] = clash
        limits = [limit.id for limit in self.schedule.limits]

        def place(clash: Clash) -> tuple[int, int, int, int, tuple[str, ...]]:
            first = self.days.index(clash.days[0]) if clash.days[0] else -1
            limit = limits.index(clash.limit) if clash.limit else -1
            return (_KINDS.index(clash.kind), limit, first, clash.start, clash.groups)

        return sorted(same.values(), key=place)

    def _each(self) -> Iterator[Clash]:
        yield from self._misplaced()
        for day in self.days:
            for group in self.groups:
                yield from self._at_once(group, day)
            yield from self._adults(day)
            yield from self._rooms(day)
        limits = {limit.id: limit for limit in self.schedule.limits}
        for s in self.sums:
            if s.standing in ("short", "over"):
                limit = limits[s.limit]
                groups = (s.group,) if s.group else tuple(limit.groups or self.groups)
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
        days = self.days if day == EVERY_WEEK else [day]
        return frozenset(b.row for d in days for g in groups for b in self.of(g, d) if b.use in uses)

    def _misplaced(self) -> Iterator[Clash]:
        first, last = self.hours
        for b in self.blocks:
            kind = "backwards" if b.start >= b.end else "outside"
            if kind == "backwards" or b.start < first or b.end > last:
                yield Clash(kind, "", (b.group,), (b.use,), (b.day,), b.start, b.end, rows=frozenset({b.row}))

    def _at_once(self, group: str, day: str) -> Iterator[Clash]:
        """One group in two places; where a limit keeps the two apart, it is that limit that is told."""
        apart = [
            limit
            for limit in self.schedule.limits
            if limit.check == "apart" and (not limit.groups or group in limit.groups)
        ]
        for limit in apart:

            def breaks(running: list[Block], limit: Limit = limit) -> tuple[tuple[str, ...], ...] | None:
                pairs = [(a, b) for a, b in _pairs(_few(running)) if _apart(limit, a, b)]
                return (_uses(a for a, _ in pairs), _uses(b for _, b in pairs)) if pairs else None

            for start, end, (uses, against), rows in _runs(self.of(group, day), breaks):
                yield Clash("apart", limit.id, (group,), uses, (day,), start, end, against=against, rows=rows)

        def twice(running: list[Block]) -> tuple[str, ...] | None:
            pairs = [
                pair
                for pair in combinations(_few(running), 2)
                if not any(_apart(limit, *pair) or _apart(limit, *reversed(pair)) for limit in apart)
            ]
            return _uses(b for pair in pairs for b in pair) if pairs else None

        for start, end, uses, rows in _runs(self.of(group, day), twice):
            yield Clash("twice", "", (group,), uses, (day,), start, end, rows=rows)

    def _adults(self, day: str) -> Iterator[Clash]:
        """One adult in more than one group at once."""
        names: dict[str, str] = {}
        at: dict[str, list[Block]] = {}
        for block in self._by_day[day]:
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
        return tuple(g for g in self.groups if g in groups) if len(groups) > 1 else None

    def _rooms(self, day: str) -> Iterator[Clash]:
        for limit in self.schedule.limits:
            if limit.check != "rooms":
                continue
            most = self.asked[limit.id]
            asks = [
                b
                for b in self._by_day[day]
                if b.use in limit.uses and (not limit.groups or b.group in limit.groups)
            ]

            def many(running: list[Block], most: int = most) -> tuple[str, ...] | None:
                found = {b.group for b in running}
                return tuple(g for g in self.groups if g in found) if len(found) > most else None

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

    # -- words ------------------------------------------------------------------------------

    def clock(self, minute: int) -> str:
        """A time of this schedule as people say it."""
        return as_clock(minute, self.halves)

    def on(self, days: Sequence[str]) -> str:
        """Days as people say them: "Monday and Friday", "every day"; nothing where there is only one day."""
        if len(self.days) == 1:
            return ""
        return "every day" if len(days) == len(self.days) else joined([self._day_names[day] for day in days])

    def titles(self, uses: Iterable[str]) -> list[str]:
        """The names of uses."""
        return [self._titles[use] for use in uses]

    def named(self, groups: Iterable[str]) -> list[str]:
        """The names of groups."""
        return [self._group_names[group] for group in groups]

    def day_name(self, day: str) -> str:
        """The name of a day."""
        return self._day_names[day]

    def words(self, clash: Clash) -> str:
        """A clash as a sentence: who, when, and what the rule asks for."""
        group, uses = joined(self.named(clash.groups)), joined(self.titles(clash.uses))
        when = ", ".join([group, *filter(None, [self.on(clash.days)] if clash.days[0] else [])])
        time = f"{self.clock(clash.start)} to {self.clock(clash.end)}"
        match clash.kind:
            case "backwards":
                ends = "ends when it starts" if clash.start == clash.end else "ends before it starts"
                return f"{when}: {uses} {ends} ({time})."
            case "outside":
                day = " to ".join(map(self.clock, self.hours))
                return f"{when} {time}: {uses} goes beyond the day ({day})."
            case "twice":
                if len(clash.uses) == 1:
                    return f"{when} {time}: {uses} stands there twice."
                return f"{when} {time}: {uses} at once."
            case "adult":
                on = self.on(clash.days)
                on = f" {on}" if on == "every day" else f" on {on}" if on else ""
                return f"{clash.who} is in {group}{on} {'from ' if not on else ''}{time}."
            case "apart":
                return f"{when} {time}: {uses} in the time of {joined(self.titles(clash.against))}; the rule keeps them apart."
            case "rooms":
                on = ", ".join(filter(None, [uses, self.on(clash.days)]))
                return f"{on} {time}: {clash.found} groups at once ({group}); the rule allows {clash.asked}."
        return self._sum_words(clash, group, uses)

    def _sum_words(self, clash: Clash, group: str, uses: str) -> str:
        if clash.days[0] == EVERY_WEEK:
            when = " in the week" if len(self.days) > 1 else ""
        else:
            on = self.on(clash.days)
            when = f" {on}" if on == "every day" else f" on {on}" if on else ""
        minutes = f"{clash.found} minute{'' if clash.found == 1 else 's'}"
        asked = f"the rule {'allows' if clash.kind == 'most' else 'asks for'} {clash.asked}"
        if clash.kind == "block":
            if not clash.found:
                return f"{group} has no {uses}{when}; {asked} minutes in one stretch."
            return f"{group}: the longest stretch of {uses}{when} is {minutes}; {asked}."
        verb = "have" if len(clash.groups) > 1 else "has"
        if clash.kind == "common":
            return f"{group} {verb} {minutes} of {uses} at one time{when}; {asked}."
        return f"{group} {verb} {minutes} of {uses}{when}; {asked}."

    @cached_property
    def blank(self) -> list[str]:
        """Where nothing stands yet, in words: groups without a block on some days, or on any."""
        if not self.blocks:
            return ["Nothing is placed yet."]
        found = []
        for group in self.groups:
            days = [day for day in self.days if self.empty(group, day)]
            if days:
                where = "yet" if len(days) == len(self.days) else f"on {self.on(days)} yet"
                found.append(f"{self._group_names[group]} has nothing {where}.")
        return found


# -- helpers ----------------------------------------------------------------------------------


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
    for start, end, running in pieces(blocks):
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
