"""The parts of the content that have catalogues of their own: a session, an instrument, a block, a reminder, the scales."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.content.base import Content
from kitlib.content.models import Session
from kitlib.content.shown import by_english, shown_in
from kitlib.content.translations import places_of, spoken_in, told_in
from kitlib.content.versions import Version
from kitlib.errors import ContentError, KitError, NotFoundError, did_you_mean

__all__ = ["ALL", "Part", "parts_of"]

ALL = "all"


@dataclass(frozen=True)
class Part:
    """One file of content with what participants read of it. `place` is where it lies in its layer, without an ending."""

    place: str
    file: Path
    things: tuple[Content, ...]
    elsewhere: frozenset[str] = frozenset()  # texts that it has of a block, a reminder or a base

    @cached_property
    def texts(self) -> Mapping[str, list[str]]:
        """Each English text once, with where it stands; what it has of another part is translated there."""
        found = by_english(each for thing in self.things for each in shown_in(thing))
        return {english: places for english, places in found.items() if english not in self.elsewhere}

    def languages(self, library: Library) -> set[str]:
        """The languages in which something of it is there."""
        return {
            *library.catalogues.paths.get(self.place, ()),
            *(code for thing in self.things for code in _codes(thing)),
        }

    def said(self, language: str) -> Mapping[str, str]:
        """What stands for its texts as it was loaded, whether its own file or a catalogue says so."""
        found: dict[str, str] = {}
        for thing in self.things:
            found |= {
                english: words for code, english, words in told_in(thing.model_dump()) if code == language
            }
            if isinstance(thing, Session):
                found |= thing.phrases.get(language, {})
        return found


def parts_of(library: Library, what: str) -> list[Part]:
    """The parts of a session with what it is made of, of an instrument with its points, or of all. Raises NotFoundError."""
    if what == ALL:
        sessions = [id for id in library.session_files if id not in library.faults()]
        everything = [*(_sessions(library, sessions)), *_instruments(library, library.instruments())]
        return _once([*everything, *_scales(library, library.scales())])
    if what in library.session_files:
        of = library.session(what)
        used = dict.fromkeys(id for a in of.activities.values() for id in a.instruments())
        points = [library.instrument(id).scale for id in used]
        points += [id for a in of.activities.values() for id in a.scales()]
        return _once([*_sessions(library, [what]), *_instruments(library, used), *_scales(library, points)])
    if what in library.instruments():
        return [*_instruments(library, [what]), *_scales(library, [library.instrument(what).scale])]
    known = [*library.session_files, *library.instruments(), ALL]
    raise NotFoundError(
        f'There is no session or instrument "{what}"{did_you_mean(what, known)}',
        "List them with: kit sessions, kit instruments list",
    )


def _once(parts: Iterable[Part]) -> list[Part]:
    return list({part.place: part for part in parts}.values())


def _sessions(library: Library, ids: Iterable[str]) -> Iterator[Part]:
    shared: dict[str, Part] = {}
    for id in ids:
        session, at = library.session(id), library.document(id)
        places = places_of(at, session)
        for place in places[1:]:
            if place not in shared and (part := _shared(library, place)):
                shared[place] = part
        beside = [shared[place].texts for place in places[1:] if place in shared]
        base = [_texts(at.base, library)] if isinstance(at, Version) else []
        yield Part(places[0], at.path, (session,), frozenset().union(*beside, *base))
        if isinstance(at, Version) and at.extends != id and at.extends in library.session_files:
            yield from _sessions(library, [at.extends])
    yield from shared.values()


def _texts(base: Any, library: Library) -> set[str]:
    with contextlib.suppress(KitError):
        return {each.english for each in shown_in(library.as_session(base))}
    return set()


def _shared(library: Library, place: str) -> Part | None:
    """A block or a reminder; None for what is neither, or is not sound."""
    folder, _, name = place.partition("/")
    file = library.layers.find(folder, f"{name}.yaml")
    with contextlib.suppress(NotFoundError, ContentError):
        if file and folder == "blocks":
            return Part(place, file, (library.block(name),))
        if file and folder == "reminders":
            return Part(place, file, (library.reminder(name),))
    return None


def _instruments(library: Library, ids: Iterable[str]) -> Iterator[Part]:
    for id in ids:
        file = library.instrument_file(id)
        yield Part(library.place(file), file, (library.instrument(id),))


def _scales(library: Library, ids: Iterable[str]) -> Iterator[Part]:
    file = library.layers.find("scales.yaml")
    if file and (known := [library.scale(id) for id in dict.fromkeys(ids)]):
        yield Part("scales", file, tuple(known))


def _codes(thing: Content) -> set[str]:
    """The languages of which a thing holds words."""
    return spoken_in(thing.model_dump()) | set(getattr(thing, "phrases", ()))
