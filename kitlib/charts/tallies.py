"""How often something was so, for each of several lines: bars of counts that add up to the same whole."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kitlib.charts.base import BLUE, ORANGE, QUIET, Chart, bare, key, new_figure, segment, wrapped

__all__ = ["tallies"]

#: What speaks for the line, what against it, what does not count, what is not known.
_STYLES = [(BLUE, ""), (ORANGE, "//"), ("#ffffff", ".."), ("#ffffff", "")]


def tallies(frame: pd.DataFrame, label: str, counts: Mapping[str, str], what: str, noun: str) -> Chart:
    """One stacked bar a row; `counts` maps up to four columns to their words, in the order of the stack.

    `what` names what is shown and `noun` what is counted. Each part carries its number; parts of
    nothing are left out.
    """
    figure, axes = new_figure(len(frame), 0.5, 1.1)
    for i, (_, row) in enumerate(frame.iterrows()):
        left = 0
        for column, (color, hatch) in zip(counts, _STYLES, strict=False):
            n = int(row[column])
            if n:
                segment(axes, i, left, n, str(n), (color, hatch), QUIET)
            left += n
    bare(axes, wrapped(frame[label], 46, 3))
    key(figure, counts.values(), _STYLES, QUIET)
    told = "; ".join(
        f"{row[label]} "
        + ", ".join(f"{words} {int(row[column])}" for column, words in counts.items() if int(row[column]))
        for _, row in frame.iterrows()
    )
    return Chart(figure, f"Stacked bars of {what}, counted in {noun}. {told}.")
