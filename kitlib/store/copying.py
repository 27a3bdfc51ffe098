"""Copies of an SQLite database: made while people write, counted and checked, and put in the place of another.

They are made beside the kit's own connections, so that looking changes nothing, not even the version of the tables.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from kitlib.errors import StoreError
from kitlib.store import sqlite
from kitlib.store.database import KINDS, MIGRATIONS

__all__ = ["Figures", "alone", "copy", "copy_into", "figures_of", "is_known", "looked_at", "sqlite_file"]


@dataclass(frozen=True)
class Figures:
    """What a database holds, so that two can be compared: rows and a digest of them by table."""

    version: str  # of its tables
    rows: Mapping[str, int]
    digests: Mapping[str, str]
    meetings: tuple[str, ...]


def sqlite_file(url: str, command: str) -> Path:
    """The file of a database; raises StoreError for one that has none of its own, with the `command` of its server."""
    try:
        parsed = make_url(url)
        if KINDS.get(parsed.drivername.partition("+")[0]) is sqlite and parsed.database:
            return Path(parsed.database)
    except ArgumentError as error:
        raise StoreError(
            f"KIT_DATABASE_URL names no database: {error}", "Unset it: unset KIT_DATABASE_URL"
        ) from None
    plain = URL.create(
        "postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, parsed.query
    ).render_as_string()
    raise StoreError(
        f"The database {plain} is kept by its own server, and so are its copies.",
        f"Use the server's command: {command.format(url=plain)}",
    )


def copy(source: sqlite3.Connection, to: Path) -> Figures:
    """Write a whole copy of one moment, as one file, while others write on. Returns what the source held at that moment."""
    began = not source.in_transaction
    if began:
        source.execute("BEGIN")
    try:
        figures = figures_of(source)
        with closing(sqlite3.connect(to, isolation_level=None)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    finally:
        if began:
            source.execute("COMMIT")
    return figures


def copy_into(target: sqlite3.Connection, source: Path) -> Figures:
    """Put a copy in the place of all that a database holds, whole or not at all; returns what it then holds."""
    with looked_at(source) as found:
        found.backup(target)
    return figures_of(target)


def figures_of(connection: sqlite3.Connection) -> Figures:
    """Count and digest all that a database holds."""
    found = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [name for (name,) in connection.execute(found)]
    rows, digests = {}, {}
    for table in tables:
        digest, rows[table] = hashlib.sha256(), 0
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
            rows[table] += 1
        digests[table] = digest.hexdigest()
    meetings = connection.execute("SELECT id FROM meetings ORDER BY id") if "meetings" in tables else []
    version = connection.execute("SELECT version_num FROM alembic_version") if rows else []
    return Figures(next((v for (v,) in version), ""), rows, digests, tuple(id for (id,) in meetings))


def is_known(version: str) -> bool:
    """Whether this kit knows a version of the tables, and can bring it up to date."""
    return version == "" or bool(list(MIGRATIONS.glob(f"versions/{version}_*.py")))


@contextmanager
def looked_at(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads. Raises StoreError for what is no sound database."""
    with _told(path), closing(sqlite.read_only(path)) as connection:
        yield connection


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that nobody else has beside it. Raises StoreError where a program has the database open."""
    with _told(path), closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA secure_delete = ON")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise StoreError(
                f"The database {path} is open in another program: the kit runs, or a notebook of it. "
                "Nothing was changed.",
                "Stop the kit (Ctrl-C where kit lab runs), then run the command again.",
            ) from None
        connection.execute("COMMIT")  # the lock stays until the connection is closed
        yield connection


@contextmanager
def _told(path: Path) -> Iterator[Any]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} is not a database of the kit, or it is damaged or cannot be read ({error}).",
            "Look closer: kit doctor. Or go back to a copy: kit restore FILE",
        ) from error
