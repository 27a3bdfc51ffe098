"""The looks of a Word document: its page, its foot, its language, and the styles that whoever edits it can change."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

__all__ = ["QUIET_WORDS", "TABLE", "WIDE", "new_document"]

WIDE = 6.9  # inches of text on a page, as in the PDF
INK, QUIET, ACCENT, RULE, TINT, WRITING = "1A1A1A", "555555", "0B5394", "D5D8DD", "F4F5F7", "8A8F98"
QUIET_WORDS, TABLE = "Quietwords", "KitTable"  # ids of styles, as Word forms them from their names


@dataclass(frozen=True)
class Look:
    """A style of paragraphs by its name in Word: sizes and spaces in points, a line as its side, eighths of a point and color."""

    name: str
    size: float | None = None
    color: str | None = None
    bold: bool | None = None
    before: float | None = None
    after: float | None = None
    keep: bool | None = None  # with what follows
    line: tuple[str, int, str] | None = None
    shaded: bool = False
    indent: float | None = None


LOOKS = (
    Look("Normal", size=11, color=INK, before=2, after=5),
    Look("Heading 1", size=20, bold=True, before=0, after=4, keep=True),
    Look("Heading 2", size=14.5, bold=True, before=20, after=6, keep=True, line=("top", 12, ACCENT)),
    Look("Heading 3", size=12.5, bold=True, before=14, after=4, keep=True),
    Look("Heading 4", size=11, bold=True, before=10, after=3, keep=True),
    Look("Heading 5", size=11, bold=True, before=8, after=3, keep=True),
    Look("Heading 6", size=11, bold=True, before=8, after=3, keep=True),
    Look("Kicker", color=ACCENT, bold=True, after=2, keep=True),
    Look("Letterhead", color=QUIET, bold=True, after=10, keep=True),
    Look("Lead", size=13, color=QUIET, after=8),
    Look("Quiet", size=10, color=QUIET),
    Look("Summary", size=10, color=QUIET, bold=True, before=10, after=3, keep=True),
    Look("Words", before=4, after=4, line=("left", 24, ACCENT), shaded=True, indent=10),
    Look("Glance", after=0, shaded=True),
    Look("Note", shaded=True),
    Look("Term", bold=True, after=0, keep=True),
    Look("Definition", indent=18),
    Look("Quote", indent=18),
    Look("Caption", size=10, color=QUIET, before=6, after=3, keep=True),
    Look("To write on", before=6, after=0, line=("bottom", 6, WRITING)),
    Look("Rule", before=0, after=8, line=("bottom", 6, RULE)),
    Look("New page", size=1, before=0, after=0),
    Look("Table words", size=9.5, before=1.5, after=1.5),
    Look("Small table words", size=8, before=1.5, after=1.5),  # where columns are many, as in the PDF
    Look("Footer", size=8.5, color=QUIET, after=0),
)
TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="Kit table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{RULE}"/><w:insideH w:val="single" w:sz="4" w:color="{RULE}"/></w:tblBorders>
    <w:tblCellMar><w:top w:w="20" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="20" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>
</w:style>"""


def new_document(
    title: str, running: str, language: str, keywords: str = "", accent: str = ""
) -> WordDocument:
    """A document on US Letter with its title, language and styles, and a foot with `running` and the page's number.

    `accent` is a color such as "#0b5394", the kit's own where it is left out.
    """
    document = Document(io.BytesIO(_styled(accent.lstrip("#").upper() or ACCENT)))
    _set_properties(document, title, language, keywords)
    _set_page(document, running)
    return document


@cache
def _styled(accent: str) -> bytes:
    """An empty document with the kit's styles; made once in a process, for it takes longer than a page."""
    document = Document()
    for look in LOOKS:
        _set_style(document, _in_accent(look, accent))
    quiet: Any = document.styles.add_style("Quiet words", WD_STYLE_TYPE.CHARACTER)
    quiet.font.color.rgb = RGBColor.from_string(QUIET)
    link: Any = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(accent), True
    document.styles.element.append(parse_xml(TABLE_STYLE))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _in_accent(look: Look, accent: str) -> Look:
    """A style with another accent in the place of the kit's."""
    color = accent if look.color == ACCENT else look.color
    line = (*look.line[:2], accent) if look.line and look.line[2] == ACCENT else look.line
    return replace(look, color=color, line=line)


def _set_properties(document: WordDocument, title: str, language: str, keywords: str) -> None:
    properties = document.core_properties
    properties.title, properties.language = title, language
    properties.author = properties.comments = properties.last_modified_by = ""
    if keywords:  # python-docx takes 255 letters; Word takes more
        properties._element.get_or_add_keywords().text = keywords
    for each in list(properties._element):  # no time is written into the file
        if each.tag in (qn("dcterms:created"), qn("dcterms:modified")):
            properties._element.remove(each)
    for rel_id, rel in list(document.part.package.rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            del document.part.package.rels[rel_id]
    (spoken,) = document.styles.element.xpath("w:docDefaults//w:lang")
    spoken.set(qn("w:val"), language)
    (mode,) = document.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")  # or Word takes it for a file of 2010


def _set_style(document: WordDocument, look: Look) -> None:
    known = look.name in document.styles
    style: Any = (
        document.styles[look.name] if known else document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    )
    element = style.element
    if element.rPr is not None:
        element.remove(element.rPr)
    if look.name == "Normal":
        style.font.name = "Calibri"
        style.font._element.rPr.rFonts.set(qn("w:cs"), "Calibri")
        style.paragraph_format.line_spacing = 1.1
    elif not known:
        style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size = Pt(look.size) if look.size else None
    style.font.bold = style.font.cs_bold = look.bold
    if look.size:
        element.rPr.append(_element("w:szCs", val=str(round(look.size * 2))))
    if look.color:
        style.font.color.rgb = RGBColor.from_string(look.color)
    form = style.paragraph_format
    form.tab_stops.clear_all()
    form.space_before = None if look.before is None else Pt(look.before)
    form.space_after = None if look.after is None else Pt(look.after)
    form.left_indent = None if look.indent is None else Pt(look.indent)
    form.keep_with_next = look.keep
    form.page_break_before = True if look.name == "New page" else None
    if look.line:
        side, width, color = look.line
        borders = _element("w:pBdr")
        sides = ("bottom", "between") if look.name == "To write on" else (side,)
        for each in sides:
            borders.append(_element(f"w:{each}", val="single", sz=str(width), space="6", color=color))
        element.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:outlineLvl"
        )
    if look.shaded:
        shade = _element("w:shd", val="clear", color="auto", fill=TINT)
        element.get_or_add_pPr().insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:outlineLvl")


def _set_page(document: WordDocument, running: str) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.8)
    section.top_margin, section.bottom_margin = Inches(0.75), Inches(0.83)
    section.header_distance = section.footer_distance = Inches(0.42)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Inches(WIDE), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{running}\t")
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Something that Word works out, such as the number of the page."""
    field = _element("w:fldSimple", instr=name)
    run = OxmlElement("w:r")
    run.text = "1"
    field.append(run)
    paragraph._p.append(field)


def _element(name: str, **values: str) -> Any:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element
