"""Frames of surveys: what may be shown of each form, round by round, and what teams made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, long_day
from kitlib.kinds.survey.rule import Brought, Result, SurveyRule

__all__ = ["FormRounds", "frame", "notes", "surveys"]


@dataclass(frozen=True)
class FormRounds:
    """One form over the meetings at which it was brought in or answered, oldest first."""

    form: str  # its id
    title: str
    label: str  # of the team, where teams of one meeting brought in different counts
    rounds: Sequence[tuple[str, Result]]  # the day in words, and what may be shown
    rule: SurveyRule

    @property
    def points(self) -> list[str]:
        """The labels of the points, low to high."""
        return [point.label for point in self.rule.scales[self.form].points]

    def domains(self) -> pd.DataFrame:
        """Columns name and one a point: the answers of each domain, a row for each round in which it is shown."""
        names = dict.fromkeys(domain for _, result in self.rounds for domain in result.domains)
        rows = [
            [f"{domain} · {day}" if len(self.rounds) > 1 else domain, *result.domains[domain]]
            for domain in names
            for day, result in self.rounds
            if domain in result.domains
        ]
        return pd.DataFrame(rows, columns=["name", *self.points])

    def items(self) -> pd.DataFrame:
        """Columns text, when and one a point: counts as they were given; "~" where they are withheld."""
        rows: list[list[object]] = []
        for item in self.rule.instruments[self.form].items:
            text = f"{item.text} (worded the other way)" if item.reverse else item.text
            for day, result in self.rounds:
                if item.id in result.items:
                    given = result.items[item.id]
                    rows.append([text, day, *(["~"] * len(self.points) if given is None else given)])
        return pd.DataFrame(rows, columns=["text", "when", *self.points])


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns form, text, when and one a point: what may be shown of each form, "~" where it is withheld.

    A point that only another form has is missing.
    """
    rule = answers.rule(activity)
    assert isinstance(rule, SurveyRule)
    points = dict.fromkeys(point.label for scale in rule.scales.values() for point in scale.points)
    columns = ["form", "text", "when", *points]
    found = [rounds.items().assign(form=rounds.title) for rounds in surveys(answers, activity)]
    whole = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    return whole.reindex(columns=columns)


def surveys(answers: DistrictAnswers, activity: str) -> Iterator[FormRounds]:
    """Each form of a survey with its rounds, school by school."""
    rule = answers.rule(activity)
    assert isinstance(rule, SurveyRule)
    for school in dict.fromkeys(meeting.school for meeting in answers.meetings):
        meetings = [meeting for meeting in answers.meetings if meeting.school == school]
        for id, form in rule.forms.items():
            found = [(meeting, _brought(answers, activity, rule, meeting.id, id)) for meeting in meetings]
            for variant in range(max((len(each) for _, each in found), default=0)):
                told: list[tuple[str, Result]] = []
                before: list[tuple[str, Brought]] = []
                label = ""
                for meeting, each in found:
                    if variant < len(each):
                        team_answers, brought = each[variant]
                        told.append((long_day(meeting.date), rule.result(id, brought, before)))
                        before.append((meeting.date, brought))
                        label = team_answers.team.label if team_answers and len(each) > 1 else ""
                yield FormRounds(id, form.title, label, told, rule)


def _brought(
    answers: DistrictAnswers, activity: str, rule: SurveyRule, meeting: str, form: str
) -> list[tuple[TeamAnswers | None, Brought]]:
    """What teams of a meeting brought in of a form, each once; else what seats answered, where that was shown."""
    found: list[tuple[TeamAnswers | None, Brought]] = []
    seats = []
    for team_answers in answers.teams(activity):
        if team_answers.meeting.id != meeting:
            continue
        brought = rule.brought(team_answers.of_team, form)
        if brought and brought not in [each for _, each in found]:
            found.append((team_answers, brought))
        seats += list(team_answers.seats.values())
    room = answers.answers.get(activity, {}).get((meeting, ""))
    if not found and form == rule.activity.here and room is not None and room.of_team.get("shown"):
        here = rule.of_seats(seats)
        if here:
            found.append((None, here))
    return found


def notes(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, notice, compare, explain: what teams made of the results."""
    rule = answers.rule(activity)
    assert isinstance(rule, SurveyRule)
    rows = [
        (team_answers.meeting.date, team_answers.team.label, *note.values())
        for team_answers in answers.teams(activity)
        for note in rule.notes(team_answers.rows)
        if any(note.values())
    ]
    return pd.DataFrame(rows, columns=["date", "label", "notice", "compare", "explain"])
