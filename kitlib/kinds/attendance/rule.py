"""Attendance: who is here, as seats with a role and a job. Never names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kitlib.kinds.attendance.keys import Attendance
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.rule import Field, Rule
from kitlib.kinds.shared.seats import MOST_SEATS, seat_label

__all__ = ["AttendanceRule"]


class AttendanceRule(Rule[Attendance]):
    """Each seat has a role ("Principal") and may have a job in this meeting ("Timekeeper")."""

    title = "Who is here"
    on_the_wall = False  # roles are no words to read aloud

    @property
    def seats_offered(self) -> int:
        """As many as the session file says."""
        return self.activity.seats

    def seat_roles(self, team: Mapping[str, Any]) -> dict[str, str]:
        """The roles that were typed in, in the order of the seats."""
        given = {f"seat-{n}": str(team.get(f"seat-{n}.role") or "").strip() for n in range(1, MOST_SEATS + 1)}
        return {seat: role for seat, role in given.items() if role}

    def handed_on(self, following: Rule[Any], team: Mapping[str, Any]) -> Mapping[str, Any]:
        """The role of each seat; jobs change hands."""
        return {f"{seat}.role": role for seat, role in self.seat_roles(team).items()}

    def fields(self) -> Mapping[str, Field]:
        """`seat-1.role`, `seat-1.job`, … up to the most seats a team can have."""
        found = {}
        for n in range(1, MOST_SEATS + 1):
            label = seat_label(f"seat-{n}")
            found[f"seat-{n}.role"] = Field("team", "room", text(80), f"{label}: role")
            found[f"seat-{n}.job"] = Field("team", "room", text(60), f"{label}: job today")
        return found
