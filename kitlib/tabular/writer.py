"""Cells of CSV files that leave the kit and come back as they were.

A spreadsheet runs what begins with = + - @ as a formula. Such a cell leaves with
an apostrophe before it, which a spreadsheet reads as "this is text"; reading
takes away that one apostrophe again, and no other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kitlib.tabular.folding import BLANK

__all__ = ["guarded", "unguarded", "write_csv"]

_RUN = re.compile(rf"'*(?:[\t\r\n]|{BLANK}*[=+\-@\uff1d\uff0b\uff0d\uff20])")  # the signs of full width too


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _RUN.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A file that spreadsheets and programs both read: UTF-8 with its mark, commas, guarded cells."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(heads)
        out.writerows([guarded(cell) for cell in row] for row in rows)
