"""Codes of districts and schools: what one may look like, and which of a known list is meant.

State codes, GUIDs and the ids of OneRoster fit. A code becomes part of the names of files and folders,
so it holds nothing that a path gives a meaning to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kitlib.errors import KitError
from kitlib.tabular.folding import tidy
from kitlib.tabular.values import Unreadable

__all__ = ["LONGEST_CODE", "Codes", "code", "given"]

LONGEST_CODE = 60  # with session and day it becomes the id of a meeting, of at most 120 characters
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_RULE = (
    "may hold only letters A to Z, digits, dots, dashes and underscores, and begins with a letter or digit"
)


def code(text: str) -> str:
    """A code as it is stored; a GUID loses its braces. Raises Unreadable."""
    words = tidy(text)
    if re.fullmatch(r"\{[0-9A-Fa-f-]{36}\}", words):
        words = words[1:-1]
    if len(words) > LONGEST_CODE:
        raise Unreadable(f"is too long for a code: at most {LONGEST_CODE} characters")
    if not _CODE.fullmatch(words):
        raise Unreadable(f"is not a code: it {_RULE}")
    return words


def given(value: object, parameter: str = "district") -> str:
    """A code or name as a parameter of a notebook, which `papermill -p` makes a number where it can.

    `00240000` comes as 240000 and is found by that; what became something else than the digits of a code, such as
    `1e5` or `nan`, is asked for again. Raises KitError.
    """
    if isinstance(value, bool | float) or not isinstance(value, str | int):
        raise KitError(
            f"The parameter {parameter} came as {value!r}, which is no code or name: papermill's -p reads what it can as "
            "a number.",
            f"Give it as it is written, with -r in place of -p: papermill … -r {parameter} CODE",
        )
    return str(value)


class Codes:
    """The codes already known, and how a spreadsheet may have written them."""

    def __init__(self, known: Iterable[str]) -> None:
        self._exact = frozenset(known)
        self._folded: dict[str, list[str]] = {}
        self._numbers: dict[str, list[str]] = {}  # those of digits, without the zeros in front
        self._widths = {len(each) for each in self._exact if _digits(each)}
        for each in sorted(self._exact):
            self._folded.setdefault(each.lower(), []).append(each)
            if _digits(each):
                self._numbers.setdefault(each.lstrip("0"), []).append(each)

    def same(self, text: str) -> str | None:
        """The known code that a text is but for its case, or for zeros in front that a spreadsheet dropped or added."""
        if text in self._exact:
            return text
        found = self._folded.get(text.lower(), [])
        if not found and _digits(text):
            found = self._numbers.get(text.lstrip("0"), [])
        return found[0] if len(found) == 1 else None

    def of_part(self, text: str) -> list[str]:
        """The known codes that begin with a text of digits and go on with zeros: a district's own four digits of eight."""
        if not _digits(text):
            return []
        found = {
            text.zfill(part).ljust(width, "0") for width in self._widths for part in range(len(text), width)
        }
        return sorted(found & self._exact)


def _digits(text: str) -> bool:
    return re.fullmatch("[0-9]+", text) is not None
