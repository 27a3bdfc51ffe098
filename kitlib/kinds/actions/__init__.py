"""Who does what by when, how we will know, and when we meet again."""

from __future__ import annotations

from kitlib.kinds.contract import Kind

__all__ = ["KIND"]

KIND = Kind(
    name="actions",
    package=__name__,
    keys="keys:Actions",
    rule="rule:ActionsRule",
)
