"""Who is here, as seats with a role and a job; never names."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="attendance",
    package=__name__,
    keys="keys:Attendance",
    rule="rule:AttendanceRule",
    record=Without('Roles are counted under "Who took part", for the whole record.'),
    rollup=Without('Seats are counted under "Who took part", for the whole roll-up.'),
)
