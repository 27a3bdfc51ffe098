"""Blocks of time: a line for each group, time from left to right, each block with its use in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import BLUE, GREEN, PALE, QUIET, VERMILION, WHITE
from kitlib.charts.key import Key
from kitlib.charts.letters import width_of
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Style
from kitlib.kinds.schedule.intervals import as_clock

__all__ = ["timetable"]

#: By sort: its style, and the words of the key.
_STYLES = {
    "core": (Style(PALE[BLUE], edge=BLUE, width=1.8), "core"),
    "support": (Style(PALE[VERMILION], "////", VERMILION), "added help"),
    "planning": (Style(PALE[GREEN], "....", GREEN), "adults’ planning"),
    "other": (Style(WHITE, edge=QUIET), "other"),
}
_SIZE = 7  # points
_LETTER, _LINE = 0.064, 0.125  # inches that a letter, at least, and a line of this print need
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
    heights = [max(1, 1 + max(found.values(), default=0)) for found in lanes.values()]
    first = min(hours[0], int(frame["start"].min())) // 30 * 30
    last = -(-max(hours[1], int(frame["end"].max())) // 30) * 30
    sorts = set(frame["sort"])
    used = [style for sort, style in _STYLES.items() if sort in sorts]
    key = Key([words for _, words in used], [style for style, _ in used])
    lines = Lines(wrapped(groups, 16, 3), _LANE, (first, last), key, above=0.22, margin=0.2, heights=heights)
    for minute in range(-(-first // 60) * 60, last + 1, 60):
        x = lines.x(minute)
        lines.sheet.line([(x, lines.top), (x, lines.bottom)])
        lines.sheet.write(x, lines.top - 0.12, as_clock(minute, halves), across="center")
    at = 0
    for found, height in zip(lanes.values(), heights, strict=True):
        y = lines.y(at - 0.5)
        lines.sheet.line([(lines.left, y), (lines.right, y)])
        for index, lane in found.items():
            _draw(lines, frame.loc[index], at + lane)
        at += height
    return Chart(lines.done(), _told(frame, groups, what, halves))


def _lanes(frame: pd.DataFrame) -> dict[Any, int]:
    """Row of the frame -> its lane; blocks that overlap get lanes of their own."""
    ends: list[int] = []
    found = {}
    for index, row in frame.sort_values(["start", "end"]).iterrows():
        lane = next((i for i, end in enumerate(ends) if end <= row["start"]), len(ends))
        ends[lane : lane + 1] = [int(row["end"])]
        found[index] = lane
    return found


def _draw(lines: Lines, row: pd.Series, line: int) -> None:
    style, _ = _STYLES[row["sort"]]
    left, right, y, height = lines.x(row["start"]), lines.x(row["end"]), lines.y(line), _LANE * 0.88
    lines.sheet.box(left, y - height / 2, right - left, height, style)
    words, upright = _fitted(str(row["use"]), right - left, height)
    lines.sheet.write(
        (left + right) / 2,
        y,
        words,
        size=_SIZE,
        across="center",
        plate=style.fill if style.hatch else "",
        upright=upright,
    )


def _fitted(words: str, width: float, height: float) -> tuple[str, bool]:
    """The words as they fit into so many inches, and whether they stand upright: where that cuts fewer letters."""

    letter = max(_LETTER, width_of(words, _SIZE) / max(1, len(words)))

    def fill(across: float, down: float) -> tuple[int, str]:
        letters, lines = max(1, int(across / letter)), max(1, int(down / _LINE))
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
