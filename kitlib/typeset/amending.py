"""Changes to a PDF that typst has made: what it cannot say, or says wrongly.

All is added to the end of the file, as PDF lets one change it: what typst wrote, and found sound, stays as it is.
pypdf's own incremental writer gives the same, but reads and copies every object of the file for it: that is 0.13 s a
record in place of 0.065, of the 0.2 s that a PDF takes in all.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from kitlib.typeset.direction import put_in_order
from kitlib.typeset.reading import Block
from kitlib.typeset.tagging import tag_tables

__all__ = ["amend"]


def amend(made: bytes, blocks: Sequence[Block]) -> bytes:
    """The PDF `made` from `blocks`, with the tags of its tables, and the words of its lines in the order of reading."""
    if not made.endswith(b"\n"):
        made += b"\n"  # or what is added, a signature too, would begin in the last line, which is a comment
    reader = PdfReader(io.BytesIO(made))
    changed = [*tag_tables(reader, blocks), *put_in_order(reader, blocks)]
    return _appended(made, reader, changed) if changed else made


def _appended(made: bytes, reader: PdfReader, changed: Iterable[DictionaryObject]) -> bytes:
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
