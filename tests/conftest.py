"""A kit home of its own for each test, so that no test can reach a real database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from calling import called
from hypothesis import settings as hypothesis_settings
from kit_home import link_home, make_home
from locked import locked
from postgres import Postgres, running
from sqlalchemy import make_url

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.settings import Settings, settings
from kitlib.store import District, Meeting, Saved, School, Store, is_missing

# How long a rule takes is for a benchmark to say: a busy machine must fail no test.
hypothesis_settings.register_profile("kit", hypothesis_settings(), deadline=None)
hypothesis_settings.load_profile("kit")


@pytest.fixture(scope="session", autouse=True)
def _jupyter_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Signatures, workspaces and settings of Jupyter go to a folder of the test run."""
    folder = tmp_path_factory.mktemp("jupyter")
    names = {
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "IPYTHONDIR": "ipython",
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: str(folder / place) for name, place in names.items()})
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test asks for it."""
    with running() as server:
        yield server


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: an SQLite file, or for a test marked `on_both` one in PostgreSQL as well."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'kit.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    server.empty(server.usual)
    return server.usual


@pytest.fixture(scope="session")
def any_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each test's home begins as."""
    return make_home(tmp_path_factory.mktemp("any") / "kit")


@pytest.fixture
def home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    database: str,
    any_home: Path,
    request: pytest.FixtureRequest,
) -> Path:
    """A kit home; every part of the kit finds it, and its database, by the environment."""
    alone = "process" not in request.fixturenames
    folder = link_home(tmp_path / "kit", any_home) if alone else make_home(tmp_path / "kit")
    monkeypatch.setenv("KIT_HOME", str(folder))
    monkeypatch.setenv("KIT_DATABASE_URL", database)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def kit(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`kit("sessions", "bias")` runs the command as a user would, who types what is `given`; gives what it printed.

    It runs in this process, which saves the start of Python and of the kit's libraries; `process` starts one.
    """

    def kit(
        *words: str, env: dict[str, str] | None = None, given: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return called(words, env or {}, given or "")

    return kit


@pytest.fixture
def process(home: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """As `kit`, in a process of its own: for what belongs to one, such as its console, its end and its memory."""

    def process(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kitlib.cli", *words],
            cwd=home,
            env={**os.environ, "PYTHONSAFEPATH": "1", "TERM": "dumb", **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    return process


@pytest.fixture
def places(home: Path) -> Settings:
    return settings()


@pytest.fixture
def library(places: Settings) -> Library:
    return Library(places.facilitation)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest tables, which takes longer to make than a test takes to run."""
    path = tmp_path_factory.mktemp("empty") / "kit.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def store(places: Settings, empty_store: Path) -> Iterator[Store]:
    if is_missing(places.database_url):
        shutil.copy2(empty_store, make_url(places.database_url).database or "")
    store = Store(places.database_url)
    store.districts.load(
        [
            District("999001", "North Haven Test", "Sample County", 1200),
            District("999002", "South Haven Test", "Sample County", 800),
            School("99900101", "999001", "Haven Elementary School", "Elementary School"),
        ]
    )
    yield store
    store.close()


@pytest.fixture
def service(store: Store, library: Library) -> MeetingService:
    return MeetingService(store, library)


@pytest.fixture
def hold(store: Store, library: Library) -> Callable[..., Meeting]:
    """Open a meeting: `hold("why-mtss", district="999001", teams=["A", "B"])`."""

    def hold(session: str, *, district: str | None = "999001", teams: list[str] | None = None) -> Meeting:
        minutes = library.session(session).minutes
        return store.meetings.open(
            session=session,
            date="2026-11-23",
            minutes=minutes,
            teams_=teams or ["Team 1"],
            district=district,
            content=content_now(library, session),
        )

    return hold


class Page:
    """A page of a meeting, sending what a browser would send."""

    def __init__(
        self,
        service: MeetingService,
        meeting: Meeting,
        team: str = "team-1",
        seat: str = "",
        writer: str = "",
    ) -> None:
        self.service, self.meeting, self.team, self.seat = service, meeting, team, seat
        self.writer = writer or f"w-{os.urandom(8).hex()}"
        self.seq = 0

    def message(
        self, activity: str, field: str, value: Any, *, scope: str = "seat", base: int | None = None
    ) -> dict[str, Any]:
        self.seq += 1
        if isinstance(value, str) and value and self._is_private(activity, field):
            value = locked(value)
        return {
            "meeting": self.meeting.id,
            "team": "" if scope == "room" else self.team,
            "seat": self.seat if scope == "seat" else "",
            "activity": activity,
            "field": field,
            "value": value,
            "writer": self.writer,
            "seq": self.seq,
            "base": base,
        }

    def _is_private(self, activity: str, field: str) -> bool:
        try:
            return bool(
                self.service.queries.rule(self.meeting, activity).field(field).visibility == "private"
            )
        except KitError:
            return False

    def write(self, activity: str, field: str, value: Any, **more: Any) -> Saved:
        return self.service.save(self.message(activity, field, value, **more))

    def sees(self) -> dict[str, Any]:
        return self.service.queries.state(self.meeting.id, self.team, self.seat)


@pytest.fixture
def page(service: MeetingService) -> Callable[..., Page]:
    """A page of a meeting: `page(meeting, seat="seat-1").write(activity, field, value)`."""

    def page(meeting: Meeting, **more: Any) -> Page:
        return Page(service, meeting, **more)

    return page
