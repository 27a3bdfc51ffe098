"""Cells of a list of rows: what may stand in a column, by its type, and what its cells add up to.

Shared by every kind whose rows have typed columns. A cell that was emptied
holds the empty text; one that was never written in holds nothing, and then the
words that a session file gives it stand there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kitlib.content.base import Visibility
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Problem
from kitlib.content.timing import CHOOSE, LINE
from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import Check, day, one_of, text, yes_no
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.rule import Field, Scope

__all__ = [
    "CODE_REFUSALS",
    "cells_seconds",
    "code",
    "column_fields",
    "column_problems",
    "drawn",
    "filled",
    "given",
    "number",
    "rows_in",
    "shown",
    "tallies",
    "total",
    "totals",
]

LARGEST = 1e12  # no sum of a school needs more, and a browser still counts it exactly
MOST_WORDS = 4_000  # characters in a cell of words
DECIMALS = 6
YEAR = "year"  # the unit of a number that is written without a comma

_WAY_OUT = "Use a code such as S-014."
#: What is not a code for a student, as (pattern, words), tried in this order. The page goes over the same list, so
#: the patterns keep to what regular expressions of Python and of browsers share.
CODE_REFUSALS = (
    (r"^\d{3}-?\d{2}-?\d{4}$", f"looks like a Social Security number. {_WAY_OUT}"),
    (
        r"^(19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}$|^(19|20)\d{2}(0\d|1[0-2])[0-3]\d$|^\d{1,2}[-/.]\d{1,2}[-/.](19|20)?\d{2}$",
        f"looks like a date. A date of birth tells who it is. {_WAY_OUT}",
    ),
    (r"^\D{2,}$", f"looks like a name or initials: it has no number in it. {_WAY_OUT}"),
    (r"[A-Za-z][a-z]{2,}|[A-Z]{5,}", f"looks like a name. {_WAY_OUT}"),
    (r"[^A-Za-z0-9-]", f"may hold only letters A to Z, numbers and dashes, with no blank. {_WAY_OUT}"),
    (r"^.{13,}$", f"may be 12 letters and numbers long. {_WAY_OUT}"),
)


def cells_seconds(columns: Sequence[Column]) -> float:
    """How long it takes to fill one row of these columns: a line of words, half of one, or a choice."""
    by_type = {"text": LINE, "short": LINE / 2}
    return sum(by_type.get(column.type, CHOOSE) for column in columns)


def code(value: Any) -> None:
    """A short code for a student, or the empty text; what looks like a name is refused."""
    text(200)(value)
    for pattern, words in CODE_REFUSALS:
        if value and re.search(pattern, value):
            raise AnswerError(words, "Nothing of it was stored.")


def number(least: float | None, most: float | None) -> Check:
    """A number within its limits, or the empty text."""

    def check(value: Any) -> None:
        if value == "" and isinstance(value, str):
            return
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise AnswerError(f"must be a number such as 12 or 2.5; found {str(value)[:40]!r}")
        low = -LARGEST if least is None else least
        high = LARGEST if most is None else most
        if not low <= value <= high:
            raise AnswerError(f"must be {_limits(least, most)}; found {value:g}")

    return check


def _limits(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f"from {least:g} to {most:g}"
    return f"{least:g} or more" if least is not None else f"{LARGEST if most is None else most:,g} or less"


def _check(column: Column) -> Check:
    if column.type == "choice":
        return one_of(["", *column.choices])
    if column.type == "number":
        return number(column.least, column.most)
    checks: dict[str, Check] = {
        "text": text(MOST_WORDS),
        "short": text(200),
        "who": text(80),
        "date": day,
        "code": code,
        "tick": yes_no,
    }
    return checks[column.type]


def column_fields(
    columns: Iterable[Column], scope: Scope = "team", visibility: Visibility = "team"
) -> dict[str, Field]:
    """A field for each column."""
    return {c.id: Field(scope, visibility, _check(c), c.title) for c in columns}


def column_problems(
    check: ActivityCheck, columns: Sequence[Column], taken: Sequence[str] = ()
) -> Iterator[Problem]:
    """What is wrong in an activity's `columns`; `taken` are the ids of those that its kind has already."""
    for i, column in enumerate(columns):
        here = ("columns", i)
        if column.id == "removed":
            yield check.problem((*here, "id"), '"removed" is taken; use another id')
        if column.id in taken:
            yield check.problem((*here, "id"), f'"{column.id}" is there already')
        if (column.type == "choice") != bool(column.choices):
            yield check.problem((*here, "choices"), 'goes with the type "choice", and only with it')
        if column.type != "number":
            for key in ("unit", "least", "most", "total"):
                if getattr(column, key) not in (None, "", False):
                    yield check.problem((*here, key), 'goes with the type "number" only')
        elif column.least is not None and column.most is not None and column.least > column.most:
            yield check.problem((*here, "least"), "is more than the most")
        if column.rotates and column.type != "who":
            yield check.problem((*here, "rotates"), 'goes with the type "who" only')


def given(column: Column, words: str) -> Any:
    """The words that a session file gives a cell, as the cell holds them; nothing where they do not fit."""
    value: Any = words
    if column.type == "number":
        try:
            value = float(words)
        except ValueError:
            return None
        value = int(value) if value.is_integer() else value
    if column.type == "tick":
        value = {"yes": True, "no": False}.get(words)
    try:
        _check(column)(value)
    except AnswerError:
        return None
    return value


def drawn(columns: Iterable[Column]) -> list[dict[str, Any]]:
    """Columns as a page draws them, with what it must know to tell at once what does not fit."""
    never = "A code that only your team can look up, never a name."
    return [
        {
            **column.model_dump(),
            "help": column.help or (never if column.type == "code" else ""),
            **(
                {"limits": _limits(column.least, column.most)}
                if (column.least, column.most) != (None, None)
                else {}
            ),
            **(
                {"refusals": [{"pattern": pattern, "words": words} for pattern, words in CODE_REFUSALS]}
                if column.type == "code"
                else {}
            ),
        }
        for column in columns
    ]


def filled(value: Any) -> bool:
    """Whether a cell holds something; a box that is not ticked does not."""
    return value is not None and value is not False and str(value).strip() != ""


def shown(column: Column, value: Any) -> str:
    """A cell as text."""
    if column.type == "tick":
        return "yes" if value is True else ""
    if not filled(value):
        return ""
    if column.type == "number" and isinstance(value, int | float):
        return str(value) if column.unit == YEAR else plain(value)
    return str(value).strip()


def plain(value: float) -> str:
    """`1200.5` as people write it: "1,200.5"."""
    rounded = round(value, DECIMALS)
    return f"{int(rounded):,}" if float(rounded).is_integer() else f"{rounded:,}"


def rows_in(
    values: Mapping[str, Any], columns: Sequence[Column], start: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The rows of one team's answers by field: row -> its cells by column.

    First the rows of `start` (row -> given cells), then the added ones in the
    order in which they were made. Rows that were taken out, and added rows
    with nothing in them, are left out.
    """
    known = {column.id for column in columns} | {"removed"}
    found: dict[str, dict[str, Any]] = {row: dict(cells) for row, cells in start.items()}
    for name in sorted(values):
        row, dot, column = name.rpartition(".")
        if dot and column in known and values[name] is not None:
            found.setdefault(row, {})[column] = values[name]
    kept = {}
    for row, cells in found.items():
        removed = cells.pop("removed", False)
        if not removed and (row in start or any(filled(value) for value in cells.values())):
            kept[row] = cells
    return kept


def total(values: Iterable[Any]) -> int | float:
    """The sum of the numbers among `values`; whatever is no number is left out."""
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    found = round(math.fsum(numbers), DECIMALS)
    return int(found) if float(found).is_integer() else found


def totals(columns: Iterable[Column], rows: Iterable[Mapping[str, Any]]) -> dict[str, int | float]:
    """Column -> the sum of its cells, for each column of numbers that asks for one."""
    rows = list(rows)
    return {c.id: total(row.get(c.id) for row in rows) for c in columns if c.total}


def tallies(columns: Iterable[Column], rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Column -> how many rows have each choice, in the order of the choices; of a tick, how many have it."""
    rows = list(rows)
    found = {}
    for c in columns:
        chosen = [shown(c, row.get(c.id)) for row in rows]
        if c.type == "choice":
            found[c.id] = {choice: chosen.count(choice) for choice in c.choices}
        elif c.type == "tick":
            found[c.id] = {"yes": chosen.count("yes")}
    return found
