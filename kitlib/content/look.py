"""The look that a home gives to all that it shows and hands out: its name, its logo, its accent, its words for
districts and schools, and the languages that it offers, as `kit.yaml` says them.

The accent is taken lighter or darker until words in it can be read on what they stand on.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from kitlib.content.called import Called
from kitlib.errors import ContentError
from kitlib.languages.names import ENGLISH, own_name

__all__ = ["ACCENT", "PLAIN", "Logo", "Look", "as_color", "contrast", "logo_of"]

ACCENT = "#0b5394"  # what stands where a home names none
LARGEST = 200_000  # bytes of a logo: it stands in every page, record and sheet
WIDEST = 4000  # dots of a side
HIGH, WIDE = 44, 220  # of the room for it, in the dots of a page
READABLE = 4.5  # the contrast that words need (WCAG 2.2, 1.4.3)
ON_LIGHT = ("#ffffff", "#f4f5f7", "#eef4fb")  # what words in the accent stand on: page, tint, note
ON_DARK = ("#14171b", "#20252b", "#1d2a3a", "#424242")  # the same in the dark, and JupyterLab's own
SIGN = b"\x89PNG\r\n\x1a\n"
SHORT_COLOR, COLOR = re.compile("#?[0-9a-fA-F]{3}"), re.compile("#?[0-9a-fA-F]{6}")
#: What an SVG may not hold: what runs, what brings in a page, and what changes an address later.
_RUNS = {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"}
_WITHIN = re.compile(r"#|data:image/(png|jpeg|gif);", re.IGNORECASE)
_FETCHES = re.compile(r"@import|url\((?!\s*['\"]?\s*#)|expression\(", re.IGNORECASE)


@dataclass(frozen=True)
class Logo:
    """A picture that can stand in any page; `width` and `height` are those it is shown in, in the dots of a page."""

    raw: bytes
    media: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """The picture itself, as an address."""
        return f"data:{self.media};base64,{base64.b64encode(self.raw).decode()}"


@dataclass(frozen=True)
class Look:
    """Whose pages, records and sheets these are, as people see it. A plain one says nothing."""

    name: str = ""
    logo: Logo | None = None
    accent: str = ""
    called: Called = field(default_factory=Called)  # what it calls its districts and schools
    languages: tuple[str, ...] | None = None  # that it offers beside English; None for all

    def __bool__(self) -> bool:
        return bool(self.name or self.accent or not self.called.is_usual)

    @property
    def digest(self) -> str:
        """What changes when the look does; empty for a plain one."""
        if not self:
            return ""
        logo = self.logo.raw if self.logo else b""
        return hashlib.sha256(
            f"{self.name}\n{self.accent}\n{self.called.forms}\n".encode() + logo
        ).hexdigest()[:32]

    def offered(self, found: Iterable[str]) -> dict[str, str]:
        """Of the languages in which something is said, those to choose from, by their own names; English first."""
        there = set(found) - {ENGLISH}
        chosen = sorted(there, key=own_name) if self.languages is None else self.languages
        return {code: own_name(code) for code in (ENGLISH, *(code for code in chosen if code in there))}

    @property
    def on_light(self) -> str:
        """The accent as it can be read on white paper and light pages."""
        return _readable(self.accent or ACCENT, ON_LIGHT)

    @property
    def on_dark(self) -> str:
        """The accent as it can be read on dark pages."""
        return _readable(self.accent or ACCENT, ON_DARK)

    @property
    def alt(self) -> str:
        """What the logo is, for those who cannot see it."""
        return f"Logo of {self.name}" if self.logo else ""

    @property
    def letterhead(self) -> str:
        """The logo and the name as HTML, to stand at the top; empty without a name."""
        if not self.name:
            return ""
        logo = self.logo
        shown = (
            f'<img src="{logo.address}" alt="{escape(self.alt)}" width="{logo.width}" height="{logo.height}">'
            if logo
            else ""
        )
        return f'<div class="letterhead">{shown}<p>{escape(self.name)}</p></div>'

    @property
    def paper(self) -> str:
        """What a document begins with: the accent as PDF and Word take it from a page, and the letterhead."""
        if not self:
            return ""
        return (
            f'<meta name="theme-color" content="{self.on_light}">' if self.accent else ""
        ) + self.letterhead

    @property
    def style(self) -> str:
        """The accent for a document that follows the styles of records; it is always light."""
        return f":root {{ --accent: {self.on_light}; }}" if self.accent else ""

    @property
    def screens(self) -> str:
        """The accent for what people touch, light and dark."""
        if not self.accent:
            return ""
        light = f"--kit-accent: {self.on_light}; --kit-on-accent: #fff;"
        dark = f"--kit-accent: {self.on_dark}; --kit-on-accent: #14171b;"
        return f".kit.kit {{ {light} }}\n[data-jp-theme-light='false'] .kit.kit {{ {dark} }}"

    @property
    def dark_style(self) -> str:
        """The accent for a page that is dark where the system is; paper stays light."""
        if not self.accent:
            return ""
        dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {self.on_dark}; }} }}"
        return f"{self.style} {dark}"

    def to_json(self) -> dict[str, Any]:
        """What a screen draws."""
        logo = self.logo
        told = (
            {"src": logo.address, "alt": self.alt, "width": logo.width, "height": logo.height}
            if logo
            else None
        )
        return {"name": self.name, "logo": told}


PLAIN = Look()


# -- colors --------------------------------------------------------------------------------------------


def as_color(text: str) -> str:
    """A color such as "#0b5394", from that or "0b5394" or "#06c"; empty for anything else."""
    if SHORT_COLOR.fullmatch(text):
        text = "".join(2 * digit for digit in text.lstrip("#"))
    return f"#{text.lstrip('#').lower()}" if COLOR.fullmatch(text) else ""


def contrast(one: str, other: str) -> float:
    """How much two colors differ in brightness, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_brightness(one), _brightness(other)))
    return (high + 0.05) / (low + 0.05)


def _brightness(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _readable(color: str, on: tuple[str, ...]) -> str:
    """A color, mixed with so much black or white that words in it can be read on each of `on`."""
    to = 0 if _brightness(on[0]) > 0.5 else 255
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    for share in range(101):
        mixed = "#" + "".join(f"{round(part + (to - part) * share / 100):02x}" for part in parts)
        if all(contrast(mixed, ground) >= READABLE for ground in on):
            return mixed
    return mixed


# -- the logo ------------------------------------------------------------------------------------------


def logo_of(path: Path) -> Logo:
    """The logo in a file. Raises ContentError, in words for who can mend it, for one that cannot stand in every page."""
    try:
        found = path.stat()
    except OSError:
        raise _refused(path, "is missing") from None
    if found.st_size > LARGEST:
        raise _refused(path, f"is {found.st_size:,} bytes; at most {LARGEST:,} are taken")
    return _read(path, found.st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _written: int) -> Logo:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from None
    return _png(path, raw) if raw.startswith(SIGN) else _svg(path, raw)


def _refused(path: Path, why: str) -> ContentError:
    return ContentError(f"The logo {path.name} {why}. Name another file: a PNG or a plain SVG.")


def _png(path: Path, raw: bytes) -> Logo:
    from PIL import Image, UnidentifiedImageError  # only where a home has a logo of this kind

    try:
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as picture:
            if max(picture.size) > WIDEST:
                raise _refused(
                    path, f"is {picture.width} by {picture.height} dots; at most {WIDEST} are taken"
                )
            picture.load()
            return _shown(raw, "image/png", *picture.size)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _refused(path, "is a PNG that cannot be read") from None


def _svg(path: Path, raw: bytes) -> Logo:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, "is neither a PNG nor an SVG in UTF-8") from None
    for sign, what in (
        ("<!ENTITY", "words for other words"),
        ("<?xml-stylesheet", "a style sheet from elsewhere"),
    ):
        if sign.lower() in text.lower():
            raise _refused(path, f"holds {what} ({sign})")
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        raise _refused(path, f"is neither a PNG nor a sound SVG ({error})") from None
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise _refused(path, "is neither a PNG nor an SVG")
    for element in root.iter():
        _see_that_it_is_still(path, element)
    return _shown(raw, "image/svg+xml", *_measures(path, root))


def _see_that_it_is_still(path: Path, element: ElementTree.Element) -> None:
    """Raise ContentError for an element that runs something, or asks for anything beyond the file."""
    tag = _local(element.tag)
    if tag in _RUNS:
        raise _refused(path, f"holds <{tag}>, which could run")
    if tag == "style" and _FETCHES.search(element.text or ""):
        raise _refused(path, "has a style that asks for something beyond the file")
    for full, value in element.attrib.items():
        name = _local(full)
        if name.startswith("on") or (name == "attributename" and _local(value).startswith(("on", "href"))):
            raise _refused(path, f'holds {name}="…", which could run')
        if name in ("href", "src", "base") and not _WITHIN.match(value.strip()):
            raise _refused(path, f"asks for something beyond the file ({value.strip()[:60]})")
        if _FETCHES.search(value):
            raise _refused(path, f"asks for something beyond the file ({value.strip()[:60]})")


def _local(name: Any) -> str:
    return name.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower() if isinstance(name, str) else ""


def _measures(path: Path, root: ElementTree.Element) -> tuple[float, float]:
    """Width and height of an SVG, of which its view box gives the shape."""
    view = re.fullmatch(r"\s*\S+[\s,]+\S+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*", root.get("viewBox", ""))
    sides = (
        view.groups() if view else [re.sub("[a-z]+$", "", root.get(side, "")) for side in ("width", "height")]
    )
    try:
        width, height = (float(side) for side in sides)
    except ValueError:
        width = height = 0
    if width <= 0 or height <= 0:
        raise _refused(path, "is an SVG that does not say how wide and high it is (viewBox)")
    return width, height


def _shown(raw: bytes, media: str, width: float, height: float) -> Logo:
    less = min(HIGH / height, WIDE / width)
    return Logo(raw, media, max(1, round(width * less)), max(1, round(height * less)))
