"""A day or a week of time blocks by group, held against stated minimums."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="schedule",
    package=__name__,
    keys="keys:Schedule",
    rule="rule:ScheduleRule",
    rollup=Without("A schedule is one school’s own."),
)
