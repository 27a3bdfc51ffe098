"""Rows with typed columns, filled in by the team."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="table",
    package=__name__,
    keys="keys:Table",
    rule="rule:TableRule",
    rollup=Without("Rows are words of one team."),
)
