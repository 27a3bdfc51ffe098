"""Bytes to text and text to rows of cells, as people's tools write files.

The screen reads what is pasted and files of results by the same rules (frontend/static/ui/tabular.js).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kitlib.tabular.folding import tidy
from kitlib.tabular.refusals import Refused
from kitlib.tabular.writer import unguarded

__all__ = ["Decoded", "RawRow", "decoded", "delimited", "delimiters", "is_torn"]

MARKS = ",;\t|"
SAMPLE = 200  # lines from which the mark between cells is told
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SEP = re.compile(r'"?sep=([,;|:\t])"?(?:\r\n|\n|\r)', re.IGNORECASE)
_TORN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and how it was read where a person should know. What cannot be read is a torn letter."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawRow:
    """The cells of one row; `line` is where it begins."""

    line: int
    cells: Sequence[str]


def decoded(raw: bytes) -> Decoded:
    """The text of UTF-8 and UTF-16 with or without their marks, or of Windows-1252, which is told.

    A byte that belongs to no letter becomes a torn one (a lone surrogate), so that its row alone is refused.
    """
    code = _UTF_16.get(raw[:2])
    if code:
        text = raw[2 : len(raw) // 2 * 2].decode(code, "surrogatepass")
        return Decoded(text + "\udc80" * (len(raw) % 2))
    marked = raw.startswith(b"\xef\xbb\xbf")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    lines = [(n, line) for n, line in enumerate(raw.splitlines(), start=1) if not line.isascii()]
    other = [n for n, line in lines if not _is_utf_8(line)]
    if marked or 2 * len(other) <= len(lines):  # a file of UTF-8 with a few broken lines
        return Decoded(raw.decode("utf-8", "surrogateescape"))
    which = f"Lines {', '.join(map(str, other[:10]))}" if len(other) > 1 else f"Line {other[0]}"
    more = f" and {len(other) - 10} more" if len(other) > 10 else ""
    note = f"{which}{more}: letters in an older code (Windows-1252), read so. See that they look right."
    return Decoded(raw.decode("cp1252", "surrogateescape"), (note,))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_torn(cell: str) -> bool:
    """Whether a cell holds what no letter is, so that no database can keep it."""
    return _TORN.search(cell) is not None


def delimiters(text: str) -> list[str]:
    """What may stand between the cells, the likeliest first; what a first line `sep=;` says alone."""
    said = _SEP.match(text)
    return [said[1]] if said else sorted(MARKS, key=lambda mark: -_evenness(text, mark))


def _evenness(text: str, mark: str) -> float:
    """The share of the first rows that have the commonest number of cells, of two or more."""
    widths: Counter[int] = Counter()
    for row in delimited(text, mark):
        if row.line > SAMPLE:
            break
        widths[len(row.cells) if isinstance(row, RawRow) else 0] += 1
    most = max((n for width, n in widths.items() if width > 1), default=0)
    return most / (widths.total() or 1)


def delimited(text: str, mark: str = "") -> Iterator[RawRow | Refused]:
    """The rows of a text, or why one cannot be read; empty ones are left out. `mark` stands between the cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark or delimiters(text)[0], strict=True)
    if _SEP.match(text):
        next(reader)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Refused(line, "", "", *_in_words(str(error), line, reader.line_num))
            continue
        if any(map(tidy, cells)):
            yield RawRow(line, [unguarded(cell) for cell in cells])


def _in_words(error: str, first: int, last: int) -> tuple[str, str]:
    if "field limit" in error:
        return "A cell is too long.", "Shorten it."
    if "unexpected end" in error:
        upto = f", so nothing up to line {last} was read" if last > first else ""
        return f"A quote that opens here is never closed{upto}.", "Close it, or take it away."
    return "A quote stands in the middle of a cell.", "Double it, or take it away."
