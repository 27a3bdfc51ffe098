"""Frames of how a meeting went: minutes planned and used, and what became of what earlier meetings left open."""

from __future__ import annotations

import time

import pandas as pd

from kitlib.clock import agenda, fit
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.asked import HeldMeeting
from kitlib.kinds.shared.rows import cell_text
from kitlib.meetings.carry_over import EARLIER, MOVED
from kitlib.meetings.timekeeping import CLOCK, Timekeeping

__all__ = ["minutes_used", "outcomes"]


def minutes_used(answers: DistrictAnswers, held: HeldMeeting) -> pd.DataFrame:
    """Columns step, planned, used (minutes; used is missing for a step that was not started)."""
    steps, plan = held.session.steps, fit(held.session.steps, held.meeting.minutes)
    pressed = answers.answers.get(CLOCK, {}).get((held.meeting.id, ""))
    marks = Timekeeping.marks(pressed.of_team.items() if pressed else ())
    state = agenda(steps, plan, marks, time.time())
    rows = []
    for step, planned, slot in zip(steps, plan, state.slots, strict=True):
        was_held = slot.state in ("done", "running") and slot.start is not None and slot.end is not None
        used = round((slot.end - slot.start) / 60) if was_held and slot.start and slot.end else None
        if planned or used:
            rows.append({"step": step.title, "planned": planned, "used": used})
    return pd.DataFrame(rows, columns=["step", "planned", "used"])


def outcomes(answers: DistrictAnswers) -> pd.DataFrame:
    """Columns date, label (empty), what, owner, outcome, due (a day, or empty), reason: what became of earlier things."""
    rows = []
    for meeting in answers.meetings:
        of_meeting = answers.answers.get(EARLIER, {}).get((meeting.id, ""))
        if of_meeting is None:
            continue
        for item in answers.carried.get(meeting.id, ()):
            found = of_meeting.rows.get(item.id, {})
            if outcome := cell_text(found.get("outcome")):
                due = cell_text(found.get("due")) if outcome == MOVED else ""
                reason = cell_text(found.get("reason"))
                rows.append((meeting.date, "", item.what, item.owner, outcome, due, reason))
    return pd.DataFrame(rows, columns=["date", "label", "what", "owner", "outcome", "due", "reason"])
