"""The plan on paper, and the next meeting."""

from __future__ import annotations

from kitlib.kinds.actions.rule import ActionsRule
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_rows import LIST, column_hint, gridded

__all__ = ["PAPER"]

#: What every plan asks of an action; its status is "not started" when it is written down.
PLAN = (
    Column(id="what", title="What we will do", wide=True),
    Column(id="owner", title="Owner (a role)", type="short"),
    Column(id="due", title="By when", type="date"),
    Column(id="measure", title="How we will know"),
)


class _Actions(PaperForm[ActionsRule]):
    def html(self, rule: ActionsRule, paper: Paper) -> str:
        """A row for each action, then when the team meets again."""
        empty = [{} for _ in paper.blanks(self.empty_rows(rule))]  # type: ignore[var-annotated]
        found = paper.quiet(paper.say("One copy for the team."))
        found += gridded("Action", [*PLAN, *rule.activity.columns], empty, paper)
        asked = (
            "We meet again on (a day)",
            "At (a time)",
            "Who calls that meeting (a role)",
            "Or: no next meeting, because",
        )
        again = "".join(paper.ask(paper.say(words), 1) for words in asked)
        return found + f"<h4>{paper.say('Next meeting')}</h4>{again}"

    def empty_rows(self, rule: ActionsRule) -> int:
        """As many as the session file offers, and as a list has at least."""
        return max(rule.activity.rows, LIST)

    def hint(self, rule: ActionsRule, name: str) -> str | None:
        """By the type of its column."""
        return column_hint(rule.activity.columns, name)


PAPER = _Actions()
