"""What the one who leads sees and presses, and what comes from one meeting to the next."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from kitlib.errors import AnswerError, KitError
from kitlib.kinds.shared.open_items import CarriedItem
from kitlib.kinds.shared.words import words
from kitlib.meetings.answers import read_answers
from kitlib.meetings.calendar import next_meetings
from kitlib.meetings.carry_over import row_of, shown
from kitlib.records.account import outcomes

NOW = dt.datetime.now().astimezone().timestamp()


@pytest.fixture
def meeting(hold):
    return hold("why-mtss", teams=["Reading", "Math"])


@pytest.fixture
def plan(library):
    return next(a.id for a in library.session("why-mtss").activities.values() if a.kind == "actions")


@pytest.fixture
def lot(library):
    return next(a.id for a in library.session("why-mtss").activities.values() if a.kind == "parking_lot")


@pytest.fixture
def prompt(library):
    """An activity and its first prompt that the team may read."""
    for activity in library.session("why-mtss").activities.values():
        for found in getattr(activity, "after", []):
            if found.scope == "seat" and found.visibility == "team":
                return activity.id, found.id
    raise AssertionError("no such prompt")


def test_the_wall_tells_teams_apart_and_no_seats(service, meeting, page, prompt):
    page(meeting, team="team-1", seat="seat-1").write(*prompt, "We saw the bell.")
    page(meeting, team="team-2", seat="seat-3").write(*prompt, "We saw the door.")

    wall = service.queries.wall(meeting.id)

    assert [(t["team"], t["text"]) for t in wall["texts"]] == [
        ("Math", "We saw the door."),
        ("Reading", "We saw the bell."),
    ]
    assert "seat-" not in str(wall["texts"])
    assert wall["wrote"][prompt[0]] == {
        "team-1": {"seats": 1, "team": False},
        "team-2": {"seats": 1, "team": False},
    }
    assert [(t["label"], t["seats"]) for t in wall["teams"]] == [("Reading", 1), ("Math", 1)]


def test_the_wall_counts_private_answers_and_never_shows_one(service, hold, page):
    meeting = hold("introducing-bias")
    page(meeting, seat="seat-1").write("first-thoughts", "too-fast", "Only mine.")

    wall = service.queries.wall(meeting.id)

    assert wall["wrote"]["first-thoughts"]["team-1"]["seats"] == 1
    assert "Only mine." not in str(wall)


def test_a_wall_that_has_not_changed_is_told_in_few_words(service, meeting, page, prompt):
    page(meeting, seat="seat-1").write(*prompt, "One.")
    change = service.queries.wall(meeting.id)["change"]

    assert "texts" not in service.queries.wall(meeting.id, since=change)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("pace", "own", "fast"),
        pytest.param("break", NOW, "soon", id="break"),  # NOW differs in each process that runs tests
        ("nudge", "Two more minutes.", "x" * 201),
        ("show.plan", "hidden", "gone"),
    ],
)
def test_the_lead_presses_what_there_is(meeting, page, plan, field, good, bad):
    lead = page(meeting)
    field = field.replace("plan", plan)
    lead.write("lead", field, good, scope="room")

    with pytest.raises(AnswerError):
        lead.write("lead", field, bad, scope="room")


def test_a_team_at_its_own_pace_has_its_own_step_and_the_room_keeps_its_clock(
    service, meeting, page, library
):
    first, second = (step.id for step in library.session("why-mtss").steps[:2])
    lead, reading = page(meeting), page(meeting, team="team-1")
    lead.write("clock", f"{first}.start", NOW - 60, scope="room")
    lead.write("lead", "pace", "own", scope="room")
    reading.write("pace", f"{second}.start", NOW, scope="team")

    def running(team: str, leads: bool = False) -> str:
        return service.queries.state(meeting.id, team, "", leads=leads)["agenda"]["running"]

    assert running("team-1") == second
    assert running("team-2") == first
    assert running("team-1", leads=True) == first
    assert service.queries.wall(meeting.id)["agendas"]["team-1"]["running"] == second


def test_a_team_cannot_press_another_team_s_clock(meeting, page, library):
    step = library.session("why-mtss").steps[0].id

    with pytest.raises(AnswerError, match="belongs to one team"):
        page(meeting, team="team-9").write("pace", f"{step}.start", NOW, scope="team")


# -- the end --------------------------------------------------------------------------------


def test_a_meeting_ends_only_with_a_next_date_and_who_calls_it(meeting, page, plan):
    lead = page(meeting)
    with pytest.raises(AnswerError, match="no next date"):
        lead.write("clock", "end", NOW, scope="room")
    lead.write(plan, "next.date", "2027-01-31", scope="team")
    with pytest.raises(AnswerError, match="no next date"):
        lead.write("clock", "end", NOW, scope="room")
    lead.write(plan, "next.owner", "Principal", scope="team")

    assert lead.write("clock", "end", NOW, scope="room").status == "saved"


def test_a_meeting_ends_with_a_reason_for_no_next_date(meeting, page, plan):
    page(meeting, team="team-2").write(plan, "next.none", "The set is done.", scope="team")

    assert page(meeting).write("clock", "end", NOW, scope="room").status == "saved"


def test_a_rehearsal_ends_when_it_likes(hold, page):
    assert page(hold("why-mtss", district=None)).write("clock", "end", NOW, scope="room").status == "saved"


# -- from one meeting to the next ----------------------------------------------------------------


def test_open_actions_and_questions_come_to_the_next_meeting_and_closed_ones_do_not(
    service, hold, page, plan, lot
):
    one = page(hold("why-mtss"))
    one.write(plan, "r1-a.what", "Ask the counselors", scope="team")
    one.write(plan, "r1-a.due", "2026-12-15", scope="team")
    one.write(plan, "r2-b.what", "Done already", scope="team")
    one.write(plan, "r2-b.status", "done", scope="team")
    one.write(plan, "r3-c.what", "Taken out", scope="team")
    one.write(plan, "r3-c.removed", True, scope="team")
    one.write(lot, "r4-d.text", "Who pays?", scope="team")

    two = page(hold("why-mtss"))
    assert [(c["sort"], c["what"]) for c in two.sees()["carried"]] == [
        ("action", "Ask the counselors"),
        ("question", "Who pays?"),
    ]
    assert page(hold("why-mtss", district="999002")).sees()["carried"] == []


def test_an_action_that_was_moved_comes_with_its_new_date_and_a_done_one_not_again(service, hold, page, plan):
    one = page(hold("why-mtss"))
    for row in ("r1-a", "r2-b"):
        one.write(plan, f"{row}.what", f"Action {row}", scope="team")
    two = page(hold("why-mtss"))
    two.write("earlier", "r1-a.outcome", "moved", scope="room")
    two.write("earlier", "r1-a.due", "2027-02-01", scope="room")
    two.write("earlier", "r1-a.reason", "Snow days", scope="room")
    two.write("earlier", "r2-b.outcome", "done", scope="room")

    [left] = page(hold("why-mtss")).sees()["carried"]

    assert (row_of(left["id"]), left["due"], left["moved"]) == ("r1-a", "2027-02-01", 1)


def test_the_record_says_what_became_of_earlier_actions(service, library, hold, page, plan):
    page(hold("why-mtss")).write(plan, "r1-a.what", "Ask the counselors", scope="team")
    two = page(hold("why-mtss"))
    two.write("earlier", "r1-a.outcome", "moved", scope="room")
    two.write("earlier", "r1-a.due", "2027-02-01", scope="room")
    two.write("earlier", "r1-a.reason", "Snow days", scope="room")

    [row] = outcomes(read_answers(service.store, library, "why-mtss", "999001")).to_dict("records")

    assert (row["what"], row["outcome"], row["due"], row["reason"]) == (
        "Ask the counselors",
        "moved",
        "2027-02-01",
        "Snow days",
    )


def test_of_very_much_that_is_open_a_meeting_is_shown_the_first_and_told_where_the_rest_is(
    hold, page, plan, lot
):
    one = page(hold("why-mtss"))
    for n in range(77):
        one.write(plan, f"r{n:03}-a.what", f"Action {n} " + "and so on " * 90, scope="team")
    one.write(lot, "q1-a.text", "Who pays?", scope="team")

    seen = page(hold("why-mtss")).sees()

    assert [each["sort"] for each in seen["carried"]] == ["action"] * 40 + ["question"]
    assert max(len(each["what"]) for each in seen["carried"]) <= 300
    assert seen["carried"][0]["what"].endswith("…")
    assert seen["carriedMore"] == {"count": 37, "days": ["2026-11-23"]}
    assert len(json.dumps(seen["carried"])) < 40_000


ITEMS = st.lists(
    st.builds(
        CarriedItem,
        sort=st.sampled_from(["action", "question"]),
        id=st.uuids().map(str),
        what=st.text(max_size=700),
        measure=st.text("ab ", max_size=700),
        date=st.dates().map(str),
    ),
    max_size=130,
)


@given(ITEMS)
def test_nothing_that_is_open_is_lost_between_what_is_shown_and_what_is_counted(items):
    told, left = shown(items)

    assert len(told) + (left.count if left else 0) == len(items)
    assert len(told) <= 80
    assert {each.id for each in told} <= {each.id for each in items}
    assert all(len(each.what) <= 300 and len(each.measure) <= 300 for each in told)
    assert left is None or 1 <= len(left.days) <= 3
    if len(items) <= 40:
        assert left is None


def test_a_rehearsal_carries_nothing(hold, page, plan):
    page(hold("why-mtss")).write(plan, "r1-a.what", "Real", scope="team")

    assert page(hold("why-mtss", district=None)).sees()["carried"] == []


def test_the_next_date_is_a_calendar_file_that_names_roles_and_actions(service, meeting, page, plan):
    one = page(meeting, team="team-1")
    for field, value in {
        "next.date": "2027-01-31",
        "next.owner": "Principal",
        "r1-a.what": "Ask the counselors; all of them",
        "r1-a.owner": "Coach",
        "r2-b.what": "Not this",
        "r2-b.removed": True,
    }.items():
        one.write(plan, field, value, scope="team")

    [event] = Calendar.from_ical(next_meetings(service.store, service.queries, meeting.id)).events

    assert event["dtstart"].dt == dt.date(2027, 1, 31)
    assert str(event["summary"]).startswith("Reading: ")
    assert "Called by: Principal" in event["description"]
    assert "- Ask the counselors; all of them, Coach" in event["description"]
    assert "Not this" not in event["description"]


def test_a_team_s_calendar_file_holds_its_own_date_alone(service, meeting, page, plan):
    for n in (1, 2):
        page(meeting, team=f"team-{n}").write(plan, "next.date", f"2027-02-0{n}", scope="team")

    of_all, of_one = (
        Calendar.from_ical(next_meetings(service.store, service.queries, meeting.id, team)).events
        for team in ("", "team-2")
    )

    assert [event["dtstart"].dt.day for event in of_all] == [1, 2]
    assert [event["dtstart"].dt.day for event in of_one] == [2]


def test_a_calendar_file_holds_no_control_character(service, meeting, page, plan):
    one = page(meeting, team="team-1")
    for field, value in {"next.date": "2027-01-31", "r1-a.what": "Ask\x07 the\r\ncoach\x1b[1m"}.items():
        one.write(plan, field, value, scope="team")

    text = next_meetings(service.store, service.queries, meeting.id)

    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    assert re.fullmatch(rb"(?:[^\r\n]*\r\n)+", text)
    assert "Ask  the" in Calendar.from_ical(text).events[0]["description"]


def test_without_a_next_date_there_is_no_calendar_file(service, meeting):
    with pytest.raises(KitError, match="No team has set a next date"):
        next_meetings(service.store, service.queries, meeting.id)


# -- off the record ------------------------------------------------------------------------------


def test_what_is_marked_off_the_record_is_read_by_the_team_and_by_no_record(
    service, library, meeting, page, prompt, plan
):
    one, two = (page(meeting, seat=seat) for seat in ("seat-1", "seat-2"))
    one.write(*prompt, "Between us.")
    one.write(prompt[0], f"{prompt[1]}/off", True)
    two.write(*prompt, "For all.")
    two.write(plan, "r1-a.what", "Not this one", scope="team")
    two.write(plan, "r1-a/off", True, scope="team")

    held = read_answers(service.store, library, "why-mtss", "999001")

    assert list(words(held, "seat")["text"]) == ["For all."]
    assert held.frame(plan).empty
    assert "Between us." in str(two.sees()["shared"])


def test_off_the_record_is_said_only_of_what_is_there(meeting, page):
    with pytest.raises(AnswerError, match="has no field"):
        page(meeting, seat="seat-1").write("exit", "nothing/off", True)
