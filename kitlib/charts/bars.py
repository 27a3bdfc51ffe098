"""Bars of counts, and of planned and used minutes."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import MaxNLocator

from kitlib.charts.base import BLUE, INK, QUIET, Chart, new_figure, wrapped

__all__ = ["bars", "minutes"]


def minutes(frame: pd.DataFrame) -> Chart:
    """Planned and used minutes of each step; columns step, planned, used (may be missing)."""
    figure, axes = new_figure(len(frame), 0.5)
    at = range(len(frame))
    used = frame["used"].astype("float")
    axes.barh(
        [i - 0.2 for i in at],
        frame["planned"],
        height=0.36,
        color="#ffffff",
        edgecolor=QUIET,
        label="planned",
    )
    axes.barh([i + 0.2 for i in at], used.fillna(0), height=0.36, color=BLUE, label="used")
    for i, (planned, spent) in enumerate(zip(frame["planned"], used, strict=True)):
        axes.text(planned + 0.3, i - 0.2, f"{planned}", va="center", fontsize=8, color=QUIET)
        words = "not held" if pd.isna(spent) else f"{spent:.0f}"
        axes.text((0 if pd.isna(spent) else spent) + 0.3, i + 0.2, words, va="center", fontsize=8, color=INK)
    axes.set_yticks(list(at), wrapped(frame["step"], 36))
    axes.set_xlabel("minutes", fontsize=9, color=QUIET)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.3, -0.12 - 0.4 / max(len(frame), 1)),
        ncols=2,
        frameon=False,
        fontsize=9,
    )
    total = f"Planned {frame['planned'].sum()} minutes"
    total += f", used {used.sum():.0f}." if used.notna().any() else "; the clock was not used."
    over = [
        f"{step}: {planned} planned, {spent:.0f} used"
        for step, planned, spent in zip(frame["step"], frame["planned"], used, strict=True)
        if pd.notna(spent) and spent != planned
    ]
    told = f" Steps that differed: {'; '.join(over)}." if over else ""
    return Chart(figure, f"Bar chart of minutes by step. {total}{told}")


def bars(frame: pd.DataFrame, label: str, number: str, what: str) -> Chart:
    """One bar a row of `frame`, from its columns `label` and `number`; `what` names what is counted."""
    figure, axes = new_figure(len(frame))
    at = range(len(frame))
    axes.barh(list(at), frame[number], height=0.6, color=BLUE)
    most = max(1, int(frame[number].max()))
    for i, n in enumerate(frame[number]):
        axes.text(n + most * 0.015, i, str(n), va="center", fontsize=9, color=INK)
    axes.set_yticks(list(at), wrapped(frame[label]))
    axes.set_xlim(0, most * 1.1)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    told = "; ".join(f"{text}: {n}" for text, n in zip(frame[label], frame[number], strict=True))
    return Chart(figure, f"Bar chart: {what}. {told}.")
