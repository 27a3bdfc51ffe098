"""What looks like it could name a student: found before an answer is kept, and left to the writer to decide.

A finding is a hint, never a verdict: a phone number may be the school's own.

Names are asked about in two ways. What a device sends is held against no list of
students. If it were, whoever can write in a box could try names and learn from the
question which of them are enrolled; so every text is asked about by how it is written
alone, in the same words and with the same answer whether there is a roster or not
(`names`). Asking about any two capitals would put a question under every second
sentence, and at four in the afternoon nobody reads it any more; so everyday words are
left out: of the three hundred pairs of capitals in what the kit says itself some
twenty are asked about, of the texts in its sample meetings none. The price: a name
written small, or a first name alone, is not asked about.

A roster, a file with one name a line that a district may keep on the server, is held
against what is read in on that very computer, by someone who can open the file: what
was keyed in from paper. There a name is found however it is written.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kitlib.errors import KitError
from kitlib.privacy.names import name_likes

__all__ = ["Finding", "find_identifiers", "read_roster"]

# No pattern can look further than so many characters from where it starts, so that no text, however long or
# odd, makes the search take more than its length times a constant.
_AT = re.compile(r"(?<=[\w.+-])@(?=[\w-])")
_BEFORE_AT = re.compile(r"[\w.+-]{1,64}")  # read backwards
_AFTER_AT = re.compile(r"[\w-]{1,63}\.[\w.-]{0,180}\w")
_PHONE = re.compile(r"(?<![\d-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])")
_NUMBER = re.compile(r"(?<![\d.,-])\d{10}(?![\d]|[.,-]\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORD = re.compile(r"[^\W\d_][\w'’-]{0,80}")
_DATE = re.compile(
    r"(?<![\d/-])(?:(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<y>\d{4}|\d{2})"
    r"|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})"
    r"|(?P<name>[A-Z][a-z]{2,8})\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?,? (?P<y3>\d{4}))(?![\d/])"
)
_BORN = re.compile(r"\b(?:born|birth(?:day|date)?|d\.?o\.?b)\b", re.IGNORECASE)
YOUNGEST, OLDEST = 2, 23  # years; whom schools serve
NEAR = 30  # characters between "born" and a date, and between the two parts of a name at most


@dataclass(frozen=True)
class Finding:
    """A stretch of a text that could tell who a student is."""

    text: str
    what: str  # "a date of birth"


def find_identifiers(
    text: str,
    roster: frozenset[str] = frozenset(),
    today: dt.date | None = None,
    known: Collection[str] = (),
) -> list[Finding]:
    """Find what in `text` could tell who a student is, in the order of the text, each stretch once.

    Looked for: e-mail addresses, phone numbers, numbers of ten digits as the
    state gives them to students, days on which a student could have been born
    (or any day beside a word for birth), what reads like the name of a person,
    and names of the roster, either way round. `roster` holds names as
    `read_roster` gives them, and is for no answer that leaves this computer;
    `known` are words that are no names here, in small letters.
    """
    day = today or dt.datetime.now().astimezone().date()
    found = [(start, Finding(text[start:end], "an e-mail address")) for start, end in _addresses(text)]
    found += [(m.start(), Finding(m.group(), "a phone number")) for m in _PHONE.finditer(text)]
    found += [
        (m.start(), Finding(m.group(), "a student’s state number (ten digits)"))
        for m in _NUMBER.finditer(text)
    ]
    for m in _DATE.finditer(text):
        around = text[max(0, m.start() - NEAR) : m.end() + NEAR]
        if _of_a_student(m, day) or _BORN.search(around):
            found.append((m.start(), Finding(m.group(), "a date of birth")))
    named = list(_of_roster(text, roster)) if roster else []
    found += [(start, Finding(text[start:end], "the name of a student")) for start, end in named]
    found += [
        (start, Finding(text[start:end], "the name of a person"))
        for start, end in name_likes(text, known)
        if not any(a < end and start < b for a, b in named)
    ]
    found.sort(key=lambda each: each[0])
    return list(dict.fromkeys(finding for _, finding in found))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses begin and end, found from their "@" to both sides."""
    end = 0
    for at in _AT.finditer(text):
        before = _BEFORE_AT.match(text[max(end, at.start() - 64) : at.start()][::-1])
        after = _AFTER_AT.match(text, at.end())
        if before and after:  # not before where that belongs to the address found last
            end = after.end()
            yield at.start() - before.end(), end


def _of_roster(text: str, roster: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where names of the roster begin and end."""
    for one, two in itertools.pairwise(_WORD.finditer(text)):
        near = two.start() - one.end() <= NEAR and text[one.end() : two.start()].strip() in ("", ",")
        if near and (
            {_plain(f"{one.group()} {two.group()}"), _plain(f"{two.group()} {one.group()}")} & roster
        ):
            yield one.start(), two.end()


def _of_a_student(m: re.Match[str], today: dt.date) -> bool:
    """Tell whether a student of a school may have been born on that day."""
    if m["name"]:
        month = m["name"][:3].lower()
        if month not in _MONTHS:
            return False
        year, number, day = int(m["y3"]), _MONTHS.index(month) + 1, int(m["d3"])
    elif m["y2"]:
        year, number, day = int(m["y2"]), int(m["m2"]), int(m["d2"])
    else:
        year, number, day = int(m["y"]), int(m["m"]), int(m["d"])
        year += 2000 if year < 100 else 0
    try:
        born = dt.date(year, number, day)
    except ValueError:
        return False
    return OLDEST * 366 >= (today - born).days >= YOUNGEST * 365


@lru_cache(maxsize=4)
def read_roster(path: Path) -> frozenset[str]:
    """Read the names in a roster file, one a line ("First Last", or "Last, First"); empty where there is no file.

    Raises KitError for a file that is no UTF-8 text.
    """
    if not path.is_file():
        return frozenset()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise KitError(
            f"The roster {path} is not UTF-8 text, so no name can be looked for.",
            "Save it again as UTF-8, then start the kit anew: kit lab",
        ) from None
    names = set()
    for line in lines:
        last, comma, first = line.partition(",")
        words = (f"{first} {last}" if comma else line).split()
        if len(words) >= 2:
            names.add(_plain(f"{words[0]} {words[-1]}"))
    return frozenset(names)


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'")
