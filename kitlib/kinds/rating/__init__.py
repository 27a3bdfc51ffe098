"""An instrument: own ratings first, then the spread, then the agreed rating with its reason."""

from __future__ import annotations

from kitlib.kinds.contract import Kind

__all__ = ["KIND"]

KIND = Kind(
    name="rating",
    package=__name__,
    keys="keys:Rating",
    rule="rule:RatingRule",
)
