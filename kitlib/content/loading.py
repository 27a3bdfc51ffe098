"""Read the files under facilitation/ and check them.

`Library` is the one way in. The rest of kitlib receives models that have been
checked, and opens no YAML itself. All problems of a file are told at once, in
file order, each with its line; a missing file, an empty one and broken YAML
take the same road. How a file is read and told about is in `document`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from kitlib.content.advice import advice
from kitlib.content.base import Content
from kitlib.content.checks import crosswalk_problems, instrument_problems, session_problems, twice
from kitlib.content.disk import mark, marks, resolved
from kitlib.content.document import Document, Problem, short
from kitlib.content.examples import ENDING, Example, example_problems
from kitlib.content.home import content_layers, read_home
from kitlib.content.instruments import Crosswalk, Instrument, Scale
from kitlib.content.layers import Layers
from kitlib.content.models import CITATION, Resource, Session, Step
from kitlib.content.neighbours import among_others, number_is_taken
from kitlib.content.provenance import Provenance, Publisher, publisher_problems
from kitlib.content.reminders import Reminder, remind
from kitlib.content.scales import scales_in
from kitlib.content.timing import timing_problems
from kitlib.content.topics import Topics
from kitlib.content.translations import Catalogues, instrument_with, places_of, scale_with, with_translations
from kitlib.content.versions import Version, finished, resolve
from kitlib.errors import ContentError, KitError, NotFoundError, did_you_mean
from kitlib.settings import Settings

__all__ = ["Library"]

M = TypeVar("M", bound=Content)
HOMES = 4  # whose content a process keeps at hand
#: Layers -> their files as they were, and what was read of them.
_SHARED: dict[tuple[Path, ...], tuple[frozenset[tuple[str, int, int, int]], Library]] = {}


class Library:
    """The content of one or more layers, the lowest first, or of `layers`. Files are read when asked for, and once.

    `publisher` is whose the layers are that do not say it themselves.
    """

    def __init__(
        self, *roots: Path, layers: Layers | None = None, publisher: Publisher | None = None
    ) -> None:
        self.layers = layers or Layers(*roots)
        self.publisher = publisher or Publisher()
        self._loaded: dict[Path, Any] = {}
        self._instruments: dict[Path, Instrument] = {}
        self._documents: dict[Path, Document] = {}
        self.catalogues = Catalogues(self.layers)

    @classmethod
    def of(cls, places: Settings) -> Library:
        """The content of a home: of the installed packs, the home's facilitation/, and what is its own."""
        return cls(layers=content_layers(places), publisher=read_home(places))

    @classmethod
    def shared(cls, places: Settings) -> Library:
        """The library that this process has of a home: what it read stays read until a file there changes."""
        roots = content_layers(places).roots
        now = frozenset().union(mark(places.kit_file), *map(marks, roots))
        before, library = _SHARED.get(roots, (None, None))
        if library is None or before != now:
            library = cls.of(places)
            _SHARED.pop(roots, None)
            _SHARED[roots] = now, library
            if len(_SHARED) > HOMES:
                del _SHARED[next(iter(_SHARED))]
        return library

    # -- what there is ---------------------------------------------------------

    @cached_property
    def session_files(self) -> dict[str, Path]:
        """Session id to its file, in the topmost layer that has it."""
        return dict(self.layers.sessions)

    def sessions(self) -> list[Session]:
        """All sessions that are sound, by number of the resource and then of the session; `faults` tells of the others."""
        faults = self.faults()
        found = [self.session(id) for id in self.session_files if id not in faults]
        return sorted(found, key=lambda s: (self.resource(s.resource).number, s.resource, s.number))

    def faults(self) -> dict[str, KitError]:
        """Why a session cannot be opened, by its id: its own file is not sound, or one that it uses."""
        found: dict[str, KitError] = {}
        for id in self.session_files:
            try:
                self.resource(self.session(id).resource)
            except (ContentError, NotFoundError) as error:
                found[id] = error
        return found

    # -- one of each -----------------------------------------------------------

    def session(self, id: str) -> Session:
        """The session; raises NotFoundError with the nearest id, ContentError when its file is not sound."""
        if id not in self.session_files:
            raise NotFoundError(
                f'There is no session "{id}"{did_you_mean(id, self.session_files)}',
                "List them with: kit sessions",
            )
        return self._session(self.session_files[id])

    def resource(self, id: str) -> Resource:
        """The resource in folder `id`."""
        return self._load(self._file("resource", id, id, "resource.yaml"), Resource, self._name_is_folder)

    def instrument(self, id: str) -> Instrument:
        """The instrument in instruments/<id>.yaml, with what the catalogues beside it say of it."""
        path = self.instrument_file(id)
        if path not in self._instruments:
            plain = self._load(path, Instrument, self._instrument_problems)
            self._instruments[path] = instrument_with(plain, self.catalogues.words(self.place(path)))
        return self._instruments[path]

    def publisher_of(self, path: Path) -> str:
        """Who publishes the layer in which a file lies."""
        return self._publisher_of(path).publisher

    def instrument_file(self, id: str) -> Path:
        """The file of an instrument. Raises NotFoundError."""
        earlier = self.layers.find("instruments", "earlier", f"{id}.yaml")  # no longer asked; for a crosswalk
        return earlier or self._file("instrument", id, "instruments", f"{id}.yaml")

    def scale(self, id: str) -> Scale:
        """The scale `id` of scales.yaml."""
        scales = self.scales()
        if id not in scales:
            raise NotFoundError(f'There is no scale "{id}" in scales.yaml{did_you_mean(id, scales)}')
        return scales[id]

    def provenance(self, id: str) -> Provenance:
        """Whose words a session is made of: as its layer says, and the layers of what it takes from others."""
        at = self.document(id)
        of = first = at
        while isinstance(of, Version):
            of = of.base
        used = dict.fromkeys(id for a in self.session(id).activities.values() for id in a.instruments())
        blocks = [block.path for each in (at, of) for block in each.blocks.values()]
        publisher, version_by = self._publisher_of(of.path), self.publisher_of(first.path)
        return Provenance.by(
            publisher,
            self.resource(self.session(id).resource),
            version_by=version_by if first is not of else "",
            steps_by=[self.publisher_of(path) for path in blocks],
            items_by=[self.publisher_of(self.instrument_file(id)) for id in used],
        )

    def _publisher_of(self, path: Path) -> Publisher:
        said = self.layers.roots[self.layers.height_of(path)] / "publisher.yaml"
        return self._load(said, Publisher, publisher_problems) if said.is_file() else self.publisher

    def has_example(self, session: str) -> bool:
        """Whether a worked example stands beside a session."""
        return session in self.session_files and self._example_file(session).is_file()

    def example(self, session: str) -> Example | None:
        """The worked example that stands beside a session, if there is one; ContentError when its file is not sound."""
        if not self.has_example(session):
            return None
        return self._load(self._example_file(session), Example, self._example_problems)

    def _example_file(self, session: str) -> Path:
        path = self.session_files[session]
        return path.with_name(f"{path.stem}{ENDING}.yaml")

    def instruments(self) -> list[str]:
        """The ids of all instruments, in their order."""
        return self.layers.names("instruments")

    def topics(self) -> Topics:
        """By what the shelf is ordered and searched, of all layers; nothing where there is no topics.yaml."""
        found = [self._load(path, Topics, self._topics_problems) for path in self.layers.all("topics.yaml")]
        topics = {topic.id: topic for each in found for topic in each.topics}
        return Topics(
            topics=list(topics.values()), synonyms=[group for each in found for group in each.synonyms]
        )

    def crosswalk(self, id: str) -> Crosswalk:
        """The crosswalk in instruments/crosswalks/<id>.yaml."""
        path = self._file("crosswalk", id, "instruments", "crosswalks", f"{id}.yaml")
        return self._load(path, Crosswalk, self._crosswalk_problems)

    def reminder(self, id: str) -> Reminder:
        """The reminder in reminders/<id>.yaml; a district's own file lies in a layer above."""
        path = self._file("reminder", id, "reminders", f"{id}.yaml")
        return self._load(path, Reminder, self._reminder_problems)

    def block(self, id: str) -> Step:
        """The step in blocks/<id>.yaml, as a session takes it that changes nothing of it."""
        return self._load(self._file("block", id, "blocks", f"{id}.yaml"), Step, self._name_is_stem)

    def blocks(self) -> Iterator[Step]:
        """All blocks that are sound, by id. One that is not is told by a check, and offered to nobody."""
        for name in self.layers.names("blocks"):
            with contextlib.suppress(ContentError):
                yield self.block(name)

    def check(self, path: Path) -> list[str]:
        """Raise ContentError with every problem of one file; returns what its author should know besides."""
        path = resolved(self._named(path))
        place = path.relative_to(self.layers.roots[self.layers.height_of(path)].resolve()).parts
        if place == ("scales.yaml",):
            self._read_scales(path)
        elif place == ("topics.yaml",):
            self._load(path, Topics, self._topics_problems)
        elif place == ("publisher.yaml",):
            self._load(path, Publisher, publisher_problems)
        elif place[:2] == ("instruments", "crosswalks"):
            self._load(path, Crosswalk, self._crosswalk_problems)
        elif place[0] == "instruments":
            self._load(path, Instrument, self._instrument_problems)
        elif place[0] == "blocks":
            self._load(path, Step, self._name_is_stem)
        elif place[0] == "reminders":
            self._load(path, Reminder, self._reminder_problems)
        elif path.stem.endswith(ENDING):
            self._load(path, Example, self._example_problems)
        elif place[-1] == "resource.yaml":
            Document.as_meant(path).model(Resource, self._resource_problems)
        else:
            at = self._session_document(path)
            session = self.as_session(at, self._all_session_problems)
            at.refuse(list(timing_problems(session, at, self)))  # of a session that is else sound
            return [*self._covered(path, place), *advice(session, at, self)]
        return list(self._covered(path, place))

    def _named(self, path: Path) -> Path:
        """A file, or the one that is told under such a name: what comes with a package lies elsewhere. Raises NotFoundError."""
        if path.is_file():
            return path
        for file in self.files():
            if short(file) == path.as_posix():
                return file
        raise NotFoundError(f"There is no file {path}.", "List the sessions with: kit sessions")

    def version(self, id: str) -> Version | None:
        """What a session changes of which other, where it is a version of one; raises as `session` does."""
        at = self.document(id)
        return at if isinstance(at, Version) else None

    def document(self, id: str) -> Document:
        """The file of a session with all that it says, that of its blocks and its base too. Raises as `session` does."""
        self.session(id)
        return self._session_document(self.session_files[id])

    def name_of(self, session: str) -> str:
        """The path of a session's file as people type it."""
        return short(self.session_files[session])

    def files(self) -> list[Path]:
        """Every YAML file of the library, by layer and then by path."""
        return self.layers.files()

    # -- reading ---------------------------------------------------------------

    def _file(self, noun: str, id: str, *place: str) -> Path:
        path = self.layers.find(*place)
        if path is None:
            known = self.layers.names("/".join(place[:-1])) if noun != "resource" else self.layers.folders()
            raise NotFoundError(
                f'There is no {noun} "{id}" (looked for {"/".join(place)}){did_you_mean(id, known)}'
            )
        return path

    def _session(self, path: Path) -> Session:
        path = resolved(path)
        if path not in self._loaded:
            self._loaded[path] = self.as_session(self._session_document(path))
        loaded: Session = self._loaded[path]
        return loaded

    def as_session(
        self, at: Document, more: Callable[[Session, Document], Iterator[Problem]] | None = None
    ) -> Session:
        """The checked session of a document that is `completed`. Raises ContentError with all problems, `more` among them."""

        def finish(session: Session) -> Session:
            whole = finished(session, version=at, library=self) if isinstance(at, Version) else session
            return self._translated(remind(whole, self._reminders(whole, at)), at)

        return at.model(Session, more or self._session_problems, finish)

    def _translated(self, session: Session, at: Document) -> Session:
        """The session with what the catalogues beside its files say of it."""
        rated: list[Instrument | Scale] = []
        places = []
        for activity in session.activities.values():
            with contextlib.suppress(NotFoundError, ContentError):  # told where it is named
                for instrument in map(self.instrument, activity.instruments()):
                    rated += [instrument, self.scale(instrument.scale)]
                    places.append(self.place(self.instrument_file(instrument.id)))
                rated += map(self.scale, activity.scales())
        own = [self.catalogues.words(place) for place in places_of(at, session)]
        beside = [self.catalogues.words(place) for place in dict.fromkeys([*places, "scales"])]
        return with_translations(session, own, rated, beside)

    def place(self, path: Path) -> str:
        """Where a file lies in its layer, without its ending: as its catalogues are called."""
        root = self.layers.roots[self.layers.height_of(path)]
        return resolved(path).relative_to(root.resolve()).with_suffix("").as_posix()

    def _reminders(self, session: Session, at: Document) -> list[Reminder]:
        found, problems = [], []
        for i, id in enumerate(session.reminders):
            try:
                found.append(self.reminder(id))
            except (NotFoundError, ContentError) as error:
                problems.append(at.problem(("reminders", i), error.what))
        at.refuse(problems)
        return found

    def _session_document(self, path: Path, above: tuple[Path, ...] = ()) -> Document:
        """A session's file with its blocks; of a version, with all of the session that it extends. It is read once."""
        path = resolved(path)
        if path not in self._documents:
            self._documents[path] = self.completed(Document.as_meant(path), above)
        return self._documents[path]

    def completed(self, at: Document, above: tuple[Path, ...] = ()) -> Document:
        """A session's document with what it takes from others. Raises ContentError for what is not there."""
        if "extends" in at.data:
            base = self._base(at, (*above, at.path))
            whole = self._session_document(base, (*above, at.path))
            whole.refuse(())  # of a base that lacks a block no version can be made
            at = resolve(at, whole)
        at.include(self.layers)
        return at

    def _base(self, at: Document, above: tuple[Path, ...]) -> Path:
        """The file of the session that a version extends: the topmost one, or for its own id that of a layer below."""
        id = at.data["extends"]
        found = [path.resolve() for name, path in self.layers.sessions if name == id]
        if at.path in found:
            found = found[: found.index(at.path)]
        if not found:
            hint = did_you_mean(str(id), self.session_files)
            at.refuse([at.problem(("extends",), f'there is no session "{id}" to make a version of{hint}')])
        if found[-1] in above:
            at.refuse(
                [
                    at.problem(
                        ("extends",), f'"{id}" is itself made from this one; a version needs another base'
                    )
                ]
            )
        return found[-1]

    def _load(self, path: Path, model: type[M], more: Callable[[M, Document], Iterator[Problem]]) -> M:
        path = resolved(path)
        if path not in self._loaded:
            self._loaded[path] = Document.as_meant(path).model(model, more)
        loaded: M = self._loaded[path]
        return loaded

    def scales(self) -> dict[str, Scale]:
        """Every scale by its id, of all layers."""
        return self._scales

    @cached_property
    def _scales(self) -> dict[str, Scale]:
        scales: dict[str, Scale] = {}
        for path in self.layers.all("scales.yaml"):
            scales |= self._read_scales(path)
        words = self.catalogues.words("scales")
        return {id: scale_with(scale, words) for id, scale in scales.items()}

    def _read_scales(self, path: Path) -> dict[str, Scale]:
        return scales_in(Document.read(path.resolve()))

    # -- what the models alone cannot see ----------------------------------------

    def _name_is_folder(self, resource: Resource, at: Document) -> Iterator[Problem]:
        if resource.id != at.path.parent.name:
            yield at.problem(("id",), f'must be the name of its folder, "{at.path.parent.name}"')

    def _resource_problems(self, resource: Resource, at: Document) -> Iterator[Problem]:
        yield from self._name_is_folder(resource, at)
        yield from number_is_taken(resource, at, self)

    def _all_session_problems(self, session: Session, at: Document) -> Iterator[Problem]:
        """What a check tells: also how the session stands among all."""
        yield from self._session_problems(session, at)
        yield from among_others(session, at, self)

    def _covered(self, path: Path, place: tuple[str, ...]) -> Iterator[str]:
        """What of another layer a file takes the place of, or is covered by."""
        if place == ("scales.yaml",):
            for other in self.layers.counterparts(path):
                if both := sorted(self._read_scales(path).keys() & self._read_scales(other).keys()):
                    yield f"{', '.join(both)}: {self._which(path, other)}"
            return
        for other in self.layers.counterparts(path):
            yield self._which(path, other)

    def _which(self, path: Path, other: Path) -> str:
        above = self.layers.height_of(path) > self.layers.height_of(other)
        return f"stands in the place of {short(other)}" if above else f"{short(other)} stands in its place"

    def _name_is_stem(self, thing: Any, at: Document) -> Iterator[Problem]:
        if thing.id != at.path.stem:
            yield at.problem(("id",), f'must be the name of its file, "{at.path.stem}"')

    def _reminder_problems(self, reminder: Reminder, at: Document) -> Iterator[Problem]:
        yield from self._name_is_stem(reminder, at)
        known = {source.id for source in reminder.sources}
        for id in CITATION.findall(reminder.text):
            if id not in known:
                yield at.problem(("text",), f'no source has the id "{id}"{did_you_mean(id, known)}')

    def _topics_problems(self, topics: Topics, at: Document) -> Iterator[Problem]:
        yield from twice(at, ("topics",), [topic.id for topic in topics.topics])

    def _instrument_problems(self, instrument: Instrument, at: Document) -> Iterator[Problem]:
        return instrument_problems(instrument, at, self)

    def _example_problems(self, example: Example, at: Document) -> Iterator[Problem]:
        return example_problems(example, at, self)

    def _crosswalk_problems(self, crosswalk: Crosswalk, at: Document) -> Iterator[Problem]:
        yield from self._name_is_stem(crosswalk, at)
        yield from crosswalk_problems(crosswalk, at, self)

    def _session_problems(self, session: Session, at: Document) -> Iterator[Problem]:
        return session_problems(session, at, self)
