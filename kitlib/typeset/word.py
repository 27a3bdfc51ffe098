"""Blocks to a Word document that a district can edit: python-docx writes it, in the kit's own styles.

It has real headings, lists and tables, with the headings of columns and rows marked as
such, alt texts, a language and a title. What python-docx has no word for (links, headings of columns, languages,
directions, alt texts) is set in its elements, by Word's own names.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docx.blkcntnr import BlockItemContainer
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Inches
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from PIL import Image, UnidentifiedImageError

from kitlib.errors import KitError
from kitlib.typeset.bitmaps import with_bitmaps
from kitlib.typeset.breaking import lay_out
from kitlib.typeset.reading import Block, read
from kitlib.typeset.word_styles import QUIET_WORDS, TABLE, WIDE, new_document
from kitlib.typeset.words import Run, plain, right_to_left

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["docx"]

EARLIEST = (1980, 1, 1, 0, 0, 0)  # no time is written into the file
DEEPEST = 3  # levels of lists for which Word has a style
LOOKS = {"kicker": "Kicker", "lead": "Lead", "quiet": "Quiet", "summary": "Summary"}


def docx(html: str, *, title: str, language: str = "en", running: str = "", keywords: str = "") -> bytes:
    """Write an HTML page, or its body, as a Word document on US Letter; the same page gives the same bytes.

    `keywords` stand in its properties. Raises KitError for a picture without alt text, or one that cannot be read.
    """
    body = with_bitmaps(read(html))  # older versions of Word show no SVG
    lay_out(body.blocks)
    document = new_document(plain(title), plain(running or title), language, plain(keywords), body.accent)
    try:
        _Writer(document, body.pictures).write(body.blocks, document._body)
    except UnidentifiedImageError:
        raise KitError(
            f"“{title}” cannot be made as a Word document: a picture in it cannot be read.",
            "Change the picture, or ask for another format.",
        ) from None
    return _packed(document)


def _packed(document: WordDocument) -> bytes:
    """The file of a document, with the same time in it always."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, EARLIEST), before.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


class _Writer:
    """Writes blocks one after the other into a document, or into a cell of it."""

    def __init__(self, document: WordDocument, pictures: dict[str, bytes]) -> None:
        self._document = document
        self._pictures = pictures

    def write(
        self, blocks: Iterable[Block], into: BlockItemContainer, style: str = "", depth: int = 0
    ) -> None:
        """Write blocks; plain paragraphs among them in `style`, lists as so many levels deep."""
        for block in blocks:
            match block["kind"]:
                case "paragraph":
                    self._line(into, LOOKS.get(block["look"], style), block["runs"])
                case "heading":
                    self._line(into, f"Heading{block['level']}", block["runs"])
                case "list":
                    self._list(block, into, depth + 1)
                case "words" | "cards":
                    for item in block["items"]:
                        self.write(item, into, "Words", depth)
                case "glance":
                    self._glance(block, into)
                case "terms":
                    for entry in block["entries"]:
                        self._line(into, "Term", entry["runs"])
                        self.write(entry["blocks"], into, "Definition", depth)
                case "table":
                    self._table(block, into)
                case "figure":
                    self._figure(block, into)
                case "letterhead":
                    self._letterhead(block, into)
                case "quote":
                    self.write(block["blocks"], into, "Quote", depth)
                case "note":
                    self.write(block["blocks"], into, "Note", depth)
                case "lines":
                    self._lines(block, into)
                case "page":
                    self._line(into, "Newpage", [])
                case "rule":
                    self._line(into, "Rule", [])

    # -- paragraphs --------------------------------------------------------------------

    def _line(self, into: BlockItemContainer, style: str, runs: Sequence[Run]) -> Paragraph:
        paragraph = into.add_paragraph()
        if style:
            paragraph._p.style = style
        if right_to_left(runs):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in runs:
            self._run(paragraph, run)
        return paragraph

    def _run(self, paragraph: Paragraph, run: Run) -> None:
        if "break" in run:
            paragraph.add_run().add_break()
            return
        if "tick" in run:
            text = "\N{BALLOT BOX} "
        elif "point" in run:
            text = f"({run['point']}) "
        else:
            text = run["text"].replace("\u200b", "")  # Word breaks long words by itself
        written = paragraph.add_run(text)
        if run.get("strong"):
            written.font.bold = written.font.cs_bold = True
        if run.get("em"):
            written.font.italic = written.font.cs_italic = True
        if run.get("quiet"):
            written._r.style = QUIET_WORDS
        if right_to_left([run]):
            written.font.rtl = True
        if "lang" in run:
            _set_language(written, run["lang"])
        if "url" in run:
            written._r.style = "Hyperlink"
            link = OxmlElement("w:hyperlink")
            target = paragraph.part.relate_to(run["url"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), target)
            link.append(written._r)
            paragraph._p.append(link)

    def _glance(self, block: Block, into: BlockItemContainer) -> None:
        for entry in block["entries"]:
            said = [run | {"strong": True} for inner in entry["blocks"] for run in inner.get("runs", [])]
            heads = [run | {"quiet": True} for run in [*entry["runs"], {"text": ": "}]]
            self._line(into, "Glance", [*heads, *said])

    def _lines(self, block: Block, into: BlockItemContainer) -> None:
        if block["label"]:
            self._line(into, "Quiet", block["label"])
        for _ in range(block["lines"]):
            self._line(into, "Towriteon", [])

    def _list(self, block: Block, into: BlockItemContainer, depth: int) -> None:
        level = "" if depth == 1 else str(min(depth, DEEPEST))
        style = f"{'ListNumber' if block['ordered'] else 'ListBullet'}{level}"
        number = self._numbers_from(block["start"], style) if block["ordered"] else None
        for item in block["items"]:
            first, rest = item[:1], item[1:]
            if first and first[0]["kind"] != "paragraph":
                first, rest = [], item
            paragraph = self._line(into, style, first[0]["runs"] if first else [])
            if number is not None:
                numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                numbered.get_or_add_ilvl().val = 0
                numbered.get_or_add_numId().val = number
            self.write(rest, into, f"ListContinue{level}", depth)

    def _numbers_from(self, start: int, style: str) -> int:
        """Numbers of their own for a list, in the form that its style has."""
        numbering: Any = self._document.part.numbering_part.element
        (used,) = self._document.styles.element.xpath(f"w:style[@w:styleId='{style}']//w:numId/@w:val")
        number = numbering.add_num(numbering.num_having_numId(int(used)).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def _figure(self, block: Block, into: BlockItemContainer) -> None:
        width = min(block["width"] / 72 or WIDE, WIDE)
        paragraph = self._line(into, "", [])
        self._picture(paragraph, block, width)
        if block["caption"]:
            paragraph.paragraph_format.keep_with_next = True
            self._line(into, "Caption", block["caption"]).paragraph_format.keep_with_next = False

    def _picture(self, paragraph: Paragraph, block: Block, width: float) -> None:
        picture = _as_word_reads(self._pictures[block["name"]])
        shown = paragraph.add_run().add_picture(picture, width=Inches(width))
        shown._inline.docPr.set("descr", block["alt"])

    def _letterhead(self, block: Block, into: BlockItemContainer) -> None:
        paragraph = self._line(into, "Letterhead", [])
        for figure in block["figures"]:
            self._picture(paragraph, figure, figure["width"] / 72)
            paragraph.add_run("   ")
        for run in block["runs"]:
            self._run(paragraph, run)

    # -- tables ------------------------------------------------------------------------

    def _table(self, block: Block, into: BlockItemContainer) -> None:
        if block["caption"]:
            self._line(into, "Caption", block["caption"])
        rows, shares = [*block["head"], *block["body"]], block["columns"]
        room = into.width if isinstance(into, _Cell) and into.width else Inches(WIDE)
        widths = [Emu(int(room * share / sum(shares))) for share in shares]
        table = BlockItemContainer.add_table(into, len(rows), block["width"], room)
        table._tbl.tblPr.style = TABLE
        table.autofit = False
        heads_rows = any(cell["heads_row"] for row in block["body"] for cell in row["cells"])
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        for name, on in (("firstRow", bool(block["head"])), ("firstColumn", heads_rows)):
            look.set(qn(f"w:{name}"), str(int(on)))
        look.set(qn("w:val"), f"{0x0400 + 0x20 * bool(block['head']) + 0x80 * heads_rows:04X}")
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        for number, (row, element) in enumerate(zip(rows, table._tbl.tr_lst, strict=True)):
            if not row["breakable"]:
                element.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if number < len(block["head"]) and block["repeats"]:
                element.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            cells = element.tc_lst
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width
            for cell in row["cells"]:
                words = "Smalltablewords" if block["small"] else "Tablewords"
                self._cell(_Cell(cells[cell["x"]], table), cell["blocks"], words)
        for cell in (cell for row in rows for cell in row["cells"]):
            _span(table, cell)
        if isinstance(into, _Cell):
            into.add_paragraph()  # which a cell has to end with

    def _cell(self, cell: _Cell, blocks: Sequence[Block], words: str) -> None:
        (empty,) = cell._tc.p_lst
        if blocks:
            self.write(blocks, cell, words)
            cell._tc.remove(empty)
        else:
            empty.style = words


def _span(table: Table, cell: Block) -> None:
    if cell["colspan"] > 1 or cell["rowspan"] > 1:
        last = table.cell(cell["y"] + cell["rowspan"] - 1, cell["x"] + cell["colspan"] - 1)
        table.cell(cell["y"], cell["x"]).merge(last)


def _set_language(run: WordRun, language: str) -> None:
    spoken = OxmlElement("w:lang")
    for kind in ("val", "eastAsia", "bidi"):
        spoken.set(qn(f"w:{kind}"), language)
    run._r.get_or_add_rPr().append(spoken)


def _as_word_reads(raw: bytes) -> io.BytesIO:
    """A picture in a form that Word knows. Raises UnidentifiedImageError for what is none."""
    with Image.open(io.BytesIO(raw)) as picture:
        if picture.format in ("PNG", "JPEG", "GIF"):
            return io.BytesIO(raw)
        converted = io.BytesIO()
        picture.save(converted, "PNG")
        return converted
