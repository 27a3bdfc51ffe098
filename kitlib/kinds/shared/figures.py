"""Figures: what the answers of an activity make together, as the wall shows them to the whole room.

Nothing small is shown: of fewer than three answers people could tell whose is whose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["FEWEST", "Figure", "FigureRow", "TeamView", "bars", "revealed", "spread"]

FEWEST = 3  # answers


@dataclass(frozen=True)
class TeamView:
    """What one team and its seats answered in one activity, by field; nothing private."""

    label: str
    team: Mapping[str, Any]
    seats: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class FigureRow:
    """A line of a figure: `counts` by the figure's points (empty where they are too few), or `texts` with a number each (`marks`)."""

    name: str
    counts: Sequence[int] = ()
    texts: Sequence[str] = ()
    marks: Sequence[int] = ()


@dataclass(frozen=True)
class Figure:
    """A spread over points, bars, or texts under headings."""

    form: Literal["spread", "bars", "heaps"]
    title: str
    points: Sequence[str] = ()  # of a spread; of bars what is counted
    rows: Sequence[FigureRow] = ()
    note: str = ""


def revealed(teams: Sequence[TeamView]) -> list[TeamView]:
    """The teams that have shown themselves what their seats answered."""
    return [each for each in teams if each.team.get("revealed")]


def spread(title: str, points: Sequence[str], rows: Mapping[str, Sequence[int]], note: str = "") -> Figure:
    """How many chose each point, line by line; of fewer than three no line says how many."""
    drawn = [FigureRow(name, counts if sum(counts) >= FEWEST else ()) for name, counts in rows.items()]
    return Figure("spread", title, points, drawn, note)


def bars(title: str, unit: str, rows: Mapping[str, int], note: str = "") -> Figure:
    """A number a line, in the order given."""
    return Figure("bars", title, [unit], [FigureRow(name, [n]) for name, n in rows.items()], note)
