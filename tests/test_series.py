"""A series: what one meeting hands on to the next, at what hour, and how far a place has come."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from kitlib.errors import KitError
from kitlib.meetings.calendar import meeting_itself, next_meetings
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.planning import create_meeting
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.screens import Screens
from kitlib.meetings.series import path_of
from kitlib.meetings.start_page import StartPage
from kitlib.store import Address, NewEntry

SESSION, NEXT = "why-mtss", "video-tiers"
DISTRICT = "999001"


@pytest.fixture
def opened(store, library, places):
    def opened(session=SESSION, **more):
        asked = {"district": DISTRICT, "date": "2026-12-01", "teams": ["North", "South"], **more}
        return create_meeting(store, library, places, session=session, **asked).meeting

    return opened


def activity_of(queries, meeting, **has):
    return next(
        id
        for id, rule in queries.rules(meeting).items()
        if all(getattr(rule, k) == v for k, v in has.items())
    )


@pytest.fixture
def write(store):
    numbers = iter(range(1, 1_000))

    def write(meeting, team, activity, field, value, visibility="team"):
        at = Address(meeting.id, team, "", activity, field)
        store.entries.save(NewEntry(at, value, visibility, "somebody-at-a-page", next(numbers), None))

    return write


@pytest.fixture
def queries(store, library):
    return MeetingQueries(store, library)


def stands(queries, meeting, team):
    found = queries.store.entries.current(meeting.id)
    return {f"{a.address.activity}/{a.address.field}": a.value for a in found if a.address.team == team}


def test_the_next_meeting_begins_with_what_each_team_agreed_on_and_with_the_roles_of_its_seats(
    opened, write, queries
):
    first = opened()
    for field, value in {
        "r1-a.text": "Phones stay in bags.",
        "r1-b.text": "Taken out again.",
        "r1-b.removed": True,
        "r1-c.text": "Not for the record.",
        "r1-c/off": True,
        "r1-a.agreed": True,
    }.items():
        write(first, "team-1", "norms", field, value)
    write(first, "team-1", "seats", "seat-2.role", "School counselor", "room")
    write(first, "team-1", "seats", "seat-2.job", "Timekeeper", "room")

    second = opened(NEXT, date="2027-01-12", teams=["South", "North"], after=first.id)

    assert stands(queries, second, "team-2") == {
        "norms/r1-a.text": "Phones stay in bags.",
        "seats/seat-2.role": "School counselor",
    }
    assert stands(queries, second, "team-1") == {}


def test_what_the_kit_put_into_a_meeting_makes_no_record_and_no_meeting_that_runs(
    opened, write, queries, store
):
    first = opened()
    write(first, "team-1", "seats", "seat-1.role", "Principal", "room")
    second = opened(NEXT, after=first.id, time="3:30 pm")

    bring_up_to_date(queries)

    assert set(store.entries.marks()) == {first.id}
    [listed] = [m for m in store.standings.meetings(_all(), most=9)[0] if m.id == second.id]
    assert listed.state == "open"


def _all():
    from kitlib.store import Asked

    return Asked()


def test_nothing_goes_over_to_a_meeting_of_another_district(opened, write, queries):
    first = opened()
    write(first, "team-1", "seats", "seat-1.role", "Principal", "room")

    other = opened(NEXT, district="999002", after=first.id)

    assert stands(queries, other, "team-1") == {}


def test_the_hour_stands_on_the_page_and_one_that_is_none_is_refused(opened, queries, store):
    meeting = opened(time="3:30 pm")

    assert "Tuesday, December 1, 2026, 3:30 pm" in Screens(queries, meeting, "team-1").where
    with pytest.raises(KitError, match="is not a time"):
        opened(time="after lunch")


def test_the_calendar_has_the_hour_and_the_length_of_the_next_session(opened, write, queries, store, library):
    meeting = opened()
    plan = activity_of(queries, meeting, plans_next_meeting=True)
    write(meeting, "team-1", plan, "next.date", "2027-01-12")
    write(meeting, "team-1", plan, "next.time", "15:30")

    [event] = Calendar.from_ical(next_meetings(store, queries, meeting.id)).events

    assert event["dtstart"].dt.isoformat() == "2027-01-12T15:30:00"
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(minutes=library.session(NEXT).minutes)


def test_a_meeting_that_was_opened_is_itself_a_date_in_a_calendar(opened, queries, store):
    whole, timed = opened(), opened(NEXT, time="15:30")
    opened(date="2026-12-08", time="9 am")  # each meeting has an hour of its own

    for meeting, start in ((whole, "2026-12-01"), (timed, "2026-12-01T15:30:00")):
        [event] = Calendar.from_ical(meeting_itself(store, queries, meeting.id)).events
        assert event["dtstart"].dt.isoformat() == start
        assert "[@" not in event["description"]


def test_the_start_page_knows_what_is_done_what_is_next_and_when(
    opened, write, queries, store, library, places
):
    meeting = opened()
    plan = activity_of(queries, meeting, plans_next_meeting=True)
    write(meeting, "team-1", plan, "next.date", "2027-01-12")
    write(meeting, "team-1", plan, "next.time", "15:30")
    write(meeting, "", "clock", "end", 1_780_000_000.0, "room")

    [row] = StartPage(queries, places).answer("meetings", {"page": "1"})["rows"]

    assert row["follow"] == {"session": NEXT, "date": "2027-01-12", "time": "15:30"}
    states = {stop["session"]: stop["state"] for stop in row["path"]}
    assert states[SESSION] == "held"
    assert states[NEXT] == "next"
    assert list(states) == [s.id for s in library.sessions() if s.resource == "mtss-videos"]

    opened(NEXT, date="2027-01-12", after=meeting.id)
    bring_up_to_date(queries)
    assert [stop.state for stop in path_of(queries, "mtss-videos", DISTRICT)][:3] == ["held", "open", ""]
