"""Lines of a file that still stand as `kit new` wrote them, which go out to people if nobody is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kitlib.content.document import Document, Loc
from kitlib.content.starters import begun_texts

__all__ = ["still_as_begun"]

SHOWN = 60  # letters of a text that is named


def still_as_begun(path: Path) -> Iterator[str]:
    """Each of them with its line and its place. Raises ContentError for a file that cannot be read."""
    at = Document.read(path)
    for loc, text in _texts(at.data):
        if text in begun_texts():
            place = " > ".join(part for part in loc if isinstance(part, str))
            shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
            yield f"line {at.line_of(loc)}, {place}: still says “{shown}”, as it was begun; write it over"


def _texts(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value.strip()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*loc, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*loc, i))
