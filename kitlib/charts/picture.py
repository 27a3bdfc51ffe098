"""A sheet as a small PNG, in a hundredth of a second.

matplotlib draws the shapes, Pillow the words on top of them. The picture keeps to the colors of `colors`: a
palette known beforehand need not be sought in the picture, and makes it a fifth of the size, to be mailed and kept.
"""

from __future__ import annotations

import io
from functools import cache

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from PIL import Image

from kitlib.charts.colors import INK, SWATCH, WHITE
from kitlib.charts.letters import DPI, put
from kitlib.charts.sheet import Sheet

__all__ = ["as_png"]

SHADES, DARKER = 7, 3  # steps from each color to white and to ink: where edges are smoothed
NEARLY = 16
SQUEEZE = 6  # of 9: the most takes ten times as long, for a fifteenth of the size


def as_png(sheet: Sheet) -> bytes:
    """The picture. No date and no version is in the file: the same data gives the same picture."""
    size = (round(sheet.width * DPI), round(sheet.height * DPI))
    renderer = RendererAgg(*size, DPI)  # type: ignore[no-untyped-call]
    figure = sheet.figure
    figure.set_dpi(DPI)
    figure.draw(renderer)
    drawn = Image.frombuffer("RGBA", size, renderer.buffer_rgba(), "raw", "RGBA", 0, 1)  # type: ignore[no-untyped-call]
    picture = drawn.convert("RGB")
    for words in sheet.words:
        put(words, picture)
    small = io.BytesIO()
    few = picture.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(small, format="png", compress_level=SQUEEZE, dpi=(DPI, DPI))
    return small.getvalue()


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
