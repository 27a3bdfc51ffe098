"""Reflection: each seat writes; who can read it is set per prompt and shown beside the box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kitlib.activities.base import Field, Group, Rule, text
from kitlib.content import models

__all__ = ["Reflection", "prompt_fields", "share_prompts"]


def prompt_fields(prompts: Sequence[models.Prompt]) -> dict[str, Field]:
    """A text field of each seat for each prompt."""
    return {p.id: Field("seat", p.visibility, text(), p.text) for p in prompts}


def share_prompts(ids: Sequence[str], group: Group) -> dict[str, Any]:
    """How many others answered each prompt and, once this seat has written its own, what they wrote.

    Writing first keeps the second answer from leaning on the first.
    """
    shared = {}
    for id in ids:
        texts = [str(w.values[id]) for w in group.others if str(w.values.get(id) or "").strip()]
        written = bool(str(group.mine.get(id) or "").strip())
        shared[id] = {"count": len(texts), "texts": texts if written else []}
    return shared


class Reflection(Rule[models.Reflection]):
    """One box a prompt and seat."""

    kind = "reflection"

    def fields(self) -> Mapping[str, Field]:
        """The prompts by id."""
        return prompt_fields(self.activity.prompts)

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote under prompts that are not private."""
        return share_prompts([p.id for p in self.activity.prompts if p.visibility != "private"], group)
