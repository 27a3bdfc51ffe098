"""The order of words that are written from right to left.

typst draws the words of a line from the left, and says of each that its letters stand in reverse; of the order of
the words it says nothing, so whoever reads them in the order of the file hears the last word first. Here each
line is put into the order of reading. Every word says where it stands, so the page looks as before.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, StreamObject

from kitlib.typeset.reading import Block

__all__ = ["order_words"]

Operation = tuple[Any, bytes]


def order_words(reader: PdfReader, blocks: Sequence[Block]) -> Iterator[DictionaryObject]:
    """Put the words of right-to-left lines into the order of reading; gives the page contents that changed."""
    if not _right_to_left(blocks):
        return
    for page in reader.pages:
        reference = page.raw_get("/Contents")
        content = ContentStream(reference.get_object(), reader, "bytes")
        before = content.operations
        after = list(_ordered(before))
        if after != before:
            content.operations = after
            changed = StreamObject()
            changed.set_data(content.get_data())
            changed = changed.flate_encode()
            changed.indirect_reference = reference
            yield changed


def _right_to_left(blocks: Sequence[Block]) -> bool:
    """Whether any letter of the blocks is of such a script."""
    text = json.dumps(blocks, ensure_ascii=False)
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in set(text)
    )


def _ordered(operations: Sequence[Operation]) -> Iterator[Operation]:
    """The same operations, with the words of each piece of right-to-left text the other way round."""
    words: list[list[Operation]] | None = None  # of the piece of text that is being read
    for operation in operations:
        name = operation[1]
        if words is None:
            yield operation
            words = [] if name == b"BT" else None
        elif name == b"ET":
            backwards = any(_says_reversed(each) for word in words for each in word)
            for word in reversed(words) if backwards else words:
                yield from word
            yield operation
            words = None
        elif words and (_depth(words[-1]) > 0 or name == b"EMC" or not _shows(words[-1])):
            words[-1].append(operation)
        else:
            words.append([operation])


def _says_reversed(operation: Operation) -> bool:
    return operation[1] == b"BMC" and operation[0][0] == "/ReversedChars"


def _depth(word: Sequence[Operation]) -> int:
    """How many marks of a word are still open."""
    return sum((name in (b"BMC", b"BDC")) - (name == b"EMC") for _, name in word)


def _shows(word: Sequence[Operation]) -> bool:
    return any(name in (b"Tj", b"TJ") for _, name in word)
