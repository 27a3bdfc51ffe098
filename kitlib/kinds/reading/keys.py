"""What a session file may say of a reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Id, Named, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import CHOOSE, HEAR, LINE, READ, Group, Task
from kitlib.kinds.shared.keys import Option

__all__ = ["Hand", "Piece", "Reading"]


#: What stands for each choice in a form; cards are printed to be cut apart, a set for each table.
FORMS = {"text": "A text, piece by piece", "cards": "Cards to cut apart"}
PARTS = {"all": "All of it", "read": "Reading it", "choose": "Choosing from it"}


class Piece(Named):
    """One card, or one part of a text."""

    title: Annotated[Text, asked("Title")]
    text: Annotated[Text, asked("Words", "Two stars make **bold**.", lines=4)]
    source: Annotated[str, asked("Where it was read")] = ""  # with citations; and how sure it is


class Hand(Named):
    """Pieces that go well together: one way to choose."""

    title: Annotated[Text, asked("Title")]
    help: Annotated[str, asked("Said below it")] = ""
    pieces: Annotated[list[Id], Field(min_length=1), asked("Its pieces", of="rows:pieces")]


class Reading(Activity):
    """Cards or a short text that people read and mark; of cards, a group chooses some and says why."""

    parts = ("read", "choose")

    kind: Literal["reading"]
    form: Annotated[Literal["text", "cards"], asked("What it is", words=FORMS)] = "text"
    pieces: Annotated[list[Piece], Field(min_length=1, max_length=60), asked("Its pieces")]
    marks: Annotated[list[Option], Field(max_length=4), asked("What people may say of a piece")] = []
    choose: Annotated[int, Field(ge=0, le=20), asked("How many pieces a team chooses at most")] = 0
    hands: Annotated[list[Hand], asked("Ready choices")] = []
    say: Annotated[
        str, asked("What a team writes of each piece", "Of those that it chose; of all where none is chosen.")
    ] = ""
    part: Annotated[Literal["all", "read", "choose"], asked("What this step shows of it", words=PARTS)] = (
        "all"
    )

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """There are enough pieces to choose from, and each way to choose keeps to them and to the number."""
        if self.choose > len(self.pieces):
            yield check.problem(("choose",), f"there are only {len(self.pieces)} pieces")
        if self.hands and not self.choose:
            yield check.problem(("hands",), 'says how to choose, so "choose" must say how many')
        known = [piece.id for piece in self.pieces]
        for i, hand in enumerate(self.hands):
            for k, id in enumerate(hand.pieces):
                yield from check.known(("hands", i, "pieces", k), id, known, "piece")
            if len(set(hand.pieces)) < len(hand.pieces):
                yield check.problem(("hands", i, "pieces"), "names a piece twice")
            if self.choose and len(hand.pieces) > self.choose:
                yield check.problem(
                    ("hands", i, "pieces"), f"holds more than the {self.choose} that are chosen"
                )

    def tasks(self, group: Group) -> Iterator[Task]:
        """A text is read in silence; of cards, as many as are chosen are read aloud. Each is marked, and written about."""
        many = group.most(self.choose or len(self.pieces))
        words = sum(len(piece.text.split()) for piece in self.pieces) * many / len(self.pieces)
        yield Task(f"reading {many} pieces", words * (HEAR if self.form == "cards" else READ))
        if self.marks:
            yield Task("marking them", many * CHOOSE)
        if self.say:
            yield Task("writing about them", group.each(many) * LINE / 2)
