"""Rows by their headings: where the headings stand, what they are called, and what stands beside the table.

A caller says in `Shape`s which columns it knows. Titles above the headings and notes below the rows are
left out and told; a row that cannot be read is refused by its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kitlib.errors import KitError, did_you_mean
from kitlib.tabular.files import Source, read_source, read_text
from kitlib.tabular.folding import heading_key, tidy
from kitlib.tabular.refusals import Refused, shortened
from kitlib.tabular.text import RawRow, is_torn

__all__ = [
    "SEARCHED",
    "Column",
    "Row",
    "Shape",
    "Table",
    "plain_cell",
    "read_json_lines",
    "read_table",
]

SEARCHED = 50  # rows among which the headings may stand
_AS_FORMULA = re.compile(r'="([^"]*)"')
_AS_TEXT = re.compile(r"'[0-9][0-9., ]*")


@dataclass(frozen=True)
class Column:
    """A column that a caller knows: its name, the headings that mean it (its name alone, where none are given)."""

    name: str
    headings: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class Shape:
    """One kind of table. `notes`: whether sentences may stand below its rows."""

    name: str
    columns: tuple[Column, ...]
    notes: bool = False

    @property
    def needed(self) -> list[str]:
        """The names of the columns that must be there."""
        return [column.name for column in self.columns if column.needed]


@dataclass(frozen=True)
class Row:
    """One row by the names of its columns; `line` is where it begins. `serials`: a bare number can be a day."""

    line: int
    cells: Mapping[str, Any]  # text, but for the value of a line of JSON
    serials: bool = False

    def words(self, column: str) -> Any:
        """A cell just as it stands; None where there is no such column."""
        return self.cells.get(column)

    def text(self, column: str) -> str:
        """A cell as a code, name or number is written, without what a spreadsheet puts around it; may be empty."""
        value = self.cells.get(column)
        return plain_cell(value) if isinstance(value, str) else "" if value is None else str(value)


@dataclass
class Table:
    """The rows of a file, those that cannot be read, and what a person should know of how it was read."""

    shape: str
    rows: list[Row]
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plain_cell(cell: str) -> str:
    """What is meant by ` 1,916 `, `="00050000"`, `'00050000` and blanks of every kind."""
    words = tidy(cell)
    if found := _AS_FORMULA.fullmatch(words):
        words = tidy(found[1])
    return words[1:] if _AS_TEXT.fullmatch(words) else words


def read_table(path: Path, shapes: Sequence[Shape], command: str, sheet: str = "") -> Table:
    """The rows of a file under the first of `shapes` whose headings it has.

    Raises KitError or NotFoundError for a file that cannot be read, has none of the shapes, names a
    column twice, or has no row; they end with `command`.
    """
    source = read_source(path, command, sheet)
    best = _best_reading(source, shapes)
    if best is None or best.missing:
        raise _no_such_table(source.name, best or _Heading([], -1, shapes[-1], {}, {}), command)
    _refuse_repeated(source.name, best, command)
    table = _below(best, source)
    if not table.rows and not table.refused:
        raise KitError(f"{path} has no lines below its headings.", f"Choose another file: {command}")
    return table


# -- headings -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Heading:
    """A row taken for the headings of a shape: column -> its place."""

    rows: Sequence[RawRow | Refused]
    at: int  # of the headings among the rows
    shape: Shape
    places: Mapping[str, int]
    repeated: Mapping[str, Sequence[int]]

    @property
    def cells(self) -> Sequence[str]:
        row = self.rows[self.at] if self.at >= 0 else None
        return row.cells if isinstance(row, RawRow) else []

    @property
    def missing(self) -> list[str]:
        return [name for name in self.shape.needed if name not in self.places]


def _best_reading(source: Source, shapes: Sequence[Shape]) -> _Heading | None:
    """The first row that has all headings of a shape; where there is none, the one that lacks least."""
    best: _Heading | None = None
    for rows in source.readings():
        for shape in shapes:
            for at, row in enumerate(rows[:SEARCHED]):
                if not isinstance(row, RawRow):
                    continue
                found = _heading(rows, at, shape)
                if not found.missing:
                    return found
                if best is None or len(found.missing) < len(best.missing):
                    best = found
    return best


def _heading(rows: Sequence[RawRow | Refused], at: int, shape: Shape) -> _Heading:
    row = rows[at]
    keys = [heading_key(cell) for cell in row.cells] if isinstance(row, RawRow) else []
    places, repeated = {}, {}
    for column in shape.columns:
        for heading in column.headings or (column.name,):
            found = [i for i, key in enumerate(keys) if key == heading_key(heading)]
            if found:
                places[column.name] = found[0]
                if len(found) > 1:
                    repeated[column.name] = found
                break
    return _Heading(rows, at, shape, places, repeated)


def _no_such_table(name: str, best: _Heading, command: str) -> KitError:
    heads = [shortened(tidy(cell)) for cell in best.cells if cell.strip()]
    near = ", ".join(f'"{column}"{did_you_mean(column, heads)}' for column in best.missing)
    return KitError(
        f"{name} needs the column{'s' * (len(best.missing) > 1)} {near}; "
        f"found {', '.join(heads)[:200] or 'none'}. Nothing was taken from it.",
        f"Put it into the line of headings, then run: {command}",
    )


def _refuse_repeated(name: str, found: _Heading, command: str) -> None:
    if not found.repeated:
        return
    line = found.rows[found.at].line
    twice = [
        f'"{shortened(tidy(found.cells[places[0]]))}" stands in the columns {" and ".join(str(i + 1) for i in places)}'
        for places in found.repeated.values()
    ]
    raise KitError(
        f"{name}, line {line}: {'; '.join(twice)}. Nothing was taken from it.",
        f"Take one away or give it another heading, then run: {command}",
    )


# -- rows ---------------------------------------------------------------------------------


def _below(found: _Heading, source: Source) -> Table:
    """The rows under the headings, and what stands above and below them."""
    table = Table(found.shape.name, [], notes=list(source.notes))
    above = [row.line for row in found.rows[: found.at]]
    if above:
        table.notes.append(f"{_lines(above)} above the headings: left out.")
    rows = list(found.rows[found.at + 1 :])
    below = _notes_below(rows) if found.shape.notes else []
    if below:
        first = next(cell for cell in below[0].cells if cell.strip())
        table.notes.append(
            f"{_lines([r.line for r in below])} below the rows: left out, “{shortened(tidy(first))}”."
        )
    for row in rows[: len(rows) - len(below)]:
        read = _row(row, found, source.is_workbook)
        if isinstance(read, Row):
            table.rows.append(read)
        else:
            table.refused.append(read)
    return table


def _row(row: RawRow | Refused, found: _Heading, serials: bool) -> Row | Refused:
    if isinstance(row, Refused):
        return row
    width = len(found.cells)
    if any(cell.strip() for cell in row.cells[width:]):
        why = f"It has {len(row.cells)} cells under {width} headings."
        return Refused(row.line, "", "", why, "Put quotes around a cell that holds a comma.")
    cells = {name: row.cells[i] if i < len(row.cells) else "" for name, i in found.places.items()}
    return _torn(row.line, cells) or Row(row.line, cells, serials)


def _torn(line: int, cells: Mapping[str, Any]) -> Refused | None:
    for name, value in cells.items():
        # A list or an object is looked at as the text that would be stored.
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if is_torn(text) or is_torn(name):
            column = "" if is_torn(name) else name
            why = "It holds a letter that cannot be read."
            return Refused(line, column, shortened(text), why, "Write it anew, and save as “CSV UTF-8”.")
    return None


def _notes_below(rows: Sequence[RawRow | Refused]) -> list[RawRow]:
    """The last rows, as long as each is one sentence in its first cell."""
    found: list[RawRow] = []
    for row in reversed(rows):
        if not isinstance(row, RawRow) or not _is_sentence(row.cells):
            break
        found.insert(0, row)
    return found


def _is_sentence(cells: Sequence[str]) -> bool:
    return len(tidy(cells[0]).split(" ")) > 1 and not any(cell.strip() for cell in cells[1:])


def _lines(numbers: Sequence[int]) -> str:
    return f"Line {numbers[0]}" if len(numbers) == 1 else f"Lines {numbers[0]} to {numbers[-1]}"


# -- lines of JSON ------------------------------------------------------------------------


def read_json_lines(path: Path, shape: Shape, command: str) -> Table:
    """The objects of a file of JSON lines, each with `"type": "json"` for its value is no text. Raises as `read_table`."""
    found = read_text(path, command)
    table = Table(shape.name, [], notes=list(found.notes))
    for line, raw in enumerate(found.text.split("\n"), start=1):
        if raw.strip():
            read = _json_row(line, raw)
            if isinstance(read, Row):
                table.rows.append(read)
            else:
                table.refused.append(read)
    missing = [name for name in shape.needed if not any(name in row.cells for row in table.rows)]
    if table.rows and missing:
        raise KitError(
            f"{path} needs in its lines {', '.join(missing)}. Nothing was taken from it.",
            f"Export it again, or choose another file: {command}",
        )
    return table


def _json_row(line: int, raw: str) -> Row | Refused:
    try:
        found = json.loads(raw)
        if isinstance(found, dict):
            return _torn(line, found) or Row(line, {**found, "type": "json"})
    except (ValueError, RecursionError):
        pass
    return Refused(line, "", "", "This is no line of JSON.", "Export it again: kit export")
