"""A PDF as a screen reader finds it: its structure tree, the words of each part, its pages."""

from __future__ import annotations

import io
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, NameObject

__all__ = ["FOOT", "Table", "Tree", "assert_each_object_begins_a_line"]

FOOT = 0.9 * 72 - 8  # points above the edge of the paper; below stands the foot of the page
GAP = re.compile(r"[\s\u200b]+")


def assert_each_object_begins_a_line(raw: bytes) -> None:
    """As PDF/A asks; readers find them anywhere."""
    places = PdfReader(io.BytesIO(raw)).xref[0]
    assert places
    for number, at in places.items():
        assert re.match(rb"[\r\n]%d 0 obj[\r\n]" % number, raw[at - 1 :]), number


@dataclass(frozen=True)
class Table:
    """A table: each cell its words, with "Column: " or "Row: " before those of a heading."""

    caption: str
    rows: list[list[str]]


class Tree:
    """A PDF by its tags."""

    def __init__(self, raw: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(raw))
        self.root: Any = self.reader.trailer["/Root"]
        self.title = self.reader.metadata.title if self.reader.metadata else None
        self.left_edge, self.right_edge = math.inf, 0.0  # of what is read, and of all print
        self.bottom_edge = math.inf  # of what is read: the foot of a page is not
        self.undrawn = 0  # characters for which the font has no glyph, or that stand as boxes
        self._words: dict[tuple[int, int], str] = {}
        self._lines: dict[
            tuple[int, int], tuple[int, float, float]
        ] = {}  # page, height and size of the print
        self._last = (0, 0.0, 0.0)  # the line that was read last
        self._languages: set[str] = set()
        self.lines: list[str] = []  # of print, in the order in which they are drawn
        self.pages = [self._read(n) for n in range(len(self.reader.pages))]
        self.elements = list(self._walk(self.root["/StructTreeRoot"]))

    # -- what there is -----------------------------------------------------------------

    @property
    def text(self) -> str:
        """All tagged words, in the order in which they are read."""
        return _joined(self.words(element) for element in self._children(self.root["/StructTreeRoot"]))

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Each heading: its tag and its words."""
        return [(e["/S"], self.words(e)) for e in self.elements if re.fullmatch(r"/H\d", e["/S"])]

    @property
    def tables(self) -> list[Table]:
        """The tables, an outer one before those within it."""
        return [self._table(e) for e in self.elements if e["/S"] == "/Table"]

    @property
    def alts(self) -> list[str]:
        """The words of each figure."""
        return [e.get("/Alt", "") for e in self.elements if e["/S"] == "/Figure"]

    @property
    def languages(self) -> set[str]:
        """Languages other than the document's, as parts name them."""
        marked = {str(x["/Lang"]) for x in self.elements if "/Lang" in x}
        return marked | self._languages

    @property
    def fonts(self) -> set[str]:
        """The names of the fonts, each embedded as far as its letters are used."""
        found: Any = [page["/Resources"].get("/Font", {}).values() for page in self.reader.pages]
        return {font.get_object()["/BaseFont"].partition("+")[2] for fonts in found for font in fonts}

    @property
    def outline(self) -> list[Any]:
        """The bookmarks, each level a list of its own."""

        def titles(part: list[Any]) -> list[Any]:
            return [titles(each) if isinstance(each, list) else each.title for each in part]

        return titles(self.reader.outline)

    @property
    def links(self) -> list[str]:
        """Where links lead."""
        notes = [note.get_object() for page in self.reader.pages for note in page.get("/Annots") or []]
        return [note["/A"]["/URI"] for note in notes if "/A" in note]

    def names(self, *kinds: str) -> list[str]:
        """The tags of these kinds, in order."""
        return [e["/S"] for e in self.elements if e["/S"] in kinds]

    def words(self, element: Any) -> str:
        """The words below an element."""
        return _joined(self._pieces(element, element.get("/Pg")))

    def page_of(self, element: Any) -> int:
        """The number of the page on which an element begins."""
        return self._number(element["/Pg"])

    # -- reading -----------------------------------------------------------------------

    def _table(self, element: Any) -> Table:
        captions = [e for e in self._walk(element, stop="/Table") if e["/S"] == "/Caption"]
        rows = [e for e in self._walk(element, stop="/Table") if e["/S"] == "/TR"]
        return Table(
            self.words(captions[0]) if captions else "",
            [[self._cell(c) for c in self._children(row) if c["/S"] in ("/TH", "/TD")] for row in rows],
        )

    def _cell(self, cell: Any) -> str:
        if cell["/S"] == "/TD":
            return self.words(cell)
        attributes = cell["/A"] if isinstance(cell["/A"], ArrayObject) else [cell["/A"]]
        (scope,) = (a["/Scope"] for a in attributes if "/Scope" in a)
        return f"{scope[1:]}: {self.words(cell)}"

    def _children(self, node: Any) -> list[Any]:
        inner = node.get("/K", [])
        inner = inner.get_object() if isinstance(inner, IndirectObject) else inner
        found = [k.get_object() for k in (inner if isinstance(inner, ArrayObject) else [inner])]
        return [k for k in found if isinstance(k, DictionaryObject) and "/S" in k]

    def _walk(self, node: Any, stop: str = "") -> Any:
        for child in self._children(node):
            yield child
            if child["/S"] != stop:
                yield from self._walk(child, stop)

    def _pieces(self, node: Any, page: Any) -> Any:
        inner = node.get("/K", [])
        inner = inner.get_object() if isinstance(inner, IndirectObject) else inner
        for each in inner if isinstance(inner, ArrayObject) else [inner]:
            k = each.get_object()
            if isinstance(k, int):
                yield self._marked(self._number(page), int(k))
            elif k.get("/Type") == "/MCR":
                yield self._marked(self._number(k.get("/Pg", page)), int(k["/MCID"]))
            elif "/S" in k:
                space = "" if k["/S"] in ("/Span", "/Strong", "/Em", "/Link", "/Lbl") else " "
                yield space + "".join(self._pieces(k, k.get("/Pg", page))) + space

    def _marked(self, page: int, mark: int) -> str:
        """The words of a mark, after a space where they begin a line."""
        before, now = self._last, self._lines.get((page, mark), self._last)
        self._last = now
        same = (
            now[0] == before[0] and abs(now[1] - before[1]) < now[2] / 2
        )  # and not only a mark above or below
        return ("" if same else " ") + self._words.get((page, mark), "")

    def _number(self, page: Any) -> int:
        return self.reader.get_page_number(page.get_object())

    def _read(self, number: int) -> str:
        """The words of a page; those of each mark are kept under its number."""
        page = self.reader.pages[number]
        resources: Any = page["/Resources"]
        fonts = {name: _Font(font.get_object()) for name, font in resources.get("/Font", {}).items()}
        marks: list[DictionaryObject] = []
        found: dict[int, list[str]] = defaultdict(list)
        lines: list[str] = []
        font, size, left, line, last, at = None, 0.0, 0.0, 0.0, 0.0, 0.0
        for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
            if operator in (b"BDC", b"BMC"):
                given = operands[1] if len(operands) > 1 else None
                inside = any("/ActualText" in mark for mark in marks)  # of what has been read already
                marks.append(given if isinstance(given, DictionaryObject) else DictionaryObject())
                if operands[0] == "/ReversedChars":
                    marks[-1][NameObject("/Reversed")] = NameObject("/True")
                if "/Lang" in marks[-1]:
                    self._languages.add(str(marks[-1]["/Lang"]))
                if "/ActualText" in marks[-1] and not inside:
                    self._add(found, lines, marks, str(marks[-1]["/ActualText"]))
            elif operator == b"EMC":
                marks.pop()
            elif operator == b"cm":  # typst sets each piece of text by one of its own
                left, line = float(operands[4]), float(operands[5])
            elif operator == b"Tf":
                font, size = fonts[operands[0]], float(operands[1])
            elif operator == b"Tm":
                at = left + float(operands[4])
            elif operator in (b"Tj", b"TJ") and font:
                letters: list[str] = []
                if abs(line - last) > size / 2:
                    lines.append("\n")
                last = line
                for mark in marks:
                    if "/MCID" in mark:
                        self._lines[number, int(mark["/MCID"])] = (number, line, size)
                        self.bottom_edge = min(self.bottom_edge, line)
                boxes = "LastResort" in font.name
                for code in _codes(operands[0]):
                    if isinstance(code, float):  # closer together, by so much
                        at -= size * code / 1000
                        continue
                    letter = font.letter(code)
                    self.undrawn += code == 0 or boxes
                    if any("/MCID" in mark for mark in marks):
                        self.left_edge = min(self.left_edge, at)
                    at += size * font.width(code) / 1000
                    letters.append(letter)
                    if not letter.isspace():  # one at the end of a line may stand out: nobody sees it
                        self.right_edge = max(self.right_edge, at)
                if any("/Reversed" in mark for mark in marks):
                    letters.reverse()  # of a word that is read from right to left
                if not any("/ActualText" in mark for mark in marks):
                    self._add(found, lines, marks, "".join(letters))
        self._words.update({(number, mark): "".join(parts) for mark, parts in found.items()})
        self.lines += [GAP.sub(" ", each).strip() for each in "".join(lines).split("\n")]
        return GAP.sub(" ", "".join(lines))

    @staticmethod
    def _add(found: dict[int, list[str]], lines: list[str], marks: list[DictionaryObject], text: str) -> None:
        lines.append(text)
        for mark in reversed(marks):
            if "/MCID" in mark:
                found[int(mark["/MCID"])].append(text)
                break


class _Font:
    """What each code of a font stands for, and how wide it is."""

    def __init__(self, font: Any) -> None:
        self.name: str = font["/BaseFont"]
        told = font["/ToUnicode"].get_data().decode("latin-1")
        self._letters: dict[int, str] = {}
        for part in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
            for code, letters in re.findall(r"<(\w+)> <(\w+)>", part):
                self._letters[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
        assert "beginbfrange" not in told
        widths = font["/DescendantFonts"][0].get_object().get("/W", [])
        self._widths: dict[int, float] = {}
        for first, last, width in zip(widths[::3], widths[1::3], widths[2::3], strict=True):
            self._widths |= dict.fromkeys(range(int(first), int(last) + 1), float(width))

    def letter(self, code: int) -> str:
        return self._letters.get(code, "")

    def width(self, code: int) -> float:
        return self._widths.get(code, 1000.0)


def _codes(shown: Any) -> Iterator[int | float]:
    """The two-byte codes of a string, or of an array of strings and of shifts, which are numbers with a fraction."""
    for piece in shown if isinstance(shown, ArrayObject) else [shown]:
        if hasattr(piece, "original_bytes"):
            raw = piece.original_bytes
            yield from (int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2))
        else:
            yield float(piece)


def _joined(pieces: Any) -> str:
    return GAP.sub(" ", "".join(pieces).replace("\u200b", "")).strip()
