"""PostgreSQL, for more than one machine or a server that a district has already.

Writers take a lock on the name of what must not change meanwhile and hold it
until they have committed. A reader sees one moment in all its queries.
"""

from __future__ import annotations

import hashlib
import time
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from kitlib.errors import StoreError
from kitlib.store import row_security

__all__ = [
    "GLANCING",
    "READING",
    "WRITING",
    "admit",
    "dismiss",
    "forget",
    "in_words",
    "lock",
    "open_engine",
    "scrub",
    "user",
]

BUSY_SECONDS = 5
IDLE_SECONDS = 1.0  # after which a connection is tried before it is used; asked each time, it would cost a fifth of a save
READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
GLANCING: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}
#: Each query of a writer must see what was committed before it got its lock.
WRITING: dict[str, Any] = {"isolation_level": "READ COMMITTED"}

CONNECTING = {
    "fallback_application_name": "kit",
    "client_encoding": "utf8",
    "connect_timeout": 5,
    # A network that went away is noticed within half a minute, and not after the two hours of most systems.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


def open_engine(url: URL) -> Engine:
    """The engine; nothing is connected yet. Raises StoreError without the driver."""
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    given = {name: value for name, value in CONNECTING.items() if name not in url.query}
    try:
        engine = create_engine(url, connect_args=given)
    except ImportError as error:
        raise StoreError(
            f"KIT_DATABASE_URL names a PostgreSQL database, and its driver is not installed here ({error}).",
            "Install it: pip install 'kitlib[postgres]'",
        ) from error
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "checkin", _note_when)
    event.listen(engine, "checkout", partial(_see_that_it_lives, engine))
    return engine


def lock(connection: Connection, name: str) -> None:
    """Wait for whoever else holds this name; it is let go after the commit, so what it guarded is seen by then."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    connection.execute(_LOCK, {"key": key})


def forget(engine: Engine, wait: float) -> bool:
    """Nothing: old versions of a row go with the server's next vacuum, and its log is the administrator's to keep."""
    return True


def scrub(engine: Engine) -> bool:
    """Write the tables anew. The server's own log stays the administrator's to keep."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.execute(
                text(
                    "VACUUM FULL entries, meetings, teams, contents, disclosures, doors, leaders, seats, tickets"
                )
            )
        except OperationalError:
            return False
    return True


def user(connection: Connection) -> str:
    """The login that the rules on rows bind; empty for the owner of the tables."""
    bound = text("SELECT current_user WHERE row_security_active('access')")
    return connection.execute(bound).scalar() or ""


def admit(connection: Connection, login: str) -> None:
    """Let a login in to what the rules on rows leave it; raises StoreError where none would bind it."""
    if why := row_security.admit(connection, login):
        raise StoreError(
            f'"{login}" {why}. Nothing was changed.',
            "Make a login of its own on the server: createuser --pwprompt NAME",
        )


def dismiss(connection: Connection, login: str) -> None:
    """Let a login in no more."""
    row_security.dismiss(connection, login)


def in_words(error: DBAPIError, place: str) -> StoreError | None:
    """What a user can do about an error of the driver, None where nothing special is known."""
    said = " ".join(str(error.orig).split())
    code = getattr(error.orig, "sqlstate", None) or ""
    if code == "55P03":
        return StoreError(
            f"The database {place} is in use by another program, and stayed so for {BUSY_SECONDS} seconds.",
            "Try again; if it stays so, see what holds it: SELECT * FROM pg_stat_activity",
        )
    if code == "42501" and ("row-level security" in said or "for table" in said):
        return StoreError(
            f"Your login does not reach so far: {said}. Nothing was changed.",
            "See what it reaches: kit access list. Who keeps the database can grant more: kit access grant",
        )
    if code.startswith("42501"):
        return StoreError(
            f"The database {place} does not let the kit write ({said}).",
            "Make the kit's user its owner: ALTER DATABASE name OWNER TO user",
        )
    if code == "53100":
        return StoreError(f"The disk that holds {place} is full.", "Free some space, then try again.")
    # While connecting, the driver passes on the words alone.
    if "password" in said:
        return StoreError(
            f"The database {place} does not let the kit in: {said}",
            "Mend user and password in KIT_DATABASE_URL, or keep the password in ~/.pgpass.",
        )
    if "does not exist" in said and isinstance(error, OperationalError):
        return StoreError(
            f"There is no such database or user: {said}",
            "Mend KIT_DATABASE_URL, or make them: createuser --pwprompt kit; createdb --owner kit --encoding UTF8 kit",
        )
    return None


_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def _note_when(connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = time.monotonic()


def _see_that_it_lives(engine: Engine, connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """A connection that died while it was idle is replaced before it is used.

    A server that ends one says why, and closes it: both lie here to be read. Of a network that went away nothing is heard.
    """
    try:
        for _ in range(2):
            connection.pgconn.consume_input()
        if time.monotonic() - record.info.get("used", time.monotonic()) >= IDLE_SECONDS:
            engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _set_up(connection: Any, _: Any) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(
            f"The database {connection.info.dbname} keeps its text as {encoding}, which cannot hold what people type.",
            "Make one that can: createdb --encoding UTF8 --template template0 kit",
        )
    # A writer whose machine stops in the middle must not hold up a meeting, so the server ends it. And
    # "Saved" on screen must survive a power cut, also on a server that answers before it has written.
    connection.execute(
        f"""
        SELECT set_config('lock_timeout', '{BUSY_SECONDS}s', false),
               set_config('idle_in_transaction_session_timeout', '{BUSY_SECONDS}s', false),
               CASE WHEN current_setting('synchronous_commit') = 'off'
                    THEN set_config('synchronous_commit', 'on', false) END
        """
    )
    connection.commit()
