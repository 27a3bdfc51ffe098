"""Look-fors on visits, each seen, not seen or not applicable, with evidence and the place."""

from __future__ import annotations

from kitlib.kinds.contract import Kind, Without

__all__ = ["KIND"]

KIND = Kind(
    name="checklist",
    package=__name__,
    keys="keys:Checklist",
    rule="rule:ChecklistRule",
    rollup=Without("A visit is about one school, and is never counted over others."),
)
