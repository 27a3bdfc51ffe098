"""What in a text reads like the name of a person: two or more words with capitals that are no everyday words.

It knows no names, and so it can give none away: `everyday.txt` holds words that are not names, those that the kit's
own sessions, pages and samples write small, and those of calendars, languages and schools. Some names are such words
too ("Will", "Hill"); they are left out of the list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

__all__ = ["name_likes"]

# Words that do not begin with a small letter of English: most of a text is passed over at once.
_WORD = re.compile(r"(?<![\w'’-])(?![a-z])[^\W\d_][\w'’-]{0,80}")
_PARTS = re.compile(r"['’-]")
MOST_WORDS = 4  # of one name
FARTHEST = 3  # characters between two words of one name


@cache
def _everyday() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "everyday.txt").read_text(encoding="utf-8").split())


def name_likes(text: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Where what reads like a name begins and ends. `known` are words, in small letters, that are none here either.

    "Robin Sample", "Sample, Robin" and "Ana María Ruiz" read like names; "Check In", "Assistant Principal",
    "Portuguese Club", "ROBIN SAMPLE" and "Robin" do not.
    """
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        follows = run and text[run[-1].end() : word.start()].strip(" \t") in ("", ",")
        if run and (not follows or word.start() - run[-1].end() > FARTHEST or len(run) == MOST_WORDS):
            yield from _told(run)
            run = []
        if _could_be(word.group(), known):
            run.append(word)
        else:
            yield from _told(run)
            run = []
    yield from _told(run)


def _told(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if len(run) > 1:
        yield run[0].start(), run[-1].end()


def _could_be(word: str, known: Collection[str]) -> bool:
    """Whether a word could be part of a name: it has a capital, is not all capitals, and is no everyday word."""
    if not word[0].isupper() or len(word) < 2 or word.isupper():
        return False
    plain = word.casefold()
    # "Check-in" is as common as its parts; of "Robin's" the first part counts.
    parts = [part for part in _PARTS.split(plain) if len(part) > 1]
    common = _everyday()
    return not all(part in common or part in known for part in parts or [plain])
