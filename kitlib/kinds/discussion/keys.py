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


class Medium(Content):
    """The video or text that is discussed; only ever linked."""

    title: Text
    url: Url | None = None
    minutes: Minutes | None = None
    note: str = ""  # where to find it, or what to do without it


class Discussion(Activity):
    """Before, during and after a video or text; the team notes what it noticed, the evidence, and what follows."""

    parts = ("before", "during", "notes", "after")

    kind: Literal["discussion"]
    medium: Medium
    before: Annotated[list[Prompt], asked("Questions before")] = []
    after: Annotated[list[Prompt], asked("Questions after")] = []
    notes: bool = True  # the team's rows of notice, evidence, implication
    part: Literal["all", "before", "during", "notes", "after"] = (
        "all"  # what the step it stands in shows; the rest comes with `again`
    )
    summary: str = ""  # the question above the box that stands in for a video that cannot be played

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
            yield Task("the video or text", self.medium.minutes * 60)
        if part in (ALL_PARTS, "notes") and self.notes:
            yield Task("notes", group.most(3) * LINE)
        if part in (ALL_PARTS, "after"):
            yield from prompt_tasks(self.after, group)
