"""Frames of exits: the answers in words."""

from __future__ import annotations

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.words import words

__all__ = ["frame"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns step, prompt, date, label, text: answers of seats first, then of whole teams, prompt by prompt.

    `label` is empty for the words of single seats; nothing private is in it.
    """
    return pd.concat([words(answers, scope, activity) for scope in ("seat", "team")], ignore_index=True)
