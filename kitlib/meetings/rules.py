"""The rule of every activity of a meeting: those of its session, and those that every meeting has."""

from __future__ import annotations

from typing import Any

from kitlib.content import Session
from kitlib.content.source import ContentSource
from kitlib.errors import AnswerError, did_you_mean
from kitlib.kinds.shared.rule import Rule, rule_for
from kitlib.meetings.builtin import BuiltinActivity
from kitlib.meetings.carry_over import EARLIER, CarryOver
from kitlib.meetings.leading import LEAD, Leading
from kitlib.meetings.timekeeping import CLOCK, PACE, Pacing, Timekeeping

__all__ = ["BUILTIN", "rule_of"]

#: What every meeting has, whatever its session file says.
BUILTIN: dict[str, type[BuiltinActivity]] = {
    CLOCK: Timekeeping,
    PACE: Pacing,
    LEAD: Leading,
    EARLIER: CarryOver,
}


def rule_of(session: Session, activity: str, source: ContentSource) -> Rule[Any] | BuiltinActivity:
    """The rule of an activity by id; raises AnswerError when the session has no such activity."""
    if activity in BUILTIN:
        return BUILTIN[activity](session)
    found = session.activities.get(activity)
    if found is None:
        raise AnswerError(
            f'Session "{session.id}" has no activity "{activity[:80]}"{did_you_mean(activity, session.activities)}',
            "Reload the page. If the session file was just changed, stop and start the kit: kit lab",
        )
    return rule_for(found, session, source)
