"""The database: how it is opened, brought up to date, and read and written in one transaction each.

What differs between SQLite and PostgreSQL is in a module of each.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    PendingRollbackError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kitlib.errors import KitError, StoreError
from kitlib.store import postgresql, sqlite
from kitlib.store.forgetting import Forgetting
from kitlib.store.tables import REVISION

__all__ = ["Database", "is_missing"]

T = TypeVar("T")

FORGETTING_SECONDS = 0.5  # that an erasing waits for those who read, while nobody can write
MIGRATIONS = Path(__file__).parent / "migrations"


class Kind(Protocol):
    """What a kind of database does in its own way."""

    READING: dict[str, Any]  # execution options of a connection that reads
    GLANCING: dict[str, Any]  # of one for a single query, which sees one moment by itself
    WRITING: dict[str, Any]

    def open_engine(self, url: URL) -> Engine:
        """The engine of a URL."""

    def lock(self, connection: Connection, name: str) -> None:
        """Let no other writer that names the same go on before this one has committed."""

    def forget(self, engine: Engine, wait: float) -> bool:
        """Leave nothing of what was overwritten in the files beside the tables, as far as the engine can.

        Waits so many seconds for those who read; False where they read on.
        """

    def scrub(self, engine: Engine) -> bool:
        """Write the tables anew, without what was deleted; False where somebody else uses them."""

    def in_words(self, error: DBAPIError, place: str) -> StoreError | None:
        """What a user can do about an error of the driver."""

    def user(self, connection: Connection) -> str:
        """The login that the rules on rows bind; empty where none does."""

    def admit(self, connection: Connection, login: str) -> None:
        """Let a login in to what the rules on rows leave it; raises StoreError where none would bind it."""

    def dismiss(self, connection: Connection, login: str) -> None:
        """Let a login in no more."""


KINDS: Mapping[str, Kind] = {"sqlite": sqlite, "postgresql": postgresql, "postgres": postgresql}


@dataclass
class _Moment:
    """A connection that a thread holds for a while, and what it read by it already."""

    connection: Connection
    known: dict[Hashable, Any] = field(default_factory=dict)


class Database:
    """One database, at the newest version of the tables. Raises StoreError when it cannot be used."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._kind, self._engine = _open(url)
        self._file: tuple[int, int] | None = None
        self._path = _path_of(self._kind, url)
        self._moment = threading.local()
        self._forgetting = Forgetting(partial(self._kind.forget, self._engine, 0))
        # Whoever opened it, and however this process ends, the last one out leaves one whole file.
        self._closing = weakref.finalize(self, _let_go, self._kind, self._engine, os.getpid())
        self._bring_up_to_date()
        self._file = self._file_now()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection whose reads all see the same moment; within a `moment`, its own."""
        if (held := self._held) is not None:
            with self._told():
                yield held.connection
            return
        with self._connected(self._kind.READING) as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """A connection for a single query, which costs no transaction; within a `moment`, its own."""
        if self._held is not None:
            with self.read() as connection:
                yield connection
            return
        with self._connected(self._kind.GLANCING) as connection:
            yield connection

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Within it all that this thread reads is of one moment, and costs one connection.

        What is written within, by this thread too, is not seen there.
        """
        if self._held is not None:
            yield
            return
        with self.read() as connection:
            self._moment.held = _Moment(connection)
            try:
                yield
            finally:
                self._moment.held = None

    def once(self, what: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives; within a `moment`, where it cannot change, it is read once."""
        if (held := self._held) is None:
            return read()
        if what not in held.known:
            held.known[what] = read()
        found: T = held.known[what]
        return found

    @property
    def _held(self) -> _Moment | None:
        """What this thread's `moment` holds."""
        held: _Moment | None = getattr(self._moment, "held", None)
        return held

    @contextmanager
    def write(self, lock: str) -> Iterator[Connection]:
        """A connection that commits at the end or not at all; `lock` names what must not change meanwhile."""
        with self._connected(self._kind.WRITING) as connection:
            self._kind.lock(connection, lock)
            yield connection

    @contextmanager
    def _connected(self, options: dict[str, Any]) -> Iterator[Connection]:
        self._see_that_it_is_here()
        with self._told(), self._engine.connect() as plain:
            connection = plain.execution_options(**options)
            with connection.begin():
                yield connection

    def forget(self) -> bool:
        """Leave nothing of what was just overwritten in the files beside the tables, as far as the engine can.

        False where somebody else is reading what was there before; then it is done as soon as they have read.
        """
        with self._told():
            done = self._kind.forget(self._engine, FORGETTING_SECONDS)
        if not done:
            self._forgetting.soon()
        return done

    def lock(self, connection: Connection, name: str) -> None:
        """Hold one thing more until a connection that writes has committed."""
        self._kind.lock(connection, name)

    @property
    def keeps_apart(self) -> bool:
        """Whether it holds each login to the rows that were granted to it."""
        return self._kind is not sqlite

    def user(self, connection: Connection) -> str:
        """The login that the rules on rows bind; empty where none does."""
        return self._kind.user(connection)

    def admit(self, connection: Connection, login: str) -> None:
        """Let a login in to what the rules on rows leave it; raises StoreError where none would bind it."""
        self._kind.admit(connection, login)

    def dismiss(self, connection: Connection, login: str) -> None:
        """Let a login in no more."""
        self._kind.dismiss(connection, login)

    def scrub(self) -> bool:
        """Leave nothing of what was deleted in any file of the database; False where others use it so that it cannot be."""
        with self._told():
            anew = self._kind.scrub(self._engine)
        return self.forget() and anew

    def close(self) -> None:
        """Let go of every connection, with everything in the database's one file."""
        self._forgetting.stop()
        _let_go(self._kind, self._engine, os.getpid())

    @property
    def place(self) -> str:
        """The database as a person would name it: its file, or its URL without the password."""
        url = make_url(self.url)
        if self._kind is sqlite and url.database:
            return url.database
        return url.set(query={}).render_as_string(hide_password=True)

    def _file_now(self) -> tuple[int, int] | None:
        """Which file stands at the database's path, None where it is no file of ours to watch."""
        if self._path is None:
            return None
        try:
            found = self._path.stat()
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
        with self.read() as connection:
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
        except PendingRollbackError as error:  # whoever was told first that it died within a `moment` went on
            raise StoreError(
                f"The connection to the database {self.place} was lost.", "Try again in a moment."
            ) from error
        except PoolTimeout as error:
            raise StoreError(
                f"The database {self.place} is slow: too much waits for it at once.", "Try again in a moment."
            ) from error

    def _in_words(self, error: DBAPIError) -> StoreError:
        if known := self._kind.in_words(error, self.place):
            return known
        said = " ".join(str(error.orig).split()) or type(error.orig).__name__
        if isinstance(error, OperationalError) or error.connection_invalidated:
            return StoreError(
                f"The database {self.place} does not answer: {said}",
                "See that it runs and that KIT_DATABASE_URL names it, then try again.",
            )
        return StoreError(
            f"The database {self.place} refused: {said}", "Report it with this text; nothing was changed."
        )


def _path_of(kind: Kind, url: str) -> Path | None:
    """The file of a database, None where it is none."""
    name = make_url(url).database
    return Path(name) if kind is sqlite and name and name != ":memory:" else None


def _let_go(kind: Kind, engine: Engine, owner: int) -> None:
    """Close what the process `owner` opened; a fork of it leaves the connections that it inherited alone."""
    if os.getpid() != owner:
        return
    if getattr(
        engine.pool, "checkedin", int
    )():  # with a connection that is there; none is opened to close it
        with suppress(DBAPIError, KitError):
            kind.forget(engine, 0)
    engine.dispose()


def is_missing(url: str) -> bool:
    """Tell whether a URL names a file that is not there, which opening it would make."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return False  # opening it says what is wrong
    name = parsed.database or ""
    return KINDS.get(parsed.drivername.partition("+")[0]) is sqlite and not Path(name).is_file()


def _open(url: str) -> tuple[Kind, Engine]:
    try:
        parsed = make_url(url)
        kind = KINDS.get(parsed.drivername.partition("+")[0])
        if kind is None:
            raise ArgumentError(f"{parsed.drivername} is neither sqlite nor postgresql")
        return kind, kind.open_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(
            f"KIT_DATABASE_URL names no database that can be used here: {error}",
            "For the embedded default, unset it: unset KIT_DATABASE_URL",
        ) from error
    except OSError as error:
        raise StoreError(
            f"The folder for the database cannot be made: {error}",
            "Name another place: KIT_DATABASE_URL=sqlite:///path/to/kit.db",
        ) from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version
