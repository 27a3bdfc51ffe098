"""Looking at a database without changing anything in it, not even bringing it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from kitlib.errors import StoreError
from kitlib.store import postgresql, row_security, sqlite
from kitlib.store.database import KINDS, is_missing
from kitlib.store.tables import REVISION, entries, meetings

__all__ = ["NEWEST", "Inspection", "inspect_database", "is_held", "problems_in", "sqlite_files"]

NEWEST = REVISION
MANY = 5  # problems that are told of one check


@dataclass(frozen=True)
class Inspection:
    """What was found. `version` is empty where the kit has made no tables yet, `latest` the newest time in them."""

    version: str = ""
    problems: list[str] = field(default_factory=list)
    latest: float = 0.0
    unlocked: int = 0  # private answers that stand as they were typed
    unguarded: list[str] = field(
        default_factory=list
    )  # tables of a server without the rules that keep districts apart


def inspect_database(url: str) -> Inspection | None:
    """Look at a database; None where there is none yet. Raises StoreError where it cannot be read."""
    if is_missing(url):
        return None
    files = sqlite_files(url)
    if not files:
        return _inspect_server(url)
    try:
        with closing(sqlite.read_only(files[0])) as connection:
            return _inspect_file(connection)
    except sqlite3.Error as error:
        raise StoreError(
            f"{files[0]} is not a database of the kit, or it is damaged ({error}).",
            "Go back to a copy: kit restore FILE",
        ) from error


def _inspect_file(connection: sqlite3.Connection) -> Inspection:
    problems = problems_in(connection)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not {"alembic_version", "entries", "meetings"} <= tables:
        return Inspection("", problems)
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    latest = "SELECT max(coalesce((SELECT max(at) FROM entries), 0), coalesce((SELECT max(opened_at) FROM meetings), 0))"
    unlocked = (
        "SELECT count(*) FROM entries WHERE visibility = 'private' AND value != 'null' "
        "AND value NOT LIKE '{%\"sealed\"%'"
    )
    newest, number = (connection.execute(query).fetchone()[0] for query in (latest, unlocked))
    return Inspection(version[0] if version else "", problems, newest, number)


def _inspect_server(url: str) -> Inspection:
    """The same of a database that has a server, which looks after its files itself."""
    try:
        engine = postgresql.open_engine(make_url(url))
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return Inspection()
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
            newest = [
                connection.execute(select(func.max(c))).scalar() or 0.0
                for c in (entries.c.at, meetings.c.opened_at)
            ]
            apart = row_security.unguarded(connection) if version == REVISION else []
            return Inspection(version, [], max(newest), 0, apart)
    except (DBAPIError, ArgumentError) as error:
        said = " ".join(str(error).split())
        raise StoreError(
            f"The database cannot be used: {said}", "See that it runs and that KIT_DATABASE_URL names it."
        ) from error
    finally:
        engine.dispose()


def sqlite_files(url: str) -> list[Path]:
    """The file of an SQLite database and those beside it, the first alone need be there; none for another kind."""
    parsed = make_url(url)
    is_file = KINDS.get(parsed.drivername.partition("+")[0]) is sqlite and parsed.database
    return sqlite.files_of(parsed) if is_file else []


def problems_in(connection: sqlite3.Connection) -> list[str]:
    """What is wrong within a database's file, in SQLite's words."""
    found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MANY})") if row[0] != "ok"]
    lost = connection.execute("PRAGMA foreign_key_check").fetchmany(MANY)
    return found + [f"a row of {row[0]} belongs to a row of {row[2]} that is not there" for row in lost]


def is_held(path: Path, wait: float) -> bool:
    """Whether another program keeps a database from being written for so many seconds."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=wait)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
    return False
