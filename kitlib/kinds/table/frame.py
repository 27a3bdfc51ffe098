"""Frames of tables: the rows of each team, their sums, and how often each choice was made."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, with_origin
from kitlib.kinds.shared.cells import filled, shown, tallies, totals
from kitlib.kinds.shared.column_frames import column_texts
from kitlib.kinds.table.rule import TableRule

__all__ = ["choices", "frame", "rows", "sums", "tables", "untouched"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label and one of texts a column of the table, by id; the rows that teams added or wrote in."""
    found = [with_origin(rows(team, rule), team) for team, rule in tables(answers, activity)]
    columns = [column.id for column in answers.model(activity).columns]  # type: ignore[attr-defined]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["date", "label", *columns])


def tables(answers: DistrictAnswers, activity: str) -> Iterator[tuple[TeamAnswers, TableRule]]:
    """Each meeting and team that wrote something in a table, with its rule."""
    rule = answers.rule(activity)
    assert isinstance(rule, TableRule)
    for team_answers in answers.teams(activity):
        if any(
            filled(value) and not name.endswith(".removed") for name, value in team_answers.of_team.items()
        ):
            yield team_answers, rule


def rows(team_answers: TeamAnswers, rule: TableRule) -> pd.DataFrame:
    """One column of texts a column of the table, by id; the rows that the team added or wrote in."""
    touched = _touched(team_answers)
    return column_texts(
        rule.activity.columns, [c for row, c in rule.rows(team_answers.of_team).items() if row in touched]
    )


def untouched(team_answers: TeamAnswers, rule: TableRule) -> list[str]:
    """What the given rows are called in which the team wrote nothing."""
    touched, first = _touched(team_answers), rule.activity.columns[0]
    left = (cells for row, cells in rule.rows(team_answers.of_team).items() if row not in touched)
    return [words for cells in left if (words := shown(first, cells.get(first.id)))]


def _touched(team_answers: TeamAnswers) -> set[str]:
    return {name.rpartition(".")[0] for name, value in team_answers.of_team.items() if filled(value)}


def sums(team_answers: TeamAnswers, rule: TableRule) -> pd.DataFrame:
    """Columns title, unit, total: one row a column of numbers that asks for its sum."""
    columns = {column.id: column for column in rule.activity.columns}
    found = totals(columns.values(), rule.rows(team_answers.of_team).values())
    summed = [(columns[id].title, columns[id].unit, n) for id, n in found.items()]
    return pd.DataFrame(summed, columns=["title", "unit", "total"])


def choices(team_answers: TeamAnswers, rule: TableRule) -> pd.DataFrame:
    """Columns column, title, choice, rows: how many rows have each choice, and each tick (its choice is "yes")."""
    columns = {column.id: column for column in rule.activity.columns}
    found = tallies(columns.values(), rule.rows(team_answers.of_team).values())
    counted = [(id, columns[id].title, choice, n) for id, of in found.items() for choice, n in of.items()]
    return pd.DataFrame(counted, columns=["column", "title", "choice", "rows"])
