"""An inner circle talks, the outer circle listens and takes notes; then they trade places."""

from __future__ import annotations

from kitlib.kinds.contract import Kind

__all__ = ["KIND"]

KIND = Kind(
    name="fishbowl",
    package=__name__,
    keys="keys:Fishbowl",
    rule="rule:FishbowlRule",
)
