"""How many empty rows a sheet has room for, so that what is printed and what can be keyed in are the same."""

from __future__ import annotations

from kitlib.content import kinds
from kitlib.content.kinds import Activity

__all__ = ["empty_rows"]

LIST = 4  # rows that a list is offered at least
MORE = 2  # rows that are added to those that stand there

_FIXED = {
    "agreements": MORE,
    "discussion": 3,
    "board": 6,  # notes of one person
    "parking_lot": LIST,
    "map": 6,  # entries of which more can be said
    "schedule": 12,  # blocks; on the sheet they stand in the grid
    "survey": LIST,
}


def empty_rows(activity: Activity) -> int:
    """The empty rows of an activity on paper; of a checklist, its visits."""
    if isinstance(activity, kinds.Table):
        needed = max(LIST - len(activity.start), MORE)
        return 0 if activity.fixed else max(activity.rows, needed)
    if isinstance(activity, kinds.Actions):
        return max(activity.rows, LIST)
    if isinstance(activity, kinds.Checklist):
        return activity.visits
    return _FIXED.get(activity.kind, 0)
