"""Meetings in which every field of every activity is filled in, each text with a mark by which it can be found again."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from contract.example import CONTENT
from contract.values import fits, marked, valid
from locked import locked

from kitlib.content import Library, Session
from kitlib.kinds.shared.checks import one_of, text, yes_no
from kitlib.kinds.shared.paper_form import form_of
from kitlib.kinds.shared.rule import OFF, Field, Rule, Scope, rule_for
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting, Saved

__all__ = ["Case", "Filled", "Text", "Writer", "cases", "fill", "own_sessions", "sample_fields", "told_apart"]


@dataclass(frozen=True, repr=False)
class Case:
    """One activity of one session."""

    session: Session
    activity: str
    rule: Rule[Any]

    def __repr__(self) -> str:
        return f"{self.activity} ({self.rule.kind}) of {self.session.id}"


def cases(library: Library, kind: str, sessions: Sequence[str] | None = None) -> list[Case]:
    """Every activity of a kind, in all sessions or in these; there is one at least."""
    found = [
        Case(session, id, rule_for(activity, session, library))
        for session in map(library.session, library.session_files if sessions is None else sessions)
        for id, activity in session.activities.items()
        if activity.kind == kind
    ]
    where = "session" if sessions is None else "session of the tests' own"
    assert found, (
        f'No {where} uses the kind "{kind}"; put one into tests/content/workshop/ or the example\'s facilitation/.'
    )
    return found


def told_apart(found: list[Case]) -> list[Case]:
    """The cases that differ in more than their ids: a block such as attendance stands in nearly every session."""
    return list(
        {json.dumps({**case.rule.config(), "id": ""}, sort_keys=True): case for case in found}.values()
    )


def own_sessions(library: Library) -> list[str]:
    """The sessions that are there for tests, wherever else a copy of one lies."""
    return [id for id in library.session_files if id in _own()]


@cache
def _own() -> frozenset[str]:
    return frozenset(id for folder in CONTENT for id in Library(folder).session_files)


def sample_fields(rule: Rule[Any]) -> Iterator[tuple[str, Field]]:
    """Every field of an activity: its fixed ones, and its columns on a row that people added."""
    yield from rule.fields().items()
    yield from ((f"r1-a.{column}", field) for column, field in rule.row_fields().items())


class Writer:
    """One page of a meeting, sending what a browser would send, for any team and seat."""

    def __init__(self, service: MeetingService, meeting: Meeting) -> None:
        self.service, self.meeting = service, meeting
        self.name = f"contract-{uuid.uuid4()}"
        self._seq = itertools.count(1)

    def message(
        self,
        scope: Scope,
        activity: str,
        field: str,
        value: Any,
        *,
        team: str = "team-1",
        seat: str = "seat-1",
        base: int | None = None,
    ) -> dict[str, Any]:
        """What the page sends; `team` and `seat` count where the field is theirs."""
        return {
            "meeting": self.meeting.id,
            "team": "" if scope == "room" else team,
            "seat": seat if scope == "seat" else "",
            "activity": activity,
            "field": field,
            "value": value,
            "writer": self.name,
            "seq": next(self._seq),
            "base": base,
        }

    def save(self, *what: Any, **where: Any) -> Saved:
        """Store one answer. Raises AnswerError where it does not fit."""
        return self.service.save(self.message(*what, **where))


@dataclass(frozen=True)
class Text:
    """A sentence that somebody wrote."""

    kind: str
    activity: str
    field: str
    label: str
    visibility: str
    scope: str
    team: str
    seat: str
    off: (
        bool | None
    )  # whether it was taken out of the record; None where its row was, and it is another's column
    mark: str
    words: str


@dataclass
class Filled:
    """A meeting that is filled in, and all that was written in it."""

    meeting: Meeting
    session: Session
    texts: list[Text]

    def private(self, kind: str) -> list[Text]:
        """What only its writer may read."""
        return [each for each in self.texts if each.kind == kind and each.visibility == "private"]

    def taken_out(self, kind: str) -> list[Text]:
        """What was shared, and is not for the record."""
        return [
            each for each in self.texts if each.kind == kind and each.visibility != "private" and each.off
        ]

    def on_record(self, kind: str) -> list[Text]:
        """What was shared, and is for the record."""
        return [
            each
            for each in self.texts
            if each.kind == kind and each.visibility != "private" and each.off is False
        ]


MARKS = itertools.count(10_001)


def fill(
    service: MeetingService,
    session: str,
    district: str,
    *,
    off: Sequence[str] = (),
    teams: int = 2,
    seats: int = 2,
    rows: int = 2,
    more: str = "",
    only: str = "",
) -> Filled:
    """Hold a meeting in which everything is answered. What the teams in `off` say is then taken out of the record.

    `more` stands behind each sentence that has room for it; with `only`, nothing but that kind is answered.
    """
    plan = service.library.session(session)
    meeting = service.store.meetings.open(
        session=session,
        date="2026-11-23",
        minutes=plan.minutes,
        teams_=[f"Table {n}" for n in range(1, teams + 1)],
        district=district,
        content=content_now(service.library, session),
    )
    found = Filled(meeting, plan, [])
    filling = _Filling(found, Writer(service, meeting), frozenset(off), more)
    for id in plan.activities:
        rule = service.queries.rule(meeting, id)
        for team in meeting.teams if only in ("", rule.kind) else ():
            filling.fixed(rule, id, team.id, seats)
            filling.rows(rule, id, team.id, seats, rows)
    return found


@dataclass
class _Filling:
    filled: Filled
    writer: Writer
    off: frozenset[str]  # teams
    more: str

    def fixed(self, rule: Rule[Any], activity: str, team: str, seats: int) -> None:
        """The fixed fields: of each seat, of the team, and once those of the room."""
        for n, (name, field) in enumerate(rule.fields().items()):
            for seat in _seats(field, seats):
                self._write(rule, activity, name, field, team, seat, n)
        if team in self.off:
            self._take_out(rule, activity, team, seats)

    def rows(self, rule: Rule[Any], activity: str, team: str, seats: int, rows: int) -> None:
        """Rows that the team adds, or each seat, and those that stand there from the start."""
        columns = rule.row_fields()
        form = form_of(rule)
        given = [(id, "") for id, _ in form.given_rows(rule)] if form and columns else []
        owners = range(1, seats + 1) if any(f.scope == "seat" for f in columns.values()) else [0]
        added = [
            (f"r{n}-{team}-{owner}", f"seat-{owner}" if owner else "")
            for n in range(1, rows + 1)
            for owner in owners
            if columns
        ]
        for k, (row, seat) in enumerate([*given, *added]):
            for n, (column, field) in enumerate(columns.items()):
                self._write(
                    rule,
                    activity,
                    f"{row}.{column}",
                    field,
                    team,
                    seat if field.scope == "seat" else "",
                    n + k,
                )
            if team in self.off:
                scope = rule.field(row + OFF).scope
                self.writer.save(scope, activity, row + OFF, True, team=team, seat=seat)

    def _write(
        self, rule: Rule[Any], activity: str, name: str, field: Field, team: str, seat: str, n: int
    ) -> None:
        value: Any
        if isinstance(field.check, text):
            mark = f"zq{next(MARKS)}x"
            value = marked(field, mark, self.more)
            off: bool | None = False
            is_private = field.visibility == "private"
            if is_private:
                value = locked(value)
                mark = value["sealed"][:20]  # what others could come upon
            if team in self.off and not is_private:
                off = True if rule.field(_taken_out_by(rule, name)).scope == field.scope else None
            self.filled.texts.append(
                Text(
                    rule.kind,
                    activity,
                    name,
                    field.label,
                    field.visibility,
                    field.scope,
                    team,
                    seat,
                    off,
                    mark,
                    value,
                )
            )
        elif field.check is yes_no:
            value = "." not in name  # in a row it would take the row out
        else:
            value = self._value(rule, name, field, n)
        self.writer.save(field.scope, activity, name, value, team=team, seat=seat)

    def _value(self, rule: Rule[Any], name: str, field: Field, n: int) -> Any:
        row = name.rpartition(".")[0]
        if row and not isinstance(field.check, one_of) and fits(field, row):
            return row  # where a row is meant, its own
        values = valid(rule, name, field)
        assert values, (
            f'no value is known that fits "{name}" of {rule.kind}: put one into a sample or a test session'
        )
        return values[n % len(values)]

    def _take_out(self, rule: Rule[Any], activity: str, team: str, seats: int) -> None:
        """Each fixed answer: by itself, or with the set that it belongs to."""
        shared = [name for name, field in rule.fields().items() if field.visibility != "private"]
        for mark in dict.fromkeys(_taken_out_by(rule, name) for name in shared):
            field = rule.field(mark)
            for seat in _seats(field, seats) if field.scope != "room" else []:
                self.writer.save(field.scope, activity, mark, True, team=team, seat=seat)


def _taken_out_by(rule: Rule[Any], name: str) -> str:
    """The mark that takes an answer out of the record: of its row, of its set where all of that is of one scope, or its own."""
    fixed = rule.fields()
    if name not in fixed:
        return name.rpartition(".")[0] + OFF
    whose, dot, _ = name.partition(".")
    scopes = {field.scope for other, field in fixed.items() if other.startswith(f"{whose}.")}
    return (whose if dot and len(scopes) == 1 else name) + OFF


def _seats(field: Field, seats: int) -> list[str]:
    """Who writes a field: its seats, or the team or room as one."""
    return [f"seat-{n}" for n in range(1, seats + 1)] if field.scope == "seat" else [""]
