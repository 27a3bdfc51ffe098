"""Every test here runs for each kind of activity: the kit's own, and those of the packages under `examples/`.

Nothing lists the kinds. What is installed is asked of the registry; an example is built,
installed into a folder of the test run, and found there like any other package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from kit_home import ROOT, make_home

from kitlib.content import Library
from kitlib.kinds.shared import translations
from kitlib.meetings.service import MeetingService
from kitlib.registry import GROUP, kinds
from kitlib.settings import Settings, settings
from kitlib.store import District, School, Store

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/pyproject.toml"))


def _brought(example: Path) -> list[str]:
    """The kinds that a package says it brings."""
    project = tomllib.loads((example / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["entry-points"][GROUP])


KINDS = [*kinds(), *(name for example in EXAMPLES for name in _brought(example))]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", KINDS)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the examples are installed, each from a wheel, without a network."""
    base = tmp_path_factory.mktemp("examples")
    sources = [shutil.copytree(example, base / "source" / example.name) for example in EXAMPLES]
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(base / "installed"),
        *map(str, sources),
    ]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=base)
    return base / "installed"


@pytest.fixture(scope="module", autouse=True)
def installed(built: Path) -> Iterator[None]:
    """The examples are installed for one module of tests, and for the processes that it starts."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(built), before]))
    sys.path.insert(0, str(built))
    _look_again()
    yield
    sys.path.remove(str(built))
    _restore("PYTHONPATH", before)
    _look_again()


def _look_again() -> None:
    """Forget which kinds there are."""
    for known in (kinds, translations.own_words, translations.offered_words):
        known.cache_clear()


def _restore(name: str, before: str | None) -> None:
    if before is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = before


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, installed: None) -> Iterator[Path]:
    """A kit home with the shipped sessions, the tests' own, and those of the examples."""
    base = tmp_path_factory.mktemp("contract")
    folder = make_home(base / "kit")
    for content in (Path(__file__).parent, *EXAMPLES):
        shutil.copytree(content / "facilitation", folder / "facilitation", dirs_exist_ok=True)
    given = {"KIT_HOME": str(folder), "KIT_DATABASE_URL": f"sqlite:///{base / 'kit.db'}"}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    yield folder
    for name, value in before.items():
        _restore(name, value)


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
