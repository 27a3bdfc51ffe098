"""How ratings lie apart: bars that part in the middle of the scale."""

from __future__ import annotations

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import ENDS, HATCHES, QUIET, SKY
from kitlib.charts.key import Key
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Style

__all__ = ["domains", "spread"]

_NARROW = 0.06  # of a line: below this a number has no room


def spread(frame: pd.DataFrame, points: list[str]) -> Chart:
    """How many chose each of `points` for each item; a bar is as long as its answers.

    Columns text and one a point, as the frame of a rating gives them. Every segment
    carries its number, so nothing rests on color.
    """
    texts, given = list(frame["text"]), _given(frame, points)
    lines = _parted(wrapped(texts, 46, 3), 0.55, points, given, [1] * len(given), 0)
    told = _told(texts, points, given, "")
    return Chart(lines.done(), f"Stacked bars of how many seats chose each point. {told}")


def domains(frame: pd.DataFrame, points: list[str], what: str) -> Chart:
    """One bar a row of `frame`: columns name and one a point, counts. Every bar is as long as all its answers.

    Numbers are counts. `what` names what is counted, for the alt text.
    """
    names, given = list(frame["name"]), _given(frame, points)
    wholes = [max(1, sum(row)) for row in given]
    lines = _parted(wrapped(names, 34, 2), 0.46, points, given, wholes, _NARROW)
    told = _told(names, points, given, ":")
    return Chart(lines.done(), f"Bars of {what} by domain, parted in the middle of the scale. {told}.")


def _given(frame: pd.DataFrame, points: list[str]) -> list[list[int]]:
    return [[int(n) for n in row] for row in zip(*(frame[point] for point in points), strict=True)]


def _parted(
    names: list[str], step: float, points: list[str], given: list[list[int]], wholes: list[int], narrow: float
) -> Lines:
    """Bars whose answers below the middle of the scale lie left of the line, those above right of it."""
    starts = [-_below(row) / whole for row, whole in zip(given, wholes, strict=True)]
    ends = [start + sum(row) / whole for start, row, whole in zip(starts, given, wholes, strict=True)]
    first, last = min(0, *starts), max(0, *ends)
    colors = ENDS.get(len(points)) or [SKY] * len(points)
    styles = [Style(color, hatch) for color, hatch in zip(colors, HATCHES, strict=False)]
    lines = Lines(names, step, (first, last if last > first else first + 1), Key(points, styles))
    for i, (row, whole, left) in enumerate(zip(given, wholes, starts, strict=True)):
        for n, style in zip(row, styles, strict=False):
            if n:
                lines.part(i, left, n / whole, str(n) if n / whole >= narrow else "", style)
            left += n / whole
    lines.sheet.line([(lines.x(0), lines.top), (lines.x(0), lines.bottom)], QUIET)
    return lines


def _below(given: list[int]) -> float:
    """How many answers lie below the middle of the scale; half of those that lie on it."""
    half, odd = divmod(len(given), 2)
    return sum(given[:half]) + (given[half] / 2 if odd else 0)


def _told(texts: list[str], points: list[str], given: list[list[int]], after: str) -> str:
    return "; ".join(
        f"{text}{after} " + ", ".join(f"{n} {point.lower()}" for n, point in zip(row, points, strict=True))
        for text, row in zip(texts, given, strict=True)
    )
