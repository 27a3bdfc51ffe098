"""SQLite, the embedded default: one file in WAL mode.

Writers begin with BEGIN IMMEDIATE, so that what they read is still true when they write.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from kitlib.errors import StoreError

__all__ = [
    "GLANCING",
    "READING",
    "WRITING",
    "admit",
    "dismiss",
    "files_of",
    "forget",
    "in_words",
    "lock",
    "open_engine",
    "read_only",
    "scrub",
    "user",
]

BUSY_SECONDS = 5.0
READING: dict[str, Any] = {}
GLANCING: dict[str, Any] = {}
WRITING: dict[str, Any] = {"kit_write": True}


def open_engine(url: URL) -> Engine:
    """The engine, with the folder of the file made, and the file its owner's alone. Raises OSError where it cannot be."""
    if url.database and url.database != ":memory:":
        _make_private(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def lock(connection: Connection, name: str) -> None:
    """Nothing more: BEGIN IMMEDIATE holds the whole file."""


def forget(engine: Engine, wait: float) -> bool:
    """Empty the write-ahead log into the file, where `secure_delete` has put zeros in the place of old texts.

    It waits `wait` seconds for those who read or write at this moment; False where they go on. While it waits nobody
    can write, so that is not for long.
    """
    with engine.connect() as connection:
        plain = connection.connection  # outside a transaction
        try:
            plain.execute(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
            row = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not row[0]
        except sqlite3.OperationalError:
            return False
        finally:
            plain.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def scrub(engine: Engine) -> bool:
    """Write the whole file anew: no free page stays, nor what an older version of the kit left in one."""
    with engine.connect() as connection, suppress(sqlite3.OperationalError):
        connection.connection.execute("VACUUM")  # outside a transaction
        return True
    return False


def user(connection: Connection) -> str:
    """Nobody: a file knows no logins."""
    return ""


def admit(connection: Connection, login: str) -> None:
    """Refused: whoever can read a file reads all of it."""
    raise StoreError(
        "The database is a file (SQLite): whoever has it reads and writes all districts, whatever is granted. "
        "Nothing was changed.",
        "To keep districts apart use PostgreSQL; docs/access.md says how.",
    )


def dismiss(connection: Connection, login: str) -> None:
    """Nothing: nobody was let in."""


def read_only(path: Path) -> sqlite3.Connection:
    """A connection beside the engine's that changes nothing, not even the version of the tables."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )


def files_of(url: URL) -> list[Path]:
    """The file of a database, and those that SQLite keeps beside it while it is open."""
    name = url.database or ""
    return [Path(name + ending) for ending in ("", "-wal", "-shm", "-journal")]


def in_words(error: DBAPIError, place: str) -> StoreError | None:
    """What a user can do about an error of the driver, None where nothing special is known."""
    said = str(error.orig)
    if "locked" in said or "busy" in said:
        return StoreError(
            f"The database {place} is in use by another program, and stayed so for {BUSY_SECONDS:.0f} seconds.",
            "Close what else has it open (a copy of the kit, a database viewer), then try again.",
        )
    if "not a database" in said or "malformed" in said:
        return StoreError(
            f"{place} is not a database of the kit, or it is damaged ({said}). Nothing was changed.",
            "Move the file aside and go back to a copy (kit restore FILE --replace), or name another: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
        )
    if "disk is full" in said:
        return StoreError(f"The disk that holds {place} is full.", "Free some space, then try again.")
    if any(words in said.lower() for words in ("readonly", "read-only", "unable to open", "permission")):
        return StoreError(
            f"The database {place} cannot be written ({said}).",
            "Give yourself the right to write the file and its folder, "
            "or name another: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
        )
    return None


def _make_private(path: Path) -> None:
    """Make the folder and the file, readable by their owner alone; the files beside it get the rights of the file."""
    is_new = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.name != "posix":
        return
    # A file that is there is not opened here: to close it again would give up every lock that this process holds on
    # it (so says POSIX), another program would take itself for the last, and each would go on in a log of its own.
    with suppress(OSError):  # what cannot be made is told by SQLite
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    own = [path.parent] if is_new or path.parent.name == ".kit" else []
    for each in [*own, path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))]:
        with suppress(OSError):
            if each.stat().st_mode & 0o077 and (each.is_file() or each in own):
                each.chmod(each.stat().st_mode & 0o700)


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    # The driver's own transactions are deferred; the "begin" event below opens them instead.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: "Saved" on screen must survive a power cut, and a commit here is one sentence, not a bulk load.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what a seat erases is not left in free pages
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("kit_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
