"""What a rule says of how many rows there may be, as the store counts them."""

from __future__ import annotations

from typing import Any

from kitlib.kinds.shared.rule import Rule
from kitlib.meetings.builtin import BuiltinActivity
from kitlib.store import RowLimit

__all__ = ["row_limit"]


def row_limit(rule: Rule[Any] | BuiltinActivity, field: str) -> RowLimit | None:
    """What the row of a field is held to; None for what is in no list."""
    found = rule.quota(field)
    if found is None:
        return None
    row, quota = found
    return RowLimit(
        row=row,
        columns=quota.columns,
        most=quota.most,
        ever=quota.ever,
        full=quota.full,
        used_up=quota.used_up,
        taken_out=quota.taken_out & quota.columns,
        uncounted=rule.uncounted_rows,
    )
