"""What a session file may say of a checklist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Named, Text, asked
from kitlib.content.timing import CHOOSE, READ, VISIT, WALK, Group, Task

__all__ = ["Checklist", "LookFor"]


class LookFor(Named):
    """One thing to look for on a visit."""

    text: Annotated[Text, asked("What to look for")]
    domain: Annotated[str, asked("Part that it belongs to")] = ""
    help: Annotated[str, asked("Said below it")] = ""


class Checklist(Activity):
    """Look-fors on visits, each seen, not seen or not applicable, with evidence and the place."""

    kind: Literal["checklist"]
    noun: Annotated[Text, asked("What one visit is called")] = "Visit"
    place: Annotated[Text, asked("How the box for the place is called")] = (
        "Where (a room or place by number, never a person)"
    )
    items: Annotated[
        list[LookFor], Field(min_length=1, max_length=40), asked("What to look for, line by line")
    ]
    visits: Annotated[int, Field(ge=1, le=12), asked("Empty visits to begin with")] = 1

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each visit is a walk, a stay, and a mark for each line with a line of evidence for the whole."""
        visits = group.most(self.visits)
        marks = sum(len(item.text.split()) * READ + CHOOSE for item in self.items)
        yield Task(f"{visits} visits of {len(self.items)} lines", visits * (WALK + VISIT + marks) + WALK)

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """What was seen is added up."""
        yield Task("adding up what was seen", len(self.items) * CHOOSE)
