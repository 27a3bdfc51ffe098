"""Reflection: each seat writes; who can read it is set per prompt and shown beside the box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.kinds.reflection.keys import Reflection
from kitlib.kinds.shared.prompts import prompt_fields, share_prompts, shared_ids
from kitlib.kinds.shared.rule import Field, Group, Rule

__all__ = ["ReflectionRule"]


class ReflectionRule(Rule[Reflection]):
    """One box a prompt and seat."""

    in_own_words = True

    def fields(self) -> Mapping[str, Field]:
        """The prompts by id."""
        return prompt_fields(self.activity.prompts)

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote under prompts that are not private."""
        return share_prompts(shared_ids(self.activity.prompts), group)
