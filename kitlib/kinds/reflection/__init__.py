"""Each seat writes; who can read it is set for each prompt."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="reflection",
    package=__name__,
    keys="keys:Reflection",
    rule="rule:ReflectionRule",
    record=Without('What people wrote stands under "In our words", with all other words.'),
    rollup=Without("Words are never shown in a roll-up."),
)
