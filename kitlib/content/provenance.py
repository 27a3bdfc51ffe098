"""Whose words a session is made of: what its screens, sheets, records and roll-ups say of that.

A layer of content says it once, in its `publisher.yaml`; a home says it of its own in `kit.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import yaml

from kitlib.content.base import Content, Language, Text
from kitlib.content.document import Document, Loc, Problem
from kitlib.content.models import Resource

__all__ = ["ORIGINAL", "Provenance", "Publisher", "publisher_problems", "publisher_text"]

ORIGINAL = "Check against the original before you quote it."


class Publisher(Content):
    """Who publishes the content of a layer, and in whose words it says that prompts and items are."""

    publisher: Text = "Our district"
    provenance: Text = "Prompts and items are by {publisher}."  # a sentence of its own may take its place
    translations: Mapping[Language, Text] = {}  # of that sentence


#: What may stand in braces in these sentences.
BRACES = ("publisher",)
_BRACES = re.compile(r"\{([^{}]*)\}")


def publisher_problems(said: Publisher, at: Document) -> Iterator[Problem]:
    """What stands in braces in a sentence and nothing is filled in for."""
    places: list[tuple[Loc, str]] = [(("provenance",), said.provenance)]
    places += [(("translations", code), text) for code, text in said.translations.items()]
    for loc, text in places:
        for name in _BRACES.findall(text):
            if name not in BRACES:
                may = " or ".join(f"{{{each}}}" for each in BRACES)
                yield at.problem(loc, f"nothing is filled in for {{{name}}}; in braces may stand {may}")


def publisher_text(said: Publisher) -> str:
    """A `publisher.yaml` that says the same."""
    data = said.model_dump(include=set(Publisher.model_fields), exclude_defaults=True)
    data = {"publisher": said.publisher, **data}
    return "# Whose the sessions of this folder are.\n" + yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False
    )


class Say(Protocol):
    """A sentence of the kit in the language of a page, with `values` filled in."""

    def __call__(self, english: str, **values: object) -> str: ...


class Words(Protocol):
    """A sentence of the content in the language of a page."""

    def __call__(self, english: str, translations: Mapping[str, str]) -> str: ...


def _said(english: str, **values: object) -> str:
    return english.format(**values)


def _as_it_is(english: str, translations: Mapping[str, str]) -> str:
    return english


class Provenance(Content):
    """Where one session comes from. A meeting keeps it; what it did not keep is empty, and nothing is said of it."""

    title: str  # of the resource
    of: str  # whose the resource is
    publisher: str = ""  # whose the session is
    words: str = ""
    translations: Mapping[str, str] = {}
    version_by: str = ""  # who made a version of it
    parts_by: list[str] = []  # others of whom both steps and instruments are in it
    steps_by: list[str] = []  # others of whom steps are
    items_by: list[str] = []  # others of whom instruments are

    @classmethod
    def by(
        cls,
        publisher: Publisher,
        resource: Resource,
        *,
        version_by: str = "",
        steps_by: Sequence[str] = (),
        items_by: Sequence[str] = (),
    ) -> Provenance:
        """The provenance of a session of a publisher's layer."""
        name = publisher.publisher
        steps, items = (
            [each for each in dict.fromkeys(those) if each not in (name, version_by)]
            for those in (steps_by, items_by)
        )
        return cls(
            title=resource.title,
            of=resource.publisher,
            publisher=name,
            words=_filled(publisher.provenance, name),
            translations={code: _filled(text, name) for code, text in publisher.translations.items()},
            version_by=version_by,
            parts_by=[each for each in steps if each in items],
            steps_by=[each for each in steps if each not in items],
            items_by=[each for each in items if each not in steps],
        )

    @property
    def accompanies(self) -> bool:
        """Whether it is about a publication of somebody else, against which it can be checked."""
        return bool(self.publisher) and self.of != self.publisher

    def sentences(self, say: Say = _said, words: Words = _as_it_is) -> str:
        """All that is known of it; `say` and `words` put it into another language, and make it safe to stand in a page."""
        about = {"title": self.title, "publisher": self.of.rstrip(".")}
        found = [
            say("A companion to “{title}” ({publisher}).", **about)
            if self.accompanies
            else say("“{title}” ({publisher}).", **about)
        ]
        if self.version_by:
            found.append(say("A version made by {publisher}.", publisher=self.version_by.rstrip(".")))
        if self.words:
            found.append(words(self.words, self.translations))
        if self.parts_by:
            found.append(
                say("Some of its steps and items are by {publishers}.", publishers="; ".join(self.parts_by))
            )
        if self.steps_by:
            found.append(say("Some of its steps are by {publishers}.", publishers="; ".join(self.steps_by)))
        if self.items_by:
            found.append(say("Some of its items are by {publishers}.", publishers="; ".join(self.items_by)))
        return " ".join(found)

    def honesty(self, say: Say = _said, words: Words = _as_it_is) -> str:
        """In whose words it is, where its sources are told."""
        found = [words(self.words, self.translations)] if self.words else []
        return " ".join([*found, say(ORIGINAL)] if self.accompanies else found)


def _filled(text: str, publisher: str) -> str:
    return text.replace("{publisher}", publisher.rstrip("."))
