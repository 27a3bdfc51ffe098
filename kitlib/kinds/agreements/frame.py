"""Frames of agreements: what was agreed, and how well it was kept."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kitlib.kinds.agreements.rule import AgreementsRule
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.rows import cell_text

__all__ = ["agreements", "frame"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, text, agreed (bool), kept (kept, partly, not or empty), one row an agreement."""
    id = answers.asked[activity].id
    reviews = [key for key in answers.activities if getattr(answers.model(key), "review", None) == id]
    return agreements(answers, [activity, *reviews])


def agreements(answers: DistrictAnswers, activities: Sequence[str]) -> pd.DataFrame:
    """Several lists together, with the reviews among them; columns as in `frame`."""
    rules = {key: rule for key in activities if isinstance(rule := answers.rule(key), AgreementsRule)}
    kept: dict[tuple[str, str, str, str], str] = {}
    for key, rule in rules.items():
        if rule.activity.review:
            for team_answers in answers.teams(key):
                for row, cells in team_answers.rows.items():
                    at = (team_answers.meeting.id, team_answers.team.id, rule.activity.review, row)
                    kept[at] = cell_text(cells.get("kept"))
    rows = []
    for key, rule in rules.items():
        if rule.activity.review:
            continue
        id = answers.asked[key].id
        suggested = {s.id: s.text for s in rule.activity.suggest}
        for team_answers in answers.teams(key):
            for row in [*suggested, *(r for r in team_answers.rows if r not in suggested)]:
                found = team_answers.rows.get(row, {})
                text = cell_text(found.get("text", suggested.get(row, "")))
                if text and not found.get("removed"):
                    k = kept.get((team_answers.meeting.id, team_answers.team.id, id, row), "")
                    rows.append(
                        (
                            team_answers.meeting.date,
                            team_answers.team.label,
                            text,
                            bool(found.get("agreed")),
                            k,
                        )
                    )
    return pd.DataFrame(rows, columns=["date", "label", "text", "agreed", "kept"])
