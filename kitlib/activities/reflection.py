"""Reflection: each seat writes; who can read it is set per prompt and shown beside the box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kitlib.activities.base import Field, Group, Rule, text
from kitlib.content import kinds

__all__ = ["Reflection", "prompt_fields", "share_prompts", "shared_ids"]


def prompt_fields(prompts: Sequence[kinds.Prompt]) -> dict[str, Field]:
    """A text field for each prompt, of each seat or of the whole team."""
    return {p.id: Field(p.scope, p.visibility, text(), p.text) for p in prompts}


def shared_ids(prompts: Sequence[kinds.Prompt]) -> list[str]:
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


class Reflection(Rule[kinds.Reflection]):
    """One box a prompt and seat."""

    kind = "reflection"

    def fields(self) -> Mapping[str, Field]:
        """The prompts by id."""
        return prompt_fields(self.activity.prompts)

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote under prompts that are not private."""
        return share_prompts(shared_ids(self.activity.prompts), group)
