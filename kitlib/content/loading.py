"""Read the files under facilitation/ and check them.

`Library` is the one way in. The rest of kitlib receives models that have been
checked, and opens no YAML itself. All problems of a file are told at once, in
file order, each with its line; a missing file, an empty one and broken YAML
take the same road. How a file is read and told about is in `document`.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kitlib.content.base import Content
from kitlib.content.checks import crosswalk_problems, session_problems, twice
from kitlib.content.document import Document, Problem
from kitlib.content.instruments import Crosswalk, Instrument, Scale
from kitlib.content.models import Resource, Session, Step
from kitlib.content.topics import Topics
from kitlib.errors import ContentError, KitError, NotFoundError, did_you_mean

__all__ = ["Library"]

M = TypeVar("M", bound=Content)
#: A folder -> its files as they were, and what was read of them.
_SHARED: dict[Path, tuple[frozenset[tuple[str, int, int, int]], Library]] = {}


class Library:
    """The content under one facilitation/ folder. Files are read when asked for, and once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded: dict[Path, Any] = {}

    @classmethod
    def shared(cls, root: Path) -> Library:
        """The library that this process has of a folder: what it read stays read until a file there changes."""
        now = _marks(root)
        before, library = _SHARED.get(root, (None, None))
        if library is None or before != now:
            library = cls(root)
            _SHARED[root] = now, library
        return library

    # -- what there is ---------------------------------------------------------

    @cached_property
    def session_files(self) -> dict[str, Path]:
        """Session id to its file, by resource folder and number in the name `<n>-<id>.yaml`."""
        files = [f for f in self.root.glob("*/*.yaml") if re.match(r"\d+-", f.name) and self._is_content(f)]
        files.sort(key=lambda f: (f.parent.name, int(f.name.split("-", 1)[0])))
        return {f.stem.split("-", 1)[1]: f for f in files}

    def sessions(self) -> list[Session]:
        """All sessions that are sound, by number of the resource and then of the session; `faults` tells of the others."""
        faults = self.faults()
        found = [self.session(id) for id in self.session_files if id not in faults]
        return sorted(found, key=lambda s: (self.resource(s.resource).number, s.number))

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
        return self._load(self.session_files[id], Session, self._session_problems)

    def resource(self, id: str) -> Resource:
        """The resource in folder `id`."""
        return self._load(
            self._file(self.root / id / "resource.yaml", "resource"), Resource, self._name_is_folder
        )

    def instrument(self, id: str) -> Instrument:
        """The instrument in instruments/<id>.yaml."""
        path = self._file(self.root / "instruments" / f"{id}.yaml", "instrument")
        return self._load(path, Instrument, self._instrument_problems)

    def scale(self, id: str) -> Scale:
        """The scale `id` of scales.yaml."""
        scales = self._scales()
        if id not in scales:
            raise NotFoundError(f'There is no scale "{id}" in scales.yaml{did_you_mean(id, scales)}')
        return scales[id]

    def topics(self) -> Topics:
        """By what the shelf is ordered and searched; nothing where there is no topics.yaml."""
        path = self.root / "topics.yaml"
        return self._load(path, Topics, self._topics_problems) if path.is_file() else Topics()

    def crosswalk(self, id: str) -> Crosswalk:
        """The crosswalk in instruments/crosswalks/<id>.yaml."""
        path = self._file(self.root / "instruments" / "crosswalks" / f"{id}.yaml", "crosswalk")
        return self._load(path, Crosswalk, self._crosswalk_problems)

    def check(self, path: Path) -> None:
        """Raise ContentError with every problem of one file under facilitation/."""
        if not path.is_file():
            raise NotFoundError(f"There is no file {path}.", "List the sessions with: kit sessions")
        try:
            place = path.resolve().relative_to(self.root.resolve()).parts
        except ValueError:
            place = (path.parent.name, path.name)
        if place == ("scales.yaml",):
            self._scales()
        elif place == ("topics.yaml",):
            self._load(path, Topics, self._topics_problems)
        elif place[:2] == ("instruments", "crosswalks"):
            self._load(path, Crosswalk, self._crosswalk_problems)
        elif place[0] == "instruments":
            self._load(path, Instrument, self._instrument_problems)
        elif place[0] == "blocks":
            self._load(path, Step, self._name_is_stem)
        elif place[-1] == "resource.yaml":
            at = Document.read(path.resolve())
            at.refuse(list(self._number_is_taken(at.model(Resource, self._name_is_folder), at)))
        else:
            at = Document.read(path.resolve(), blocks=self.root / "blocks")
            at.refuse(list(self._among_others(at.model(Session, self._session_problems), at)))

    def name_of(self, session: str) -> str:
        """The path of a session's file as people type it, from the folder above `facilitation/`."""
        return self.session_files[session].relative_to(self.root.parent).as_posix()

    def files(self) -> list[Path]:
        """Every YAML file of the library, in order of path."""
        return sorted(filter(self._is_content, self.root.rglob("*.yaml")))

    def _is_content(self, path: Path) -> bool:
        """Whether a file is content: what JupyterLab and others keep in hidden folders is nobody's."""
        return not any(part.startswith(".") for part in path.relative_to(self.root).parts)

    # -- reading ---------------------------------------------------------------

    def _file(self, path: Path, noun: str) -> Path:
        if not path.is_file():
            id = path.parent.name if noun == "resource" else path.stem
            known = [p.stem for p in path.parent.glob("*.yaml")] if noun != "resource" else []
            raise NotFoundError(f'There is no {noun} "{id}" (looked for {path}){did_you_mean(id, known)}')
        return path

    def _load(self, path: Path, model: type[M], more: Callable[[M, Document], Iterator[Problem]]) -> M:
        path = path.resolve()
        if path not in self._loaded:
            document = Document.read(path, blocks=self.root / "blocks")
            self._loaded[path] = document.model(model, more)
        loaded: M = self._loaded[path]
        return loaded

    @cache  # noqa: B019  (a Library lives as long as its process)
    def _scales(self) -> dict[str, Scale]:
        document = Document.read((self.root / "scales.yaml").resolve())
        scales, problems = {}, []
        for id, raw in document.data.items():
            try:
                scales[id] = Scale.model_validate({"id": id, **raw} if isinstance(raw, dict) else raw)
                values = scales[id].values
                if values != sorted(set(values)):
                    problems.append(document.problem((id, "points"), "values must rise from low to high"))
            except ValidationError as error:
                problems += document.problems_of(error, Scale, under=(id,))
        document.refuse(problems)
        return scales

    # -- what the models alone cannot see ----------------------------------------

    def _name_is_folder(self, resource: Resource, at: Document) -> Iterator[Problem]:
        if resource.id != at.path.parent.name:
            yield at.problem(("id",), f'must be the name of its folder, "{at.path.parent.name}"')

    def _number_is_taken(self, resource: Resource, at: Document) -> Iterator[Problem]:
        """Resources stand in the order of their numbers; told by a check alone, since a meeting can be held all the same."""
        for other in sorted(self.root.glob("*/resource.yaml")):
            with contextlib.suppress(ContentError, NotFoundError):
                if (
                    other.parent.name != resource.id
                    and self.resource(other.parent.name).number == resource.number
                ):
                    name = f"{self.root.name}/{other.parent.name}/resource.yaml"
                    yield at.problem(
                        ("number",), f"{resource.number} is taken by {name}; choose one of its own"
                    )

    def _among_others(self, session: Session, at: Document) -> Iterator[Problem]:
        """How a session stands among all; told by a check alone, since a meeting can be held all the same."""
        if session.next is not None and session.next not in self.session_files:
            hint = did_you_mean(session.next, self.session_files)
            yield at.problem(("next",), f'there is no session "{session.next}"{hint}')
        with contextlib.suppress(ContentError):  # told where the topics are checked
            known = [topic.id for topic in self.topics().topics]
            for i, id in enumerate(session.topics):
                if id not in known:
                    yield at.problem(
                        ("topics", i), f'topics.yaml has no topic "{id}"{did_you_mean(id, known)}'
                    )
        for other in sorted(self.root.glob(f"*/*-{session.id}.yaml")):
            same = re.fullmatch(rf"\d+-{session.id}", other.stem) and self._is_content(other)
            if same and other.resolve() != at.path.resolve():
                name = other.relative_to(self.root.parent).as_posix()
                yield at.problem(("id",), f"is the id of {name} as well; only one of the two can be opened")

    def _name_is_stem(self, thing: Any, at: Document) -> Iterator[Problem]:
        if thing.id != at.path.stem:
            yield at.problem(("id",), f'must be the name of its file, "{at.path.stem}"')

    def _topics_problems(self, topics: Topics, at: Document) -> Iterator[Problem]:
        yield from twice(at, ("topics",), [topic.id for topic in topics.topics])

    def _instrument_problems(self, instrument: Instrument, at: Document) -> Iterator[Problem]:
        yield from self._name_is_stem(instrument, at)
        yield from twice(at, ("items",), [item.id for item in instrument.items])
        try:
            self.scale(instrument.scale)
        except NotFoundError as error:
            yield at.problem(("scale",), error.what)

    def _crosswalk_problems(self, crosswalk: Crosswalk, at: Document) -> Iterator[Problem]:
        yield from self._name_is_stem(crosswalk, at)
        yield from crosswalk_problems(crosswalk, at, self)

    def _session_problems(self, session: Session, at: Document) -> Iterator[Problem]:
        return session_problems(session, at, self)


def _marks(root: Path) -> frozenset[tuple[str, int, int, int]]:
    """Every file under a folder, with what changes when it does."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with contextlib.suppress(OSError):
                stat = os.stat(path)
                found.append((path, stat.st_size, stat.st_mtime_ns, stat.st_ino))
    return frozenset(found)
