"""Frames of boards: notes under their headings, and the dots of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from kitlib.kinds.board.rule import BoardRule, counted, headings, heaps, notes
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, with_origin

__all__ = ["Wall", "frame", "walls"]

UNNAMED = "Heading without a name"


@dataclass(frozen=True)
class Wall:
    """One team's board. Who wrote a note is in neither frame."""

    team_answers: TeamAnswers
    #: One row a note, heading by heading, those under none last: heap (the heading's id), heading (its name, both
    #: empty for none), note, dots.
    notes: pd.DataFrame
    #: Notes and headings with dots, most first: text, what ("note" or "heading"), dots.
    dots: pd.DataFrame
    placed: int  # how many seats placed dots


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, heading (empty for none), note, dots: one row a note; who wrote it is not in it."""
    found = [with_origin(wall.notes, wall.team_answers) for wall in walls(answers, activity)]
    columns = ["date", "label", "heading", "note", "dots"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def walls(answers: DistrictAnswers, activity: str) -> Iterator[Wall]:
    """The board of each meeting and team that wrote a note."""
    rule = answers.rule(activity)
    assert isinstance(rule, BoardRule)
    for team_answers in answers.teams(activity):
        found = notes(team_answers.seats.values())
        under = headings(rule.activity.clusters, team_answers.of_team)
        votes = [seat.get("votes") for seat in team_answers.seats.values()]
        given = counted(votes, [*found, *under])
        rows = [
            (heap.heading, (heap.name or UNNAMED) if heap.heading else "", found[row], given.get(row, 0))
            for heap in heaps(found, under, team_answers.of_team)
            for row in heap.notes
        ]
        most = [
            (found.get(row) or under[row] or UNNAMED, "note" if row in found else "heading", n)
            for row, n in given.items()
        ]
        if rows:
            wall = pd.DataFrame(rows, columns=["heap", "heading", "note", "dots"])
            dots = pd.DataFrame(most, columns=["text", "what", "dots"])
            yield Wall(team_answers, wall, dots, sum(1 for vote in votes if vote))
