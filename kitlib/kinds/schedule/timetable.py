"""Blocks of time by group and day: minutes, overlaps and stretches. No input or output.

A `Timetable` holds the blocks of a schedule as they stand. Its sums count a
minute once, however many blocks of the same use cover it, so that a block cut
in two changes nothing. Times are whole minutes since midnight; a block covers
its start and not its end, so one may begin when another ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

from kitlib.kinds.schedule.intervals import Spans, as_clock, as_minutes, length, longest, merged, shared_time
from kitlib.kinds.schedule.keys import Limit, Schedule

__all__ = [
    "EVERY_WEEK",
    "Block",
    "Standing",
    "Sum",
    "Timetable",
    "joined",
]

Standing = Literal["met", "short", "over", "empty"]
EVERY_WEEK = ""  # stands where a day would, for all days together


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

    def on_day(self, day: str) -> list[Block]:
        """The blocks of all groups on a day, in order; without those that end before they start."""
        return self._by_day[day]

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
