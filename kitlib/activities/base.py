"""What every kind of activity has: fields with a scope, a visibility and a check.

A kind's rule says which fields its activity has and what may stand in them. It
is plain Python and needs no browser. The browser never says who may read an
answer: the rule does, from the session file.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

from kitlib.content.loading import Library
from kitlib.content.models import Activity, Visibility
from kitlib.errors import AnswerError, did_you_mean

__all__ = [
    "LONGEST_TEXT",
    "Check",
    "Field",
    "Group",
    "Rule",
    "Scope",
    "Written",
    "day",
    "moment",
    "one_of",
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


@dataclass(frozen=True)
class Written:
    """What one seat, or another team as a whole (then `seat` is empty), wrote in one activity, by field."""

    team: str
    seat: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """What a rule may look at to decide what one seat sees of the others."""

    mine: Mapping[str, Any]
    team: Mapping[str, Any]  # what belongs to the whole team
    others: Sequence[Written]  # never with private answers


class Rule(ABC, Generic[A]):
    """The rule of one activity in one session."""

    kind: ClassVar[str]
    title: ClassVar[str] = ""  # stands above the activity unless its session file gives another

    def __init__(self, activity: A, library: Library) -> None:
        self.activity = activity

    @abstractmethod
    def fields(self) -> Mapping[str, Field]:
        """The fixed fields, in the order in which they are read aloud."""

    def row_fields(self) -> Mapping[str, Field]:
        """The columns of a list whose rows people add; a field is then `<row>.<column>`."""
        return {}

    def config(self) -> dict[str, Any]:
        """What the widget draws, as plain JSON."""
        return {**self.activity.model_dump(), "title": self.activity.title or self.title}

    def share(self, group: Group) -> dict[str, Any]:
        """What a seat sees of the others now. By default nothing."""
        return {}

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when the activity has none such."""
        fixed = self.fields()
        if name in fixed:
            return fixed[name]
        row, dot, column = name.partition(".")
        columns = self.row_fields()
        if dot and column in columns and _ROW.fullmatch(row):
            return columns[column]
        known = [*fixed, *(f"<row>.{column}" for column in columns)]
        raise AnswerError(
            f'Activity "{self.activity.id}" ({self.kind}) has no field "{name[:80]}"{did_you_mean(name, known)}',
            "Reload the page. If the session file was just changed, stop and start the kit: kit lab",
        )

    def check(self, name: str, value: Any) -> Field:
        """The field, once the value is known to fit it; raises AnswerError otherwise."""
        field = self.field(name)
        if value is not None:  # None takes an answer back
            try:
                field.check(value)
            except AnswerError as error:
                way_out = error.next or "Change it in its box. Nothing you typed is gone."
                raise AnswerError(f'"{field.label}": {error.what}', way_out) from None
        return field


_ROW = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def rows(columns: Mapping[str, Field]) -> dict[str, Field]:
    """The columns of a list, with the mark that a row was taken out (it can be put back)."""
    scope = next(iter(columns.values())).scope
    visibility = next(iter(columns.values())).visibility
    return {**columns, "removed": Field(scope, visibility, yes_no, "Taken out")}


def text(longest: int = LONGEST_TEXT) -> Check:
    """Text of at most `longest` characters that any database and printer can hold."""

    def check(value: Any) -> None:
        if not isinstance(value, str):
            raise AnswerError(f"must be text, found {type(value).__name__}")
        if len(value) > longest:
            raise AnswerError(
                f"holds {len(value):,} characters; {longest:,} is the most one box keeps.",
                "Shorten the text, or go on in another box. Nothing you typed is gone.",
            )
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise AnswerError("holds a character that cannot be stored.", "Take it out and go on.")

    return check


def one_of(choices: Sequence[Any]) -> Check:
    """One of `choices`, and of the same type."""

    def check(value: Any) -> None:
        if not any(value == choice and type(value) is type(choice) for choice in choices):
            raise AnswerError(f"must be one of {', '.join(map(str, choices))}; found {str(value)[:40]!r}")

    return check


def whole(low: int, high: int) -> Check:
    """A whole number from `low` to `high`."""

    def check(value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise AnswerError(f"must be a whole number from {low} to {high}; found {str(value)[:40]!r}")

    return check


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
