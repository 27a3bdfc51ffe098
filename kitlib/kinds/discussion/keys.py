"""What a session file may say of a discussion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from kitlib.content.activities import ALL_PARTS, Activity
from kitlib.content.base import Content, Minutes, Text, Url, asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import LINE, Group, Task
from kitlib.kinds.shared.keys import Prompt
from kitlib.kinds.shared.prompts import prompt_problems, prompt_tasks

__all__ = ["Discussion", "Medium"]


#: The parts of it in words.
PARTS = {
    "all": "All of it", "before": "The questions before", "during": "The video or text", "notes": "The notes",
    "after": "The questions after",
}  # fmt: skip


class Medium(Content):
    """The video or text that is discussed; only ever linked."""

    title: Annotated[Text, asked("Its title")]
    url: Annotated[Url | None, asked("Its address", "It begins with https://")] = None
    minutes: Annotated[Minutes | None, asked("Its minutes")] = None
    note: Annotated[str, asked("Where to find it, or what to do without it")] = ""


class Discussion(Activity):
    """Before, during and after a video or text; the team notes what it noticed, the evidence, and what follows."""

    parts = ("before", "during", "notes", "after")

    kind: Literal["discussion"]
    medium: Annotated[Medium, asked("The video or text")]
    before: Annotated[list[Prompt], asked("Questions before")] = []
    after: Annotated[list[Prompt], asked("Questions after")] = []
    #: The team's rows of notice, evidence, implication.
    notes: Annotated[bool, asked("Rows for notes", "What was noticed, where, and what it could mean.")] = True
    #: What the step it stands in shows; the rest comes with `again`.
    part: Annotated[
        Literal["all", "before", "during", "notes", "after"], asked("What this step shows of it", words=PARTS)
    ] = "all"
    #: The question above the box that stands in for a video that cannot be played.
    summary: Annotated[str, asked("Question for who could not watch it")] = ""

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Each prompt has an id of its own, before and after together."""
        yield from prompt_problems(check, {"before": self.before, "after": self.after}, taken=["summary"])

    def tasks(self, group: Group) -> Iterator[Task]:
        """What its own step shows of it."""
        yield from self.tasks_again(group, self.part)

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """The prompts before, the video or text, three rows of notes, the prompts after."""
        if part in (ALL_PARTS, "before"):
            yield from prompt_tasks(self.before, group)
        if part in (ALL_PARTS, "during") and self.medium.minutes:
            yield Task("the video or text", self.medium.minutes * 60, is_played=True)
        if part in (ALL_PARTS, "notes") and self.notes:
            yield Task("notes", group.most(3) * LINE)
        if part in (ALL_PARTS, "after"):
            yield from prompt_tasks(self.after, group)
