"""DataFrames to figures: one style, readable without color, with alt text made from the same data.

Each function takes a frame, sets no global style, and returns a `Chart`. The
colors are those of Okabe and Ito (jfly.uni-koeln.de/color), told apart by
hatching and numbers as well.
"""

from __future__ import annotations

import base64
import io
import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

__all__ = ["Chart", "bars", "minutes", "spread"]

INK, QUIET, LINE = "#1a1a1a", "#555555", "#c9ccd1"
BLUE, ORANGE, SKY, VERMILION, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#D55E00", "#009E73"
# From one end of a scale to the other; the middle of an odd one is grey.
ENDS = {2: [VERMILION, BLUE], 3: [VERMILION, "#9aa0a6", BLUE], 4: [VERMILION, ORANGE, SKY, BLUE]}
HATCHES = ["////", "//", "", "..", "xx", "\\\\", "oo", "**", "++", "--", "||"]
WIDTH = 7.2  # inches, the text width of a printed page
DPI = 144
PALETTE = 48  # colors in a picture


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
        Image.open(drawn).convert("RGB").quantize(PALETTE).save(small, format="png", optimize=True)
        picture = base64.b64encode(small.getvalue()).decode("ascii")
        return {"image/png": picture, "text/plain": self.alt}, {"image/png": {"alt": self.alt}}


def _figure(rows: int, height: float = 0.42, extra: float = 0.9) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, max(1.6, rows * height + extra)), layout="constrained")
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(colors=INK, labelsize=9, length=0)
    axes.set_axisbelow(True)
    axes.invert_yaxis()
    return figure, axes


def _wrapped(texts: pd.Series[str], width: int = 44, lines: int = 2) -> list[str]:
    return ["\n".join(textwrap.wrap(str(t), width, max_lines=lines, placeholder=" …")) for t in texts]


def minutes(frame: pd.DataFrame) -> Chart:
    """Planned and used minutes of each step; columns step, planned, used (may be missing)."""
    figure, axes = _figure(len(frame), 0.5)
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
    axes.set_yticks(list(at), _wrapped(frame["step"], 36))
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
    figure, axes = _figure(len(frame))
    at = range(len(frame))
    axes.barh(list(at), frame[number], height=0.6, color=BLUE)
    most = max(1, int(frame[number].max()))
    for i, n in enumerate(frame[number]):
        axes.text(n + most * 0.015, i, str(n), va="center", fontsize=9, color=INK)
    axes.set_yticks(list(at), _wrapped(frame[label]))
    axes.set_xlim(0, most * 1.1)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    told = "; ".join(f"{text}: {n}" for text, n in zip(frame[label], frame[number], strict=True))
    return Chart(figure, f"Bar chart: {what}. {told}.")


def spread(frame: pd.DataFrame, points: list[str]) -> Chart:
    """How many chose each of `points` for each item, as bars that part in the middle of the scale.

    Columns text and one a point, as `Held.ratings` gives them. Every segment
    carries its number, so nothing rests on color.
    """
    figure, axes = _figure(len(frame), 0.55, 1.1)
    half = len(points) / 2
    colors = ENDS.get(len(points)) or [SKY] * len(points)
    for i, (_, row) in enumerate(frame.iterrows()):
        given = [int(row[point]) for point in points]
        left = -sum(n for k, n in enumerate(given) if k + 1 <= half) - (
            given[int(half)] / 2 if len(points) % 2 else 0
        )
        for k, n in enumerate(given):
            if n:
                axes.barh(
                    i,
                    n,
                    left=left,
                    height=0.62,
                    color=colors[k],
                    edgecolor="#ffffff",
                    hatch=HATCHES[k],
                    linewidth=0.8,
                )
                axes.text(
                    left + n / 2,
                    i,
                    str(n),
                    ha="center",
                    va="center",
                    fontsize=9,
                    color=INK,
                    bbox={"boxstyle": "round,pad=0.2", "facecolor": "#ffffff", "edgecolor": "none"},
                )
            left += n
    axes.axvline(0, color=QUIET, linewidth=0.8)
    axes.set_yticks(range(len(frame)), _wrapped(frame["text"], 46, 3))
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=c, hatch=h, edgecolor="#ffffff", label=p)
        for p, c, h in zip(points, colors, HATCHES, strict=False)
    ]
    figure.legend(
        handles=keys, loc="outside lower center", ncols=min(4, len(points)), frameon=False, fontsize=9
    )
    told = "; ".join(
        f"{row['text']} " + ", ".join(f"{row[point]} {point.lower()}" for point in points)
        for _, row in frame.iterrows()
    )
    return Chart(figure, f"Stacked bars of how many seats chose each point. {told}")
