"""What a session file may say of a reflection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import asked
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import Group, Task
from kitlib.kinds.shared.keys import Prompt
from kitlib.kinds.shared.prompts import prompt_problems, prompt_tasks

__all__ = ["Reflection"]


class Reflection(Activity):
    """Written answers of each seat, each with its own visibility."""

    kind: Literal["reflection"]
    prompts: Annotated[list[Prompt], Field(min_length=1), asked("Questions, each with its box")]

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """Each prompt has an id of its own."""
        yield from prompt_problems(check, {"prompts": self.prompts})

    def tasks(self, group: Group) -> Iterator[Task]:
        """The prompts are read and answered."""
        yield from prompt_tasks(self.prompts, group)
