"""Change a file that somebody wrote by hand: only what is to say something else, byte for byte.

The file is not read and written anew: the pieces whose data differ are replaced in its text, where they stand. So the
comments, quoting, order and line ends of all else are as they were. A comment right above a thing of a list, or a
key, goes where that goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from kitlib.content.overlay import by_id
from kitlib.content.parsing import FAST, parse
from kitlib.content.yaml_text import as_flow, as_piece, as_yaml, in_style
from kitlib.errors import KitError

__all__ = ["rewritten"]

_MARK = "\ufeff"  # that some editors put before a text


def rewritten(text: str, data: Mapping[str, Any], renamed: Mapping[str, str] | None = None) -> str:
    """The text of a file as it says `data`, changed only where it says something else now.

    Things of a list are known by their ids; `renamed` is the id of each that has another now, by the old one. Keys that are new stand behind those after which `data` has them; keys
    in another order alone are no change. Raises KitError where the text cannot be changed so, and UnsoundError for no YAML.
    """
    if text.startswith(_MARK):
        return _MARK + rewritten(text.removeprefix(_MARK), data, renamed)
    if not text.strip():
        return as_yaml(data)
    end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if _says(plain, data):
        return text
    for keys in (None, set(_differing(plain, data))):
        said = _Writing(plain, keys, renamed or {}).changed(data)
        if _says(said, data):
            return said.replace("\n", end)
    raise KitError(
        "The file is written in a way that only its author can change.",
        "Open it in an editor, and change it there.",
    )


def _says(text: str, data: Mapping[str, Any]) -> bool:
    try:
        return _same(yaml.load(text, FAST), dict(data))
    except yaml.YAMLError:
        return False


def _differing(text: str, data: Mapping[str, Any]) -> Iterator[str]:
    """The keys at the top that say something else; they are written anew where less than that does not do."""
    old = parse(text)[1]
    return (key for key in old if key in data and not _same(old[key], data[key]))


def _same(old: Any, new: Any) -> bool:
    """Whether two values are the same, of the same types: true is not 1."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return type(old) is type(new) and bool(old == new)


@dataclass(frozen=True)
class _Chunk:
    """One thing of a list in the text: where the blank lines and comments above it begin, its own lines, and their end."""

    gap: int
    start: int  # of its first line, or of the comment right above that
    dash: int
    end: int  # behind its last line


class _Writing:
    """One changing of one text. Edits are gathered, and made in the end: (start, end, what stands there)."""

    def __init__(self, text: str, anew: set[str] | None, renamed: Mapping[str, str]) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        self.ended = text.endswith("\n")
        self.before = {new: old for old, new in renamed.items()}
        self.anew = anew or set()  # keys at the top whose values are written anew
        self.edits: list[tuple[int, int, str]] = []

    def changed(self, data: Mapping[str, Any]) -> str:
        """The text with all edits made."""
        loader = FAST(self.text)  # as all else is read
        node: Any = loader.get_single_node()
        self.values: dict[int, Any] = {}
        self._read(loader, node)
        self._mapping(node, data, top=True)
        said = self._made(0, len(self.text), self.edits)
        return said if self.ended else said.removesuffix("\n")

    def _read(self, loader: Any, node: yaml.Node) -> Any:
        """The value of each node, by the node."""
        value: Any
        if isinstance(node, yaml.MappingNode):
            value = {self._read(loader, key): self._read(loader, each) for key, each in node.value}
        elif isinstance(node, yaml.SequenceNode):
            value = [self._read(loader, each) for each in node.value]
        else:
            value = loader.construct_object(node)
        self.values[id(node)] = value
        return value

    def _made(self, start: int, end: int, edits: Sequence[tuple[int, int, str]]) -> str:
        """A stretch of the text with edits made in it; what stands at one place is in the order in which it came."""
        out, at = [], start
        for begin, stop, said in sorted(edits, key=lambda edit: edit[:2]):
            out += [self.text[at:begin], said]
            at = max(at, stop)
        return "".join([*out, self.text[at:end]])

    # -- values ------------------------------------------------------------------

    def _value(self, key: yaml.Node | None, node: yaml.Node, new: Any, indent: int) -> None:
        """Make a value another one; `indent` is the column of the key, or of the dash, that it belongs to."""
        if _same(self.values[id(node)], new):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping) and new and node.value:
            return self._flow_keys(node, new) if node.flow_style else self._mapping(node, new)
        if isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new and node.value:
            return self._flow_list(node, new) if node.flow_style else self._list(node, new)
        return self._replace(key, node, new, indent)

    def _replace(self, key: yaml.Node | None, node: yaml.Node, new: Any, indent: int) -> None:
        """Write a value anew where the old one stands; what follows on its line, a comment, stays."""
        start, end = node.start_mark.index, self._end(node)
        if key is not None:
            start = self.text.index(":", key.end_mark.index) + 1
        rest = self.text[end : self._line_end(end)].strip()
        said = self._said(node, new, indent, alone=not rest)
        gap = "" if key is None or said.startswith("\n") else " "
        self.edits.append((start, end, gap + said))

    def _said(self, node: yaml.Node, new: Any, indent: int, alone: bool) -> str:
        """How a value is written behind its key; `alone`: nothing else stands on its last line."""
        if isinstance(new, str):
            old = node.style if isinstance(node, yaml.ScalarNode) else None
            styles = [old, *((">" if len(new) > 90 else None,) if old is None else ()), None, '"']
            for style in styles:
                said = None if style in (">", "|") and not alone else in_style(new, style, indent)
                if said is not None and _reads_as(said, indent, new):
                    return said
        if isinstance(new, list | Mapping) and new and alone:
            return "\n" + " " * (indent + 2) + as_piece(new, indent + 2)
        return as_flow(new)

    # -- keys --------------------------------------------------------------------

    def _mapping(self, node: yaml.MappingNode, new: Mapping[str, Any], top: bool = False) -> None:
        """Keys below one another."""
        indent = node.value[0][0].start_mark.column
        names = [self.values[id(key)] for key, _ in node.value]
        added: dict[str | None, list[str]] = {}
        behind: str | None = None
        for name, value in new.items():
            if name in names:
                behind = name
            else:
                added.setdefault(behind, []).append(as_piece({name: value}, indent))
        first = node.value[0][0].start_mark.index
        for piece in added.get(None, []):
            self.edits.append((first, first, f"{piece}\n{' ' * indent}"))
        for i, (key, value) in enumerate(node.value):
            name = names[i]
            if name not in new:
                self._take_out(node, i, indent)
            elif top and name in self.anew:
                self._replace(key, value, new[name], indent)
            else:
                self._value(key, value, new[name], indent)
            at = self._line_end(self._end(value))
            self.edits += [(at, at, f"\n{' ' * indent}{piece}") for piece in added.get(name, [])]

    def _take_out(self, node: yaml.MappingNode, i: int, indent: int) -> None:
        """Take a key out, with the comment right above it; the comment above the first one belongs to all of them."""
        key, value = node.value[i]
        start = self._line_start(key.start_mark.index)
        end = self._behind(self._end(value), indent)
        if self.text[start : key.start_mark.index].strip():  # behind a dash, where the next one is to stand
            after = node.value[i + 1][0].start_mark.index if i + 1 < len(node.value) else end
            self.edits.append((key.start_mark.index, after, ""))
        else:
            self.edits.append((self._own_comment(start, indent) if i else start, end, ""))

    # -- lists -------------------------------------------------------------------

    def _list(self, node: yaml.SequenceNode, new: list[Any]) -> None:
        """Things below one another, each behind a dash."""
        indent = node.start_mark.column
        pairs = _pairs(self.values[id(node)], new, self.before)
        if [i for i, _ in pairs] == list(range(len(node.value))):  # all there, in order, and nothing new
            for (_, value), each in zip(pairs, node.value, strict=True):
                self._value(None, each, value, indent)
            return
        chunks = self._chunks(node, indent)
        usual = next((self.text[c.gap : c.start] for c in chunks[1:]), "")
        usual = usual if not usual.strip() else ""
        kept = {i for i, _ in pairs if i is not None}
        out: list[str] = []
        for i, value in pairs:
            if i is None:
                out.append((usual if out else "") + self._new_thing(value, indent))
                continue
            chunk = chunks[i]
            before, self.edits = self.edits, []
            self._value(None, node.value[i], value, indent)
            own = self._made(chunk.start, chunk.end, self.edits)
            self.edits = before
            gap = self.text[chunk.gap : chunk.start]
            if i == 0 or (not out and not gap.strip()):
                gap = ""
            out.append((usual if i == 0 and out else gap) + own)
        left = "".join(
            self.text[c.gap : c.start]
            for i, c in enumerate(chunks)
            if i and i not in kept and self.text[c.gap : c.start].strip()
        )
        self.edits.append((chunks[0].start, chunks[-1].end, "".join(out) + left))

    def _new_thing(self, value: Any, indent: int) -> str:
        if isinstance(value, Mapping | list) and value:
            said = as_piece(value, indent + 2)
        else:
            said = self._said(yaml.ScalarNode("", ""), value, indent, alone=True)
        return f"{' ' * indent}- {said}\n"

    def _chunks(self, node: yaml.SequenceNode, indent: int) -> list[_Chunk]:
        chunks: list[_Chunk] = []
        for each in node.value:
            dash = self._line_start(each.start_mark.index)
            while self.text[dash + indent] != "-" or self.text[dash : dash + indent].strip():
                dash = self._line_start(dash - 1)
            gap = chunks[-1].end if chunks else dash
            start = self._own_comment(dash, indent) if chunks else dash
            chunks.append(_Chunk(gap, max(gap, start), dash, self._behind(self._end(each), indent)))
        return chunks

    # -- between brackets ----------------------------------------------------------

    def _flow_keys(self, node: yaml.MappingNode, new: Mapping[str, Any]) -> None:
        names = [self.values[id(key)] for key, _ in node.value]
        if not set(names) <= set(new):
            self._anew(node, new)
            return
        behind = None
        added: dict[Any, list[str]] = {}
        for name, value in new.items():
            if name in names:
                behind = name
            else:
                added.setdefault(behind, []).append(as_flow({name: value})[1:-1])
        first = node.value[0][0].start_mark.index
        self.edits += [(first, first, f"{piece}, ") for piece in added.get(None, [])]
        for name, (_, value) in zip(names, node.value, strict=True):
            self._flow_value(value, new[name])
            at = self._end(value)
            self.edits += [(at, at, f", {piece}") for piece in added.get(name, [])]

    def _flow_list(self, node: yaml.SequenceNode, new: list[Any]) -> None:
        pairs = _pairs(self.values[id(node)], new, self.before)
        if [i for i, _ in pairs] == list(range(len(node.value))):
            for (_, value), each in zip(pairs, node.value, strict=True):
                self._flow_value(each, value)
            return
        inner = self.text[self._end(node.value[0]) : node.value[1].start_mark.index] if node.value[1:] else ""
        between = inner if re.fullmatch(r",\s+", inner) else ", "
        out = []
        for i, value in pairs:
            if i is None:
                out.append(as_flow(value))
                continue
            each = node.value[i]
            before, self.edits = self.edits, []
            self._flow_value(each, value)
            out.append(self._made(each.start_mark.index, self._end(each), self.edits))
            self.edits = before
        self.edits.append((node.value[0].start_mark.index, self._end(node.value[-1]), between.join(out)))

    def _flow_value(self, node: yaml.Node, new: Any) -> None:
        if _same(self.values[id(node)], new):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping) and new and node.value:
            self._flow_keys(node, new)
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and new and node.value:
            self._flow_list(node, new)
        else:
            self._anew(node, new)

    def _anew(self, node: yaml.Node, new: Any) -> None:
        start, end = node.start_mark.index, self._end(node)
        gap = " " if start and self.text[start - 1] == ":" else ""
        style = node.style if isinstance(node, yaml.ScalarNode) else None
        said = _quoted(new, style) if isinstance(new, str) and style in ("'", '"') else as_flow(new)
        self.edits.append((start, end, gap + said))

    # -- places --------------------------------------------------------------------

    def _end(self, node: yaml.Node) -> int:
        """Behind the last character of a value; what stands behind it on the line, or below, is not its own."""
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            return start + len(self.text[start:end].rstrip()) if node.style in (">", "|") else end
        assert isinstance(node, yaml.CollectionNode)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        return self.text.index("\n", at)

    def _behind(self, at: int, indent: int) -> int:
        """Behind the line that something ends on, and behind comments below that stand deeper than it does."""
        end = at = self._line_end(at) + 1
        while at < len(self.text):
            line = self.text[at : self._line_end(at)]
            at = self._line_end(at) + 1
            bare = line.lstrip(" ")
            if bare.startswith("#") and len(line) - len(bare) > indent:
                end = at
            elif bare.strip():
                break
        return end

    def _own_comment(self, start: int, indent: int) -> int:
        """Where the comment right above a line begins; at the line itself where there is none."""
        while start:
            above = self._line_start(start - 1)
            line = self.text[above : start - 1]
            if not re.fullmatch(rf" {{{indent}}}#.*", line):
                break
            start = above
        return start


def _pairs(old: list[Any], new: list[Any], before: Mapping[str, str]) -> list[tuple[int | None, Any]]:
    """Each thing of the new list, with the place that it had in the old one."""
    was, now = by_id(old), by_id(new)
    if was is not None and now is not None:
        places = {name: i for i, name in enumerate(was)}
        return [(places.get(name, places.get(before.get(name, ""))), value) for name, value in now.items()]
    pairs: list[tuple[int | None, Any]] = []
    match = SequenceMatcher(None, [repr(each) for each in old], [repr(each) for each in new], autojunk=False)
    for how, a, b, c, d in match.get_opcodes():
        same = how == "equal" or (how == "replace" and b - a == d - c)
        pairs += [(a + i if same else None, value) for i, value in enumerate(new[c:d])]
    return pairs


def _quoted(text: str, mark: str) -> str:
    """A text on one line in these quotation marks."""
    said = yaml.dump(text, default_style=mark, allow_unicode=True, width=1_000_000)
    return said.removesuffix("\n")


def _reads_as(said: str, indent: int, text: str) -> bool:
    """Whether a piece says the text; some styles cannot hold some texts."""
    try:
        return bool(yaml.load(f"{' ' * indent}k: {said}\n", FAST) == {"k": text})
    except yaml.YAMLError:
        return False
