"""Discussions in a record: the notes on a video or text. The answers to prompts stand with all other words."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.discussion.frame import notes
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, table

__all__ = ["RECORD"]

NAMES = {
    "notice": "We noticed",
    "evidence": "Where we saw or heard it",
    "implication": "What it could mean for us",
}


def notes_table(answers: DistrictAnswers, activities: Sequence[str], page: Page) -> str:
    """The notes of all discussions in one table."""
    found = notes(answers, activities)
    return "" if found.empty else table(page.placed(found, NAMES), "Notes on the video or text")


RECORD = RecordPart(words=notes_table)
