"""Frames of what people wrote in their own words, prompt by prompt."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from kitlib.clock import fit
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.rows import cell_text

__all__ = ["answered", "words"]


def words(
    answers: DistrictAnswers, scope: Literal["seat", "team"], activity: str | None = None
) -> pd.DataFrame:
    """Columns step, prompt, date, label, text: answers in words of seats, or of whole teams, prompt by prompt.

    Of all activities that are answered in words, or of one. `label` names the
    team only where the team wrote as one. Beside the words of a single seat it
    could tell who wrote them.
    """
    rows = []
    for id in answers.activities if activity is None else [activity]:
        rule = answers.rule(id)
        if not rule.in_own_words:
            continue
        step = answers.heading(id)
        for field, spec in rule.fields().items():
            if spec.scope != scope:
                continue
            for team_answers in answers.teams(id):
                places = [team_answers.of_team] if scope == "team" else list(team_answers.seats.values())
                label = team_answers.team.label if scope == "team" else ""
                texts = (cell_text(place.get(field)) for place in places)
                rows += [
                    (step, answers.heading(id, spec.label), team_answers.meeting.date, label, text)
                    for text in texts
                    if text
                ]
    return pd.DataFrame(rows, columns=["step", "prompt", "date", "label", "text"])


def answered(answers: DistrictAnswers) -> pd.DataFrame:
    """Columns prompt, answers: how many wrote under each prompt that is not private."""
    kept = {
        (each.meeting.id, step.id)
        for each in answers.held
        for step, minutes in zip(
            each.session.steps, fit(each.session.steps, each.meeting.minutes), strict=True
        )
        if minutes
    }
    prompts = []
    for activity in answers.activities:
        rule, asked = answers.rule(activity), answers.asked[activity]
        for field, spec in rule.fields().items() if rule.in_own_words else ():
            if spec.scope == "seat" and spec.visibility != "private":
                given = (seat.get(field) for team in answers.teams(activity) for seat in team.seats.values())
                wrote = sum(1 for value in given if cell_text(value))
                step = asked.session.step_of(asked.id).id
                if wrote or any((meeting, step) in kept for meeting in asked.meetings):
                    prompts.append((spec.label, wrote))
    return pd.DataFrame(prompts, columns=["prompt", "answers"])
