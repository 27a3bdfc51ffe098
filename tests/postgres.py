"""A PostgreSQL server of the test run's own: private, in a temporary folder, reached by a socket there.

Without PostgreSQL the tests on it are skipped, and fail when KIT_REQUIRE_POSTGRES is set.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kitlib.store import Store
from kitlib.store.tables import metadata

__all__ = ["Postgres", "on_both", "running"]

#: A test so marked runs on an SQLite file and on PostgreSQL.
on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)

PASSWORD = "not: a/secret@all"  # with what a URL must quote
QUOTED = "not%3A%20a%2Fsecret%40all"


class Postgres:
    """A server in `folder`. The kit's user "kit" owns its databases, must give its password, and is no superuser."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        # PostgreSQL refuses to be run by root; its package on Debian makes this user.
        self._user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        if self._user:
            shutil.chown(folder, "postgres", "postgres")
        where = ["--pgdata", str(folder / "data"), "--encoding=UTF8", "--locale=C"]
        self._do("initdb", *where, "--username=postgres", "--auth=trust", "--no-sync", "--no-instructions")
        rules = folder / "data" / "pg_hba.conf"
        rules.write_text("local all kit,+with_password scram-sha-256\nlocal all all trust\n")
        try:
            self.start()
            self._fill()
        except BaseException:
            self.stop()
            raise

    def _fill(self) -> None:
        self.ask(f"CREATE ROLE kit LOGIN PASSWORD '{PASSWORD}'")
        self.usual = self.database()
        Store(self.usual).close()

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",  # no power fails in a test run
            "shared_buffers": "16MB",
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", *options],
                cwd=self.folder, stdout=log, stderr=log, **self._user,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while self._process.poll() is None and time.monotonic() < deadline:
            ready = self._do("pg_isready", "--quiet", "--host", str(self.folder), fails=True)
            if ready == 0:
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text()[-3000:])

    def stop(self) -> None:
        """Stop it at once, as a power cut would; whoever is connected is thrown out."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)
            self._process = None

    def url(self, name: str, password: str = QUOTED) -> str:
        return f"postgresql+psycopg://kit:{password}@/{name}?host={self.folder}"

    def database(self, owner: str = "kit", **options: str) -> str:
        """The URL of a new database, in which there is nothing yet."""
        name = f"kit_{next(self._numbers)}"
        more = " ".join(f"{key} = '{value}'" for key, value in options.items())
        self.ask(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 {more}")
        return self.url(name)

    def empty(self, url: str) -> None:
        """Take everything out of a database but its tables, and throw out whoever is connected to it."""
        self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name(url)}'")
        self.ask(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY", url)

    def ask(self, query: str, url: str = "") -> list[tuple[Any, ...]]:
        """What the superuser is answered, in the database of a URL or in the server's own."""
        import psycopg

        name = _name(url) if url else "postgres"
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=name, autocommit=True
        ) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def _do(self, program: str, *options: str, fails: bool = False) -> int:
        done = subprocess.run(
            [self._programs / program, *options],
            cwd=self.folder,
            capture_output=True,
            text=True,
            **self._user,
        )
        assert fails or done.returncode == 0, done.stderr
        return done.returncode


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _programs() -> Path | None:
    """The folder of the newest server here: on the path, or where Debian keeps it."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in folders), key=lambda path: int(path.parent.name), default=None)


@contextmanager
def running() -> Iterator[Postgres]:
    """A server for as long as it is needed; skips where there is none to run."""
    programs = _programs()
    if programs is None:
        absent = "no PostgreSQL here; on Debian: apt-get install postgresql"
        if os.environ.get("KIT_REQUIRE_POSTGRES"):
            pytest.fail(f"KIT_REQUIRE_POSTGRES is set and there is {absent}")
        pytest.skip(absent)
    # Not below pytest's own folder, which no other user may enter; and short, as a socket's path must be.
    folder = Path(tempfile.mkdtemp(prefix="kit-pg-"))
    server = None
    try:
        server = Postgres(programs, folder)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
