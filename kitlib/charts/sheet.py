"""A figure on which shapes and words are put in inches, from its upper left corner, rightwards and down.

It has no axes: a scale, ticks and a layout of their own are what most of our figures would switch off.
A sheet is plain data, so that each form of it is drawn from the same: `svg` for pages, `figure` for who
takes it further in matplotlib. All shapes of one style are kept together, for they become one path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kitlib.charts.colors import INK, LINE, WHITE
from kitlib.charts.letters import SMALL, Words

__all__ = ["PLATE", "WIDTH", "Circle", "Line", "Mark", "Plate", "Polygon", "Shape", "Sheet", "Style"]

WIDTH = 7.2  # inches, the text width of a printed page
PLATE = 0.035  # inches around words that stand on a plate, and the radius of its corners

Points = Sequence[tuple[float, float]]


class Style(NamedTuple):
    """A color, matplotlib's name of a hatch, and the color and width in points of the edge; the hatch has its color."""

    fill: str
    hatch: str = ""
    edge: str = WHITE
    width: float = 0.8


class Polygon(NamedTuple):
    """A closed shape."""

    points: Points


class Line(NamedTuple):
    """A line through points."""

    points: Points


class Circle(NamedTuple):
    """A circle around a point."""

    x: float
    y: float
    radius: float


class Plate(NamedTuple):
    """A box with round corners, by its upper left one."""

    x: float
    y: float
    width: float
    height: float


Shape = Polygon | Line | Circle | Plate


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
        self._shapes: dict[Style, list[Shape]] = {}
        self._plates: dict[Style, list[Shape]] = {}

    @property
    def layers(self) -> Iterator[tuple[Style, list[Shape]]]:
        """Each style with its shapes, from the one that lies lowest; those under words come last."""
        yield from self._shapes.items()
        yield from self._plates.items()

    def box(self, x: float, y: float, width: float, height: float, style: Style) -> None:
        """A rectangle."""
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], style)

    def shape(self, points: Points, style: Style) -> None:
        """A closed shape."""
        self._put(Polygon(points), style)

    def circle(self, x: float, y: float, radius: float, style: Style) -> None:
        """A circle."""
        self._put(Circle(x, y, radius), style)

    def line(self, points: Points, color: str = LINE, width: float = 0.8) -> None:
        """A line through `points`, `width` points wide."""
        self._put(Line(points), Style("none", "", color, width))

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
            under = Plate(left - PLATE, top - PLATE / 2, width + 2 * PLATE, height + PLATE)
            self._plates.setdefault(Style(plate, edge="none"), []).append(under)

    def _put(self, shape: Shape, style: Style) -> None:
        self._shapes.setdefault(style, []).append(shape)
