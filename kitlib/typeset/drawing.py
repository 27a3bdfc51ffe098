"""Blocks to a PDF: typst draws them, and refuses what PDF/UA-1 or PDF/A-2a forbids."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

import typst

from kitlib.errors import KitError, KitWarning
from kitlib.typeset import fonts
from kitlib.typeset.amending import amend
from kitlib.typeset.breaking import lay_out
from kitlib.typeset.reading import read
from kitlib.typeset.words import language_of, plain

__all__ = ["MissingGlyphWarning", "get_ready", "pdf"]

HERE = Path(__file__).parent
TEMPLATE, CHARTS = HERE / "document.typ", HERE / "charts.typ"
SIZE, LARGE = 11, 18  # points
ACCENT = "#0b5394"  # of a page that names none
NO_GLYPH = re.compile(
    r'the text `"(.*?)"` could not be displayed with font'
)  # what typst says where no font draws it
BOXES = (
    "Some characters of this document show as boxes: no font draws them on the computer that made it. "
    "They are in the file as written, and can be copied and read aloud."
)
MORE_FONTS = f"To have more scripts drawn, such as Chinese, install: pip install '{fonts.EXTRA}'"
ALL_FONTS = f"No font of {fonts.EXTRA} draws them either."


class MissingGlyphWarning(KitWarning):
    """Characters of a document are not drawn, for want of a font; they stand in its PDF as boxes."""


def pdf(
    html: str,
    *,
    title: str,
    language: str = "en",
    running: str = "",
    large: bool = False,
    made: dt.date | None = None,
    keywords: str = "",
) -> bytes:
    """Set an HTML page, or its body, as a PDF/A-2a and PDF/UA-1 document on US Letter; `large` in large print.

    `running` stands at the foot of each page, the title where it is left out. `made` is the day that the file tells,
    today where it is left out: an archive asks for one. `keywords` stand in its metadata. Warns with a MissingGlyphWarning
    where characters show as boxes, for want of a font. Raises KitError for what makes no accessible document,
    such as a picture without alt text.
    """
    body = read(html)
    size = LARGE if large else SIZE
    lay_out(body.blocks, size / SIZE)
    spoken = language_of(language) or ("en", "")
    day = made or dt.datetime.now().astimezone().date()
    data: dict[str, Any] = {
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "keywords": [plain(keywords)] * bool(keywords),
        "title": plain(title).strip() or "Document",
        "running": plain(running or title),
        "lang": spoken[0],
        "region": spoken[1],
        "size": size,
        "accent": body.accent or ACCENT,
        "fonts": fonts.families(),
        "arabic-fonts": [fonts.ARABIC, *fonts.families()],
        "blocks": body.blocks,
    }
    try:
        drawn = _drawn(data, body.pictures)
    except typst.TypstError as error:
        missing = NO_GLYPH.search(error.message)
        if not missing:
            raise _refusal(error, title) from None
        drawn = _drawn_with_boxes(data, body.pictures, missing[1])
    return amend(drawn, body.blocks)


def _drawn_with_boxes(data: dict[str, Any], pictures: dict[str, bytes], missing: str) -> bytes:
    """The document with a box for each character that no font draws, and a note of that at its end."""
    remedy = ALL_FONTS if fonts.extra_installed() else MORE_FONTS
    said = (
        f"In “{data['title']}”, some characters show as boxes, such as {missing!r}: no font draws them here."
    )
    warnings.warn(f"{said} {remedy}", MissingGlyphWarning, stacklevel=3)
    note = {"kind": "paragraph", "look": "quiet", "rtl": False, "runs": [{"text": f"{BOXES} {remedy}"}]}
    boxed = {name: [*data[name], fonts.LAST_RESORT] for name in ("fonts", "arabic-fonts")}
    boxed["blocks"] = [*data["blocks"], note]
    try:
        return _drawn(data | boxed, pictures)
    except typst.TypstError as error:
        raise _refusal(error, data["title"]) from None


def get_ready() -> None:
    """Do ahead what forks of this process then need not do; it may not make a PDF, or theirs would never end.

    typst works in threads that it keeps, and a fork has none of them.
    """
    fonts.load()


def _drawn(data: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    # Files of a folder: those that typst takes from memory can only be text.
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        files = {"document.typ": TEMPLATE.read_bytes(), "charts.typ": CHARTS.read_bytes(), **pictures}
        files["data.json"] = json.dumps(data).encode()
        for name, raw in files.items():
            Path(folder, name).write_bytes(raw)
        main = str(Path(folder, "document.typ"))
        return typst.compile(
            main, root=folder, format="pdf", pdf_standards=["ua-1", "a-2a"], font_paths=fonts.load()
        )


def _refusal(error: typst.TypstError, title: str) -> Exception:
    """What typst refused, as people can put it right; anything else is a fault of the template."""
    if not error.message.startswith(("PDF/", "failed to decode image", "failed to parse SVG")):
        return error
    hints = " ".join(error.hints)
    return KitError(
        f"“{title}” cannot be made as an accessible PDF: {error.message}.",
        f"{hints[:1].upper()}{hints[1:]}." if hints else "Change what it names, then make it again.",
    )
