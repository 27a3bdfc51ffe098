"""The order of what is written from right to left.

typst draws a piece of such text from its left end to its right, and of each word it says that its letters stand in
reverse; of the order of the words it says nothing, so whoever reads them in the order of the file hears the last one first.
A mark that stands above or below the line (a vowel point) is drawn by itself: it tears its piece of text in two, and is
read once more as if it were a letter. Here all is put into the order of reading, and such a mark is read with its letter
alone. Everything says where on the page it stands, so the page looks as before.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from kitlib.typeset.drawn import Drawn, Operation, Piece
from kitlib.typeset.reading import Block

__all__ = ["put_in_order"]

STRONG = {"L", "R", "AL"}  # what Unicode calls letters that have a direction of their own
INLINE = {"/Span", "/Strong", "/Em", "/Link"}  # parts of a line; other elements hold lines of their own
Pieces = dict[tuple[int, int], Piece]  # by the number of their page and of their mark


def put_in_order(reader: PdfReader, blocks: Sequence[Block]) -> Iterator[DictionaryObject]:
    """Put right-to-left text into the order of reading; gives the elements and the contents of pages that changed."""
    root: Any = reader.trailer["/Root"]
    document = root.get("/ViewerPreferences", {}).get("/Direction") == "/R2L"
    said = json.dumps(blocks, ensure_ascii=False)
    if not document and not _right_to_left(said):
        return
    drawn = [Drawn(page, reader) for page in reader.pages]
    drawn = [each for each in drawn if document or any(map(_right_to_left, each.letters))]
    pieces = {(each.number, mark): piece for each in drawn for mark, piece in each.pieces()}
    marks: set[tuple[int, int]] = set()
    for element, right_to_left in _elements(root["/StructTreeRoot"], pieces, document):
        if ordered := _ordered_kids(element, right_to_left, pieces, marks, said):
            element[NameObject("/K")] = ordered
            yield element
    for each in drawn:
        silent = {mark for number, mark in marks if number == each.number}
        operations = list(_words_ordered(_marks_silenced(each.operations, silent)))
        if operations != each.operations:
            yield each.changed(operations)


def _right_to_left(text: str) -> bool:
    """Whether any letter is of a script that is written so."""
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in set(text)
    )


# -- pieces of text among the elements -------------------------------------------------------


def _elements(
    node: Any, pieces: Pieces, document: bool, line: bool = False
) -> Iterator[tuple[DictionaryObject, bool]]:
    """The elements below one that hold anything, each with whether its line as a whole runs from right to left.

    `document` says so of lines without letters, `line` of the one that `node` is part of.
    """
    for kid in _kids(node):
        child = kid.get_object()
        if isinstance(child, DictionaryObject) and "/S" in child and "/K" in child:
            inline = str(child["/S"]) in INLINE
            turned = line if inline else document or _begins_right_to_left(child, pieces)
            yield child, turned
            yield from _elements(child, pieces, document, turned)


def _begins_right_to_left(element: DictionaryObject, pieces: Pieces) -> bool:
    """Whether the first letter of an element is one that is written from right to left."""
    first = next((piece for piece in _below(element, pieces) if piece.kinds & STRONG), None)
    return first is not None and first.written_from_right


def _below(element: DictionaryObject, pieces: Pieces) -> Iterator[Piece]:
    for kid in _kids(element):
        if isinstance(kid, NumberObject):
            if piece := pieces.get((_page(element), int(kid))):
                yield piece
        elif isinstance(child := kid.get_object(), DictionaryObject):
            yield from _below(child, pieces)


def _kids(element: Any) -> list[Any]:
    inner = element.get("/K", ArrayObject()).get_object()
    return list(inner) if isinstance(inner, ArrayObject) else [inner]


def _page(element: DictionaryObject) -> int:
    return element.raw_get("/Pg").idnum if "/Pg" in element else 0


def _ordered_kids(
    element: DictionaryObject, right_to_left: bool, pieces: Pieces, marks: set[tuple[int, int]], said: str
) -> ArrayObject | None:
    """What is below an element, with each torn piece of text from its right end; None if nothing changes.

    Adds to `marks` what is read with its letter. `said` is all that the document says.
    """
    kids, page = _kids(element), _page(element)
    found: list[Any] = []
    torn: list[tuple[Any, Piece]] = []  # what may be parts of one piece of text, from the left
    for kid in kids:
        text = isinstance(kid, NumberObject)
        piece = pieces.get((page, kid)) if text else next(_below(kid.get_object(), pieces), None)
        turns = text and piece is not None and not piece.kinds & {"L", "EN", "AN"}
        if torn and not (turns and piece and torn[-1][1].goes_on(piece, right_to_left)):
            found += _from_the_right(torn, piece, right_to_left, said)
            torn = []
        if turns and piece:
            if torn and torn[-1][1].is_mark_of(piece):
                marks.add((page, int(torn[-1][0])))
            torn.append((kid, piece))
        else:
            found.append(kid)
    found += _from_the_right(torn, None, right_to_left, said)
    return ArrayObject(found) if found != kids else None


def _from_the_right(
    torn: Sequence[tuple[Any, Piece]], after: Piece | None, right_to_left: bool, said: str
) -> list[Any]:
    """The parts of a piece of text in the order of reading, where it is followed by `after`.

    In a line from left to right, the spaces and signs that stand before it are not of it; but for the end of a bracket
    right beside it, for those between it and a piece that follows and yet stands further left, and for a sign that is
    `said` after it alone: where a line ends, the place does not tell.
    """
    kids = [kid for kid, _ in torn]
    first = 0
    if not right_to_left:
        parts = [piece for _, piece in torn]
        first = next((i for i, piece in enumerate(parts) if piece.written_from_right), len(torn))
        while first and (
            parts[first - 1].closes
            or (after and after.stands_before(parts[first - 1]))
            or _is_said_after(parts[first - 1], parts[first:], said)
        ):
            first -= 1
    return [*kids[:first], *reversed(kids[first:])]


def _is_said_after(sign: Piece, word: Sequence[Piece], said: str) -> bool:
    """Whether a sign that stands left of a word is said after it, and nowhere before it."""
    pairs = zip_longest(word, word[1:])
    letters = [piece.glyphs for piece, beside in pairs if not (beside and piece.is_mark_of(beside))]
    if not sign.glyphs or not letters:
        return False
    last, first = letters[0][0], letters[-1][-1]
    return last + "".join(reversed(sign.glyphs)) in said and "".join(sign.glyphs) + first not in said


# -- words among the operations of a page ------------------------------------------------------


def _marks_silenced(operations: Iterable[Operation], marks: set[int]) -> Iterator[Operation]:
    """The same operations, with these marks standing for nothing."""
    for operands, name in operations:
        if name == b"BDC" and operands[1].get("/MCID") in marks:
            silent = DictionaryObject(operands[1])
            silent[NameObject("/ActualText")] = TextStringObject("")
            yield [operands[0], silent], name
        else:
            yield operands, name


def _words_ordered(operations: Iterable[Operation]) -> Iterator[Operation]:
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
