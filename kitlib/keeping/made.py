"""What the kit has made in a home of what meetings hold: notebooks, records, roll-ups, exports, files to key in, backups."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from kitlib.errors import KitError
from kitlib.keeping.archive import Archive
from kitlib.records.manifest import NAME, Manifest
from kitlib.settings import Settings
from kitlib.store.inspecting import sqlite_files
from kitlib.tabular.filenames import file_name

__all__ = ["MadeFiles"]

#: Where nothing of a meeting lies: content, code, and what other programs keep.
ELSEWHERE = {
    *(
        "facilitation",
        "own",
        "kitlib",
        "tests",
        "docs",
        "benchmarks",
        "examples",
        "build",
        "dist",
        "node_modules",
    ),
    *(".git", ".venv", ".bench", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"),
}
EXPORT = {"entries.csv", "entries.jsonl", "meetings.csv", "sessions.jsonl", "data-dictionary.csv"}
LARGEST = 2**26  # bytes of a file that is searched for the id of a meeting


class MadeFiles:
    """The files of one home. `meetings` are ids; `districts` are codes, in whose records those meetings may stand."""

    def __init__(self, places: Settings, meetings: Collection[str], districts: Collection[str]) -> None:
        self._places, self._meetings, self._districts = places, set(meetings), set(districts)
        own = {file.absolute() for file in sqlite_files(places.database_url)}
        self._files = [file for file in self._walk() if file.absolute() not in own]

    def _walk(self) -> Iterator[Path]:
        for folder, below, files in os.walk(self._places.home):
            below[:] = sorted(set(below) - ELSEWHERE)
            if Path(folder) == self._places.receipts:
                continue
            yield from (file for name in sorted(files) if (file := Path(folder, name)).is_file())

    def notebooks(self) -> list[Path]:
        """What lies in the folders of the meetings."""
        folders = [self._places.meetings / id for id in self._meetings]
        return [file for file in self._files if any(file.is_relative_to(folder) for folder in folders)]

    def manifests(self) -> list[Path]:
        """The folders of records."""
        return [file.parent for file in self._files if file.name == NAME]

    def records(self) -> list[Path]:
        """Records of the districts, of every session: a record also says what earlier meetings left open."""
        found = set()
        for out in self.manifests():
            for (_, district), forms in Manifest(out).files.items():
                if district in self._districts:
                    stems = {out / Path(made.path).with_suffix("") for made in forms.values()}
                    found |= {file for file in self._files for stem in stems if _is_of(file, stem)}
            found |= {
                f for f in self._files if f.is_relative_to(out) and ".making-" in str(f.relative_to(out))
            }
        return sorted(found)

    def rollups(self) -> list[Path]:
        """Roll-ups of the meetings' sessions: they hold no words, no seat and no single district."""
        folders = {*self.manifests(), self._places.records}
        return [f for f in self._files if f.parent in folders and "-rollup" in f.stem]

    def exports(self) -> list[Path]:
        """The files of every export that holds one of the meetings."""
        found: list[Path] = []
        for file in self._files:
            if file.name == "meetings.csv" and self._meetings & set(_first_column(file)):
                found += [each for each in self._files if each.parent == file.parent and each.name in EXPORT]
        return found

    def papers(self) -> list[Path]:
        """Files to key in and calendars of the meetings, by the names that the kit gives them."""
        names = {f"{file_name(id)}{ending}" for id in self._meetings for ending in ("-keys.csv", ".ics")}
        return [file for file in self._files if file.name in names]

    def backups(self) -> list[Path]:
        """Backups that hold one of the meetings, and databases that were put aside, which nobody can read."""
        return [file for file in self._files if self._is_backup(file)]

    def _is_backup(self, file: Path) -> bool:
        if file.parent == self._places.backups and file.name.startswith("damaged-"):
            return True
        if file.suffix != ".zip":
            return False
        try:
            return not self._meetings.isdisjoint(Archive.read(file).figures.meetings)
        except KitError:
            return False

    def others(self) -> list[Path]:
        """Other files in which the id of one of the meetings stands."""
        ids = [id.encode() for id in self._meetings]
        small = (file for file in self._files if file.stat().st_size <= LARGEST)
        return [file for file in small if any(id in content for content in [file.read_bytes()] for id in ids)]


def _is_of(file: Path, stem: Path) -> bool:
    """Whether a file is one form of a record, or a run of it that failed."""
    return file.parent == stem.parent and file.name.startswith(f"{stem.name}.")


def _first_column(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return [row[0].lstrip("'") for row in csv.reader(lines) if row]
    except (OSError, ValueError, csv.Error):
        return []
