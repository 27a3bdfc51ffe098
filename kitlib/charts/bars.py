"""Bars of counts, and of planned and used minutes."""

from __future__ import annotations

import math

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import BLUE, QUIET, WHITE
from kitlib.charts.key import Key
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Style

__all__ = ["bars", "minutes"]

_BESIDE = 0.06  # inches between a bar and its number
_TICKS = (1, 2, 5, 10, 15, 20, 30, 60, 120)  # minutes from one number of the scale to the next
_MOST_TICKS = 10


def minutes(frame: pd.DataFrame) -> Chart:
    """Planned and used minutes of each step; columns step, planned, used (may be missing)."""
    steps, planned = list(frame["step"]), [int(n) for n in frame["planned"]]
    used = [None if pd.isna(n) else float(n) for n in frame["used"]]
    most = max(1.0, *planned, *(spent or 0 for spent in used))
    styles = [Style(WHITE, edge=QUIET), Style(BLUE, edge=BLUE)]
    lines = Lines(
        wrapped(steps, 36), 0.46, (0, most), Key(["planned", "used"], styles), below=0.42, margin=0.55
    )
    sheet = lines.sheet
    sheet.line([(lines.left, lines.bottom), (lines.right, lines.bottom)])
    between = next((n for n in _TICKS if most / n <= _MOST_TICKS), _TICKS[-1])
    for minute in range(0, math.floor(most) + 1, between):
        sheet.write(lines.x(minute), lines.bottom + 0.12, str(minute), across="center")
    sheet.write((lines.left + lines.right) / 2, lines.bottom + 0.3, "minutes", color=QUIET, across="center")
    for i, (plan, spent) in enumerate(zip(planned, used, strict=True)):
        y, height = lines.y(i), 0.165
        sheet.box(lines.left, y - height, lines.x(plan) - lines.left, height, styles[0])
        sheet.write(lines.x(plan) + _BESIDE, y - height / 2, str(plan), size=8, color=QUIET)
        if spent:
            sheet.box(lines.left, y + 0.02, lines.x(spent) - lines.left, height, styles[1])
        words = "not held" if spent is None else f"{spent:.0f}"
        sheet.write(lines.x(spent or 0) + _BESIDE, y + 0.02 + height / 2, words, size=8)
    total = f"Planned {sum(planned)} minutes"
    known = [spent for spent in used if spent is not None]
    total += f", used {sum(known):.0f}." if known else "; the clock was not used."
    over = [
        f"{step}: {plan} planned, {spent:.0f} used"
        for step, plan, spent in zip(steps, planned, used, strict=True)
        if spent is not None and spent != plan
    ]
    told = f" Steps that differed: {'; '.join(over)}." if over else ""
    return Chart(lines.done(), f"Bar chart of minutes by step. {total}{told}")


def bars(frame: pd.DataFrame, label: str, number: str, what: str) -> Chart:
    """One bar a row of `frame`, from its columns `label` and `number`; `what` names what is counted."""
    texts, numbers = list(frame[label]), [int(n) for n in frame[number]]
    lines = Lines(wrapped(texts), 0.42, (0, max(1, *numbers)), margin=0.4)
    for i, n in enumerate(numbers):
        lines.part(i, 0, n, "", Style(BLUE, edge=BLUE))
        lines.sheet.write(lines.x(n) + _BESIDE, lines.y(i), str(n))
    told = "; ".join(f"{text}: {n}" for text, n in zip(texts, numbers, strict=True))
    return Chart(lines.done(), f"Bar chart: {what}. {told}.")
