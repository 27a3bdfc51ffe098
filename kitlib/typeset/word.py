"""Blocks to a Word document that a district can edit: pandoc writes it, in the kit's own styles.

It has real headings, lists and tables, with the headings of columns and rows marked as
such, alt texts, a language and a title.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

from kitlib.errors import KitError
from kitlib.typeset.bitmaps import with_bitmaps
from kitlib.typeset.reading import Block, read, tables_of
from kitlib.typeset.tables import columns
from kitlib.typeset.words import Run, plain

__all__ = ["docx"]

HERE = Path(__file__).parent
WIDE = 6.9  # inches of text on a page, as in the PDF
SECONDS = 120
EARLIEST = (1980, 1, 1, 0, 0, 0)  # no time is written into the file
RUNNING = "kit-foot"
FOOT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAGE = (
    f'<w:footerReference w:type="default" r:id="{RUNNING}"/><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:top="1080" w:right="1152" w:bottom="1200" w:left="1152" w:header="600" w:footer="600" w:gutter="0"/>'
)


def docx(html: str, *, title: str, language: str = "en", running: str = "") -> bytes:
    """An HTML page, or its body, as a Word document on US Letter; the same page gives the same bytes.

    Raises KitError for a picture without alt text, and where pandoc cannot write it.
    """
    body = with_bitmaps(read(html))  # older versions of Word show no SVG
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{_blocks(body.blocks)}</body></html>'
    )
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        Path(folder, "page.html").write_text(page, encoding="utf-8")
        for name, raw in body.pictures.items():
            Path(folder, name).write_bytes(raw)
        _pandoc(
            ["page.html", "--from=html", "--to=docx", f"--metadata=lang:{language}", "--output=made.docx"],
            folder,
        )
        made = Path(folder, "made.docx").read_bytes()
    row_heads = [any(c["heads_row"] for r in t["body"] for c in r["cells"]) for t in tables_of(body.blocks)]
    return _styled(made, plain(title), plain(running or title), row_heads)


def _pandoc(arguments: list[str], folder: str) -> None:
    import pypandoc

    try:
        subprocess.run(
            [pypandoc.get_pandoc_path(), *arguments],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise KitError(f"pandoc could not write a Word document: {said}", "Ask for another format.") from None


# -- blocks as the HTML that pandoc reads ------------------------------------------------------


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(_DRAWN[block["kind"]](block) for block in blocks)


def _styled_as(style: str, inside: str) -> str:
    return f'<div custom-style="{style}">{inside}</div>'


def _paragraph(block: Block) -> str:
    said = f"<p>{_words(block['runs'])}</p>"
    return _styled_as(block["look"].capitalize(), said) if block["look"] else said


def _heading(block: Block) -> str:
    return f"<h{block['level']}>{_words(block['runs'])}</h{block['level']}>"


def _list(block: Block) -> str:
    items = "".join(f"<li>{_blocks(item)}</li>" for item in block["items"])
    return f'<ol start="{block["start"]}">{items}</ol>' if block["ordered"] else f"<ul>{items}</ul>"


def _said(block: Block) -> str:
    return "".join(_styled_as("Words", _blocks(item)) for item in block["items"])


def _glance(block: Block) -> str:
    lines = (
        f'<p><span custom-style="Quiet words">{_words(entry["runs"])}:</span> {_words(run)}</p>'
        for entry in block["entries"]
        for run in [[r | {"strong": True} for b in entry["blocks"] for r in b.get("runs", [])]]
    )
    return _styled_as("Glance", "".join(lines))


def _terms(block: Block) -> str:
    entries = (f"<dt>{_words(e['runs'])}</dt><dd>{_blocks(e['blocks'])}</dd>" for e in block["entries"])
    return f"<dl>{''.join(entries)}</dl>"


def _table(block: Block) -> str:
    caption = f"<caption>{_words(block['caption'])}</caption>" if block["caption"] else ""
    shares = columns(block)
    widths = "".join(f'<col style="width:{100 * share / sum(shares):.2f}%">' for share in shares)
    head, body = (
        "".join(f"<tr>{''.join(_cell(cell, tag) for cell in row['cells'])}</tr>" for row in block[part])
        for part, tag in (("head", "th"), ("body", "td"))
    )
    head = f"<thead>{head}</thead>" if head else ""
    return f"<table>{caption}<colgroup>{widths}</colgroup>{head}<tbody>{body}</tbody></table>"


def _cell(cell: Block, tag: str) -> str:
    over = "".join(f' {span}="{cell[span]}"' for span in ("colspan", "rowspan") if cell[span] > 1)
    blocks = cell["blocks"]
    short = len(blocks) == 1 and blocks[0]["kind"] == "paragraph" and not blocks[0]["look"]
    return f"<{tag}{over}>{_words(blocks[0]['runs']) if short else _blocks(blocks)}</{tag}>"


def _figure(block: Block) -> str:
    width = min(block["width"] / 72 or WIDE, WIDE)
    picture = f'<img src="{block["name"]}" alt="{escape(block["alt"])}" style="width:{width:.2f}in">'
    if block["caption"]:
        return f"<figure>{picture}<figcaption>{_words(block['caption'])}</figcaption></figure>"
    return f"<p>{picture}</p>"


def _ruled(block: Block) -> str:
    label = _styled_as("Quiet", f"<p>{_words(block['label'])}</p>") if block["label"] else ""
    return label + _styled_as("To write on", "<p>&nbsp;</p>") * int(block["lines"])


_DRAWN: dict[str, Callable[[Block], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "list": _list,
    "words": _said,
    "glance": _glance,
    "terms": _terms,
    "table": _table,
    "figure": _figure,
    "quote": lambda block: f"<blockquote>{_blocks(block['blocks'])}</blockquote>",
    "note": lambda block: _styled_as("Note", _blocks(block["blocks"])),
    "lines": _ruled,
    "page": lambda _: _styled_as("New page", "<p>&nbsp;</p>"),
    "rule": lambda _: "<hr>",
}


def _words(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if "break" in run:
        return "<br>"
    if "tick" in run:
        return "\N{BALLOT BOX} "
    if "point" in run:
        return f"({escape(run['point'])}) "
    said = escape(run["text"].replace("\u200b", ""))  # Word breaks long words by itself
    if run.get("strong"):
        said = f"<strong>{said}</strong>"
    if run.get("em"):
        said = f"<em>{said}</em>"
    if run.get("quiet"):
        said = f'<span custom-style="Quiet words">{said}</span>'
    if "lang" in run:
        said = f'<span lang="{run["lang"]}">{said}</span>'
    if "url" in run:
        said = f'<a href="{escape(run["url"])}">{said}</a>'
    return said


# -- what pandoc has no word for -------------------------------------------------------------


def _styled(made: bytes, title: str, running: str, row_heads: list[bool]) -> bytes:
    """A document of pandoc's with the kit's styles, a foot on each page, its title, and its headings of rows."""
    found = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        parts = {name: before.read(name) for name in before.namelist()}
        for name, change in (
            ("word/styles.xml", _with_styles),
            ("word/document.xml", lambda xml: _with_page(xml, row_heads)),
            ("docProps/core.xml", lambda xml: _with_title(xml, title)),
            ("word/_rels/document.xml.rels", _with_relation),
            ("[Content_Types].xml", _with_kind),
        ):
            parts[name] = change(parts[name].decode()).encode()
        foot = (HERE / "word-foot.xml").read_text(encoding="utf-8")
        parts["word/kit-foot.xml"] = foot.replace("{running}", escape(running)).encode()
        for name, raw in parts.items():
            after.writestr(zipfile.ZipInfo(name, EARLIEST), raw, zipfile.ZIP_DEFLATED)
    return found.getvalue()


def _with_styles(xml: str) -> str:
    """The kit's styles in the place of pandoc's, and those that it has not."""
    ours = (HERE / "word-styles.xml").read_text(encoding="utf-8")
    for style in re.findall(r"<w:style .*?</w:style>", ours, re.DOTALL):
        name = re.search(r'w:styleId="(\w+)"', style)
        assert name
        xml = re.sub(rf'<w:style [^>]*w:styleId="{name[1]}".*?</w:style>', "", xml, flags=re.DOTALL)
        xml = xml.replace("</w:styles>", f"{style}</w:styles>")
    return re.sub(r'<w:(sz|szCs) w:val="24" ?/>', r'<w:\1 w:val="22"/>', xml, count=2)


def _with_page(xml: str, row_heads: list[bool]) -> str:
    heads = iter(row_heads)

    def look(found: re.Match[str]) -> str:
        if 'w:val="Table"' in found[0] and next(heads, False):
            return (
                found[0]
                .replace('w:firstColumn="0"', 'w:firstColumn="1"')
                .replace('w:val="0020"', 'w:val="00A0"')
            )
        return found[0]

    xml = re.sub(r"<w:tblPr>.*?</w:tblPr>", look, xml, flags=re.DOTALL)
    return re.sub(r"<w:sectPr>", f"<w:sectPr>{PAGE}", xml, count=1)


def _with_title(xml: str, title: str) -> str:
    return re.sub(
        r"<dc:title>.*?</dc:title>|<dc:title ?/>", lambda _: f"<dc:title>{escape(title)}</dc:title>", xml
    )


def _with_relation(xml: str) -> str:
    relation = f'<Relationship Type="{PARTS}/footer" Id="{RUNNING}" Target="kit-foot.xml"/>'
    return xml.replace("</Relationships>", f"{relation}</Relationships>")


def _with_kind(xml: str) -> str:
    return xml.replace("</Types>", f'<Override PartName="/word/kit-foot.xml" ContentType="{FOOT}"/></Types>')
