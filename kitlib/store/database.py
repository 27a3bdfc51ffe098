"""The database: how it is opened, brought up to date, and read and written in one transaction each.

SQLite in WAL mode is the embedded default; any other SQLAlchemy URL is taken as
it is. Writers begin with BEGIN IMMEDIATE, so that what they read is still true
when they write; other databases take a lock on the key instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from kitlib.errors import StoreError
from kitlib.store.tables import REVISION

__all__ = ["Database"]

BUSY_SECONDS = 5.0
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One database, at the newest version of the tables. Raises StoreError when it cannot be used."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._file: tuple[int, int] | None = None
        with self._told():
            self._bring_up_to_date()
        self._file = self._file_now()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection whose reads all see the same moment."""
        self._see_that_it_is_here()
        with self._told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, lock: str) -> Iterator[Connection]:
        """A connection that commits at the end or not at all; `lock` names what must not change meanwhile."""
        self._see_that_it_is_here()
        with self._told(), self._engine.connect() as plain:
            connection = plain.execution_options(kit_write=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": lock})
                yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @property
    def place(self) -> str:
        """The database as a person would name it: its file, or its URL without the password."""
        url = make_url(self.url)
        if url.get_backend_name() == "sqlite" and url.database:
            return url.database
        return url.render_as_string(hide_password=True)

    def _file_now(self) -> tuple[int, int] | None:
        """Which file stands at the database's path, None where it is no file of ours to watch."""
        url = make_url(self.url)
        if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
            return None
        try:
            found = Path(url.database).stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)

    @property
    def is_here(self) -> bool:
        """Whether the database is still the file that was opened."""
        return self._file is None or self._file_now() == self._file

    def _see_that_it_is_here(self) -> None:
        """Refuse to go on in a file that was deleted or replaced: what is written there would be gone."""
        if not self.is_here:
            self._engine.dispose()
            raise StoreError(
                f"The database {self.place} was moved, deleted or replaced while the kit ran.",
                "Put it back, then stop and start the kit: kit lab",
            )

    def _bring_up_to_date(self) -> None:
        with self._engine.connect() as connection, connection.begin():
            version = _version(connection)
        if version == REVISION:
            return
        if version is not None and not list(MIGRATIONS.glob(f"versions/{version}_*.py")):
            raise StoreError(
                f"The database {self.place} was made by a newer version of the kit ({version}; "
                f"this one knows up to {REVISION}). Nothing was changed.",
                "Update the kit: git pull, then make install",
            )
        # Imported here: it costs a tenth of a second that a database up to date need not pay.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.write("migrations") as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the driver's errors into what a user can do about them."""
        try:
            yield
        except DBAPIError as error:
            raise self._in_words(error) from error

    def _in_words(self, error: DBAPIError) -> StoreError:
        said, place = str(error.orig).strip() or type(error.orig).__name__, self.place
        if "locked" in said or "busy" in said:
            return StoreError(
                f"The database {place} is in use by another program, and stayed so for {BUSY_SECONDS:.0f} seconds.",
                "Close what else has it open (a copy of the kit, a database viewer), then try again.",
            )
        if "not a database" in said or "malformed" in said:
            return StoreError(
                f"{place} is not a database of the kit, or it is damaged ({said}). Nothing was changed.",
                "Move the file aside and restore a copy, or name another: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
            )
        if "disk is full" in said:
            return StoreError(f"The disk that holds {place} is full.", "Free some space, then try again.")
        if (
            "readonly" in said
            or "read-only" in said
            or "unable to open" in said
            or "permission" in said.lower()
        ):
            return StoreError(
                f"The database {place} cannot be written ({said}).",
                "Give yourself the right to write the file and its folder, "
                "or name another: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
            )
        if isinstance(error, OperationalError):
            return StoreError(
                f"The database {place} does not answer: {said}",
                "See that it runs and that KIT_DATABASE_URL names it, then try again.",
            )
        return StoreError(
            f"The database {place} refused: {said}", "Report it with this text; nothing was changed."
        )


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        sqlite = parsed.get_backend_name() == "sqlite"
        if sqlite and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS} if sqlite else {})
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"KIT_DATABASE_URL names no database that can be used here: {error}",
            "For the embedded default, unset it: unset KIT_DATABASE_URL",
        ) from error
    except OSError as error:
        raise StoreError(
            f"The folder for the database cannot be made: {error}",
            "Name another place: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
        ) from error
    if sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # The driver's own transactions are deferred; the "begin" event below opens them instead.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: "Saved" on screen must survive a power cut, and a commit here is one sentence, not a bulk load.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what a seat erases is not left in free pages
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("kit_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version
