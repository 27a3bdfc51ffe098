"""The cells of one sheet of a workbook (.xlsx) as a person sees them.

openpyxl reads it rather than a faster library because it tells how a cell is shown: a code that Excel
shows as 00010000 is stored as 10000, and 40% as 0.4.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.tabular.text import RawRow

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["all_rows", "sheet_rows"]

LARGEST = 512 * 1024 * 1024  # bytes of a workbook once it is unpacked
_ZEROS = re.compile("0+")


def sheet_rows(raw: bytes, name: str, sheet: str, command: str) -> list[RawRow]:
    """The rows of the sheet called `sheet`, by default the first. Raises KitError for what is no workbook."""
    with _book(raw, name, command) as book:
        return _rows(_sheet(book, name, sheet, command))


def all_rows(raw: bytes, name: str, command: str) -> dict[str, list[RawRow]]:
    """The rows of each sheet by its name. Raises KitError for what is no workbook."""
    with _book(raw, name, command) as book:
        return {each.title: _rows(each) for each in book.worksheets}


@contextmanager
def _book(raw: bytes, name: str, command: str) -> Iterator[Workbook]:
    book = _opened(raw, name, command)
    try:
        yield book
    except KitError:
        raise
    except Exception as error:  # whatever a broken file makes the library raise
        raise _unreadable(name, command) from error
    finally:
        book.close()


def _rows(sheet: Any) -> list[RawRow]:
    sheet.reset_dimensions()  # what a program wrote there is often wrong
    rows = [
        RawRow(line, [_words(cell) for cell in cells])
        for line, cells in enumerate(sheet.iter_rows(), start=1)
    ]
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def _unreadable(name: str, command: str) -> KitError:
    return KitError(
        f"{name} is a workbook that cannot be read. Nothing was taken from it.",
        f"Save it again as .xlsx or as “CSV UTF-8”, then run: {command}",
    )


def _opened(raw: bytes, name: str, command: str) -> Workbook:
    # Imported here: most files are no workbooks, and it takes a quarter of a second.
    from openpyxl import load_workbook

    try:
        size = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(raw)).infolist())
        if size <= LARGEST:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of drawings and checks that are not read anyway
                return load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except Exception as error:
        raise _unreadable(name, command) from error
    raise KitError(
        f"{name} holds {size // 2**20:,} MB once it is unpacked; at most {LARGEST // 2**20} are read.",
        f"Split it, then run for each part: {command}",
    )


def _sheet(book: Workbook, name: str, sheet: str, command: str) -> Any:
    sheets = {each.title: each for each in book.worksheets}
    if not sheets:
        raise _unreadable(name, command)
    if sheet and sheet not in sheets:
        raise NotFoundError(
            f'{name} has no sheet "{sheet}"{did_you_mean(sheet, sheets)}', f"It has: {', '.join(sheets)}"
        )
    return sheets[sheet] if sheet else next(iter(sheets.values()))


def _words(cell: Any) -> str:
    """A cell as it is shown, where its look changes what it says."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _shown(value, str(cell.number_format or ""))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _shown(value: int | float, look: str) -> str:
    if "%" in look:
        return f"{round(value * 100, 10):.15g}%"
    plain = str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    return plain.zfill(len(look)) if _ZEROS.fullmatch(look) and plain.isdigit() else plain
