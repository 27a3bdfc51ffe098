"""HTML to blocks: what there is to draw, as plain data that JSON can hold.

A block is a dict with its `kind`; a line of text is a list of runs, each a dict
with its `text` and how it looks. What is not known is read through: its words
are kept. Only pictures that the HTML itself holds are drawn; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from kitlib.typeset.pictures import drawn_at, picture_of, words_on
from kitlib.typeset.tables import grid_of
from kitlib.typeset.words import Run, language_of, plain, right_to_left, runs_of, trimmed

__all__ = ["Block", "Body", "read", "tables_of"]

Block = dict[str, Any]

HEADINGS = {f"h{n}": n for n in range(1, 7)}
HOLDERS = {
    "html", "body", "div", "section", "article", "main", "header", "footer", "nav", "aside", "form", "fieldset",
}  # fmt: skip
BLOCKS = {
    *HEADINGS, *HOLDERS, "p", "ul", "ol", "dl", "blockquote", "table", "figure", "img", "svg", "details", "hr", "pre",
    "address", "li", "dt", "dd", "tr", "td", "th", "caption", "figcaption", "summary", "legend",
}  # fmt: skip
UNSEEN = {"head", "style", "script", "template", "title", "input", "select", "textarea", "button", "noscript"}
LOOKS = ("kicker", "lead", "quiet")
A_PIXEL = 0.75  # points of a pixel of a page
#: The letters and the number of paragraphs that may go over the page with what follows.
LEADS_UP, LED_UP = 240, 3
LONGEST_POINT = 40  # letters that stand in a frame of their own
COLOR = re.compile("#[0-9a-f]{6}")
WEB = re.compile(r"(https?://|mailto:)\S+$", re.IGNORECASE)


@dataclass
class Body:
    """The blocks of a document, and its pictures by the names that the blocks call them."""

    blocks: list[Block] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    accent: str = ""  # a color such as "#0b5394", where the page names one


def read(html: str) -> Body:
    """The blocks of an HTML page or fragment. Raises KitError for a picture without words for it."""
    reader, page = _Reader(), BeautifulSoup(html, "html.parser")
    named = page.find("meta", attrs={"name": "theme-color"})
    accent = str(named.get("content", "")) if isinstance(named, Tag) else ""
    return Body(reader.blocks(page), reader.pictures, accent if COLOR.fullmatch(accent) else "")


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
            if runs := trimmed(loose):
                found.append(_paragraph(runs, look))
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
        if "letterhead" in classes:
            return self._letterhead(tag)
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
            return [lines | {"label": runs_of(str(tag.get("data-label") or ""))}, *self.blocks(tag)]
        if "cards" in classes:
            cards = [self.blocks(card) for card in tag.find_all("section", recursive=False)]
            return [{"kind": "cards", "items": cards}] if cards else []
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
        return [{"kind": "heading", "level": len(self._levels), "runs": runs, "rtl": right_to_left(runs)}]

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
                found.append(_paragraph(runs, "summary"))
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
            lettering = words_on(picture)
            ending, raw, alt = picture_of(picture, self._under)
            if raw:
                name = f"picture-{len(self.pictures) + 1}.{ending}"
                self.pictures[name] = raw
                width = _number(picture.get("width"), 0) * A_PIXEL or drawn_at(raw)
                found.append(
                    {"kind": "figure", "name": name, "alt": alt, "width": width, "caption": [], **lettering}
                )
            elif alt:
                found.append(_paragraph(runs_of(f"Picture: {alt}"), "quiet"))
        if isinstance(caption, Tag) and tag.name == "figure":
            words = self._line(caption)
            if found and found[-1]["kind"] == "figure":
                found[-1]["caption"] = words
            else:
                found.append(_paragraph(words, "quiet"))
        return found

    def _letterhead(self, tag: Tag) -> list[Block]:
        """Whose document it is: a logo, if there is one, with the name beside it."""
        figures = [figure for picture in tag.find_all("img") for figure in self._figure(picture)]
        return [{"kind": "letterhead", "figures": figures, "runs": self._line(tag)}]

    # -- words -------------------------------------------------------------------------

    def _line(self, tag: Tag) -> list[Run]:
        """All words of a tag as one line."""
        spoken = _spoken_in(tag)
        return trimmed([run for child in tag.children for run in self._words(child, spoken)])

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
            point = plain(node.get_text().strip())
            return [{"point": point}] if len(point) <= LONGEST_POINT else [{"text": point, **look}]
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


def _paragraph(runs: list[Run], look: str) -> Block:
    return {"kind": "paragraph", "look": look, "runs": runs, "rtl": right_to_left(runs)}


def _spoken_in(tag: Tag) -> Run:
    """The language of a part of the page, where it is not the page's own."""
    for holder in (tag, *tag.parents):
        if holder.name in ("html", "body", "[document]"):
            break
        if (language := holder.get("lang")) and (spoken := language_of(str(language))):
            return {"lang": spoken[0]}
    return {}


def _keep_together(blocks: Sequence[Block]) -> None:
    """Mark the paragraphs that must not be left behind at the foot of a page: a question, and what leads up to it."""
    chain = 0
    for block, after in reversed(list(pairwise(blocks))):
        if block["kind"] != "paragraph" or not (
            chain or after["kind"] in ("lines", "table", "figure", "terms")
        ):
            chain = 0
        elif not chain or (chain < LED_UP and _letters(block) < LEADS_UP):
            block["keep"] = True
            chain += 1
        else:
            chain = 0


def _letters(block: Block) -> int:
    return sum(len(run.get("text", "")) for run in block["runs"])


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class") or []
    return found.split() if isinstance(found, str) else list(found)


def _holding(kind: str, blocks: list[Block]) -> list[Block]:
    return [{"kind": kind, "blocks": blocks}] if blocks else []


def _number(value: object, otherwise: int) -> int:
    found = re.match(r"\d{1,4}", str(value or "").strip())
    return int(found[0]) if found else otherwise
