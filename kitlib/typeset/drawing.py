"""Blocks to a PDF: typst draws them, and refuses what PDF/UA-1 forbids."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import typst

from kitlib.errors import KitError
from kitlib.typeset.reading import read, tables_of
from kitlib.typeset.tables import columns
from kitlib.typeset.tagging import tag_tables
from kitlib.typeset.words import language_of, plain

__all__ = ["get_ready", "load_fonts", "pdf"]

HERE = Path(__file__).parent
TEMPLATE, CHARTS = HERE / "document.typ", HERE / "charts.typ"
#: Open Sans comes with the package; DejaVu Sans, for letters and signs that it has not, with matplotlib.
FONTS = ("Open Sans", "DejaVu Sans", "Libertinus Serif")
#: Draws a box for any character whatever, which keeps what it is for those who hear or copy it.
LAST_RESORT = "Last Resort High-Efficiency"
SIZE, LARGE = 11, 18  # points
NO_LETTER = "could not be displayed with font"  # in what typst says of a character that no font draws
UNDRAWN = (
    "Some characters of this document show as boxes: its fonts do not draw their script. "
    "They are in the file as written, and can be copied and read aloud."
)


def pdf(html: str, *, title: str, language: str = "en", running: str = "", large: bool = False) -> bytes:
    """An HTML page, or its body, as a PDF/UA-1 document on US Letter; `large` in large print.

    `running` stands at the foot of each page, the title where it is left out.
    Raises KitError for what makes no accessible document, such as a picture
    without alt text.
    """
    body = read(html)
    size = LARGE if large else SIZE
    for table in tables_of(body.blocks):
        table["columns"] = columns(table, size / SIZE)
    spoken = language_of(language) or ("en", "")
    data: dict[str, Any] = {
        "title": plain(title).strip() or "Document",
        "running": plain(running or title),
        "lang": spoken[0],
        "region": spoken[1],
        "size": size,
        "fonts": FONTS,
        "blocks": body.blocks,
    }
    try:
        made = _drawn(data, body.pictures)
    except typst.TypstError as error:
        if NO_LETTER not in error.message:
            raise _told(error, title) from None
        told = {"kind": "paragraph", "look": "quiet", "runs": [{"text": UNDRAWN}]}
        data |= {"fonts": [*FONTS, LAST_RESORT], "blocks": [*body.blocks, told]}
        try:
            made = _drawn(data, body.pictures)
        except typst.TypstError as again:
            raise _told(again, title) from None
    return tag_tables(made, body.blocks)


def get_ready() -> None:
    """Do ahead what forks of this process then need not do; it may not make a PDF, or theirs would never end.

    typst works in threads that it keeps, and a fork has none of them.
    """
    load_fonts()


def _drawn(data: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    # Files of a folder: those that typst takes from memory can only be text.
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        files = {"document.typ": TEMPLATE.read_bytes(), "charts.typ": CHARTS.read_bytes(), **pictures}
        files["data.json"] = json.dumps(data).encode()
        for name, raw in files.items():
            Path(folder, name).write_bytes(raw)
        main = str(Path(folder, "document.typ"))
        return typst.compile(main, root=folder, format="pdf", pdf_standards="ua-1", font_paths=load_fonts())


@cache
def load_fonts() -> typst.Fonts:
    """The fonts, looked through once in a process; those of the machine are left out, so that all machines agree."""
    matplotlib = importlib.util.find_spec("matplotlib")  # not imported: it is only its fonts that are wanted
    assert matplotlib is not None
    assert matplotlib.origin is not None
    more = Path(matplotlib.origin).parent / "mpl-data" / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts"), str(more)])


def _told(error: typst.TypstError, title: str) -> Exception:
    """What typst refused, as people can put it right; anything else is a fault of the template."""
    if not error.message.startswith(("PDF/UA-1 error", "failed to decode image", "failed to parse SVG")):
        return error
    hints = " ".join(error.hints)
    return KitError(
        f"“{title}” cannot be made as an accessible PDF: {error.message}.",
        f"{hints[:1].upper()}{hints[1:]}." if hints else "Change what it names, then make it again.",
    )
