"""A figure on which shapes and words are put in inches, from its upper left corner, rightwards and down.

It has no axes. Those of matplotlib bring a scale, ticks and a layout of their own, most of which our
figures switch off, and which cost more to make and draw than all that is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import BoxStyle, Circle, FancyBboxPatch, Polygon, Rectangle

from kitlib.charts.colors import INK, LINE, WHITE
from kitlib.charts.picture import width_of

__all__ = ["SMALL", "WIDTH", "Mark", "Sheet", "Style"]

WIDTH = 7.2  # inches, the text width of a printed page
SMALL = 9  # points, of all words that are not told otherwise
LEADING = 1.2  # from line to line, in heights of the print
PLATE = 0.035  # inches around words that stand on a plate
_OF_WORDS = 10_000  # the level of plates, above that of all other shapes
_ROUND = BoxStyle.Round(pad=0, rounding_size=PLATE)


class Style(NamedTuple):
    """How a shape is filled: its color, matplotlib's name of its hatch, and the color of its edge and hatch."""

    fill: str
    hatch: str = ""
    edge: str = WHITE


class Mark(NamedTuple):
    """One of matplotlib's markers, of a size in points."""

    marker: str
    size: float
    fill: str
    edge: str


class Sheet:
    """A figure of `width` by `height` inches; what is put later lies on top, and words on top of all shapes."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height))
        self._put_so_far = 0

    def box(self, x: float, y: float, width: float, height: float, style: Style, line: float = 0.8) -> None:
        """A rectangle; its edge is `line` points wide."""
        corner = (x, self.height - y - height)
        self._put(Rectangle(corner, width, height, **_look(style), linewidth=line))

    def shape(self, points: Sequence[tuple[float, float]], style: Style) -> None:
        """A closed shape without an outline."""
        self._put(Polygon(self._up(points), **_look(style), linewidth=0))

    def circle(self, x: float, y: float, radius: float, style: Style) -> None:
        """A circle."""
        self._put(Circle((x, self.height - y), radius, **_look(style), linewidth=0.8))

    def line(self, points: Sequence[tuple[float, float]], color: str = LINE, width: float = 0.8) -> None:
        """A line through `points`, `width` points wide."""
        xs, ys = zip(*self._up(points), strict=True)
        self._put(Line2D(xs, ys, color=color, linewidth=width))

    def mark(self, x: float, y: float, mark: Mark) -> None:
        """A mark with its middle at a point."""
        self._put(
            Line2D(
                [x],
                [self.height - y],
                marker=mark.marker,
                markersize=mark.size,
                markerfacecolor=mark.fill,
                markeredgecolor=mark.edge,
                markeredgewidth=2,
                linestyle="",
            )
        )

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SMALL,
        color: str = INK,
        across: str = "left",
        down: str = "center",
        plate: str = "",
        upright: bool = False,
    ) -> None:
        """Put words at a point, which lies `across` and `down` of them; with `plate`, on a plate of that color."""
        if plate:
            self._plate(x, y, words, size, plate, upright)
        self.figure.text(
            x,
            self.height - y,
            words,
            transform=self.figure.dpi_scale_trans,
            fontsize=size,
            color=color,
            ha=across,
            va=down,
            linespacing=LEADING,
            rotation=90 if upright else 0,
            parse_math=False,
        )

    def _plate(self, x: float, y: float, words: str, size: float, color: str, upright: bool) -> None:
        lines = words.split("\n")
        width = max(width_of(line, size) for line in lines) + 2 * PLATE
        height = len(lines) * size * LEADING / 72 + PLATE
        if upright:
            width, height = height, width
        corner = (x - width / 2, self.height - y - height / 2)
        self._put(
            FancyBboxPatch(corner, width, height, boxstyle=_ROUND, facecolor=color, edgecolor="none"),
            _OF_WORDS,
        )

    def _up(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x, self.height - y) for x, y in points]

    def _put(self, artist: Any, level: int = 0) -> None:
        artist.set_transform(self.figure.dpi_scale_trans)
        self._put_so_far += 1
        artist.set_zorder(level + self._put_so_far)
        self.figure.add_artist(artist)


def _look(style: Style) -> dict[str, Any]:
    return {"facecolor": style.fill, "hatch": style.hatch, "edgecolor": style.edge}
