"""What every kind of activity has: fields with a scope, a visibility and a check.

A kind's rule says which fields its activity has and what may stand in them. It
is plain Python and needs no browser. The browser never says who may read an
answer: the rule does, from the session file.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Literal, TypeVar

from kitlib.content.base import Visibility
from kitlib.content.kinds import Activity
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.errors import AnswerError, did_you_mean

__all__ = [
    "LONGEST_TEXT",
    "OFF",
    "Beside",
    "Check",
    "Earlier",
    "Field",
    "Group",
    "Rule",
    "Scope",
    "Standing",
    "Written",
    "checked",
    "day",
    "moment",
    "one_of",
    "row_id",
    "rows",
    "text",
    "whole",
    "yes_no",
]

Scope = Literal["seat", "team", "room"]
Check = Callable[[Any], None]
LONGEST_TEXT = 20_000  # characters; about six printed pages
A = TypeVar("A", bound=Activity)


@dataclass(frozen=True)
class Field:
    """One place for an answer: whose it is, who may read it, what may stand there."""

    scope: Scope
    visibility: Visibility
    check: Check
    label: str  # the question in words, as a record prints it

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
class Beside:
    """Another activity of the session that a rule looks at beside its own, and what the seat may see of it."""

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
    beside: Beside | None = None  # only for a rule that names an activity to be seen beside


class Rule(ABC, Generic[A]):
    """The rule of one activity in one session."""

    kind: ClassVar[str]
    title: ClassVar[str] = ""  # stands above the activity unless its session file gives another
    looks_back: ClassVar[bool] = False  # whether `share` is told of earlier meetings of the session

    def __init__(self, activity: A, library: Library) -> None:
        self.activity = activity

    @property
    def beside(self) -> str | None:
        """The id of an activity whose answers `share` is told of too."""
        return None

    @abstractmethod
    def fields(self) -> Mapping[str, Field]:
        """The fixed fields, in the order in which they are read aloud."""

    def row_fields(self) -> Mapping[str, Field]:
        """The columns of a list whose rows people add; a field is then `<row>.<column>`."""
        return {}

    def config(self) -> dict[str, Any]:
        """What the widget draws, as plain JSON."""
        return {
            **self.activity.model_dump(),
            "title": self.activity.title or self.title,
            "reveals": "revealed" in self.fields(),
        }

    def share(self, group: Group) -> dict[str, Any]:
        """What a seat sees of the others now. By default nothing."""
        return {}

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
        if of is None:
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
        return checked(self.field(name), value)


class Standing(ABC):
    """What every meeting has beside the activities of its session file: the clock, the lead, what comes from earlier."""

    kind: ClassVar[str]

    def __init__(self, session: Session) -> None:
        self.session = session

    @abstractmethod
    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""

    def unknown(self, name: str, known: Iterable[str]) -> AnswerError:
        """The error for a field that is not there."""
        return AnswerError(
            f'"{self.kind}" has no field "{name[:80]}"{did_you_mean(name, known)}', "Reload the page."
        )

    def check(self, name: str, value: Any) -> Field:
        """The field, once the value is known to fit it; raises AnswerError otherwise."""
        return checked(self.field(name), value)


def checked(field: Field, value: Any) -> Field:
    """The field, once the value is known to fit it; None takes an answer back. Raises AnswerError otherwise."""
    if value is not None:
        try:
            field.check(value)
        except AnswerError as error:
            way_out = error.next or "Change it in its box. Nothing you typed is gone."
            raise AnswerError(f'"{field.label}": {error.what}', way_out) from None
    return field


OFF = "/off"
_ROW = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def row_id(name: str) -> bool:
    """Whether a text may be the id of a row."""
    return _ROW.fullmatch(name) is not None


def rows(columns: Mapping[str, Field]) -> dict[str, Field]:
    """The columns of a list, with the mark that a row was taken out (it can be put back)."""
    scope = next(iter(columns.values())).scope
    visibility = next(iter(columns.values())).visibility
    return {**columns, "removed": Field(scope, visibility, yes_no, "Taken out")}


@dataclass(frozen=True)
class text:
    """Text of at most `longest` characters that any database and printer can hold."""

    longest: int = LONGEST_TEXT

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is no such text."""
        if not isinstance(value, str):
            raise AnswerError(f"must be text, found {type(value).__name__}")
        if len(value) > self.longest:
            raise AnswerError(
                f"holds {len(value):,} characters; {self.longest:,} is the most one box keeps.",
                "Shorten the text, or go on in another box. Nothing you typed is gone.",
            )
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise AnswerError("holds a character that cannot be stored.", "Take it out and go on.")


@dataclass(frozen=True)
class one_of:
    """One of `choices`, and of the same type."""

    choices: Sequence[Any]

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is none of them."""
        if not any(value == choice and type(value) is type(choice) for choice in self.choices):
            raise AnswerError(
                f"must be one of {', '.join(map(str, self.choices))}; found {str(value)[:40]!r}"
            )


@dataclass(frozen=True)
class whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is no such number."""
        number = isinstance(value, int) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high:
            raise AnswerError(
                f"must be a whole number from {self.low} to {self.high}; found {str(value)[:40]!r}"
            )


def yes_no(value: Any) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise AnswerError(f"must be true or false; found {str(value)[:40]!r}")


def day(value: Any) -> None:
    """A day as YYYY-MM-DD between 2000 and 2100, or the empty text."""
    if value == "":
        return
    try:
        found = dt.date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except (TypeError, ValueError):
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise AnswerError(f"must be a day such as 2027-01-31; found {str(value)[:40]!r}")


def moment(value: Any) -> None:
    """A moment in seconds since 1970, between 2000 and 2100."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 946_684_800 <= value <= 4_102_444_800:  # neither NaN nor infinity is between
        raise AnswerError("must be a moment in seconds between the years 2000 and 2100")
