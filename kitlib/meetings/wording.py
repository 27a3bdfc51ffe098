"""A page of a meeting in a language that people read: which there are, and what stands for what the session says in English.

Only what a page shows is told to it, in the one language that was chosen. What
people wrote is in nobody's words but their own, and never comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from kitlib.content.markdown import as_html, as_inline_html
from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.errors import NotFoundError
from kitlib.languages.catalogue import languages, offered_words
from kitlib.languages.names import ENGLISH, own_name

__all__ = ["Wording", "texts_in"]

_BESIDE = {  # the key that holds translations -> the keys whose English it may be of
    "translations": ("text", "label", "prompt"),
    "titles": ("title",),
    "intros": ("intro",),
}


class Wording:
    """What one session says in other languages."""

    def __init__(self, session: Session, source: ContentSource) -> None:
        self._session = session
        self._said: dict[str, dict[str, str]] = {
            language: dict(phrases) for language, phrases in session.phrases.items()
        }
        for language, english, words in _translations(_dumped(session, source)):
            self._said.setdefault(language, {})[english] = words

    def offered(self) -> dict[str, str]:
        """The languages in which the session or the kit says something, by their own names; English first."""
        found = sorted({*self._said, *languages()} - {ENGLISH}, key=own_name)
        return {language: own_name(language) for language in (ENGLISH, *found)}

    def words(self, language: str, texts: Iterable[str]) -> dict[str, str]:
        """Of these texts, as a page has them, what stands for each: plain, or HTML that was made of it."""
        wanted = set(texts)
        said = {**offered_words(language), **self._said.get(language, {})}
        return {
            shown(english): shown(words)
            for english, words in said.items()
            for shown in self._shown
            if shown(english) in wanted
        }

    @property
    def _shown(self) -> tuple[Callable[[str], str], ...]:
        sources = self._session.sources
        return str, lambda text: as_inline_html(text, sources), lambda text: as_html(text, sources)


def texts_in(data: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from texts_in(each)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from texts_in(each)


def _dumped(session: Session, source: ContentSource) -> Iterator[Mapping[str, Any]]:
    """A session and the instruments that it uses, with their scales, as plain data."""
    yield session.model_dump(exclude={"phrases"})
    for activity in session.activities.values():
        scales = {getattr(activity, "scale", "")}
        for id in activity.instruments():
            with suppress(NotFoundError):  # told where it is named
                instrument = source.instrument(id)
                scales.add(instrument.scale)
                yield instrument.model_dump()
        for scale in scales:
            with suppress(NotFoundError):
                yield source.scale(scale).model_dump() if scale else {}


def _translations(data: Any) -> Iterator[tuple[str, str, str]]:
    """Language, English and translation of every text beside which its translations stand."""
    if isinstance(data, Mapping):
        for key, of in _BESIDE.items():
            english = next((data[each] for each in of if data.get(each)), None)
            if english and isinstance(data.get(key), Mapping):
                yield from ((language, english, words) for language, words in data[key].items() if words)
    for each in data.values() if isinstance(data, Mapping) else data:
        if isinstance(each, Mapping | list | tuple):
            yield from _translations(each)
