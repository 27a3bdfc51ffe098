"""Frames of discussions: the team's notes, and the answers to its prompts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.words import words

__all__ = ["frame", "notes"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns step, prompt, date, label, text: answers to the prompts, of seats first, then of whole teams.

    `label` is empty for the words of single seats.
    """
    return pd.concat([words(answers, scope, activity) for scope in ("seat", "team")], ignore_index=True)


def notes(answers: DistrictAnswers, activities: Sequence[str]) -> pd.DataFrame:
    """Columns date, label, notice, evidence, implication: what teams noted on a video or text."""
    return answers.rows(activities, ["notice", "evidence", "implication"])
