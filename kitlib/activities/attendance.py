"""Attendance: who is here, as seats with a role and a job. Never names."""

from __future__ import annotations

from collections.abc import Mapping

from kitlib.activities.base import Field, Rule, text
from kitlib.content import kinds

__all__ = ["MOST_SEATS", "Attendance", "seat_label"]

MOST_SEATS = 12


def seat_label(seat: str, role: str = "") -> str:
    """`seat-3` as people say it: "Seat 3", with the role where there is one."""
    label = f"Seat {seat.removeprefix('seat-')}"
    return f"{label}, {role}" if role else label


class Attendance(Rule[kinds.Attendance]):
    """Each seat has a role ("Principal") and may have a job in this meeting ("Timekeeper")."""

    kind = "attendance"
    title = "Who is here"

    def fields(self) -> Mapping[str, Field]:
        """`seat-1.role`, `seat-1.job`, … up to the most seats a team can have."""
        found = {}
        for n in range(1, MOST_SEATS + 1):
            label = seat_label(f"seat-{n}")
            found[f"seat-{n}.role"] = Field("team", "room", text(80), f"{label}: role")
            found[f"seat-{n}.job"] = Field("team", "room", text(60), f"{label}: job today")
        return found
