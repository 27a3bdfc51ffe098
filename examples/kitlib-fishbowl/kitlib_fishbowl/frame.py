"""Frames of fishbowls: the rounds as they were held, and the notes of the outer circle."""

from __future__ import annotations

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.rows import cell_text
from kitlib_fishbowl.rule import FishbowlRule

__all__ = ["frame", "notes"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, round, minutes, inside, notes, takes: one row a round of which a team said anything.

    `round` is its question, `minutes` what was planned, `inside` how many seats sat inside, `notes` how many
    seats of the outer circle wrote.
    """
    rule = answers.rule(activity)
    assert isinstance(rule, FishbowlRule)
    rows = []
    for team in answers.teams(activity):
        for each in rule.activity.rounds:
            inside = len(rule.inside(team.of_team, each.id))
            wrote = sum(bool(cell_text(seat.get(f"heard.{each.id}"))) for seat in team.seats.values())
            takes = cell_text(team.of_team.get(f"takes.{each.id}"))
            if inside or wrote or takes:
                place = (team.meeting.date, team.team.label)
                rows.append((*place, each.question, each.minutes, inside, wrote, takes))
    columns = ["date", "label", "round", "minutes", "inside", "notes", "takes"]
    return pd.DataFrame(rows, columns=columns)


def notes(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns prompt, date, label, text: the notes, round by round; `label` stays empty, so that no seat is told."""
    rule = answers.rule(activity)
    assert isinstance(rule, FishbowlRule)
    rows = [
        (each.question, team.meeting.date, "", note)
        for each in rule.activity.rounds
        for team in answers.teams(activity)
        for seat in team.seats.values()
        if (note := cell_text(seat.get(f"heard.{each.id}")))
    ]
    return pd.DataFrame(rows, columns=["prompt", "date", "label", "text"])
