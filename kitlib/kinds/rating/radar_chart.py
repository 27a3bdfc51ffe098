"""The domains of one instrument at a glance, on spokes. Never a middle alone: the middle half of the ratings is shaded."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import BLUE, LINE, PALE, QUIET, SKY, WHITE
from kitlib.charts.letters import SMALL, width_of
from kitlib.charts.sheet import Mark, Sheet, Style

__all__ = ["FEWEST", "MOST", "radar"]

FEWEST, MOST = 3, 8  # spokes; with fewer or more, nobody can read it
_HEIGHT, _RADIUS, _OUTSIDE = 4.4, 1.65, 0.15  # inches


def radar(frame: pd.DataFrame, scale: Sequence[int]) -> Chart | None:
    """A spoke a row of `frame`: columns name, low, middle, high. None where there are too few or too many spokes."""
    if not FEWEST <= len(frame) <= MOST:
        return None
    names = wrapped(frame["name"], 18, 3)
    widest = max(width_of(line, SMALL) for name in names for line in name.split("\n"))
    center = _RADIUS + 2 * _OUTSIDE + widest
    sheet = Sheet(_HEIGHT, 2 * center)
    turns = [2 * math.pi * i / len(frame) for i in range(len(frame))]
    lowest = scale[0] - 0.6  # off the center, where the spokes would run into each other

    def at(turn: float, value: float) -> tuple[float, float]:
        """The point of a value on a spoke, the first of which stands upright."""
        out = _RADIUS * (value - lowest) / (scale[-1] - lowest)
        return center + out * math.sin(turn), _HEIGHT / 2 - out * math.cos(turn)

    def around(column: str) -> list[tuple[float, float]]:
        points = [at(turn, float(value)) for turn, value in zip(turns, frame[column], strict=True)]
        return [*points, points[0]]

    sheet.shape(around("high") + around("low")[::-1], Style(PALE[SKY], "//"))
    ring = Style("none", edge=LINE)
    for value in scale:
        sheet.circle(center, _HEIGHT / 2, _RADIUS * (value - lowest) / (scale[-1] - lowest), ring)
    for turn in turns:
        sheet.line([(center, _HEIGHT / 2), at(turn, scale[-1])])
    sheet.line(around("middle"), BLUE, 2)
    # Between two spokes, where no rating stands.
    for value in scale:
        sheet.write(*at(turns[1] / 2, value), str(value), size=8, color=QUIET, across="center", plate=WHITE)
    for name, turn, middle in zip(names, turns, frame["middle"], strict=True):
        sheet.mark(*at(turn, middle), Mark(Style(BLUE, edge=BLUE), 0.045))
        sheet.write(*at(turn, middle + 0.28), f"{middle:g}", across="center", plate=WHITE)
        # Words grow away from the circle, so that none lies across it.
        aside, up = math.sin(turn), math.cos(turn)
        across = "left" if aside > 0.3 else "right" if aside < -0.3 else "center"
        down = "bottom" if up > 0.3 else "top" if up < -0.3 else "center"
        sheet.write(*at(turn, scale[-1] + 0.06 * (scale[-1] - scale[0])), name, across=across, down=down)
    told = "; ".join(
        f"{row.name}: middle {row.middle:g}, half of the ratings from {row.low:g} to {row.high:g}"
        for row in frame[["name", "low", "middle", "high"]].itertuples(index=False)
    )
    return Chart(
        sheet, f"Spokes by domain with the middle rating and the middle half of the ratings. {told}."
    )
