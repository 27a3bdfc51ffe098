"""The parts of the content that have catalogues of their own: a session, an instrument, a block, a reminder, the scales."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kitlib.content import Library
from kitlib.content.base import Content
from kitlib.content.document import Document
from kitlib.content.models import Session
from kitlib.content.shown import by_english, shown_in
from kitlib.content.translations import places_of, spoken_in, told_in
from kitlib.content.versions import Version
from kitlib.errors import ContentError, KitError, NotFoundError, did_you_mean

__all__ = ["ALL", "Part", "parts_of", "session_parts"]

ALL = "all"


@dataclass(frozen=True)
class Part:
    """One file of content with what participants read of it. `place` is where it lies in its layer, without an ending."""

    place: str
    file: Path
    things: tuple[Content, ...]
    elsewhere: frozenset[str] = frozenset()  # texts that it has of a block, a reminder or a base
    made_of: tuple[
        Part, ...
    ] = ()  # what it was made of and may say otherwise: all of it first, then what that takes

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


def session_parts(library: Library, session: Session, at: Document) -> list[Part]:
    """The parts of a session, which need not be kept yet: its own first, its base's, then blocks and reminders."""
    shared: dict[str, Part] = {}
    own = _session(library, session, at, shared)
    return _once([own, *own.made_of, *shared.values()])


def _sessions(library: Library, ids: Iterable[str]) -> Iterator[Part]:
    shared: dict[str, Part] = {}
    for id in ids:
        at = library.document(id)
        yield _session(library, library.session(id), at, shared)
        if isinstance(at, Version) and at.extends != id and at.extends in library.session_files:
            yield from _sessions(library, [at.extends])
    yield from shared.values()


def _session(library: Library, session: Session, at: Document, shared: dict[str, Part]) -> Part:
    """The part of a session's own file; what it takes from blocks and reminders is put among those that are `shared`."""
    own, *others = places_of(at, session)
    for place in others:
        if place not in shared and (part := _shared(library, place)):
            shared[place] = part
    beside = [shared[place].texts for place in others if place in shared]
    made_of = _made_of(library, at.base) if isinstance(at, Version) else ()
    if made_of and made_of[0].place != own:
        beside.append(by_english(shown_in(made_of[0].things[0])))
    return Part(own, at.path, (session,), frozenset().union(*beside), made_of)


def _made_of(library: Library, base: Document) -> tuple[Part, ...]:
    """The parts of a base; none where it is not sound."""
    with contextlib.suppress(KitError):
        id = str(base.data.get("id"))
        is_loaded = library.session_files.get(id, base.path).resolve() == base.path
        session = (
            library.session(id) if is_loaded and id in library.session_files else library.as_session(base)
        )
        return tuple(session_parts(library, session, base))
    return ()


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
