"""Pictures of a page: those that stand in it, with the words for those who cannot see them. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from bs4.element import Tag
from PIL import Image, UnidentifiedImageError

from kitlib.errors import KitError
from kitlib.typeset.words import plain

__all__ = ["drawn_at", "picture_of", "words_on"]

Block = dict[str, Any]

DOTS = 96  # an inch, of a picture that does not say how many it has, as on a page
PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
#: What SVG writes with capitals, which a parser of HTML does not know; of filters only the blur, which charts use.
_CAPITALS = {
    name.lower(): name
    for name in (
        "clipPath", "clipPathUnits", "feGaussianBlur", "filterUnits", "gradientTransform", "gradientUnits",
        "lengthAdjust", "linearGradient", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits",
        "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "preserveAspectRatio",
        "primitiveUnits", "radialGradient", "refX", "refY", "spreadMethod", "startOffset", "stdDeviation",
        "systemLanguage", "textLength", "textPath", "viewBox",
    )
}  # fmt: skip


def picture_of(tag: Tag, under: str) -> tuple[str, bytes, str]:
    """Kind and bytes of a picture, none where they are not in the page; and its words, none for a mere ornament.

    Raises KitError, naming the heading that it stands under, where nothing is said of its words.
    """
    if tag.name == "svg":
        ending, raw, alt = "svg", _svg(tag), _alt(tag)
    else:
        ending, raw = _data(str(tag.get("src") or ""))
        alt = tag.get("alt")
    if alt is None:
        raise KitError(
            f"A picture under {under} has no words for those who cannot see it.",
            'Say in its alt what it shows, or alt="" for a mere ornament.',
        )
    return ending, raw, plain(str(alt))


def words_on(tag: Tag) -> Block:
    """The words of a chart, taken out of its picture, line by line; and how wide its `view` is, in the same units.

    Those of any other picture stay in it. The chart is one of `kitlib.charts.svg`.
    """
    if tag.name != "svg" or "kit-chart" not in (tag.get("class") or []):
        return {"words": [], "view": 1}
    common = {"size": float(str(tag["font-size"])), "color": str(tag["fill"])}
    words = [line for text in tag.find_all("text") for line in _lines(text.extract(), common)]
    return {"words": words, "view": float(str(tag["viewbox"]).split()[2])}


def _lines(text: Tag, common: Block) -> Iterator[Block]:
    """Each line of a text: where its first, middle or last letter stands, a turned one `drop` below the point it turns on."""
    look = {"anchor": str(text.get("text-anchor") or "start"), **common}
    if "font-size" in text.attrs:
        look["size"] = float(str(text["font-size"]))
    if "fill" in text.attrs:
        look["color"] = str(text["fill"])
    turned = re.match(r"rotate\(-90 (\S+) (\S+)\)", str(text.get("transform") or ""))
    for part in text.children:
        at = part if isinstance(part, Tag) else text
        if words := plain(part.get_text()).strip():
            x, y = float(str(at["x"])), float(str(at["y"]))
            middle = float(turned[2]) if turned else y
            yield {"text": words, "x": x, "y": middle, "drop": y - middle, "turned": bool(turned), **look}


def _svg(tag: Tag) -> bytes:
    """An `svg` of a page as a file of its own. The parser of HTML knows no capitals, SVG does."""
    for each in (tag, *tag.find_all(True)):
        each.name = _CAPITALS.get(each.name, each.name)
        each.attrs = {_CAPITALS.get(name, name): value for name, value in each.attrs.items()}
    tag.attrs.setdefault("xmlns", "http://www.w3.org/2000/svg")
    return str(tag).encode()


def _alt(svg: Tag) -> Any:
    """What stands for an `svg` of a page: its label, or its title; nothing for a mere ornament."""
    if svg.get("aria-hidden") == "true":
        return ""
    title = svg.find("title", recursive=False)
    return svg.get("aria-label", title.get_text() if isinstance(title, Tag) else None)


def drawn_at(raw: bytes) -> float:
    """How many points wide a picture says it is, as charts do; 0, as wide as the page, if it has no dots."""
    try:
        picture = Image.open(io.BytesIO(raw))
    except UnidentifiedImageError:
        return 0  # an SVG, or one that typst will refuse by name
    dots: float = picture.info.get("dpi", (DOTS, DOTS))[0]
    return picture.width * 72 / (dots if dots > 1 else DOTS)


def _data(address: str) -> tuple[str, bytes]:
    """Kind and bytes of a picture that stands in its own address; nothing of any other."""
    found = re.match(r"data:([\w/+.-]+)[^,]*?(;base64)?,", address)
    if not found or found[1] not in PICTURES:
        return "", b""
    rest = address[found.end() :]
    try:
        raw = base64.b64decode(rest) if found[2] else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return "", b""
    return PICTURES[found[1]], raw
