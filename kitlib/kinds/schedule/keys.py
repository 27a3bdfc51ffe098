"""What a session file may say of a schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Clock, Id, Named, Text
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Loc, Problem
from kitlib.content.timing import CHOOSE, SAY, Group, Task
from kitlib.kinds.shared.keys import Option

__all__ = ["Block", "Limit", "Schedule", "Use"]


class Use(Named):
    """What a block of time may be used for."""

    title: Text
    #: `core` is protected; `support` is added help; `planning` is adults' time together.
    sort: Literal["core", "support", "planning", "other"] = "other"
    tier: Annotated[int, Field(ge=1, le=3)] | None = None


class Limit(Named):
    """One rule that a schedule is held against. Its minutes are a starting point that a team may change."""

    text: Text
    #: least, most: minutes of `uses` for each group; block: the longest unbroken stretch of `uses` is at least so long;
    #: apart: `uses` never runs while its group has `from_uses`; common: all `groups` have `uses` at one time;
    #: rooms: at most `at_once` groups have `uses` at one time.
    check: Literal["least", "most", "block", "apart", "common", "rooms"]
    uses: list[Id] = Field(min_length=1)
    from_uses: list[Id] = []
    groups: list[Id] = []  # empty: every group
    minutes: Annotated[int, Field(ge=1, le=3000)] | None = None
    at_once: Annotated[int, Field(ge=1, le=60)] | None = None
    per: Literal["day", "week"] = "day"


class Block(Named):
    """One block of time that stands in the grid from the start."""

    group: Id
    days: list[Id] = []  # empty: every day
    start: Clock
    end: Clock
    use: Id
    who: str = ""


class Schedule(Activity):
    """A day or a week of time blocks by grade or role; sums against stated minimums, and each clash named."""

    kind: Literal["schedule"]
    days: list[Option] = Field(min_length=1, max_length=10)
    starts: Clock = "08:00"
    ends: Clock = "15:00"
    noun: Text = "Group"  # what a row is: "Grade", "Team"
    groups: list[Option] = Field(min_length=1, max_length=16)
    uses: list[Use] = Field(min_length=1, max_length=20)
    limits: list[Limit] = []
    blocks: list[Block] = []

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """The day begins before it ends, and what limits and blocks name is there."""
        known = {
            "group": [group.id for group in self.groups],
            "use": [use.id for use in self.uses],
            "day": [day.id for day in self.days],
        }
        if self.starts >= self.ends:
            yield check.problem(("ends",), f"must be later than {self.starts}")
        for i, limit in enumerate(self.limits):
            yield from _limit_problems(check, ("limits", i), limit, known)
        for i, block in enumerate(self.blocks):
            here = ("blocks", i)
            yield from check.known((*here, "group"), block.group, known["group"], "group")
            yield from check.known((*here, "use"), block.use, known["use"], "use")
            for day in block.days:
                yield from check.known((*here, "days"), day, known["day"], "day")
            if block.start >= block.end:
                yield check.problem((*here, "end"), f"must be later than {block.start}")

    def tasks(self, group: Group) -> Iterator[Task]:
        """One types what the others call out, group by group; then each limit is looked at."""
        many = group.most(len(self.groups))
        blocks = many * max(1, len(self.uses) - len(self.blocks) // max(1, len(self.groups)))
        yield Task(f"placing {blocks} blocks", blocks * (SAY + CHOOSE))
        yield Task(f"looking at {len(self.limits)} rules", len(self.limits) * CHOOSE)


def _limit_problems(
    check: ActivityCheck, here: Loc, limit: Limit, known: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    for key, uses in (("uses", limit.uses), ("from_uses", limit.from_uses)):
        for use in uses:
            yield from check.known((*here, key), use, known["use"], "use")
    for group in limit.groups:
        yield from check.known((*here, "groups"), group, known["group"], "group")
    needed = {"apart": "from_uses", "rooms": "at_once"}.get(limit.check, "minutes")
    if not getattr(limit, needed):
        yield check.problem(here, f'the check "{limit.check}" needs "{needed}"')
