"""A real JupyterLab, started by `kit lab`, and a real Chromium.

Without Chromium these tests are skipped, and fail when KIT_REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kit_home import make_home
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kitlib.content import Library
from kitlib.lists import load_sample_districts
from kitlib.planning import Opened, open_session
from kitlib.settings import settings
from kitlib.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: Without the last three Chromium looks for its maker's hosts at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("KIT_REQUIRE_BROWSER"):
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium here; on Debian: apt-get install chromium")
                )


@dataclass
class Lab:
    """A running `kit lab` in a home of its own."""

    home: Path
    url: str
    store: Store
    library: Library
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "kitlib.cli", "lab", "--no-browser", "--port", str(self.port), "--"]
        options = ["--allow-root", "--IdentityProvider.token=", "--expose-app-in-browser"]
        log = (self.home.parent / "lab.log").open("ab")
        self.process = subprocess.Popen(
            [*command, *options],
            env=self.environment,
            cwd=self.home,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/api", timeout=2).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.home.parent / "lab.log").read_text()[-3000:])

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def open(self, session: str, **more: Any) -> Opened:
        places = settings(self.home)
        return open_session(
            self.store, self.library, places, session=session, **{"district": "Alder Valley", **more}
        )

    def address(self, opened: Opened, name: str = "facilitator") -> str:
        return f"{self.url}/doc/tree/meetings/{opened.meeting.id}/{name}.ipynb"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    base = tmp_path_factory.mktemp("lab")
    home = make_home(base / "kit")
    url = f"sqlite:///{base / 'kit.db'}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    before = {name: os.environ.get(name) for name in ("KIT_HOME", "KIT_DATABASE_URL")}
    os.environ.update(KIT_HOME=str(home), KIT_DATABASE_URL=url)
    store = Store(url)
    load_sample_districts(store, home / "data")
    running = Lab(
        home, f"http://localhost:{port}", store, Library(home / "facilitation"), port, dict(os.environ)
    )
    running.start()
    yield running
    running.stop()
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, (
        "KIT_REQUIRE_BROWSER is set and there is no Chromium; on Debian: apt-get install chromium"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, lab: Lab) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: `visit(address)`; with `beside`, in the same browser as that page."""
    contexts = []

    def visit(
        address: str, *, beside: Page | None = None, width: int = 1280, ready: str = ".kit-step"
    ) -> Page:
        if beside is None:
            context = chromium.new_context(viewport={"width": width, "height": 900}, locale="en-US")
            contexts.append(context)
        else:
            context = beside.context
        page = context.new_page()
        page.goto(address)
        expect(page.locator(ready).first).to_be_visible(timeout=60_000)
        return page

    yield visit
    for context in contexts:
        context.close()
