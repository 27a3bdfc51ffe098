"""A figure on which shapes and words are put in inches, from its upper left corner, rightwards and down.

It has no axes. Those of matplotlib bring a scale, ticks and a layout of their own, most of which our
figures switch off, and which cost more to make and draw than all that is seen. For the same reason all
shapes of one style are one path: a hatch is made once for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle, PathPatch
from matplotlib.path import Path

from kitlib.charts.colors import INK, LINE, WHITE
from kitlib.charts.letters import SMALL, Words

__all__ = ["WIDTH", "Mark", "Sheet", "Style"]

WIDTH = 7.2  # inches, the text width of a printed page
PLATE = 0.035  # inches around words that stand on a plate
_ROUND = BoxStyle.Round(pad=0, rounding_size=PLATE)

Points = Sequence[tuple[float, float]]


class Style(NamedTuple):
    """A color, matplotlib's name of a hatch, and the color and width in points of the edge; the hatch has its color."""

    fill: str
    hatch: str = ""
    edge: str = WHITE
    width: float = 0.8


class Mark(NamedTuple):
    """A circle, or a diamond that stands on a corner; from its middle to its edge, `radius` inches."""

    style: Style
    radius: float
    diamond: bool = False


class Sheet:
    """A figure of `width` by `height` inches.

    Words lie on top of all shapes. Of two styles, the one that was used first lies below.
    """

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.words: list[Words] = []
        self._shapes: dict[Style, list[Path]] = {}
        self._plates: dict[Style, list[Path]] = {}

    @property
    def figure(self) -> Figure:
        """The shapes as a figure of matplotlib."""
        figure = Figure(figsize=(self.width, self.height))
        for style, paths in [*self._shapes.items(), *self._plates.items()]:
            look = {"facecolor": style.fill, "hatch": style.hatch, "edgecolor": style.edge}
            path = Path.make_compound_path(*paths)
            patch = PathPatch(path, transform=figure.dpi_scale_trans, linewidth=style.width, **look)
            figure.add_artist(patch)
        return figure

    def box(self, x: float, y: float, width: float, height: float, style: Style) -> None:
        """A rectangle."""
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], style)

    def shape(self, points: Points, style: Style) -> None:
        """A closed shape."""
        self._put(Path(self._up([*points, points[0]]), closed=True), style)

    def circle(self, x: float, y: float, radius: float, style: Style) -> None:
        """A circle."""
        self._put(Path.circle((x, self.height - y), radius), style)

    def line(self, points: Points, color: str = LINE, width: float = 0.8) -> None:
        """A line through `points`, `width` points wide."""
        self._put(Path(self._up(points)), Style("none", "", color, width))

    def mark(self, x: float, y: float, mark: Mark) -> None:
        """A mark with its middle at a point."""
        if mark.diamond:
            r = mark.radius
            self.shape([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], mark.style)
        else:
            self.circle(x, y, mark.radius, mark.style)

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
        put = Words(x, y, words, size, color, across, down, upright)
        self.words.append(put)
        if plate:
            (left, top), (width, height) = put.corner, put.extent
            bottom = self.height - top - height - PLATE / 2
            path = _ROUND(left - PLATE, bottom, width + 2 * PLATE, height + PLATE, 1)
            self._plates.setdefault(Style(plate, edge="none"), []).append(path)

    def _put(self, path: Path, style: Style) -> None:
        self._shapes.setdefault(style, []).append(path)

    def _up(self, points: Points) -> list[tuple[float, float]]:
        return [(x, self.height - y) for x, y in points]
