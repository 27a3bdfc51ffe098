"""Discussion of a video or text: before, during, after; what was noticed, the evidence, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.activities.base import Field, Group, Rule, rows, text
from kitlib.activities.reflection import prompt_fields, share_prompts, shared_ids
from kitlib.content import kinds

__all__ = ["Discussion"]


class Discussion(Rule[kinds.Discussion]):
    """Seats answer prompts before and after; the team keeps notes during."""

    kind = "discussion"

    def fields(self) -> Mapping[str, Field]:
        """The prompts by id, and `summary`, which stands in for a video that cannot be played."""
        question = self.activity.summary or "What it says, in our words"
        return {
            **prompt_fields(self.activity.before),
            "summary": Field("team", "team", text(), question),
            **prompt_fields(self.activity.after),
        }

    def row_fields(self) -> Mapping[str, Field]:
        """The team's notes."""
        return rows(
            {
                "notice": Field("team", "team", text(2_000), "We noticed"),
                "evidence": Field("team", "team", text(2_000), "Where we saw or heard it"),
                "implication": Field("team", "team", text(2_000), "What it could mean for us"),
            }
        )

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote under prompts that are not private."""
        return share_prompts(shared_ids([*self.activity.before, *self.activity.after]), group)
