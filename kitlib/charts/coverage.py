"""What a map of support covers: a grid of areas and tiers with counts, and hatching where nothing is in use."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.patches import Rectangle

from kitlib.charts.base import INK, LINE, QUIET, SKY, Chart, new_figure, wrapped

__all__ = ["coverage"]

GAP = 0.04  # between two places


def coverage(frame: pd.DataFrame) -> Chart:
    """Columns area, tier, used, goals, one row a place. A place without anything in use is hatched and says "none"."""
    areas, tiers = list(dict.fromkeys(frame["area"])), list(dict.fromkeys(frame["tier"]))
    figure, axes = new_figure(len(areas), 0.62, 0.6)
    for area, tier, used, goals in _places(frame):
        x, y = tiers.index(tier), areas.index(area)
        axes.add_patch(
            Rectangle(
                (x + GAP / 2, y + GAP / 2),
                1 - GAP,
                1 - GAP,
                facecolor=SKY if used else "#ffffff",
                edgecolor=LINE,
                hatch="" if used else "////",
                linewidth=0.8,
            )
        )
        words = f"{used or 'none'} in use"
        words += f"\n{_goals(goals)}" if goals else ""
        axes.text(
            x + 0.5,
            y + 0.5,
            words,
            ha="center",
            va="center",
            fontsize=9,
            color=INK,
            bbox={"boxstyle": "round,pad=0.25", "facecolor": "#ffffff", "edgecolor": "none"},
        )
    axes.set_xlim(0, len(tiers))
    axes.set_ylim(len(areas), 0)
    axes.set_yticks([i + 0.5 for i in range(len(areas))], wrapped(areas, 26))
    axes.set_xticks([i + 0.5 for i in range(len(tiers))], [textwrap.fill(tier, 20) for tier in tiers])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", colors=QUIET)
    axes.spines["bottom"].set_visible(False)
    return Chart(figure, _alt(frame, len(areas), len(tiers)))


def _goals(n: int) -> str:
    return f"{n} goal{'' if n == 1 else 's'}"


def _places(frame: pd.DataFrame) -> list[tuple[str, str, int, int]]:
    return [
        (str(area), str(tier), int(used), int(goals))
        for area, tier, used, goals in zip(
            *(frame[c] for c in ("area", "tier", "used", "goals")), strict=True
        )
    ]


def _alt(frame: pd.DataFrame, areas: int, tiers: int) -> str:
    told: dict[str, list[str]] = {}
    for area, tier, used, goals in _places(frame):
        words = f"{tier} {used or 'none'} in use" + (f" and {_goals(goals)}" if goals else "")
        told.setdefault(area, []).append(words)
    lines = [f"{area}: {', '.join(words)}" for area, words in told.items()]
    empty = int((frame["used"] == 0).sum())
    return (
        f"Grid of {areas} areas by {tiers} tiers: how much is in use, and how many goals. "
        f"{empty} of {len(frame)} places have nothing in use. "
        f"{'; '.join(lines)}."
    )
