"""DataFrames to figures: one style, readable without color, with alt text made from the same data.

Each function of this package takes a frame, sets no global style, and returns a
`Chart`. The colors are those of Okabe and Ito (jfly.uni-koeln.de/color), told apart by
hatching and numbers as well.
"""

from __future__ import annotations

import base64
import io
import itertools
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from PIL import Image

__all__ = [
    "BLUE",
    "ENDS",
    "GREEN",
    "HATCHES",
    "INK",
    "LINE",
    "ORANGE",
    "QUIET",
    "SKY",
    "VERMILION",
    "WIDTH",
    "Chart",
    "bare",
    "key",
    "new_figure",
    "segment",
    "wrapped",
]

INK, QUIET, LINE = "#1a1a1a", "#555555", "#c9ccd1"
BLUE, ORANGE, SKY, VERMILION, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#D55E00", "#009E73"
# From one end of a scale to the other; the middle of an odd one is grey.
GREY = "#9aa0a6"
ENDS = {
    2: [VERMILION, BLUE],
    3: [VERMILION, GREY, BLUE],
    4: [VERMILION, ORANGE, SKY, BLUE],
    5: [VERMILION, ORANGE, GREY, SKY, BLUE],
    6: [VERMILION, ORANGE, "#F0E442", "#b5def3", SKY, BLUE],
}
HATCHES = ["////", "//", "", "..", "xx", "\\\\", "oo", "**", "++", "--", "||"]
WIDTH = 7.2  # inches, the text width of a printed page
DPI = 144
PALETTE = 48  # colors in a picture
_MOST_COLUMNS = 4  # of a key
_LINE_OF_KEY = 110  # letters of a key's print in the width of a figure
_PATCH = 8  # letters that a patch takes of them


@dataclass(frozen=True)
class Chart:
    """A figure with the words that stand for it where it cannot be seen."""

    figure: Figure
    alt: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Shown by Jupyter as a picture that carries its alt text along."""
        drawn, small = io.BytesIO(), io.BytesIO()
        # No date and no version in the file: the same data gives the same picture.
        self.figure.savefig(drawn, format="png", dpi=DPI, metadata={"Software": None})
        # Few colors are used, so a palette holds them: a fifth of the size, to be mailed and kept.
        # Chosen by their range and not by how often they occur: a key may hold the only patch of its color.
        few = Image.open(drawn).convert("RGB").quantize(PALETTE, Image.Quantize.MAXCOVERAGE)
        few.save(small, format="png", optimize=True)
        picture = base64.b64encode(small.getvalue()).decode("ascii")
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def new_figure(rows: int, height: float = 0.42, extra: float = 0.9) -> tuple[Figure, Axes]:
    """A figure of horizontal bars: `rows` of them, each `height` inches, and `extra` inches around."""
    figure = Figure(figsize=(WIDTH, max(1.6, rows * height + extra)), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(colors=INK, labelsize=9, length=0)
    axes.set_axisbelow(True)
    axes.invert_yaxis()
    return figure, axes


def wrapped(texts: Iterable[object], width: int = 44, lines: int = 2) -> list[str]:
    """Labels of an axis in at most `lines` lines."""
    return ["\n".join(textwrap.wrap(str(t), width, max_lines=lines, placeholder=" …")) for t in texts]


def bare(axes: Axes, labels: list[str]) -> None:
    """Rows named at the left, and no scale: where each segment carries its own number, none is needed."""
    axes.set_yticks(range(len(labels)), labels)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def segment(
    axes: Axes, row: int, left: float, width: float, words: str, style: tuple[str, str], edge: str = "#ffffff"
) -> None:
    """One part of a bar, from `left` on, with `words` in its middle; `style` is its color and its hatch."""
    color, hatch = style
    axes.barh(row, width, left=left, height=0.62, color=color, edgecolor=edge, hatch=hatch, linewidth=0.8)
    box = {"boxstyle": "round,pad=0.2", "facecolor": "#ffffff", "edgecolor": "none"}
    if words:
        middle = left + width / 2
        axes.text(middle, row, words, ha="center", va="center", fontsize=9, color=INK, bbox=box)


def key(
    figure: Figure, names: Iterable[str], styles: Iterable[tuple[str, str]], edge: str = "#ffffff"
) -> None:
    """What each style stands for, below the figure."""
    patches = [
        Patch(facecolor=color, hatch=hatch, edgecolor=edge, label=name)
        for name, (color, hatch) in zip(names, styles, strict=False)
    ]
    figure.legend(
        handles=patches,
        loc="outside lower center",
        ncols=_beside([patch.get_label() for patch in patches]),
        frameon=False,
        fontsize=9,
    )


def _beside(names: list[Any]) -> int:
    """How many columns of a key fit the width of a figure: it takes its columns one below the other."""
    for columns in range(min(_MOST_COLUMNS, len(names)), 1, -1):
        least, longer = divmod(len(names), columns)  # the first columns take one more
        starts = [i * least + min(i, longer) for i in range(columns + 1)]
        longest = [max(map(len, names[a:b])) for a, b in itertools.pairwise(starts)]
        if sum(longest) + _PATCH * columns <= _LINE_OF_KEY:
            return columns
    return 1
