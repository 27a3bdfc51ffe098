"""What a session file may say of a rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import ALL_PARTS, Activity
from kitlib.content.base import EARLIER, Id, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import AGREE, CHOOSE, LINE, READ, SAY, Group, Task
from kitlib.errors import NotFoundError

__all__ = ["Rating"]


class Rating(Activity):
    """An instrument: own ratings first, then the spread, then the agreed rating with its reason."""

    kind: Literal["rating"]
    instrument: Annotated[Id, asked("What is rated", of="instruments")]
    domains: Annotated[
        list[Text], asked("Only these parts of it", "None chosen: all of it.", of="domains")
    ] = []
    scale: Annotated[
        Id | None, asked("Another scale", "In place of its own: importance beside readiness.", of="scales")
    ] = None
    discuss: Annotated[int, Field(ge=1, le=20), asked("How many lines to talk through")] = 3
    evidence: Annotated[bool, asked("A box for what the rating rests on")] = False
    priorities: Annotated[int, Field(ge=0, le=5), asked("How many lines to mark as first to work on")] = 0
    compare: Annotated[
        Id | None,
        asked("Compare it with", "An earlier rating of the same lines: the gap is shown.", of=EARLIER),
    ] = None

    def instruments(self) -> Sequence[str]:
        """The one that is rated."""
        return [self.instrument]

    def scales(self) -> Sequence[str]:
        """The one in place of its instrument's own."""
        return [] if self.scale is None else [self.scale]

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Its instrument, domains, scale and the rating it is compared with are there."""
        try:
            instrument = check.library.instrument(self.instrument)
        except NotFoundError as error:
            yield check.problem(("instrument",), error.what)
            return
        for i, domain in enumerate(self.domains):
            yield from check.known(("domains", i), domain, instrument.domains, "domain of its instrument")
        if self.scale is not None:
            try:
                check.library.scale(self.scale)
            except NotFoundError as error:
                yield check.problem(("scale",), error.what)
        if self.compare is not None:
            same = [
                id
                for id, other in check.session.activities.items()
                if isinstance(other, Rating) and other.instrument == self.instrument and id != self.id
            ]
            yield from check.known(("compare",), self.compare, same, "other activity on this instrument")

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each item is read and rated; what rests on evidence takes a line on the items that are talked through."""
        instrument = group.library.instrument(self.instrument)
        items = [item for item in instrument.items if not self.domains or item.domain in self.domains]
        words = sum(len(item.text.split()) for item in items)
        yield Task(f"rating {len(items)} items", words * READ + len(items) * CHOOSE)
        if self.evidence:
            yield Task("writing what it rests on", group.most(3) * LINE)
        if group.together:
            yield from self.tasks_again(group, ALL_PARTS)

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """The widest items are talked through, and what matters most is marked."""
        many = group.most(self.discuss)
        yield Task(f"agreeing on {many} items", many * (AGREE + SAY))
        if self.priorities:
            yield Task("marking what comes first", AGREE)
