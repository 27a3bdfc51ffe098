"""A reading on paper: a text with its marks; or a list to mark and choose from, and the cards themselves to cut apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kitlib.content.activities import ALL_PARTS
from kitlib.kinds.reading.keys import Piece
from kitlib.kinds.reading.rule import ReadingRule
from kitlib.kinds.shared.keyed import id_from_words, numbered, numbers_hint, picked
from kitlib.kinds.shared.paper import ENGLISH, Paper, Row
from kitlib.kinds.shared.paper_form import FormSheet, PaperForm
from kitlib.tabular.lists import parts_in

__all__ = ["PAPER"]

SAY = 2  # lines for what is said of a piece


class _Reading(PaperForm[ReadingRule]):
    def html(self, rule: ReadingRule, paper: Paper) -> str:
        """What is read and marked, then what is chosen; or the part of it that the step shows."""
        is_read = paper.part in (ALL_PARTS, "read")
        found = _text(rule, paper) if is_read and rule.activity.form == "text" else ""
        if rule.activity.form == "cards" and (is_read or rule.activity.part == "choose"):
            found += _list(rule, paper)
        if rule.activity.choose and paper.part in (ALL_PARTS, "choose"):
            found += _choice(rule, paper)
        return found

    def sheets(self, rule: ReadingRule, paper: Paper) -> Iterator[FormSheet]:
        """The cards, where they are cards; they are in English alone."""
        if rule.activity.form == "cards" and paper.language == ENGLISH:
            title = rule.activity.title or paper.session.title
            cards = "".join(f"<section>{_piece(n, p, paper)}</section>" for n, p in _numbered(rule))
            html = paper.quiet(paper.say("Cut along the lines.")) + f'<div class="cards">{cards}</div>'
            what = "cards to cut apart, a set for each table"
            copies = "One set of the cards for each table, cut apart."
            yield FormSheet("cards", "Cards", title, {}, html, what, copies)

    def numbers(self, rule: ReadingRule) -> dict[str, int]:
        """The number of each piece, as it stands on the sheet."""
        return {piece.id: n for n, piece in _numbered(rule)}

    def parse(self, rule: ReadingRule, name: str, text: str) -> Any:
        """The numbers of the sheet: of pieces, or of marks in the order in which they are named."""
        if name == "chosen":
            return picked(list(rule.pieces), text)
        return _marked(rule, text) if name.startswith("mark.") else None

    def hint(self, rule: ReadingRule, name: str) -> str | None:
        """How the numbers are read."""
        if name == "chosen":
            return numbers_hint(rule.activity.choose, "piece")
        if name.startswith("mark."):
            return numbered(rule.marks)
        return None


PAPER = _Reading()


def _marked(rule: ReadingRule, text: str) -> list[str] | None:
    """One mark or several, each by its words or its number."""
    whole = id_from_words(rule.marks, text)
    found = [whole] if whole else [id_from_words(rule.marks, part) for part in parts_in(text)]
    marks = [id for id in found if id]
    return marks if marks and len(marks) == len(found) else None


def _numbered(rule: ReadingRule) -> Iterator[tuple[int, Piece]]:
    return enumerate(rule.pieces.values(), start=1)


def _piece(number: int, piece: Piece, paper: Paper) -> str:
    source = paper.marked(piece.source, paper.session.sources)
    text = paper.paragraphs(piece.text, paper.session.sources)
    return f"<p><strong>{number}. {paper.words(piece.title)}</strong></p>{text}{paper.quiet(source)}"


def _ticks(rule: ReadingRule, paper: Paper) -> str:
    marks = enumerate(rule.activity.marks, start=1)
    return "&emsp; ".join(f"{paper.tick()}&nbsp;{n} {paper.words(mark.text)}" for n, mark in marks)


def _text(rule: ReadingRule, paper: Paper) -> str:
    """Each piece in full, with its marks under it and, where nothing is chosen, room for what is said."""
    found = ""
    for n, piece in _numbered(rule):
        found += _piece(n, piece, paper)
        found += f"<p>{_ticks(rule, paper)}</p>" if rule.activity.marks and paper.room else ""
        if rule.activity.say and not rule.activity.choose:
            found += paper.ask(paper.words(rule.activity.say), SAY)
    return found


def _list(rule: ReadingRule, paper: Paper) -> str:
    """The titles alone; what stands on the cards is printed on them."""
    rows = [
        Row([f"{n}. {paper.words(piece.title)}", _ticks(rule, paper)] if rule.activity.marks else
            [f"{n}. {paper.words(piece.title)}"], 0)
        for n, piece in _numbered(rule)
    ]  # fmt: skip
    heads = [paper.say("Card"), *([paper.say("Your marks")] if rule.activity.marks else [])]
    return paper.quiet(paper.say("The cards are on a sheet of their own.")) + paper.table("", heads, rows)


def _choice(rule: ReadingRule, paper: Paper) -> str:
    ways = paper.bullets(
        [
            f"<strong>{paper.words(hand.title)}</strong>: "
            + ", ".join(str(n) for n, piece in _numbered(rule) if piece.id in hand.pieces)
            + (f". {paper.words(hand.help)}" if hand.help else "")
            for hand in rule.activity.hands
        ]
    )
    found = f"<p><strong>{paper.say('Ways to choose')}</strong></p>{ways}" if ways else ""
    found += paper.ask(paper.say("What we choose, at most {n} (numbers)", n=rule.activity.choose), 1)
    if rule.activity.say:
        heads = [paper.say("Number"), paper.words(rule.activity.say)]
        rows = [Row(["", ""], SAY) for _ in paper.blanks(rule.activity.choose)]
        found += paper.table("", heads, rows, widths=(1, 7)) if rows else ""
    return found
