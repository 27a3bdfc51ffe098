"""The parking lot in a record: questions held for later."""

from __future__ import annotations

from collections.abc import Sequence

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.parking_lot.frame import held_questions
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, show, table

__all__ = ["RECORD"]

NAMES = {"text": "Question", "owner": "Who brings it back", "status": "Where it stands"}


def show_questions(answers: DistrictAnswers, activities: Sequence[str], page: Page) -> None:
    """All held questions in one table."""
    found = held_questions(answers, activities)
    if not found.empty:
        found["status"] = found["status"].replace("", "open")
        listed = table(page.placed(found, NAMES), "Parking lot", wide="Question")
        show("<h2>Questions held for later</h2>" + listed)


RECORD = RecordPart(questions=show_questions)
