"""The next meeting as a calendar file (RFC 5545), to be opened by any calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress

from icalendar import Calendar, Event

from kitlib import __version__
from kitlib.content import Session
from kitlib.content.markdown import as_plain
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.kinds.shared.off_record import on_record
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.series import begins_at
from kitlib.store import Answer, Meeting, Store, Team

__all__ = ["meeting_itself", "next_meetings"]

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def next_meetings(store: Store, queries: MeetingQueries, meeting_id: str, team: str = "") -> bytes:
    """An event for each team's next date, or for that of one team, with its open actions as the notes: at its hour, which is that of whatever place
    the calendar is in, or all day where no hour is set.

    What was taken out of the record is not in it. Nobody is named: who calls the meeting is a role. The same meeting gives the
    same events, so that a calendar replaces what it was given before. Raises
    NotFoundError for an unknown meeting, KitError where no date is set yet.
    """
    meeting = queries.meeting(meeting_id)
    session = queries.session(meeting)
    calendar = _calendar()
    for activity, rule in queries.rules(meeting).items():
        if not rule.plans_next_meeting:
            continue
        answers = [a for a in on_record(queries.current(meeting)) if a.address.activity == activity]
        for each in meeting.teams:
            if team in ("", each.id):
                of_team = [a for a in answers if a.address.team == each.id and a.value]
                event = _event(queries, meeting, session, activity, each, of_team)
                if event is not None:
                    calendar.add_component(event)
    if not calendar.events:
        raise KitError(
            "No team has set a next date yet.", "Fill in “Next meeting” below the actions, then try again."
        )
    return bytes(calendar.to_ical())


def meeting_itself(store: Store, queries: MeetingQueries, meeting_id: str) -> bytes:
    """The meeting as one event: its day, its hour where one was set, what people do before it. Raises NotFoundError."""
    meeting = queries.meeting(meeting_id)
    session = queries.session(meeting)
    event = Event()
    event.add("uid", f"{meeting.id}@facilitation-kit")
    event.add("dtstamp", dt.datetime.fromtimestamp(meeting.opened_at, dt.UTC))
    _when(event, meeting.date, begins_at(store, meeting.id), meeting.minutes)
    event.add("summary", _plain(session.title))
    before = [*map(as_plain, session.prework)]
    lines = [
        as_plain(session.purpose),
        "",
        *(["Before we meet:", *(f"- {line}" for line in before)] if before else []),
    ]
    event.add("description", _plain("\n".join(lines).strip()))
    calendar = _calendar()
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//facilitation kit//{__version__}//EN")
    calendar.add("version", "2.0")
    return calendar


def _when(event: Event, date: str, time: str, minutes: int) -> None:
    """Say the day of an event, with its hour where there is one; the hour is that of whatever place the calendar is in."""
    day = dt.date.fromisoformat(date)
    start = dt.datetime.combine(day, dt.time.fromisoformat(time)) if time else day
    event.add("dtstart", start)
    event.add("dtend", start + (dt.timedelta(minutes=minutes) if time else dt.timedelta(days=1)))


def _event(
    queries: MeetingQueries,
    meeting: Meeting,
    session: Session,
    activity: str,
    team: Team,
    answers: Sequence[Answer],
) -> Event | None:
    rule = queries.rule(meeting, activity)
    fields = {a.address.field: a.value for a in answers}
    following = rule.next_meeting(fields)
    if not following.date:
        return None
    newest = max(answers, key=lambda answer: answer.id)
    title, minutes = session.title, meeting.minutes
    if session.next:
        with suppress(NotFoundError, ContentError):  # its file may be gone, and the date stands all the same
            coming = queries.library.session(session.next)
            title, minutes = coming.title, coming.minutes
    lines = [f"Called by: {following.owner}"] if following.owner else []
    lines += ["", f"Follows “{session.title}” of {meeting.date}. Actions to look at:"]
    for item in rule.open_items(fields):
        lines.append(f"- {', '.join(filter(None, (item.what, item.owner, item.due)))}")
    event = Event()
    event.add("uid", f"{meeting.id}-{team.id}-{activity}@facilitation-kit")
    event.add("sequence", newest.id)
    event.add("dtstamp", dt.datetime.fromtimestamp(newest.at, dt.UTC))
    _when(event, following.date, following.time, minutes)
    event.add("summary", _plain(f"{team.label}: {title}"))
    event.add("description", _plain("\n".join(lines).strip()))
    return event


def _plain(text: str) -> str:
    """A text without the control characters that no calendar file may hold."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
