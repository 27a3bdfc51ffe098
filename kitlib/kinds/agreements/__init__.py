"""Norms that a team proposes, edits, agrees, and looks back on at the end."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="agreements",
    package=__name__,
    keys="keys:Agreements",
    rule="rule:AgreementsRule",
    rollup=Without("What one team agreed on is its own."),
)
