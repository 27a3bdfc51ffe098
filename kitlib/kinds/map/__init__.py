"""What is in use and what is a goal, by area and tier; gaps and overlaps found and named."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="map",
    package=__name__,
    keys="keys:Map",
    rule="rule:MapRule",
    rollup=Without("Entries are words of one team."),
)
