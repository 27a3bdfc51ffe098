"""YAML text as data, and as nodes that know their lines. A text that was read before is not parsed again."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import yaml

from kitlib.content.mistakes import HARD, HARD_HINT, NO_ALIAS, has_hard_blank, likely_mistakes

__all__ = ["FAST", "Problem", "UnsoundError", "kind_of", "parse"]

DEEPEST = 40  # levels of keys and lists
#: The loader in C reads a session in an eighth of the time; not every build of PyYAML has it.
FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend in a file."""

    line: int
    where: str
    what: str
    loc: tuple[int | str, ...] = field(default=(), compare=False)  # the same place, by keys and indices

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.where}" if self.where else "")
        return f"  {place}: {self.what}"


class UnsoundError(Exception):
    """The text is not YAML that the kit reads; `mended` is the text as it was probably meant, where all that is wrong is a slip."""

    def __init__(self, *problems: Problem, mended: str = "") -> None:
        super().__init__(*problems)
        self.problems = problems
        self.mended = mended


def parse(text: str) -> tuple[yaml.Node, dict[str, Any], list[Problem]]:
    """The nodes of a text, which nobody may change, its data, which are the caller's own, and which keys stand twice.

    Raises UnsoundError for a text of which no more can be known.
    """
    node, data, doubled = _parsed(text)
    return (
        node,
        pickle.loads(data),
        list(doubled),
    )  # of this process: a copy in a fortieth of the time that parsing takes


@lru_cache(
    maxsize=2048
)  # a kit's whole content is some 500 files; a changed one is parsed, the others are not
def _parsed(text: str) -> tuple[yaml.Node, bytes, tuple[Problem, ...]]:
    try:
        node, data = _read_by(FAST, text)
    except yaml.YAMLError:
        # Told by the loader that every machine has, so that a mistake reads the same everywhere.
        mistakes, mended = likely_mistakes(text, partial(_read_by, yaml.SafeLoader))
        if mistakes:
            problems = [Problem(each.line, "", each.what) for each in mistakes]
            raise UnsoundError(*problems, mended=mended) from None
        node, data = _read_by(yaml.SafeLoader, text)
    if node is None or not isinstance(data, dict):
        found = "it is empty" if data is None else f"found {kind_of(data)}"
        raise UnsoundError(Problem(1, "", f'must hold keys and values ("title: …"); {found}'))
    if hard := [line for key, line in _keys(node) if has_hard_blank(key)]:
        mended = re.sub(f"[{HARD}]", " ", text)
        raise UnsoundError(*(Problem(line, "", HARD_HINT) for line in hard), mended=mended)
    return node, pickle.dumps(data), tuple(_double_keys(node))


def _read_by(loader: Any, text: str) -> tuple[yaml.Node | None, Any]:
    """The nodes and the data; what could swell or nest without end is refused before either is built."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise UnsoundError(Problem(_line(event), "", "is nested too deeply"))
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem=NO_ALIAS, problem_mark=event.start_mark)  # type: ignore[arg-type]
    reader = loader(text)
    try:
        node = reader.get_single_node()
        return node, None if node is None else reader.construct_document(node)
    finally:
        reader.dispose()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _double_keys(node: yaml.Node) -> Iterator[Problem]:
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if isinstance(key.value, str) and key.value in seen:
                what = f"this key stands here twice; the first is in line {seen[key.value]}"
                yield Problem(line, str(key.value), what)
            seen.setdefault(str(key.value), line)
            yield from _double_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _double_keys(value)


def _keys(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Every key at any depth, and its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1
            yield from _keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _keys(value)


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    names = {
        str: "text",
        int: "a number",
        float: "a number",
        bool: "yes/no",
        list: "a list",
        dict: "keys and values",
    }
    return "nothing" if value is None else names.get(type(value), f"a {type(value).__name__}")
