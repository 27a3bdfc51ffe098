"""Words in figures: where they stand, and how wide they are.

Nobody knows beforehand in which font a page will be read. Widths are those of DejaVu Sans, the widest of the fonts
that pages are commonly set in, and a little more, for screens round letters to their pixels: so words take less
room than was kept for them, not more. It comes with matplotlib, so a figure is laid out alike on every machine; Pillow reads it.
"""

from __future__ import annotations

import importlib.util
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from PIL import ImageFont

__all__ = ["LEADING", "SMALL", "Words", "cut", "is_wide", "width_of"]

SMALL = 9  # points, of all words that are not told otherwise
LEADING = 1.2  # from line to line, in heights of the print
CAPITAL = 0.73  # the height of a capital or a digit, in heights of the print
SPARE = 1.03  # of a width that is measured
MEASURED = 100  # the size at which widths are taken, large enough that no rounding is seen
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

    @property
    def baselines(self) -> list[float]:
        """Where each line stands, in inches from above, as if none were upright: capitals in the middle of its height."""
        em = self.size / 72
        top = self.y - _ABOVE[self.down] * len(self.lines) * em * LEADING
        return [top + em * (LEADING * (i + 0.5) + CAPITAL / 2) for i in range(len(self.lines))]


@lru_cache(1024)
def width_of(line: str, size: float) -> float:
    """The inches that a line takes in print of `size` points. Chinese characters, emoji and the like are as wide as high."""
    wide = 0
    if not line.isascii():
        narrow = "".join(c for c in line if not is_wide(c))
        wide, line = len(line) - len(narrow), narrow
    return (_font().getlength(line) / MEASURED + wide) * SPARE * size / 72


def cut(line: str, size: float, most: float) -> str:
    """A line with so much of it left out at its end that it takes no more than `most` inches."""
    if width_of(line, size) <= most:
        return line
    while line and width_of(f"{line}…", size) > most:
        line = line[:-1]
    return f"{line.rstrip()}…"


def is_wide(character: str) -> bool:
    """Whether a character takes a square, as those of Chinese, Japanese and Korean do, and emoji."""
    return east_asian_width(character) in "WF"


@cache
def _font() -> ImageFont.FreeTypeFont:
    found = importlib.util.find_spec("matplotlib")  # not imported: it is only its font that is wanted
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
    # Not by raqm, which some machines have and others have not.
    return ImageFont.truetype(path, MEASURED, layout_engine=ImageFont.Layout.BASIC)
