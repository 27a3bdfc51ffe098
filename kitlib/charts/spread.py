"""How ratings lie apart: bars that part in the middle of the scale."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes

from kitlib.charts.base import ENDS, HATCHES, QUIET, SKY, Chart, bare, key, new_figure, segment, wrapped

__all__ = ["domains", "spread"]

NARROW = 0.06  # of a line: below this a number has no room


def spread(frame: pd.DataFrame, points: list[str]) -> Chart:
    """How many chose each of `points` for each item; a bar is as long as its answers.

    Columns text and one a point, as `frames.ratings` gives them. Every segment
    carries its number, so nothing rests on color.
    """
    figure, axes = new_figure(len(frame), 0.55, 1.1)
    for i, given in enumerate(_given(frame, points)):
        _part(axes, i, given, 1, 0)
    axes.axvline(0, color=QUIET, linewidth=0.8)
    bare(axes, wrapped(frame["text"], 46, 3))
    key(figure, points, _styles(len(points)))
    told = _told(frame, "text", points, "")
    return Chart(figure, f"Stacked bars of how many seats chose each point. {told}")


def domains(frame: pd.DataFrame, points: list[str], what: str) -> Chart:
    """One bar a row of `frame`: columns name and one a point, counts. Every bar is as long as all its answers.

    Numbers are counts. `what` names what is counted, for the alt text.
    """
    figure, axes = new_figure(len(frame), 0.46, 1.0)
    for i, given in enumerate(_given(frame, points)):
        _part(axes, i, given, max(1, sum(given)), NARROW)
    axes.axvline(0, color=QUIET, linewidth=0.8)
    bare(axes, wrapped(frame["name"], 34, 2))
    key(figure, points, _styles(len(points)))
    told = _told(frame, "name", points, ":")
    return Chart(figure, f"Bars of {what} by domain, parted in the middle of the scale. {told}.")


def _styles(points: int) -> list[tuple[str, str]]:
    return list(zip(ENDS.get(points) or [SKY] * points, HATCHES, strict=False))


def _given(frame: pd.DataFrame, points: list[str]) -> Iterable[list[int]]:
    for _, row in frame.iterrows():
        yield [int(row[point]) for point in points]


def _part(axes: Axes, row: int, given: list[int], whole: int, narrow: float) -> None:
    """One bar whose answers below the middle of the scale lie left of the line, those above right of it."""
    half = len(given) / 2
    below = sum(n for k, n in enumerate(given) if k + 1 <= half)
    left = -(below + (given[int(half)] / 2 if len(given) % 2 else 0)) / whole
    for n, style in zip(given, _styles(len(given)), strict=True):
        if n:
            segment(axes, row, left, n / whole, str(n) if n / whole >= narrow else "", style)
        left += n / whole


def _told(frame: pd.DataFrame, label: str, points: list[str], after: str) -> str:
    return "; ".join(
        f"{row[label]}{after} " + ", ".join(f"{row[point]} {point.lower()}" for point in points)
        for _, row in frame.iterrows()
    )
