"""A real JupyterLab, started by `kit lab`, and a real Chromium.

Without Chromium these tests are skipped, and fail when KIT_REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import os
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
from screen import CHROMIUM, STARTED

from kitlib.content import Library
from kitlib.exchange.districts import load_sample_districts
from kitlib.meetings.planning import CreatedMeeting, create_meeting
from kitlib.settings import settings
from kitlib.store import District, Store

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

    def start(self, token: str = "") -> None:
        command = [sys.executable, "-m", "kitlib.cli", "lab", "--no-browser", "--port", str(self.port), "--"]
        options = ["--allow-root", f"--IdentityProvider.token={token}", "--expose-app-in-browser"]
        log = (self.home.parent / "lab.log").open("ab")
        self.process = subprocess.Popen(
            [*command, *options],
            env=self.environment,
            cwd=self.home,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        deadline = time.monotonic() + 180
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

    def open(self, session: str, **more: Any) -> CreatedMeeting:
        places = settings(self.home)
        return create_meeting(
            self.store, self.library, places, session=session, **{"district": "Alder Valley", **more}
        )

    def new_district(self) -> str:
        """The name of a district in which nothing was held before."""
        n = len(self.store.districts.all())
        self.store.districts.load([District(f"{88880000 + n}", f"District {n}")])
        return f"District {n}"

    def address(self, opened: CreatedMeeting, name: str = "facilitator") -> str:
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
        browser = playwright.chromium.launch(**STARTED)
        yield browser
        browser.close()


#: Files whose tests need a browser of their own: they look at how a page opens, or break what is under it.
OWN_BROWSER = {"test_accessible", "test_faults", "test_opening", "test_pages", "test_session", "test_start"}


def reopen(page: Page, address: str) -> None:
    """Open another notebook in a JupyterLab that is there already, as from its file list."""
    page.evaluate(
        "async path => { await window.jupyterapp.commands.execute('docmanager:open', { path }); }",
        address.split("/doc/tree/")[1],
    )
    page.evaluate("address => history.replaceState({}, '', address)", address)


def leave(page: Page) -> None:
    """Close every notebook, and undo what a test did to the browser."""
    page.unroute_all()
    page.context.set_offline(False)
    page.evaluate(
        """() => {
          for (const widget of [...window.jupyterapp.shell.widgets('main')]) {
            if (widget.context) widget.context.model.dirty = false; // or closing asks
            widget.close();
          }
        }"""
    )
    expect(page.locator(".jp-NotebookPanel")).to_have_count(0, timeout=5_000)


@pytest.fixture(scope="session")
def idle(chromium: Browser) -> list[Page]:
    """Pages with JupyterLab loaded and no notebook open, each in a browser of its own."""
    return []


@pytest.fixture
def visit(
    chromium: Browser, lab: Lab, idle: list[Page], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: `visit(address)`; with `beside`, in the same browser as that page.

    `before` is done to the page before it goes anywhere. Loading JupyterLab is most of what a page costs,
    so outside OWN_BROWSER a page that an earlier test is done with is used again, for another notebook.
    """
    pages: list[Page] = []
    again = request.path.stem not in OWN_BROWSER

    def nothing(page: Page) -> None:
        pass

    def visit(
        address: str,
        *,
        beside: Page | None = None,
        width: int = 1280,
        ready: str = ".kit-step",
        before: Callable[[Page], object] = nothing,
    ) -> Page:
        size = {"width": width, "height": 900}
        if beside is None and again and before is nothing and idle and "/doc/tree/" in address:
            page = idle.pop()
            pages.append(page)
            page.set_viewport_size(size)
            reopen(page, address)
        else:
            if beside is None:
                page = chromium.new_context(viewport=size, locale="en-US").new_page()
                pages.append(page)
            else:
                page = beside.context.new_page()
            before(page)
            page.goto(address)
        expect(page.locator(ready).first).to_be_visible(timeout=60_000)
        return page

    yield visit
    for page in pages:
        try:
            if not again or "/doc/tree/" not in page.url:
                page.context.close()
                continue
            for other in page.context.pages:
                if other != page:
                    other.close()
            leave(page)
            idle.append(page)
        except Exception:  # a page that a test left broken is of no use to the next one
            page.context.close()
