"""Frames of tables: the rows of each team, their sums, and how often each choice was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from kitlib.activities.actions import Actions
from kitlib.activities.cells import filled, rows_in, shown, tallies, totals
from kitlib.activities.table import Table
from kitlib.content.kinds import Column
from kitlib.frames.held import Held, Part, said

__all__ = ["choices", "more_of_actions", "rows", "sums", "tables", "untouched"]


def tables(held: Held, activity: str) -> Iterator[tuple[Part, Table]]:
    """Each meeting and team that wrote something in a table, with its rule."""
    rule = held.rule(activity)
    assert isinstance(rule, Table)
    for part in held.parts(activity):
        if any(filled(value) and not name.endswith(".removed") for name, value in part.of_team.items()):
            yield part, rule


def rows(part: Part, rule: Table) -> pd.DataFrame:
    """One column of texts a column of the table, by id; the rows that the team added or wrote in."""
    touched = _touched(part)
    return _texts(rule.activity.columns, [c for row, c in rule.rows(part.of_team).items() if row in touched])


def untouched(part: Part, rule: Table) -> list[str]:
    """What the given rows are called in which the team wrote nothing."""
    touched, first = _touched(part), rule.activity.columns[0]
    left = (cells for row, cells in rule.rows(part.of_team).items() if row not in touched)
    return [words for cells in left if (words := shown(first, cells.get(first.id)))]


def _touched(part: Part) -> set[str]:
    return {name.rpartition(".")[0] for name, value in part.of_team.items() if filled(value)}


def sums(part: Part, rule: Table) -> pd.DataFrame:
    """Columns title, unit, total: one row a column of numbers that asks for its sum."""
    columns = {column.id: column for column in rule.activity.columns}
    found = totals(columns.values(), rule.rows(part.of_team).values())
    summed = [(columns[id].title, columns[id].unit, n) for id, n in found.items()]
    return pd.DataFrame(summed, columns=["title", "unit", "total"])


def choices(part: Part, rule: Table) -> pd.DataFrame:
    """Columns column, title, choice, rows: how many rows have each choice, and each tick (its choice is "yes")."""
    columns = {column.id: column for column in rule.activity.columns}
    found = tallies(columns.values(), rule.rows(part.of_team).values())
    counted = [(id, columns[id].title, choice, n) for id, of in found.items() for choice, n in of.items()]
    return pd.DataFrame(counted, columns=["column", "title", "choice", "rows"])


def more_of_actions(held: Held, activity: str) -> Iterator[tuple[Part, list[Column], pd.DataFrame]]:
    """Each team that filled in a session file's own columns of its actions: those columns, and a frame.

    Columns what and one a column that was filled in, by id; only the actions
    of which it says something.
    """
    rule = held.rule(activity)
    assert isinstance(rule, Actions)
    for part in held.parts(activity):
        found = rows_in(part.of_team, rule.activity.columns, {})
        columns = [
            c for c in rule.activity.columns if any(shown(c, cells.get(c.id)) for cells in found.values())
        ]
        if columns:
            frame = _texts(columns, found.values())
            frame.insert(0, "what", [said(part.of_team.get(f"{row}.what")) for row in found])
            yield part, columns, frame


def _texts(columns: list[Column], found: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    texts = [{c.id: shown(c, cells.get(c.id)) for c in columns} for cells in found]
    frame = pd.DataFrame(texts, columns=[c.id for c in columns])
    return frame[(frame != "").any(axis=1)].reset_index(drop=True)
