"""Seats: the places at a team's table. They have numbers and roles, never names."""

from __future__ import annotations

__all__ = ["MOST_SEATS", "OFFERED_SEATS", "seat_label"]

MOST_SEATS = 12
OFFERED_SEATS = 6  # where no activity of the session says how many


def seat_label(seat: str, role: str = "") -> str:
    """`seat-3` as people say it: "Seat 3", with the role where there is one."""
    label = f"Seat {seat.removeprefix('seat-')}"
    return f"{label}, {role}" if role else label
