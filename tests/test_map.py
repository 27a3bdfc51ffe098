"""The map of support: its entries, its gaps and overlaps, and what the record shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import PathPatch

from kitlib.errors import AnswerError
from kitlib.kinds.map import record as map_part
from kitlib.kinds.map.chart import coverage as chart_of
from kitlib.kinds.map.frame import covered, grid, maps
from kitlib.kinds.map.rule import (
    ALIKE,
    Entry,
    alike,
    coverage,
    entries_in,
    gaps,
    overlaps,
    same_names,
    same_served,
)
from kitlib.kinds.shared.page import Page
from kitlib.meetings.answers import read_answers
from kitlib.meetings.rules import rule_of
from kitlib.registry import find_kind

AREAS = ["reading", "attendance"]
TIERS = ["tier-1", "tier-2", "tier-3"]
NAMES = st.text("abcdefg -/,", max_size=20)


def entries(names=NAMES):
    one = st.builds(
        Entry,
        st.just(""),
        names,
        st.sampled_from(AREAS),
        st.sampled_from(TIERS),
        st.booleans(),
        st.dictionaries(st.just("serves"), st.sampled_from(["All", "all ", "Grade 3", "Not known", ""])),
    )
    return st.lists(one, max_size=12).map(
        lambda found: [Entry(f"r{i}-a", e.what, e.area, e.tier, e.goal, e.more) for i, e in enumerate(found)]
    )


@pytest.fixture
def rule(library):
    return rule_of(library.session("map"), "support", library)


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("what", "Check-in", "x" * 201),
        ("area", "attendance", "Attendance"),
        ("tier", "tier-2", "tier-4"),
        ("tier", "tier-1", ""),
        ("state", "goal", "wish"),
        ("serves", "All", "Everyone"),
        ("minutes", 30, -1),
        ("removed", True, "yes"),
    ],
)
def test_an_entry_takes_what_fits_and_refuses_what_does_not(rule, column, good, bad):
    rule.check(f"r1-a.{column}", good)

    with pytest.raises(AnswerError, match='^"'):
        rule.check(f"r1-a.{column}", bad)


# -- gaps ------------------------------------------------------------------------------------------


@given(entries())
def test_every_place_is_counted_once_and_no_entry_is_lost(found):
    cells = coverage(found, AREAS, TIERS)

    assert [(c.area, c.tier) for c in cells] == [(a, t) for a in AREAS for t in TIERS]
    assert sum(c.used + c.goals for c in cells) == len(found)


@given(entries())
def test_a_gap_is_a_place_with_nothing_in_use_and_nothing_else_is(found):
    used = {(e.area, e.tier) for e in found if not e.goal}
    named = {(g.area, g.tier) for g in gaps(found, AREAS, TIERS)}

    assert named == {(a, t) for a in AREAS for t in TIERS} - used


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        (0, "Attendance, Tier 2: nothing in use; no goal yet."),
        (1, "Attendance, Tier 2: nothing in use; one goal would fill it."),
        (3, "Attendance, Tier 2: nothing in use; 3 goals would fill it."),
    ],
)
def test_a_gap_is_told_in_words_with_the_goals_that_would_fill_it(rule, goals, told):
    found = [Entry(f"r{n}-a", f"Goal {n}", "attendance", "tier-2", True) for n in range(goals)]

    assert told in [rule.gap_words(gap) for gap in rule.gaps(found)]


# -- overlaps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Check-in, check-out", "Check in / check out"),
        ("Check-in, check-out", "check out check in (CICO)"),
        ("Mentoring", "The mentoring program"),
        ("Mentor", "Mentoring"),
        ("Small group reading", "Small-group reading support"),
        ("Attendance team", "Attendence teams"),
    ],
)
def test_names_that_people_would_call_the_same_are_nearly_the_same(one, two):
    assert alike(one, two) >= ALIKE


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Reading intervention", "Writing intervention"),
        ("Math tutoring", "Tutoring"),
        ("Grade 3 reading groups", "Grade 4 reading groups"),
        ("Room 12", "Room 13"),
        ("", ""),
        ("!!!", "???"),
    ],
)
def test_names_of_two_things_are_not(one, two):
    assert alike(one, two) < ALIKE


@given(NAMES, NAMES)
def test_how_alike_two_names_are_does_not_hang_on_their_order(one, two):
    assert 0 <= alike(one, two) == alike(two, one) <= 1
    assert alike(one, one) in (0, 1)


@given(entries(st.sampled_from(["Mentoring", "The mentoring", "Reading", "Writing", "Check in", "check-in"])))
def test_each_entry_stands_in_one_group_of_names_at_most_and_like_names_share_it(found):
    groups = [set(overlap.rows) for overlap in same_names(found)]

    assert sum(map(len, groups)) == len(set().union(*groups))
    assert all(len(group) > 1 for group in groups)
    for one in found:
        for two in found:
            if one is not two and alike(one.what, two.what) >= ALIKE:
                assert any({one.row, two.row} <= group for group in groups)


@given(entries())
def test_entries_of_one_place_that_serve_the_same_are_found_goals_and_unknowns_left_out(found):
    named = {overlap.rows for overlap in same_served(found, ["serves"])}
    by_place: dict[tuple[str, ...], list[str]] = {}
    for e in found:
        value = e.more.get("serves", "").strip().lower()
        if not e.goal and value in ("all", "grade 3"):
            by_place.setdefault((e.area, e.tier, value), []).append(e.row)

    assert named == {tuple(rows) for rows in by_place.values() if len(rows) > 1}


def test_overlaps_are_told_in_words(rule):
    found = [
        Entry("r1-a", "Mentoring", "attendance", "tier-2", False, {"serves": "New students"}),
        Entry("r2-b", "Mentoring program", "behavior", "tier-2", True),
        Entry("r3-c", "Homework club", "attendance", "tier-2", False, {"serves": "New students"}),
        Entry("r4-d", "Homework club", "academics", "tier-1", False),
    ]

    assert [rule.overlap_words(o, found) for o in overlaps(found, rule.telling)] == [
        "“Mentoring” and “Mentoring program” have nearly the same name: Attendance, Tier 2; Behavior, Tier 2 (a goal).",
        "“Homework club” stands here 2 times: Attendance, Tier 2; Academics, Tier 1.",
        "Attendance, Tier 2: “Mentoring” and “Homework club” have the same under “Whom it serves”: New students.",
    ]


def test_who_leads_and_how_long_it_takes_is_no_overlap(rule):
    assert rule.telling == ["serves"]


# -- entries -------------------------------------------------------------------------------------------


def test_an_entry_counts_once_it_has_a_name_and_a_place_and_until_it_is_taken_out(rule):
    values = {"r1-a.what": "Check-in"}
    assert rule.entries(values) == []

    values |= {"r1-a.area": "attendance", "r1-a.tier": "tier-2", "r1-a.minutes": 30, "r1-a.serves": ""}
    assert rule.entries(values) == [
        Entry("r1-a", "Check-in", "attendance", "tier-2", False, {"minutes": "30"})
    ]
    assert rule.entries({**values, "r1-a.what": "  "}) == []
    assert rule.entries({**values, "r1-a.removed": True}) == []
    assert rule.entries({**values, "r1-a.area": "no-longer-asked"}) == []
    assert entries_in({**values, "r1-a.state": "goal"}, [])[0].goal


def test_a_team_sees_its_own_gaps_and_overlaps(service, hold, page):
    meeting = hold("map", teams=["A", "B"])
    ours, theirs = page(meeting, team="team-1"), page(meeting, team="team-2")
    for writer in (ours, theirs):
        for row, area in (("r1-a", "attendance"), ("r2-b", "behavior")):
            writer.write("support", f"{row}.what", "Check-in", scope="team")
            writer.write("support", f"{row}.area", area, scope="team")
            writer.write("support", f"{row}.tier", "tier-1", scope="team")
    theirs.write("support", "r2-b.what", "Something else", scope="team", base=None)

    shared = ours.sees()["shared"]["support"]
    assert shared["entries"] == 2
    assert len(shared["gaps"]) == 7
    assert [o["rows"] for o in shared["overlaps"]] == [["r1-a", "r2-b"]]


def test_a_full_map_is_reckoned_in_the_time_of_a_poll(rule):
    import time

    words = ["check", "mentor", "reading", "family", "group", "plan", "room", "visit", "club", "talk"]
    found = [
        Entry(
            f"r{i}-a", f"{words[i % 10]} {words[i // 10]} {words[(i * 7) % 10]}", "academics", "tier-1", False
        )
        for i in range(100)
    ]
    overlaps(found, rule.telling)
    began = time.perf_counter()
    overlaps(found, rule.telling)

    assert time.perf_counter() - began < 0.25


# -- the record -----------------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch):
    told = []
    monkeypatch.setattr(map_part, "show", told.append)
    monkeypatch.setattr(
        map_part, "show_chart", lambda chart, same, caption: told.append(f"{chart.alt}|{caption}")
    )
    return told


def _written(writer):
    for row, what, area, tier, state in [
        ("r1-a", "Reading <block>", "academics", "tier-1", "in-use"),
        ("r2-b", "Check-in", "attendance", "tier-2", "goal"),
        ("r3-c", "Check in", "behavior", "tier-2", "in-use"),
    ]:
        for column, value in (("what", what), ("area", area), ("tier", tier), ("state", state)):
            writer.write("support", f"{row}.{column}", value, scope="team")
    writer.write("support", "r3-c.leads", "Counselor", scope="team")


def test_a_record_shows_the_map_with_goals_marked_in_words_and_sign(service, hold, page, library, shown):
    _written(page(hold("map")))
    held = read_answers(service.store, library, "map", "999001")
    find_kind("map").load("record").work(held, "support", Page(held))

    text = "\n".join(shown)
    assert "● Reading &lt;block&gt;" in text
    assert "○ Check-in (goal)" in text
    assert "<li>Attendance: Tier 1, Tier 2 (1 goal), Tier 3</li>" in text
    assert "“Check-in” and “Check in” have nearly the same name" in text
    assert "<td>Counselor</td>" in text


def test_a_record_shows_nothing_of_a_map_that_nobody_drew(service, hold, page, library, shown):
    page(hold("map")).write("seats", "seat-1.role", "Principal", scope="team")
    held = read_answers(service.store, library, "map", "999001")
    find_kind("map").load("record").work(held, "support", Page(held))

    assert shown == []


def test_the_chart_of_what_is_covered_says_each_number_in_its_alt_text(service, hold, page, library):
    _written(page(hold("map")))
    held = read_answers(service.store, library, "map", "999001")
    _, rule, found = next(maps(held, "support"))
    chart = chart_of(covered(rule, found))

    assert chart.alt == (
        "Grid of 3 areas by 3 tiers: how much is in use, and how many goals. 7 of 9 places have nothing in use. "
        "Academics: Tier 1 1 in use, Tier 2 none in use, Tier 3 none in use; "
        "Attendance: Tier 1 none in use, Tier 2 none in use and 1 goal, Tier 3 none in use; "
        "Behavior: Tier 1 none in use, Tier 2 1 in use, Tier 3 none in use."
    )
    hatched = [each for each in chart.figure().findobj(PathPatch) if each.get_hatch()]
    assert [len(each.get_path().to_polygons()) for each in hatched] == [7]
    assert list(grid(rule, found)["area"]) == ["Academics", "Attendance", "Behavior"]
