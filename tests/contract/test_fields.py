"""Fields of every kind: what fits is kept as it was, what does not is refused in words, and two writers lose nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from contract.values import ANY_JSON, fits, strategy, valid
from contract.world import Case, Writer, cases, own_sessions, sample_fields, told_apart
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from locked import locked

from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import LONGEST_SEALED, text
from kitlib.kinds.shared.rule import Field
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.store import Address, Meeting

#: The fixtures of a module last over all examples; each example writes where no other did.
OVER_MANY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class Meetings:
    """A meeting of each session, opened when it is first needed."""

    def __init__(self, service: MeetingService) -> None:
        self.service = service
        self._held: dict[str, Meeting] = {}
        self.fields = cache(self._fields)

    def _fields(self, kind: str) -> list[tuple[Case, str, Field]]:
        """Every field of a kind, of all activities that differ."""
        found = told_apart(cases(self.service.library, kind))
        return [(case, name, field) for case in found for name, field in sample_fields(case.rule)]

    def of(self, session: str) -> Meeting:
        if session not in self._held:
            self._held[session] = self.fresh(session)
        return self._held[session]

    def fresh(self, session: str) -> Meeting:
        minutes = self.service.library.session(session).minutes
        return self.service.store.meetings.open(
            session=session,
            date="2026-11-23",
            minutes=minutes,
            teams_=["Table 1", "Table 2"],
            content=content_now(self.service.library, session),
        )

    def answers(self, meeting: Meeting, case: Case) -> dict[str, Any]:
        """All answers to an activity as that page is given them."""
        state: Any = self.service.queries.state(meeting.id, "team-1", "seat-1")
        parts = (state[part].get(case.activity, {}) for part in ("mine", "team", "room"))
        return {name: answer["value"] for part in parts for name, answer in part.items()}

    def stored(self, meeting: Meeting, case: Case, name: str, field: Field) -> dict[str, Any] | None:
        """The answer as the page of team 1, seat 1 is given it."""
        part = {"seat": "mine", "team": "team", "room": "room"}[field.scope]
        state: Any = self.service.queries.state(meeting.id, "team-1", "seat-1")
        return state[part].get(case.activity, {}).get(name)


@pytest.fixture(scope="module")
def meetings(service: MeetingService) -> Meetings:
    return Meetings(service)


def submitted(service: MeetingService, message: dict[str, Any]) -> dict[str, Any]:
    """What became of an answer; one that could name a student is said to be kept all the same."""
    result: Any = service.submit(message)
    if result["outcome"] == "needs_review":
        result = service.submit({**message, "sure": [finding["text"] for finding in result["findings"]]})
    return result


# -- one writer -------------------------------------------------------------------------------------


def test_each_field_of_each_session_takes_a_value_gives_it_back_and_lets_it_be_taken_back(
    kind, meetings, library
):
    for case in told_apart(cases(library, kind)):
        meeting = meetings.of(case.session.id)
        writer = Writer(meetings.service, meeting)
        given = {}
        for name, field in sample_fields(case.rule):
            values = valid(case.rule, name, field)
            assert values, (
                f"nothing fits {case.activity} > {name}: put an answer into a sample or a test session"
            )
            given[name] = values[0]
            result = submitted(meetings.service, writer.message(field.scope, case.activity, name, values[0]))
            assert result["outcome"] == "saved", (case.activity, name, result)
        assert meetings.answers(meeting, case) == given

        # One of each sort is enough here: each is a write to the disk.
        sorts = {(f.scope, f.visibility, type(f.check)): (n, f) for n, f in sample_fields(case.rule)}
        for name, field in sorts.values():
            result = submitted(meetings.service, writer.message(field.scope, case.activity, name, None))
            assert result["outcome"] == "saved", (case.activity, name, result)
            given[name] = None
        assert meetings.answers(meeting, case) == given


@settings(max_examples=30, suppress_health_check=OVER_MANY)
@given(data=st.data())
def test_whatever_fits_reads_back_equal(kind, meetings, data):
    case, name, field = data.draw(st.sampled_from(meetings.fields(kind)))
    value = data.draw(strategy(case.rule, name, field))
    meeting = meetings.of(case.session.id)

    result = submitted(meetings.service, Writer(meetings.service, meeting).message(
        field.scope, case.activity, name, value, base=_newest(meetings, meeting, case, name, field)
    ))  # fmt: skip

    assert result["outcome"] == "saved"
    stored = meetings.stored(meeting, case, name, field)
    assert stored["value"] == value
    assert type(stored["value"]) is type(value)


def _newest(meetings: Meetings, meeting: Meeting, case: Case, name: str, field: Field) -> int | None:
    before = meetings.stored(meeting, case, name, field)
    return before["rev"] if before else None


@settings(max_examples=60, suppress_health_check=OVER_MANY)
@given(data=st.data(), value=ANY_JSON)
def test_whatever_does_not_fit_is_refused_in_words_and_leaves_nothing(kind, meetings, data, value):
    case, name, field = data.draw(st.sampled_from(meetings.fields(kind)))
    assume(value is not None and not fits(field, value))
    meeting = meetings.of(case.session.id)
    before = meetings.service.store.entries.last_change(meeting.id)

    result = submitted(
        meetings.service, Writer(meetings.service, meeting).message(field.scope, case.activity, name, value)
    )

    assert result["outcome"] == "invalid"
    assert result["what"].startswith(f'"{field.label}"')
    assert len(result["what"].removeprefix(f'"{field.label}"').split()) >= 2, "says what would fit"
    assert result["next"]
    assert meetings.service.store.entries.last_change(meeting.id) == before


def test_what_is_too_long_for_its_box_says_so(kind, meetings):
    boxes = [each for each in meetings.fields(kind) if isinstance(each[2].check, text)]
    assert boxes
    for case, name, field in boxes:
        is_private = field.visibility == "private"
        value: Any = locked("x" * LONGEST_SEALED) if is_private else "x" * (field.check.longest + 1)
        writer = Writer(meetings.service, meetings.of(case.session.id))
        result: Any = meetings.service.submit(writer.message(field.scope, case.activity, name, value))

        assert result["outcome"] == "invalid"
        assert ("longer than one box" if is_private else f"{field.check.longest:,}") in result["what"]


def test_a_field_that_is_not_there_is_told_with_the_nearest(kind, meetings, library):
    case = cases(library, kind)[0]
    for name in ("no such field", "", "r1-a.no-such-column", "../x", "r1-a."):
        with pytest.raises(AnswerError, match="has no field"):
            case.rule.field(name)


# -- two writers ------------------------------------------------------------------------------------


def test_a_second_writer_is_told_of_the_first_and_both_are_kept(kind, meetings, library):
    for case in told_apart(cases(library, kind, own_sessions(library))):
        meeting = meetings.fresh(case.session.id)
        one, two = (Writer(meetings.service, meeting) for _ in range(2))
        both = {
            name: (field, *found[:2])
            for name, field in sample_fields(case.rule)
            if len(found := valid(case.rule, name, field)) > 1
        }
        assert both
        kept = {}
        for name, (field, first, second) in both.items():
            kept[name] = submitted(meetings.service, one.message(field.scope, case.activity, name, first))[
                "rev"
            ]
            result = submitted(meetings.service, two.message(field.scope, case.activity, name, second))
            assert result["outcome"] == "conflict"
            assert (result["current"]["value"], result["current"]["rev"]) == (first, kept[name])
        assert meetings.answers(meeting, case) == {name: first for name, (_, first, _) in both.items()}

        for name, (field, first, second) in both.items():
            place = ("" if field.scope == "room" else "team-1", "seat-1" if field.scope == "seat" else "")
            history = meetings.service.store.entries.history(Address(meeting.id, *place, case.activity, name))
            assert [(entry.value, entry.standing) for entry in history] == [
                (first, "accepted"),
                (second, "stale"),
            ]
            seen = two.message(field.scope, case.activity, name, second, base=kept[name])
            assert submitted(meetings.service, seen)["outcome"] == "saved", (
                "who has seen the other's may overwrite it"
            )
        assert meetings.answers(meeting, case) == {name: second for name, (_, _, second) in both.items()}


# -- erasing ----------------------------------------------------------------------------------------


def _on_disk(home: Path) -> bytes:
    """The database as it lies on the disk while it is open, with what the engine keeps beside it."""
    return b"".join(path.read_bytes() for path in sorted(home.parent.glob("kit.db*")))


def test_what_is_private_can_be_erased_for_good_and_what_is_shared_cannot(kind, meetings, library, home):
    for case in cases(library, kind, own_sessions(library)):
        meeting = meetings.fresh(case.session.id)
        writer = Writer(meetings.service, meeting)
        for n, (name, field) in enumerate(sample_fields(case.rule)):
            if field.visibility != "private":
                with pytest.raises(AnswerError, match="was shared"):
                    meetings.service.erase(writer.message(field.scope, case.activity, name, None))
                continue
            for version in ("first", "second"):
                writer.save(field.scope, case.activity, name, locked(f"{version}-{kind}-{n}"))
            first, second = (locked(f"{v}-{kind}-{n}")["sealed"].encode() for v in ("first", "second"))
            assert first in _on_disk(home), "or this looks in the wrong place"

            meetings.service.erase(writer.message(field.scope, case.activity, name, None))

            assert first not in _on_disk(home)
            assert second not in _on_disk(home)
            assert meetings.stored(meeting, case, name, field)["value"] is None
