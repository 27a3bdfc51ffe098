"""Actions: who does what by when, how we will know, and when we meet again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kitlib.kinds.actions.keys import Actions
from kitlib.kinds.shared.cells import column_fields, drawn
from kitlib.kinds.shared.checks import day, hour, one_of, text
from kitlib.kinds.shared.open_items import NextMeeting, OpenItem
from kitlib.kinds.shared.rows import rows_of_team
from kitlib.kinds.shared.rule import Field, Rule, rows_with_removal

__all__ = ["STATUSES", "ActionsRule"]

STATUSES = ("not started", "under way", "done", "dropped")


class ActionsRule(Rule[Actions]):
    """A list of actions and the next date. Owners are roles, so that the plan outlives a change of staff."""

    title = "Actions"
    plans_next_meeting = True

    def fields(self) -> Mapping[str, Field]:
        """`next.date`, `next.time`, `next.owner`, and `next.none`, the reason why there is no next date."""
        return {
            "next.date": Field("team", "team", day, "When we meet again"),
            "next.time": Field("team", "team", hour, "At what time"),
            "next.owner": Field("team", "team", text(80), "Who calls that meeting (a role)"),
            "next.none": Field("team", "team", text(400), "No next meeting, because"),
        }

    def row_fields(self) -> Mapping[str, Field]:
        """`what`, `owner`, `due`, `measure`, `status`, and the session file's own columns."""
        return rows_with_removal(
            {
                "what": Field("team", "team", text(1_000), "What we will do"),
                "owner": Field("team", "team", text(80), "Owner (a role)"),
                "due": Field("team", "team", day, "By when"),
                "measure": Field("team", "team", text(1_000), "How we will know"),
                "status": Field("team", "team", one_of(STATUSES), "Status"),
                **column_fields(self.activity.columns),
            }
        )

    def open_items(self, team: Mapping[str, Any]) -> Iterator[OpenItem]:
        """Each action that was not taken out."""
        for row, cells in rows_of_team(team).items():
            if row != "next" and cells.get("what"):
                due = {key: cells.get(key, "") for key in ("what", "owner", "due", "measure")}
                yield OpenItem("action", row, **due, status=cells.get("status") or STATUSES[0])

    def next_meeting(self, team: Mapping[str, Any]) -> NextMeeting:
        """The next date with who calls it, or why there is none."""
        return NextMeeting(
            **{key: str(team.get(f"next.{key}") or "").strip() for key in ("date", "owner", "none", "time")}
        )

    def config(self) -> dict[str, Any]:
        """With the words for a status, and what a cell of each column needs."""
        return {**super().config(), "statuses": list(STATUSES), "columns": drawn(self.activity.columns)}
