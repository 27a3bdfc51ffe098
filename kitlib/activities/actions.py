"""Actions: who does what by when, how we will know, and when we meet again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.activities.base import Field, Rule, day, one_of, rows, text
from kitlib.activities.cells import column_fields, drawn
from kitlib.content import kinds

__all__ = ["STATUSES", "Actions"]

STATUSES = ("not started", "under way", "done", "dropped")


class Actions(Rule[kinds.Actions]):
    """A list of actions and the next date. Owners are roles, so that the plan outlives a change of staff."""

    kind = "actions"
    title = "Actions"

    def fields(self) -> Mapping[str, Field]:
        """`next.date`, `next.owner`, and `next.none`, the reason why there is no next date."""
        return {
            "next.date": Field("team", "team", day, "When we meet again"),
            "next.owner": Field("team", "team", text(80), "Who calls that meeting (a role)"),
            "next.none": Field("team", "team", text(400), "No next meeting, because"),
        }

    def row_fields(self) -> Mapping[str, Field]:
        """`what`, `owner`, `due`, `measure`, `status`, and the session file's own columns."""
        return rows(
            {
                "what": Field("team", "team", text(1_000), "What we will do"),
                "owner": Field("team", "team", text(80), "Owner (a role)"),
                "due": Field("team", "team", day, "By when"),
                "measure": Field("team", "team", text(1_000), "How we will know"),
                "status": Field("team", "team", one_of(STATUSES), "Status"),
                **column_fields(self.activity.columns),
            }
        )

    def config(self) -> dict[str, Any]:
        """With the words for a status, and what a cell of each column needs."""
        return {**super().config(), "statuses": list(STATUSES), "columns": drawn(self.activity.columns)}
