"""Where meetings stand and what is open, brought up to date for the districts in which something changed."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

from kitlib.errors import ContentError, NotFoundError
from kitlib.kinds.shared.off_record import on_record
from kitlib.meetings.carry_over import MeetingItems, still_open
from kitlib.meetings.contents import Titles
from kitlib.meetings.earlier import left_open
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.timekeeping import BEGINS, CLOCK
from kitlib.store import Answer, Item, Meeting, MeetingStanding

__all__ = ["bring_up_to_date"]


def bring_up_to_date(queries: MeetingQueries, seconds: float = math.inf) -> int:
    """Make anew what is known of each district in which something changed; how many are left after so many seconds.

    It is little but for the first time, and after very much was imported.
    """
    behind = sorted(queries.store.standings.behind(), key=lambda district: district or "")
    until = time.monotonic() + seconds
    for n, district in enumerate(behind, start=1):
        _District(queries).make(district)
        if time.monotonic() > until:
            return len(behind) - n
    return 0


class _District:
    """The meetings of one district, oldest first."""

    def __init__(self, queries: MeetingQueries) -> None:
        self._queries = queries
        self._titles = Titles(queries.store, queries.library)
        self._left: dict[
            tuple[str, str], list[MeetingItems]
        ] = {}  # (school, resource) -> what its meetings left

    def make(self, district: str | None) -> None:
        """Look at all of its meetings, and keep where they stand. Without a district: at the rehearsals."""
        store = self._queries.store
        held = [each for each in store.meetings.list(district=district) if each.district == district]
        found = [self._standing(meeting) for meeting in reversed(held)]
        items = [
            Item(school, resource, i.sort, i.what, i.owner, i.due, i.label, i.date)
            for (school, resource), left in self._left.items()
            for i in still_open(left)
        ]
        store.standings.put(district, found, items if district is not None else [])

    def _standing(self, meeting: Meeting) -> MeetingStanding:
        change = self._queries.store.entries.last_change(meeting.id)
        answers = self._queries.current(meeting) if change else []
        pressed = {a.address.field for a in answers if a.address.activity == CLOCK and a.value is not None}
        pressed.discard(BEGINS)
        state = "held" if "end" in pressed else "running" if pressed else "open"
        try:
            resource = self._queries.session(meeting).resource
            kept = on_record(answers)
            left = left_open(self._queries, meeting, kept)
            self._left.setdefault((meeting.school or "", resource), []).append(left)
            following = self._next_dates(meeting, kept)
        except (NotFoundError, ContentError):  # nothing is known of it but its id
            resource, following = "", []
        return MeetingStanding(
            meeting.id, change, state, self._titles.of(meeting), resource, min(following, default="")
        )

    def _next_dates(self, meeting: Meeting, answers: Sequence[Answer]) -> list[str]:
        fields: dict[tuple[str, str], dict[str, Any]] = {}
        for answer in answers:
            at = answer.address
            if not at.seat and answer.value is not None:
                fields.setdefault((at.activity, at.team), {})[at.field] = answer.value
        planning: Mapping[str, Any] = {
            id: rule for id, rule in self._queries.rules(meeting).items() if rule.plans_next_meeting
        }
        dates = (planning[id].next_meeting(of_it).date for (id, _), of_it in fields.items() if id in planning)
        return [date for date in dates if date]
