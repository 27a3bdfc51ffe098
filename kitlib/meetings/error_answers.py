"""Errors as pages are told of them: a word by which a page knows what to do, and the rest in the words of the state."""

from __future__ import annotations

from kitlib.content.home import called_here
from kitlib.errors import ForbiddenError, KitError, NotFoundError, StoreError
from kitlib.meetings import protocol

__all__ = ["error_answer", "error_word", "refused"]

#: What a page does about an error follows from its word; the first that fits counts.
_WORDS: tuple[tuple[type[KitError], protocol.ErrorWord], ...] = (
    (NotFoundError, "not_found"),
    (ForbiddenError, "forbidden"),
    (StoreError, "retry"),
    (KitError, "invalid"),
)


def error_word(error: KitError) -> protocol.ErrorWord:
    """What kind of error this is to a page; only "retry" is worth trying again."""
    return next(word for kind, word in _WORDS if isinstance(error, kind))


def error_answer(error: KitError) -> protocol.ErrorAnswer:
    """An error as a page is told of it."""
    say = called_here().message
    return {"error": error_word(error), "what": say(error.what), "next": say(error.next)}


def refused(error: KitError) -> protocol.SaveResult:
    """What became of an answer that could not be stored."""
    told = error_answer(error)
    if told["error"] == "retry":
        return {"outcome": "retry", "what": told["what"], "next": told["next"]}
    return {"outcome": "invalid", "what": told["what"], "next": told["next"]}
