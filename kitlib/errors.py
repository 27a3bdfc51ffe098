"""Errors that a user of the kit can put right.

    KitError              what is wrong, where, and the next command; exit 1, no traceback
    ├── ContentError      a file under facilitation/ is not sound
    ├── NotFoundError     a session, district, meeting or file is not there
    ├── AnswerError       an answer does not fit its activity
    ├── ForbiddenError    a device asks for what is not its own
    └── StoreError        the database cannot be used

Everything else that escapes is a bug of the kit and leaves with exit 3. A KitWarning
is what a user should hear of though the work was done; the command line prints it in words.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

__all__ = [
    "AnswerError",
    "ContentError",
    "ForbiddenError",
    "KitError",
    "KitWarning",
    "NotFoundError",
    "StoreError",
    "did_you_mean",
    "nearest",
    "nothing_done",
]


class KitError(Exception):
    """What is wrong, and in `next` the command or act that puts it right."""

    def __init__(self, what: str, next: str = "") -> None:
        super().__init__(what, next)
        self.what = what
        self.next = next

    def __str__(self) -> str:
        return f"{self.what}\n{self.next}" if self.next else self.what

    def _render_traceback_(self) -> list[str]:
        """What a notebook prints in place of a traceback: the message alone."""
        return str(self).splitlines()


class ContentError(KitError):
    """A file under facilitation/ is not sound; the message lists every problem in file order, and so does `problems`."""

    def __init__(self, what: str, next: str = "", problems: Sequence[Any] = ()) -> None:
        super().__init__(what, next)
        self.problems = problems  # of kitlib.content.document


class NotFoundError(KitError):
    """Something named by the user does not exist; the message offers the nearest name."""


class AnswerError(KitError):
    """An answer does not fit the activity it is meant for; nothing was stored."""


class ForbiddenError(KitError):
    """A device asks for what is another's; asking again brings the same answer."""


class StoreError(KitError):
    """The database cannot be opened, read or written."""


class KitWarning(UserWarning):
    """What a user should know of something that was done all the same, and what would put it right."""


@contextmanager
def nothing_done(said: str) -> Iterator[None]:
    """Within it a file that is not sound is told together with what did not come to be, such as "No meeting was opened."."""
    try:
        yield
    except ContentError as error:
        head, _, rest = error.what.partition("\n")
        raise ContentError(f"{head} {said}\n{rest}".rstrip(), error.next, error.problems) from None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the nearest of `known`, or nothing when none is near."""
    near = nearest(word, known)
    return f'; did you mean "{near}"?' if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Which of `known` is nearest to a word, or nothing when none is near."""
    by_lower = {each.lower(): each for each in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""
