"""What was not taken of a file, line by line, and why."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Refused", "RowRejected", "first_lines", "is_one_line", "shortened"]

_STEERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the writing round


@dataclass(frozen=True)
class Refused:
    """What of a file was not taken, and what to do about it."""

    line: int
    column: str  # empty where it is the whole line
    value: str
    why: str
    next: str = ""
    file: str = ""  # of several that were read at once

    def __str__(self) -> str:
        of = f', {self.column} "{shortened(self.value)}"' if self.column else ""
        file = f"{self.file}, " if self.file else ""
        return f"  {file}line {self.line}{of}: {self.why}" + (f" {self.next}" if self.next else "")


class RowRejected(Exception):
    """Raised for a row that is refused: its column, what stands there, why, what next."""

    def __init__(self, column: str, value: object, why: str, next: str = "") -> None:
        super().__init__(column, str(value), why, next)

    def at(self, line: int) -> Refused:
        """The refusal of the row that begins on `line`."""
        return Refused(line, *self.args)


def shortened(value: str, most: int = 40) -> str:
    """A value as a line of a terminal can bear it: short, on one line, nothing that steers the terminal."""
    plain = "".join(c if _shows(c) else " " for c in value[: most + 1])
    return f"{plain[:most]}…" if len(plain) > most else plain


def is_one_line(text: str) -> bool:
    """Whether a text can stand on one line anywhere: no control character, no torn letter, no line end."""
    return all(_shows(c) for c in text)


def _shows(c: str) -> bool:
    # What joins the parts of an emoji is no letter either, and must stay.
    return c.isprintable() or (unicodedata.category(c) in ("Cf", "Zs", "Cn", "Co") and c not in _STEERS)


def first_lines(refused: Iterable[object], most: int = 20) -> str:
    """The first refusals as text, and how many more there are."""
    lines = [str(each) for each in refused]
    rest = [f"  and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join(lines[:most] + rest)
