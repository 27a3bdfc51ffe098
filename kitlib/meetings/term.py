"""The term of a meeting: from when until when a device that came by a code sees it, and may write."""

from __future__ import annotations

import time

from kitlib.errors import ForbiddenError
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting

__all__ = ["OPEN_DAYS", "is_open", "see_open"]

DAY = 86_400
OPEN_DAYS = 14  # a code leads to its page from the day before the meeting until so many days after
AFTER_END = DAY  # so long after the end was pressed people may still finish a sentence


def is_open(meeting: Meeting) -> bool:
    """Whether devices may see a meeting today; for one that was opened today, whatever its date."""
    now, day = time.time(), time.mktime(time.strptime(meeting.date, "%Y-%m-%d"))
    return day - DAY <= now <= day + OPEN_DAYS * DAY or now - meeting.opened_at <= DAY


def see_open(service: MeetingService, meeting_id: str, *, writes: bool) -> None:
    """Refuse what comes before or after a meeting's term, and what is written when it has ended. Raises ForbiddenError."""
    meeting = service.queries.meeting(meeting_id)
    if not is_open(meeting):
        raise ForbiddenError(
            "This meeting is over, and its page is closed.", "Ask your facilitator for what you need of it."
        )
    ended_at = service.queries.ended_at(meeting.id) if writes else None
    if ended_at is not None and time.time() - ended_at > AFTER_END:
        raise ForbiddenError(
            "This meeting has ended; nothing is written in it any more.",
            "Tell your facilitator what is missing.",
        )
