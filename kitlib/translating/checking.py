"""What is wrong in a catalogue beside the content, and which of its words are to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from kitlib.content import Library
from kitlib.content.document import short
from kitlib.content.translations import lost_in
from kitlib.errors import ContentError, KitError
from kitlib.languages.catalogue import Entry, entries_in
from kitlib.translating.lines import lines_of
from kitlib.translating.parts import ALL, Part, parts_of

__all__ = ["CatalogueCheck"]

MOST = 5  # lines that are told of one kind; more of them are counted


class CatalogueCheck:
    """Checks catalogues of one library; what they translate is read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._parts: dict[str, Part] | None = None

    def notes(self, path: Path) -> list[str]:
        """What a translator should know of a catalogue. Raises ContentError for one that is not sound, or translates nothing."""
        try:
            entries = list(entries_in(path))
        except KitError as error:
            raise ContentError(f"{short(path)}: {error.what}", error.next) from None
        if self._parts is None:
            self._parts = {part.place: part for part in parts_of(self._library, ALL)}
        place, _, language = self._library.place(path).rpartition(".")
        part = self._parts.get(place)
        if part is None:
            if any(name == place for name in self._unsound()):
                return []
            raise ContentError(
                f"{short(path)} translates {place}.yaml, and there is no such file.",
                "Give it the name of the file beside which it belongs, or take it away.",
            )
        return [*_some(self._lost(entries)), *_some(self._again(part, language, entries))]

    def _unsound(self) -> Iterator[str]:
        """The places of what cannot be loaded, which is told with its own file."""
        yield from (path.with_suffix("").parent.name + "/" + path.stem for path in self._library.files())

    def _lost(self, entries: list[Entry]) -> Iterator[str]:
        for each in entries:
            if each.is_shown and (lost := lost_in(each.english, each.words)):
                yield f"“{each.english[:60]}”: {', '.join(lost)} must stand in the translation as often as in the English; until then English is shown"

    def _again(self, part: Part, language: str, entries: list[Entry]) -> Iterator[str]:
        own = {each.english for each in entries} | {each.before for each in entries if each.before}
        for line in lines_of(self._library, part, language):
            if line.state == "look again" and line.before in own:
                was, now = _apart(line.before, line.english)
                yield f"{line.where}: to be looked at again, since “{was}” is “{now}” now"


def _apart(was: str, now: str) -> tuple[str, str]:
    """Two texts in short, from a little before the place where they part."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    at = max(0, same - 20)
    before = "…" if at else ""
    return f"{before}{was[at : at + 60]}", f"{before}{now[at : at + 60]}"


def _some(told: Iterator[str]) -> Iterator[str]:
    found = list(told)
    yield from found[:MOST]
    if len(found) > MOST:
        yield f"and {len(found) - MOST} more like it; kit translate lists them"
