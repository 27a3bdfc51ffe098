"""The headings of rows in a PDF: typst can name the headings of columns alone.

Its tables come out with every cell of the body as a plain cell. Here those that
head their row are marked so, by what PDF lets one add to the end of a file: all
that typst wrote, and found sound, stays as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from kitlib.typeset.reading import Block, tables_of

__all__ = ["mark_row_headings"]


def mark_row_headings(made: bytes, blocks: Sequence[Block]) -> bytes:
    """The PDF `made` from `blocks`, in which each cell that heads its row is a heading with the scope of a row."""
    tables = list(tables_of(blocks))
    if not any(cell["heads_row"] for table in tables for row in table["body"] for cell in row["cells"]):
        return made
    writer = PdfWriter(io.BytesIO(made), incremental=True)
    found = _elements(writer.root_object["/StructTreeRoot"], "/Table")
    for table, element in zip(tables, found, strict=True):
        rows = [*table["head"], *table["body"]]
        for row, of_row in zip(rows, _elements(element, "/TR"), strict=True):
            for cell, tag in zip(row["cells"], _elements(of_row, "/TH", "/TD"), strict=True):
                _mark(tag, row in table["body"] and cell["heads_row"])
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def _elements(node: Any, *kinds: str) -> Iterator[DictionaryObject]:
    """The elements of these kinds below one, in its order; those of rows and cells not beyond the next table."""
    inner: Any = node.get("/K", ArrayObject()).get_object()
    for each in inner if isinstance(inner, ArrayObject) else [inner]:
        child = each.get_object()
        if not isinstance(child, DictionaryObject) or "/S" not in child:
            continue
        kind = str(child["/S"])
        if kind in kinds:
            yield child
        if kind not in ("/Table", *kinds) or kinds == ("/Table",):
            yield from _elements(child, *kinds)


def _mark(tag: DictionaryObject, heads_row: bool) -> None:
    """Make a cell the heading of its row; other cells must not name their headings, or only those named would count."""
    if str(tag["/S"]) == "/TH":
        return
    attributes: Any = tag["/A"]
    for each in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        if each["/O"] == "/Table":
            each.pop("/Headers", None)
            if heads_row:
                each[NameObject("/Scope")] = NameObject("/Row")
    if heads_row:
        tag[NameObject("/S")] = NameObject("/TH")
