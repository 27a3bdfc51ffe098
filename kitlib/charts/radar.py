"""The domains of one instrument at a glance, on spokes. Never a middle alone: the middle half of the ratings is shaded."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from kitlib.charts.base import BLUE, INK, LINE, QUIET, SKY, Chart, wrapped

__all__ = ["FEWEST", "MOST", "radar"]

FEWEST, MOST = 3, 8  # spokes; with fewer or more, nobody can read it


def radar(frame: pd.DataFrame, scale: Sequence[int]) -> Chart | None:
    """A spoke a row of `frame`: columns name, low, middle, high. None where there are too few or too many spokes."""
    if not FEWEST <= len(frame) <= MOST:
        return None
    figure = Figure(figsize=(5.6, 4.6), layout="constrained")
    axes = figure.add_subplot(projection="polar")
    axes.set_theta_zero_location("N")  # type: ignore[attr-defined]
    axes.set_theta_direction(-1)  # type: ignore[attr-defined]
    turn = [2 * math.pi * i / len(frame) for i in range(len(frame))]

    def round_(column: str) -> list[float]:
        values = [float(v) for v in frame[column]]
        return [*values, values[0]]

    around = [*turn, turn[0]]
    axes.fill_between(
        around,
        round_("low"),
        round_("high"),
        color=SKY,
        alpha=0.45,
        hatch="//",
        edgecolor="#ffffff",
        linewidth=0,
    )
    axes.plot(around, round_("middle"), color=BLUE, linewidth=2, marker="o", markersize=6)
    for angle, middle in zip(turn, frame["middle"], strict=True):
        box = {"boxstyle": "round,pad=0.15", "facecolor": "#ffffff", "edgecolor": "none"}
        axes.text(
            angle, middle + 0.28, f"{middle:g}", ha="center", va="center", fontsize=9, color=INK, bbox=box
        )
    # The lowest point lies off the center, where the spokes would run into each other.
    axes.set_ylim(scale[0] - 0.6, scale[-1])
    axes.set_yticks(list(scale), [str(v) for v in scale], fontsize=8, color=QUIET)
    axes.set_xticks(turn, [""] * len(turn))
    outside = scale[-1] + 0.06 * (scale[-1] - scale[0])
    for words, angle in zip(wrapped(frame["name"], 18, 3), turn, strict=True):
        # Words grow away from the circle, so that none lies across it.
        aside, up = math.sin(angle), math.cos(angle)
        across = "left" if aside > 0.3 else "right" if aside < -0.3 else "center"
        down = "bottom" if up > 0.3 else "top" if up < -0.3 else "center"
        axes.text(angle, outside, words, ha=across, va=down, fontsize=9, color=INK)
    axes.grid(color=LINE)
    axes.spines["polar"].set_color(LINE)
    told = "; ".join(
        f"{row.name}: middle {row.middle:g}, half of the ratings from {row.low:g} to {row.high:g}"
        for row in frame[["name", "low", "middle", "high"]].itertuples(index=False)
    )
    return Chart(
        figure, f"Spokes by domain with the middle rating and the middle half of the ratings. {told}."
    )
