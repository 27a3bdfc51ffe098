"""Read the files under facilitation/ and check them.

`Library` is the one way in. The rest of kitlib receives models that have been
checked, and opens no YAML itself. All problems of a file are told at once, in
file order, each with its line; a missing file, an empty one and broken YAML
take the same road. How a file is read and told about is in `document`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kitlib.clock import TooShort, fit
from kitlib.content import models
from kitlib.content.document import Document, Loc, Problem
from kitlib.content.models import Again, Agreements, Content, Instrument, Rating, Resource, Scale, Session
from kitlib.errors import NotFoundError, did_you_mean

__all__ = ["CITATION", "Library"]

CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
NOTE_FROM = 6  # minutes from which a step needs a note for its facilitator
M = TypeVar("M", bound=Content)


class Library:
    """The content under one facilitation/ folder. Files are read when asked for, and once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded: dict[Path, Any] = {}

    # -- what there is ---------------------------------------------------------

    @cached_property
    def session_files(self) -> dict[str, Path]:
        """Session id to its file, by resource folder and number in the name `<n>-<id>.yaml`."""
        files = [f for f in self.root.glob("*/*.yaml") if re.match(r"\d+-", f.name)]
        files.sort(key=lambda f: (f.parent.name, int(f.name.split("-", 1)[0])))
        return {f.stem.split("-", 1)[1]: f for f in files}

    def sessions(self) -> list[Session]:
        """All sessions, by number of the resource and then of the session."""
        found = [self.session(id) for id in self.session_files]
        return sorted(found, key=lambda s: (self.resource(s.resource).number, s.number))

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
        elif place[0] == "instruments":
            self._load(path, Instrument, self._instrument_problems)
        elif place[0] == "blocks":
            self._load(path, models.Step, self._name_is_stem)
        elif place[-1] == "resource.yaml":
            self._load(path, Resource, self._name_is_folder)
        else:
            self._load(path, Session, self._session_problems)

    def files(self) -> list[Path]:
        """Every YAML file of the library, in order of path."""
        return sorted(self.root.rglob("*.yaml"))

    # -- reading ---------------------------------------------------------------

    def _file(self, path: Path, noun: str) -> Path:
        if not path.is_file():
            id = path.parent.name if noun == "resource" else path.stem
            known = (
                [p.stem for p in (self.root / "instruments").glob("*.yaml")] if noun == "instrument" else []
            )
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

    def _name_is_stem(self, thing: Any, at: Document) -> Iterator[Problem]:
        if thing.id != at.path.stem:
            yield at.problem(("id",), f'must be the name of its file, "{at.path.stem}"')

    def _instrument_problems(self, instrument: Instrument, at: Document) -> Iterator[Problem]:
        yield from self._name_is_stem(instrument, at)
        yield from _twice(at, ("items",), [item.id for item in instrument.items])
        try:
            self.scale(instrument.scale)
        except NotFoundError as error:
            yield at.problem(("scale",), error.what)

    def _session_problems(self, session: Session, at: Document) -> Iterator[Problem]:
        number, _, name = at.path.stem.partition("-")
        if session.id != name or str(session.number) != number:
            yield at.problem(
                ("id",), f'file name must be "{session.number}-{session.id}.yaml", found "{at.path.name}"'
            )
        if session.resource != at.path.parent.name:
            yield at.problem(("resource",), f'must be the name of its folder, "{at.path.parent.name}"')
        yield from self._minutes(session, at)
        yield from self._ids(session, at)
        yield from self._references(session, at)
        yield from _citations(session, at)

    def _minutes(self, session: Session, at: Document) -> Iterator[Problem]:
        total = sum(step.minutes for step in session.steps)
        if total != session.minutes:
            yield at.problem(("minutes",), f"the steps add up to {total} minutes, not to {session.minutes}")
            return
        for i, length in enumerate(session.lengths):
            if length >= session.minutes:
                yield at.problem(("lengths", i), f"must be less than the full {session.minutes} minutes")
                continue
            try:
                if (reached := sum(fit(session.steps, length))) != length:
                    yield at.problem(("lengths", i), f"the cuts reach {reached} minutes, not {length}")
            except TooShort as error:
                yield at.problem(("lengths", i), f"{error}, so {length} cannot be reached; mark more to cut")
        for i, step in enumerate(session.steps):
            if step.short is not None and step.short >= step.minutes:
                yield at.problem(
                    ("steps", i, "short"), f"must be less than the step's {step.minutes} minutes"
                )
            if step.minutes >= NOTE_FROM and not step.facilitator:
                yield at.problem(("steps", i), f'a step of {step.minutes} minutes needs a "facilitator" note')

    def _ids(self, session: Session, at: Document) -> Iterator[Problem]:
        yield from _twice(at, ("steps",), [step.id for step in session.steps])
        yield from _twice(at, ("sources",), [source.id for source in session.sources])
        seen: set[str] = set()
        for i, step in enumerate(session.steps):
            for j, activity in enumerate(step.activities):
                where = ("steps", i, "activities", j)
                if isinstance(activity, Again):
                    if activity.again not in seen:
                        hint = did_you_mean(activity.again, seen)
                        yield at.problem(
                            (*where, "again"), f'no earlier step has an activity "{activity.again}"{hint}'
                        )
                    elif activity.part != "all" and session.activities[activity.again].kind != "discussion":
                        yield at.problem((*where, "part"), "only a discussion has parts")
                    continue
                if activity.id in seen or activity.id == "clock":
                    yield at.problem(
                        (*where, "id"), f'"{activity.id}" is taken; give each activity an id of its own'
                    )
                seen.add(activity.id)
                yield from _twice(at, (*where, "suggest"), [s.id for s in getattr(activity, "suggest", [])])
                yield from _prompts(activity, at, where)

    def _references(self, session: Session, at: Document) -> Iterator[Problem]:
        kinds = {id: activity.kind for id, activity in session.activities.items()}
        for i, step in enumerate(session.steps):
            for j, activity in enumerate(step.activities):
                where = ("steps", i, "activities", j)
                if isinstance(activity, Agreements) and activity.review:
                    if kinds.get(activity.review) != "agreements":
                        known = [id for id, kind in kinds.items() if kind == "agreements"]
                        hint = did_you_mean(activity.review, known)
                        yield at.problem(
                            (*where, "review"), f'there are no agreements called "{activity.review}"{hint}'
                        )
                elif isinstance(activity, Rating):
                    try:
                        self.instrument(activity.instrument)
                    except NotFoundError as error:
                        yield at.problem((*where, "instrument"), error.what)
        try:
            self.resource(session.resource)
        except NotFoundError as error:
            yield at.problem(("resource",), error.what)


def _twice(at: Document, where: Loc, ids: Sequence[str]) -> Iterator[Problem]:
    for i, id in enumerate(ids):
        if id in ids[:i]:
            yield at.problem((*where, i, "id"), f'"{id}" stands here twice')


def _prompts(activity: models.Activity, at: Document, where: Loc) -> Iterator[Problem]:
    """A prompt's id is its field, whichever of the activity's lists it stands in."""
    seen = {"summary"}
    for key in ("prompts", "before", "after"):
        for i, prompt in enumerate(getattr(activity, key, [])):
            if prompt.id in seen:
                yield at.problem((*where, key, i, "id"), f'"{prompt.id}" is taken in this activity')
            if prompt.scope == "team" and prompt.visibility == "private":
                yield at.problem((*where, key, i, "visibility"), "what a whole team writes cannot be private")
            seen.add(prompt.id)


def _citations(session: Session, at: Document) -> Iterator[Problem]:
    known = {source.id for source in session.sources}
    for loc, text in _texts(session.model_dump()):
        for id in CITATION.findall(text):
            if id not in known:
                yield at.problem(loc, f'no source has the id "{id}"{did_you_mean(id, known)}')


def _texts(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*loc, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*loc, i))
