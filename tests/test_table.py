"""Tables: what their cells take, what they add up to, who had a job last time, and what the record shows."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from kitlib.content import Library
from kitlib.errors import AnswerError, KitError
from kitlib.kinds.shared.cells import code, given, number, rows_in, tallies, total, totals
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.page import Page
from kitlib.kinds.table import record as table_part
from kitlib.kinds.table.frame import choices, rows, sums, tables
from kitlib.kinds.table.rule import last_time
from kitlib.meetings.answers import read_answers
from kitlib.meetings.contents import content_now
from kitlib.meetings.rules import rule_of
from kitlib.registry import find_kind

COST = Column(id="cost", title="Cost", type="number", least=0, most=100, total=True)
TICK = Column(id="done", title="Done", type="tick")
CHOICE = Column(id="say", title="We say", type="choice", choices=["Keep", "Stop"])
NAME = Column(id="name", title="Name", type="short")


@pytest.fixture
def rule(library):
    return lambda id: rule_of(library.session("table"), id, library)


@pytest.mark.parametrize(
    ("activity", "column", "good", "bad"),
    [
        ("tools", "tool", "Reading app", 3),
        ("tools", "tool", "", "x" * 201),
        ("tools", "cost", 1200.5, "1200"),
        ("tools", "cost", "", -1),
        ("tools", "cost", 0, True),
        ("tools", "people", 500, 501),
        ("tools", "people", 1, math.inf),
        ("tools", "people", 1, math.nan),
        ("tools", "decision", "Keep", "keep"),
        ("tools", "decision", "", "Perhaps"),
        ("tools", "privacy", True, "yes"),
        ("tools", "ends", "2027-06-30", "6/30/2027"),
        ("charter", "who", "Math coach", "x" * 81),
        ("profiles", "code", "S-014", "Maria"),
        ("profiles", "worked", "Short tasks.", "x" * 4001),
        ("plan", "hours", 12, 41),
        ("plan", "helper", "Counselor", 1),
    ],
)
def test_a_cell_takes_what_fits_its_column_and_refuses_what_does_not(rule, activity, column, good, bad):
    found = rule(activity)
    found.check(f"r1-a.{column}", good)

    with pytest.raises(AnswerError, match='^"'):
        found.check(f"r1-a.{column}", bad)


@pytest.mark.parametrize(
    ("value", "limits", "told"),
    [
        (-1, (0, None), "must be 0 or more; found -1"),
        (4, (0, 3), "must be from 0 to 3; found 4"),
        (4, (None, 3), "must be 3 or less; found 4"),
        ("about 40", (0, None), "must be a number such as 12 or 2.5; found 'about 40'"),
    ],
)
def test_a_number_that_does_not_fit_says_what_would(value, limits, told):
    with pytest.raises(AnswerError, match=re.escape(told)):
        number(*limits)(value)


@pytest.mark.parametrize("value", ["", "S-014", "A", "7", "G4-07", "014", "AB12", "STUD014", "k3", "12-07"])
def test_a_short_code_is_taken(value):
    code(value)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Maria", "looks like a name"),
        ("maria lopez", "looks like a name"),
        ("O'Neill", "looks like a name"),
        ("JD", "looks like a name or initials"),
        ("Maria7", "looks like a name"),
        ("LOPEZ3", "looks like a name"),
        ("José 4", "looks like a name"),
        ("123-45-6789", "Social Security"),
        ("123456789", "Social Security"),
        ("2015-03-04", "looks like a date"),
        ("3-4-2015", "looks like a date"),
        ("20150304", "looks like a date"),
        ("S 14", "with no blank"),
        ("S_14", "letters A to Z, numbers and dashes"),
        ("S-1234567890123", "12 letters and numbers"),
        (14, "must be text"),
    ],
)
def test_what_looks_like_a_name_is_no_code_and_is_told_why(value, told):
    with pytest.raises(AnswerError, match=re.escape(told)):
        code(value)


LETTERS = st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=15)


@given_any(st.lists(LETTERS, min_size=1, max_size=3), st.sampled_from([" ", "-", "'", ". ", ", "]))
def test_no_words_of_letters_alone_are_ever_a_code(words, between):
    with pytest.raises(AnswerError):
        code(between.join(words))


@given_any(st.from_regex(r"[A-Z]{1,2}-?[0-9]{2,4}", fullmatch=True))
def test_letters_and_a_number_are_always_a_code(value):
    code(value)


def test_a_refused_name_is_not_repeated_in_what_is_told(rule):
    with pytest.raises(AnswerError) as error:
        rule("profiles").check("r1-a.code", "Maria Lopez")

    assert "Maria" not in error.value.what + error.value.next


def test_the_page_is_told_what_is_no_code_in_patterns_of_its_own(rule):
    column = rule("profiles").config()["columns"][0]

    assert column["refusals"]
    assert column["help"] == "A code that only your team can look up, never a name."


# -- rows, sums, counts -------------------------------------------------------------------------

CELLS = st.one_of(st.none(), st.just(""), st.integers(-1000, 1000), st.floats(-1e6, 1e6))


@given_any(st.lists(CELLS))
def test_a_sum_is_that_of_the_numbers_in_any_order(values):
    numbers = [v for v in values if isinstance(v, int | float)]

    assert total(values) == pytest.approx(sum(numbers), abs=1e-5)
    assert total(values) == total(reversed(values))


def test_a_sum_of_cents_is_what_people_would_write():
    assert total([0.1] * 3) == 0.3
    assert total([1.5, 1.5]) == 3
    assert total([True, "", None, "7"]) == 0


@given_any(st.lists(st.sampled_from(["Keep", "Stop", "", None, "Old choice"])))
def test_every_choice_is_counted_once_a_row_and_nothing_else_is(chosen):
    found = tallies([CHOICE], [{"say": value} for value in chosen])["say"]

    assert found == {"Keep": chosen.count("Keep"), "Stop": chosen.count("Stop")}


ROW_IDS = st.sampled_from(["given", "r1-a", "r2-b", "r3-c"])
FIELDS = st.dictionaries(
    st.tuples(ROW_IDS, st.sampled_from(["name", "cost", "done", "removed"])),
    st.one_of(st.none(), st.just(""), st.integers(0, 100), st.booleans()),
)


@given_any(FIELDS)
def test_rows_taken_out_and_empty_rows_are_in_no_table_and_no_sum(fields):
    values = {f"{row}.{column}": value for (row, column), value in fields.items()}
    columns = [NAME, COST, TICK]
    found = rows_in(values, columns, {"given": {"name": "Given", "cost": 5}})

    for row in ("given", "r1-a", "r2-b", "r3-c"):
        cells = [values.get(f"{row}.{c.id}") for c in columns]
        anything = any(v not in (None, "", False) or (v == 0 and v is not False) for v in cells)
        out = bool(values.get(f"{row}.removed"))
        assert (row in found) == (not out and (anything or row == "given"))
    assert list(found) == sorted(found)  # the given row first, then by age
    assert totals(columns, found.values())["cost"] == total(cells.get("cost") for cells in found.values())


def test_a_given_cell_stands_until_it_is_changed_or_emptied():
    start = {"row": {"name": "As given"}}

    assert rows_in({}, [NAME], start)["row"]["name"] == "As given"
    assert rows_in({"row.name": None}, [NAME], start)["row"]["name"] == "As given"
    assert rows_in({"row.name": "Ours"}, [NAME], start)["row"]["name"] == "Ours"
    assert rows_in({"row.name": ""}, [NAME], start)["row"]["name"] == ""


@pytest.mark.parametrize(
    ("column", "words", "value"),
    [
        (COST, "30", 30),
        (COST, "2.5", 2.5),
        (COST, "many", None),
        (COST, "101", None),
        (TICK, "yes", True),
        (TICK, "perhaps", None),
        (CHOICE, "Keep", "Keep"),
        (NAME, "Recorder", "Recorder"),
    ],
)
def test_given_words_are_held_as_their_column_holds_them(column, words, value):
    assert given(column, words) == value


# -- who had it last time ------------------------------------------------------------------------


def test_the_last_one_who_had_a_row_is_found_by_id_then_by_name():
    earlier = [
        ("2026-09-01", {"recorder": {"job": "Recorder", "who": "Teacher"}, "r1-a": {"job": "Host", "who": "Principal"}}),
        ("2026-10-01", {"recorder": {"job": "Recorder", "who": "Math coach"}, "r9-z": {"job": "host", "who": ""}}),
    ]  # fmt: skip
    ours = {"recorder": {"job": "Scribe"}, "r5-b": {"job": " Host "}, "r6-c": {"job": "New"}}

    assert last_time(ours, earlier, "who", "job") == {
        "recorder": {"who": "Math coach", "date": "2026-10-01"},
        "r5-b": {"who": "Principal", "date": "2026-09-01"},
    }


def _later(service, store, library, date, teams=("Team 1",)):
    plan = library.session("table")
    return store.meetings.open(
        session="table",
        date=date,
        minutes=plan.minutes,
        teams_=list(teams),
        district="999001",
        content=content_now(library, "table"),
    )


def test_a_team_sees_who_had_each_job_at_its_last_meeting(service, store, library, page):
    teams = ("Team 1", "Team 2")
    first = _later(service, store, library, "2026-09-01", teams)
    page(first).write("charter", "recorder.who", "Math coach", scope="team")
    page(first, team="team-2").write("charter", "recorder.who", "Librarian", scope="team")
    second = _later(service, store, library, "2026-10-01", teams)

    last = page(second, seat="seat-1").sees()["shared"]["charter"]["last"]
    assert last == {"who": {"recorder": {"who": "Math coach", "date": "2026-09-01"}}}
    last = page(second, team="team-2").sees()["shared"]["charter"]["last"]
    assert last["who"]["recorder"]["who"] == "Librarian"


def test_a_team_of_another_name_sees_nobody_elses_jobs(service, store, library, page):
    first = _later(service, store, library, "2026-09-01", ("Red", "Blue"))
    page(first).write("charter", "recorder.who", "Math coach", scope="team")
    second = _later(service, store, library, "2026-10-01", ("Green", "Blue"))

    assert page(second).sees()["shared"]["charter"]["last"] == {}


# -- what is shared ---------------------------------------------------------------------------------


def test_sums_and_counts_are_those_of_the_team(service, hold, page):
    meeting = hold("table", teams=["A", "B"])
    ours, theirs = page(meeting, team="team-1"), page(meeting, team="team-2")
    for writer, row, cost, say in [(ours, "r1-a", 10, "Keep"), (ours, "r2-b", 2.5, "Keep"), (theirs, "r1-a", 99, "Stop")]:  # fmt: skip
        writer.write("tools", f"{row}.cost", cost, scope="team")
        writer.write("tools", f"{row}.decision", say, scope="team")
    ours.write("tools", "r2-b.privacy", True, scope="team")

    shared = ours.sees()["shared"]["tools"]
    assert shared["totals"] == {"cost": 12.5, "people": 0}
    assert shared["counts"]["decision"] == {"Keep": 2, "Change": 0, "Stop": 0}
    assert shared["counts"]["privacy"] == {"yes": 1}


def test_other_teams_see_the_rows_of_a_table_of_the_room_and_of_no_other(service, hold, page):
    meeting = hold("table", teams=["North", "South"])
    north, south = page(meeting, team="team-1"), page(meeting, team="team-2")
    north.write("links", "r1-a.event", "1974: a closed door", scope="team")
    north.write("links", "r1-a.schools", 3, scope="team")
    north.write("tools", "r1-a.tool", "Only ours", scope="team")

    seen = south.sees()["shared"]
    assert seen["links"]["others"] == [
        {"team": "North", "rows": [["1974: a closed door", "", "3"]], "totals": {"schools": 3}}
    ]
    assert "Only ours" not in str(seen)
    assert north.sees()["shared"]["links"]["others"] == []


# -- the record ----------------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch):
    """What a part puts into the record, as one text."""
    told = []
    monkeypatch.setattr(table_part, "show", told.append)
    monkeypatch.setattr("kitlib.kinds.actions.record.show", told.append)
    monkeypatch.setattr(
        table_part, "show_chart", lambda chart, same, caption: told.append(f"{chart.alt}|{caption}")
    )
    return told


def test_a_record_shows_the_rows_sums_and_counts_of_a_table(service, hold, page, library, shown):
    meeting = hold("table")
    writer = page(meeting)
    for n, say in enumerate(["Keep", "Keep", "Stop", "Keep"]):
        writer.write("tools", f"r{n}-a.tool", f"Tool <{n}>", scope="team")
        writer.write("tools", f"r{n}-a.cost", 1000.5 * n, scope="team")
        writer.write("tools", f"r{n}-a.decision", say, scope="team")
    writer.write("tools", "r3-a.removed", True, scope="team")
    writer.write("tools", "r4-a.tool", "Fifth", scope="team")
    writer.write("tools", "r4-a.ends", "2027-06-30", scope="team")
    writer.write("tools", "r4-a.decision", "Change", scope="team")
    held = read_answers(service.store, library, "table", "999001")
    find_kind("table").load("record").work(held, "tools", Page(held))

    text = "\n".join(shown)
    assert text.startswith("<h2>Our tools</h2>")
    assert "Tool &lt;1&gt;" in text
    assert "Tool &lt;3&gt;" not in text
    assert '<th scope="col">Cost a year (dollars)</th>' in text
    assert "Cost a year, total: 3,001.5 dollars" in text
    assert "Our tools: 4 rows" in text
    assert "June 30, 2027" in text
    assert "Bar chart: Our tools: rows by Decision. Keep: 2; Change: 1; Stop: 1." in text


def test_a_few_choices_are_told_in_words(service, hold, page, library, shown):
    writer = page(hold("table"))
    writer.write("tools", "r1-a.decision", "Keep", scope="team")
    writer.write("tools", "r1-a.privacy", True, scope="team")
    held = read_answers(service.store, library, "table", "999001")
    find_kind("table").load("record").work(held, "tools", Page(held))

    assert "<li>Decision: Keep 1</li><li>Privacy checked: 1 of 1</li>" in shown[-1]


def test_a_record_shows_nothing_of_a_table_that_nobody_wrote_in(service, hold, page, library, shown):
    writer = page(hold("table"))
    writer.write("tools", "r1-a.tool", "", scope="team")
    writer.write("tools", "r1-a.removed", True, scope="team")
    held = read_answers(service.store, library, "table", "999001")
    for id in ("tools", "charter"):
        find_kind("table").load("record").work(held, id, Page(held))

    assert shown == []


def test_a_record_shows_what_a_session_asks_of_its_actions_beyond_the_usual(
    service, hold, page, library, shown
):
    writer = page(hold("table"))
    writer.write("plan", "r1-a.what", "Ask two families", scope="team")
    find_kind("actions").load("record").work(
        read_answers(service.store, library, "table", "999001"),
        "plan",
        Page(read_answers(service.store, library, "table", "999001")),
    )
    assert shown == []

    writer.write("plan", "r1-a.hours", 6, scope="team")
    held = read_answers(service.store, library, "table", "999001")
    find_kind("actions").load("record").work(held, "plan", Page(held))

    assert "Ask two families" in shown[-1]
    assert "<td>6</td>" in shown[-1]
    assert "Who helps" not in shown[-1]  # nobody filled that in


def test_frames_keep_their_columns(service, hold, page, library):
    page(hold("table")).write("tools", "r1-a.tool", "One", scope="team")
    held = read_answers(service.store, library, "table", "999001")
    part, rule = next(tables(held, "tools"))

    assert list(rows(part, rule).columns) == ["tool", "cost", "people", "decision", "privacy", "ends"]
    assert list(sums(part, rule)["title"]) == ["Cost a year", "People trained"]
    assert list(choices(part, rule).columns) == ["column", "title", "choice", "rows"]


def test_a_team_that_is_alone_in_its_meeting_is_known_again_under_a_new_name(service, store, library, page):
    first = _later(service, store, library, "2026-09-01", ("Team 1",))
    page(first).write("charter", "recorder.who", "Math coach", scope="team")
    second = _later(service, store, library, "2026-10-01", ("Leadership team",))

    assert page(second).sees()["shared"]["charter"]["last"]["who"]["recorder"]["who"] == "Math coach"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("{tool: Map, cost: many}", 'must be a number, found "many"'),
        ("{tool: Map, ends: June}", 'must be a day such as 2027-01-31, found "June"'),
        ('{tool: Map, privacy: "perhaps"}', 'must be yes or no, in quotes, found "perhaps"'),
    ],
)
def test_given_words_that_do_not_fit_their_column_are_told_to_the_author(places, cells, told):
    path = places.facilitation / "workshop" / "3-table.yaml"
    text = path.read_text(encoding="utf-8")
    start = f"        rows: 3\n        start:\n          - id: one\n            cells: {cells}\n"
    path.write_text(text.replace("        rows: 3\n", start), encoding="utf-8")

    with pytest.raises(KitError, match=re.escape(told)):
        Library(places.facilitation).session("table")
