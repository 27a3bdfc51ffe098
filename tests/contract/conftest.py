"""Every test here runs for each kind of activity: the kit's own, and those of the packages under `examples/`.

Nothing lists the kinds. What is installed is asked of the registry; an example is built,
installed into a folder of the test run, and found there like any other package.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract.example import KINDS, home_with_examples, install, installed

from kitlib.content import Library
from kitlib.meetings.service import MeetingService
from kitlib.settings import Settings, environment, settings
from kitlib.store import District, School, Store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", KINDS)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the examples are installed."""
    return install(tmp_path_factory.mktemp("examples"))


@pytest.fixture(scope="module", autouse=True)
def with_examples(built: Path) -> Iterator[None]:
    """The examples are installed for one module of tests."""
    with installed(built):
        yield


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, with_examples: None) -> Iterator[Path]:
    """A kit home of the module's own; every part of the kit finds it, and its database, by the environment."""
    base = tmp_path_factory.mktemp("contract")
    folder = home_with_examples(base / "kit")
    with environment({"KIT_HOME": str(folder), "KIT_DATABASE_URL": f"sqlite:///{base / 'kit.db'}"}):
        yield folder


@pytest.fixture(scope="module")
def places(home: Path) -> Settings:
    return settings()


@pytest.fixture(scope="module")
def library(places: Settings) -> Library:
    return Library(places.facilitation)


@pytest.fixture(scope="module")
def store(places: Settings) -> Iterator[Store]:
    store = Store(places.database_url)
    store.districts.load(
        [District(f"9990{n:02d}", f"Haven {n} Test", "Sample County", 900) for n in range(1, 31)]
    )
    store.districts.load([School("99900101", "999001", "Haven Elementary School", "Elementary School")])
    yield store
    store.close()


@pytest.fixture(scope="module")
def service(store: Store, library: Library) -> MeetingService:
    return MeetingService(store, library)
