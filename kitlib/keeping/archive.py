"""A backup as a file: a zip of a copy of the database, the home's own files, and a list that says what must be in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kitlib import __version__
from kitlib.errors import KitError
from kitlib.store.copying import Figures, figures_of, is_known, looked_at
from kitlib.store.inspecting import problems_in

__all__ = ["DATABASE", "FOLDERS", "Archive", "dated"]

DATABASE = "kit.db"
LIST = "backup.json"
FOLDERS = ("meetings", "data/.kit", "facilitation", "own")  # whose files are in it
FORMAT = 1


@dataclass(frozen=True)
class Archive:
    """A backup, as its list tells it."""

    path: Path
    made: str
    kit: str
    figures: Figures
    files: dict[str, str]  # below the home -> SHA-256

    @classmethod
    def write(cls, path: Path, database: Path, figures: Figures, home: Path, files: Iterable[Path]) -> None:
        """Write one; a file that goes away meanwhile is not in it."""
        digests: dict[str, str] = {}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as made:
            made.write(database, DATABASE)
            for file in files:
                try:
                    content = file.read_bytes()
                except FileNotFoundError:
                    continue
                name = file.relative_to(home).as_posix()
                entry = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
                made.writestr(entry, content, zipfile.ZIP_DEFLATED)
                digests[name] = hashlib.sha256(content).hexdigest()
            now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
            told = {"format": FORMAT, "kit": __version__, "made": now, **asdict(figures), "files": digests}
            made.writestr(LIST, json.dumps(told, ensure_ascii=False, indent=1))

    @classmethod
    def read(cls, path: Path) -> Archive:
        """What a backup says it holds; raises KitError for a file that is none."""
        try:
            with zipfile.ZipFile(path) as found:
                told: dict[str, Any] = json.loads(found.read(LIST))
            figures = Figures(told["version"], told["rows"], told["digests"], tuple(told["meetings"]))
            archive = cls(path, str(told["made"]), str(told["kit"]), figures, dict(told["files"]))
        except FileNotFoundError:
            raise KitError(f"There is no file {path}.", "Look at its name, or make one: kit backup") from None
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
            raise KitError(
                f"{path} is not a backup of the kit, or it is damaged ({error or type(error).__name__}).",
                "Take another one; kit backup writes them to backups/.",
            ) from None
        if told["format"] != FORMAT or not is_known(figures.version):
            raise KitError(
                f"{path} was made by a newer version of the kit ({archive.kit}). Nothing was changed.",
                "Update the kit: git pull, then make install",
            )
        return archive

    def check(self, folder: Path) -> Path:
        """Read all of it back, into `folder`, and compare it with its list; returns the copy of the database.

        Raises KitError where anything differs.
        """
        try:
            with zipfile.ZipFile(self.path) as found:
                for name, digest in self.files.items():
                    _see_that_it_stays_below(name)
                    file = folder / "files" / name
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content := found.read(name))
                    if hashlib.sha256(content).hexdigest() != digest:
                        raise ValueError(f"{name} differs from what was written")
                database = Path(found.extract(DATABASE, folder))
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError) as error:
            raise self._damaged(str(error)) from None
        with looked_at(database) as connection:
            wrong = [*problems_in(connection), *_differences(figures_of(connection), self.figures)]
        if wrong:
            raise self._damaged("; ".join(wrong))
        return database

    def _damaged(self, why: str) -> KitError:
        return KitError(
            f"{self.path} is damaged: {why}. Nothing was changed.",
            "Take another one, or make one: kit backup",
        )


def dated(folder: Path, name: str, ending: str) -> Path:
    """A file that is not there yet, named after this moment; one more of the same second gets a number."""
    stem = f"{name}-{dt.datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(path for each in names if not (path := folder / f"{each}{ending}").exists())


def _differences(found: Figures, told: Figures) -> list[str]:
    return [
        f"{name}: {found.rows.get(name, 0)} rows, {told.rows.get(name, 0)} were told"
        if found.rows.get(name) != told.rows.get(name)
        else f"{name}: its rows differ from what was written"
        for name in sorted({*found.rows, *told.rows})
        if found.digests.get(name) != told.digests.get(name)
    ]


def _see_that_it_stays_below(name: str) -> None:
    parts = PurePosixPath(name).parts
    if ".." in parts or not any(PurePosixPath(name).is_relative_to(folder) for folder in FOLDERS):
        raise ValueError(f"{name} has no place in a home of the kit")
