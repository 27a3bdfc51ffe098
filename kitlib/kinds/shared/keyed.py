"""What was written on paper and keyed in: what may stand in a box, and what is meant by it.

People write what they see on the sheet: the number of a statement, the letter
of a heading, the words of a choice. The ids are the screen's, so that what is
keyed in and what is typed are one answer. What only one kind can tell is in
its `paper` module.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import day, hour, one_of, whole, yes_no
from kitlib.tabular import values
from kitlib.tabular.folding import match
from kitlib.tabular.lists import words_in

__all__ = [
    "id_from_words",
    "input_hint",
    "is_paper_row",
    "letter",
    "numbered",
    "numbers_hint",
    "numbers_in",
    "paper_row",
    "parse_answer",
    "picked",
    "read_as",
    "value_by_words",
]


MOST_DIGITS = 9  # of a number on a sheet


def paper_row(number: int, seat: int | None = None) -> str:
    """The id of a row that was written on paper: of a team, or of one seat."""
    return f"r{number:02d}-paper" + (f"-{seat}" if seat is not None else "")


def is_paper_row(row: str) -> bool:
    """Whether a row was written on paper."""
    return re.fullmatch(r"r\d{2,}-paper(-\d+)?", row) is not None


def letter(place: int) -> str:
    """The letter of a heading by its place: A, B, …"""
    return chr(ord("A") + place % 26)


# -- what is meant ------------------------------------------------------------------------


def parse_answer(check: Any, text: str, special: Any = None, *, serials: bool = False) -> Any:
    """The value that a keyed-in text stands for: the first reading of it that fits `check`, else the text.

    `special` is what the kind of activity makes of it, tried first. `serials`: whether a bare number can be
    a day as Excel counts them. Raises AnswerError for a day that can be read in several ways or in none,
    with what may be meant.
    """
    if check is day:
        return _day(text, serials)
    if check is hour:
        return _hour(text)
    for value in (special, _plain(check, text), _json(text), text):
        try:
            if value is not None:
                check(value)
                return value
        except AnswerError:
            continue
    return text


def _hour(text: str) -> str:
    """A time as HH:MM; text that is none is left to the check."""
    try:
        return values.time_of_day(text) if text.strip() else ""
    except values.Unreadable:
        return text


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(check: Any, text: str) -> Any:
    """A choice in any case, a tick or a number as a spreadsheet writes it."""
    if isinstance(check, one_of):
        return _chosen(check.choices, text)
    if check is yes_no:
        return read_as(values.yes_no, text)
    return read_as(values.number, text)


def _day(text: str, serials: bool) -> str:
    try:
        return values.day(text, serials) if text.strip() else ""
    except values.Unreadable as error:
        raise AnswerError(error.sentence, "Write it so, and import the file again.") from None


def read_as(reader: Callable[[str], Any], text: str) -> Any:
    """What a reader of `tabular.values` makes of a text; nothing where it cannot read it."""
    try:
        return reader(text)
    except values.Unreadable:
        return None


def _chosen(choices: Sequence[Any], text: str) -> Any:
    by_words = {str(choice): choice for choice in choices}
    words = read_as(lambda said: values.choice(said, list(by_words)), text)
    return None if words is None else by_words[words]


def numbers_in(text: str) -> list[int] | None:
    """The whole numbers in "3, 7"; None where anything else stands there."""
    found = words_in(text)
    if not all(n.isascii() and n.isdigit() and len(n) <= MOST_DIGITS for n in found):
        return None
    return [int(n) for n in found]


def picked(ids: Sequence[str], text: str) -> list[str] | None:
    """Numbers on the sheet to the ids that they stand for."""
    numbers = numbers_in(text)
    if numbers is None or not all(1 <= n <= len(ids) for n in numbers):
        return None
    return [ids[n - 1] for n in numbers]


def value_by_words(by_words: Mapping[str, Any], text: str) -> Any:
    """The value whose words are meant; None where none is."""
    found = match(text, by_words)
    return None if found is None else by_words[found]


def id_from_words(words: Mapping[str, str], text: str) -> str | None:
    """An id by its words, or by its number on the sheet; `words` are by id, in the order of the sheet."""
    by_words = {said: id for id, said in words.items()}
    by_number = {str(n): id for n, id in enumerate(words, start=1)}
    found: str | None = value_by_words(by_words, text) or by_number.get(text)
    return found


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
    if check is hour:
        return "a time, such as 3:30 pm"
    return "a day, such as 2027-01-31" if check is day else ""
