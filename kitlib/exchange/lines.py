"""The lines of a file that comes in, and what became of each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kitlib.errors import AnswerError, NotFoundError
from kitlib.exchange.cells import Refused, delimited

__all__ = ["ImportResult", "Line", "RowRejected", "csv_lines", "each", "json_lines", "read_moment"]


@dataclass
class ImportResult:
    """What became of the lines of a file."""

    new: int = 0
    here: int = 0  # were here already
    empty: int = 0  # were left empty on a sheet to key in
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One line by the headings of its file, and where it begins."""

    number: int
    cells: Mapping[str, Any]  # text, but for the value of a line of JSON

    def text(self, column: str) -> str:
        """A cell as text without blanks around it; nothing is the empty text."""
        value = self.cells.get(column)
        return value.strip() if isinstance(value, str) else "" if value is None else str(value)


class RowRejected(Exception):
    """A line that is refused: its column, what stands there, why, what next."""

    def __init__(self, column: str, value: object, why: str, next: str = "") -> None:
        super().__init__(column, str(value), why, next)


def read_moment(text: str) -> float:
    """The seconds of a date and time with its offset; raises ValueError."""
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None or not 2000 <= found.year <= 2100:
        raise ValueError(text)
    return found.timestamp()


def csv_lines(text: str, taken: ImportResult) -> Iterator[Line]:
    """The lines below the headings of a CSV file; those that cannot be read go to what was refused."""
    heads: list[str] | None = None
    for row in delimited(text):
        if isinstance(row, Refused):
            taken.refused.append(row)
        elif heads is None:
            heads = [cell.strip().lower() for cell in row.cells]
        elif len(row.cells) > len(heads):
            why = f"It has {len(row.cells)} cells under {len(heads)} headings."
            taken.refused.append(
                Refused(row.line, "", "", why, "Put quotes around a cell that holds a comma.")
            )
        else:
            yield Line(row.line, dict(zip(heads, [*row.cells, *[""] * len(heads)], strict=False)))


def json_lines(text: str, taken: ImportResult) -> Iterator[Line]:
    """The lines of a file of JSON lines; those that cannot be read go to what was refused."""
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict):
            yield Line(number, {**found, "type": "json"})
        else:
            taken.refused.append(
                Refused(number, "", "", "This is no line of JSON.", "Export it again: kit export")
            )


def each(lines: Sequence[Line], taken: ImportResult, take: Callable[[Line], bool], column: str = "") -> None:
    """Take each line by itself; `take` says whether it was new, or raises what stands against it."""
    for line in lines:
        try:
            if take(line):
                taken.new += 1
            else:
                taken.here += 1
        except RowRejected as no:
            taken.refused.append(Refused(line.number, *no.args))
        except (AnswerError, NotFoundError) as error:
            value = line.text("value")
            taken.refused.append(Refused(line.number, column or "value", value, error.what, error.next))
    taken.refused.sort(key=lambda each: each.line)
