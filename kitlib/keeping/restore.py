"""Restoring: a home as it was when a backup was made. What is there now is backed up first."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kitlib.errors import KitError, StoreError
from kitlib.keeping.archive import Archive, dated
from kitlib.keeping.backup import write_backup
from kitlib.settings import Settings, sqlite_url
from kitlib.store import Act, Store
from kitlib.store.copying import Figures, alone, copy, copy_into, figures_of, sqlite_file
from kitlib.store.inspecting import sqlite_files

__all__ = ["Restored", "restore"]

CONTENT = ("facilitation", "own")  # folders of sessions: not secret, and never written over

COMMAND = "pg_restore --clean --if-exists --dbname='{url}' kit.dump"


@dataclass(frozen=True)
class Restored:
    """What stands there now, and where that lies which stood there before."""

    figures: Figures
    files: int
    aside: Path | None


def restore(places: Settings, file: Path, replace: bool = False) -> Restored:
    """Put the home as a backup has it. Raises KitError, with nothing changed, where the backup is not sound.

    So it does where a program has the database open; and where meetings are there already, unless they may be
    replaced.
    """
    database = sqlite_file(places.database_url, COMMAND)
    archive = Archive.read(file)
    try:
        with tempfile.TemporaryDirectory(dir=places.home, prefix=".making-") as folder:
            aside = Path(folder)
            found = archive.check(aside)
            before, acts = _put_in_place(places, database, found, archive, replace, aside)
            _place_files(places, aside / "files", anew=before is not None and before.suffix == ".zip")
    except OSError as error:
        raise KitError(
            f"The backup cannot be put in place: {error}.", "Free some space, then try again."
        ) from error
    store = Store(places.database_url)  # brings an older copy up to date
    store.audit.take_over(acts)
    store.audit.add("restored", note=file.name)
    store.close()
    return Restored(archive.figures, len(archive.files), before)


def _put_in_place(
    places: Settings, database: Path, found: Path, archive: Archive, replace: bool, aside: Path
) -> tuple[Path | None, list[Act]]:
    """Replace the database while nobody has it open; gives where the one before lies now, and what its audit says."""
    database.parent.mkdir(parents=True, exist_ok=True)
    if database.is_file() and not _is_sound(database):
        return _replace_damaged(places, database, found, replace), []
    with alone(database) as connection:
        before, acts = None, list[Act]()
        held = figures_of(connection)
        if held.meetings and not replace:
            raise _not_empty(archive.path, f"{database} holds {len(held.meetings)} meeting(s) already.")
        if held.meetings:
            before = write_backup(places, connection, dated(places.backups, "before-restore", ".zip")).path
        if held.rows:
            copy(connection, aside / "before.db")
            earlier = Store(sqlite_url(aside / "before.db"))
            acts = earlier.audit.list()
            earlier.close()
        if copy_into(connection, found) != archive.figures:
            raise StoreError("The restored database differs from the backup.", "Report it with this text.")
    return before, acts


def _replace_damaged(places: Settings, database: Path, found: Path, replace: bool) -> Path:
    """A database that cannot be read is put aside as it is."""
    if not replace:
        raise _not_empty(found, f"{database} is there and cannot be read.")
    places.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = dated(places.backups, "damaged", ".db")
    for ending, file in zip(("", "-wal", "-shm", "-journal"), sqlite_files(places.database_url), strict=True):
        if file.exists():
            shutil.move(file, f"{kept}{ending}")
    shutil.copy(found, database)
    return kept


def _is_sound(database: Path) -> bool:
    try:
        with alone(database) as connection:
            figures_of(connection)
    except StoreError as error:
        return not isinstance(error.__cause__, sqlite3.DatabaseError)
    return True


def _not_empty(file: Path, what: str) -> KitError:
    return KitError(
        f"{what} Nothing was changed.",
        f"If the backup shall take their place, run: {shlex.join(['kit', 'restore', str(file), '--replace'])}. What is there now is backed up first.",
    )


def _place_files(places: Settings, files: Path, anew: bool) -> None:
    """Put the files in their places; a session's file that is there stays. `anew`: the notebooks there were backed up."""
    if anew:
        shutil.rmtree(places.meetings, ignore_errors=True)
    for file in sorted(each for each in files.rglob("*") if each.is_file()):
        name = file.relative_to(files)
        to = places.home / name
        if name.parts[0] in CONTENT and to.exists():
            continue  # it may be newer: what meetings showed is in the database
        to.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, to)
        if name.parts[0] not in CONTENT:
            to.chmod(0o600)
    for folder in (places.meetings, places.hidden):
        if folder.is_dir():
            folder.chmod(0o700)
