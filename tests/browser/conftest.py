"""A real JupyterLab, started by `kit lab`, and a real Chromium.

Without Chromium these tests are skipped, and fail when KIT_REQUIRE_BROWSER is set.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kit_home import make_home
from playwright.sync_api import Browser, Page, expect, sync_playwright
from running_lab import Lab, running_lab
from screen import CHROMIUM, STARTED, WHOLE

from kitlib.exchange.districts import load_sample_districts

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("KIT_REQUIRE_BROWSER"):
                item.add_marker(
                    pytest.mark.skip(
                        reason="no Chromium here; on Debian: apt-get install chromium-headless-shell"
                    )
                )


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(make_home(tmp_path_factory.mktemp("lab") / "kit")) as running:
        load_sample_districts(running.store, running.home / "data")
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, (
        "KIT_REQUIRE_BROWSER is set and there is no Chromium; on Debian: apt-get install chromium-headless-shell"
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
def idle(chromium: Browser) -> dict[Page, object]:
    """Pages with JupyterLab loaded and no notebook open, each in a browser of its own, with the server they came from.

    One whose server was stopped meanwhile says so above all else, also once another stands at its address.
    """
    return {}


@pytest.fixture
def visit(
    chromium: Browser, lab: Lab, idle: dict[Page, object], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: `visit(address)`; with `beside`, in the same browser as that page.

    `before` is done to the page before it goes anywhere. A page shows all steps at once, unless it is to go from
    `step` to step. Loading JupyterLab is most of what a page costs,
    so outside OWN_BROWSER a page that an earlier test is done with is used again, for another notebook; one that was
    opened in a way of its own is not.
    """
    pages: dict[Page, object] = {}
    odd: set[Page] = set()
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
        step: bool = False,
    ) -> Page:
        size = {"width": width, "height": 900}
        plain = not step and before is nothing
        left = next((page for page, server in idle.items() if server is lab.process), None)
        if left and beside is None and again and plain and "/doc/tree/" in address:
            page = left
            pages[page] = idle.pop(page)
            page.set_viewport_size(size)
            reopen(page, address)
        else:
            if beside is None:
                page = chromium.new_context(viewport=size, locale="en-US").new_page()
                pages[page] = lab.process
                if not plain:
                    odd.add(page)
                if not step:
                    page.context.add_init_script(WHOLE)
            else:
                page = beside.context.new_page()
            before(page)
            page.goto(address)
        expect(page.locator(ready).first).to_be_visible(timeout=60_000)
        return page

    yield visit
    for page, server in pages.items():
        try:
            if not again or page in odd or "/doc/tree/" not in page.url:
                page.context.close()
                continue
            for other in page.context.pages:
                if other != page:
                    other.close()
            leave(page)
            idle[page] = server
        except Exception:  # a page that a test left broken is of no use to the next one
            page.context.close()
