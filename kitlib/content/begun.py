"""Lines of a file that still stand as `kit new` wrote them, which go out to people if nobody is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kitlib.content.document import Document
from kitlib.content.starters import begun_texts
from kitlib.content.texts import texts_at

__all__ = ["still_as_begun"]

SHOWN = 60  # letters of a text that is named


def still_as_begun(path: Path) -> Iterator[str]:
    """Each of them with its line and its place. Raises ContentError for a file that cannot be read."""
    at = Document.read(path)
    for loc, said in texts_at(at.data):
        if (text := said.strip()) in begun_texts():
            place = " > ".join(part for part in loc if isinstance(part, str))
            shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
            yield f"line {at.line_of(loc)}, {place}: still says “{shown}”, as it was begun; write it over"
