"""A series: what one meeting hands on to the next, and how far a place has come on the path of a resource."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kitlib.kinds.shared.off_record import on_record
from kitlib.kinds.shared.open_items import NextMeeting
from kitlib.kinds.shared.rule import Rule
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.timekeeping import BEGINS, CLOCK
from kitlib.store import PLANNED, Address, Asked, Meeting, NewEntry, Store
from kitlib.tabular.folding import fold

__all__ = ["Stop", "begins_at", "hand_on", "next_dates", "path_of", "set_begin"]

MOST = 200  # meetings of one place that a path looks at


@dataclass(frozen=True)
class Stop:
    """A session on the path of a resource, and how far one place has come with it."""

    session: str
    title: str
    state: str  # held, running, open, next; empty where it lies ahead
    date: str = ""  # of the newest meeting


def set_begin(store: Store, meeting: Meeting, time: str) -> None:
    """Say at what hour a meeting begins (HH:MM)."""
    at = Address(meeting.id, "", "", CLOCK, BEGINS)
    store.entries.save(NewEntry(at, time, "room", _writer(), 1, None))


def begins_at(store: Store, meeting: str) -> str:
    """The hour at which a meeting begins (HH:MM); empty where none was set."""
    found = store.entries.current(meeting, activity=CLOCK)
    return next((str(a.value or "") for a in found if a.address.field == BEGINS), "")


def hand_on(queries: MeetingQueries, before: Meeting, opened: Meeting) -> int:
    """Put into a meeting just opened what the one before it hands on, such as agreements as they were edited.

    Teams are known again by their names. What was taken out of the record stays behind. Open actions need nothing: a
    meeting finds them itself. Returns how many answers went over. Nothing of it counts as something entered.
    """
    number, writer = 0, _writer()
    for old, new in _same_teams(before, opened):
        for activity, field, value in _handed(queries, before, opened, old):
            number += 1
            at = Address(opened.id, new, "", activity, field)
            visibility = queries.rule(opened, activity).field(field).visibility
            queries.store.entries.save(NewEntry(at, value, visibility, writer, number, None))
    return number


def path_of(queries: MeetingQueries, resource: str, district: str, school: str = "") -> list[Stop]:
    """The sessions of a resource in order, with what a district (or one of its schools) has held, and what is next."""
    asked = Asked(district=district, school=school, resource=resource)
    held, _ = queries.store.standings.meetings(asked, most=MOST)
    newest: dict[str, tuple[str, str]] = {}
    for each in held:  # newest first
        newest.setdefault(queries.meeting(each.id).session, (each.state, each.date))
    sessions = [s for s in queries.library.sessions() if s.resource == resource]
    following = {s.next for s in sessions if newest.get(s.id, ("", ""))[0] == "held"} - newest.keys()
    return [
        Stop(s.id, s.title, *newest.get(s.id, ("next" if s.id in following else "", ""))) for s in sessions
    ]


def _writer() -> str:
    """A writer that nothing was written by before."""
    return f"{PLANNED}-{uuid.uuid4().hex[:16]}"


def next_dates(queries: MeetingQueries, meeting: Meeting) -> Iterator[NextMeeting]:
    """What each team said of its next meeting, without what was taken out of the record."""
    fields: dict[tuple[str, str], dict[str, Any]] = {}
    for answer in on_record(queries.current(meeting)):
        if not answer.address.seat and answer.value is not None:
            place = answer.address.activity, answer.address.team
            fields.setdefault(place, {})[answer.address.field] = answer.value
    rules = queries.rules(meeting)
    for (activity, _), of_team in fields.items():
        if activity in rules and rules[activity].plans_next_meeting:
            yield rules[activity].next_meeting(of_team)


def _same_teams(before: Meeting, opened: Meeting) -> Iterator[tuple[str, str]]:
    """(team of before, team now) for each whose name is the same."""
    old = {fold(team.label): team.id for team in before.teams}
    for team in opened.teams:
        if fold(team.label) in old:
            yield old[fold(team.label)], team.id


def _handed(
    queries: MeetingQueries, before: Meeting, opened: Meeting, team: str
) -> Iterator[tuple[str, str, Any]]:
    """(activity, field, value) of all that a team of before hands on; an activity is known by its kind, first by its id."""
    old = queries.rules(before)
    fields: dict[str, dict[str, Any]] = {}
    for answer in on_record(queries.current(before)):
        if answer.address.team == team and not answer.address.seat and answer.value is not None:
            fields.setdefault(answer.address.activity, {})[answer.address.field] = answer.value
    for id, rule in queries.rules(opened).items():
        source = _counterpart(old, id, rule)
        if source is not None:
            for field, value in old[source].handed_on(rule, fields.get(source, {})).items():
                yield id, field, value


def _counterpart(old: Mapping[str, Rule[Any]], id: str, rule: Rule[Any]) -> str | None:
    if id in old and old[id].kind == rule.kind:
        return id
    return next((other for other, each in old.items() if each.kind == rule.kind), None)
