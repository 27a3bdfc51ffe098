from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from locked import locked

from kitlib.errors import AnswerError
from kitlib.kinds.board.frame import walls
from kitlib.kinds.board.rule import LONGEST_NOTE, counted, headings, heaps, notes
from kitlib.kinds.shared import page as record_page
from kitlib.kinds.shared.keys import Option
from kitlib.kinds.shared.page import Page
from kitlib.kinds.shared.rule import Group, Written
from kitlib.meetings.answers import read_answers
from kitlib.meetings.rules import rule_of
from kitlib.registry import find_kind

SESSION, BOARD = "board", "barriers"


@pytest.fixture
def rule(library):
    return rule_of(library.session(SESSION), BOARD, library)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("r1a-zz.text", "No common time.", "x" * (LONGEST_NOTE + 1)),
        ("r1a-zz.removed", True, "yes"),
        ("r1a-zz.cluster", "time", "Row 1"),
        ("r1a-zz.cluster", "r1b-yy", ["time"]),
        ("r1b-yy.name", "How we decide", "x" * 81),
        ("time.dropped", True, 1),
        ("draft", locked("half a no"), "half a no"),
        ("votes", ["r1a-zz", "time"], ["r1a-zz", "r1a-zz"]),
        ("votes", [], ["a", "b", "c", "d"]),
        ("votes", ["a", "b", "c"], "a"),
        ("votes", ["a"], ["../a"]),
        ("revealed", True, "now"),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(rule, field, good, bad):
    rule.check(field, good)

    with pytest.raises(AnswerError, match='^"'):
        rule.check(field, bad)


def test_too_many_dots_are_refused_with_the_limit_and_what_to_do(rule):
    with pytest.raises(AnswerError, match="holds 4 dots; each seat has 3") as told:
        rule.check("votes", ["a", "b", "c", "d"])

    assert told.value.next == "Take one back first."


def test_a_note_belongs_to_its_seat_and_its_heading_to_the_team(service, hold, page):
    meeting = hold(SESSION)
    writer = page(meeting, seat="seat-1")
    writer.write(BOARD, "r1-a.text", "Mine.")

    with pytest.raises(AnswerError, match="belongs to one seat"):
        writer.write(BOARD, "r1-a.text", "The team's.", scope="team")
    with pytest.raises(AnswerError, match="belongs to one team"):
        writer.write(BOARD, "r1-a.cluster", "time", scope="seat")


def test_others_read_a_note_without_its_seat_and_a_draft_not_at_all(hold, page):
    meeting = hold(SESSION)
    one, two = (page(meeting, seat=f"seat-{n}") for n in (1, 2))
    one.write(BOARD, "draft", "Half a thou")
    one.write(BOARD, "r1-a.text", "The bus leaves early.")

    seen = two.sees()

    assert seen["shared"][BOARD]["notes"] == {"r1-a": "The bus leaves early."}
    assert "Half a thou" not in str(seen)
    assert "seat-1" not in str(seen["shared"])


def test_dots_of_others_stay_hidden_until_the_team_shows_them(hold, page):
    meeting = hold(SESSION)
    one, two = (page(meeting, seat=f"seat-{n}") for n in (1, 2))
    one.write(BOARD, "r1-a.text", "The bus leaves early.")
    one.write(BOARD, "votes", ["r1-a", "time"])
    two.write(BOARD, "votes", ["r1-a"])
    before = two.sees()["shared"][BOARD]
    two.write(BOARD, "revealed", True, scope="team")

    assert before["voted"] == 2
    assert "dots" not in before
    assert two.sees()["shared"][BOARD]["dots"] == {"r1-a": 2, "time": 1}


def test_a_dot_on_what_was_taken_out_does_not_count(rule):
    mine = {"r1-a.text": "Gone.", "r1-a.removed": True, "votes": ["r1-a", "time", "data"]}

    shared = rule.share(Group(mine, {"revealed": True, "time.dropped": True}, [], "seat-1", "team-1"))

    assert shared["dots"] == {"data": 1}


def test_another_team_reads_the_wall_under_its_headings_and_no_dots(hold, page):
    meeting = hold(SESSION, teams=["North", "South"])
    writer = page(meeting, seat="seat-1")
    writer.write(BOARD, "r1-a.text", "The bus leaves early.")
    writer.write(BOARD, "r1-a.cluster", "r2-b", scope="team")
    writer.write(BOARD, "r2-b.name", "Getting home", scope="team")
    writer.write(BOARD, "votes", ["r1-a"])
    writer.write(BOARD, "revealed", True, scope="team")

    seen = page(meeting, team="team-2", seat="seat-1").sees()["shared"][BOARD]

    heap = {"name": "Getting home", "notes": ["The bus leaves early."]}
    assert seen == {"notes": {}, "voted": 0, "elsewhere": [{"team": "North", "heaps": [heap]}]}


def test_a_note_whose_heading_is_taken_out_stands_under_none_and_comes_back_with_it():
    found, team = {"r1-a": "Note."}, {"r1-a.cluster": "time"}
    given_ = [Option(id="time", text="Time")]

    out = heaps(found, headings(given_, {**team, "time.dropped": True}), team)
    back = heaps(found, headings(given_, {**team, "time.dropped": False}), team)

    assert [(heap.name, heap.notes) for heap in out] == [("", ["r1-a"])]
    assert [(heap.name, heap.notes) for heap in back] == [("Time", ["r1-a"]), ("", [])]


ROWS = st.sampled_from([f"r{n}-x" for n in range(6)])
SEAT = st.dictionaries(
    st.tuples(ROWS, st.sampled_from(["text", "removed"])).map(".".join),
    st.sampled_from(["", " ", "Words.", True, False, None]),
    max_size=8,
)
TEAM = st.dictionaries(
    st.tuples(ROWS | st.just("time"), st.sampled_from(["name", "dropped", "cluster"])).map(".".join),
    st.sampled_from(["r1-x", "r4-x", "time", "", True, False, None]),
    max_size=10,
)


@given(st.lists(SEAT, max_size=4), TEAM)
def test_every_note_on_the_wall_stands_in_exactly_one_heap(seats, team):
    found = notes(seats)
    under = headings([Option(id="time", text="Time")], team)

    made = heaps(found, under, team)

    assert sorted(row for heap in made for row in heap.notes) == sorted(found)
    assert [heap.heading for heap in made] == [*under, ""]


@given(st.lists(st.lists(ROWS, unique=True, max_size=3) | st.none(), max_size=10), st.lists(ROWS, max_size=6))
def test_dots_are_those_placed_on_what_stands_and_no_thing_has_more_than_there_are_seats(votes, standing):
    dots = counted(votes, standing)

    assert sum(dots.values()) == sum(row in standing for vote in votes for row in vote or [])
    assert all(0 < n <= len(votes) for n in dots.values())
    assert list(dots.values()) == sorted(dots.values(), reverse=True)


# -- the record ----------------------------------------------------------------------------


@pytest.fixture
def recorded(service, library, hold, page, monkeypatch):
    """Show the part of the record after `write` has been called for seats and the team: HTML, and alt texts."""

    def recorded(answers, teams=None):
        meeting = hold(SESSION, teams=teams)
        for seat, fields in answers.items():
            for field, value in fields.items():
                page(meeting, seat=seat).write(BOARD, field, value, scope="seat" if seat else "team")
        told: list[str] = []
        monkeypatch.setattr(
            record_page, "display", lambda it: told.append(getattr(it, "alt", None) or it.data)
        )
        held = read_answers(service.store, library, SESSION, "999001")
        find_kind("board").load("record").work(held, BOARD, Page(held))
        return "\n".join(told), held

    return recorded


def test_a_record_shows_notes_under_headings_with_their_dots_and_no_seat(recorded):
    html, held = recorded(
        {
            "seat-1": {"r1-a.text": "No <common> time.", "votes": ["r1-a", "data"], "draft": "unsaid"},
            "seat-2": {"r2-b.text": "Three logins.", "votes": ["r1-a"]},
            "": {"r1-a.cluster": "time"},
        }
    )

    heads = re.findall(r"<h([34])>(.*?)</h", html)
    assert heads[1:] == [("4", "Time and schedule"), ("4", "Not grouped")]
    assert f'<li>{escape("No <common> time.")} <span class="quiet">(2 dots)</span></li>' in html
    assert "2 seats placed dots" in html
    assert "No <common> time.: 2; Heading: Data and tools: 1." in html  # the alt text of the chart
    assert "seat-1" not in html
    assert "unsaid" not in html
    wall = next(walls(held, BOARD))
    assert list(wall.dots.itertuples(index=False, name=None)) == [
        ("No <common> time.", "note", 2),
        ("Data and tools", "heading", 1),
    ]


def test_a_record_of_a_wall_without_dots_has_no_chart(recorded):
    html, _ = recorded({"seat-1": {"r1-a.text": "One."}})

    assert "<li>One.</li>" in html
    assert "dot" not in html


@pytest.mark.parametrize(
    "answers", [{}, {"seat-1": {"r1-a.text": "One.", "r1-a.removed": True}}, {"seat-1": {"draft": "x"}}]
)
def test_a_record_shows_nothing_where_no_note_hangs(recorded, answers):
    html, _ = recorded(answers)

    assert html == ""


def test_others_are_told_by_team_only(rule):
    others = [
        Written("team-2", "seat-3", {"r1-a.text": "Theirs."}),
        Written("team-2", "", {"r1-a.cluster": "time"}),
    ]

    shared = rule.share(Group({}, {}, others, "seat-1", "team-1", labels={"team-2": "South"}))

    assert shared["notes"] == {}
    assert shared["elsewhere"] == [
        {"team": "South", "heaps": [{"name": "Time and schedule", "notes": ["Theirs."]}]}
    ]
