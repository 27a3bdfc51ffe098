"""How far two ratings of the same items stand apart: two marks on one line."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import BLUE, INK, VERMILION, WHITE
from kitlib.charts.key import Key
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Mark, Style

__all__ = ["gaps"]

_FIRST = Mark(Style(WHITE, edge=VERMILION, width=2), 0.075, diamond=True)
_SECOND = Mark(Style(BLUE, edge=BLUE), 0.06)


def gaps(
    frame: pd.DataFrame, names: tuple[str, str], first_scale: Sequence[int], second_scale: Sequence[int]
) -> Chart:
    """One line an item, from `first` to `second` (columns text, first, second, gap), both from lowest to highest point."""

    def part(value: float, scale: Sequence[int]) -> float:
        return (value - scale[0]) / (scale[-1] - scale[0])

    key = Key(names, [_FIRST, _SECOND])
    lines = Lines(wrapped(frame["text"], 46, 3), 0.5, (-0.1, 1.1), key, below=0.2, margin=0.35)
    sheet = lines.sheet
    for i, (first, second, gap) in enumerate(zip(frame["first"], frame["second"], frame["gap"], strict=True)):
        a, b = lines.x(part(first, first_scale)), lines.x(part(second, second_scale))
        y = lines.y(i)
        sheet.line([(lines.x(0), y), (lines.x(1), y)])
        sheet.line([(a, y), (b, y)], INK, 2.5)
        sheet.mark(a, y, _FIRST)
        sheet.mark(b, y, _SECOND)
        sheet.write(lines.right + 0.05, y, f"{gap:+g}" if gap else "0", size=10)
    for at, words in enumerate(("lowest point", "highest point")):
        sheet.write(lines.x(at), lines.bottom + 0.1, words, across="center")
    told = "; ".join(
        f"{row.text} {row.first_label} against {row.second_label}, gap {row.gap}"
        for row in frame.itertuples()
    )
    return Chart(lines.done(), f"Two marks a line: {names[0]} and {names[1]}, the widest gap first. {told}.")
