"""Frames of readings: how each piece was marked, whether it was chosen, what was said of it."""

from __future__ import annotations

import pandas as pd

from kitlib.kinds.reading.rule import ReadingRule
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.rows import cell_text

__all__ = ["frame", "pieces_of"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, title, one of counts for each mark, chosen (bool), said: one row a piece that a team dealt with."""
    rule = answers.rule(activity)
    assert isinstance(rule, ReadingRule)
    columns = ["date", "label", "title", *rule.marks.values(), "chosen", "said"]
    rows = [
        (each.meeting.date, each.team.label, *row)
        for each in answers.teams(activity)
        for row in pieces_of(rule, each).itertuples(index=False, name=None)
    ]
    return pd.DataFrame(rows, columns=columns)


def pieces_of(rule: ReadingRule, team: TeamAnswers) -> pd.DataFrame:
    """Columns title, one of counts for each mark, chosen, said: of one team, the pieces that it marked, chose or spoke of."""
    counts = rule.tally(team.seats.values())
    chosen = rule.chosen(team.of_team)
    rows = []
    for id, piece in rule.pieces.items():
        said = cell_text(team.of_team.get(f"said.{id}"))
        if id in counts or id in chosen or said:
            given = [counts.get(id, {}).get(mark, 0) for mark in rule.marks]
            rows.append((piece.title, *given, id in chosen, said))
    return pd.DataFrame(rows, columns=["title", *rule.marks.values(), "chosen", "said"])
