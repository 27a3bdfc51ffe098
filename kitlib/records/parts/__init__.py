"""What a record shows of the kinds of activity that make more than words: one module each.

`PARTS` maps a kind to its `show(held, activity, page)`, which puts the
activity into the record as figures, tables and text, and shows nothing where
nobody wrote anything.
"""

from __future__ import annotations

from collections.abc import Callable

from kitlib.frames import Held
from kitlib.records.page import Page
from kitlib.records.parts.board import show_board
from kitlib.records.parts.checklist import show_checklist
from kitlib.records.parts.map import show_map
from kitlib.records.parts.ranking import show_ranking
from kitlib.records.parts.rating import show_rating
from kitlib.records.parts.schedule import show_schedule
from kitlib.records.parts.survey import show_survey
from kitlib.records.parts.table import show_more_of_actions, show_table

__all__ = ["PARTS"]

PARTS: dict[str, Callable[[Held, str, Page], None]] = {
    "board": show_board,
    "ranking": show_ranking,
    "rating": show_rating,
    "table": show_table,
    "map": show_map,
    "actions": show_more_of_actions,
    "checklist": show_checklist,
    "schedule": show_schedule,
    "survey": show_survey,
}
