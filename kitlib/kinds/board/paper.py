"""A wall of notes on paper: one idea a note, the headings by letter, and the dots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kitlib.kinds.board.rule import BoardRule
from kitlib.kinds.shared.keyed import letter, paper_row, value_by_words
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import Box, PaperForm
from kitlib.tabular.lists import words_in

__all__ = ["PAPER"]

NOTES = 6  # of one person
MORE_HEADINGS = 3  # that a team adds to a wall on paper


class _Board(PaperForm[BoardRule]):
    def html(self, rule: BoardRule, paper: Paper) -> str:
        """Notes of one person, the headings, and where the dots go."""
        of = rule.activity
        found = f"<p><strong>{paper.words(of.question)}</strong></p>"
        found += paper.quiet(f"{paper.say('One idea a note, in a few words.')} {paper.reader(of.visibility)}")
        heads = [paper.say("Note"), paper.say("Your words"), paper.say("Heading")]
        rows = [Row([str(n), "", ""], 2) for n in paper.blanks(NOTES)]
        if rows:
            found += paper.table("", heads, rows, widths=(1, 8, 2))
        named = [f"{letter(i)}. {paper.words(cluster.text)}" for i, cluster in enumerate(of.clusters)]
        if named:
            found += f"<p>{paper.say('Headings')}</p>{paper.bullets(named)}"
        found += paper.ask(paper.say("More headings of the team, by letter"), 2)
        if of.votes:
            found += paper.ask(paper.say(DOTS, n=of.votes), 1)
        return found

    def empty_rows(self, rule: BoardRule) -> int:
        """Notes of one person."""
        return NOTES

    def row_boxes(self, rule: BoardRule, seat: int | None) -> Iterator[Box]:
        """The notes of a seat, each with the heading that the team puts it under; of the team, the headings it adds."""
        columns = rule.row_fields()
        if seat is None:
            for n in range(len(rule.activity.clusters), len(rule.activity.clusters) + MORE_HEADINGS):
                yield Box(f"{paper_row(n + 1)}.name", columns["name"], f"Heading {letter(n)}")
            return
        for n in range(1, NOTES + 1):
            row, note = paper_row(n, seat), f"Note {seat}.{n}"
            yield Box(f"{row}.text", columns["text"], note)
            yield Box(f"{row}.cluster", columns["cluster"], f"{note}: under which heading")

    def parse(self, rule: BoardRule, name: str, text: str) -> Any:
        """A heading by its letter or words, and dots by seat and number of a note."""
        given = [cluster.id for cluster in rule.activity.clusters]
        # Beyond the given headings a letter is one that the team added on paper.
        headings = {letter(i): given[i] if i < len(given) else paper_row(i + 1) for i in range(26)}
        if name.endswith(".cluster"):
            by_words = {cluster.text: cluster.id for cluster in rule.activity.clusters}
            return headings.get(text.upper()) or value_by_words(by_words, text)
        if name != "votes":
            return None
        found = []
        for word in words_in(text):
            note = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", word)
            found.append(paper_row(int(note[2]), int(note[1])) if note else headings.get(word.upper()))
        return found if all(found) else None

    def hint(self, rule: BoardRule, name: str) -> str | None:
        """Letters of headings, and how a note is named."""
        if name == "votes":
            return "notes by seat and number, headings by letter, such as 3.2, B"
        if name.endswith(".cluster"):
            given = enumerate(rule.activity.clusters)
            return ", ".join(f"{letter(i)} ({cluster.text})" for i, cluster in given) or "a letter"
        return None


DOTS = "Your {n} dots, after all have read the wall (seat and number of a note, such as 3.2, or the letter of a heading)"
PAPER = _Board()
