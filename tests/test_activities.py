from __future__ import annotations

import pytest
from kit_home import SHIPPED, kit_kinds
from locked import locked

from kitlib.content import Library
from kitlib.errors import AnswerError
from kitlib.kinds.rating.rule import widest
from kitlib.kinds.shared.checks import LONGEST_TEXT
from kitlib.kinds.shared.instruments import spread
from kitlib.kinds.shared.rule import Group, Written
from kitlib.meetings.rules import rule_of


@pytest.fixture
def rule(library: Library):
    def rule(session: str, kind: str):
        plan = library.session(session)
        id = next(a.id for a in plan.activities.values() if a.kind == kind)
        return rule_of(plan, id, library)

    return rule


def test_every_kind_is_used_by_a_shipped_session():
    used = {a.kind for s in SHIPPED.sessions() for a in s.activities.values()}

    assert used == set(kit_kinds())


def test_every_field_of_every_activity_has_a_label_and_takes_an_answer_back(library):
    for session in library.sessions():
        for id in session.activities:
            rule = rule_of(session, id, library)
            for name in [*rule.fields(), *(f"row-1.{column}" for column in rule.row_fields())]:
                assert rule.check(name, None).label


@pytest.mark.parametrize(
    ("kind", "field", "good", "bad"),
    [
        ("attendance", "seat-3.role", "Principal", 7),
        ("attendance", "seat-12.job", "Timekeeper", "x" * 61),
        ("agreements", "stay-engaged.text", "Stay engaged.", "x" * 401),
        ("agreements", "r1a-zz.agreed", True, "yes"),
        ("agreements", "r1a-zz.removed", False, 0),
        ("reflection", "too-fast", locked("Last spring."), "Last spring."),
        ("parking_lot", "r1a-zz.text", "Who sees this?", None.__class__),
        ("parking_lot", "r1a-zz.status", "answered", "perhaps"),
        ("actions", "r1a-zz.due", "2027-01-31", "31 January"),
        ("actions", "r1a-zz.due", "", "2027-02-30"),
        ("actions", "r1a-zz.status", "under way", "doing"),
        ("actions", "next.date", "2027-01-31", "1999-12-31"),
        ("actions", "next.none", "the set is done", 1.5),
        ("exit", "learning", locked("That speed decides."), ["a", "list"]),
        ("exit", "next-step", locked("Ask first."), {"lock": "x", "sealed": ""}),
    ],
)
def test_a_field_takes_what_fits_and_refuses_what_does_not(rule, kind, field, good, bad):
    found = rule("introducing-bias", kind)
    found.check(field, good)

    with pytest.raises(AnswerError, match='^"'):
        found.check(field, bad)


def test_a_text_that_is_too_long_says_how_long_it_may_be(rule):
    with pytest.raises(AnswerError, match=r"holds 20,001 characters; 20,000 is the most one box keeps"):
        rule("introducing-bias", "discussion").check("moment", "x" * (LONGEST_TEXT + 1))


def test_an_unknown_field_offers_the_nearest(rule):
    with pytest.raises(AnswerError, match='has no field "learnig"; did you mean "learning"'):
        rule("introducing-bias", "exit").check("learnig", "x")


@pytest.mark.parametrize("row", ["", "../etc", "Row 1", "r" * 50, "row'; DROP TABLE entries"])
def test_a_row_id_that_is_none_is_refused(rule, row):
    with pytest.raises(AnswerError):
        rule("introducing-bias", "actions").check(f"{row}.what", "x")


def test_a_rating_takes_the_points_a_pass_and_nothing_else(rule):
    found = rule("shared-beliefs", "rating")
    item = found.instrument.items[0].id
    for value in [*found.scale.values, "pass"]:
        found.check(f"own.{item}", value)
    for value in [0, 99, "3", True, "not-discussed", 2.0]:
        with pytest.raises(AnswerError):
            found.check(f"own.{item}", value)


def test_not_discussed_is_an_agreed_answer_of_its_own(rule):
    found = rule("shared-beliefs", "rating")
    item = found.instrument.items[0].id

    found.check(f"agreed.{item}", "not-discussed")
    with pytest.raises(AnswerError):
        found.check(f"agreed.{item}", "pass")


def test_a_seat_sees_no_spread_before_the_team_reveals_it(rule):
    found = rule("shared-beliefs", "rating")
    item = found.instrument.items[0].id
    others = [Written("team-1", "seat-2", {f"own.{item}": 1})]

    hidden = found.share(Group({f"own.{item}": 4}, {}, others))
    shown = found.share(Group({f"own.{item}": 4}, {"revealed": True}, others))

    assert hidden == {"rated": 2}
    assert shown["spread"][item] == [1, 0, 0, 1]
    assert shown["widest"] == [item]


def test_what_others_wrote_is_shown_once_a_seat_has_written_its_own(rule):
    found = rule("introducing-bias", "discussion")
    field = next(iter(found.activity.after)).id
    others = [Written("team-1", "seat-2", {field: "Theirs."})]

    assert found.share(Group({}, {}, others))[field] == {"count": 1, "texts": []}
    assert found.share(Group({field: "Mine."}, {}, others))[field] == {"count": 1, "texts": ["Theirs."]}


def test_widest_first_and_what_nobody_differs_on_not_at_all():
    by_item = {"same": {1: 0, 4: 5}, "some": {2: 2, 3: 3}, "far": {1: 3, 4: 2}}

    assert widest(by_item, 3) == ["far", "some"]
    assert spread({1: 1, 3: 1}) == 1.0
    assert spread({4: 1}) == 0.0
