"""The kinds of activity, one module each: its rule here, its screen in static/<kind>.js.

`rule_of` gives the rule of an activity in a session. Rules need no browser and
no kernel; `widget` holds the one class that shows them in a notebook.
"""

from __future__ import annotations

from typing import Any

from kitlib.activities.actions import Actions
from kitlib.activities.agreements import Agreements
from kitlib.activities.attendance import Attendance
from kitlib.activities.base import Rule
from kitlib.activities.discussion import Discussion
from kitlib.activities.exit import Exit
from kitlib.activities.parking_lot import ParkingLot
from kitlib.activities.rating import Rating
from kitlib.activities.reflection import Reflection
from kitlib.activities.timekeeping import CLOCK, Timekeeping
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.errors import AnswerError, did_you_mean

__all__ = ["CLOCK", "KINDS", "Timekeeping", "rule_of"]

KINDS: dict[str, type[Rule[Any]]] = {
    rule.kind: rule
    for rule in (Attendance, Agreements, Reflection, Discussion, Rating, ParkingLot, Actions, Exit)
}


def rule_of(session: Session, activity: str, library: Library) -> Rule[Any] | Timekeeping:
    """The rule of an activity by id; raises AnswerError when the session has no such activity."""
    if activity == CLOCK:
        return Timekeeping(session)
    found = session.activities.get(activity)
    if found is None:
        raise AnswerError(
            f'Session "{session.id}" has no activity "{activity[:80]}"{did_you_mean(activity, session.activities)}',
            "Reload the page. If the session file was just changed, stop and start the kit: kit lab",
        )
    return KINDS[found.kind](found, library)
