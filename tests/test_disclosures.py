from __future__ import annotations

import pytest
from postgres import on_both
from sqlalchemy import event, text

from kitlib.errors import StoreError
from kitlib.store import Disclosure, Store


def line(family: str = "ratings/beliefs/one", **more) -> Disclosure:
    given = {"m-1/team-1/seat-1": (0, 1, 0), "m-2/team-1/seat-2": (1, 0, 0)}
    return Disclosure(
        **{"session": "s", "family": family, "by": "", "round": 1, "group": "", "answers": given, "numbers": (1, 1, 0),
           "day": "2026-11-28", **more}
    )  # fmt: skip


def note(store: Store, *lines: Disclosure) -> None:
    for each in lines:
        store.disclosures.disclose(each.session, each.family, lambda _, new=each: (None, [new]))


@pytest.fixture
def another(store, places):
    """A second computer of the same database."""
    other = Store(places.database_url)
    yield other
    other.close()


@on_both
def test_what_was_shown_comes_back_as_it_was_question_by_question_in_its_order(store, another):
    odd = line(group="“Ñandú” % :x", by="régions.csv", round=2, answers={"m-é/t/s": (3, 0, 12)}, numbers=(1,))
    note(store, line(), odd, line("ratings/beliefs/two"), line(session="other"), line(day="2027-03-01"))

    assert another.disclosures.of("s", "ratings/beliefs/one") == [line(), odd, line(day="2027-03-01")]
    assert another.disclosures.of("s", "ratings/beliefs/two") == [line("ratings/beliefs/two")]
    assert another.disclosures.of("s", "nothing") == []


@on_both
def test_a_decision_is_made_anew_when_another_computer_showed_something_meanwhile(store, another):
    seen = []

    def decide(before):
        seen.append(list(before))
        if len(seen) < 3:
            note(another, line(day=f"2027-01-0{len(seen)}"))
        return "decided", [line(group="mine")] if len(before) == 2 else [line(group="too early")]

    assert store.disclosures.disclose("s", "ratings/beliefs/one", decide) == "decided"
    assert [len(before) for before in seen] == [0, 1, 2]
    assert [each.group for each in another.disclosures.of("s", "ratings/beliefs/one")] == ["", "", "mine"]


@on_both
def test_what_is_shown_of_another_question_meanwhile_asks_for_nothing_anew(store, another):
    seen = []

    def decide(before):
        seen.append(before)
        note(another, line("ratings/beliefs/two"), line(session="other"))
        return None, [line()]

    store.disclosures.disclose("s", "ratings/beliefs/one", decide)

    assert len(seen) == 1


def test_a_decision_is_made_without_a_lock_so_that_answers_are_saved_meanwhile(store, another, hold):
    def decide(before):
        hold("why-mtss")  # a write; SQLite takes one at a time
        return None, [line()]

    store.disclosures.disclose("s", "ratings/beliefs/one", decide)

    assert len(another.meetings.list()) == 1


def test_a_roll_up_that_others_outrun_again_and_again_gives_up_with_nothing_noted(store, another):
    def decide(before):
        note(another, line())
        return None, [line(group="mine")]

    with pytest.raises(StoreError, match="again and again") as told:
        store.disclosures.disclose("s", "ratings/beliefs/one", decide)

    assert told.value.next
    assert {each.group for each in store.disclosures.of("s", "ratings/beliefs/one")} == {""}


@on_both
def test_a_decision_that_shows_nothing_new_writes_nothing(store):
    def refuse(connection, cursor, statement, *_):
        assert not statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))

    note(store, line())
    event.listen(store._db._engine, "before_cursor_execute", refuse)
    store.disclosures.disclose("s", "ratings/beliefs/one", lambda before: (None, []))
    event.remove(store._db._engine, "before_cursor_execute", refuse)

    assert len(store.disclosures.of("s", "ratings/beliefs/one")) == 1


@on_both
def test_a_failed_decision_notes_nothing(store):
    def fail(before):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.disclosures.disclose("s", "ratings/beliefs/one", fail)

    assert store.disclosures.of("s", "ratings/beliefs/one") == []


@on_both
def test_a_line_that_cannot_be_read_any_more_stops_all_roll_ups_of_its_question(store):
    note(store, line())
    with store._db.write("test") as connection:
        connection.execute(text("UPDATE disclosures SET answers = :torn"), {"torn": b"torn"})

    with pytest.raises(StoreError, match="could give a small group away") as told:
        store.disclosures.of("s", "ratings/beliefs/one")
    assert "copy" in told.value.next


def test_years_of_roll_ups_of_other_questions_are_not_looked_through(store):
    with store._db.read() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM disclosures WHERE session = 's' AND family = 'f' ORDER BY id"
        ).all()

    assert [step[-1] for step in plan] == [
        "SEARCH disclosures USING INDEX disclosures_of_family (session=? AND family=?)"
    ]


def test_what_many_seats_said_takes_little_room(store, places):
    many = {f"shared-beliefs-{d:08}-2026-11-23/team-{t}/seat-{s}": (0, 1, 0, 0)
            for d in range(404) for t in (1, 2) for s in range(1, 6)}  # fmt: skip
    note(store, line(answers=many))
    with store._db.read() as connection:
        size = connection.exec_driver_sql("SELECT length(answers) FROM disclosures").scalar()

    assert size < 10 * len(many)
    assert store.disclosures.of("s", "ratings/beliefs/one")[0].answers == many


@on_both
def test_the_lines_of_a_file_are_taken_over_once_by_whichever_computer_comes_first(store, another):
    assert not store.disclosures.has_ledger("abc")

    assert store.disclosures.take_over("abc", [line(), line(session="other")])
    assert another.disclosures.has_ledger("abc")
    assert not another.disclosures.take_over("abc", [line(), line(session="other")])
    assert another.disclosures.take_over("def", [line(group="A")])

    assert store.disclosures.of("s", "ratings/beliefs/one") == [line(), line(group="A")]
    assert store.disclosures.of("other", "ratings/beliefs/one") == [line(session="other")]
