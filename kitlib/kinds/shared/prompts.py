"""Prompts that people answer in their own words: their fields, and what others see of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import LINE, READ, Task
from kitlib.content.timing import Group as Workers
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.keys import Prompt
from kitlib.kinds.shared.rule import Field, Group

__all__ = ["prompt_fields", "prompt_problems", "prompt_tasks", "share_prompts", "shared_ids"]


def prompt_problems(
    check: ActivityCheck, lists: Mapping[str, Sequence[Prompt]], taken: Sequence[str] = ()
) -> Iterator[Problem]:
    """A prompt's id is its field, whichever of the activity's lists it stands in; a team keeps nothing private."""
    seen = set(taken)
    for key, prompts in lists.items():
        for i, prompt in enumerate(prompts):
            if prompt.id in seen:
                yield check.problem((key, i, "id"), f'"{prompt.id}" is taken in this activity')
            if prompt.scope == "team" and prompt.visibility == "private":
                yield check.problem((key, i, "visibility"), "what a whole team writes cannot be private")
        seen |= {prompt.id for prompt in prompts}


def prompt_tasks(prompts: Sequence[Prompt], group: Workers) -> Iterator[Task]:
    """Each prompt is read and answered: in one line where time is short, else in as many as are offered, at most three."""
    for prompt in prompts:
        lines = 1 if group.least else min(prompt.lines, 3)
        yield Task(f'writing "{prompt.id}"', len(prompt.text.split()) * READ + lines * LINE)


def prompt_fields(prompts: Sequence[Prompt]) -> dict[str, Field]:
    """A text field for each prompt, of each seat or of the whole team."""
    return {p.id: Field(p.scope, p.visibility, text(), p.text) for p in prompts}


def shared_ids(prompts: Sequence[Prompt]) -> list[str]:
    """The prompts whose answers a seat may see of the others."""
    return [p.id for p in prompts if p.visibility == "room" or (p.scope == "seat" and p.visibility == "team")]


def share_prompts(ids: Sequence[str], group: Group) -> dict[str, Any]:
    """How many others answered each prompt and, once this seat or team has written its own, what they wrote.

    Writing first keeps the second answer from leaning on the first.
    """
    shared = {}
    for id in ids:
        texts = [str(w.values[id]) for w in group.others if str(w.values.get(id) or "").strip()]
        written = bool(str(group.mine.get(id) or group.team.get(id) or "").strip())
        shared[id] = {"count": len(texts), "texts": texts if written else []}
    return shared
