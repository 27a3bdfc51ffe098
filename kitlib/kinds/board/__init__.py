"""Short notes on a wall, grouped under named headings, then dots within a limit."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="board",
    package=__name__,
    keys="keys:Board",
    rule="rule:BoardRule",
    rollup=Without("Words are never shown in a roll-up."),
)
