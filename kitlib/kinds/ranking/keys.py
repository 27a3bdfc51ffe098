"""What a session file may say of a ranking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import AGREE, CHOOSE, READ, Group, Task
from kitlib.kinds.shared.keys import WHO, Option

__all__ = ["Ranking"]


#: What may be done with the list, in words.
WAYS = {
    "order": "Put it in order",
    "sort": "Sort it into piles",
    "fist": "Show zero to five fingers for each",
}


class Ranking(Activity):
    """A short list put in order, sorted into three, or each line answered with zero to five fingers."""

    kind: Literal["ranking"]
    way: Annotated[Literal["order", "sort", "fist"], asked("What people do with the list", words=WAYS)]
    question: Annotated[Text, asked("Question", lines=2)]
    options: Annotated[list[Option], Field(min_length=1, max_length=20), asked("The list")]
    piles: Annotated[
        list[Text],
        asked("Piles to sort into", "One a line, the most important first. Only for sorting.", lines=3),
    ] = ["Critical", "Important", "Least important"]
    most: Annotated[
        int | None, Field(ge=1, le=20), asked("How many the first pile may hold", "Only for sorting.")
    ] = None
    choose: Annotated[int, Field(ge=0, le=5), asked("How many the team takes on in the end")] = 0
    own: Annotated[Literal["seat", "team"], asked("Who does it first", words=WHO)] = "seat"

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """What is said fits the way in which the list is answered."""
        if self.way == "sort" and len(set(self.piles)) < max(2, len(self.piles)):
            yield check.problem(("piles",), "needs two or more piles, each with a name of its own")
        if self.way != "sort" and self.most is not None:
            yield check.problem(("most",), "only sorting has piles")
        if self.way == "order" and len(self.options) < 2:
            yield check.problem(("options",), "needs two or more to put in order")
        if self.choose > len(self.options):
            yield check.problem(("choose",), f"there are only {len(self.options)} options")

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each line is read and placed; the team hears who differs, and chooses."""
        words = sum(len(option.text.split()) for option in self.options)
        yield Task(f"placing {len(self.options)} lines", words * READ + len(self.options) * CHOOSE)
        if self.way == "fist" or self.choose:
            many = max(1, self.choose)
            yield Task("hearing those who differ", (1 if group.least else many) * AGREE)
