"""A figure as a small PNG, in a few hundredths of a second.

matplotlib draws the shapes. Words are set by Pillow afterwards, on top of all
shapes: it takes a tenth of the time, since matplotlib shapes and renders letter by letter from
Python. The picture keeps to the colors of `colors`: a palette known beforehand
need not be sought in the picture, and makes it a fifth of the size, to be mailed and kept.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont

from kitlib.charts.colors import INK, SWATCH, WHITE

__all__ = ["as_png", "width_of"]

DPI = 144
SHADES, DARKER = 7, 3  # steps from each color to white and to ink: where edges are smoothed
NEARLY = 16
SQUEEZE = 6  # more takes ten times as long, for a twentieth of the size


def as_png(figure: Figure) -> bytes:
    """The picture. No date and no version is in the file: the same data gives the same picture."""
    width, height = (round(inches * DPI) for inches in figure.get_size_inches())
    renderer = _Renderer(width, height, DPI)
    before = figure.dpi
    figure.dpi = DPI
    try:
        figure.draw(renderer)
    finally:
        figure.dpi = before
    shapes = Image.frombuffer("RGBA", (width, height), renderer.buffer_rgba(), "raw", "RGBA", 0, 1)  # type: ignore[no-untyped-call]
    picture = shapes.convert("RGB")
    renderer.set_words(picture)
    small = io.BytesIO()
    few = picture.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(small, format="png", compress_level=SQUEEZE)
    return small.getvalue()


def width_of(words: str, size: float) -> float:
    """The inches that a line of words takes in print of `size` points."""
    return _font(_file(), size).getlength(words) / DPI


class _Renderer(RendererAgg):
    """Draws shapes, and notes words."""

    def __init__(self, width: int, height: int, dpi: float) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self._words: list[tuple[float, float, str, ImageFont.FreeTypeFont, str, bool]] = []

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Note a line of words; `x` and `y` are where it begins, on its baseline."""
        color = "#" + "".join(f"{round(255 * part):02x}" for part in gc.get_rgb()[:3])
        font = _font(_file(), prop.get_size_in_points())
        self._words.append((x, y, s, font, color, angle == 90))

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        """The size of a line, by which matplotlib aligns it."""
        font = _font(_file(), prop.get_size_in_points())
        above, below = font.getmetrics()
        return font.getlength(s), above + below, below

    def set_words(self, picture: Image.Image) -> None:
        """Put the words that were noted into the picture."""
        draw = ImageDraw.Draw(picture)
        for x, y, words, font, color, upright in self._words:
            if not upright:
                draw.text((round(x), round(y)), words, fill=color, font=font, anchor="ls")
                continue
            left, top, right, bottom = (round(n) for n in font.getbbox(words, anchor="ls"))
            line = Image.new("L", (right - left, bottom - top))
            ImageDraw.Draw(line).text((-left, -top), words, fill=255, font=font, anchor="ls")
            turned = line.transpose(Image.Transpose.ROTATE_90)
            picture.paste(color, (round(x) + top, round(y) - right), turned)


@cache
def _file() -> str:
    """The font that comes with matplotlib, so that a figure is the same on every machine."""
    return font_manager.findfont("DejaVu Sans")


@cache
def _font(file: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size * DPI / 72)


@cache
def _palette() -> Image.Image:
    found = dict.fromkeys([(255, 255, 255), *(_shade(color, WHITE, 0) for color in SWATCH)])
    for color in SWATCH:
        found |= dict.fromkeys(_shade(color, WHITE, step / SHADES) for step in range(1, SHADES))
        found |= dict.fromkeys(_shade(color, INK, step / DARKER) for step in range(1, DARKER))
    # Pillow looks for the nearest color in coarse steps: what is nearly white would take the place of white.
    kept = [shade for shade in found if min(shade) == 255 or min(shade) < 255 - NEARLY]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for shade in kept for part in shade])
    return palette


def _shade(color: str, other: str, part: float) -> tuple[int, ...]:
    """A color, `part` of the way to the other."""
    pairs = zip(to_rgb(color), to_rgb(other), strict=True)
    return tuple(round(255 * (a + (b - a) * part)) for a, b in pairs)
