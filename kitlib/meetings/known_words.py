"""Words that are no names of people in one meeting: those of its session, its teams, its district and its schools."""

from __future__ import annotations

import json
import re

from kitlib.meetings.queries import MeetingQueries

__all__ = ["words_of_meeting"]

_WORD = re.compile(r"[^\W\d_]{2,80}")


def words_of_meeting(queries: MeetingQueries, meeting_id: str) -> frozenset[str]:
    """In small letters."""
    meeting = queries.meeting(meeting_id)
    said = [queries.session(meeting).title, *(team.label for team in meeting.teams)]
    said += [json.dumps(rule.config(), ensure_ascii=False) for rule in queries.rules(meeting).values()]
    if meeting.district is not None:
        store = queries.store.districts
        said += [each.name for each in store.all() if each.code == meeting.district]
        said += [each.name for each in store.schools(meeting.district)]
    return frozenset(word for text in said for word in _WORD.findall(text.casefold()))
