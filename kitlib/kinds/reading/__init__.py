"""Cards or a short text that people read and mark; of cards, a group chooses some and says why."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="reading",
    package=__name__,
    keys="keys:Reading",
    rule="rule:ReadingRule",
    rollup=Without(
        "What is read differs from session to session, and its marks are first thoughts, not answers."
    ),
)
