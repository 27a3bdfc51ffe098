from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitlib.charts import domains as domain_chart
from kitlib.content.instruments import Item
from kitlib.errors import AnswerError
from kitlib.kinds.rating.frame import rounds
from kitlib.kinds.rating.radar_chart import radar
from kitlib.kinds.rating.record import show_rating
from kitlib.kinds.rating.rule import by_role, gap, standing
from kitlib.kinds.shared.instruments import by_domain, spread, turned
from kitlib.kinds.shared.page import Page
from kitlib.kinds.shared.rule import Compared, Earlier, Group, Written
from kitlib.meetings.answers import read_answers
from kitlib.meetings.rules import rule_of

tallies = st.fixed_dictionaries({p: st.integers(0, 6) for p in (1, 2, 3, 4)})


@pytest.fixture
def importance(library):
    return rule_of(library.session("rating"), "importance", library)


@pytest.fixture
def readiness(library):
    return rule_of(library.session("rating"), "readiness", library)


def test_only_the_items_of_its_domains_are_rated_on_the_scale_that_was_chosen(importance):
    assert {item.domain for item in importance.items} == {"Meeting", "Data"}
    assert importance.config()["points"][0]["label"] == "Can wait"
    with pytest.raises(AnswerError):
        importance.check("own.matched", 2)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("evidence.meets", "The calendar.", 3),
        ("dissent.meets", "Two of us count only full meetings.", ["x"]),
        ("priorities", ["meets", "late"], ["meets", "meets"]),
        ("priorities", [], ["nothing"]),
        ("priorities", ["meets", "late", "told"], ["meets", "late", "told", "goals"]),
        ("agreed.meets", "differ", 5),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(readiness, field, good, bad):
    readiness.check(field, good)

    with pytest.raises(AnswerError):
        readiness.check(field, bad)


def test_a_rating_without_evidence_or_priorities_has_no_such_fields(importance):
    for field in ("evidence.meets", "priorities"):
        with pytest.raises(AnswerError, match="has no field"):
            importance.check(field, None)


# -- what is computed ------------------------------------------------------------------------------


@given(st.lists(tallies, min_size=1, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_a_domain_holds_every_answer_and_turning_all_its_items_turns_it(found, reverse):
    items = [Item(id=f"i{n}", text="x", domain="d", reverse=reverse[n]) for n in range(len(found))]
    other = [Item(id=f"i{n}", text="x", domain="d", reverse=not reverse[n]) for n in range(len(found))]
    by_item = {f"i{n}": tally for n, tally in enumerate(found)}

    summed = by_domain(by_item, items)["d"]

    assert sum(summed.values()) == sum(sum(tally.values()) for tally in found)
    assert by_domain(by_item, other)["d"] == turned(summed)


@given(tallies)
def test_turning_twice_changes_nothing_and_turning_keeps_how_far_apart_people_are(tally):
    assert turned(turned(tally)) == tally
    assert spread(turned(tally)) == pytest.approx(spread(tally))


@given(
    st.dictionaries(
        st.sampled_from(["teacher", "leader", "counselor", "aide", "parent"]), tallies, max_size=5
    )
)
def test_a_role_is_shown_only_in_such_company_that_nobody_is_told_from_the_others(found):
    shown = by_role(found)
    everyone = {p: sum(tally[p] for tally in found.values()) for p in (1, 2, 3, 4)}

    # Whatever sums of groups a reader can take from all, no group below three or of one mind is left.
    parts = list(shown.values())
    for n in range(len(parts) + 1):
        for some in itertools.combinations(parts, n):
            left = {p: everyone[p] - sum(tally[p] for tally in some) for p in everyone}
            size = sum(left.values())
            if some and size:
                assert size >= 3
                assert max(left.values()) < size
    for tally in parts:
        assert sum(tally.values()) >= 3
        assert max(tally.values()) < sum(tally.values())


def test_two_roles_of_three_are_shown_and_a_third_of_two_takes_one_with_it():
    teachers, leaders = {1: 1, 2: 2, 3: 0, 4: 0}, {1: 0, 2: 0, 3: 1, 4: 2}

    assert set(by_role({"teacher": teachers, "leader": leaders})) == {"teacher", "leader"}
    assert set(by_role({"teacher": teachers, "leader": leaders, "aide": {1: 1, 2: 1, 3: 0, 4: 0}})) == {
        "leader",
        "",
    }
    assert by_role({"teacher": teachers, "aide": {1: 1, 2: 1, 3: 0, 4: 0}}) == {}
    assert by_role({"teacher": teachers}) == {}


def test_where_a_team_stands_is_what_it_agreed_on_and_else_its_middle():
    assert standing(2, {1: 0, 2: 0, 3: 5, 4: 0}) == 2
    assert standing("differ", {1: 1, 2: 0, 3: 1, 4: 1}) == 3
    assert standing(None, {1: 1, 2: 1, 3: 0, 4: 0}) == 1.5
    assert standing("not-discussed", {1: 0, 2: 0}) is None


@given(st.integers(1, 4), st.integers(1, 4))
def test_a_gap_is_the_same_the_other_way_round_and_nothing_is_made_of_nothing(a, b):
    scale = [1, 2, 3, 4]
    assert gap(a, b, scale, scale) == a - b == -gap(b, a, scale, scale)
    assert gap(None, b, scale, scale) is None


def test_a_rating_on_another_scale_is_laid_end_on_end():
    assert gap(2, 4, [0, 1, 2], [1, 2, 3, 4]) == 0
    assert gap(0, 1, [0, 1, 2], [1, 2, 3, 4]) == 0
    assert gap(1, 1, [0, 1, 2], [1, 2, 3, 4]) == 1.5


# -- what is shared ----------------------------------------------------------------------------------


def rated(n, field, values):
    return [
        Written("team-1", f"seat-{i + 2}", {field: value}) for i, value in zip(range(n), values, strict=False)
    ]


def test_nothing_of_the_ratings_is_shared_before_the_reveal_not_even_earlier_rounds(readiness):
    before = [Earlier("2026-05-04", "Team 1", {"agreed.meets": 2, "revealed": True}, [{"own.meets": 2}])]
    beside = Compared(readiness, Group({}, {"revealed": True}, rated(3, "own.meets", [1, 2, 3])))
    roles = {("team-1", f"seat-{n}"): "Teacher" for n in range(1, 9)}

    shared = readiness.share(
        Group(
            {"own.meets": 1},
            {},
            rated(5, "own.meets", [1, 2, 3, 4, 4]),
            "seat-1",
            "team-1",
            roles,
            before,
            beside,
        )
    )

    assert shared == {"rated": 6}


def test_roles_are_shared_with_the_rest_and_are_the_same_however_they_are_written(readiness):
    roles = {
        ("team-1", f"seat-{n}"): role
        for n, role in enumerate(["Teacher", "teacher", "TEACHER", "Leader", "", "Aide"], 1)
    }
    others = rated(5, "own.meets", [2, 4, 1, 1, 3])

    shared = readiness.share(Group({"own.meets": 1}, {"revealed": True}, others, "seat-1", "team-1", roles))

    assert shared["roles"] == {
        "meets": [
            {"role": "Teacher", "counts": [1, 1, 0, 1]},
            {"role": "Everyone else", "counts": [2, 0, 1, 0]},
        ]
    }


def test_the_gap_is_shared_once_both_are_revealed(readiness, importance):
    theirs = Group({"own.meets": 4}, {"revealed": True, "agreed.meets": 4}, rated(2, "own.late", [1, 2]))
    ours = {"revealed": True, "agreed.meets": 1, "agreed.late": "differ"}
    others = rated(2, "own.late", [2, 4])

    shared = readiness.share(Group({}, ours, others, compared=Compared(importance, theirs)))

    assert shared["gaps"] == [
        {"item": "meets", "first": 4.0, "second": 1.0, "agreed": True, "gap": 3.0},
        {"item": "late", "first": 1.5, "second": 3.0, "agreed": False, "gap": -1.5},
    ]
    assert shared["compared"]["names"] == ["How much it matters", "How ready we are"]
    hidden = Compared(importance, Group({"own.meets": 4}, {}, []))
    assert "gaps" not in readiness.share(Group({}, ours, others, compared=hidden))


def test_a_page_is_told_of_the_rating_beside_its_own(page, hold):
    writer = page(hold("rating"), seat="seat-1")
    for activity, value in (("importance", 4), ("readiness", 2)):
        writer.write(activity, "own.meets", value)
        writer.write(activity, "revealed", True, scope="team")

    assert writer.sees()["shared"]["readiness"]["gaps"][0]["gap"] == 2


def test_earlier_rounds_show_their_spread_only_where_the_team_showed_it(readiness):
    before = [
        Earlier("2026-05-04", "Team 1", {"agreed.meets": 2}, [{"own.meets": 2}]),
        Earlier(
            "2026-09-14",
            "Team 1",
            {"agreed.meets": 3, "revealed": True, "priorities": ["late"]},
            [{"own.meets": 4}],
        ),
    ]

    first, second = readiness.share(Group({}, {"revealed": True}, [], earlier=before))["earlier"]

    assert first == {
        "date": "2026-05-04",
        "label": "Team 1",
        "agreed": {"meets": 2},
        "spread": {},
        "priorities": [],
    }
    assert second["spread"]["meets"] == [0, 0, 0, 1]
    assert second["priorities"] == ["late"]


# -- the record --------------------------------------------------------------------------------------


def held_rating(page, hold, agreed=2):
    meeting = hold("rating")
    team = page(meeting)
    for n, role in enumerate(["Teacher", "Teacher", "Teacher", "Leader", "Leader", "Leader"], 1):
        team.write("seats", f"seat-{n}.role", role, scope="team")
        for i, item in enumerate(["meets", "agenda", "roles", "screen", "late", "looked-at"]):
            seat = page(meeting, seat=f"seat-{n}")
            seat.write("importance", f"own.{item}", 1 + (n + i) % 4)
            seat.write("readiness", f"own.{item}", 1 + (n * i) % 4)
        page(meeting, seat=f"seat-{n}").write("readiness", "own.matched", 1 + n % 3)
    for field, value in {
        "revealed": True,
        "agreed.meets": agreed,
        "reason.meets": "We met <twice> last month.",
        "evidence.meets": "The calendar",
        "dissent.meets": "One meeting was ten minutes long.",
        "agreed.late": "differ",
        "agreed.screen": "not-discussed",
        "priorities": ["late", "meets"],
    }.items():
        team.write("readiness", field, value, scope="team")
    team.write("importance", "revealed", True, scope="team")
    return meeting


@pytest.fixture
def told_in_record(store, library, monkeypatch):
    """What the record shows of the activity: its HTML, and the words that stand for its figures."""

    def told(activity="readiness") -> str:
        shown: list[str] = []
        monkeypatch.setattr(
            "kitlib.kinds.shared.page.display",
            lambda each: shown.append(getattr(each, "alt", None) or each.data),
        )
        held = read_answers(store, library, "rating", "999001")
        show_rating(held, activity, Page(held))
        return "".join(shown)

    return told


def test_a_record_shows_what_was_agreed_why_what_it_rests_on_and_who_sees_it_otherwise(
    page, hold, told_in_record
):
    held_rating(page, hold)
    record = told_in_record()

    row = re.search(
        r'<tr><th scope="row">The team meets at least twice a month\.</th><td>Begun</td>.*?</tr>', record
    )
    assert row
    for words in ("We met &lt;twice&gt; last month.", "The calendar", "One meeting was ten minutes long."):
        assert words in row[0]
    assert record.index("Results come too late to be of use.") < record.index("What we work on first")
    first = re.search(r"What we work on first</h4><ul><li>(.*?)</li><li>(.*?)</li></ul>", record)
    assert first
    assert first[1].startswith("Results come too late")
    assert "8 of 10 statements were not talked through" in record
    assert "version 2.1" in record


def test_a_record_shows_domains_gaps_and_roles_with_their_tables(page, hold, told_in_record):
    held_rating(page, hold)
    record = told_in_record()

    assert "Bars of ratings by domain" in record
    assert "Spokes by domain" in record
    assert "Two marks a line: How much it matters and How ready we are" in record
    assert "Everyone else" not in record, "both roles are large enough"
    assert re.search(r"<td>Teacher</td>(<td>\d</td>){4}", record)


def test_a_record_says_what_moved_between_two_rounds(page, hold, store, library, told_in_record):
    held_rating(page, hold, agreed=2)
    held_rating(page, hold, agreed=4)

    label, frame = next(rounds(read_answers(store, library, "rating", "999001"), "readiness"))
    moved = dict(zip(frame["text"], frame["moved"], strict=True))

    assert label == "Team 1"
    assert moved["The team meets at least twice a month."] == 2
    assert moved["The team looks at results by group of students."] == 0
    record = told_in_record()
    assert "1 moved up, 0 moved down, 6 stayed" in record
    assert "2 Begun (ratings from 1 to 1)" in record


def test_a_rating_that_nobody_touched_shows_nothing(hold, told_in_record):
    hold("rating")

    assert told_in_record() == ""


def test_a_wheel_is_drawn_only_where_it_can_be_read():
    import pandas as pd

    def frame(n):
        return pd.DataFrame(
            [(f"Domain {i}", 1.0, 2.0, 3.0) for i in range(n)], columns=["name", "low", "middle", "high"]
        )

    assert radar(frame(2), [1, 2, 3, 4]) is None
    assert radar(frame(9), [1, 2, 3, 4]) is None
    assert "Domain 0: middle 2, half of the ratings from 1 to 3" in radar(frame(3), [1, 2, 3, 4]).alt


def test_bars_by_domain_say_every_number_in_words():
    import pandas as pd

    frame = pd.DataFrame({"name": ["Data"], "No": [120], "Yes": [3]})
    assert domain_chart(frame, ["No", "Yes"], "answers").alt.endswith("Data: 120 no, 3 yes.")
