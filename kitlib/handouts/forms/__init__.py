"""The printed form of each kind of activity: what people fill in by hand, under the ids of the screen.

`FORMS` maps a kind to its function of the activity's rule and the `Paper`. It
gives HTML, or nothing where this paper has nothing of the activity.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kitlib.handouts.forms.board import board
from kitlib.handouts.forms.checklist import checklist
from kitlib.handouts.forms.map import map_
from kitlib.handouts.forms.people import agreements, attendance
from kitlib.handouts.forms.ranking import ranking
from kitlib.handouts.forms.rating import rating
from kitlib.handouts.forms.rows import actions, parking_lot, table
from kitlib.handouts.forms.schedule import schedule
from kitlib.handouts.forms.survey import survey
from kitlib.handouts.forms.words import discussion, exit_, reflection
from kitlib.handouts.paper import Paper

__all__ = ["FORMS"]

FORMS: dict[str, Callable[[Any, Paper], str]] = {
    "attendance": attendance,
    "agreements": agreements,
    "reflection": reflection,
    "discussion": discussion,
    "rating": rating,
    "ranking": ranking,
    "board": board,
    "table": table,
    "map": map_,
    "checklist": checklist,
    "schedule": schedule,
    "survey": survey,
    "parking_lot": parking_lot,
    "actions": actions,
    "exit": exit_,
}
