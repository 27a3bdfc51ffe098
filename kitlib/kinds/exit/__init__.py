"""One learning, one worry, one next step from each seat."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="exit",
    package=__name__,
    keys="keys:Exit",
    rule="rule:ExitRule",
    record=Without('What people wrote stands under "In our words", with all other words.'),
    rollup=Without("Words are never shown in a roll-up."),
)
