"""What earlier meetings left to a later one of the same school, or district: what was written, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kitlib.errors import ContentError, NotFoundError
from kitlib.kinds.shared.off_record import on_record
from kitlib.kinds.shared.open_items import CarriedItem
from kitlib.kinds.shared.rule import Earlier
from kitlib.meetings.carry_over import EARLIER, MeetingItems, own_id, still_open
from kitlib.meetings.placing import TIMES
from kitlib.store import Answer, Meeting

if TYPE_CHECKING:
    from kitlib.meetings.queries import MeetingQueries

__all__ = ["carried_over", "left_open", "written_before"]


def _before(queries: MeetingQueries, now: Meeting) -> list[Meeting]:
    """Meetings of the same school, or district, before this one, oldest first."""
    if now.district is None:
        return []
    held = queries.store.meetings.list(district=now.district)
    found = [m for m in held if m.school == now.school and (m.date, m.opened_at) < (now.date, now.opened_at)]
    return found[::-1]


def written_before(queries: MeetingQueries, meeting_id: str, activity: str) -> tuple[Earlier, ...]:
    """What teams wrote in an activity in earlier meetings of the same session."""
    now = queries.meeting(meeting_id)
    found = []
    for held in _before(queries, now):
        if held.session != now.session:
            continue
        answers = [a for a in queries.current(held) if a.address.activity == activity]
        for team in held.teams:
            seats: dict[str, dict[str, Any]] = {}
            for a in answers:
                if a.address.team == team.id and a.value is not None:
                    seats.setdefault(a.address.seat, {})[a.address.field] = a.value
            of_team = seats.pop("", {})
            if of_team or seats:
                found.append(Earlier(held.date, team.label, of_team, list(seats.values())))
    return tuple(found)


def carried_over(queries: MeetingQueries, meeting_id: str) -> list[CarriedItem]:
    """What earlier meetings on the same resource left open, less what was taken out of the record."""
    now = queries.meeting(meeting_id)
    resource = queries.session(now).resource
    before = []
    for held in _before(queries, now):
        try:
            is_of_it = queries.session(held).resource == resource
        except (NotFoundError, ContentError):
            continue  # nothing is known of it but its id
        if is_of_it:
            # At the next meeting other people sit there, and its record tells what became of each.
            before.append(left_open(queries, held, on_record(queries.current(held))))
    return still_open(before)


def left_open(queries: MeetingQueries, meeting: Meeting, answers: Iterable[Answer]) -> MeetingItems:
    """What a meeting left to come back to, and what it said of those before it."""
    of_team: dict[tuple[str, str], dict[str, Any]] = {}  # (activity, team) -> field -> value
    outcomes: dict[str, dict[str, Any]] = {}
    for answer in answers:
        at = answer.address
        row, dot, column = at.field.rpartition(".")
        if answer.value is None:
            continue
        if at.activity == EARLIER and dot:
            outcomes.setdefault(row, {})[column] = answer.value
        elif not at.seat:
            of_team.setdefault((at.activity, at.team), {})[at.field] = answer.value
    labels = {team.id: team.label for team in meeting.teams}
    activities = queries.session(meeting).activities
    items = [
        (labels.get(team, ""), replace(item, id=own_id(item.id, meeting.id, team, activity)))
        for (activity, team), fields in of_team.items()
        if activity in activities or TIMES in activity
        for item in queries.rule(meeting, activity).open_items(fields)
    ]
    return MeetingItems(meeting.date, items, outcomes)
