"""Before, during and after a video or text."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="discussion",
    package=__name__,
    keys="keys:Discussion",
    rule="rule:DiscussionRule",
    rollup=Without("Words are never shown in a roll-up."),
)
