"""Frames of how a meeting went: minutes planned and used, and what became of what earlier meetings left open."""

from __future__ import annotations

import time

import pandas as pd

from kitlib.clock import agenda, fit
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.asked import HeldMeeting
from kitlib.kinds.shared.rows import cell_text
from kitlib.meetings.carry_over import EARLIER, MOVED, said_of
from kitlib.meetings.timekeeping import CLOCK, Timekeeping

__all__ = ["minutes_used", "outcomes"]


def minutes_used(answers: DistrictAnswers, held: HeldMeeting) -> pd.DataFrame:
    """Columns step, planned, used (minutes; used is missing for a step that was not started), in the order in which it was held.

    A step that was added or brought forward while the meeting ran says so in its name; a break stands behind the step in
    which it was taken. What was not planned has 0 planned minutes.
    """
    forward = _brought_forward(held)
    steps, plan = held.session.steps, fit(held.session.steps, held.meeting.minutes)
    pressed = answers.answers.get(CLOCK, {}).get((held.meeting.id, ""))
    marks = Timekeeping.marks(pressed.of_team.items() if pressed else ())
    state = agenda(steps, plan, marks, time.time())
    rows = []
    for step, planned, slot in zip(steps, plan, state.slots, strict=True):
        was_held = slot.state in ("done", "running") and slot.start is not None and slot.end is not None
        breaks, used = [], None
        if was_held and slot.start and slot.end:
            breaks = [
                n for began, over in held.breaks if (n := min(over, slot.end) - max(began, slot.start)) > 0
            ]
            used = round((slot.end - slot.start - sum(breaks)) / 60)
        if planned or used:
            mark = " (added)" * step.added or " (brought forward)" * (step.id in forward)
            rows.append({"step": step.title + mark, "planned": 0 if step.added else planned, "used": used})
        rows += [{"step": "Break", "planned": 0, "used": round(n / 60)} for n in breaks if n >= 30]
    return pd.DataFrame(rows, columns=["step", "planned", "used"])


def _brought_forward(held: HeldMeeting) -> set[str]:
    """The steps that stand before one that they were planned to follow."""
    plan = [step.id for step in held.planned.steps] if held.planned else []
    now = [step.id for step in held.session.steps if step.id in plan]
    return {
        id for n, id in enumerate(now) if any(plan.index(later) < plan.index(id) for later in now[n + 1 :])
    }


def outcomes(answers: DistrictAnswers) -> pd.DataFrame:
    """Columns date, label (empty), what, owner, outcome, due (a day, or empty), reason: what became of earlier things."""
    rows = []
    for meeting in answers.meetings:
        of_meeting = answers.answers.get(EARLIER, {}).get((meeting.id, ""))
        if of_meeting is None:
            continue
        for item, found in said_of(answers.carried.get(meeting.id, ()), of_meeting.rows):
            if outcome := cell_text(found.get("outcome")):
                due = cell_text(found.get("due")) if outcome == MOVED else ""
                reason = cell_text(found.get("reason"))
                rows.append((meeting.date, "", item.what, item.owner, outcome, due, reason))
    return pd.DataFrame(rows, columns=["date", "label", "what", "owner", "outcome", "due", "reason"])
