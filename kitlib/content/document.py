"""One YAML file: its data, the line of every place in it, and problems told in plain words.

Pydantic's own text is for programmers; here its errors are translated, with the
line they stand on and the key that was probably meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kitlib.content.base import CLOCK, LANGUAGE, Content
from kitlib.content.layers import PACKAGE, Layers
from kitlib.content.mistakes import CURLY, CURLY_HINT, quoted
from kitlib.content.parsing import Problem, UnsoundError, kind_of, parse
from kitlib.content.places import all_keys, inner, keys_at
from kitlib.content.standins import wrong_anyway
from kitlib.errors import ContentError, did_you_mean, nearest
from kitlib.languages.names import code_of

__all__ = ["Document", "Loc", "Problem", "child", "short"]

LARGEST = 512 * 1024  # bytes; the longest session is about 30 kB
AS_UTF_8 = "save the file again as UTF-8, which Notepad asks as Encoding, and Word after Plain Text"
Loc = tuple[int | str, ...]
M = TypeVar("M", bound=Content)


class Document:
    """One YAML file: its data, and the line of every place in it."""

    asks_for_notes = True  # whether a long step must have a note for who leads

    def __init__(
        self, path: Path, node: yaml.Node, data: dict[str, Any], pending: Sequence[Problem] = ()
    ) -> None:
        self.path = path
        self.node = node
        self.data = data
        self.pending = list(pending)  # problems that wait to be told with all others of the file
        self.blocks: dict[int, Document] = {}  # index of a step to the block it includes
        self._absent: set[Loc] = set()  # the steps whose block is not there, nor one that is called alike

    @classmethod
    def read(cls, path: Path) -> Document:
        """Read a file; raises ContentError for one that is missing, empty, too large or no YAML."""
        if not path.is_file():
            raise ContentError(f"{short(path)} is missing.", "Restore it, then run: kit check")
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            cls._refuse(path, [Problem(1, "", f"is {len(raw):,} bytes; at most {LARGEST:,} are read")])
        try:
            text = raw.decode("utf-8-sig")
            broken = text.find("\0")
        except UnicodeDecodeError as error:
            text, broken = "", error.start
        if broken >= 0:
            line = raw[:broken].count(b"\n") + 1
            cls._refuse(path, [Problem(line, "", f"is not UTF-8 text; {AS_UTF_8}")])
        return cls.of(path, text)

    @classmethod
    def of(cls, path: Path, text: str) -> Document:
        """What a file would say with this text; raises ContentError as `read` does."""
        try:
            return cls(path, *parse(text))
        except UnsoundError as error:
            raise cls._error(path, error.problems) from error

    @classmethod
    def as_meant(cls, path: Path) -> Document:
        """A file to be checked whole: slips with a plain remedy wait in `pending`, to be told with all else that is wrong.

        Raises ContentError as `read` does where there is more to it.
        """
        try:
            return cls.read(path)
        except ContentError as error:
            unsound = error.__cause__
            if not isinstance(unsound, UnsoundError) or not unsound.mended:
                raise
        try:
            node, data, pending = parse(unsound.mended)
        except UnsoundError as error:
            cls._refuse(path, [*unsound.problems, *error.problems])
            raise
        return cls(path, node, data, [*unsound.problems, *pending])

    def include(self, layers: Layers) -> None:
        """Put blocks in the place of the steps that name one."""
        steps = self.data.get("steps")
        if not isinstance(steps, list):
            return  # told with the other problems
        for i, step in enumerate(steps):
            if isinstance(step, dict) and "block" in step:
                name = str(step.pop("block"))
                path = layers.find_for(self.path, "blocks", f"{name}.yaml")
                if path is None:
                    known = layers.names("blocks")
                    what = f'there is no block "{name}"{did_you_mean(name, known)}'
                    self.pending.append(self.problem(("steps", i, "block"), what))
                    path = layers.find_for(self.path, "blocks", f"{nearest(name, known)}.yaml")
                if path is None:
                    self._absent.add(("steps", i))
                    continue
                block = Document.read(path)
                self.blocks[i] = block
                steps[i] = {**block.data, **step}

    # -- problems ----------------------------------------------------------------

    def model(
        self,
        model: type[M],
        more: Callable[[M, Document], Iterator[Problem]],
        finish: Callable[[M], M] | None = None,
    ) -> M:
        """The data as a checked model, once `finish` was done with it; raises ContentError with all problems.

        Where values are wrong, what the model alone cannot see is told of all the rest, as far as that does not hang on them.
        """
        try:
            loaded = model.model_validate(self.data)
        except ValidationError as error:
            problems = self._not_of_absent_blocks(self.problems_of(error, model))
            self.refuse([*problems, *self._told_anyway(model, more, finish)])
            raise
        loaded, problems = self._finished(loaded, more, finish)
        self.refuse(problems)
        return loaded

    def _finished(
        self, loaded: M, more: Callable[[M, Document], Iterator[Problem]], finish: Callable[[M], M] | None
    ) -> tuple[M, list[Problem]]:
        """A model once `finish` was done with it, and all that is wrong with it."""
        problems: list[Problem] = []
        try:
            loaded = finish(loaded) if finish else loaded
        except ContentError as error:
            problems += error.problems
        return loaded, [*problems, *more(loaded, self)]

    def _told_anyway(
        self,
        model: type[M],
        more: Callable[[M, Document], Iterator[Problem]],
        finish: Callable[[M], M] | None,
    ) -> Iterator[Problem]:
        """What is wrong whatever comes to stand in the place of what is."""
        if self._absent:
            return  # what it would have brought, nobody knows
        yield from wrong_anyway(
            self.data,
            model,
            lambda loc: self._meant(loc, model)[0],
            lambda one: self._finished(one, more, finish)[1],
        )

    def _not_of_absent_blocks(self, problems: Sequence[Problem]) -> list[Problem]:
        """Without what a step lacks whose block is not there."""
        return [problem for problem in problems if problem.loc[:2] not in self._absent]

    def _meant(self, loc: Loc, model: type[BaseModel], under: Loc = ()) -> tuple[str, set[str]]:
        """In place of a key that may not stand there: the one that was meant, and all that may."""
        here = set(keys_at(model, reduce(inner, under, self.data), loc[len(under) : -1]))
        return nearest(str(loc[-1]), here.difference(self._said_at(loc[:-1]) or ())), here

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Raise ContentError when there are problems, or some are pending."""
        self._refuse(self.path, [*self.pending, *problems])

    @classmethod
    def _refuse(cls, path: Path, problems: Sequence[Problem]) -> None:
        if problems:
            raise cls._error(path, problems)

    @staticmethod
    def _error(path: Path, problems: Sequence[Problem]) -> ContentError:
        name, found = short(path), sorted(set(problems))
        lines = "\n".join(map(str, found))
        return ContentError(
            f"{name} has {len(found)} problem{'s' * (len(found) > 1)}.\n{lines}",
            f"Mend, then run: kit check {name}",
            found,
        )

    def problem(self, loc: Loc, what: str) -> Problem:
        """A problem at a place given by keys and indices."""
        document, line = self._line(loc)
        elsewhere = "" if document is self else f" (in {short(document.path)}, line {line})"
        if document is not self:
            line = self._line(loc[:2])[1]
        return Problem(line, self._where(loc), what + elsewhere, loc)

    def line_of(self, loc: Loc) -> int:
        """The line at which a place stands that is given by keys and indices."""
        return self._line(loc)[1]

    def lost(self, activity: str) -> tuple[Loc, str] | None:
        """Where this file leaves out an activity that its base has, and in which step; None where it does not."""
        return None

    def problems_of(self, error: ValidationError, model: type[BaseModel], under: Loc = ()) -> list[Problem]:
        """Pydantic's errors in words for people; a misspelt key is told once, not as unknown and missing."""
        details = [(under + detail["loc"], detail) for detail in error.errors()]
        elsewhere = all_keys(model)
        missing = {loc for loc, detail in details if detail["type"] == "missing"}
        problems = []
        for loc, detail in details:
            if detail["type"] == "extra_forbidden":
                what = "this key does not belong here" if loc[-1] in elsewhere else "unknown key"
                key, here = self._meant(loc, model, under)
                what += f'; did you mean "{key}"?' if key else f"; here may stand: {', '.join(sorted(here))}"
                problems.append(self.problem(loc, what))
                missing.discard((*loc[:-1], key))
        for loc, detail in details:
            if detail["type"] == "missing":
                if loc in missing:
                    problems.append(self.problem(loc[:-1], f'needs "{loc[-1]}"'))
            elif detail["type"] != "extra_forbidden":
                keys: frozenset[str] = frozenset()
                if detail["type"].startswith("model_") and isinstance(detail["input"], str):
                    keys = keys_at(model, reduce(inner, under, self.data), loc[len(under) :])
                problems.append(self.problem(loc, _words(detail, keys)))
        return problems

    def _said_at(self, loc: Loc) -> Iterable[str]:
        """The keys that this file says at a place."""
        held: Iterable[str] = reduce(inner, loc, self.data)
        return held

    def _line(self, loc: Loc) -> tuple[Document, int]:
        document, node, line = self, self.node, 1
        for depth, part in enumerate(loc):
            inner = child(node, part)
            if inner is None and depth == 2 and loc[0] == "steps" and loc[1] in self.blocks:
                document = self.blocks[int(loc[1])]
                inner = child(document.node, part)
            if inner is None:
                break
            key, node = inner
            line = key.start_mark.line + 1
        return document, line

    def _where(self, loc: Loc) -> str:
        words: list[str] = []
        value: Any = self.data
        for part in loc:
            value = inner(value, part)
            if isinstance(part, int):
                words.append(str(value["id"]) if isinstance(value, dict) and "id" in value else f"{part + 1}")
            else:
                words.append(part)
        return " > ".join(words)


def child(node: yaml.Node, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and what stands at it in keys and values, or the thing of a list twice; None where there is none."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def _shown(value: Any) -> str:
    if isinstance(value, str | int | float | bool):
        return f'"{str(value)[:60]}"' if isinstance(value, str) else str(value)
    return kind_of(value)


def _words(detail: Any, keys: frozenset[str]) -> str:
    """One pydantic error in plain words; `keys` may stand where a text does that is to be keys and values."""
    kind, value, ctx = detail["type"], detail["input"], detail.get("ctx", {})
    found = f", found {_shown(value)}"
    if kind in ("too_short", "too_long"):
        many = "and it is empty" if not value else f"found {len(value)}"
        least_or_most = "needs at least {min_length}" if kind == "too_short" else "takes at most {max_length}"
        return f"{least_or_most.format(**ctx)}, {many}"
    if kind in ("kind_missing", "kind_unknown"):
        return str(detail["msg"])
    if kind == "literal_error":
        return f"must be {ctx['expected']}{found}"
    if kind == "string_pattern_mismatch":
        return _formed(ctx.get("pattern", ""), value) + found
    if kind == "string_too_short" and not value:
        return "must not be empty"
    if kind == "string_type":
        return f"must be text{found}{_as_text(value)}"
    if keys:
        first = min(keys, key=lambda key: (key not in ("id", "when", "district"), key))
        return f"must hold keys and values, such as {{{first}: {value.split(':')[-1].strip()}}}{found}"
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
        "greater_than": f"must be more than {ctx.get('gt')}",
        "greater_than_equal": f"must be at least {ctx.get('ge')}",
        "less_than_equal": f"must be at most {ctx.get('le')}",
    }
    return str(simple.get(kind, detail["msg"])) + found


def _formed(pattern: str, value: str) -> str:
    """How a text must be that is to have a form."""
    if pattern == LANGUAGE:
        code = code_of(value)
        return f"must be the code of a language, such as {code or 'es'}"
    if pattern == CLOCK:
        return "must be a time in four digits, such as 08:05 or 14:30"
    return 'must be lower-case words joined by "-"'


def _as_text(value: Any) -> str:
    """How what is no text would be one."""
    if isinstance(value, int | float):
        return "; put it in quotes"
    if isinstance(value, dict) and len(value) == 1:  # a text in a list, which its colon parts
        ((key, rest),) = value.items()
        why = CURLY_HINT if str(key).startswith(tuple(CURLY)) else "a text that holds a colon goes in quotes"
        return f"; {why}: write {quoted(f'{key}: {rest}')}"
    return ""


def short(path: Path) -> str:
    """A path as a reader would type it: from its layer on, `facilitation/` or `own/`, where one is part of it.

    Of a pack its package comes first, since its layer is called as the kit's own.
    """
    parts = path.parts
    for i in range(len(parts) - 1, 0, -1):
        if parts[i] in ("facilitation", "own"):
            return "/".join(parts[i - parts[i - 1].startswith(PACKAGE) :])
    return str(path)
