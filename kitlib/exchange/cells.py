"""Cells of CSV files that leave the kit and come back as they were.

A spreadsheet runs what begins with = + - @ as a formula. Such a cell leaves with
an apostrophe before it, which a spreadsheet reads as "this is text"; reading
takes away that one apostrophe again, and no other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError, NotFoundError

__all__ = [
    "LARGEST",
    "Refused",
    "Row",
    "delimited",
    "guarded",
    "read_text",
    "shortened",
    "unguarded",
    "write_csv",
]

LARGEST = 256 * 1024 * 1024  # bytes
_RUN = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")  # the signs of full width too


@dataclass(frozen=True)
class Refused:
    """What of a file was not taken, and what to do about it."""

    line: int
    column: str  # empty where it is the whole line
    value: str
    why: str
    next: str = ""

    def __str__(self) -> str:
        of = f', {self.column} "{shortened(self.value)}"' if self.column else ""
        return f"  line {self.line}{of}: {self.why}" + (f" {self.next}" if self.next else "")


@dataclass(frozen=True)
class Row:
    """One line of a file; `line` is where it begins."""

    line: int
    cells: list[str]


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _RUN.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell


def shortened(value: str, most: int = 40) -> str:
    """A value as a line of a terminal can bear it: short, on one line, nothing that steers the terminal."""
    plain = "".join(c if c.isprintable() else " " for c in value[: most + 1])
    return f"{plain[:most]}…" if len(plain) > most else plain


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A file that spreadsheets and programs both read: UTF-8 with its mark, commas, guarded cells."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(heads)
        out.writerows([guarded(cell) for cell in row] for row in rows)


def read_text(path: Path, command: str) -> str:
    """The text of a file; raises NotFoundError or KitError that ends with the command to try again."""
    if not path.is_file():
        what = f"{path} is a folder." if path.is_dir() else f"There is no file {path}."
        raise NotFoundError(what, "Look at its name and folder, then try again.")
    if path.stat().st_size > LARGEST:
        raise KitError(
            f"{path} is larger than {LARGEST // 2**20} MB.", f"Split it, then run for each part: {command}"
        )
    raw = path.read_bytes()
    if raw[:4] == b"PK\x03\x04":
        raise KitError(f"{path} is a workbook.", f"Save it as “CSV UTF-8”, then run: {command}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KitError(
            f"{path} is not UTF-8 text (line {line}). Nothing was taken from it.",
            f"Save it as “CSV UTF-8”, then run: {command}",
        ) from None
    if not text.strip():
        raise KitError(f"{path} is empty. Nothing was taken from it.", f"Choose another file: {command}")
    return text


def delimited(text: str) -> Iterator[Row | Refused]:
    """The lines of a CSV file, or why one cannot be read; empty ones are left out."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)  # spreadsheets in some languages write semicolons
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = "A cell is too long." if "field limit" in str(error) else f"This is no CSV: {error}."
            yield Refused(line, "", "", why, "See that every quote is closed.")
            continue
        if any(cell.strip() for cell in cells):
            yield Row(line, [unguarded(cell) for cell in cells])
