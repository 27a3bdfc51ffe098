"""Words in figures: how wide they are, and how they are put into a picture, by Pillow.

It takes a tenth of the time that matplotlib takes, which shapes and renders letter by letter from Python.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from matplotlib import font_manager
from PIL import Image, ImageDraw, ImageFont

__all__ = ["DPI", "LEADING", "SMALL", "Words", "put", "width_of"]

DPI = 128
SMALL = 9  # points, of all words that are not told otherwise
LEADING = 1.2  # from line to line, in heights of the print
CAPITAL = 0.73  # the height of a capital or a digit, in heights of the print
_SIDES = {"left": "l", "center": "m", "right": "r"}
_ABOVE = {"top": 0.0, "center": 0.5, "bottom": 1.0}


class Words(NamedTuple):
    """Words at a point, in inches from the upper left corner, which lies `across` and `down` of them."""

    x: float
    y: float
    text: str
    size: float
    color: str
    across: str
    down: str
    upright: bool

    @property
    def lines(self) -> list[str]:
        """What stands one below the other."""
        return self.text.split("\n")

    @property
    def extent(self) -> tuple[float, float]:
        """The inches they take across and down."""
        width = max(width_of(line, self.size) for line in self.lines)
        height = len(self.lines) * self.size * LEADING / 72
        return (height, width) if self.upright else (width, height)

    @property
    def corner(self) -> tuple[float, float]:
        """Their own upper left corner, in inches."""
        width, height = self.extent
        aside = {"left": 0.0, "center": 0.5, "right": 1.0}[self.across]
        return self.x - width * aside, self.y - height * _ABOVE[self.down]


def width_of(line: str, size: float) -> float:
    """The inches that a line takes in print of `size` points."""
    return _font(size).getlength(line) / DPI


def put(words: Words, picture: Image.Image) -> None:
    """Set words into a picture of DPI dots an inch."""
    if not words.upright:
        _set(words, ImageDraw.Draw(picture), words.x, words.y, words.color)
        return
    width, height = words.extent
    flat = Image.new("L", (round(height * DPI), round(width * DPI)))
    _set(words, ImageDraw.Draw(flat), height / 2, width / 2, 255)
    left, top = words.corner
    picture.paste(
        words.color, (round(left * DPI), round(top * DPI)), flat.transpose(Image.Transpose.ROTATE_90)
    )


def _set(words: Words, draw: ImageDraw.ImageDraw, x: float, y: float, fill: str | int) -> None:
    """Line by line, capitals in the middle of each line's height."""
    font, em = _font(words.size), words.size * DPI / 72
    top = y * DPI - _ABOVE[words.down] * len(words.lines) * em * LEADING
    anchor = f"{_SIDES[words.across]}s"
    for i, line in enumerate(words.lines):
        baseline = top + em * (LEADING * (i + 0.5) + CAPITAL / 2)
        draw.text((round(x * DPI), round(baseline)), line, fill=fill, font=font, anchor=anchor)


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    """The font that comes with matplotlib, so that a figure is the same on every machine."""
    return ImageFont.truetype(font_manager.findfont("DejaVu Sans"), size * DPI / 72)
