"""A worked example: what one team could leave a session with, made up, to look at before one begins.

It stands beside its session as `<n>-<id>.example.yaml`, in the form of a team's own answers, so that whatever draws a
record draws it too. `answers_of_example` says where each of its values would have been written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kitlib.content.base import Content, Id, Text
from kitlib.content.document import Document, Loc, Problem
from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.errors import AnswerError, did_you_mean
from kitlib.registry import kinds

if TYPE_CHECKING:
    from kitlib.content.activities import Activity

__all__ = ["ENDING", "Example", "ExampleAnswer", "answers_of_example", "example_problems"]

ENDING = ".example"  # of the stem of its file
SEATS = 6  # whose turn it is when a list is shared out


class Example(Content):
    """One finished product of a session."""

    session: Id
    level: Literal["elementary", "secondary", "district"]
    school: Text  # what kind of place it is, with no name: "A made-up elementary school of 410 students"
    look_at: Text  # what is good about it, in a sentence or two
    #: Activity to what was written: fields, or a list of rows or of what each seat wrote.
    answers: dict[Id, dict[str, Any] | list[dict[str, Any]]]


class ExampleAnswer(NamedTuple):
    """One value of an example and where a page would have written it."""

    where: Loc  # in the file
    activity: str
    seat: str  # empty for what the team wrote
    field: str
    value: Any


def answers_of_example(example: Example, session: Session, source: ContentSource) -> Iterator[ExampleAnswer]:
    """Every value of an example with its place. Raises AnswerError for a field that its activity has not."""
    for id, given in example.answers.items():
        rule = _rule(session.activities[id], session, source)
        items = given if isinstance(given, list) else [given]
        for n, item in enumerate(items):
            row = f"r{n + 1:03d}-example" if isinstance(given, list) else ""
            for name, value in _flat(item, rule.fields()):
                field = f"{row}.{name}" if row and name in rule.row_fields() else name
                seat = f"seat-{n % SEATS + 1}" if rule.field(field).scope == "seat" else ""
                where: Loc = ("answers", id, *((n,) if row else ()), name.partition(".")[0])
                yield ExampleAnswer(where, id, seat, field, value)
        if rule.reveals:
            yield ExampleAnswer(("answers", id), id, "", "revealed", True)


def example_problems(example: Example, at: Document, source: ContentSource) -> Iterator[Problem]:
    """It stands beside its session, and each of its values could have been written there, by a team or for all to see."""
    number, _, name = at.path.stem.removesuffix(ENDING).partition("-")
    if example.session != name or not number.isdecimal():
        yield at.problem(
            ("session",),
            f'must be the session beside which it stands, "{name}", found "{example.session}"',
        )
        return
    session = source.session(example.session)
    unknown = [id for id in example.answers if id not in session.activities]
    for id in unknown:
        hint = did_you_mean(id, session.activities)
        yield at.problem(("answers", id), f'the session has no activity "{id}"{hint}')
    if unknown:
        return
    try:
        for answer in answers_of_example(example, session, source):
            yield from _fits(answer, session, at, source)
    except AnswerError as error:
        yield at.problem(("answers",), error.what)


def _fits(answer: ExampleAnswer, session: Session, at: Document, source: ContentSource) -> Iterator[Problem]:
    rule = _rule(session.activities[answer.activity], session, source)
    if rule.field(answer.field).visibility == "private":
        yield at.problem(answer.where, f'"{answer.field}" is private; nobody but its writer sees it')
        return
    try:
        rule.check(answer.field, answer.value)
    except AnswerError as error:
        yield at.problem(answer.where, f'"{answer.field}": {error.what}')


def _flat(item: dict[str, Any], whole: Collection[str], above: str = "") -> Iterator[tuple[str, Any]]:
    """Fields and values; what is nested under a row or a word comes with it before a dot, but for a field that is `whole`."""
    for key, value in item.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and name not in whole:
            yield from _flat(value, whole, f"{name}.")
        else:
            yield name, value.isoformat() if isinstance(value, dt.date) else value


def _rule(activity: Activity, session: Session, source: ContentSource) -> Any:
    """The rule of an activity, which its kind brings."""
    return kinds()[activity.kind].load("rule")(activity, session, source)
