"""A file to key in what was filled in on paper: one line for each box of the sheets, ready for `kit import`.

Its order is that of a stack of paper: for each team first what it wrote as one,
then seat by seat. What is private is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.activities.base import Field, Rule
from kitlib.activities.board import Board
from kitlib.activities.table import Table
from kitlib.content import kinds
from kitlib.content.kinds import Again
from kitlib.content.models import Session
from kitlib.errors import KitError
from kitlib.exchange.paper import input_hint, letter, row
from kitlib.handouts.plan import Plan
from kitlib.handouts.room import empty_rows
from kitlib.store import Meeting
from kitlib.tabular.writer import write_csv

__all__ = ["HEADS", "key_lines", "write_keys"]

HEADS = ("meeting", "team", "seat", "activity", "field", "question", "fits", "value")
MORE_HEADINGS = 3  # that a team adds to a wall on paper
_NOT_ON_PAPER = ("removed", "dropped")  # what only a screen takes out, and puts back


@dataclass(frozen=True)
class _Box:
    """One box of a sheet."""

    name: str
    field: Field
    question: str


def key_lines(plan: Plan, meeting: Meeting) -> list[tuple[str, ...]]:
    """The lines of the file for one meeting, its last cell empty."""
    rules = [
        plan.rule(placed)
        for kept in plan.steps
        for placed in kept.step.activities
        if not isinstance(placed, Again)
    ]
    seats = max((r.activity.seats for r in rules if isinstance(r.activity, kinds.Attendance)), default=6)
    lines: list[tuple[str, ...]] = []

    def add(team: str, seat: int | None, scope: str) -> None:
        for rule in rules:
            for box in _boxes(rule, plan.session, seat):
                # The heading of a note is the team's to choose, and stands on the sheet of its seat.
                here = box.field.scope == scope or (scope == "seat" and box.name.endswith(".cluster"))
                if here and box.field.visibility != "private":
                    whose = str(seat) if box.field.scope == "seat" else ""
                    place = (meeting.id, team, whose, rule.activity.id, box.name)
                    lines.append((*place, box.question, input_hint(rule, box.name), ""))

    for team in meeting.teams:
        add(team.label, None, "team")
        for seat in range(1, seats + 1):
            add(team.label, seat, "seat")
    add("", None, "room")
    return lines


def write_keys(plan: Plan, meeting: Meeting, path: Path) -> int:
    """Write the file; gives how many lines it has. Raises KitError where it cannot be written."""
    lines = key_lines(plan, meeting)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(path, HEADS, lines)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written: {error.strerror}.", "Name another folder with --out."
        ) from None
    return len(lines)


def _boxes(rule: Rule[Any], session: Session, seat: int | None) -> Iterator[_Box]:
    """The boxes of one activity, as its sheet has them."""
    numbers = _numbers(rule)
    for name, field in rule.fields().items():
        if _printed(rule, name):
            item = name.rpartition(".")[2]
            number = f"{numbers[item]}. " if item in numbers else ""
            yield _Box(name, field, f"{number}{field.label}")
    if isinstance(rule, Board):
        yield from _wall(rule, seat)
        return
    columns = {id: field for id, field in rule.row_fields().items() if id not in _NOT_ON_PAPER}
    for id, label in _rows(rule, session, columns):
        for column, field in columns.items():
            yield _Box(f"{id}.{column}", field, f"{label}: {field.label}")


def _wall(rule: Board, seat: int | None) -> Iterator[_Box]:
    """The notes of a seat, each with the heading that the team puts it under; of the team, the headings it adds."""
    columns = rule.row_fields()
    if seat is None:
        for n in range(len(rule.activity.clusters), len(rule.activity.clusters) + MORE_HEADINGS):
            yield _Box(f"{row(n + 1)}.name", columns["name"], f"Heading {letter(n)}")
        return
    for n in range(1, empty_rows(rule.activity) + 1):
        for column, what in (
            ("text", f"Note {seat}.{n}"),
            ("cluster", f"Note {seat}.{n}: under which heading"),
        ):
            yield _Box(f"{row(n, seat)}.{column}", columns[column], what)


def _printed(rule: Rule[Any], name: str) -> bool:
    """Whether a field is a box of the sheet: of who is here, only the seats that are offered."""
    if isinstance(rule.activity, kinds.Attendance):
        return int(name.partition(".")[0].removeprefix("seat-")) <= rule.activity.seats
    if isinstance(rule.activity, kinds.Survey) and rule.activity.here is not None:
        return not name.endswith(f".{rule.activity.here}") and f".{rule.activity.here}." not in name
    return True


def _numbers(rule: Rule[Any]) -> dict[str, int]:
    """Item -> its number on the sheet."""
    items = getattr(rule, "items", None) or getattr(rule.activity, "items", None)
    return {item.id: n for n, item in enumerate(items or [], start=1)}


def _rows(rule: Rule[Any], session: Session, columns: dict[str, Field]) -> Iterator[tuple[str, str]]:
    """The rows of an activity on its sheet: id, and what it is called."""
    of = rule.activity
    if not columns:
        return
    given: Sequence[tuple[str, str]] = []
    if isinstance(of, kinds.Agreements):
        first = session.activities[of.review] if of.review else of
        given = [(each.id, each.text) for each in getattr(first, "suggest", [])]
    if isinstance(rule, Table):
        given = [(id, next((str(v) for v in cells.values()), id)) for id, cells in rule.start.items()]
    yield from given
    noun = of.noun if isinstance(of, kinds.Checklist | kinds.Table) else "Row"
    for n in range(1, empty_rows(of) + 1):
        yield row(n), f"{noun} {len(given) + n}"
