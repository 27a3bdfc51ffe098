"""A short list put in order, sorted into piles, or answered with zero to five fingers."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="ranking",
    package=__name__,
    keys="keys:Ranking",
    rule="rule:RankingRule",
    rollup=Without("Options differ from session to session, and a ranking of one team is its own."),
)
