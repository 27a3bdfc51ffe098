"""Backing up: one file from which everything can be had back, made while people write."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError, NotFoundError
from kitlib.keeping.archive import FOLDERS, Archive, dated
from kitlib.settings import Settings
from kitlib.store.copying import Figures, copy, is_known, looked_at, sqlite_file
from kitlib.store.inspecting import sqlite_files

__all__ = ["BackedUp", "back_up", "write_backup"]

COMMAND = "pg_dump --format=custom --file=kit.dump '{url}'"


@dataclass(frozen=True)
class BackedUp:
    """A backup that was read back and found to hold what the database held."""

    path: Path
    figures: Figures
    files: int


def back_up(places: Settings, to: Path | None = None) -> BackedUp:
    """Write a backup, to the folder `backups` of the home unless told where. Raises KitError where it cannot be."""
    database = sqlite_file(places.database_url, COMMAND)
    if not database.is_file():
        raise NotFoundError(
            f"There is no database {database} yet, so there is nothing to back up.", "Start the kit: kit lab"
        )
    with looked_at(database) as connection:
        return write_backup(places, connection, to or dated(places.backups, "kit", ".zip"))


def write_backup(places: Settings, connection: sqlite3.Connection, to: Path) -> BackedUp:
    """Write what `connection` sees, and the home's files, and read it back; it gets its name when it is whole."""
    if to.exists():
        raise KitError(f"{to} is there already.", "Name another file, or take that one away first.")
    try:
        _make_folder(to.parent)
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".making-") as folder:
            aside = Path(folder)
            figures = copy(connection, aside / "copy.db")
            if not is_known(figures.version):
                raise KitError(
                    f"The database was made by a newer version of the kit ({figures.version}). No backup was made.",
                    "Update the kit: git pull, then make install",
                )
            made = aside / "backup.zip"
            Archive.write(made, aside / "copy.db", figures, places.home, files_of(places))
            made.chmod(0o600)
            (aside / "copy.db").unlink()
            archive = Archive.read(made)
            archive.check(aside)
            with made.open("rb+") as whole:
                os.fsync(whole.fileno())
            os.replace(made, to)
    except OSError as error:
        raise KitError(
            f"{to} cannot be written: {error.strerror or error}.",
            "Free some space, or name another place: kit backup FILE",
        ) from None
    return BackedUp(to, figures, len(archive.files))


def files_of(places: Settings) -> Iterator[Path]:
    """The files of the home that a backup holds beside the database, by name."""
    database = {file.absolute() for file in sqlite_files(places.database_url)}
    for name in FOLDERS:
        for folder, below, files in os.walk(places.home / name):
            below[:] = sorted(each for each in below if each != ".ipynb_checkpoints")
            for file in (Path(folder, each) for each in sorted(files)):
                if file.is_file() and not file.is_symlink() and file.absolute() not in database:
                    yield file


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
