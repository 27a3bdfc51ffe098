"""Translations that lie beside a file of content, in the form that translators' tools read: `1-welcome.es.po` beside `1-welcome.yaml`.

What many sessions share (a block, an instrument, the scales, a reminder) has catalogues of its own beside it. A layer
above may hold a catalogue for a file of a layer below, at the same place. A text is translated by its whole English:
where that changes, English is shown until somebody has looked at it again. One catalogue that is not sound harms no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from kitlib.content.document import Document
from kitlib.content.instruments import Instrument, Scale
from kitlib.content.layers import Layers
from kitlib.content.models import Session
from kitlib.content.shown import shown_in
from kitlib.content.versions import Version
from kitlib.errors import KitError
from kitlib.languages.catalogue import Entry, entries_in

__all__ = [
    "BESIDE",
    "ENDING",
    "Catalogues",
    "Words",
    "instrument_with",
    "lost_in",
    "places_of",
    "scale_with",
    "spoken_in",
    "told_in",
    "with_translations",
]

ENDING = ".po"
#: What a translation must hold as often as its English does, and how it is called.
_MARKS = re.compile(r"\[@[^\]]*\]|\*\*|\{[a-z_]+\}")
#: The key that holds translations -> the keys whose English it may be of.
BESIDE = {
    "translations": ("prompt", "text", "label", "question"),
    "titles": ("title",),
    "intros": ("intro",),
}
Words = Mapping[str, Mapping[str, Entry]]  # language -> English -> what stands for it


class Catalogues:
    """The catalogues of all layers, by the place of what they translate: `wraparound/1-welcome`, `scales`."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._words: dict[str, Words] = {}

    @cached_property
    def paths(self) -> Mapping[str, Mapping[str, Sequence[Path]]]:
        """Place -> language -> its catalogues, that of the topmost layer first."""
        found: dict[str, dict[str, list[Path]]] = {}
        for path in self._layers.catalogues():
            root = self._layers.roots[self._layers.height_of(path)].resolve()
            place, _, language = path.resolve().relative_to(root).with_suffix("").as_posix().rpartition(".")
            found.setdefault(place, {}).setdefault(language, []).insert(0, path)
        return found

    def words(self, place: str) -> Words:
        """What may be shown of the catalogues of one place; of two layers' words for a text those of the upper."""
        if place not in self._words:
            self._words[place] = {
                language: found
                for language, paths in sorted(self.paths.get(place, {}).items())
                if (found := {each.english: each for path in reversed(paths) for each in _usable(path)})
            }
        return self._words[place]


def _usable(path: Path) -> Iterator[Entry]:
    """The entries that may be shown; none of a file that is not sound, which a check tells."""
    try:
        found = list(entries_in(path))
    except (KitError, OSError):
        return
    yield from (each for each in found if each.is_shown and not lost_in(each.english, each.words))


def lost_in(english: str, words: str) -> list[str]:
    """The marks of the English that its translation has less or more often: citations, `**`, `{name}`."""
    there, here = Counter(_MARKS.findall(english)), Counter(_MARKS.findall(words))
    return sorted({*(there - here), *(here - there)})


def places_of(at: Document, session: Session) -> list[str]:
    """Where the catalogues of a session lie, those that go before first: its own, its base's, its blocks' and reminders'."""
    documents = [at]
    while isinstance(at, Version):
        documents.append(at := at.base)
    own = [f"{each.path.parent.name}/{each.path.stem}" for each in documents]
    blocks = [f"blocks/{block.path.stem}" for each in documents for block in each.blocks.values()]
    return list(dict.fromkeys([*own, *blocks, *(f"reminders/{id}" for id in session.reminders)]))


# -- into the models -----------------------------------------------------------------------------------


def with_translations(
    session: Session, own: Sequence[Words], rated: Sequence[Instrument | Scale], beside: Sequence[Words]
) -> Session:
    """A session with the words of its catalogues (`own`, those that go before first) among its phrases.

    Of what is `rated` in it, a phrase stands for what has no place for a translation of its own (a domain, a
    help), from the catalogues `beside` it. What the file itself says goes before all of them.
    """
    read = {each.english for thing in (session, *rated) for each in shown_in(thing)}
    more = {text for thing in rated for text in _without_a_place(thing)}
    told = spoken_in(session.model_dump())
    phrases: dict[str, dict[str, str]] = {code: dict(each) for code, each in session.phrases.items()}
    drafts = {code for code in {*phrases, *told} if code not in session.reviewed}
    for words, wanted in [*((each, read) for each in own), *((each, more) for each in beside)]:
        for code, entries in words.items():
            for english, entry in entries.items():
                if english in wanted and english not in phrases.get(code, {}):
                    phrases.setdefault(code, {})[english] = entry.words
                    drafts |= set() if entry.reviewed else {code}
    reviewed = sorted({*phrases, *told} - drafts)
    if phrases == session.phrases and reviewed == session.reviewed:
        return session
    return session.model_copy(update={"phrases": phrases, "reviewed": reviewed})


def instrument_with(instrument: Instrument, words: Words) -> Instrument:
    """An instrument with the words of its catalogues; what the file itself says goes before them."""
    if not words:
        return instrument
    items = [
        item.model_copy(update={"translations": _added(item.translations, item.text, words)})
        for item in instrument.items
    ]
    told = spoken_in(instrument.model_dump())
    read = {each.english for each in shown_in(instrument)}
    used = {
        code: [each for english, each in entries.items() if english in read]
        for code, entries in words.items()
    }
    drafts = {code for code, entries in used.items() if not all(each.reviewed for each in entries)}
    drafts |= told - {*instrument.reviewed}
    reviewed = sorted({*instrument.reviewed, *(code for code, entries in used.items() if entries)} - drafts)
    return instrument.model_copy(
        update={
            "items": items,
            "titles": _added(instrument.titles, instrument.title, words),
            "intros": _added(instrument.intros, instrument.intro, words),
            "reviewed": reviewed,
        }
    )


def scale_with(scale: Scale, words: Words) -> Scale:
    """A scale with the words of the catalogues beside scales.yaml."""
    points = [
        point.model_copy(update={"translations": _added(point.translations, point.label, words)})
        for point in scale.points
    ]
    return scale.model_copy(update={"points": points}) if words else scale


def _added(said: Mapping[str, str], english: str, words: Words) -> dict[str, str]:
    more = {code: entries[english].words for code, entries in words.items() if english in entries}
    return {**said, **{code: text for code, text in more.items() if code not in said}}


def _without_a_place(thing: Instrument | Scale) -> Iterator[str]:
    if isinstance(thing, Instrument):
        yield thing.made_by
        for item in thing.items:
            yield from (item.domain, item.help)
    else:
        yield from (point.help for point in thing.points)


def told_in(data: Any) -> Iterator[tuple[str, str, str]]:
    """Language, English and what stands for it, of every text of plain data beside which its translations stand."""
    if isinstance(data, Mapping):
        for key, of in BESIDE.items():
            english = next((data[each] for each in of if data.get(each)), None)
            if english and isinstance(data.get(key), Mapping):
                yield from ((language, english, words) for language, words in data[key].items() if words)
    inner = data.values() if isinstance(data, Mapping) else data if isinstance(data, list | tuple) else ()
    for each in inner:
        yield from told_in(each)


def spoken_in(data: Any) -> set[str]:
    """The languages of which plain data hold translations."""
    return {language for language, _, _ in told_in(data)}
