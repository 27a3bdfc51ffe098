"""What a session file may say of agreements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from kitlib.content.activities import Activity
from kitlib.content.base import EARLIER, Id, Named, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import AGREE, CHOOSE, HEAR, Group, Task

__all__ = ["Agreements", "Suggestion"]


class Suggestion(Named):
    """One agreement to start from."""

    text: Annotated[Text, asked("Agreement")]


class Agreements(Activity):
    """Norms: suggested, edited, agreed. Or a look back at how well those of an earlier step were kept."""

    kind: Literal["agreements"]
    suggest: Annotated[list[Suggestion], asked("Agreements to begin with")] = []
    review: Annotated[
        Id | None,
        asked("Look back at the agreements of", "Then people say how well they kept them.", of=EARLIER),
    ] = None

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """A review looks back on a list of agreements of this session."""
        if self.review:
            others = check.session.activities.items()
            known = [id for id, other in others if isinstance(other, Agreements) and not other.review]
            yield from check.known(("review",), self.review, known, "activity with agreements")

    def tasks(self, group: Group) -> Iterator[Task]:
        """Each line is read aloud and weighed; with time, one is put into other words. A review is a glance a line."""
        if self.review:
            yield Task("looking back at the agreements", 5 * CHOOSE)
            return
        for line in self.suggest:
            yield Task("an agreement", len(line.text.split()) * HEAR + CHOOSE)
        if not group.least:
            yield Task("changing a line", AGREE)
