"""What comes bit by bit is the same as the whole, whoever writes, erases or purges meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from postgres import on_both

from kitlib.kinds.shared.seats import OFFERED_SEATS
from kitlib.meetings.service import MeetingService
from kitlib.store import SeatAddress

SCOPES = ("mine", "team", "room")
WRITTEN = [
    ("seat", "scene", "moment"),
    ("seat", "first-thoughts", "too-fast"),
    ("seat", "four-words", "bias"),
    ("team", "seats", "role.seat-2"),
    ("team", "held", "r1-a.text"),
    ("room", "lead", "show.scene"),
]

writes = st.tuples(
    st.just("write"),
    st.sampled_from(WRITTEN),
    st.sampled_from(["team-1", "team-2"]),
    st.sampled_from(["seat-1", "seat-2"]),
)
erasings = st.tuples(st.just("erase"), st.just(WRITTEN[1]), st.just("team-1"), st.just("seat-1"))
looks = st.tuples(st.just("look"))


@pytest.fixture
def meeting(hold):
    return hold("introducing-bias", teams=["Table 1", "Table 2"])


class Onlooker:
    """A page that keeps what it was told, and asks for what came since."""

    def __init__(self, service: MeetingService, meeting: str, seat: str) -> None:
        self.seat = seat
        self.ask = lambda since: service.queries.state(meeting, "team-1", seat, since)
        self.known: dict[str, Any] = {"change": 0}

    def look(self) -> None:
        state = self.ask(self.known["change"])
        if "mine" in state and state["whole"]:
            self.known = dict(state)
        for scope in (*SCOPES, "shared") if "mine" in state else ():
            for activity, fields in state[scope].items():
                there = self.known[scope].setdefault(activity, {})
                self.known[scope][activity] = fields if scope == "shared" else {**there, **fields}
        self.known |= {"change": state["change"], "seats": state["seats"]}


def without_times(state: dict[str, Any]) -> dict[str, Any]:
    return {name: state.get(name, {}) for name in (*SCOPES, "shared", "seats", "change")}


@trying(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.one_of(writes, writes, erasings, looks), max_size=25))
def test_what_a_page_learns_bit_by_bit_is_what_it_would_be_told_at_once(hold, page, service, acts):
    meeting = hold("introducing-bias", teams=["Table 1", "Table 2"])
    onlookers = [Onlooker(service, meeting.id, seat) for seat in ("seat-1", "seat-2", "")]
    pages: dict[tuple[str, str], Any] = {}
    for n, (act, *about) in enumerate(acts):
        if act == "look":
            onlookers[n % 3].look()
            continue
        (scope, activity, field), team, seat = about
        who = pages.setdefault((team, seat), page(meeting, team=team, seat=seat))
        value = "closed" if scope == "room" else f"text {n}"
        message = who.message(activity, field, value, scope=scope)
        if act == "erase":
            service.erase({**message, "value": None})
        else:
            service.submit(message)

    for onlooker in onlookers:
        onlooker.look()
        fresh = Onlooker(MeetingService(service.store, service.library), meeting.id, onlooker.seat)
        fresh.look()
        assert without_times(onlooker.known) == without_times(fresh.known)


@on_both
def test_two_programs_on_one_database_see_what_the_other_wrote(page, meeting, service):
    other = MeetingService(service.store, service.library)
    assert len(other.queries.state(meeting.id, "team-1", "")["seats"]) == OFFERED_SEATS

    page(meeting, seat="seat-1").write("scene", "moment", "In the hall.")
    seen = other.queries.state(meeting.id, "team-1", "seat-1")
    assert seen["mine"]["scene"]["moment"]["value"] == "In the hall."

    page(meeting, seat="seat-2").write("scene", "moment", "At the door.")
    news = other.queries.state(meeting.id, "team-1", "seat-1", seen["change"])
    assert (news["whole"], news["mine"], set(news["shared"])) == (False, {}, {"scene"})


@on_both
def test_what_was_purged_is_shown_no_more(page, meeting, service, store):
    page(meeting, seat="seat-1").write("scene", "moment", "In the hall.")
    page(meeting, seat="seat-1").write("my-work", "who-gains", "It stays.")
    before = service.queries.state(meeting.id, "team-1", "seat-1")
    assert "scene" in before["mine"]

    store.purging.purge({meeting.id: frozenset({"scene"})})
    store.audit.add("purged", meeting=meeting.id)

    assert "scene" not in service.queries.state(meeting.id, "team-1", "seat-1")["mine"]


@on_both
def test_whoever_waits_for_a_change_learns_of_answers_seats_and_doors_and_of_nothing_else(
    page, meeting, hold, store
):
    other = hold("introducing-bias")
    seen = store.watching.signs([meeting.id, other.id])

    def has_changed() -> bool:
        nonlocal seen
        before, seen = seen, store.watching.signs([meeting.id, other.id])
        assert before[other.id] == seen[other.id]
        return before[meeting.id] != seen[meeting.id]

    assert not has_changed()
    page(meeting, seat="seat-1").write("scene", "moment", "In the hall.")
    assert has_changed()
    page(meeting, seat="seat-1").write("first-thoughts", "too-fast", "Private.")
    assert has_changed()
    at = SeatAddress(meeting.id, "team-1", "seat-1")
    store.seats.take(at, "one")
    assert has_changed()
    store.seats.free(at)
    assert has_changed()
    store.doors.of(meeting.id, ["team-1"])
    assert has_changed()
    store.doors.set_open(meeting.id, "team-1", False)
    assert has_changed()
    assert not has_changed()
