"""What a translator gives back, kept as catalogues beside the content: each line is taken, or is told with the reason why not."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kitlib.content import Library
from kitlib.content.translations import lost_in
from kitlib.errors import KitError, did_you_mean
from kitlib.languages.catalogue import Entry, entries_in, write_entries
from kitlib.languages.names import english_name
from kitlib.settings import Settings
from kitlib.tabular.folding import tidy
from kitlib.tabular.values import Unreadable, day
from kitlib.translating.files import Given
from kitlib.translating.lines import STATES, Line, lines_of
from kitlib.translating.parts import Part

__all__ = ["Kept", "keep", "set_aside"]


@dataclass
class Kept:
    """What came of a list: how many lines were taken and were known already, which were not and why, what was written."""

    taken: int = 0
    known: int = 0
    empty: int = 0
    refused: list[str] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


class _No(Exception):
    """Why a line is not taken."""


def keep(
    library: Library,
    places: Settings,
    parts: Sequence[Part],
    language: str,
    given: Iterable[Given],
    today: str = "",
) -> Kept:
    """Write what a translator gives into the catalogues of these parts; `today` is the day of what is reviewed now.

    A catalogue is written beside its file where that may be written in this home, else at the same place of own/. What
    it holds besides stays in it. Raises KitError where a catalogue cannot be written or is not sound.
    """
    kept = Kept()
    by_place = {part.place: part for part in parts}
    lists = {
        place: {line.english: line for line in lines_of(library, part, language)}
        for place, part in by_place.items()
    }
    new: dict[str, dict[str, Line]] = {}
    for each in given:
        try:
            line = _matched(each, lists)
            taken = _taken(line, each, today or f"{dt.datetime.now().astimezone():%Y-%m-%d}")
        except _No as why:
            kept.refused.append(f"{each.at}: {why}")
            continue
        if taken is None:
            kept.empty += not each.words
            kept.known += bool(each.words)
        else:
            kept.taken += 1
            new.setdefault(line.place, {})[line.english] = taken
    for place, lines in new.items():
        kept.written.append(_write(library, places, by_place[place], language, lines, lists[place]))
    return kept


def set_aside(library: Library, places: Settings, place: str) -> None:
    """Hide the home's own catalogues of what stands on the shelf no more; they are read by nothing then."""
    root = places.own.resolve()
    for paths in library.catalogues.paths.get(place, {}).values():
        for path in paths:
            if path.resolve().is_relative_to(root):
                path.replace(path.with_name(f".{path.name}.gone"))


def _matched(given: Given, lists: Mapping[str, Mapping[str, Line]]) -> Line:
    if given.place not in lists:
        raise _No(f'there is nothing "{given.place}"{did_you_mean(given.place, lists)}')
    lines = lists[given.place]
    if given.english in lines:
        return lines[given.english]
    alike = [line for english, line in lines.items() if tidy(english) == tidy(given.english)]
    if len(alike) != 1:
        raise _No(f'"{given.english[:60]}" does not stand there, or says something else now')
    return alike[0]


def _taken(line: Line, given: Given, today: str) -> Line | None:
    """The line as it is to be kept; None where it is as it was, or empty."""
    state = given.state or "draft"
    if state not in STATES:
        raise _No(f'the state must be one of {", ".join(STATES)}, found "{given.state[:40]}"')
    if not given.words:
        return None
    same = given.words == line.words
    if same and state in ("new", "look again", *(() if given.day else (line.state,))):
        return None
    on = _day(given, today) if state == "reviewed" else ""
    if same and (state, on) == (line.state, line.day):
        return None
    if lost := lost_in(line.english, given.words):
        raise _No(f"{', '.join(lost)} must stand in the translation as often as in the English")
    if given.before:
        return replace(line, words=given.words, state="look again", day="", before=given.before)
    if line.in_file:
        raise _No("the YAML file itself says this; change it or take it out there")
    return replace(
        line, words=given.words, state="reviewed" if state == "reviewed" else "draft", day=on, before=""
    )


def _day(given: Given, today: str) -> str:
    """The day of a review: the one that is said, else today."""
    try:
        return day(given.day) if given.day else today
    except Unreadable as error:
        raise _No(f"reviewed on {error}") from None


def _write(
    library: Library,
    places: Settings,
    part: Part,
    language: str,
    new: Mapping[str, Line],
    old: Mapping[str, Line],
) -> Path:
    """Write one catalogue: what is new, what it held of the texts in their order, and at its end what stands nowhere now."""
    path = _path(library, places, part, language)
    held = {each.english: each for each in entries_in(path)}
    entries = []
    used: set[str] = set()
    for english, within in part.texts.items():
        before = old[english].before if english in old else ""
        if english in new:
            entries.append(_entry(new[english], within))
            used |= {english, before}
        elif english in held:
            entries.append(replace(held[english], places=tuple(within)))
            used.add(english)
        elif before in held:  # other English stands there now: its words wait for somebody to look at them
            entries.append(_entry(old[english], within))
            used.add(before)
    left = [each for each in held.values() if each.english not in used]
    try:
        write_entries(path, language, [*entries, *left], _about(part, language), in_order=True)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written: {error.strerror}.", "See that you may write there, then try again."
        ) from None
    return path


def _entry(line: Line, within: Iterable[str]) -> Entry:
    return Entry(
        line.english,
        line.words,
        reviewed=line.state == "reviewed",
        places=tuple(within),
        day=line.day,
        before=line.before,
    )


def _about(part: Part, language: str) -> str:
    return (
        f"For readers of {english_name(language)}: what stands for the English of {part.file.name}.\n"
        "An entry marked fuzzy is a draft: no speaker has gone over it yet."
    )


def _path(library: Library, places: Settings, part: Part, language: str) -> Path:
    root = library.layers.roots[library.layers.height_of(part.file)]
    beside = root.resolve().is_relative_to(places.home.resolve()) and os.access(part.file.parent, os.W_OK)
    return (root if beside else places.own) / f"{part.place}.{language}.po"
