"""What every kind of activity has: fields with a scope, a visibility and a check.

A kind's rule says which fields its activity has and what may stand in them. It
is plain Python and needs no browser. The browser never says who may read an
answer: the rule does, from the session file.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Generic, Literal, TypeVar

from kitlib.content.activities import Activity
from kitlib.content.base import Visibility
from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.errors import AnswerError, did_you_mean
from kitlib.kinds.shared.checks import Check, sealed, see_that_it_is_small, text, yes_no
from kitlib.kinds.shared.figures import Figure, TeamView
from kitlib.kinds.shared.offers import Offer
from kitlib.kinds.shared.open_items import NextMeeting, OpenItem
from kitlib.kinds.shared.quota import MOST_ROWS, Quota
from kitlib.registry import find_kind

__all__ = [
    "OFF",
    "Compared",
    "Earlier",
    "Field",
    "Group",
    "Rule",
    "Scope",
    "Written",
    "is_row_id",
    "row_and_column",
    "rows_with_removal",
    "rule_for",
    "validate_answer",
]

Scope = Literal["seat", "team", "room"]
A = TypeVar("A", bound=Activity)


@dataclass(frozen=True)
class Field:
    """One place for an answer: whose it is, who may read it, what may stand there."""

    scope: Scope
    visibility: Visibility
    check: Check
    label: str  # the question in words, as a record prints it

    @property
    def taken(self) -> Check:
        """What is known of a value that is taken: of a private one, that it is locked; nobody else can see what it is."""
        return sealed if self.visibility == "private" else self.check

    @property
    def words(self) -> bool:
        """Whether people write here in their own words."""
        return isinstance(self.check, text)


@dataclass(frozen=True)
class Written:
    """What one seat, or another team as a whole (then `seat` is empty), wrote in one activity, by field."""

    team: str
    seat: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Earlier:
    """What one team wrote in the same activity at an earlier meeting of the session, by field; nothing private."""

    date: str  # ISO
    label: str  # of the team
    team: Mapping[str, Any]
    seats: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Compared:
    """Another activity of the session that a rule compares with its own, and what the seat may see of it."""

    rule: Rule[Any]
    group: Group


@dataclass(frozen=True)
class Group:
    """What a rule may look at to decide what one seat sees of the others."""

    mine: Mapping[str, Any]
    team: Mapping[str, Any]  # what belongs to the whole team
    others: Sequence[Written]  # never with private answers
    seat: str = ""  # whose `mine` is
    at: str = ""  # whose `team` is
    roles: Mapping[tuple[str, str], str] = field(
        default_factory=dict
    )  # (team, seat) -> role, where one was given
    earlier: Sequence[Earlier] = ()  # oldest first; only for a rule that looks back
    labels: Mapping[str, str] = field(default_factory=dict)  # team -> what people call it
    compared: Compared | None = None  # only for a rule that names an activity to compare with


class Rule(ABC, Generic[A]):
    """The rule of one activity in one session."""

    title: ClassVar[str] = ""  # stands above the activity unless its session file gives another
    looks_back: ClassVar[bool] = False  # whether `share` is told of earlier meetings of the session
    in_own_words: ClassVar[bool] = False  # whether its fixed fields are questions that people answer in words
    on_the_wall: ClassVar[bool] = True  # whether the facilitator sees its words as they come
    most_rows: ClassVar[int] = MOST_ROWS  # how many may be added to each of its lists
    plans_next_meeting: ClassVar[bool] = False  # whether it asks when the team meets again

    def __init__(self, activity: A, session: Session, source: ContentSource) -> None:
        self.activity = activity
        self.session = session

    @property
    def kind(self) -> str:
        """The name of its kind, as a session file says it."""
        return self.activity.kind

    @property
    def compared_with(self) -> str | None:
        """The id of an activity whose answers `share` is told of too."""
        return None

    @property
    def seats_offered(self) -> int | None:
        """How many seats a team is offered; None where it does not say."""
        return None

    def seat_roles(self, team: Mapping[str, Any]) -> Mapping[str, str]:
        """Seat to its role, where one was given in the team's fields."""
        return {}

    def open_items(self, team: Mapping[str, Any]) -> Iterator[OpenItem]:
        """What the team's fields leave to come back to at the next meeting, done and dropped things too."""
        yield from ()

    def next_meeting(self, team: Mapping[str, Any]) -> NextMeeting:
        """What the team's fields say of its next meeting."""
        return NextMeeting()

    def handed_on(self, following: Rule[Any], team: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the team's fields become at the start of its next meeting, in the activity of the same kind there."""
        return {}

    @abstractmethod
    def fields(self) -> Mapping[str, Field]:
        """The fixed fields, in the order in which they are read aloud."""

    def row_fields(self) -> Mapping[str, Field]:
        """The columns of a list whose rows people add; a field is then `<row>.<column>`."""
        return {}

    def given_rows(self) -> Collection[str]:
        """The rows that the session gives: they stand from the start, and count in no quota."""
        return ()

    def quotas(self) -> Sequence[Quota]:
        """How many rows may be added, by their columns. By default `most_rows` for a whole list; see `Quota`."""
        by_scope: dict[Scope, set[str]] = {}
        for column, each in self.row_fields().items():
            by_scope.setdefault(each.scope, set()).add(column)
        return [Quota(frozenset(columns), self.most_rows) for columns in by_scope.values()]

    def quota(self, name: str) -> tuple[str, Quota] | None:
        """The row that a field belongs to and what holds its number; None for a fixed field, and for a given row."""
        fixed, quotas = self._lists
        row, column = row_and_column(name)
        if name in fixed or not row or row in self.uncounted_rows:
            return None
        column = column or next(iter(self.row_fields()), "")  # "not for the record" belongs to the first
        return next(((row, quota) for quota in quotas if column in quota.columns), None)

    @cached_property
    def _lists(self) -> tuple[frozenset[str], Sequence[Quota]]:
        return frozenset(self.fields()), self.quotas()

    @cached_property
    def uncounted_rows(self) -> frozenset[str]:
        """The given rows, and what fixed fields are called by: `next` of `next.owner`."""
        fixed = {name.partition(".")[0] for name in self.fields()}
        return frozenset({*fixed, *(name.rpartition(".")[0] for name in self.fields()), *self.given_rows()})

    @cached_property
    def reveals(self) -> bool:
        """Whether what seats answer alone is shown once their team says so."""
        return "revealed" in self.fields()

    def config(self) -> dict[str, Any]:
        """What the widget draws, as plain JSON."""
        return {
            **self.activity.model_dump(),
            "title": self.activity.title or self.title,
            "reveals": self.reveals,
        }

    def share(self, group: Group) -> dict[str, Any]:
        """What a seat sees of the others now, as plain JSON. By default nothing.

        A box that shows what others wrote is given its own part of it: `{field: {"count": n, "texts": [...]}}`.
        """
        return {}

    def offer(self, group: Group, piles: Mapping[str, Sequence[str]]) -> Offer | None:
        """What the kit offers to put together when somebody asks; by default nothing, None.

        `piles` is what the page shows of an earlier offer: no row of it is moved, others may be added to it.
        """
        return None

    def short_notes(self, seats: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
        """Row to text of what a team's seats wrote in a few words each, which may stand under headings by theme; by default nothing."""
        return {}

    def figures(self, teams: Sequence[TeamView]) -> list[Figure]:
        """What the wall shows of the teams' answers together; by default nothing but their words as they come."""
        return []

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when the activity has none such.

        Beside its own fields an activity has `<field>/off`, `<row>/off` and, for
        fields such as `own.<item>`, `own/off`: that answer, row or set of answers
        is not for the record.
        """
        fixed = self.fields()
        if name in fixed:
            return fixed[name]
        whose, slash, _ = name.partition(OFF)
        if slash and name.endswith(OFF):
            return self._off(whose, fixed)
        row, dot, column = name.partition(".")
        columns = self.row_fields()
        if dot and column in columns and _ROW.fullmatch(row):
            return columns[column]
        raise self.unknown(name, [*fixed, *(f"<row>.{column}" for column in columns)])

    def _off(self, whose: str, fixed: Mapping[str, Field]) -> Field:
        columns = self.row_fields()
        of = fixed.get(whose) or next(
            (field for name, field in fixed.items() if name.startswith(f"{whose}.")), None
        )
        if of is None and columns and _ROW.fullmatch(whose):
            of = next(iter(columns.values()))
        if of is None or of.visibility == "private":  # what is private is in no record
            raise self.unknown(whose + OFF, fixed)
        return Field(of.scope, of.visibility, yes_no, f"{of.label}: not for the record")

    def unknown(self, name: str, known: Iterable[str]) -> AnswerError:
        """The error for a field that is not there."""
        return AnswerError(
            f'Activity "{self.activity.id}" ({self.kind}) has no field "{name[:80]}"{did_you_mean(name, known)}',
            "Reload the page. If the session file was just changed, stop and start the kit: kit lab",
        )

    def check(self, name: str, value: Any) -> Field:
        """The field, once the value is known to fit it; raises AnswerError otherwise."""
        return validate_answer(self.field(name), value)


def validate_answer(field: Field, value: Any) -> Field:
    """The field, once the value is known to fit it; None takes an answer back. Raises AnswerError otherwise."""
    if value is not None:
        try:
            if field.visibility != "private":  # what is locked says itself how long it may be
                see_that_it_is_small(value)
            field.taken(value)
        except AnswerError as error:
            way_out = error.next or "Change it in its box. Nothing you typed is gone."
            raise AnswerError(f'"{field.label}": {error.what}', way_out) from None
    return field


OFF = "/off"
_ROW = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MADE_BY_A_PAGE = re.compile(r"r[a-z0-9]{8,10}-[a-z0-9]{1,6}")


def row_and_column(name: str) -> tuple[str, str]:
    """The row and the column of a field of a list; no column for `<row>/off`, no row for what is in no list."""
    if name.endswith(OFF):
        return name.removesuffix(OFF), ""
    row, _, column = name.rpartition(".")
    return row, column


def is_row_id(name: str) -> bool:
    """Whether a text may be the id of a row."""
    return _ROW.fullmatch(name) is not None


def is_nobody_elses(row: str) -> bool:
    """Whether a row has an id such as a page makes one (`newRow`); others, of paper or made by hand, return elsewhere."""
    return _MADE_BY_A_PAGE.fullmatch(row) is not None


def rows_with_removal(columns: Mapping[str, Field]) -> dict[str, Field]:
    """The columns of a list, with the mark that a row was taken out (it can be put back)."""
    scope = next(iter(columns.values())).scope
    visibility = next(iter(columns.values())).visibility
    return {**columns, "removed": Field(scope, visibility, yes_no, "Taken out")}


def rule_for(activity: Activity, session: Session, source: ContentSource) -> Rule[Any]:
    """The rule of an activity of a session, by its kind."""
    rule: Rule[Any] = find_kind(activity.kind).load("rule")(activity, session, source)
    return rule
