"""The kinds of activity, one module each: its rule here, its screen in static/<kind>.js.

`rule_of` gives the rule of an activity in a session. Rules need no browser and
no kernel; `widget` holds the one class that shows them in a notebook.
"""

from __future__ import annotations

from typing import Any

from kitlib.activities.actions import Actions
from kitlib.activities.agreements import Agreements
from kitlib.activities.attendance import Attendance
from kitlib.activities.base import Rule, Standing
from kitlib.activities.board import Board
from kitlib.activities.carried import EARLIER, Carrying
from kitlib.activities.checklist import Checklist
from kitlib.activities.discussion import Discussion
from kitlib.activities.exit import Exit
from kitlib.activities.leading import LEAD, Leading
from kitlib.activities.map import Map
from kitlib.activities.parking_lot import ParkingLot
from kitlib.activities.ranking import Ranking
from kitlib.activities.rating import Rating
from kitlib.activities.reflection import Reflection
from kitlib.activities.schedule import Schedule
from kitlib.activities.survey import Survey
from kitlib.activities.table import Table
from kitlib.activities.timekeeping import CLOCK, PACE, Pacing, Timekeeping
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.errors import AnswerError, did_you_mean

__all__ = ["CLOCK", "EARLIER", "KINDS", "LEAD", "PACE", "STANDING", "Timekeeping", "rule_of"]

KINDS: dict[str, type[Rule[Any]]] = {
    rule.kind: rule
    for rule in (
        Attendance,
        Agreements,
        Reflection,
        Discussion,
        Rating,
        Table,
        Map,
        Checklist,
        Schedule,
        Survey,
        Ranking,
        Board,
        ParkingLot,
        Actions,
        Exit,
    )
}


#: What every meeting has, whatever its session file says.
STANDING: dict[str, type[Standing]] = {
    CLOCK: Timekeeping,
    PACE: Pacing,
    LEAD: Leading,
    EARLIER: Carrying,
}


def rule_of(session: Session, activity: str, library: Library) -> Rule[Any] | Standing:
    """The rule of an activity by id; raises AnswerError when the session has no such activity."""
    if activity in STANDING:
        return STANDING[activity](session)
    found = session.activities.get(activity)
    if found is None:
        raise AnswerError(
            f'Session "{session.id}" has no activity "{activity[:80]}"{did_you_mean(activity, session.activities)}',
            "Reload the page. If the session file was just changed, stop and start the kit: kit lab",
        )
    return KINDS[found.kind](found, library)
