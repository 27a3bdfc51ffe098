from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitlib.content.instruments import Instrument, Item, Point, Scale
from kitlib.errors import AnswerError
from kitlib.kinds.shared.page import Page
from kitlib.kinds.shared.rule import Earlier, Group, Written
from kitlib.kinds.survey.frame import surveys
from kitlib.kinds.survey.record import show_survey
from kitlib.kinds.survey.rule import Brought, results
from kitlib.meetings.answers import read_answers
from kitlib.meetings.rules import rule_of

ITEMS = ["place-good", "place-avoid", "adult-asks", "adult-helps", "let-in"]
STUDENTS = {
    "people.students": 40,
    "asked.students": 52,
    "counts.students.place-good": [2, 6, 20, 12],
    "counts.students.place-avoid": [10, 18, 8, 4],
    "counts.students.adult-asks": [0, 0, 40, 0],
    "counts.students.adult-helps": [1, 2, 3, 2],
    "counts.students.let-in": [4, 9, 17, 10],
}


@pytest.fixture
def rule(library):
    return rule_of(library.session("survey"), "climate", library)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("people.students", 412, -1),
        ("asked.families", 0, "412"),
        ("counts.students.let-in", [1, 0, None, 12], [1, 2, 3]),
        ("counts.students.let-in", [0, 0, 0, 100_000], [1, 2, 3, 100_001]),
        ("counts.students.let-in", [None] * 4, [1, 2, 3, True]),
        ("own.greeted", 4, 5),
        ("own.greeted", "pass", 0),
        ("shown", True, 1),
        ("r1a-zz.notice", "Fewer than last year.", 3),
        ("r1a-zz.removed", True, "yes"),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(rule, field, good, bad):
    rule.check(field, good)

    with pytest.raises(AnswerError):
        rule.check(field, bad)


def test_students_have_no_boxes_to_answer_in(rule):
    with pytest.raises(AnswerError):
        rule.check("own.place-good", 4)


def test_a_small_group_shows_no_item_and_no_size(rule):
    told = rule.share(Group({}, {"people.students": 9, "counts.students.let-in": [3, 3, 3, 0]}, []))["forms"]

    assert told["students"] == {"people": None, "asked": None, "items": {}, "domains": {}, "stands": ""}


def test_items_of_few_answers_or_of_one_mind_are_withheld_and_in_no_domain(rule):
    told = rule.share(Group({}, STUDENTS, []))["forms"]["students"]

    assert told["people"] == 40
    assert told["asked"] == 52
    assert told["items"]["adult-asks"] is None, "all gave the same answer"
    assert told["items"]["adult-helps"] is None, "eight answered"
    assert "Adults" not in told["domains"]
    # A line that is worded the other way is turned: 10, 18, 8, 4 counts as 4, 8, 18, 10.
    assert told["domains"]["Places"] == [2 + 4, 6 + 8, 20 + 18, 12 + 10]
    assert told["items"]["place-avoid"] == [10, 18, 8, 4], "as it was answered"


def test_another_team_s_results_are_seen_by_a_team_that_brought_in_none(rule):
    others = [Written("team-2", "", STUDENTS)]

    assert rule.share(Group({}, {}, others))["forms"]["students"]["people"] == 40
    ours = {"people.students": 30, "counts.students.let-in": [10, 10, 5, 5]}
    assert rule.share(Group({}, ours, others))["forms"]["students"]["people"] == 30


def seats(n, value=3):
    return [
        Written(f"team-{1 + i // 6}", f"seat-{1 + i % 6}", {"own.greeted": value, "own.asked": 1 + i % 4})
        for i in range(n)
    ]


def test_what_seats_answer_is_counted_over_all_teams_once_it_is_shown_and_ten_answered(rule):
    shown = Written("", "", {"shown": True})

    assert rule.share(Group({}, {}, seats(12))) == {"answered": 12, "forms": {}}
    few = rule.share(Group({}, {}, [*seats(9), shown]))
    assert few["forms"]["families"]["people"] is None
    enough = rule.share(Group({"own.greeted": 2}, {}, [*seats(11), shown], "seat-12", "team-1"))
    assert enough["answered"] == 12
    assert enough["forms"]["families"]["items"]["greeted"] == [0, 1, 11, 0]
    alike = rule.share(Group({}, {}, [*seats(12), shown]))
    assert alike["forms"]["families"]["items"]["greeted"] is None


def test_no_seat_s_answer_is_shared(service, hold, page):
    meeting = hold("survey", teams=["A", "B"])
    for i in range(12):
        team = f"team-{1 + i // 6}"
        page(meeting, team=team, seat=f"seat-{1 + i % 6}").write("climate", "own.greeted", 1 + i % 2)
    page(meeting).write("climate", "shown", True, scope="room")

    seen = page(meeting, team="team-2", seat="seat-1").sees()

    assert seen["shared"]["climate"]["forms"]["families"]["items"]["greeted"] == [6, 6, 0, 0]
    assert set(seen["mine"]["climate"]) == {"own.greeted"}
    assert not any(field.startswith("own.") for field in seen["team"].get("climate", {}))


def test_numbers_keyed_in_by_another_team_are_seen_only_as_results(service, hold, page):
    meeting = hold("survey", teams=["A", "B"])
    writer = page(meeting, team="team-1")
    writer.write("climate", "people.students", 8, scope="team")
    writer.write("climate", "counts.students.let-in", [1, 2, 3, 2], scope="team")

    assert "[1, 2, 3, 2]" not in json.dumps(page(meeting, team="team-2", seat="seat-1").sees())


def test_rounds_stand_side_by_side(rule):
    before = [Earlier("2026-05-04", "Team 1", {**STUDENTS, "people.students": 44}, [])]

    told = rule.share(Group({}, STUDENTS, [], earlier=before))

    assert [(each["date"], each["forms"]["students"]["people"]) for each in told["earlier"]] == [
        ("2026-05-04", 44)
    ]
    assert told["forms"]["students"]["stands"] == ""


def test_a_few_late_forms_do_not_give_themselves_away(rule):
    before = [Earlier("2026-10-05", "Team 1", STUDENTS, [])]
    late = {**STUDENTS, "people.students": 42, "counts.students.place-good": [2, 7, 20, 13]}

    told = rule.share(Group({}, late, [], earlier=before))["forms"]["students"]

    assert told["stands"] == "2026-10-05"
    assert told["people"] == 40
    assert told["items"]["place-good"] == [2, 6, 20, 12]


def make(n_items: int) -> tuple[Instrument, Scale]:
    scale = Scale(id="s", title="S", points=[Point(value=v, label=str(v)) for v in (1, 2, 3)])
    items = [Item(id=f"i{n}", text="x", domain=f"d{n % 2}", reverse=n % 3 == 0) for n in range(n_items)]
    return Instrument(id="t", version="1", title="T", made_by="us", scale="s", items=items), scale


@given(
    st.lists(st.tuples(*[st.integers(0, 15)] * 3), min_size=1, max_size=8),
    st.one_of(st.none(), st.integers(0, 60)),
    st.integers(10, 25),
)
def test_whatever_is_brought_in_no_small_or_unanimous_group_is_shown_and_domains_add_up(
    given_, people, smallest
):
    instrument, scale = make(len(given_))
    shown = results(Brought({f"i{n}": c for n, c in enumerate(given_)}, people), instrument, scale, smallest)

    answered = max([people or 0, *(sum(c) for c in given_)])
    assert (shown.people is None) == (answered < smallest)
    for n, counts in enumerate(given_):
        item = shown.items.get(f"i{n}")
        if item is not None:
            assert sum(counts) >= smallest
            assert max(counts) < sum(counts)
    of_domains = sum(sum(counts) for counts in shown.domains.values())
    assert of_domains == sum(sum(c) for c in shown.items.values() if c is not None)


# -- the record ------------------------------------------------------------------------------------


@pytest.fixture
def told_in_record(store, library, monkeypatch):
    """What the record shows of the activity: its HTML, and the words that stand for its figures."""

    def told() -> str:
        shown: list[str] = []
        monkeypatch.setattr(
            "kitlib.kinds.shared.page.display",
            lambda each: shown.append(getattr(each, "alt", None) or each.data),
        )
        held = read_answers(store, library, "survey", "999001")
        show_survey(held, "climate", Page(held))
        return "".join(shown)

    return told


def test_a_record_shows_domains_what_is_withheld_and_the_notes(service, hold, page, told_in_record):
    writer = page(hold("survey"))
    for field, value in {**STUDENTS, "people.staff": 6, "counts.staff.heard": [3, 1, 1, 1]}.items():
        writer.write("climate", field, value, scope="team")
    writer.write("climate", "r1-a.notice", "Half are <seldom> let in.", scope="team")
    writer.write("climate", "r2-a.notice", "Taken out", scope="team")
    writer.write("climate", "r2-a.removed", True, scope="team")

    record = told_in_record()

    assert "40 of 52 answered." in record
    assert "~ fewer than 10 answered, so nothing else is shown." in record
    assert "2 statements of this form withheld" in record
    assert "Half are &lt;seldom&gt; let in." in record
    assert "Taken out" not in record
    assert re.search(
        r"There is a place at school where I feel good\.</th><td>2</td><td>6</td><td>20</td><td>12", record
    )
    assert re.search(r"An adult here asks me how I am\.</th><td>~</td><td>~</td><td>~</td><td>~", record)
    assert "Bars of answers by domain" in record
    assert "My ideas are heard here" not in record


def test_a_record_sets_rounds_side_by_side_and_counts_the_same_results_of_two_teams_once(
    service, hold, store, library, page
):
    for teams in (["A", "B"], ["A"]):
        meeting = hold("survey", teams=teams)
        for i in range(len(teams)):
            writer = page(meeting, team=f"team-{i + 1}")
            more = 0 if len(teams) == 2 else 11
            for field, value in STUDENTS.items():
                grown = [n + more for n in value] if isinstance(value, list) else value
                writer.write("climate", field, grown, scope="team")

    forms = list(surveys(read_answers(store, library, "survey", "999001"), "climate"))

    assert [(form.form, form.label, len(form.rounds)) for form in forms] == [("students", "", 2)]
    assert list(forms[0].domains()["name"])[:2] == [
        "Places · November 23, 2026",
        "Places · November 23, 2026",
    ]


def test_answers_given_here_are_in_a_record_only_once_they_were_shown(service, hold, page, told_in_record):
    meeting = hold("survey", teams=["A", "B"])
    for i in range(12):
        page(meeting, team=f"team-{1 + i // 6}", seat=f"seat-{1 + i % 6}").write(
            "climate", "own.greeted", 1 + i % 2
        )
    assert told_in_record() == ""

    page(meeting).write("climate", "shown", True, scope="room")

    record = told_in_record()
    assert "12 answered." in record
    assert "Someone says hello when I come in." in record
