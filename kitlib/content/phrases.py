"""The short texts of a session that are translated as a list beside it: each must stand in it, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from kitlib.content.document import Document, Problem
from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.content.texts import texts_in
from kitlib.errors import NotFoundError, did_you_mean

__all__ = ["phrase_problems", "texts_of", "with_what_is_used"]


def phrase_problems(session: Session, at: Document, library: ContentSource) -> Iterator[Problem]:
    """Each phrase that stands neither in the session nor in an instrument that it uses."""
    if not session.phrases:
        return
    there = texts_of(session, library)
    for language, phrases in session.phrases.items():
        for english in phrases:
            if english not in there:
                told = f'"{english}" stands nowhere in this session{did_you_mean(english, there)}'
                yield at.problem(("phrases", language, english), told)


def texts_of(session: Session, library: ContentSource) -> set[str]:
    """Every text that stands in a session, or in an instrument or a scale that it uses."""
    return set(texts_in([*with_what_is_used(session, library)]))


def with_what_is_used(session: Session, library: ContentSource) -> Iterator[dict[str, Any]]:
    """A session without its phrases, then the instruments and the scales that it uses, as plain data."""
    yield session.model_dump(exclude={"phrases"})
    scales: dict[str, None] = {}
    for activity in session.activities.values():
        scales |= dict.fromkeys(activity.scales())
        for id in activity.instruments():
            with suppress(NotFoundError):  # told where it is named
                instrument = library.instrument(id)
                scales[instrument.scale] = None
                yield instrument.model_dump()
    for id in scales:
        with suppress(NotFoundError):
            yield library.scale(id).model_dump()
