"""Where each line was placed: one circle a place, with how many seats put it there."""

from __future__ import annotations

import pandas as pd

from kitlib.charts.base import INK, LINE, QUIET, SKY, Chart, new_figure, wrapped

__all__ = ["places"]


def places(frame: pd.DataFrame, points: list[str]) -> Chart:
    """How many seats put each line at each of `points`, the first place at the left.

    Columns text and one a point; rows in the order in which they are to be
    read. A circle's area goes with its number, which stands in it.
    """
    figure, axes = new_figure(len(frame), 0.5, 0.8)
    most = max(1, int(frame[points].to_numpy().max()))
    for i, (_, row) in enumerate(frame.iterrows()):
        axes.axhline(i, color=LINE, linewidth=0.8, zorder=0)
        for k, point in enumerate(points):
            if n := int(row[point]):
                size = 160 + 340 * n / most
                axes.scatter(k, i, s=size, color=SKY, edgecolors=INK, linewidths=0.8, zorder=2)
                axes.text(k, i, str(n), ha="center", va="center", fontsize=9, color=INK, zorder=3)
    axes.set_yticks(range(len(frame)), wrapped(frame["text"]))
    axes.set_xticks(range(len(points)), points)
    axes.set_xlim(-0.6, len(points) - 0.4)
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("place", fontsize=9, color=QUIET)
    axes.spines["bottom"].set_visible(False)
    told = "; ".join(
        f"{row['text']} " + ", ".join(f"place {point} by {row[point]}" for point in points if row[point])
        for _, row in frame.iterrows()
    )
    return Chart(figure, f"Circles: how many seats put each line at each place. {told}.")
