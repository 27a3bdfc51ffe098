"""What a session file may say of a ranking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import AGREE, CHOOSE, READ, Group, Task
from kitlib.kinds.shared.keys import Option

__all__ = ["Ranking"]


class Ranking(Activity):
    """A short list put in order, sorted into three, or each line answered with zero to five fingers."""

    kind: Literal["ranking"]
    way: Literal["order", "sort", "fist"]
    question: Text
    options: list[Option] = Field(min_length=1, max_length=20)
    #: For `sort`: the piles, most important first.
    piles: list[Text] = ["Critical", "Important", "Least important"]
    most: Annotated[int, Field(ge=1, le=20)] | None = None  # how many the first pile may hold
    choose: Annotated[int, Field(ge=0, le=5)] = 0  # how many the team takes on in the end
    own: Literal["seat", "team"] = "seat"  # whether each seat ranks first, or the team at once

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
