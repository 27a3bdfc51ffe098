"""Timekeeping: what the facilitator presses to start, stretch, leave out and end steps.

Not a kind that a session file can name: every session has it, under the
activity id "clock". Its fields belong to the whole room.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kitlib.activities.base import Check, Field, moment, whole, yes_no
from kitlib.clock import Marks
from kitlib.content.models import Session
from kitlib.errors import AnswerError

__all__ = ["CLOCK", "Timekeeping"]

CLOCK = "clock"


class Timekeeping:
    """The clock of one session as an activity: `<step>.start`, `<step>.extra`, `<step>.cut`, and `end`."""

    kind = CLOCK

    def __init__(self, session: Session) -> None:
        self._steps = {step.id: step.title for step in session.steps}

    def check(self, name: str, value: Any) -> Field:
        """The field, once the value is known to fit it; raises AnswerError otherwise."""
        step, _, what = name.rpartition(".")
        checks = {"start": moment, "extra": whole(-120, 240), "cut": yes_no}
        check: Check
        if name == "end":
            check = moment
        elif step in self._steps and what in checks:
            check = checks[what]
        else:
            raise AnswerError(f'The clock has no field "{name[:80]}".', "Reload the page.")
        if value is not None:
            check(value)
        return Field("room", "room", check, f"{self._steps.get(step, 'Session')}: {what or 'end'}")

    @staticmethod
    def marks(pressed: Iterable[tuple[str, Any]]) -> Marks:
        """The clock's current answers (field, value) as the clock's rule takes them."""
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
