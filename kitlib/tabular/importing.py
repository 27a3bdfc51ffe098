"""Rows taken one by one, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kitlib.errors import AnswerError, NotFoundError
from kitlib.tabular.refusals import Refused, RowRejected
from kitlib.tabular.rows import Row

__all__ = ["ImportResult", "import_each"]


@dataclass
class ImportResult:
    """What became of the rows of a file."""

    new: int = 0
    unchanged: int = 0  # were here already
    empty: int = 0  # were left empty on a sheet to key in
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # how the file was read, where a person should know


def import_each(
    rows: Iterable[Row], result: ImportResult, take: Callable[[Row], bool], column: str = "value"
) -> None:
    """Take each row by itself; `take` says whether it was new, or raises what stands against it.

    A refusal that names no column of its own is told of `column`.
    """
    for row in rows:
        try:
            if take(row):
                result.new += 1
            else:
                result.unchanged += 1
        except RowRejected as rejected:
            result.refused.append(rejected.at(row.line))
        except (AnswerError, NotFoundError) as error:
            result.refused.append(Refused(row.line, column, row.text("value"), error.what, error.next))
    result.refused.sort(key=lambda each: each.line)
