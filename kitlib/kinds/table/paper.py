"""A table of the team on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.kinds.shared.paper_rows import LIST, MORE, column_hint, gridded
from kitlib.kinds.table.rule import TableRule

__all__ = ["PAPER"]


class _Table(PaperForm[TableRule]):
    def html(self, rule: TableRule, paper: Paper) -> str:
        """The rows that stand there, and empty ones unless the list is fixed."""
        of = rule.activity
        empty: list[Mapping[str, Any]] = [{} for _ in paper.blanks(self.empty_rows(rule))]
        once = paper.quiet(paper.say("One copy for the team."))
        return once + gridded(of.noun, of.columns, [*rule.start.values(), *empty], paper)

    def empty_rows(self, rule: TableRule) -> int:
        """As many as the session file offers, and never too few to go on."""
        of = rule.activity
        return 0 if of.fixed else max(of.rows, LIST - len(of.start), MORE)

    def given_rows(self, rule: TableRule) -> Sequence[tuple[str, str]]:
        """Called by their first cell."""
        return [(id, next((str(v) for v in cells.values()), id)) for id, cells in rule.start.items()]

    def row_noun(self, rule: TableRule) -> str:
        """As the session file calls a row."""
        return rule.activity.noun

    def hint(self, rule: TableRule, name: str) -> str | None:
        """By the type of its column."""
        return column_hint(rule.activity.columns, name)


PAPER = _Table()
