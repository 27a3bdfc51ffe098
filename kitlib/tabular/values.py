"""What a cell means: a number, a day, a time of the day, yes or no, one of some choices.

One tolerance for files, for what was keyed in from paper and, by the twin in frontend/static/ui/tabular.js,
for what is typed or pasted into a page; tests/content/tabular-cases.json holds for both. Each reader
gives the value or raises `Unreadable`, whose words go on after the text that was found: "soon" + "is
not a day such as 1/31/2027".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NoReturn

from kitlib.tabular.folding import fold, match, tidy

__all__ = ["Unreadable", "choice", "day", "is_withheld", "moment", "number", "time_of_day", "whole", "yes_no"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YES = frozenset(("yes", "y", "x", "true", "1", "✓", "✔", "☑", "si"))
NO = frozenset(("no", "n", "false", "0", "☐", "-"))
LONGEST_NUMBER = (
    200  # characters with its unit; where a number ends and its unit begins is looked for by trying
)
MOST_DIGITS = 15  # as many as a browser's number holds exactly
NEWEST_SHORT_YEAR = 59  # a year of two digits is taken up to 2059; "87" is no year of a school's plan

_NUMBER = re.compile(
    r"([-+]?)(\$?)([-+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)?(\.[0-9]+)?"
)
_WITH_UNIT = re.compile(r"([^A-Za-z]*[0-9)][^A-Za-z]*?) ?([A-Za-z].*)")
_COMMA_DECIMALS = re.compile(r"[-+]?\$?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+")
_CLOCK = r"(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]\.?m\.?)?z?)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _CLOCK)
_MONTH_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})" + _CLOCK)
_NAME_FIRST = re.compile(r"([a-z]{3,9})\.?[ -]([0-9]{1,2})(?:st|nd|rd|th)?(?:, ?|[ -])([0-9]{4}|[0-9]{2})")
_NAME_SECOND = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|\.)?(?: of )?[ -]?([a-z]{3,9})(?:\. ?|, ?|[ -])([0-9]{4}|[0-9]{2})"
)
_NO_YEAR = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}|[a-z]{3,9}\.? [0-9]{1,2}|[0-9]{1,2}\.? [a-z]{3,9}\.?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.0+)?")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)? ?(?:([ap])\.? ?(?:m\.?)?)?")
_WITHHELD = re.compile(r"\*+|~|#?n/?a|[-–—]+|\.{1,3}|<=? ?[0-9]+|n ?<=? ?[0-9]+|suppressed|withheld|null")


class Unreadable(ValueError):
    """A text that is no such value; the words say why, and how to write it."""

    @property
    def sentence(self) -> str:
        """The words as a sentence of their own: "This is not a day such as 1/31/2027."."""
        return f"This {self}" if str(self).endswith("?") else f"This {self}."


def number(text: str, unit: str = "") -> int | float:
    """The number of "1,200", "$1,200.50", "40%", "3.0", "1 916", "(12)" or, with its unit, "30 min".

    A whole number is an int. Raises Unreadable.
    """
    words = re.sub("[\u2212\u2013]", "-", tidy(text))
    if len(words) > LONGEST_NUMBER:
        raise Unreadable("is not a number such as 12 or 2.5")
    with_unit = _WITH_UNIT.fullmatch(words)
    if with_unit and unit and tidy(unit).lower().startswith(with_unit[2].lower()):
        words = with_unit[1]
    words = words.removesuffix("%").rstrip()
    if words.startswith("(") and words.endswith(")"):
        words = "-" + words[1:-1]
    if _COMMA_DECIMALS.fullmatch(words) and not _NUMBER.fullmatch(words):
        raise Unreadable("is not a number here: write 1,200.50, with a point before the decimals")
    found = _NUMBER.fullmatch(words.replace("$ ", "$"))
    if found is None or not (found[4] or found[5]) or (found[1] and found[3]):
        raise Unreadable("is not a number such as 12 or 2.5")
    digits, decimals = re.sub("[ ,]", "", found[4] or "0"), (found[5] or ".").rstrip("0")
    if len(digits.lstrip("0") + decimals[1:]) > MOST_DIGITS:
        raise Unreadable("is a number of too many digits")
    sign = -1 if "-" in (found[1], found[3]) else 1
    return sign * (int(digits) if decimals == "." else float(digits + decimals))


def _number_or_none(text: str) -> int | float | None:
    try:
        return number(text)
    except Unreadable:
        return None


def whole(text: str, least: int = 0, most: int = 10**9) -> int:
    """A whole number within its limits. Raises Unreadable."""
    found = _number_or_none(text)
    if not isinstance(found, int):
        raise Unreadable("is not a whole number")
    if not least <= found <= most:
        raise Unreadable(f"is not from {least} to {most}")
    return found


# -- days ---------------------------------------------------------------------------------


def day(text: str, serials: bool = False) -> str:
    """A day as YYYY-MM-DD, as people in the United States write it. Raises Unreadable, with what may be meant.

    `serials`: whether a bare number can be a day as Excel counts them; only a cell of a workbook can.
    """
    words = _without_weekday(tidy(text).lower().replace("\u2212", "-").replace("\u2013", "-"))
    if serials and (found := _SERIAL.fullmatch(words)):
        return _of_calendar(*_counted(int(found[1])))
    if found := _YEAR_FIRST.fullmatch(words):
        return _of_calendar(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_FIRST.fullmatch(words):
        return _in_numbers(int(found[1]), found[2], int(found[3]), found[4])
    if found := _NAME_FIRST.fullmatch(words):
        return _of_calendar(_year(found[3]), _month(found[1]), int(found[2]))
    if found := _NAME_SECOND.fullmatch(words):
        return _of_calendar(_year(found[3]), _month(found[2]), int(found[1]))
    if _NO_YEAR.fullmatch(words):
        raise Unreadable("has no year: write it as 1/31/2027")
    raise Unreadable("is not a day such as 1/31/2027")


def _without_weekday(words: str) -> str:
    first, _, rest = words.partition(" ")
    name = first.rstrip(".,")
    return rest if len(name) >= 3 and any(day.startswith(name) for day in WEEKDAYS) else words


def _counted(serial: int) -> tuple[int, int, int]:
    found = dt.date(1899, 12, 30) + dt.timedelta(days=serial)
    return found.year, found.month, found.day


def _in_numbers(first: int, mark: str, second: int, year: str) -> str:
    """Month, day, year in numbers; asks back where that order is not the only one in use."""
    if first > 12 and len(year) == 2:
        raise Unreadable("could be several days: write it as 1/31/2027")
    if first > 12 and 1 <= second <= 12:
        raise Unreadable(f"has no month {first}: did you mean {second}/{first}/{year}?")
    if mark in ". " and 1 <= first <= 12 and 1 <= second <= 12 and first != second:
        here, there = f"{MONTHS[first - 1]} {second}", f"{MONTHS[second - 1]} {first}"
        raise Unreadable(f"could be {here} or {there}: write the month as a word")
    found = _of_calendar(_year(year), first, second)
    if mark == " ":
        raise Unreadable(f"has blanks between its numbers: did you mean {first}/{second}/{_year(year)}?")
    return found


def _year(digits: str) -> int:
    if len(digits) == 2 and int(digits) > NEWEST_SHORT_YEAR:
        raise Unreadable("has a year of two digits: write all four")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(name: str) -> int:
    for n, month in enumerate(MONTHS, start=1):
        if month.lower().startswith(name):
            return n
    raise Unreadable("is not a day such as 1/31/2027")


def _of_calendar(year: int, month: int, of_month: int) -> str:
    try:
        found = dt.date(year, month, of_month)
    except ValueError:
        raise Unreadable("is no day of the calendar") from None
    if year < 100:
        raise Unreadable(f"is in the year {year}: did you mean {month}/{of_month}/{2000 + year}?")
    if not 2000 <= year <= 2100:
        raise Unreadable("is not between the years 2000 and 2100")
    return found.isoformat()


# -- all else -----------------------------------------------------------------------------


def time_of_day(text: str, starts: str = "00:00") -> str:
    """A time as HH:MM, from "1:30 pm", "13:30", "1:30:00 PM", "1 pm" or "noon". Raises Unreadable.

    In a day that starts at `starts` (HH:MM), "1:30" alone is in the afternoon when it would be too early otherwise.
    """
    words = tidy(text).lower()
    words = {"noon": "12:00 pm", "midnight": "12:00 am"}.get(words, words)
    found = _TIME.fullmatch(words)
    if found is None or not (found[2] or found[3]):
        _no_time()
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour > 23 or minute > 59 or (half == "a" and hour > 12) or (half == "p" and hour == 0):
        _no_time()
    early = f"{hour:02d}:{minute:02d}" < starts
    if 0 < hour < 12 and (half == "p" or (not half and early)):
        hour += 12
    return f"{0 if hour == 12 and half == 'a' else hour:02d}:{minute:02d}"


def _no_time() -> NoReturn:
    raise Unreadable("is not a time such as 1:30 pm")


def yes_no(text: str) -> bool:
    """Yes, no, or a tick, in the ways that people and spreadsheets write them. Raises Unreadable."""
    word = fold(text)
    if word in YES or word in NO:
        return word in YES
    raise Unreadable("is neither yes nor no")


def choice(text: str, choices: Sequence[str]) -> str:
    """One of `choices`, in any case and with or without its accents; "3.0" is the choice "3". Raises Unreadable."""
    words = tidy(text)
    found = match(words, choices)
    if found is None:
        found = next((c for c in choices if _same_number(words, c)), None)
    if found is None:
        raise Unreadable("is not one of the choices")
    return found


def _same_number(words: str, label: str) -> bool:
    return re.fullmatch("-?[0-9]{1,15}", label) is not None and _number_or_none(words) == int(label)


def is_withheld(text: str) -> bool:
    """Whether a cell says that there is no number, or that it is kept back: `***`, `<10`, `n/a`, a dash."""
    return _WITHHELD.fullmatch(fold(text)) is not None


def moment(text: str) -> float:
    """The seconds since 1970 of a date and time with its offset (ISO 8601). Raises Unreadable."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 2100:
        raise Unreadable("is no date and time with its offset")
    return found.timestamp()
