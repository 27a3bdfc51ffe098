"""HTML to blocks: what there is to draw, as plain data that JSON can hold.

A block is a dict with its `kind`; a line of text is a list of runs, each a dict
with its `text` and how it looks. What is not known is read through: its words
are kept. Only pictures that the HTML itself holds are drawn; nothing is fetched.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import unquote_to_bytes

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from PIL import Image, UnidentifiedImageError

from kitlib.errors import KitError
from kitlib.typeset.tables import grid_of

__all__ = ["Block", "Body", "Run", "language_of", "plain", "read", "tables_of"]

Block = dict[str, Any]
Run = dict[str, Any]

HEADINGS = {f"h{n}": n for n in range(1, 7)}
HOLDERS = {
    "html",
    "body",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "form",
    "fieldset",
}
BLOCKS = {
    *HEADINGS, *HOLDERS, "p", "ul", "ol", "dl", "blockquote", "table", "figure", "img", "svg", "details", "hr", "pre",
    "address", "li", "dt", "dd", "tr", "td", "th", "caption", "figcaption", "summary", "legend",
}  # fmt: skip
UNSEEN = {"head", "style", "script", "template", "title", "input", "select", "textarea", "button", "noscript"}
LOOKS = ("kicker", "lead", "quiet")
A_PIXEL = 0.75  # points of a pixel of a page
DOTS = 144  # an inch, of a picture that does not say how wide it is
LONGEST = 18  # letters of a word after which it may break, so that it stays on the page
LEADS_UP, LED_UP = (
    240,
    3,
)  # the letters and the number of paragraphs that may go over the page with what follows
WEB = re.compile(r"(https?://|mailto:)\S+$", re.IGNORECASE)
PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


@dataclass
class Body:
    """The blocks of a document, and its pictures by the names that the blocks call them."""

    blocks: list[Block] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


def read(html: str) -> Body:
    """The blocks of an HTML page or fragment. Raises KitError for a picture without words for it."""
    reader = _Reader()
    return Body(reader.blocks(BeautifulSoup(html, "html.parser")), reader.pictures)


def plain(text: str) -> str:
    """Text without what cannot be printed: control characters, halves of characters, what only a program reads."""
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " "))
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def tables_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """The tables of a document, in its order; an outer one before those within it."""
    for block in blocks:
        if block["kind"] == "table":
            yield block
            cells = (cell for row in (*block["head"], *block["body"]) for cell in row["cells"])
            yield from tables_of(inner for cell in cells for inner in cell["blocks"])
        else:
            yield from tables_of(block.get("blocks", []))
            for item in block.get("items", []):
                yield from tables_of(item)
            for entry in block.get("entries", []):
                yield from tables_of(entry["blocks"])


class _Reader:
    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self._levels: list[int] = []  # of the headings that the next one could stand under
        self._under = "the start"

    # -- blocks ------------------------------------------------------------------------

    def blocks(self, node: Tag) -> list[Block]:
        """What stands in `node`, block after block; loose words become paragraphs."""
        found: list[Block] = []
        loose: list[Run] = []
        look = next((name for name in LOOKS if name in _classes(node)), "")
        spoken = _spoken_in(node)

        def close() -> None:
            if runs := _trimmed(loose):
                found.append({"kind": "paragraph", "look": look, "runs": runs})
            loose.clear()

        for child in node.children:
            if not isinstance(child, Tag):
                loose.extend(self._words(child, spoken))
            elif child.name in UNSEEN:
                continue
            elif child.name in BLOCKS or child.find(lambda tag: tag.name in BLOCKS):
                close()
                found.extend(self._block(child))
            else:
                loose.extend(self._words(child, spoken))
        close()
        _keep_together(found)
        return found

    def _block(self, tag: Tag) -> list[Block]:
        classes = _classes(tag)
        if tag.name in HEADINGS:
            return self._heading(tag)
        if tag.name in ("ul", "ol"):
            return self._list(tag, classes)
        if tag.name == "dl":
            return self._terms(tag, classes)
        if tag.name == "table":
            return self._table(tag)
        if tag.name in ("figure", "img", "svg"):
            return self._figure(tag)
        if tag.name == "details":
            return self._details(tag)
        if tag.name == "hr":
            return [{"kind": "page" if "page" in classes else "rule"}]
        if tag.name == "blockquote":
            return _holding("quote", self.blocks(tag))
        if "lines" in classes:
            lines = {"kind": "lines", "lines": _number(tag.get("data-lines"), 3), "label": ""}
            return [lines | {"label": _runs_of(str(tag.get("data-label") or ""))}, *self.blocks(tag)]
        if "note" in classes:
            return _holding("note", self.blocks(tag))
        return self.blocks(tag)

    def _heading(self, tag: Tag) -> list[Block]:
        """A heading one level below the one it stands under, whatever its number: a reader must not miss one."""
        runs = self._line(tag)
        if not runs:
            return []
        level = HEADINGS[tag.name]
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        self._under = f"“{''.join(run.get('text', '') for run in runs)}”"
        return [{"kind": "heading", "level": len(self._levels), "runs": runs}]

    def _list(self, tag: Tag, classes: list[str]) -> list[Block]:
        items = [self.blocks(li) for li in tag.find_all("li", recursive=False)]
        kind = "words" if "words" in classes else "list"
        start = _number(tag.get("start"), 1)
        return [{"kind": kind, "ordered": tag.name == "ol", "start": start, "items": items}] if items else []

    def _terms(self, tag: Tag, classes: list[str]) -> list[Block]:
        entries: list[Block] = []
        for child in tag.find_all(["dt", "dd"]):
            if child.name == "dt" or not entries:
                entries.append({"runs": self._line(child) if child.name == "dt" else [], "blocks": []})
            if child.name == "dd":
                entries[-1]["blocks"] += self.blocks(child)
        kind = "glance" if "glance" in classes else "terms"
        return [{"kind": kind, "entries": entries}] if entries else []

    def _details(self, tag: Tag) -> list[Block]:
        found: list[Block] = []
        if (summary := tag.find("summary", recursive=False)) is not None:
            assert isinstance(summary, Tag)
            if runs := self._line(summary):
                found.append({"kind": "paragraph", "look": "summary", "runs": runs})
            summary.extract()
        return found + self.blocks(tag)

    def _table(self, tag: Tag) -> list[Block]:
        caption = tag.find("caption", recursive=False)
        rows = [
            {
                "head": tr.parent is not None and tr.parent.name == "thead",
                "height": _number(tr.get("data-height"), 0),
                "cells": [self._cell(cell) for cell in tr.find_all(["th", "td"], recursive=False)],
            }
            for tr in tag.find_all("tr")
            if tr.find_parent("table") is tag
        ]
        grid = grid_of(rows)
        if grid is None:
            return []
        words = self._line(caption) if isinstance(caption, Tag) else []
        return [{"kind": "table", "caption": words, **grid}]

    def _cell(self, cell: Tag) -> Block:
        return {
            "blocks": self.blocks(cell),
            "share": _number(cell.get("data-width"), 0),
            "heads_row": cell.name == "th" and cell.get("scope") in ("row", "rowgroup"),
            "colspan": max(1, _number(cell.get("colspan"), 1)),
            "rowspan": max(1, _number(cell.get("rowspan"), 1)),
        }

    def _figure(self, tag: Tag) -> list[Block]:
        found: list[Block] = []
        caption = tag.find("figcaption")
        pictures = [tag] if tag.name != "figure" else tag.find_all(["img", "svg"])
        if tag.name == "figure" and not pictures:
            return self.blocks(tag)
        for picture in pictures:
            name, alt = self._picture(picture)
            if name:
                width = _number(picture.get("width"), 0) * A_PIXEL or _drawn_at(self.pictures[name])
                found.append({"kind": "figure", "name": name, "alt": alt, "width": width, "caption": []})
            elif alt:
                runs = _runs_of(f"Picture: {alt}")
                found.append({"kind": "paragraph", "look": "quiet", "runs": runs})
        if isinstance(caption, Tag) and tag.name == "figure":
            words = self._line(caption)
            if found and found[-1]["kind"] == "figure":
                found[-1]["caption"] = words
            else:
                found.append({"kind": "paragraph", "look": "quiet", "runs": words})
        return found

    def _picture(self, tag: Tag) -> tuple[str, str]:
        """The name of a picture, none where its file is not in the page; and the words for it, none for a mere ornament."""
        if tag.name == "svg":
            alt, raw, ending = tag.get("aria-label"), str(tag).encode(), "svg"
            if b"xmlns=" not in raw:
                raw = raw.replace(b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"', 1)
            if tag.get("aria-hidden") == "true":
                alt = ""
        else:
            alt = tag.get("alt")
            ending, raw = _data(str(tag.get("src") or ""))
        if alt is None:
            raise KitError(
                f"A picture under {self._under} has no words for those who cannot see it.",
                'Say in its alt what it shows, or alt="" for a mere ornament.',
            )
        if not raw:
            return "", plain(str(alt))
        name = f"picture-{len(self.pictures) + 1}.{ending}"
        self.pictures[name] = raw
        return name, plain(str(alt))

    # -- words -------------------------------------------------------------------------

    def _line(self, tag: Tag) -> list[Run]:
        """All words of a tag as one line."""
        spoken = _spoken_in(tag)
        return _trimmed([run for child in tag.children for run in self._words(child, spoken)])

    def _words(self, node: PageElement, look: Run) -> list[Run]:
        if isinstance(node, PreformattedString):
            return []  # a comment, a declaration
        if isinstance(node, NavigableString):
            return [{"text": re.sub(r"[ \t\r\n\f]+", " ", str(node)), **look}]
        if not isinstance(node, Tag) or node.name in UNSEEN:
            return []
        classes = _classes(node)
        if node.name == "br":
            return [{"break": True}]
        if "tick" in classes:
            return [{"tick": True}]
        if "point" in classes:
            return [{"point": plain(node.get_text().strip())}]
        look = dict(look)
        if node.name in ("strong", "b", "th"):
            look["strong"] = True
        elif node.name in ("em", "i", "cite"):
            look["em"] = True
        elif node.name == "a" and WEB.match(url := str(node.get("href") or "")):
            look["url"] = url
        if "quiet" in classes:
            look["quiet"] = True
        if (language := node.get("lang")) and (spoken := language_of(str(language))):
            look["lang"] = spoken[0]
        return [run for child in node.children for run in self._words(child, look)]


def _spoken_in(tag: Tag) -> Run:
    """The language of a part of the page, where it is not the page's own."""
    for holder in (tag, *tag.parents):
        if holder.name in ("html", "body", "[document]"):
            break
        if (language := holder.get("lang")) and (spoken := language_of(str(language))):
            return {"lang": spoken[0]}
    return {}


def language_of(tag: str) -> tuple[str, str] | None:
    """Language and region of a tag such as "pt-BR", the region empty where none is given; None for no language."""
    found = re.match(r"([a-zA-Z]{2,3})(?:-[a-zA-Z]{4})?(?:-([a-zA-Z]{2}))?(?:-|$)", tag)
    return (found[1].lower(), (found[2] or "").lower()) if found else None


def _keep_together(blocks: Sequence[Block]) -> None:
    """Mark the paragraphs that must not be left behind at the foot of a page: a question, and what leads up to it."""
    chain = 0
    for block, after in reversed(list(pairwise(blocks))):
        if block["kind"] != "paragraph" or not (chain or after["kind"] in ("lines", "table")):
            chain = 0
        elif not chain or (chain < LED_UP and _letters(block) < LEADS_UP):
            block["keep"] = True
            chain += 1
        else:
            chain = 0


def _letters(block: Block) -> int:
    return sum(len(run.get("text", "")) for run in block["runs"])


def _runs_of(text: str) -> list[Run]:
    return _trimmed([{"text": re.sub(r"\s+", " ", text)}])


def _trimmed(runs: list[Run]) -> list[Run]:
    """Runs with one space where HTML has many, and none at the ends of a line."""
    found: list[Run] = []
    at_start = True
    for run in runs:
        if "text" not in run:
            found.append(run)
            at_start = "break" in run
            continue
        text = re.sub(" +", " ", plain(run["text"]))
        if at_start:
            text = text.lstrip(" ")
        if text:
            found.append({**run, "text": text})
            at_start = text.endswith(" ")
    while found and ("break" in found[-1] or not found[-1].get("text", "x").strip(" ")):
        found.pop()
    if found and "text" in found[-1]:
        found[-1]["text"] = found[-1]["text"].rstrip(" ")
    for run in found:
        if "text" in run:
            run["text"] = re.sub(rf"\S{{{LONGEST + 1},}}", _breakable, run["text"])
    return found


def _breakable(word: re.Match[str]) -> str:
    """A long word with places where it may break, without a hyphen: after its signs, and every so many letters."""
    parts = re.findall(rf"\w{{1,{LONGEST}}}\W*|\W{{1,{LONGEST}}}", word[0])
    return "\u200b".join(parts)


def _drawn_at(raw: bytes) -> float:
    """How many points wide a picture is at the dots an inch that charts are drawn with; 0, as wide as the page, if it has none."""
    try:
        return Image.open(io.BytesIO(raw)).width * 72 / DOTS
    except UnidentifiedImageError:
        return 0  # an SVG, or one that typst will refuse by name


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class") or []
    return found.split() if isinstance(found, str) else list(found)


def _holding(kind: str, blocks: list[Block]) -> list[Block]:
    return [{"kind": kind, "blocks": blocks}] if blocks else []


def _number(value: object, otherwise: int) -> int:
    found = re.match(r"\d{1,4}", str(value or "").strip())
    return int(found[0]) if found else otherwise


def _data(address: str) -> tuple[str, bytes]:
    """Kind and bytes of a picture that stands in its own address; nothing of any other."""
    found = re.match(r"data:([\w/+.-]+)[^,]*?(;base64)?,", address)
    if not found or found[1] not in PICTURES:
        return "", b""
    rest = address[found.end() :]
    try:
        raw = base64.b64decode(rest) if found[2] else unquote_to_bytes(rest)
    except (binascii.Error, ValueError):
        return "", b""
    return PICTURES[found[1]], raw
