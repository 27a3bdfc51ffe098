"""What may stand in a field: checks that raise AnswerError, in words for the person who typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kitlib.errors import AnswerError

__all__ = [
    "LONGEST_SEALED",
    "LONGEST_TEXT",
    "Check",
    "day",
    "hour",
    "moment",
    "one_of",
    "sealed",
    "see_that_it_is_small",
    "text",
    "whole",
    "yes_no",
]

Check = Callable[[Any], None]
LONGEST_TEXT = 20_000  # characters; about six printed pages
#: Of an answer that is a list or a table, such as an order or counts: how deep it goes, how many values, and how
#: many characters all of its texts have. The longest that any kind asks for is an order of some dozen things.
DEEPEST, MOST_VALUES, MOST_CHARACTERS = 4, 2_000, LONGEST_TEXT
LARGEST_WHOLE = 2**53  # as far as a browser counts exactly


def see_that_it_is_small(value: Any) -> None:
    """Refuse what no field holds, before anything is made of it. Raises AnswerError.

    A text by itself is left to the check of its field, which says how long it may be.
    """
    left, characters = MOST_VALUES, MOST_CHARACTERS
    waiting = [] if isinstance(value, str) else [(value, 1)]
    while waiting:
        here, depth = waiting.pop()
        if isinstance(here, str):
            characters -= len(here)
        elif isinstance(here, list | tuple | dict):
            left -= len(here)
            if depth > DEEPEST or left < 0:
                break
            inner = [*here, *here.values()] if isinstance(here, dict) else here
            waiting += [(each, depth + 1) for each in inner]
        elif isinstance(here, int) and abs(here) > LARGEST_WHOLE:
            raise AnswerError("is a number larger than any that is kept.", "Write a smaller one.")
        if characters < 0:
            break
    else:
        return
    raise AnswerError("is larger than any answer that is kept.", "Reload the page, and answer again.")


@dataclass(frozen=True)
class text:
    """Text of at most `longest` characters that any database and printer can hold."""

    longest: int = LONGEST_TEXT

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is no such text."""
        if not isinstance(value, str):
            raise AnswerError(f"must be text, found {type(value).__name__}")
        if len(value) > self.longest:
            raise AnswerError(
                f"holds {len(value):,} characters; {self.longest:,} is the most one box keeps.",
                "Shorten the text, or go on in another box. Nothing you typed is gone: it stays in this browser.",
            )
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise AnswerError("holds a character that cannot be stored.", "Take it out and go on.")


_SEALED = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_LOCK = re.compile(r"[0-9a-f]{16}")
LONGEST_SEALED = 6 * LONGEST_TEXT  # letters of base64: any text of the longest sort, padded


def sealed(value: Any) -> None:
    """What a page locked before it left the browser: the `lock` it is under, and what is `sealed`, in base64.

    Raises AnswerError for what is none: what is private never comes here in the clear.
    """
    if not isinstance(value, dict) or value.keys() != {"lock", "sealed"}:
        raise AnswerError(
            "is private, and came without its lock. It was not kept.",
            "Reload the page. Private words are locked in the browser before they are sent.",
        )
    if not all(isinstance(each, str) for each in value.values()):
        raise AnswerError("came with a lock that cannot be read. It was not kept.", "Reload the page.")
    if len(value["sealed"]) > LONGEST_SEALED:
        raise AnswerError(
            "is longer than one box keeps.",
            "Shorten the text, or go on in another box. Nothing you typed is gone.",
        )
    if not _LOCK.fullmatch(value["lock"]) or not _SEALED.fullmatch(value["sealed"]):
        raise AnswerError("came with a lock that cannot be read. It was not kept.", "Reload the page.")


@dataclass(frozen=True)
class one_of:
    """One of `choices`, and of the same type."""

    choices: Sequence[Any]

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is none of them."""
        if not any(value == choice and type(value) is type(choice) for choice in self.choices):
            raise AnswerError(
                f"must be one of {', '.join(map(str, self.choices))}; found {str(value)[:40]!r}"
            )


@dataclass(frozen=True)
class whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is no such number."""
        number = isinstance(value, int) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high:
            raise AnswerError(
                f"must be a whole number from {self.low} to {self.high}; found {str(value)[:40]!r}"
            )


def yes_no(value: Any) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise AnswerError(f"must be true or false; found {str(value)[:40]!r}")


def day(value: Any) -> None:
    """A day as YYYY-MM-DD between 2000 and 2100, or the empty text."""
    if value == "":
        return
    try:
        found = dt.date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except (TypeError, ValueError):
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise AnswerError(f"must be a day such as 2027-01-31; found {str(value)[:40]!r}")


def hour(value: Any) -> None:
    """A time of the day as HH:MM, or the empty text."""
    if value != "" and not (isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value)):
        raise AnswerError(f"must be a time such as 08:05 or 15:30; found {str(value)[:40]!r}")


def moment(value: Any) -> None:
    """A moment in seconds since 1970, between 2000 and 2100."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 946_684_800 <= value <= 4_102_444_800:  # neither NaN nor infinity is between
        raise AnswerError("must be a moment in seconds between the years 2000 and 2100")
