"""A session at one length: the steps that it keeps, their numbers and their minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kitlib.clock import fit
from kitlib.content.activities import Again, Placed
from kitlib.content.models import Resource, Session, Step
from kitlib.content.provenance import Provenance
from kitlib.content.source import ContentSource
from kitlib.kinds.shared.rule import Rule, rule_for
from kitlib.meetings.planning import check_minutes

__all__ = ["Kept", "Plan"]


@dataclass(frozen=True)
class Kept:
    """A step that takes place, numbered as in the notebook."""

    number: int
    step: Step
    minutes: int


class Plan:
    """What is printed of a session. Raises NotFoundError for an unknown one, KitError for a length it cannot have."""

    def __init__(
        self,
        source: ContentSource,
        session: str,
        minutes: int | None = None,
        where: Sequence[str] = (),
        follows: str = "",
        example: str = "",
    ) -> None:
        self._source = source
        self.session: Session = source.session(session)
        self.resource: Resource = source.resource(self.session.resource)
        self.provenance: Provenance = source.provenance(session)
        self.follows = follows  # what the next session in the series is called
        self.example = example  # the finished product to look at before, as HTML; empty where there is none
        self.minutes = check_minutes(self.session, minutes)
        self.where = tuple(where)  # district, day and teams, where they are known

    @cached_property
    def steps(self) -> list[Kept]:
        """The steps of this length, in order."""
        given = fit(self.session.steps, self.minutes)
        pairs = [(step, n) for step, n in zip(self.session.steps, given, strict=True) if n]
        return [Kept(number, step, n) for number, (step, n) in enumerate(pairs, start=1)]

    @property
    def lengths(self) -> list[int]:
        """The session's lengths, the full one first."""
        return sorted({*self.session.lengths, self.session.minutes}, reverse=True)

    def rule(self, placed: Placed) -> Rule[Any]:
        """The rule of an activity, also of one that is shown again."""
        id = placed.again if isinstance(placed, Again) else placed.id
        return rule_for(self.session.activities[id], self.session, self._source)

    @property
    def rules(self) -> Iterator[Rule[Any]]:
        """The rules of the activities of this length, in order; one shown again comes once."""
        for kept in self.steps:
            for placed in kept.step.activities:
                if not isinstance(placed, Again):
                    yield self.rule(placed)

    def first(self, activity: str) -> Kept | None:
        """The step of this length in which an activity first stands; none where that step is left out."""
        of = self.session.step_of(activity)
        return next((kept for kept in self.steps if kept.step.id == of.id), None)
