from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitlib.errors import AnswerError
from kitlib.kinds.ranking.frame import rankings
from kitlib.kinds.ranking.rule import accord, borda, concordance, midranks, places, tally
from kitlib.kinds.shared import page as record_page
from kitlib.kinds.shared.page import Page
from kitlib.kinds.shared.rule import Group, Written
from kitlib.meetings.answers import read_answers
from kitlib.meetings.rules import rule_of
from kitlib.registry import find_kind

SESSION = "ranking"
ORDER = ["entry", "time", "families", "data"]


@pytest.fixture
def rule(library):
    return lambda activity: rule_of(library.session(SESSION), activity, library)


# -- what may stand in a field ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "field", "good", "bad"),
    [
        ("first", "own", ORDER, ORDER[:3]),
        ("first", "own", ORDER[::-1], [*ORDER[:3], "entry"]),
        ("first", "own", ORDER, [*ORDER, "entry"]),
        ("first", "own", ORDER, {"entry": 1}),
        ("first", "own", ORDER, [1, 2, 3, 4]),
        ("first", "agreed", ORDER, ORDER[1:]),
        ("first", "chosen", ["time"], ["time", "entry", "data"]),
        ("first", "chosen", [], ["time", "time"]),
        ("first", "chosen", ["time"], ["nothing"]),
        ("first", "reason", "Because.", 1),
        ("first", "dissent", "I would not.", "x" * 2_001),
        ("first", "revealed", True, 1),
        ("pile", "own", {"team": 1, "training": 2}, {"team": 1, "training": 1}),
        ("pile", "own", {"team": 3}, {"team": 4}),
        ("pile", "own", {}, {"team": True}),
        ("pile", "own", {"team": 1}, {"nobody": 1}),
        ("pile", "agreed", {"team": 1}, {"team": "Critical"}),
        ("plan", "own", {"begin": 0}, {"begin": 6}),
        ("plan", "own", {"begin": 5}, {"begin": "5"}),
        ("plan", "agreed", {"begin": "not-now"}, {"begin": 0}),
        ("together", "agreed", ["board", "staff", "families"], ["board"]),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(rule, activity, field, good, bad):
    rule(activity).check(field, good)

    with pytest.raises(AnswerError, match='^"'):
        rule(activity).check(field, bad)


def test_a_full_pile_says_how_many_it_holds_and_what_to_do(rule):
    with pytest.raises(AnswerError, match="“Critical” holds at most 1; found 2") as told:
        rule("pile").check("own", {"team": 1, "training": 1})

    assert told.value.next == "Move one to another pile first."


def test_a_team_that_ranks_at_once_has_no_answers_of_seats(rule):
    assert set(rule("together").fields()) == {"agreed", "reason", "dissent"}
    assert rule("together").share(Group({}, {}, [])) == {}


# -- what others see ----------------------------------------------------------------------------


def test_nothing_but_a_number_is_shared_before_the_team_shows_it(rule):
    others = [Written("team-1", "seat-2", {"own": ORDER}), Written("team-2", "seat-1", {"own": ORDER})]
    mine = {"own": ORDER[::-1]}

    hidden = rule("first").share(Group(mine, {}, others, "seat-1", "team-1"))
    shown = rule("first").share(Group(mine, {"revealed": True}, others, "seat-1", "team-1"))

    assert hidden == {"answered": 2}
    assert shown["together"]["points"] == dict.fromkeys(ORDER, 3)
    assert shown["together"]["places"] == dict.fromkeys(ORDER, 1)
    assert shown["together"]["w"] == 0.0
    assert "seat-2" not in str(shown)


def test_fingers_show_their_spread_and_how_many_worry(rule):
    others = [Written("team-1", f"seat-{n}", {"own": {"begin": n}}) for n in (1, 2, 3, 4, 5)]

    shown = rule("plan").share(Group({}, {"revealed": True}, others, "", "team-1"))

    assert shown["answered"] == 5
    assert shown["together"]["counts"] == {"begin": [0, 1, 1, 1, 1, 1]}
    assert shown["together"]["worries"] == {"begin": 2}


def test_sorted_lines_come_by_how_many_put_them_in_the_first_pile(rule):
    answers = [{"team": 1, "training": 2, "screening": 3}] * 2 + [{"screening": 1, "team": 2, "training": 2}]

    made = rule("pile").together(answers)

    assert made["order"] == ["team", "screening", "training"]
    assert made["counts"]["team"] == [2, 1, 0]


def test_an_answer_to_options_that_are_gone_does_not_count(rule):
    found = rule("pile").answers([{"own": {"gone": 1}}, {"own": {"team": 1, "gone": 2}}, {"own": "?"}, {}])

    assert found == [{"team": 1}]


def test_who_has_not_placed_every_line_is_counted_and_not_measured(rule):
    made = rule("pile").together([{"team": 1}, {"team": 2}])

    assert made["counts"]["team"] == [1, 1, 0]
    assert (made["w"], made["words"]) == (None, "")


# -- reckoning --------------------------------------------------------------------------------------

OPTIONS = list("abcde")
ORDERS = st.lists(st.permutations(OPTIONS), max_size=8)
TIED = st.lists(st.lists(st.integers(1, 3), min_size=5, max_size=5).map(midranks), min_size=2, max_size=8)


@given(ORDERS)
def test_borda_gives_away_the_same_points_for_every_list(orders):
    points = borda(orders, OPTIONS)

    assert sum(points.values()) == len(orders) * 10
    assert list(points.values()) == sorted(points.values(), reverse=True)


@given(ORDERS.filter(bool), st.randoms())
def test_borda_does_not_ask_who_answered_first(orders, chance):
    shuffled = chance.sample(orders, len(orders))

    assert borda(shuffled, OPTIONS) == borda(orders, OPTIONS)


@given(ORDERS.filter(bool))
def test_what_all_put_first_comes_first_alone(orders):
    first = [["x", *order] for order in orders]

    place = places(borda(first, ["x", *OPTIONS]))

    assert [option for option, n in place.items() if n == 1] == ["x"]


@given(st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 4), min_size=1))
def test_equal_points_share_a_place_and_the_next_is_left_out(points):
    place = places(points)

    for one, two in itertools.combinations(points, 2):
        assert (place[one] == place[two]) == (points[one] == points[two])
    assert sorted(place.values())[0] == 1
    assert all(
        n == 1 + sum(other > points[option] for other in points.values()) for option, n in place.items()
    )


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_midranks_add_up_as_ranks_do(values):
    ranks = midranks(values)

    assert math.isclose(sum(ranks), len(values) * (len(values) + 1) / 2)
    assert sorted(range(len(values)), key=lambda i: ranks[i]) == sorted(
        range(len(values)), key=lambda i: values[i]
    )


@given(ORDERS.filter(lambda orders: len(orders) > 1))
def test_without_ties_w_is_the_mean_correlation_of_any_two_brought_between_nothing_and_one(orders):
    rankings = [[order.index(option) + 1 for option in OPTIONS] for order in orders]
    m, n = len(rankings), len(OPTIONS)

    def spearman(one, two):
        return 1 - 6 * sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) / (n**3 - n)

    between = [spearman(one, two) for one, two in itertools.combinations(rankings, 2)]
    w = concordance(rankings)

    assert w is not None
    assert math.isclose((m * w - 1) / (m - 1), sum(between) / len(between), abs_tol=1e-9)


@given(TIED)
def test_w_lies_between_nothing_and_one_and_is_one_where_all_say_the_same(rankings):
    w = concordance(rankings)
    same = concordance([rankings[0]] * 3)

    assert w is None or 0 <= w <= 1
    assert same is None or math.isclose(same, 1)
    assert (same is None) == (len(set(rankings[0])) == 1)


def test_w_of_a_worked_example_with_ties():
    # Sums 4, 5.5, 9, 11.5 about 7.5: S = 34.5. Two ties of two: T = 12. W = 12 S / (9 · 60 - 3 · 12) = 414 / 504.
    rankings = [[1, 2.5, 2.5, 4], [1, 2, 3.5, 3.5], [2, 1, 3, 4]]

    assert math.isclose(concordance(rankings), 414 / 504)


@pytest.mark.parametrize("rankings", [[], [[1, 2, 3]], [[1], [1]], [[2, 2, 2], [2, 2, 2]]])
def test_w_says_nothing_of_one_seat_one_line_or_all_held_equal(rankings):
    assert concordance(rankings) is None
    assert accord(None, len(rankings)) == ""


@pytest.mark.parametrize(
    ("w", "m", "words"),
    [
        (1.0, 2, "nearly the same"),
        (0.5, 2, "quite different"),
        (1 / 3, 3, "quite different"),
        (0.7, 5, "in the main"),
    ],
)
def test_what_chance_alone_brings_is_called_no_agreement(w, m, words):
    assert words in accord(w, m)


@given(st.lists(st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 5)), max_size=8))
def test_every_answer_is_counted_once(answers):
    counted = tally(answers, OPTIONS, range(6))

    assert sum(map(sum, counted.values())) == sum(map(len, answers))


# -- the record -----------------------------------------------------------------------------------------


@pytest.fixture
def recorded(service, library, hold, page, monkeypatch):
    """The part of the record of `activity` after `answers` (seat, or "" for the team, to fields): its HTML."""

    def recorded(activity, answers):
        meeting = hold(SESSION)
        for seat, fields in answers.items():
            for field, value in fields.items():
                page(meeting, seat=seat).write(activity, field, value, scope="seat" if seat else "team")
        told: list[str] = []
        monkeypatch.setattr(
            record_page, "display", lambda it: told.append(getattr(it, "alt", None) or it.data)
        )
        held = read_answers(service.store, library, SESSION, "999001")
        find_kind("ranking").load("record").work(held, activity, Page(held))
        return "\n".join(told), list(rankings(held, activity))

    return recorded


def test_a_record_of_an_order_shows_points_the_spread_the_choice_the_reason_and_who_differs(recorded):
    html, found = recorded(
        "first",
        {
            "seat-1": {"own": ["time", "entry", "families", "data"]},
            "seat-2": {"own": ["time", "families", "entry", "data"]},
            "": {
                "agreed": ["time", "entry", "data", "families"],
                "chosen": ["time"],
                "reason": "It <holds>.",
                "dissent": "Data first.",
            },
        },
    )

    assert found[0].answers[["text", "place", "points"]].to_numpy().tolist()[:2] == [
        ["Time in the schedule for support", 1, 6],
        ["How a student gets support", 2, 3],
    ]
    assert found[0].concordance == 0.9
    assert "Kendall’s W 0.90" in html
    assert "The answers are nearly the same." in html
    assert "Time in the schedule for support place 1 by 2; " in html  # the words for the figure
    assert "It &lt;holds&gt;." in html
    assert "<h4>What some of us see differently</h4>" in html
    assert "<ul><li>Time in the schedule for support</li></ul>" in html
    assert "seat-1" not in html


def test_a_record_of_fingers_names_the_worry_and_the_decision(recorded):
    html, _ = recorded(
        "plan",
        {
            "seat-1": {"own": {"begin": 1}},
            "seat-2": {"own": {"begin": 4}},
            "": {"agreed": {"begin": "change"}},
        },
    )

    assert "We begin with grade 3 in January: 1 of 2" in html
    assert "<td>Change it first</td>" in html
    assert "1 serious worry (1)" in html


def test_a_record_of_piles_shows_how_many_chose_each(recorded):
    html, _ = recorded("pile", {"seat-1": {"own": {"team": 1}}, "": {"agreed": {"screening": 2, "team": 1}}})

    assert "A team that meets each month 1 critical, 0 important, 0 least important" in html
    assert html.index("<td>Critical</td>") < html.index("<td>Important</td>")
    assert "Kendall" not in html


def test_a_record_of_a_team_that_ranked_at_once_shows_what_it_agreed_on(recorded):
    html, _ = recorded("together", {"": {"agreed": ["board", "staff", "families"]}})

    assert "what we agreed on" in html
    assert "answered alone" not in html


def test_a_record_shows_nothing_where_nobody_answered(recorded):
    assert recorded("first", {"": {"revealed": True}})[0] == ""
