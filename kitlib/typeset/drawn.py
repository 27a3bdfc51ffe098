"""What is drawn on a page of a PDF that typst has made: its pieces of text, where they stand, what they stand for."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, StreamObject

__all__ = ["Drawn", "Operation", "Piece"]

Operation = tuple[Any, bytes]  # operands and name
SAME = 0.01  # points between two places that are one
LETTERS = {"R", "AL", "NSM"}  # what Unicode calls those that are written from right to left, and marks


@dataclass
class Piece:
    """A piece of text as it is drawn: where it begins, how large it is, and what each glyph stands for, from the left."""

    x: float
    y: float
    size: float = 0.0
    glyphs: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """What Unicode says of the direction of its letters."""
        return {unicodedata.bidirectional(letter) for glyph in self.glyphs for letter in glyph}

    @property
    def written_from_right(self) -> bool:
        """Whether any of its letters is; if not, it has signs and spaces alone."""
        return bool(self.kinds & LETTERS)

    def stands_before(self, other: Piece) -> bool:
        """Whether `other` stands further right in the same line, or at the same place."""
        return other.x > self.x - SAME and abs(other.y - self.y) < max(self.size, other.size)

    def goes_on(self, other: Piece, right_to_left: bool) -> bool:
        """Whether `other` can be of the same piece of text; in a line from left to right, signs after letters are not."""
        same = right_to_left or other.written_from_right or not self.written_from_right
        return same and self.stands_before(other)

    @property
    def closes(self) -> bool:
        """Whether it is the end of a bracket, right beside what follows in the line."""
        return bool(self.glyphs) and unicodedata.category(self.glyphs[-1][-1:] or " ") == "Pe"

    def is_mark_of(self, other: Piece) -> bool:
        """Whether this is a mark on the first letter of `other`, which is read with its marks."""
        return (
            abs(other.x - self.x) < SAME
            and len(self.glyphs) == 1
            and bool(other.glyphs)
            and self.glyphs[0] in other.glyphs[0]
        )


class Drawn:
    """What is drawn on a page."""

    def __init__(self, page: PageObject, reader: PdfReader) -> None:
        assert page.indirect_reference is not None
        self.number = page.indirect_reference.idnum
        self._place = page.raw_get("/Contents")
        self._reader = reader
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {}).items()
        self._letters = {name: _letters(font.get_object()) for name, font in fonts}

    @property
    def letters(self) -> Iterator[str]:
        """What its glyphs stand for."""
        return (letters for font in self._letters.values() for letters in font.values())

    @cached_property
    def operations(self) -> list[Operation]:
        """How it is drawn, step by step."""
        return ContentStream(self._place.get_object(), self._reader, "bytes").operations

    def changed(self, operations: list[Operation]) -> StreamObject:
        """The same page drawn otherwise, to stand in the place of what is drawn now."""
        content = ContentStream(None, self._reader)
        content.operations = operations
        changed = StreamObject()
        changed.set_data(content.get_data())
        changed = changed.flate_encode()
        changed.indirect_reference = self._place
        return changed

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Each piece of text by the number of its mark."""
        mark, piece, font, said = None, Piece(0, 0), "", None
        for operands, name in self.operations:
            if name == b"BDC" and "/MCID" in operands[1]:
                mark = int(operands[1]["/MCID"])
            elif name == b"BDC" and "/ActualText" in operands[1]:
                said = _decoded(operands[1]["/ActualText"].original_bytes)
            elif name == b"cm":
                piece = Piece(float(operands[4]), float(operands[5]))
            elif name == b"Tf":
                font, piece.size = operands[0], float(operands[1])
            elif name in (b"Tj", b"TJ"):
                letters = [self._letters[font].get(code, "") for code in _codes(operands[0])]
                piece.glyphs += letters if said is None else [said]
                said = None
            elif name == b"ET" and mark is not None:
                yield mark, piece
                mark = None


def _letters(font: Any) -> dict[bytes, str]:
    """What each code of a font stands for."""
    table = font["/ToUnicode"].get_data().decode("latin-1")
    pairs = re.findall(r"<(\w{4})> <(\w+)>", table)
    return {bytes.fromhex(code): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}


def _codes(shown: Any) -> list[bytes]:
    """The codes of two bytes each of what is shown: a string, or strings and the shifts between them."""
    parts = shown if isinstance(shown, ArrayObject) else [shown]
    raw = b"".join(part for part in parts if isinstance(part, bytes))
    return [raw[i : i + 2] for i in range(0, len(raw), 2)]


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-16" if raw.startswith(BOM_UTF16_BE) else "latin-1")
