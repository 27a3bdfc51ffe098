"""What a session file may say of a schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Clock, Id, Named, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Loc, Problem
from kitlib.content.timing import CHOOSE, SAY, Group, Task
from kitlib.kinds.shared.keys import Option

__all__ = ["Block", "Limit", "Schedule", "Use"]


#: What stands for each choice in a form.
SORTS = {
    "core": "Protected time",
    "support": "Added help",
    "planning": "Adults’ time together",
    "other": "Something else",
}
LIMITS = {
    "least": "Each has at least so many minutes", "most": "Each has at most so many minutes",
    "block": "One unbroken stretch is at least so long", "apart": "These two never run at one time",
    "common": "All of them have it at the same time", "rooms": "Only so many have it at one time",
}  # fmt: skip


class Use(Named):
    """What a block of time may be used for."""

    title: Annotated[Text, asked("Title")]
    #: `core` is protected; `support` is added help; `planning` is adults' time together.
    sort: Annotated[Literal["core", "support", "planning", "other"], asked("What it is", words=SORTS)] = (
        "other"
    )
    tier: Annotated[int | None, Field(ge=1, le=3), asked("Tier")] = None


class Limit(Named):
    """One rule that a schedule is held against. Its minutes are a starting point that a team may change."""

    text: Annotated[Text, asked("The rule, as people read it")]
    #: least, most: minutes of `uses` for each group; block: the longest unbroken stretch of `uses` is at least so long;
    #: apart: `uses` never runs while its group has `from_uses`; common: all `groups` have `uses` at one time;
    #: rooms: at most `at_once` groups have `uses` at one time.
    check: Annotated[
        Literal["least", "most", "block", "apart", "common", "rooms"], asked("What is checked", words=LIMITS)
    ]
    uses: Annotated[list[Id], Field(min_length=1), asked("Of these uses", of="rows:uses")]
    from_uses: Annotated[
        list[Id], asked("And these", "For two that never run at one time.", of="rows:uses")
    ] = []
    groups: Annotated[list[Id], asked("For", "None chosen: for each.", of="rows:groups")] = []
    minutes: Annotated[int | None, Field(ge=1, le=3000), asked("Minutes")] = None
    at_once: Annotated[int | None, Field(ge=1, le=60), asked("How many at one time")] = None
    per: Annotated[
        Literal["day", "week"], asked("Counted", words={"day": "In a day", "week": "In a week"})
    ] = "day"


class Block(Named):
    """One block of time that stands in the grid from the start."""

    group: Annotated[Id, asked("For", of="rows:groups")]
    days: Annotated[list[Id], asked("On", "None chosen: every day.", of="rows:days")] = []
    start: Annotated[Clock, asked("From")]
    end: Annotated[Clock, asked("Until")]
    use: Annotated[Id, asked("Used for", of="rows:uses")]
    who: Annotated[str, asked("With whom")] = ""


class Schedule(Activity):
    """A day or a week of time blocks by grade or role; sums against stated minimums, and each clash named."""

    kind: Literal["schedule"]
    days: Annotated[list[Option], Field(min_length=1, max_length=10), asked("Days")]
    starts: Annotated[Clock, asked("The day begins")] = "08:00"
    ends: Annotated[Clock, asked("The day ends")] = "15:00"
    noun: Annotated[Text, asked("What one row is", "Such as: Grade, Team.")] = "Group"
    groups: Annotated[list[Option], Field(min_length=1, max_length=16), asked("Rows, such as Grade 3")]
    uses: Annotated[list[Use], Field(min_length=1, max_length=20), asked("What time is used for")]
    limits: Annotated[list[Limit], asked("Rules that it is held against")] = []
    blocks: Annotated[list[Block], asked("Blocks that stand there from the start")] = []

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
        """One types what the others call out, row by row, those at work side by side each their own rows; then each limit is looked at."""
        many = group.each(len(self.groups))
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
