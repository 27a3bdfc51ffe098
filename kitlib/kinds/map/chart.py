"""What a map of support covers: a grid of areas and tiers with counts, and hatching where nothing is in use."""

from __future__ import annotations

import textwrap

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import LINE, QUIET, SKY, WHITE
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Style

__all__ = ["coverage"]

_STEP = 0.62  # inches, the height of a line
_GAP = 0.03  # around each place


def coverage(frame: pd.DataFrame) -> Chart:
    """Columns area, tier, used, goals, one row a place. A place without anything in use is hatched and says "none"."""
    areas, tiers = list(dict.fromkeys(frame["area"])), list(dict.fromkeys(frame["tier"]))
    heads = [textwrap.fill(tier, 20) for tier in tiers]
    above = 0.08 + 0.16 * max(head.count("\n") + 1 for head in heads)
    lines = Lines(wrapped(areas, 26), _STEP, (0, len(tiers)), above=above)
    for area, tier, used, goals in _places(frame):
        x, y = tiers.index(tier), lines.y(areas.index(area))
        style = Style(SKY if used else WHITE, "" if used else "////", LINE)
        left, right = lines.x(x) + _GAP, lines.x(x + 1) - _GAP
        lines.sheet.box(left, y - _STEP / 2 + _GAP, right - left, _STEP - 2 * _GAP, style)
        words = f"{used or 'none'} in use" + (f"\n{_goals(goals)}" if goals else "")
        lines.sheet.write((left + right) / 2, y, words, across="center", plate=WHITE)
    for i, head in enumerate(heads):
        lines.sheet.write(
            lines.x(i + 0.5), lines.top - 0.05, head, color=QUIET, across="center", down="bottom"
        )
    return Chart(lines.done(), _alt(frame, len(areas), len(tiers)))


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
