"""How many rows a list of any kind may hold: more are refused in words, and what is there can be changed and taken out."""

from __future__ import annotations

from typing import Any

import pytest
from contract.values import fits, valid
from contract.world import Case, Writer, cases, own_sessions, told_apart

from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import LONGEST_TEXT, text
from kitlib.kinds.shared.paper_form import form_of
from kitlib.kinds.shared.quota import Quota
from kitlib.kinds.shared.rule import OFF, Field
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting

#: More than any list of people's has; each device of a team is sent all of it.
MOST_OF_ANY_KIND = 1_000


def lists(library, kind: str, *, of_tests: bool = False) -> list[tuple[Case, Quota]]:
    """The quotas of a kind's activities, each activity with its own."""
    found = told_apart(cases(library, kind, own_sessions(library) if of_tests else None))
    return [(case, quota) for case in found for quota in case.rule.quotas()]


def opened(service: MeetingService, case: Case) -> Meeting:
    return service.store.meetings.open(
        session=case.session.id,
        date="2026-11-23",
        minutes=case.session.minutes,
        teams_=["Table 1"],
        content=content_now(service.library, case.session.id),
    )


def column_to_fill(case: Case, quota: Quota) -> tuple[str, Field]:
    """The column of a list in which what is written makes a row; words where there are such."""
    columns = case.rule.row_fields()
    of_it = [name for name in columns if name in quota.columns - quota.taken_out]
    words = [name for name in of_it if isinstance(columns[name].check, text)]
    name = (words or of_it)[0]
    return name, columns[name]


def values_that_hold(case: Case, column: str, field: Field) -> list[Any]:
    """Values by which a row is there."""
    return [value for value in valid(case.rule, f"r1-a.{column}", field) if value not in ("", False, [])]


def small(quota: Quota) -> Quota:
    """The same, so few that a test can fill it."""
    return Quota(quota.columns, 3, quota.holds, quota.next, quota.taken_out)


def test_each_column_is_held_to_one_number_and_no_list_is_without_end(kind, library):
    for case in told_apart(cases(library, kind)):
        columns = case.rule.row_fields()
        of_it = [column for quota in case.rule.quotas() for column in sorted(quota.columns)]
        assert sorted(of_it) == sorted(columns), case
        for quota in case.rule.quotas():
            assert 1 <= quota.most <= quota.ever <= 3 * MOST_OF_ANY_KIND
            assert quota.most <= MOST_OF_ANY_KIND
            assert len({columns[column].scope for column in quota.columns}) == 1
            assert f"{quota.most}" in quota.full[0]
            assert all(len(words.split()) > 3 for words in (*quota.full, *quota.used_up))
            assert quota.taken_out <= set(columns) | {"removed"}
        for column in columns:
            assert case.rule.quota(f"r1-a.{column}") is not None
        assert (case.rule.quota("r1-a" + OFF) is not None) == bool(columns)
        assert all(case.rule.quota(name) is None for name in case.rule.fields())


def test_the_rows_that_a_sheet_gives_are_given_by_the_rule(kind, library):
    for case in told_apart(cases(library, kind)):
        form = form_of(case.rule)
        on_paper = {row for row, _ in form.given_rows(case.rule)} if form else set()
        assert on_paper <= set(case.rule.given_rows()), case


def test_a_full_list_takes_no_more_and_lets_all_that_stands_in_it_be_changed_and_taken_out(
    kind, service, library, monkeypatch
):
    for case, quota in lists(library, kind, of_tests=True):
        few = small(quota)
        with_fewer = [few if each.columns == few.columns else each for each in case.rule.quotas()]
        monkeypatch.setattr(type(case.rule), "quotas", lambda _, told=with_fewer: told)
        # A service of its own: one keeps the rules that it has found.
        anew = MeetingService(service.store, service.library)
        _fill(anew, opened(anew, case), case, few)
        monkeypatch.undo()


def _fill(service: MeetingService, meeting: Meeting, case: Case, quota: Quota) -> None:
    column, field = column_to_fill(case, quota)
    first, *others = values_that_hold(case, column, field)
    writer = Writer(service, meeting)

    def send(name: str, value: Any, base: int | None = None) -> Any:
        return service.submit(writer.message(field.scope, case.activity, name, value, base=base))

    for n in range(quota.most):
        assert send(f"r{n}-a.{column}", first)["outcome"] == "saved"
    refused = send(f"r9-a.{column}", first)
    assert (refused["outcome"], refused["what"], refused["next"]) == ("invalid", *quota.full)
    for given in case.rule.given_rows():
        if case.rule.quota(f"{given}.{column}") is None and fits(field, first):
            assert send(f"{given}.{column}", first)["outcome"] == "saved"
    # What stands is edited, emptied, written anew.
    for value in [*others[:1], None, first]:
        assert send(f"r0-a.{column}", value)["outcome"] == "saved", value
    # What is taken out makes room for another, and is not put back into a list that is full.
    out = next(iter(sorted(quota.taken_out & quota.columns)), "")
    assert send(f"r1-a.{out or column}", True if out else None)["outcome"] == "saved"
    assert send(f"r9-a.{column}", first)["outcome"] == "saved"
    back = send(f"r1-a.{out or column}", False if out else first)
    assert (back["outcome"], back["what"]) == ("invalid", quota.full[0])
    # What came from a file is kept beyond it, can be read, and can be changed.
    kept = service.save(writer.message(field.scope, case.activity, f"r8-a.{column}", first))
    assert kept.status == "saved"
    assert send(f"r8-a.{column}", (others or [first])[0], base=kept.entry.id)["outcome"] == "saved"
    assert f"r8-a.{column}" in str(service.queries.state(meeting.id, "team-1", "seat-1"))


def test_rows_that_are_added_and_taken_out_again_and_again_come_to_an_end(
    kind, service, library, monkeypatch
):
    for case, quota in lists(library, kind, of_tests=True)[:2]:
        few = small(quota)
        monkeypatch.setattr(type(case.rule), "quotas", lambda self, few=few: [few])
        column, field = column_to_fill(case, quota)
        value = values_that_hold(case, column, field)[0]
        service = MeetingService(service.store, service.library)
        writer = Writer(service, opened(service, case))
        for n in range(few.ever):
            name = f"r{n}-a.{column}"
            assert (
                service.submit(writer.message(field.scope, case.activity, name, value))["outcome"] == "saved"
            )
            assert (
                service.submit(writer.message(field.scope, case.activity, name, None))["outcome"] == "saved"
            )
        told: Any = service.submit(writer.message(field.scope, case.activity, f"r99-a.{column}", value))
        assert (told["outcome"], told["what"]) == ("invalid", few.used_up[0])
        monkeypatch.undo()


HUGE = {
    "a text": "x" * (LONGEST_TEXT + 1),
    "many numbers": [1] * 100_000,
    "many texts": ["x" * 1_000] * 100,
    "a long name": {"x" * 100_000: 1},
    "a number of many digits": 10**5_000,
}


@pytest.mark.parametrize("what", [*HUGE, "a deep list"])
def test_no_field_of_any_kind_takes_what_has_no_end(kind, library, what):
    value: Any = HUGE.get(what)
    if what == "a deep list":
        for _ in range(5_000):
            value = [value]
    for case in told_apart(cases(library, kind)):
        for name in (*case.rule.fields(), *(f"r1-a.{column}" for column in case.rule.row_fields())):
            with pytest.raises(AnswerError) as told:
                case.rule.check(name, value)
            assert len(str(told.value)) < 2_000, "it is not given back whole"
