"""Blocks of time: a line for each group, time from left to right, each block with its use in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.patches import Patch, Rectangle

from kitlib.charts.base import BLUE, GREEN, INK, LINE, QUIET, VERMILION, WIDTH, Chart, new_figure, wrapped
from kitlib.timetable import as_clock

__all__ = ["timetable"]

#: By sort: the color of the edge, the fill, the hatch, and the words of the key.
_STYLES = {
    "core": (BLUE, "#c3dcef", "", "core"),
    "support": (VERMILION, "#fbe7da", "////", "added help"),
    "planning": (GREEN, "#dcefe8", "....", "adults’ planning"),
    "other": (QUIET, "#ffffff", "", "other"),
}
_LETTER, _LINE = 0.068, 0.125  # inches that a letter and a line of small print need
_MOST = 40  # blocks that a text read aloud can name one by one
_LANE = 0.5  # inches


def timetable(
    frame: pd.DataFrame, groups: Sequence[str], what: str, hours: tuple[int, int], *, halves: bool = False
) -> Chart:
    """The blocks of one day; columns group, start, end (minutes since midnight), use, sort.

    `groups` are the lines, from the top; one without a block stays empty. Blocks of a group that
    overlap lie one below the other. `what` names the day; `hours` are at least shown, so that several
    days can be held against each other.
    """
    lanes = {group: _lanes(frame[frame["group"] == group]) for group in groups}
    heights = {group: max(1, 1 + max(found.values(), default=0)) for group, found in lanes.items()}
    figure, axes = new_figure(sum(heights.values()), _LANE, 1.0)
    first = min(hours[0], int(frame["start"].min())) // 30 * 30
    last = -(-max(hours[1], int(frame["end"].max())) // 30) * 30
    inch = (WIDTH - 1.3) / (last - first)  # a minute, roughly: the names of the groups take the rest
    at, ticks = 0, []
    for group in groups:
        axes.axhline(at - 0.5, color=LINE, linewidth=0.8)
        ticks.append(at + (heights[group] - 1) / 2)
        for index, lane in lanes[group].items():
            _draw(axes, frame.loc[index], at + lane, inch)
        at += heights[group]
    axes.set_yticks(ticks, wrapped(groups, 16, 3))
    axes.set_ylim(at - 0.5, -0.5)
    axes.set_xlim(first, last)
    full = list(range(-(-first // 60) * 60, last + 1, 60))
    axes.set_xticks(full, [as_clock(minute, halves) for minute in full])
    axes.xaxis.set_ticks_position("top")
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.spines["bottom"].set_visible(False)
    used = [sort for sort in _STYLES if sort in set(frame["sort"])]
    keys = [
        Patch(facecolor=fill, edgecolor=edge, hatch=hatch, label=words)
        for edge, fill, hatch, words in (_STYLES[sort] for sort in used)
    ]
    figure.legend(handles=keys, loc="outside lower center", ncols=len(keys), frameon=False, fontsize=9)
    return Chart(figure, _told(frame, groups, what, halves))


def _lanes(frame: pd.DataFrame) -> dict[Any, int]:
    """Row of the frame -> its lane; blocks that overlap get lanes of their own."""
    ends: list[int] = []
    found = {}
    for index, row in frame.sort_values(["start", "end"]).iterrows():
        lane = next((i for i, end in enumerate(ends) if end <= row["start"]), len(ends))
        ends[lane : lane + 1] = [int(row["end"])]
        found[index] = lane
    return found


def _draw(axes: Any, row: pd.Series, y: float, inch: float) -> None:
    edge, fill, hatch, _ = _STYLES[row["sort"]]
    span = row["end"] - row["start"]
    axes.add_patch(
        Rectangle(
            (row["start"], y - 0.44),
            span,
            0.88,
            facecolor=fill,
            edgecolor=edge,
            hatch=hatch,
            linewidth=1.8 if row["sort"] == "core" else 0.9,
        )
    )
    words, upright = _fitted(str(row["use"]), span * inch, _LANE * 0.88)
    axes.text(
        row["start"] + span / 2,
        y,
        words,
        ha="center",
        va="center",
        fontsize=7,
        linespacing=1.0,
        color=INK,
        rotation=90 if upright else 0,
        bbox={"boxstyle": "square,pad=0.1", "facecolor": fill, "edgecolor": "none"} if hatch else None,
    )


def _fitted(words: str, width: float, height: float) -> tuple[str, bool]:
    """The words as they fit into so many inches, and whether they stand upright: where that cuts fewer letters."""

    def fill(across: float, down: float) -> tuple[int, str]:
        letters, lines = max(1, int(across / _LETTER)), max(1, int(down / _LINE))
        cut = sum(max(0, len(word) - letters) for word in words.split())
        short = (
            word if len(word) <= letters else word[: max(1, letters - 1)] + "…" for word in words.split()
        )
        return cut, "\n".join(textwrap.wrap(" ".join(short), letters, max_lines=lines, placeholder="…"))

    # Upright words may take the whole line's height: a letter is mostly narrower than what is reckoned for it.
    (cut, flat), (less_cut, upright) = fill(width, height), fill(_LANE, width)
    return (upright, True) if less_cut < cut else (flat, False)


def _told(frame: pd.DataFrame, groups: Sequence[str], what: str, halves: bool) -> str:
    """Each group's blocks in order; of a large schedule the minutes by use."""
    lines = []
    for group in groups:
        ours = frame[frame["group"] == group].sort_values(["start", "end"])
        if ours.empty:
            lines.append(f"{group}: nothing")
        elif len(frame) <= _MOST:
            cells = zip(ours["start"], ours["end"], ours["use"], strict=True)
            blocks = (f"{as_clock(a, halves)} to {as_clock(b, halves)} {use}" for a, b, use in cells)
            lines.append(f"{group}: {', '.join(blocks)}")
        else:
            minutes = (ours["end"] - ours["start"]).groupby(ours["use"], sort=False).sum()
            lines.append(f"{group}: {', '.join(f'{use} {n} minutes' for use, n in minutes.items())}")
    return f"Time blocks, {what}, a line for each group. {'; '.join(lines)}."
