"""Pictures of a page: those that stand in it, with the words for those who cannot see them. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import io
import re
from urllib.parse import unquote_to_bytes

from bs4.element import Tag
from PIL import Image, UnidentifiedImageError

from kitlib.errors import KitError
from kitlib.typeset.words import plain

__all__ = ["drawn_at", "picture_of"]

DOTS = 96  # an inch, of a picture that does not say how many it has, as on a page
PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


def picture_of(tag: Tag, under: str) -> tuple[str, bytes, str]:
    """Kind and bytes of a picture, none where they are not in the page; and its words, none for a mere ornament.

    Raises KitError, naming the heading that it stands under, where nothing is said of its words.
    """
    if tag.name == "svg":
        alt, raw, ending = tag.get("aria-label"), str(tag).encode(), "svg"
        raw = raw.replace(b" viewbox=", b" viewBox=")  # the parser of HTML knows no capitals
        if b"xmlns=" not in raw:
            raw = raw.replace(b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"', 1)
        if tag.get("aria-hidden") == "true":
            alt = ""
    else:
        alt = tag.get("alt")
        ending, raw = _data(str(tag.get("src") or ""))
    if alt is None:
        raise KitError(
            f"A picture under {under} has no words for those who cannot see it.",
            'Say in its alt what it shows, or alt="" for a mere ornament.',
        )
    return ending, raw, plain(str(alt))


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
