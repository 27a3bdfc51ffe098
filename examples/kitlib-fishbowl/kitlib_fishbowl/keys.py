"""What a session file may say of a fishbowl."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Content, Id, Language, Minutes, Text, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import LINE, WALK, Group, Task

__all__ = ["Fishbowl", "Round"]


class Round(Content):
    """One turn of the inner circle: what it talks about, and for how long."""

    id: Id
    question: Annotated[Text, asked("Question")]
    minutes: Annotated[Minutes, asked("Minutes")]
    translations: dict[Language, Text] = Field(default={})  # of the question


class Fishbowl(Activity):
    """An inner circle talks, the outer circle listens and takes notes; round by round they trade places."""

    kind: Literal["fishbowl"]
    chairs: Annotated[int, Field(ge=2, le=8), asked("Chairs in the inner circle")] = 4
    rounds: Annotated[list[Round], Field(min_length=1, max_length=6), asked("Rounds")]

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """The rounds fit into the minutes of their step."""
        together = sum(each.minutes for each in self.rounds)
        given = check.session.step_of(self.id).minutes
        if together > given:
            yield check.problem(("rounds",), f"take {together} minutes, and the step has {given}")

    def tasks(self, group: Group) -> Iterator[Task]:
        """The rounds, with a change of chairs between them, and a note of each who listens."""
        yield Task("the rounds", 60 * sum(each.minutes for each in self.rounds))
        yield Task("changing chairs", (len(self.rounds) - 1) * WALK / 2)
        yield Task("a note", LINE / 2)
