"""Discussion of a video or text: before, during, after; what was noticed, the evidence, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.kinds.discussion.keys import Discussion
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.prompts import prompt_fields, share_prompts, shared_ids
from kitlib.kinds.shared.rule import Field, Group, Rule, rows_with_removal

__all__ = ["DiscussionRule"]


class DiscussionRule(Rule[Discussion]):
    """Seats answer prompts before and after; the team keeps notes during."""

    in_own_words = True

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
        return rows_with_removal(
            {
                "notice": Field("team", "team", text(2_000), "We noticed"),
                "evidence": Field("team", "team", text(2_000), "Where we saw or heard it"),
                "implication": Field("team", "team", text(2_000), "What it could mean for us"),
            }
        )

    def share(self, group: Group) -> dict[str, Any]:
        """What others wrote under prompts that are not private."""
        return share_prompts(shared_ids([*self.activity.before, *self.activity.after]), group)
