"""A sheet as SVG that can stand in a page: its words are text, to be selected, searched and read in any language.

It holds no script and asks for nothing. Its alt text is its `aria-label`, not a `title`, which browsers show over
whatever the pointer rests on. Words follow the page's fonts where its style sheet says so, and
are set in those of the system elsewhere. A unit is a hundredth of an inch.

Strings, and no library: a figure takes half a millisecond. matplotlib's own SVG (`svg.fonttype: none`) takes thirty times
as long, and up to thirty times the size, for it writes a hatch line by line. drawsvg and svgwrite take twice as long for as
many shapes and words, and leave paths, tiles of hatches and lines of words to us all the same.

`kitlib.typeset` sets the words of a `kit-chart` by itself: it knows the attributes that are used here, and no others.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html import escape

from kitlib.charts.colors import INK, WHITE
from kitlib.charts.hatches import tile_of
from kitlib.charts.letters import SMALL, Words
from kitlib.charts.sheet import PLATE, Circle, Line, Plate, Shape, Sheet, Style

__all__ = ["as_image", "as_svg", "is_chart", "with_ids"]

UNIT = 100  # an inch
POINT = UNIT / 72
SHOWN = 1.1  # pixels of a page for a unit, where there is room: print of 9 points is as large as a page's small print
HATCH_WIDTH = 1.0  # points
FONTS = "system-ui,-apple-system,Segoe UI,Roboto,sans-serif"
_START = '<svg class="kit-chart" '
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}
#: What XML does not allow, or nobody sees.
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def as_svg(sheet: Sheet, alt: str) -> str:
    """The sheet as one `svg` element, the same for the same data; ids in it are made from all that it shows."""
    hatches: dict[tuple[str, str], str] = {}  # hatch and color: id
    shapes = "".join(_layer(style, found, hatches) for style, found in sheet.layers)
    words = "".join(map(_text, sheet.words))
    patterns = "".join(_pattern(hatch, color, id_) for (hatch, color), id_ in hatches.items())
    shown = f'width="{sheet.width * UNIT * SHOWN:.0f}" height="{sheet.height * UNIT * SHOWN:.0f}"'
    svg = (
        f'{_START}xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{_escaped(alt)}" {shown} '
        f'viewBox="0 0 {_n(sheet.width)} {_n(sheet.height)}" font-family="{FONTS}" '
        f'font-size="{SMALL * POINT:g}" fill="{INK}" direction="ltr">'
        f'<rect width="100%" height="100%" fill="{WHITE}"/>{patterns}{shapes}{words}</svg>'
    )
    return with_ids(svg, f"c{hashlib.sha256(svg.encode()).hexdigest()[:10]}") if hatches else svg


def as_image(svg: str, alt: str) -> str:
    """Any SVG as an HTML image, in which nothing can run nor clash with the page."""
    raw = base64.b64encode(svg.encode()).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{raw}" alt="{_escaped(alt)}">'


def is_chart(svg: str) -> bool:
    """Whether an SVG is one of ours, and may therefore stand in a page as it is."""
    return svg.startswith(_START)


def with_ids(chart: str, prefix: str) -> str:
    """A chart with `prefix` before each of its ids. Words in it are left alone: they hold no quotation mark."""
    return chart.replace(' id="', f' id="{prefix}-').replace('="url(#', f'="url(#{prefix}-')


def _n(inches: float) -> str:
    return f"{round(inches * UNIT, 1):g}"


def _escaped(words: str) -> str:
    return escape(_UNPRINTED.sub("", words))


# -- shapes ----------------------------------------------------------------------------------


def _layer(style: Style, shapes: Iterable[Shape], hatches: dict[tuple[str, str], str]) -> str:
    path = "".join(map(_path, shapes))
    edge = "" if style.edge == "none" else f' stroke="{style.edge}" stroke-width="{style.width * POINT:.3g}"'
    if not style.hatch:
        return f'<path fill="{style.fill}"{edge} d="{path}"/>'
    hatch = hatches.setdefault((style.hatch, style.edge), f"h{len(hatches) + 1}")
    return f'<path fill="{style.fill}" d="{path}"/><path fill="url(#{hatch})"{edge} d="{path}"/>'


def _path(shape: Shape) -> str:
    if isinstance(shape, Circle):
        r, d = _n(shape.radius), _n(2 * shape.radius)
        return f"M{_n(shape.x - shape.radius)} {_n(shape.y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z"
    if isinstance(shape, Plate):
        return _round(shape)
    points = "L".join(f"{_n(x)} {_n(y)}" for x, y in shape.points)
    return f"M{points}" if isinstance(shape, Line) else f"M{points}z"


def _round(plate: Plate) -> str:
    r, across, down = _n(PLATE), _n(plate.width - 2 * PLATE), _n(plate.height - 2 * PLATE)
    return (
        f"M{_n(plate.x + PLATE)} {_n(plate.y)}h{across}q{r} 0 {r} {r}v{down}q0 {r}-{r} {r}"
        f"h-{across}q-{r} 0-{r}-{r}v-{down}q0-{r} {r}-{r}z"
    )


def _pattern(hatch: str, color: str, id_: str) -> str:
    tile = tile_of(hatch)
    look = (
        f'fill="{color}"'
        if tile.filled
        else f'fill="none" stroke="{color}" stroke-width="{HATCH_WIDTH * POINT:.3g}"'
    )
    return (
        f'<pattern id="{id_}" width="{tile.width:.4g}" height="{tile.height:.4g}" patternUnits="userSpaceOnUse">'
        f'<path {look} d="{tile.path}"/></pattern>'
    )


# -- words -----------------------------------------------------------------------------------


def _text(words: Words) -> str:
    """Words as one text, its lines parted by a space, so that what is sought is found across them."""
    if not words.text.strip():
        return ""
    turned = ""
    if words.upright:
        (left, top), (width, height) = words.corner, words.extent
        words = words._replace(x=left + width / 2, y=top + height / 2, across="center", down="center")
        turned = f' transform="rotate(-90 {_n(words.x)} {_n(words.y)})"'
    look = _ANCHORS[words.across] + turned
    if words.size != SMALL:
        look += f' font-size="{words.size * POINT:.4g}"'
    if words.color != INK:
        look += f' fill="{words.color}"'
    x = _n(words.x)
    # The space stands where it moves no line: behind one that begins at x, before one that ends there.
    behind, before = (" ", "") if words.across == "left" else ("", " ")
    first, *more = zip(words.lines, words.baselines, strict=True)
    lines = _escaped(first[0]) + "".join(
        f'{behind}<tspan x="{x}" y="{_n(y)}">{before}{_escaped(line)}</tspan>' for line, y in more
    )
    return f'<text x="{x}" y="{_n(first[1])}"{look}>{lines}</text>'
