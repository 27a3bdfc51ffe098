"""A translator's list as a file: a workbook, a CSV file that spreadsheets read, or a catalogue (PO); and back."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError, did_you_mean
from kitlib.instruments.book import book_of
from kitlib.languages.catalogue import Entry, entries_in, language_of, write_entries
from kitlib.languages.names import english_name
from kitlib.tabular.files import read_source
from kitlib.tabular.folding import heading_key
from kitlib.tabular.text import RawRow
from kitlib.tabular.writer import unguarded, write_csv
from kitlib.translating.lines import Line, State

__all__ = ["FORMATS", "Given", "read_list", "write_list"]

_HEADS = ("where", "English", "translation", "state", "reviewed on", "earlier English")
_TRANSLATION = re.compile(r"translation\s*\((.+)\)\s*", re.IGNORECASE)
_AT = " > "


@dataclass(frozen=True)
class Given:
    """One line as it comes back from a translator; `at` is where it stands in the file, in words."""

    at: str
    place: str
    english: str
    words: str
    state: str
    day: str
    before: str = ""  # the English that the words were made of, where they are to be looked at again


def write_list(path: Path, lines: Sequence[Line], language: str) -> None:
    """Write a list in the form that the file's ending says. Raises KitError for another form, and where it cannot be written."""
    if path.suffix.lower() not in FORMATS:
        raise KitError(
            f'A list is not written as "{path.suffix}"{did_you_mean(path.suffix, FORMATS)}',
            f"End the file's name in one of: {', '.join(FORMATS)}",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        FORMATS[path.suffix.lower()](path, lines, language)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written: {error.strerror}.", "Name another file: kit translate … --to FILE"
        ) from None


def _cells(lines: Iterable[Line], language: str) -> list[list[str]]:
    heads = [f"translation ({language})" if head == "translation" else head for head in _HEADS]
    return [heads, *([x.where, x.english, x.words, x.state, x.day, x.before] for x in lines)]


def _as_csv(path: Path, lines: Sequence[Line], language: str) -> None:
    heads, *rows = _cells(lines, language)
    write_csv(path, heads, rows)


def _as_workbook(path: Path, lines: Sequence[Line], language: str) -> None:
    path.write_bytes(book_of({f"translations {language}": _cells(lines, language)}))


def _as_catalogue(path: Path, lines: Sequence[Line], language: str) -> None:
    entries = [
        Entry(
            line.english,
            line.words,
            line.place,
            reviewed=line.state == "reviewed",
            note=line.where,
            day=line.day,
            before=line.before,
        )
        for line in lines
    ]
    about = f"To be translated into {english_name(language)}; then: kit translate read {path.name}"
    write_entries(path, language, entries, about, in_order=True)


#: How a list is written, by the ending of the file.
FORMATS: Mapping[str, Callable[[Path, Sequence[Line], str], None]] = {
    ".xlsx": _as_workbook,
    ".csv": _as_csv,
    ".po": _as_catalogue,
}


# -- back ----------------------------------------------------------------------------------------------


def read_list(path: Path) -> tuple[str, list[Given]]:
    """The language of a list, and its lines. Raises KitError for a file that is none."""
    command = shlex.join(["kit", "translate", "read", str(path)])
    if path.suffix.lower() == ".po":
        if not path.is_file():
            raise KitError(f"There is no file {path}.", "Look at its name and folder, then try again.")
        return language_of(path), [_given(entry) for entry in entries_in(path)]
    source = read_source(path, command)
    for reading in source.readings():
        rows = [row for row in reading if isinstance(row, RawRow)]
        found = _headed(rows)
        if found:
            language, columns, below = found
            return language, list(_rows(below, columns, guarded=not source.is_workbook))
    raise KitError(
        f'{path} has no columns "where", "English" and "translation (es)". Nothing was taken from it.',
        "Write a new list, and put the words into it: kit translate SESSION --language es",
    )


def _given(entry: Entry) -> Given:
    state: State = "look again" if entry.before else "reviewed" if entry.reviewed else "draft"
    return Given(
        f"“{entry.english[:40]}”",
        entry.context,
        entry.english,
        entry.words,
        state if entry.words else "new",
        entry.day,
    )


def _headed(rows: Sequence[RawRow]) -> tuple[str, dict[str, int], Sequence[RawRow]] | None:
    """The language, the place of each column, and the rows below the headings; None where there are none."""
    for n, row in enumerate(rows[:5]):
        language = next(
            (found[1] for cell in row.cells if (found := _TRANSLATION.fullmatch(cell.strip()))), ""
        )
        names = [
            "translation" if _TRANSLATION.fullmatch(cell.strip()) else heading_key(cell) for cell in row.cells
        ]
        if language and {"where", "english"} <= set(names):
            return language.strip(), {name: i for i, name in reversed(list(enumerate(names)))}, rows[n + 1 :]
    return None


def _rows(rows: Sequence[RawRow], columns: Mapping[str, int], *, guarded: bool) -> Iterator[Given]:
    for row in rows:

        def cell(name: str, cells: Sequence[str] = row.cells) -> str:
            at = columns.get(name, len(cells))
            words = cells[at] if at < len(cells) else ""
            words = unguarded(words) if guarded else words
            return words.replace("\r\n", "\n").replace("\r", "\n").strip()

        place = cell("where").split(_AT)[0]
        yield Given(
            f"line {row.line}",
            place,
            cell("english"),
            cell("translation"),
            cell("state").lower(),
            cell("reviewedon"),
        )
