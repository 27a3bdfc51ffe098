"""The tags of tables in a PDF: what typst cannot name, or misplaces.

Cells that head their row, or a column in a head too long to be drawn on each page, are marked here. typst itself can do so (`pdf.header-cell`), but keeps it behind its
feature `a11y-extras`, which its Python binding 0.15 does not turn on. And a caption that typst had to move to another
page stands beside its table, where it is put back into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from kitlib.typeset.reading import Block, tables_of

__all__ = ["tag_tables"]


def tag_tables(reader: PdfReader, blocks: Sequence[Block]) -> Iterator[DictionaryObject]:
    """Give each cell that heads its row or column that scope, and each table its caption; gives the elements that changed."""
    tables = list(tables_of(blocks))
    if not tables:
        return
    root: Any = reader.trailer["/Root"]
    found = list(_elements(root["/StructTreeRoot"], "/Table"))
    for table, element in zip(tables, found, strict=True):
        if table["caption"]:
            yield from _take_caption(element)
        rows = [*table["head"], *table["body"]]
        if table["repeats"] and not any(cell["heads_row"] for row in table["body"] for cell in row["cells"]):
            continue
        for y, (row, of_row) in enumerate(zip(rows, _elements(element, "/TR"), strict=True)):
            for cell, tag in zip(row["cells"], _elements(of_row, "/TH", "/TD"), strict=True):
                if str(tag["/S"]) == "/TD":
                    _mark(tag, "/Column" if y < len(table["head"]) else "/Row" * cell["heads_row"])
                    yield tag


def _take_caption(table: DictionaryObject) -> Iterable[DictionaryObject]:
    """Put the caption that stands before a table, in one of the groups around it, into the table. Gives what changed."""
    holder: Any = table
    while str((caption := _children(holder)[0])["/S"]) != "/Caption":
        holder = holder["/P"]
    if holder is table:
        return ()
    mine, theirs = table["/K"], holder["/K"]
    assert isinstance(mine, ArrayObject)
    mine.insert(0, theirs.pop(0))
    caption[NameObject("/P")] = table.indirect_reference
    return table, holder, caption


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


def _mark(cell: DictionaryObject, scope: str) -> None:
    """Make a cell the heading of its `scope`, if it has one; none must name its headings, or only those named would count."""
    attributes: Any = cell["/A"]
    for each in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        if each["/O"] == "/Table":
            each.pop("/Headers", None)
            if scope:
                each[NameObject("/Scope")] = NameObject(scope)
    if scope:
        cell[NameObject("/S")] = NameObject("/TH")
