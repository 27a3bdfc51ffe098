"""Exit: one learning, one worry, one next step from each seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.activities.base import Field, Group, Rule, text
from kitlib.activities.reflection import share_prompts
from kitlib.content import kinds

__all__ = ["Exit"]


class Exit(Rule[kinds.Exit]):
    """Three short boxes a seat."""

    kind = "exit"

    def fields(self) -> Mapping[str, Field]:
        """`learning`, `worry`, `next-step`."""
        a = self.activity
        questions = {"learning": a.learning, "worry": a.worry, "next-step": a.next_step}
        return {id: Field("seat", a.visibility, text(2_000), question) for id, question in questions.items()}

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote, unless it is private."""
        return {} if self.activity.visibility == "private" else share_prompts(list(self.fields()), group)
