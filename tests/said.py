"""What the kit says on participants' pages: every text that its modules give to `say` and `sayMany`, found in their sources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["counted_in", "pages", "said_in"]

_CALL = re.compile(r"(?<![\w.])(say|sayMany|plural)\(")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


def said_in(source: str) -> set[str]:
    """What is said as it is, filled in where it has names in braces."""
    return {text for name, given in _calls(source) if name == "say" for text in _texts(given[0])}


def counted_in(source: str) -> set[tuple[str, str]]:
    """What is said of one thing and of several."""
    found = set()
    for name, given in _calls(source):
        if name == "sayMany" and len(given) > 2 and (one := _texts(given[1])) and (many := _texts(given[2])):
            found.add((one[0], many[0]))
        if name == "plural" and len(given) == 2 and (noun := _texts(given[1])):
            found.add((f"{{n}} {noun[0]}", f"{{n}} {noun[0]}s"))
    return found


def _texts(given: str) -> list[str]:
    return [json.loads(text) for text in _TEXT.findall(given)]


def _calls(source: str) -> Iterator[tuple[str, list[str]]]:
    """The name and what is given of every call, in any other too."""
    for found in _CALL.finditer(source):
        yield found[1], _given(source, found.end())


def _given(source: str, at: int) -> list[str]:
    given, depth, start = [], 0, at
    while depth >= 0:
        if source[at] == '"':
            at = _TEXT.match(source, at).end()  # type: ignore[union-attr]
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(source[at], 0)
        if depth < 0 or (depth == 0 and source[at] == ","):
            given.append(source[start:at])
            start = at + 1
        at += 1
    return given


def pages(package: Path) -> list[Path]:
    """The modules of the kit's pages."""
    folders = (package / "frontend" / "static", *sorted((package / "kinds").glob("*")))
    return [path for folder in folders for path in sorted(folder.rglob("*.js"))]
