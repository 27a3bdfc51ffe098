"""A page of a meeting in a language that people read: which there are, and what stands for what the session says in English.

Only what a page shows is told to it, in the one language that was chosen. What
people wrote is in nobody's words but their own, and never comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kitlib.content.markdown import as_html, as_inline_html
from kitlib.content.models import Session
from kitlib.content.phrases import with_what_is_used
from kitlib.content.source import ContentSource
from kitlib.content.translations import told_in
from kitlib.languages.catalogue import languages, offered_words

__all__ = ["Wording"]


class Wording:
    """What one session says in other languages."""

    def __init__(self, session: Session, source: ContentSource) -> None:
        self._session = session
        self._said: dict[str, dict[str, str]] = {
            language: dict(phrases) for language, phrases in session.phrases.items()
        }
        for thing in with_what_is_used(session, source):
            for language, english, words in told_in(thing):
                self._said.setdefault(language, {})[english] = words

    @property
    def languages(self) -> set[str]:
        """The languages in which the session or the kit says something."""
        return {*self._said, *languages()}

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
