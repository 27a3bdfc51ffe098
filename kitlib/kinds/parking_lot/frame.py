"""Frames of the parking lot: questions held for later."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers

__all__ = ["frame", "held_questions"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, text, owner, status."""
    return held_questions(answers, [activity])


def held_questions(answers: DistrictAnswers, activities: Sequence[str]) -> pd.DataFrame:
    """The questions of several lists together; columns as in `frame`."""
    found = answers.rows(activities, ["text", "owner", "status"])
    return found[found["text"] != ""].reset_index(drop=True)
