"""What was written on paper and keyed in: what may stand in a box, and what is meant by it.

People write what they see on the sheet: the number of a statement, the letter
of a heading, the words of a choice. The ids are the screen's, so that what is
keyed in and what is typed are one answer. What only one kind can tell is in
its `paper` module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import day, one_of, whole, yes_no

__all__ = [
    "id_from_words",
    "input_hint",
    "letter",
    "numbered",
    "numbers_hint",
    "numbers_in",
    "paper_row",
    "parse_answer",
    "picked",
]

_YES, _NO = ("yes", "x", "✓", "true"), ("no", "false")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def paper_row(number: int, seat: int | None = None) -> str:
    """The id of a row that was written on paper: of a team, or of one seat."""
    return f"r{number:02d}-paper" + (f"-{seat}" if seat is not None else "")


def letter(place: int) -> str:
    """The letter of a heading by its place: A, B, …"""
    return chr(ord("A") + place % 26)


# -- what is meant ------------------------------------------------------------------------


def parse_answer(check: Any, text: str, special: Any = None) -> Any:
    """The value that a keyed-in text stands for: the first reading of it that fits `check`, else the text.

    `special` is what the kind of activity makes of it, tried first.
    """
    for value in (special, _plain(check, text.strip()), _json(text), text):
        try:
            if value is not None:
                check(value)
                return value
        except AnswerError:
            continue
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(check: Any, text: str) -> Any:
    """A choice in any case, a tick, a day or a number as a spreadsheet writes it."""
    word = text.casefold()
    if isinstance(check, one_of):
        return next((choice for choice in check.choices if str(choice).casefold() == word), None)
    if check is yes_no:
        return True if word in _YES else False if word in _NO else None
    if check is day and (found := _AMERICAN.fullmatch(text)):
        return f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}"
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        return _json(text.replace(",", ""))
    return None


def numbers_in(text: str) -> list[int] | None:
    """The whole numbers in "3, 7"; None where anything else stands there."""
    found = re.split(r"[\s,;]+", text)
    return [int(n) for n in found] if all(n.isascii() and n.isdigit() for n in found) else None


def picked(ids: Sequence[str], text: str) -> list[str] | None:
    """Numbers on the sheet to the ids that they stand for."""
    numbers = numbers_in(text)
    if numbers is None or not all(1 <= n <= len(ids) for n in numbers):
        return None
    return [ids[n - 1] for n in numbers]


def id_from_words(words: Mapping[str, str], text: str) -> str | None:
    """An id by its words, or by its number on the sheet; `words` are by id, in the order of the sheet."""
    by_words = {said.casefold(): id for id, said in words.items()}
    by_number = {str(n): id for n, id in enumerate(words, start=1)}
    return by_words.get(text.casefold()) or by_number.get(text)


# -- what fits ------------------------------------------------------------------------------


def numbered(words: Mapping[str, str]) -> str:
    """What may be keyed in where an id is meant: "1 (Attendance), 2 (Behavior)"."""
    return ", ".join(f"{n} ({said})" for n, said in enumerate(words.values(), start=1))


def numbers_hint(most: int, noun: str) -> str:
    """What may be keyed in where up to so many numbers of the sheet are meant; `noun` is what they number."""
    if most == 1:
        return f"the number of one {noun}, such as 1"
    return f"at most {most} numbers of {noun}s, such as 1, 2"


def input_hint(check: Any) -> str:
    """What may be keyed in where this check holds, in words; empty for words of one's own."""
    if isinstance(check, one_of):
        return ", ".join(str(choice) for choice in check.choices if choice != "")
    if isinstance(check, whole):
        return f"a whole number from {check.low} to {check.high}"
    if check is yes_no:
        return "yes or no"
    return "a day, such as 2027-01-31" if check is day else ""
