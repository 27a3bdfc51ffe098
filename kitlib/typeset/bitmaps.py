"""SVGs as PNGs, for Word: typst draws them, in the same fonts as in a PDF."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from kitlib.errors import KitError
from kitlib.typeset import fonts
from kitlib.typeset.drawing import CHARTS, HERE
from kitlib.typeset.reading import Block, Body

__all__ = ["with_bitmaps"]

DOTS = 144  # an inch
WIDE = 6.9 * 72  # points of text on a page: a picture is no wider, nor one that does not say how wide it is
COLORS = 128  # of a picture, with the shades of its edges: so few make it a fourth of the size
NEARLY = 252  # of 255


def with_bitmaps(body: Body) -> Body:
    """The same blocks with a PNG for each SVG. Raises KitError for an SVG that cannot be drawn."""
    figures = [block for block in _figures(body.blocks) if block["name"].endswith(".svg")]
    if not figures:
        return body
    pictures = {name: raw for name, raw in body.pictures.items() if not name.endswith(".svg")}
    svgs = {name: raw for name, raw in body.pictures.items() if name.endswith(".svg")}
    for figure, bitmap in zip(figures, _drawn(figures, svgs), strict=True):
        figure["name"] = figure["name"].replace(".svg", ".png")
        pictures[figure["name"]] = _few_colors(bitmap)
    return Body(body.blocks, pictures, body.accent)


def _figures(part: Any) -> Iterator[Block]:
    """All figures among blocks, wherever they stand."""
    if isinstance(part, dict):
        if part.get("kind") == "figure":
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _figures(each)


def _drawn(figures: list[Block], svgs: dict[str, bytes]) -> list[bytes]:
    drawn = [figure | {"width": min(figure["width"] or WIDE, WIDE)} for figure in figures]
    data = {"fonts": [*fonts.families(), fonts.LAST_RESORT], "pictures": drawn}
    files = {
        "pictures.typ": (HERE / "pictures.typ").read_bytes(),
        "charts.typ": CHARTS.read_bytes(),
        "pictures.json": json.dumps(data).encode(),
        **svgs,
    }
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        for name, raw in files.items():
            Path(folder, name).write_bytes(raw)
        main = str(Path(folder, "pictures.typ"))
        try:
            made = typst.compile(main, root=folder, format="png", ppi=DOTS, font_paths=fonts.load())
        except typst.TypstError as error:
            raise KitError(
                f"A picture cannot be drawn: {error.message}.", "Change it, or ask for another format."
            ) from None
    return made if isinstance(made, list) else [made]


def _few_colors(raw: bytes) -> bytes:
    small = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as picture:
        few = picture.convert("RGB").quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # White is to be white: what is nearly so would be printed as faint dots.
    few.putpalette([255 if part > NEARLY else part for part in few.getpalette() or []])
    few.save(small, format="png", dpi=(DOTS, DOTS))
    return small.getvalue()
