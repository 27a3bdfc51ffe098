"""What a session file may say of a map of support."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Named, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import CHOOSE, SAY, Group, Task
from kitlib.kinds.shared.cells import cells_seconds, column_problems
from kitlib.kinds.shared.keys import Column, Option

__all__ = ["Map", "Tier"]


class Tier(Named):
    """One level of support."""

    title: Annotated[Text, asked("Title")]
    help: Annotated[str, asked("Said below it")] = ""


class Map(Activity):
    """What is in use, and what is a goal, by area and tier; gaps and overlaps are found and named."""

    kind: Literal["map"]
    tiers: Annotated[
        list[Tier],
        Field(min_length=1, max_length=5),
        asked("Levels of support", "Without any, the three tiers: for all, for some, for a few students."),
    ] = [
        Tier(id="tier-1", title="Tier 1: for all students"),
        Tier(id="tier-2", title="Tier 2: for some students, added"),
        Tier(id="tier-3", title="Tier 3: for a few students, intensive"),
    ]
    areas: Annotated[list[Option], Field(min_length=1, max_length=16), asked("Areas, such as Reading")]
    columns: Annotated[
        list[Column], asked("What is asked of each entry", "Beyond its name: whom it serves, who leads it.")
    ] = []

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Its further columns are sound and new."""
        yield from column_problems(check, self.columns, ("what", "area", "tier", "state"))

    def tasks(self, group: Group) -> Iterator[Task]:
        """Groups share the places of the map; each place gets two entries with what is known of them."""
        many = group.each(2 * len(self.areas) * len(self.tiers))
        yield Task(f"{many} entries", many * (SAY + 2 * CHOOSE + cells_seconds(self.columns)))

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """The map is read, place by place."""
        yield Task("reading the map", group.most(len(self.areas) * len(self.tiers)) * CHOOSE)
