"""Frames of attendance: roles and jobs by seat, never names."""

from __future__ import annotations

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.rows import cell_text

__all__ = ["frame"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, seat, role, job: one row a seat with either."""
    rows = [
        (team.meeting.date, team.team.label, seat, cell_text(cells.get("role")), cell_text(cells.get("job")))
        for team in answers.teams(activity)
        for seat, cells in team.rows.items()
    ]
    return pd.DataFrame(rows, columns=["date", "label", "seat", "role", "job"])
