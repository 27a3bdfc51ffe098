"""Frames of what was decided: actions, next meetings, questions held for later."""

from __future__ import annotations

import pandas as pd

from kitlib.activities.carried import EARLIER, MOVED
from kitlib.frames.held import Held, said
from kitlib.frames.words import rows_of

__all__ = ["actions", "held_questions", "next_meetings", "outcomes"]


def actions(held: Held) -> pd.DataFrame:
    """Columns date, label, what, owner, due, measure, status; by due date, undated last."""
    found = rows_of(held, "actions", ["what", "owner", "due", "measure", "status"])
    found = found[found["what"] != ""]
    return found.sort_values(
        "due", key=lambda due: due.where(due != "", "9999"), kind="stable", ignore_index=True
    )


def next_meetings(held: Held) -> pd.DataFrame:
    """Columns date, label, next (a day, or empty), owner, none (the reason for no next meeting)."""
    rows = []
    for activity in held.of_kind("actions"):
        for part in held.parts(activity):
            values = [said(part.of_team.get(f"next.{key}")) for key in ("date", "owner", "none")]
            if any(values):
                rows.append((part.meeting.date, part.team.label, *values))
    return pd.DataFrame(rows, columns=["date", "label", "next", "owner", "none"])


def outcomes(held: Held) -> pd.DataFrame:
    """Columns date, label (empty), what, owner, outcome, due (a day, or empty), reason: what became of earlier things."""
    rows = []
    for meeting in held.meetings:
        part = held.answers.get(EARLIER, {}).get((meeting.id, ""))
        if part is None:
            continue
        for thing in held.carried.get(meeting.id, ()):
            found = part.rows.get(thing.id, {})
            if outcome := said(found.get("outcome")):
                due = said(found.get("due")) if outcome == MOVED else ""
                rows.append(
                    (meeting.date, "", thing.what, thing.owner, outcome, due, said(found.get("reason")))
                )
    columns = ["date", "label", "what", "owner", "outcome", "due", "reason"]
    return pd.DataFrame(rows, columns=columns)


def held_questions(held: Held) -> pd.DataFrame:
    """Columns date, label, text, owner, status: the parking lot."""
    found = rows_of(held, "parking_lot", ["text", "owner", "status"])
    return found[found["text"] != ""].reset_index(drop=True)
