"""Rows with typed columns on paper: as a table, or as a card each where the columns would leave no room to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from kitlib.kinds.shared.cells import YEAR, filled, shown
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.paper import Paper, Row

__all__ = ["LIST", "MORE", "TALL", "column_hint", "gridded"]

LIST = 4  # rows that a list is offered at least
MORE = 2  # rows that are added to those that stand there
TALL = 2  # lines of an empty row
#: How many shares of the width still leave room to write in each column; beyond it each row is a card of its own.
WIDEST, WIDEST_LARGE = 18, 14
_SHARES = {"number": 2, "date": 2, "tick": 1, "code": 2, "who": 3, "short": 3, "choice": 3, "text": 4}
_HINTS = {"number": "a number", "code": "a code such as S-014, never a name"}


def gridded(noun: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], paper: Paper) -> str:
    """Rows as a table, or as a card each where the columns would leave no room to write."""
    told = "".join(paper.quiet(help) for column in columns if (help := _help(column, paper)))
    if not rows:
        named = ", ".join(_head(column, paper) for column in columns)
        return told + f"<p>{paper.say('Columns:')} {named}.</p>"
    if sum(_widths(columns)) > (WIDEST_LARGE if paper.large else WIDEST):
        return told + "".join(
            _card(f"{paper.words(noun)} {n}", columns, row, paper) for n, row in enumerate(rows, 1)
        )
    heads = [_head(column, paper) for column in columns]
    lines = [Row([_cell(column, row.get(column.id), paper) for column in columns], TALL) for row in rows]
    return told + paper.table("", heads, lines, widths=_widths(columns))


def _card(title: str, columns: Sequence[Column], row: Mapping[str, Any], paper: Paper) -> str:
    """One row under each other; its boxes to tick stand side by side."""
    lines = []
    for ticks, group in groupby(columns, key=lambda column: column.type == "tick"):
        if ticks:
            boxes = [f"{_cell(c, row.get(c.id), paper)}&nbsp;{_head(c, paper)}" for c in group]
            lines.append(Row([paper.say("Tick what fits"), "&emsp; ".join(boxes)]))
            continue
        for column in group:
            value = row.get(column.id)
            tall = column.type == "text" and not filled(value)
            cell = _cell(column, value, paper, apart="&emsp; ")
            lines.append(Row([_head(column, paper), cell], TALL if tall else 1))
    return paper.table(title, [paper.say("What"), paper.say("Your words")], lines, widths=(1, 2))


def _head(column: Column, paper: Paper) -> str:
    known = not column.unit or column.unit == YEAR or column.unit.casefold() in column.title.casefold()
    unit = "" if known else f" ({paper.words(column.unit)})"
    return paper.words(column.title) + unit


def _help(column: Column, paper: Paper) -> str:
    """What a column takes, where its heading does not say it."""
    parts = [paper.words(column.help)] if column.help else []
    if column.type == "code" and not column.help:
        parts.append(paper.say("A code that only your team can look up, never a name."))
    if column.type == "who":
        parts.append(paper.say("A role, never a name."))
    if column.type == "choice" and len(column.choices) > 3:
        parts.append(" · ".join(paper.words(choice) for choice in column.choices))
    return f"<strong>{paper.words(column.title)}</strong>: {' '.join(parts)}" if parts else ""


def _cell(column: Column, value: Any, paper: Paper, apart: str = "<br>") -> str:
    """What stands in a cell, or the boxes to tick in it, `apart` from each other."""
    if filled(value) and column.type != "tick":
        return paper.words(shown(column, value))
    if column.type == "tick":
        return paper.say("yes") if value is True else paper.tick()
    if column.type == "choice" and len(column.choices) <= 3:
        return apart.join(f"{paper.tick()}&nbsp;{paper.words(choice)}" for choice in column.choices)
    return ""


def _widths(columns: Sequence[Column]) -> list[int]:
    return [_SHARES[c.type] + c.wide for c in columns]


def column_hint(columns: Sequence[Column], name: str) -> str | None:
    """What may be keyed in for a field of these columns, where it is more than its check says."""
    column = next((c for c in columns if name.endswith(f".{c.id}")), None)
    return None if column is None else _HINTS.get(column.type)
