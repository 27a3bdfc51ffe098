"""The tags of tables in a PDF: what typst cannot name, or misplaces.

It knows headings of columns alone, so the cells that head their row are marked
here; and a caption that it had to move to another page stands beside its
table, where it is put back into it. All is added to the end of the file, as PDF lets one
change it: what typst wrote, and found sound, stays as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from kitlib.typeset.reading import Block, tables_of

__all__ = ["tag_tables"]


def tag_tables(made: bytes, blocks: Sequence[Block]) -> bytes:
    """The PDF `made` from `blocks`, with a heading of scope row in each cell that heads its row, and captions in tables."""
    tables = list(tables_of(blocks))
    if not tables:
        return made
    writer = PdfWriter(io.BytesIO(made), incremental=True)
    found = _elements(writer.root_object["/StructTreeRoot"], "/Table")
    for table, element in zip(tables, list(found), strict=True):
        if table["caption"]:
            _take_caption(element)
        rows = [*table["head"], *table["body"]]
        if not any(cell["heads_row"] for row in table["body"] for cell in row["cells"]):
            continue
        for row, of_row in zip(rows, _elements(element, "/TR"), strict=True):
            for cell, tag in zip(row["cells"], _elements(of_row, "/TH", "/TD"), strict=True):
                _mark(tag, row in table["body"] and cell["heads_row"])
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def _take_caption(table: DictionaryObject) -> None:
    """Put the caption that stands before a table, in one of the groups around it, into the table."""
    inner = _children(table)
    holder: Any = table
    while inner and str(inner[0]["/S"]) != "/Caption":
        holder = holder["/P"]
        (caption, *_) = _children(holder)
        if str(caption["/S"]) == "/Caption":
            mine, theirs = table["/K"], holder["/K"]
            assert isinstance(mine, ArrayObject)
            assert isinstance(theirs, ArrayObject)
            mine.insert(0, theirs.pop(0))
            caption[NameObject("/P")] = table.indirect_reference
            return


def _children(node: DictionaryObject) -> list[DictionaryObject]:
    inner: Any = node.get("/K", ArrayObject()).get_object()
    found = [each.get_object() for each in (inner if isinstance(inner, ArrayObject) else [inner])]
    return [child for child in found if isinstance(child, DictionaryObject) and "/S" in child]


def _elements(node: Any, *kinds: str) -> Iterator[DictionaryObject]:
    """The elements of these kinds below one, in its order; those of rows and cells not beyond the next table."""
    for child in _children(node):
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
