"""The tags of tables in a PDF: what typst cannot name, or misplaces.

It knows headings of columns alone, so the cells that head their row are marked
here; and a caption that it had to move to another page stands beside its
table, where it is put back into it. All is added to the end of the file, as PDF lets one
change it: what typst wrote, and found sound, stays as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from kitlib.typeset.reading import Block, tables_of

__all__ = ["tag_tables"]


def tag_tables(made: bytes, blocks: Sequence[Block]) -> bytes:
    """The PDF `made` from `blocks`, with a heading of scope row in each cell that heads its row, and captions in tables."""
    tables = list(tables_of(blocks))
    if not tables:
        return made
    reader = PdfReader(io.BytesIO(made))
    changed: list[DictionaryObject] = []
    root: Any = reader.trailer["/Root"]
    found = list(_elements(root["/StructTreeRoot"], "/Table"))
    for table, element in zip(tables, found, strict=True):
        if table["caption"]:
            changed += _take_caption(element)
        rows = [*table["head"], *table["body"]]
        if not any(cell["heads_row"] for row in table["body"] for cell in row["cells"]):
            continue
        for row, of_row in zip(rows, _elements(element, "/TR"), strict=True):
            for cell, tag in zip(row["cells"], _elements(of_row, "/TH", "/TD"), strict=True):
                if str(tag["/S"]) == "/TD":
                    _mark(tag, cell["heads_row"])
                    changed.append(tag)
    return _with(made, reader, changed) if changed else made


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


def _mark(cell: DictionaryObject, heads_row: bool) -> None:
    """Make a cell the heading of its row, if it is; none must name its headings, or only those named would count."""
    attributes: Any = cell["/A"]
    for each in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        if each["/O"] == "/Table":
            each.pop("/Headers", None)
            if heads_row:
                each[NameObject("/Scope")] = NameObject("/Row")
    if heads_row:
        cell[NameObject("/S")] = NameObject("/TH")


def _with(made: bytes, reader: PdfReader, changed: Iterable[DictionaryObject]) -> bytes:
    """A PDF with these objects added anew at its end, and a table of where they are, as typst itself writes one."""
    places: dict[int, int] = {}
    objects = {
        reference.idnum: each for each in changed if (reference := each.indirect_reference) is not None
    }
    out = io.BytesIO()
    out.write(made)
    for number, each in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number)
        each.write_to_stream(out)
        out.write(b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n")
    for number, place in places.items():
        out.write(b"%d 1\n%010d 00000 n\r\n" % (number, place))
    kept = ("/Size", "/Root", "/Info", "/ID")
    ending = DictionaryObject({NameObject(key): reader.trailer.raw_get(key) for key in kept})
    ending[NameObject("/Prev")] = NumberObject(int(made.rpartition(b"startxref")[2].split()[0]))
    out.write(b"trailer\n")
    ending.write_to_stream(out)
    out.write(b"\nstartxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()
