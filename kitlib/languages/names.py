"""Languages by their codes and by their names: any that the Unicode tables know, and others by their code alone."""

from __future__ import annotations

import datetime as dt
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

__all__ = ["ENGLISH", "code_of", "direction", "english_name", "long_day", "own_name"]

ENGLISH = "en"


@cache
def own_name(code: str) -> str:
    """A language as those who speak it write it, with a capital: "Español" for es; else its English name, else the code."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        name = None
    name = name or english_name(code)
    return name[:1].upper() + name[1:]


def direction(code: str) -> str:
    """Whether a language is written from left to right ("ltr") or from right to left ("rtl")."""
    try:
        return str(Locale.parse(code, sep="-").text_direction)
    except (ValueError, UnknownLocaleError):
        return "ltr"


def long_day(day: dt.date, code: str) -> str:
    """A day as it is written in a language; as in English where nobody told how."""
    try:
        words = str(format_date(day, "full", locale=Locale.parse(code, sep="-")))
    except (ValueError, UnknownLocaleError):
        words = ""
    known = (
        words and f"M{day.month:02}" not in words
    )  # so the tables call a month for which they have no name
    return words if known else str(format_date(day, "full", locale=ENGLISH))


def english_name(code: str) -> str:
    """The English name of a language, or its code where none is known."""
    return _english().get(code.replace("-", "_")) or _english().get(code.split("-")[0]) or code


def code_of(name: str) -> str | None:
    """The code of a language by its English or own name, or by the code itself; None for none that is known."""
    wanted = name.strip().casefold()
    if wanted.replace("-", "_") in {code.casefold() for code in _english()}:
        return name.strip()
    by_name = {english.casefold(): code for code, english in reversed(_english().items())}
    found = by_name.get(wanted) or next(
        (c for c in _english() if own_name(c.replace("_", "-")).casefold() == wanted), None
    )
    return found.replace("_", "-") if found else None


@cache
def _english() -> dict[str, str]:
    return {code: name for code, name in Locale("en").languages.items() if name}
