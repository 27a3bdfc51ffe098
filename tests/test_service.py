from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from locked import locked
from postgres import on_both

from kitlib.errors import AnswerError, KitError
from kitlib.kinds.shared.quota import MOST_ROWS
from kitlib.meetings.service import MeetingService
from kitlib.store import Address

SEAT_1 = {"seat": "seat-1"}
SEAT_2 = {"seat": "seat-2"}


@pytest.fixture
def meeting(hold):
    return hold("introducing-bias", teams=["Table 1", "Table 2"])


@on_both
def test_what_a_seat_writes_it_sees_again_on_any_page(page, meeting):
    page(meeting, **SEAT_1).write("scene", "moment", "In the parking lot.")

    seen = page(meeting, **SEAT_1).sees()["mine"]["scene"]["moment"]

    assert seen["value"] == "In the parking lot."


@on_both
def test_a_private_answer_reaches_no_other_seat_and_no_room_view(page, meeting, service, store):
    page(meeting, **SEAT_1).write("first-thoughts", "too-fast", "MY SECRET")

    for other in [
        page(meeting, **SEAT_2),
        page(meeting, team="team-2", **SEAT_1),
        page(meeting),
        page(meeting, team=""),
    ]:
        assert locked("MY SECRET")["sealed"] not in json.dumps(other.sees())
    assert all(answer.value != locked("MY SECRET") for answer in store.entries.current(meeting.id))


def test_a_server_whose_clock_is_moved_by_a_day_keeps_the_order_in_which_words_came(
    page, meeting, store, monkeypatch
):
    writer, real = page(meeting, **SEAT_1), time.time
    for days, text in ((0, "Before."), (-1, "Set back."), (1, "Set on."), (0, "Right again.")):
        monkeypatch.setattr(time, "time", lambda days=days: real() + 86_400 * days)
        assert writer.write("scene", "moment", text).status == "saved"
        assert page(meeting, **SEAT_1).sees()["mine"]["scene"]["moment"]["value"] == text
    address = Address(meeting.id, "team-1", "seat-1", "scene", "moment")
    kept = [each.value for each in store.entries.history(address)]
    assert kept == ["Before.", "Set back.", "Set on.", "Right again."]


@on_both
def test_private_words_that_come_in_the_clear_are_refused_and_kept_nowhere(page, meeting, service, store):
    message = page(meeting, **SEAT_1).message("first-thoughts", "too-fast", None)
    for value in (
        "MY SECRET",
        7,
        True,
        ["a"],
        {"sealed": "YQ==", "lock": "x"},
        {"sealed": "", "lock": "0" * 16},
    ):
        answer = service.submit({**message, "value": value})
        assert (answer["outcome"], "MY SECRET" in str(answer)) == ("invalid", False)
    assert store.entries.last_change(meeting.id) == 0


@on_both
def test_the_page_cannot_say_who_may_read_an_answer(page, meeting, service):
    message = page(meeting, **SEAT_1).message("scene", "moment", "x")

    with pytest.raises(AnswerError, match="cannot be read"):
        service.save({**message, "visibility": "room"})


@on_both
def test_a_teams_answers_stay_with_the_team(page, meeting):
    page(meeting).write("held", "r1-a.text", "Who decides?", scope="team")

    assert "Who decides?" in json.dumps(page(meeting, **SEAT_2).sees())
    assert "Who decides?" not in json.dumps(page(meeting, team="team-2", **SEAT_2).sees())


@on_both
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"team": "team-9"}, "belongs to one seat"),
        ({"seat": ""}, "belongs to one seat"),
        ({"seat": "seat-99"}, "belongs to one seat"),
        ({"activity": "nowhere"}, 'has no activity "nowhere"'),
        ({"field": "no-such"}, 'has no field "no-such"'),
        ({"value": 5}, "must be text, found int"),
        ({"writer": "x"}, "cannot be read (writer"),
        ({"seq": 0}, "cannot be read (seq"),
        ({"seq": True}, "cannot be read (seq"),
        ({"base": "7"}, "cannot be read (base"),
        ({"base": 2**31}, "cannot be read (base"),
        ({"extra": 1}, "cannot be read (extra"),
    ],
)
def test_a_message_that_does_not_fit_is_refused_with_the_reason_and_stores_nothing(
    page, meeting, service, store, change, told
):
    message = {**page(meeting, **SEAT_1).message("scene", "moment", "x"), **change}

    answer = service.submit(message)

    assert answer["outcome"] == "invalid"
    assert told in answer["what"]
    assert answer["next"]
    assert store.entries.last_change(meeting.id) == 0


@on_both
@pytest.mark.parametrize("raw", [None, [], "text", 7, {}, {"meeting": "x"}, '{"meeting": "cut off'])
def test_a_truncated_message_is_refused_in_words(service, raw):
    answer = service.submit(raw)

    assert answer["outcome"] == "invalid"
    assert "It was not stored." in answer["what"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@on_both
@trying(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=JSON,
    activity=st.sampled_from(["seats", "norms", "held", "clock", "first-thoughts", "exit", "actions", "x"]),
    field=st.sampled_from(
        ["too-fast", "r1-a.text", "r1-a.agreed", "seat-1.role", "agree.start", "end", "next.date"]
    )
    | st.text(max_size=20),
    scope=st.sampled_from(["seat", "team", "room"]),
)
def test_whatever_a_page_sends_is_stored_as_it_is_or_refused_in_words(
    page, meeting, service, value, activity, field, scope
):
    sender = page(meeting, **SEAT_1)
    message = sender.message(activity, field, value, scope=scope)
    answer = service.submit(message)

    assert answer["outcome"] in ("saved", "conflict", "invalid")
    if answer["outcome"] == "saved":
        seen = json.loads(json.dumps(sender.sees()))
        place = {"seat": "mine", "team": "team", "room": "room"}[scope]
        assert seen[place][activity][field]["value"] == message["value"]  # what is private, locked
    else:
        assert answer.get("what") or answer.get("current")


@on_both
def test_a_second_page_on_one_field_is_a_conflict_with_the_other_text(page, meeting, service):
    one, two = page(meeting, **SEAT_1), page(meeting, **SEAT_1)
    one.write("scene", "moment", "first")

    answer = service.submit(two.message("scene", "moment", "second"))

    assert answer["outcome"] == "conflict"
    assert answer["current"]["value"] == "first"


@on_both
def test_a_page_that_asks_again_gets_answers_only_when_there_are_new_ones(page, meeting, service):
    sender = page(meeting, **SEAT_1)
    sender.write("scene", "moment", "x")
    change = sender.sees()["change"]

    assert "mine" not in service.queries.state(meeting.id, "team-1", "seat-1", since=change)
    assert "agenda" in service.queries.state(meeting.id, "team-1", "seat-1", since=change)


@on_both
def test_the_clock_is_the_rooms_and_every_team_sees_it(page, meeting):
    import time

    page(meeting).write("clock", "agree.start", time.time() - 60, scope="room")

    agenda = page(meeting, team="team-2", **SEAT_1).sees()["agenda"]
    assert agenda["running"] == "agree"


@on_both
def test_a_seats_role_names_it_on_screen(page, meeting):
    page(meeting).write("seats", "seat-3.role", "Counselor", scope="team")

    assert "Seat 3, Counselor" in [seat["label"] for seat in page(meeting).sees()["seats"]]


def test_a_store_that_cannot_write_asks_the_page_to_try_again(page, meeting, service, monkeypatch):
    import sqlite3

    path = service.store.place
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    message = page(meeting, **SEAT_1).message("scene", "moment", "kept")
    answer = service.submit(message)
    holder.execute("ROLLBACK")

    assert answer["outcome"] == "retry"
    assert "in use by another program" in answer["what"]
    assert service.submit(message)["outcome"] == "saved"


@on_both
def test_a_meeting_that_is_not_there_is_told_and_never_tried_again(page, meeting, service):
    answer = service.submit({**page(meeting, **SEAT_1).message("scene", "moment", "x"), "meeting": "gone"})

    assert answer["outcome"] == "invalid"
    assert 'There is no meeting "gone"' in answer["what"]


@on_both
def test_a_seat_where_somebody_wrote_is_marked_as_taken(page, meeting):
    page(meeting, **SEAT_1).write("scene", "moment", "mine")

    taken = {seat["id"]: seat["taken"] for seat in page(meeting, **SEAT_2).sees()["seats"]}
    assert (taken["seat-1"], taken["seat-2"]) == (True, False)


@on_both
def test_a_full_list_is_told_in_words_and_loses_nothing_that_was_sent_before(page, meeting, service):
    sender = page(meeting)
    rows = [sender.message("held", f"r{n:03}-a.text", "Who decides?", scope="team") for n in range(MOST_ROWS)]
    assert {service.submit(each)["outcome"] for each in rows} == {"saved"}

    refused = service.submit(sender.message("held", "r999-a.text", "One more", scope="team"))
    assert refused == {
        "outcome": "invalid",
        "what": "This list holds 100 rows already.",
        "next": "Take out what is not needed, or write on in a row that is there. "
        "What you typed stays in this browser.",
    }
    assert "r999-a.text" not in sender.sees()["team"]["held"]
    assert service.submit(rows[-1])["outcome"] == "saved", "the same message again is no new row"
    assert service.submit(sender.message("held", "r000-a.owner", "Lead", scope="team"))["outcome"] == "saved"
    other = page(meeting, team="team-2")
    assert service.submit(other.message("held", "r1-a.text", "Ours", scope="team"))["outcome"] == "saved"


@on_both
def test_two_pages_at_once_put_no_more_into_a_list_than_it_holds(page, meeting, service):
    full = page(meeting)
    for n in range(MOST_ROWS - 1):
        full.write("held", f"r{n:03}-a.text", "Who decides?", scope="team")
    pages = [page(meeting) for _ in range(8)]
    sent = [each.message("held", f"q{n}-a.text", "Mine", scope="team") for n, each in enumerate(pages)]

    with ThreadPoolExecutor(8) as threads:
        told = [answer["outcome"] for answer in threads.map(service.submit, sent)]

    assert sorted(told) == ["invalid"] * 7 + ["saved"]


@trying(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([f"r{n}-a" for n in range(9)]),
            st.sampled_from(["text", "owner", "removed", "off"]),
            st.sampled_from(["words", "", None, True, False]),
        ),
        max_size=40,
    )
)
def test_whatever_order_rows_are_added_changed_and_taken_out_in_no_list_holds_more_than_it_may(
    page, hold, store, library, monkeypatch, steps
):
    monkeypatch.setattr("kitlib.kinds.parking_lot.rule.ParkingLotRule.most_rows", 3)
    service = MeetingService(store, library)
    sender = page(hold("introducing-bias"))
    standing: dict[str, dict[str, object]] = {}
    for row, column, value in steps:
        name = f"{row}/off" if column == "off" else f"{row}.{column}"
        if (column in ("removed", "off")) != isinstance(value, bool) and value is not None:
            continue
        told = service.submit(sender.message("held", name, value, scope="team"))
        if told["outcome"] == "saved":
            standing.setdefault(row, {})[column] = value
        else:
            assert "rows" in told["what"]
        holds = [
            cells
            for cells in standing.values()
            if not cells.get("removed") and (cells.get("text") or cells.get("owner"))
        ]
        assert len(holds) <= 3
        assert len(standing) <= 6


@on_both
def test_every_error_of_a_room_is_one_a_user_can_put_right(service):
    with pytest.raises(KitError):
        service.queries.state("no-such-meeting", "team-1", "seat-1")
