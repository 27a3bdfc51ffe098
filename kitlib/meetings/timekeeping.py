"""Timekeeping: what is pressed to start, stretch, leave out and end steps.

Not a kind that a session file can name: every session has it, under the
activity id "clock" for the whole room, and under "pace" for a team that has
been let go at its own pace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kitlib.clock import Marks
from kitlib.content.models import Session
from kitlib.kinds.shared.checks import Check, hour, moment, whole, yes_no
from kitlib.kinds.shared.rule import Field, Scope
from kitlib.meetings.builtin import BuiltinActivity
from kitlib.store import Answer

__all__ = ["BEGINS", "CLOCK", "PACE", "Pacing", "Timekeeping", "breaks_in"]

CLOCK, PACE = "clock", "pace"
BEGINS = "begins"  # the hour that was set beforehand; pressing nothing


class Timekeeping(BuiltinActivity):
    """The clock of one session as an activity: `<step>.start`, `<step>.extra`, `<step>.cut`, `end`, and the hour at which it `begins`."""

    kind = CLOCK
    scope: Scope = "room"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._steps = {step.id: step.title for step in session.steps}

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""
        step, _, what = name.rpartition(".")
        checks: dict[str, Check] = {"start": moment, "extra": whole(-120, 240), "cut": yes_no}
        if name == "end":
            return Field(self.scope, "room", moment, "Session: end")
        if name == BEGINS:
            return Field(self.scope, "room", hour, "Begins at")
        if step not in self._steps or what not in checks:
            raise self.unknown(name, [f"{id}.start" for id in self._steps])
        return Field(self.scope, "room", checks[what], f"{self._steps[step]}: {what}")

    @staticmethod
    def marks(pressed: Iterable[tuple[str, Any]]) -> Marks:
        """The clock's current answers (field, value) as the clock's rule takes them; of two for a field the last."""
        by_kind: dict[str, dict[str, Any]] = {"start": {}, "extra": {}, "cut": {}}
        ended = None
        for name, value in pressed:
            step, _, what = name.rpartition(".")
            if name == "end":
                ended = value
            elif value is not None and what in by_kind:
                by_kind[what][step] = value
        left_out = frozenset(step for step, cut in by_kind["cut"].items() if cut)
        return Marks(by_kind["start"], by_kind["extra"], left_out, ended)


class Pacing(Timekeeping):
    """The clock of one team that goes at its own pace; its steps' starts stand above the room's."""

    kind = PACE
    scope = "team"


def breaks_in(pressed: Iterable[Answer]) -> Iterator[tuple[float, float]]:
    """When each break began and was over, by all that was ever pressed for one, the first first."""
    began = until = None
    for answer in pressed:
        if began is not None and until is not None and until <= answer.at:
            yield began, until  # nobody ended it: it ran out
            began = None
        lasts = isinstance(answer.value, int | float) and answer.value > answer.at
        if not lasts and began is not None:
            yield began, answer.at
            began = None
        elif lasts:
            began, until = answer.at if began is None else began, float(answer.value)
    if began is not None and until is not None:
        yield began, until
