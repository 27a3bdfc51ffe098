"""How often something was so, for each of several lines: bars of counts that add up to the same whole."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kitlib.charts.base import Chart, wrapped
from kitlib.charts.colors import BLUE, ORANGE, QUIET, WHITE
from kitlib.charts.key import Key
from kitlib.charts.lines import Lines
from kitlib.charts.sheet import Style

__all__ = ["tallies"]

#: What speaks for the line, what against it, what does not count, what is not known.
_STYLES = [
    Style(BLUE, edge=QUIET),
    Style(ORANGE, "//", QUIET),
    Style(WHITE, "..", QUIET),
    Style(WHITE, edge=QUIET),
]


def tallies(frame: pd.DataFrame, label: str, counts: Mapping[str, str], what: str, noun: str) -> Chart:
    """One stacked bar a row; `counts` maps up to four columns to their words, in the order of the stack.

    `what` names what is shown and `noun` what is counted. Each part carries its number; parts of
    nothing are left out.
    """
    texts = list(frame[label])
    given = [[int(n) for n in row] for row in zip(*(frame[column] for column in counts), strict=True)]
    key = Key(list(counts.values()), _STYLES)
    lines = Lines(wrapped(texts, 46, 3), 0.5, (0, max(1, *map(sum, given))), key)
    for i, row in enumerate(given):
        left = 0
        for n, style in zip(row, _STYLES, strict=False):
            if n:
                lines.part(i, left, n, str(n), style)
            left += n
    told = "; ".join(
        f"{text} " + ", ".join(f"{words} {n}" for words, n in zip(counts.values(), row, strict=True) if n)
        for text, row in zip(texts, given, strict=True)
    )
    return Chart(lines.done(), f"Stacked bars of {what}, counted in {noun}. {told}.")
