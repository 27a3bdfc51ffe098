"""How far two ratings of the same items stand apart: two marks on one line."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.lines import Line2D

from kitlib.charts.base import BLUE, INK, LINE, VERMILION, Chart, new_figure, wrapped

__all__ = ["gaps"]


def gaps(
    frame: pd.DataFrame, names: tuple[str, str], first_scale: Sequence[int], second_scale: Sequence[int]
) -> Chart:
    """One line an item, from `first` to `second` (columns text, first, second, gap), both from lowest to highest point."""
    figure, axes = new_figure(len(frame), 0.5, 1.0)

    def part(value: float, scale: Sequence[int]) -> float:
        return (value - scale[0]) / (scale[-1] - scale[0])

    for i, row in enumerate(frame.itertuples()):
        a, b = part(float(str(row.first)), first_scale), part(float(str(row.second)), second_scale)
        axes.plot([0, 1], [i, i], color=LINE, linewidth=1, zorder=1)
        axes.plot([a, b], [i, i], color=INK, linewidth=2.5, zorder=2)
        axes.plot(
            [a],
            [i],
            marker="D",
            markersize=9,
            markerfacecolor="#ffffff",
            markeredgecolor=VERMILION,
            markeredgewidth=2,
            zorder=3,
        )
        axes.plot([b], [i], marker="o", markersize=8, color=BLUE, zorder=4)
        gap = float(str(row.gap))
        axes.text(1.06, i, f"{gap:+g}" if gap else "0", va="center", fontsize=10, color=INK)
    axes.set_yticks(range(len(frame)), wrapped(frame["text"], 46, 3))
    axes.set_xlim(-0.05, 1.15)
    axes.set_ylim(len(frame) - 0.5, -0.5)
    axes.set_xticks([0, 1], ["lowest point", "highest point"])
    keys = [
        Line2D(
            [],
            [],
            marker="D",
            linestyle="",
            markerfacecolor="#ffffff",
            markeredgecolor=VERMILION,
            markeredgewidth=2,
            label=names[0],
        ),
        Line2D([], [], marker="o", linestyle="", color=BLUE, label=names[1]),
    ]
    figure.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    told = "; ".join(
        f"{row.text} {row.first_label} against {row.second_label}, gap {row.gap}"
        for row in frame.itertuples()
    )
    return Chart(figure, f"Two marks a line: {names[0]} and {names[1]}, the widest gap first. {told}.")
