"""Frames of surveys: what may be shown of each form, round by round, and what teams made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from kitlib.activities.survey import Brought, Result, Survey
from kitlib.frames.held import Held, Part, long_day

__all__ = ["FormRounds", "notes", "surveys"]


@dataclass(frozen=True)
class FormRounds:
    """One form over the meetings at which it was brought in or answered, oldest first."""

    form: str  # its id
    title: str
    label: str  # of the team, where teams of one meeting brought in different counts
    rounds: Sequence[tuple[str, Result]]  # the day in words, and what may be shown
    rule: Survey

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


def surveys(held: Held, activity: str) -> Iterator[FormRounds]:
    """Each form of a survey with its rounds, school by school."""
    rule = held.rule(activity)
    assert isinstance(rule, Survey)
    for school in dict.fromkeys(meeting.school for meeting in held.meetings):
        meetings = [meeting for meeting in held.meetings if meeting.school == school]
        for id, form in rule.forms.items():
            found = [(meeting, _brought(held, activity, rule, meeting.id, id)) for meeting in meetings]
            for variant in range(max((len(each) for _, each in found), default=0)):
                told: list[tuple[str, Result]] = []
                before: list[tuple[str, Brought]] = []
                label = ""
                for meeting, each in found:
                    if variant < len(each):
                        part, brought = each[variant]
                        told.append((long_day(meeting.date), rule.result(id, brought, before)))
                        before.append((meeting.date, brought))
                        label = part.team.label if part and len(each) > 1 else ""
                yield FormRounds(id, form.title, label, told, rule)


def _brought(
    held: Held, activity: str, rule: Survey, meeting: str, form: str
) -> list[tuple[Part | None, Brought]]:
    """What teams of a meeting brought in of a form, each once; else what seats answered, where that was shown."""
    found: list[tuple[Part | None, Brought]] = []
    seats = []
    for part in held.parts(activity):
        if part.meeting.id != meeting:
            continue
        brought = rule.brought(part.of_team, form)
        if brought and brought not in [each for _, each in found]:
            found.append((part, brought))
        seats += list(part.seats.values())
    room = held.answers.get(activity, {}).get((meeting, ""))
    if not found and form == rule.activity.here and room is not None and room.of_team.get("shown"):
        here = rule.of_seats(seats)
        if here:
            found.append((None, here))
    return found


def notes(held: Held, activity: str) -> pd.DataFrame:
    """Columns date, label, notice, compare, explain: what teams made of the results."""
    rule = held.rule(activity)
    assert isinstance(rule, Survey)
    rows = [
        (part.meeting.date, part.team.label, *note.values())
        for part in held.parts(activity)
        for note in rule.notes(part.rows)
        if any(note.values())
    ]
    return pd.DataFrame(rows, columns=["date", "label", "notice", "compare", "explain"])
