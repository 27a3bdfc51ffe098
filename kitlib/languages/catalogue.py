"""What the kit says itself in other languages: catalogues in the form that translators' tools read (PO).

A package brings `locale/<language>.po`: the kit one, a kind of activity one in
its own folder. A home's `own/locale/` goes before them. With the context "kit" stands what only the kit says. Without a
context stands what a session may say too, or leave as the kit gives it: jobs,
headings, piles. A session's text is translated by these and by nothing of the
kit's own, whose words may mean something else there.

An entry that is marked fuzzy is a draft, which no speaker has gone over. One that also keeps the English that it was
made of (`#|`) stands beside other English now: its words are shown to nobody until somebody has looked at them again.

What translates a file of content lies beside it, in the same form; see `kitlib.content.translations`.

Where the kit counts things, an entry has a form for each plural of its language.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import c2py
from itertools import takewhile
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po, write_po

import kitlib
from kitlib.errors import KitError
from kitlib.registry import kinds
from kitlib.settings import settings

__all__ = [
    "KIT",
    "Entry",
    "Plurals",
    "counted_words",
    "entries_in",
    "forget",
    "is_draft",
    "language_of",
    "languages",
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
_REVIEWED = re.compile(r"reviewed (\d{4}-\d{2}-\d{2})")
_EARLIER = "what it was made of: "  # stands in a comment until the file is written
_STRING = re.compile(r'\s*(?:#[|~]\s*)?(?:msg(?:id|str|ctxt)\b|")')
_WHOLE = re.compile(r'(?:#[|~]+\s*)?(?:msg(?:id|id_plural|ctxt|str(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"')
Places = tuple[Path, ...]
KIT = "kit"  # the context of what only the kit says


@dataclass(frozen=True)
class Entry:
    """One text and what stands for it; without `words` it is not translated yet."""

    english: str
    words: str = ""
    context: str = ""
    reviewed: bool = False
    note: str = ""  # for translators: where it stands
    places: tuple[str, ...] = ()  # the same by ids and keys, for programs
    day: str = ""  # when it was reviewed, ISO
    before: str = ""  # the English that the words were made of, where that is another now

    @property
    def is_shown(self) -> bool:
        """Whether its words stand for its English, as a draft or reviewed."""
        return bool(self.words.strip()) and not self.before


@dataclass(frozen=True)
class Plurals:
    """How the kit counts in a language: English for one thing -> its forms, and which of them each number takes."""

    forms: Mapping[str, tuple[str, ...]]
    rule: str = ""  # a digit for each number from 0 to 199; larger ones repeat the last hundred


def own_words(language: str) -> Mapping[str, str]:
    """All that the kit and its kinds say themselves, English to what stands for it; empty where nothing is translated."""
    return _own_words(language, places())


def offered_words(language: str) -> Mapping[str, str]:
    """Of these, what a session may say too."""
    return _offered_words(language, places())


def counted_words(language: str) -> Plurals:
    """What the kit counts, in a language."""
    return _counted_words(language, places())


def languages() -> tuple[str, ...]:
    """The languages in which the kit says something itself on its pages and sheets."""
    return _languages(places())


def is_draft(language: str) -> bool:
    """Whether something that the kit says in a language has been gone over by nobody who speaks it."""
    return any(not entry.reviewed for entry in _entries(language, places()))


def forget() -> None:
    """Read the catalogues again when next asked: one was changed, or a package that brings one came or went."""
    for kept in (_own_words, _offered_words, _counted_words, _languages, _entries):
        kept.cache_clear()


def places() -> Places:
    """The folders that may hold catalogues: the kit's, those of kinds that other packages bring, and the home's own."""
    own = Path(kitlib.__file__).parent / "locale"
    return (own, *(kind.folder / "locale" for kind in kinds().values()), *_of_the_home())


def _of_the_home() -> Iterator[Path]:
    with contextlib.suppress(KitError):  # where there is no home
        yield settings().own / "locale"


@cache
def _own_words(language: str, folders: Places) -> Mapping[str, str]:
    own = {each.english: each.words for each in _entries(language, folders) if each.context == KIT}
    return {**_offered_words(language, folders), **own}


@cache
def _offered_words(language: str, folders: Places) -> Mapping[str, str]:
    return {each.english: each.words for each in _entries(language, folders) if not each.context}


@cache
def _counted_words(language: str, folders: Places) -> Plurals:
    forms: dict[str, tuple[str, ...]] = {}
    rule = ""
    for folder in folders:
        path = folder / f"{language}.po"
        if not path.is_file():
            continue
        catalog = _catalog(path.read_bytes(), str(path))
        for message in catalog:
            if (
                isinstance(message.id, tuple)
                and isinstance(message.string, tuple | list)
                and all(message.string)
            ):
                forms[message.id[0]] = tuple(message.string)
        if forms and not rule:
            form_of = c2py(catalog.plural_expr)
            rule = "".join(str(int(form_of(n))) for n in range(200))
    return Plurals(forms, rule)


@cache
def _languages(folders: Places) -> tuple[str, ...]:
    found = {language for folder in folders for language in languages_in(folder)}
    return tuple(sorted(language for language in found if _own_words(language, folders)))


def languages_in(folder: Path) -> list[str]:
    """The languages of which a folder holds a catalogue."""
    return sorted(path.stem for path in folder.glob("*.po"))


@cache
def _entries(language: str, folders: Places) -> tuple[Entry, ...]:
    found = [entry for folder in folders for entry in entries_in(folder / f"{language}.po")]
    return tuple(entry for entry in found if entry.words)


def entries_in(path: Path) -> Iterator[Entry]:
    """The entries of a catalogue; none where there is no such file. Raises KitError for one that is not sound."""
    if not path.is_file():
        return
    yield from _read(path.read_bytes(), str(path))


def language_of(path: Path) -> str:
    """The language that a catalogue says of itself, or that its name does."""
    said = re.search(rb'^"Language: *([A-Za-z0-9-]+)', path.read_bytes(), re.MULTILINE)
    return said[1].decode() if said else path.stem.rpartition(".")[2]


@lru_cache(
    maxsize=2048
)  # all content in three languages is some 400 files; one that changed is read, the others are not
def _read(raw: bytes, name: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(each)
        for each in _catalog(raw, name)
        if each.id and isinstance(each.id, str) and isinstance(each.string, str)
    )


def _catalog(raw: bytes, name: str) -> Catalog:
    try:
        _see_that_quotes_close(raw.decode("utf-8-sig"))
        return read_po(io.BytesIO(raw), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, LookupError) as error:
        raise KitError(
            f"{name} is no sound catalogue: {error}.",
            "Mend the line that it names, or take the file away: then English is shown, and kit check goes on.",
        ) from None


def _see_that_quotes_close(text: str) -> None:
    """Raise ValueError where a line is no whole string; the reader of PO would take a part of it for all."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _STRING.match(line) and not _WHOLE.fullmatch(line.strip()):
            raise ValueError(f"line {number} has no closing quote, or one too many")


def _entry(message: Message) -> Entry:
    draft = message.fuzzy or not message.string
    day = next(
        (found[1] for line in message.user_comments if (found := _REVIEWED.fullmatch(line.strip()))), ""
    )
    return Entry(
        str(message.id),
        str(message.string),
        message.context or "",
        reviewed=not draft,
        note=" ".join(message.auto_comments),
        places=tuple(place for place, _ in message.locations),
        day="" if draft else day,
        before=_previous(message.user_comments) if message.fuzzy else "",
    )


def _previous(comments: Iterable[str]) -> str:
    """The English of before, which the reader of PO leaves among the comments: `| msgid "…"`, and lines that go on."""
    lines = [line[1:].strip() for line in comments if line.startswith("|")]
    begins = next((n for n, line in enumerate(lines) if line.startswith("msgid ")), None)
    if begins is None:
        return ""
    more = takewhile(lambda line: line.startswith('"'), lines[begins + 1 :])
    return "".join(denormalize(line) for line in [lines[begins].removeprefix("msgid").strip(), *more])


def write_entries(
    path: Path, language: str, entries: Iterable[Entry], about: str, *, in_order: bool = False
) -> None:
    """Write a catalogue, by its English or `in_order` as it is given; `about` stands at its head as a comment."""
    catalog = Catalog(locale=None, charset="utf-8")
    earlier: dict[str, str] = {}
    for each in entries:
        comments = [f"reviewed {each.day}"] if each.day else []
        if each.before:
            earlier[mark := f"{_EARLIER}{len(earlier)}"] = each.before
            comments.append(mark)
        catalog.add(
            each.english,
            each.words,
            locations=[(place, 0) for place in each.places],  # whose number is not written
            flags={"fuzzy"} if each.words and not each.reviewed else set(),
            auto_comments=[each.note] if each.note else (),
            user_comments=comments,
            context=each.context or None,
        )
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=not in_order, omit_header=True, include_lineno=False)
    text = "\n\n".join(_with_earlier(block, earlier) for block in out.getvalue().decode().split("\n\n"))
    head = "".join(f"# {line}\n" for line in about.splitlines()) + _HEAD.format(language=language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((head + text).encode())


def _with_earlier(block: str, earlier: Mapping[str, str]) -> str:
    """One entry of a file, with the English of before in its place; Babel would break its longer lines."""
    lines = block.split("\n")
    mark = next((line[2:] for line in lines if line.startswith(f"# {_EARLIER}")), None)
    if mark is None:
        return block
    lines.remove(f"# {mark}")
    at = next(n for n, line in enumerate(lines) if line.startswith("msg"))
    before = [f"#| {line}" for line in f"msgid {normalize(earlier[mark], width=0)}".split("\n")]
    return "\n".join([*lines[:at], *before, *lines[at:]])
