"""Read the files under facilitation/ and check them.

`Library` is the one way in. The rest of kitlib receives models that have been
checked, and opens no YAML itself. All problems of a file are told at once, in
file order, each with its line; a missing file, an empty one and broken YAML
take the same road.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kitlib.clock import TooShort, fit
from kitlib.content import models
from kitlib.content.models import Again, Agreements, Content, Instrument, Rating, Resource, Scale, Session
from kitlib.errors import ContentError, NotFoundError, did_you_mean

__all__ = ["CITATION", "Library", "Problem"]

CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
LARGEST = 512 * 1024  # bytes; the longest session is about 30 kB
DEEPEST = 40  # levels of keys and lists
NOTE_FROM = 6  # minutes from which a step needs a note for its facilitator
Loc = tuple[int | str, ...]
M = TypeVar("M", bound=Content)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend in a file."""

    line: int
    where: str
    what: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.where}" if self.where else "")
        return f"  {place}: {self.what}"


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

    def _load(self, path: Path, model: type[M], more: Callable[[M, _Document], Iterator[Problem]]) -> M:
        path = path.resolve()
        if path not in self._loaded:
            document = _Document.read(path, blocks=self.root / "blocks")
            self._loaded[path] = document.model(model, more)
        loaded: M = self._loaded[path]
        return loaded

    @cache  # noqa: B019  (a Library lives as long as its process)
    def _scales(self) -> dict[str, Scale]:
        document = _Document.read((self.root / "scales.yaml").resolve())
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

    def _name_is_folder(self, resource: Resource, at: _Document) -> Iterator[Problem]:
        if resource.id != at.path.parent.name:
            yield at.problem(("id",), f'must be the name of its folder, "{at.path.parent.name}"')

    def _name_is_stem(self, thing: Any, at: _Document) -> Iterator[Problem]:
        if thing.id != at.path.stem:
            yield at.problem(("id",), f'must be the name of its file, "{at.path.stem}"')

    def _instrument_problems(self, instrument: Instrument, at: _Document) -> Iterator[Problem]:
        yield from self._name_is_stem(instrument, at)
        yield from _twice(at, ("items",), [item.id for item in instrument.items])
        try:
            self.scale(instrument.scale)
        except NotFoundError as error:
            yield at.problem(("scale",), error.what)

    def _session_problems(self, session: Session, at: _Document) -> Iterator[Problem]:
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

    def _minutes(self, session: Session, at: _Document) -> Iterator[Problem]:
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

    def _ids(self, session: Session, at: _Document) -> Iterator[Problem]:
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

    def _references(self, session: Session, at: _Document) -> Iterator[Problem]:
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


def _twice(at: _Document, where: Loc, ids: Sequence[str]) -> Iterator[Problem]:
    for i, id in enumerate(ids):
        if id in ids[:i]:
            yield at.problem((*where, i, "id"), f'"{id}" stands here twice')


def _prompts(activity: models.Activity, at: _Document, where: Loc) -> Iterator[Problem]:
    """A prompt's id is its field, whichever of the activity's lists it stands in."""
    seen = {"summary"}
    for key in ("prompts", "before", "after"):
        for i, prompt in enumerate(getattr(activity, key, [])):
            if prompt.id in seen:
                yield at.problem((*where, key, i, "id"), f'"{prompt.id}" is taken in this activity')
            if prompt.scope == "team" and prompt.visibility == "private":
                yield at.problem((*where, key, i, "visibility"), "what a whole team writes cannot be private")
            seen.add(prompt.id)


def _citations(session: Session, at: _Document) -> Iterator[Problem]:
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


class _Document:
    """One YAML file: its data, and the line of every place in it."""

    def __init__(self, path: Path, node: yaml.Node, data: dict[str, Any]) -> None:
        self.path = path
        self.node = node
        self.data = data
        self.blocks: dict[int, _Document] = {}  # index of a step to the block it includes

    @classmethod
    def read(cls, path: Path, blocks: Path | None = None) -> _Document:
        """Read a file; raises ContentError for one that is missing, empty, too large or no YAML."""
        if not path.is_file():
            raise ContentError(f"{_short(path)} is missing.", "Restore it, then run: kit check")
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            cls._refuse(path, [Problem(1, "", f"is {len(raw):,} bytes; at most {LARGEST:,} are read")])
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            cls._refuse(path, [Problem(line, "", "is not UTF-8 text; save the file again as UTF-8")])
        node, data = cls._parse(path, text)
        document = cls(path, node, data)
        if blocks is not None:
            document._include(blocks)
        return document

    @classmethod
    def _parse(cls, path: Path, text: str) -> tuple[yaml.Node, dict[str, Any]]:
        data: Any
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                    event, yaml.CollectionEndEvent
                )
                if depth > DEEPEST:
                    cls._refuse(path, [Problem(_mark(event) + 1, "", "is nested too deeply")])
                if isinstance(event, yaml.AliasEvent):
                    what = 'aliases ("*name") are not read; write the text out or use a block'
                    cls._refuse(path, [Problem(_mark(event) + 1, "", what)])
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or str(error).splitlines()[0]
            cls._refuse(path, [Problem(mark.line + 1 if mark else 1, "", f"is not sound YAML: {what}")])
        if not isinstance(data, dict):
            found = "it is empty" if data is None else f"found {_kind(data)}"
            cls._refuse(path, [Problem(1, "", f'must hold keys and values ("title: …"); {found}')])
        assert node is not None
        cls._refuse(path, list(_double_keys(node)))
        return node, data

    def _include(self, blocks: Path) -> None:
        steps = self.data.get("steps")
        problems = []
        if not isinstance(steps, list):
            return  # told with the other problems
        for i, step in enumerate(steps):
            if isinstance(step, dict) and "block" in step:
                name = step.pop("block")
                path = blocks / f"{name}.yaml"
                if not isinstance(name, str) or not path.is_file():
                    hint = did_you_mean(str(name), [p.stem for p in blocks.glob("*.yaml")])
                    problems.append(self.problem(("steps", i, "block"), f'there is no block "{name}"{hint}'))
                    continue
                block = _Document.read(path)
                self.blocks[i] = block
                steps[i] = {**block.data, **step}
        self.refuse(problems)

    # -- problems ----------------------------------------------------------------

    def model(self, model: type[M], more: Callable[[M, _Document], Iterator[Problem]]) -> M:
        """The data as a checked model; raises ContentError with all problems."""
        try:
            loaded = model.model_validate(self.data)
        except ValidationError as error:
            self.refuse(self.problems_of(error, model))
            raise
        self.refuse(list(more(loaded, self)))
        return loaded

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Raise ContentError when there are problems."""
        self._refuse(self.path, problems)

    @staticmethod
    def _refuse(path: Path, problems: Sequence[Problem]) -> None:
        if problems:
            name = _short(path)
            lines = "\n".join(str(problem) for problem in sorted(set(problems)))
            raise ContentError(
                f"{name} has {len(set(problems))} problem(s). Nothing was started.\n{lines}",
                f"Mend, then run: kit check {name}",
            )

    def problem(self, loc: Loc, what: str) -> Problem:
        """A problem at a place given by keys and indices."""
        document, line = self._line(loc)
        elsewhere = "" if document is self else f" (in {_short(document.path)}, line {line})"
        if document is not self:
            line = self._line(loc[:2])[1]
        return Problem(line, self._where(loc), what + elsewhere)

    def problems_of(self, error: ValidationError, model: type[BaseModel], under: Loc = ()) -> list[Problem]:
        """Pydantic's errors in words for people; a misspelt key is told once, not as unknown and missing."""
        details = [(self._plain(under + detail["loc"]), detail) for detail in error.errors()]
        known = _all_keys(model)
        missing = {loc for loc, detail in details if detail["type"] == "missing"}
        problems = []
        for loc, detail in details:
            if detail["type"] == "extra_forbidden":
                hint = did_you_mean(str(loc[-1]), known - {loc[-1]})
                what = "this key does not belong here" if loc[-1] in known else f"unknown key{hint}"
                problems.append(self.problem(loc, what))
                meant = re.search(r'"(.+)"', hint)
                if meant:
                    missing.discard((*loc[:-1], meant.group(1)))
        for loc, detail in details:
            if detail["type"] == "missing":
                if loc in missing:
                    problems.append(self.problem(loc[:-1], f'needs "{loc[-1]}"'))
            elif detail["type"] != "extra_forbidden":
                problems.append(self.problem(loc, _words(detail)))
        return problems

    def _plain(self, loc: Loc) -> Loc:
        """Drop the tags of a union, which pydantic puts into a place though no file holds them."""
        plain: list[int | str] = []
        value: Any = self.data
        for i, part in enumerate(loc):
            inner = _inner(value, part)
            if inner is None and (
                i < len(loc) - 1 or (isinstance(value, dict) and value.get("kind") == part)
            ):
                continue
            value = inner
            plain.append(part)
        return tuple(plain)

    def _line(self, loc: Loc) -> tuple[_Document, int]:
        document, node, line = self, self.node, 1
        for depth, part in enumerate(loc):
            inner = _child(node, part)
            if inner is None and depth == 2 and loc[0] == "steps" and loc[1] in self.blocks:
                document = self.blocks[int(loc[1])]
                inner = _child(document.node, part)
            if inner is None:
                break
            key, node = inner
            line = key.start_mark.line + 1
        return document, line

    def _where(self, loc: Loc) -> str:
        words: list[str] = []
        value: Any = self.data
        for part in loc:
            value = _inner(value, part)
            if isinstance(part, int):
                words.append(str(value["id"]) if isinstance(value, dict) and "id" in value else f"{part + 1}")
            else:
                words.append(part)
        return " > ".join(words)


def _inner(value: Any, part: int | str) -> Any:
    """What stands at a key or an index, None where nothing does."""
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _child(node: yaml.Node, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def _mark(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _double_keys(node: yaml.Node) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key.value, str) and key.value in seen:
                yield Problem(key.start_mark.line + 1, str(key.value), "this key stands here twice")
            seen.add(str(key.value))
            yield from _double_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _double_keys(value)


@cache
def _all_keys(model: type[BaseModel]) -> frozenset[str]:
    """Every key that a file of this kind may hold, at any depth."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return frozenset(key for part in parts for key in part.get("properties", {})) | {"block"}


def _kind(value: Any) -> str:
    names = {
        str: "text",
        int: "a number",
        float: "a number",
        bool: "yes/no",
        list: "a list",
        dict: "keys and values",
    }
    return "nothing" if value is None else names.get(type(value), f"a {type(value).__name__}")


def _shown(value: Any) -> str:
    if isinstance(value, str | int | float | bool):
        return f'"{str(value)[:60]}"' if isinstance(value, str) else str(value)
    return _kind(value)


def _words(detail: Any) -> str:
    """One pydantic error in plain words."""
    kind, value, ctx = detail["type"], detail["input"], detail.get("ctx", {})
    found = f", found {_shown(value)}"
    if kind == "union_tag_not_found":
        return 'needs "kind"'
    if kind == "union_tag_invalid":
        kinds = [tag.strip(" '") for tag in ctx["expected_tags"].split(",") if "again" not in tag]
        return (
            f'unknown kind "{ctx["tag"]}"{did_you_mean(ctx["tag"], kinds)}; known kinds: {", ".join(kinds)}'
        )
    if kind == "literal_error":
        return f"must be {ctx['expected']}{found}"
    if kind == "string_pattern_mismatch":
        return f'must be lower-case words joined by "-"{found}'
    if kind == "string_type":
        hint = "; put it in quotes" if isinstance(value, int | float) else ""
        return f"must be text{found}{hint}"
    if kind == "value_error" or kind.startswith("url"):
        return f"must be a web address that starts with https:// or http://{found}"
    simple = {
        "int_type": "must be a whole number",
        "bool_type": "must be true or false",
        "list_type": "must be a list (lines that start with “- ”)",
        "model_type": "must hold keys and values",
        "model_attributes_type": "must hold keys and values",
        "string_too_short": "must not be empty",
        "string_too_long": f"must be at most {ctx.get('max_length')} characters",
        "too_short": f"needs at least {ctx.get('min_length')}",
        "too_long": f"takes at most {ctx.get('max_length')}",
        "greater_than": f"must be more than {ctx.get('gt')}",
        "greater_than_equal": f"must be at least {ctx.get('ge')}",
        "less_than_equal": f"must be at most {ctx.get('le')}",
    }
    return str(simple.get(kind, detail["msg"])) + found


def _short(path: Path) -> str:
    """A path as a reader would type it: from facilitation/ on, where that is part of it."""
    parts = path.parts
    if "facilitation" in parts:
        return "/".join(parts[parts.index("facilitation") :])
    return str(path)
