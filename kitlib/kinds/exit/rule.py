"""Exit: one learning, one worry, one next step from each seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.kinds.exit.keys import Exit
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.prompts import share_prompts
from kitlib.kinds.shared.rule import Field, Group, Rule

__all__ = ["ExitRule"]


class ExitRule(Rule[Exit]):
    """Three short boxes a seat."""

    in_own_words = True

    def fields(self) -> Mapping[str, Field]:
        """`learning`, `worry`, `next-step`."""
        a = self.activity
        questions = {"learning": a.learning, "worry": a.worry, "next-step": a.next_step}
        return {id: Field("seat", a.visibility, text(2_000), question) for id, question in questions.items()}

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote, unless it is private."""
        return {} if self.activity.visibility == "private" else share_prompts(list(self.fields()), group)
