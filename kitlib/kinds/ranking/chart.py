"""Where each line was placed: one circle a place, with how many seats put it there."""

from __future__ import annotations

import math

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import INK, QUIET, SKY
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Style

__all__ = ["places"]

_AREA = (0.024, 0.05)  # square inches of a circle: of the smallest, and what the largest has more


def places(frame: pd.DataFrame, points: list[str]) -> Chart:
    """How many seats put each line at each of `points`, the first place at the left.

    Columns text and one a point; rows in the order in which they are to be
    read. A circle's area goes with its number, which stands in it.
    """
    texts = list(frame["text"])
    counts = [[int(n) for n in row] for row in zip(*(frame[point] for point in points), strict=True)]
    most = max(1, *(n for row in counts for n in row))
    lines = Lines(wrapped(texts), 0.5, (-0.6, len(points) - 0.4), above=0.42)
    sheet = lines.sheet
    sheet.write(lines.x((len(points) - 1) / 2), 0.12, "place", color=QUIET, across="center")
    for k, point in enumerate(points):
        sheet.write(lines.x(k), lines.top - 0.1, point, across="center")
    for i, row in enumerate(counts):
        y = lines.y(i)
        sheet.line([(lines.left, y), (lines.right, y)])
        for k, n in enumerate(row):
            if n:
                radius = math.sqrt((_AREA[0] + _AREA[1] * n / most) / math.pi)
                sheet.circle(lines.x(k), y, radius, Style(SKY, edge=INK))
                sheet.write(lines.x(k), y, str(n), across="center")
    told = "; ".join(
        f"{text} " + ", ".join(f"place {point} by {n}" for point, n in zip(points, row, strict=True) if n)
        for text, row in zip(texts, counts, strict=True)
    )
    return Chart(lines.done(), f"Circles: how many seats put each line at each place. {told}.")
