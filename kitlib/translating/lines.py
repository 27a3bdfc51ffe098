"""A translator's list: each text with where it stands, what stands for it, and how far that has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kitlib.content import Library
from kitlib.content.shown import by_english, shown_in
from kitlib.content.translations import Catalogues
from kitlib.errors import KitError
from kitlib.languages.catalogue import Entry, entries_in, offered_words
from kitlib.translating.parts import Part

__all__ = ["STATES", "Count", "Line", "State", "count", "lines_of", "standing"]

State = Literal["new", "draft", "reviewed", "look again"]
STATES: tuple[State, ...] = ("new", "draft", "reviewed", "look again")


@dataclass(frozen=True)
class Line:
    """One text. `before` is the English of which words that are to be looked at again were made."""

    place: str  # of the part
    english: str
    words: str = ""
    state: State = "new"
    day: str = ""  # of the review, ISO
    within: tuple[str, ...] = ()  # where it stands in the part: "steps/welcome/prompt"
    before: str = ""
    in_file: bool = False  # the YAML file itself says it

    @property
    def where(self) -> str:
        """Where it stands first, as people read it."""
        return " > ".join([self.place, *(self.within[0].split("/") if self.within else [])])


def lines_of(library: Library, part: Part, language: str) -> list[Line]:
    """The list of one part, in its order. What the kit says itself is not among it."""
    held = standing(library.catalogues, part.place, language)
    here = part.texts.keys() | part.elsewhere
    gone = {place: each for each in held.values() if each.english not in here for place in each.places}
    said, offered = part.said(language), offered_words(language)
    lines = [
        _line(part, english, within, held.get(english), said.get(english, ""), gone, language)
        for english, within in part.texts.items()
        if english in held or english in said or english not in offered
    ]
    return list(_of_before(library, part, language, lines))


def _of_before(library: Library, part: Part, language: str, lines: list[Line]) -> Iterator[Line]:
    """The same; what is new in a place where something else was translated has those words, to be looked at again."""
    known: dict[str, Line] = {}
    if part.made_of and any(line.state == "new" for line in lines):
        told = [line for each in part.made_of for line in lines_of(library, each, language) if line.words]
        words = {line.english: line for line in reversed(told)}
        now = {each.english for thing in part.things for each in shown_in(thing)}
        before = by_english(each for thing in part.made_of[0].things for each in shown_in(thing))
        for english in before.keys() & words.keys() - now:
            known |= dict.fromkeys(before[english], words[english])
    for line in lines:
        was = next((known[place] for place in line.within if place in known), None)
        if line.state == "new" and was:
            before_it = was.before or was.english
            yield replace(line, words=was.words, state="look again", before=before_it)
        else:
            yield line


def standing(catalogues: Catalogues, place: str, language: str) -> dict[str, Entry]:
    """Every entry of the sound catalogues of a place by its English, those to be looked at again too; of two layers' the upper's."""
    found: dict[str, Entry] = {}
    for path in reversed(catalogues.paths.get(place, {}).get(language, ())):
        try:
            found |= {each.english: each for each in entries_in(path) if each.words}
        except KitError:
            continue  # which a check tells
    return found


def _line(
    part: Part,
    english: str,
    within: list[str],
    entry: Entry | None,
    said: str,
    gone: Mapping[str, Entry],
    language: str,
) -> Line:
    at = tuple(within)
    if said and (entry is None or entry.words != said):
        done = all(language in getattr(thing, "reviewed", ()) for thing in part.things)
        return Line(part.place, english, said, "reviewed" if done else "draft", "", at, in_file=True)
    if entry is not None and entry.is_shown:
        return Line(
            part.place, english, entry.words, "reviewed" if entry.reviewed else "draft", entry.day, at
        )
    older = entry or next((gone[place] for place in within if place in gone), None)
    if older is None:
        return Line(part.place, english, within=at)
    return Line(part.place, english, older.words, "look again", "", at, older.before or older.english)


@dataclass(frozen=True)
class Count:
    """How many texts there are, and how many of them stand how."""

    texts: int
    by_state: Mapping[str, int]


def count(lines: Iterable[Line]) -> Count:
    """The figures of a list."""
    found: dict[str, int] = dict.fromkeys(STATES, 0)
    for line in lines:
        found[line.state] += 1
    return Count(sum(found.values()), found)
