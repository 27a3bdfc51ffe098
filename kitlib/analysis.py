"""Answers for who writes notebooks of their own: all that a district wrote in a session, as frames.

    answers = kitlib.load_answers("why-mtss", "Alder Valley")
    answers.frame("rate")        # one activity; the columns are told by its kind
    answers.people()             # seats by role
    answers.next_meetings()

Nobody's private answers are in it, nor what was taken out of the record.
"""

from __future__ import annotations

from kitlib.content import Library
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.meetings.answers import read_answers
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["load_answers"]


def load_answers(session: str, district: str) -> DistrictAnswers:
    """All that a district wrote in a session, from the kit's own database.

    `district` is a code or a name. Raises NotFoundError for an unknown session or
    district, StoreError where the database cannot be read.
    """
    places = settings()
    store = Store.shared(places.database_url)
    return read_answers(store, Library.shared(places), session, district)
