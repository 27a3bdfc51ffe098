"""What the kit says itself in other languages: catalogues in the form that translators' tools read (PO).

A package brings `locale/<language>.po`: the kit one, a kind of activity one in
its own folder. With the context "kit" stands what only the kit says. Without a
context stands what a session may say too, or leave as the kit gives it: jobs,
headings, piles. A session's text is translated by these and by nothing of the
kit's own, whose words may mean something else there.

An entry that is marked fuzzy is a draft, which no speaker has gone over.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

import kitlib
from kitlib.errors import KitError
from kitlib.registry import kinds

__all__ = [
    "KIT",
    "Entry",
    "entries_in",
    "forget",
    "languages_in",
    "offered_words",
    "own_words",
    "places",
    "write_entries",
]

#: What a catalogue must say of itself; when it was written, the file's own history tells.
_HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
KIT = "kit"  # the context of what only the kit says


@dataclass(frozen=True)
class Entry:
    """One text and what stands for it; without `words` it is not translated yet."""

    english: str
    words: str = ""
    context: str = ""
    reviewed: bool = False
    note: str = ""  # for translators: where it stands


@cache
def own_words(language: str) -> Mapping[str, str]:
    """All that the kit and its kinds say themselves, English to what stands for it; empty where nothing is translated."""
    own = {each.english: each.words for each in _entries(language) if each.context == KIT}
    return {**offered_words(language), **own}


@cache
def offered_words(language: str) -> Mapping[str, str]:
    """Of these, what a session may say too."""
    return {each.english: each.words for each in _entries(language) if not each.context}


def forget() -> None:
    """Read the catalogues again when next asked: a package that brings one came or went."""
    for kept in (own_words, offered_words, _entries):
        kept.cache_clear()


def places() -> list[Path]:
    """The folders that may hold catalogues: the kit's, then those of kinds that other packages bring."""
    own = Path(kitlib.__file__).parent / "locale"
    return [own, *(kind.folder / "locale" for kind in kinds().values())]


def languages_in(folder: Path) -> list[str]:
    """The languages of which a folder holds a catalogue."""
    return sorted(path.stem for path in folder.glob("*.po"))


@cache
def _entries(language: str) -> tuple[Entry, ...]:
    found = [entry for folder in places() for entry in entries_in(folder / f"{language}.po")]
    return tuple(entry for entry in found if entry.words)


def entries_in(path: Path) -> Iterator[Entry]:
    """The entries of a catalogue; none where there is no such file. Raises KitError for one that is not sound."""
    if not path.is_file():
        return
    try:
        catalog = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, LookupError) as error:
        raise KitError(
            f"{path} is no sound catalogue: {error}.",
            "Mend the line that it names, or take the file away: then English is shown, and kit check goes on.",
        ) from None
    for message in catalog:
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            note = " ".join(message.auto_comments)
            yield Entry(
                message.id,
                message.string,
                message.context or "",
                bool(message.string) and not message.fuzzy,
                note,
            )


def write_entries(path: Path, language: str, entries: Iterator[Entry] | list[Entry], about: str) -> None:
    """Write a catalogue, in order of its English; `about` stands at its head as a comment."""
    catalog = Catalog(locale=None, charset="utf-8")
    for each in entries:
        draft = {"fuzzy"} if each.words and not each.reviewed else set()
        notes = [each.note] if each.note else ()
        catalog.add(each.english, each.words, flags=draft, auto_comments=notes, context=each.context or None)
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, omit_header=True)
    head = "".join(f"# {line}\n" for line in about.splitlines()) + _HEAD.format(language=language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head.encode() + out.getvalue())
