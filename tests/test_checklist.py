from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitlib.errors import AnswerError
from kitlib.kinds.checklist.frame import walks
from kitlib.kinds.checklist.rule import MARKS, name_like, pattern
from kitlib.kinds.shared.page import Page as RecordPage
from kitlib.kinds.shared.rule import Group
from kitlib.meetings.answers import read_answers
from kitlib.meetings.rules import rule_of
from kitlib.registry import find_kind

ITEMS = ["signs", "languages", "greeting", "calm", "waiting"]


@pytest.fixture
def rule(library):
    return rule_of(library.session("checklist"), "look-fors", library)


@pytest.fixture
def visit(page):
    """Write one visit: `visit(meeting, "r1-a", place="Room 4", signs="seen", evidence={"signs": "A sign."})`."""

    def visit(meeting, row, *, team="team-1", place="", evidence=(), **marks):
        writer = page(meeting, team=team)
        if place:
            writer.write("look-fors", f"{row}.place", place, scope="team")
        for item, mark in marks.items():
            writer.write("look-fors", f"{row}.mark-{item}", mark, scope="team")
        for item, words in dict(evidence).items():
            writer.write("look-fors", f"{row}.evidence-{item}", words, scope="team")

    return visit


@pytest.fixture
def printed(service, library, monkeypatch):
    """What a record shows of the checklist: its HTML and its figures, in order."""

    def printed():
        shown = []
        monkeypatch.setattr("kitlib.kinds.shared.page.display", shown.append)
        held = read_answers(service.store, library, "checklist", "999001")
        find_kind("checklist").load("record").work(held, "look-fors", RecordPage(held))
        return [getattr(part, "data", part) for part in shown]

    return printed


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("r1a-zz.place", "Room 12", "x" * 81),
        ("r1a-zz.mark-signs", "seen", "yes"),
        ("r1a-zz.mark-signs", "not applicable", 1),
        ("r1a-zz.mark-waiting", "not seen", True),
        ("r1a-zz.evidence-calm", "“Good morning, all.”", 3),
        ("r1a-zz.removed", True, "true"),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(rule, field, good, bad):
    rule.check(field, good)

    with pytest.raises(AnswerError):
        rule.check(field, bad)


def test_a_look_for_that_is_not_on_the_list_has_no_mark(rule):
    with pytest.raises(AnswerError, match="has no field"):
        rule.check("r1a-zz.mark-smile", "seen")


marked = st.fixed_dictionaries({}, optional={f"mark-{i}": st.sampled_from([*MARKS, None]) for i in ITEMS})


@given(st.lists(marked, max_size=12))
def test_every_visit_counts_once_for_every_look_for(visits):
    found = pattern(visits, ITEMS)

    assert set(found) == set(ITEMS)
    for item, counts in found.items():
        assert sum(counts.values()) == len(visits)
        for mark in MARKS:
            assert counts[mark] == sum(1 for v in visits if v.get(f"mark-{item}") == mark)


@given(st.lists(marked, max_size=8), st.sampled_from(ITEMS))
def test_a_not_applicable_changes_neither_seen_nor_not_seen(visits, item):
    before = pattern(visits, ITEMS)[item]
    after = pattern([*visits, {f"mark-{item}": "not applicable"}], ITEMS)[item]

    assert (after["seen"], after["not seen"]) == (before["seen"], before["not seen"])


def test_pages_get_the_pattern_by_look_for_and_no_sum_of_a_visit(rule):
    team = {
        "r1-a.place": "Room 4",
        "r1-a.mark-signs": "seen",
        "r2-b.mark-signs": "not applicable",
        "r3-c.mark-signs": "not seen",
        "r4-d.mark-signs": "seen",
        "r4-d.removed": True,
    }
    shared = rule.share(Group({}, team, []))

    assert shared["visits"] == 3
    assert shared["pattern"]["signs"] == {"seen": 1, "not seen": 1, "not applicable": 1, "open": 0}
    assert set(shared) == {"visits", "pattern", "names"}


def test_a_visit_that_was_emptied_again_is_none(rule):
    assert rule.share(Group({}, {"r1-a.place": "  ", "r1-a.mark-signs": None}, []))["visits"] == 0


@pytest.mark.parametrize(
    "place",
    [
        "Room 12",
        "K2",
        "B-104",
        "Front office",
        "gym",
        "Main entrance",
        "Teachers’ lounge",
        "Nurse's office",
        "3rd floor",
        "Hallway by the library",
        "Wing B",
        "Website",
        "",
        "12",
    ],
)
def test_a_place_is_no_name(place):
    assert not name_like(place)


@pytest.mark.parametrize(
    "place",
    [
        "Kim",
        "Ms. Ruiz",
        "mrs smith",
        "Ruiz’s class",
        "Room 4, Mr. Lee",
        "Anna and Tom",
        "Dr Ochoa",
        "Coach Lee",
    ],
)
def test_a_name_in_the_place_is_warned_about(rule, place):
    assert name_like(place)
    assert rule.share(Group({}, {"r1-a.place": place}, []))["names"] == ["r1-a"]
    rule.check("r1-a.place", place)  # warned about, never refused


# -- the record ------------------------------------------------------------------------------


def test_a_record_shows_nothing_where_nobody_went(hold, printed):
    hold("checklist")

    assert printed() == []


def test_a_record_counts_the_visits_of_all_teams_of_a_meeting(service, hold, visit, library):
    meeting = hold("checklist", teams=["A", "B"])
    visit(meeting, "r1-a", place="Room 4", signs="seen", greeting="not seen")
    visit(meeting, "r2-b", team="team-2", place="Gym", signs="not seen", greeting="not applicable")
    (walk,) = walks(read_answers(service.store, library, "checklist", "999001"), "look-fors")

    row = walk.often.set_index("item").loc["signs"]
    assert (row["seen"], row["not seen"], row["open"]) == (1, 1, 0)
    assert list(walk.marks.columns) == ["text", "1", "2"]
    assert walk.places == ["Gym", "Room 4"]


def test_a_record_never_puts_a_room_beside_a_mark_or_a_sentence(hold, visit, printed):
    meeting = hold("checklist")
    visit(meeting, "r1-a", place="Room 4", signs="seen", evidence={"signs": "Arrows on the floor."})
    visit(meeting, "r2-b", place="Room 12", signs="not seen", evidence={"signs": "A bare <wall>."})
    html = [part for part in printed() if isinstance(part, str)]

    where = [part for part in html if "Room 4" in part or "Room 12" in part]
    assert len(where) == 1
    assert "Places, in the order of the alphabet: Room 12, Room 4." in where[0]
    quotes = next(part for part in html if "Arrows on the floor." in part)
    assert "A bare &lt;wall&gt;." in quotes
    assert not re.search(r"Stop \d", quotes)
    assert "○ not seen" in "".join(html)


def test_one_visit_alone_is_shown_without_its_place_and_without_a_count(hold, visit, printed):
    visit(hold("checklist"), "r1-a", place="Room 4", signs="seen", evidence={"signs": "Arrows."})
    shown = printed()

    assert "Room 4" not in "".join(part for part in shown if isinstance(part, str))
    assert not [part for part in shown if hasattr(part, "alt")]
    assert any("Arrows." in part for part in shown)


def test_a_place_that_reads_like_a_name_goes_into_no_record(hold, visit, printed):
    meeting = hold("checklist")
    visit(meeting, "r1-a", place="Ms. Ruiz", signs="seen")
    visit(meeting, "r2-b", place="Gym", signs="seen")
    html = "".join(part for part in printed() if isinstance(part, str))

    assert "Ruiz" not in html
    assert "A place that reads like a name is left out." in html


def test_the_figure_says_in_words_what_it_shows(hold, visit, printed):
    meeting = hold("checklist")
    visit(meeting, "r1-a", signs="seen", calm="not applicable")
    visit(meeting, "r2-b", signs="not seen", calm="seen")
    (chart,) = [part for part in printed() if hasattr(part, "alt")]

    assert chart.alt.startswith("Stacked bars of how often each look-for was seen, counted in stops.")
    assert "Signs lead from the street to the office. seen 1, not seen 1" in chart.alt
    assert "Adults speak with students in a calm voice. seen 1, not applicable 1" in chart.alt


def test_more_visits_than_fit_side_by_side_go_into_a_further_table(hold, visit, printed):
    meeting = hold("checklist")
    for n in range(7):
        visit(meeting, f"r{n}-a", signs="seen")
    text = unescape("".join(part for part in printed() if isinstance(part, str)))

    assert text.count("<caption>Our look-fors: each stop</caption>") == 2
    assert "Stop 7" in text
