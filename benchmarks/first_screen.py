"""How long a person waits for the first screen that they can use, and how many bytes that takes, beside JupyterLab's own opening.

Each run is a browser that has seen nothing: JupyterLab with a plain notebook of as many cells, the facilitator's notebook,
the cockpit without a notebook, and a phone's page by its code. Fails (exit 1) where the facilitator's notebook takes more than
MOST times JupyterLab's own opening.

    python benchmarks/first_screen.py --runs 5

Needs Chromium and the extra packages of the tests.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable

import nbformat
from evening import SIZES, serving
from lab import CHROMIUM, Lab, lab
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kitlib.meetings.planning import CreatedMeeting

SESSION, MOST = "why-mtss", 1.5
expect.set_options(timeout=90_000)
Opening = Callable[[Page], None]


def timed(browser: Browser, size: str, opening: Opening) -> tuple[float, int]:
    """Seconds of one opening in a browser that has seen nothing, and the bytes that came over the network."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    page = context.new_page()
    came = [0]
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda told: came.append(int(told["encodedDataLength"])))
    began = time.perf_counter()
    opening(page)
    seconds = time.perf_counter() - began
    context.close()
    return seconds, sum(came)


def openings(running: Lab, served: str, opened: CreatedMeeting) -> dict[str, tuple[str, Opening]]:
    """What is opened, by its name: on a screen of which size, and how one knows that it can be used."""
    meeting = opened.meeting.id
    team = opened.meeting.teams[0].id
    code = next(d.code for d in running.service.store.doors.of(meeting, [team]) if d.team == team)

    def plain(page: Page) -> None:
        page.goto(f"{running.url}/doc/tree/plain.ipynb")
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible()
        expect(page.locator(".jp-OutputArea-output").first).to_be_attached()

    def leader(address: str) -> Opening:
        def look(page: Page) -> None:
            page.goto(address)
            expect(page.locator(".kit-clock-strip button.kit-main")).to_be_enabled()
            expect(page.locator(".kit-rail .kit-agenda li").nth(1)).to_be_visible()

        return look

    def phone(page: Page) -> None:
        page.goto(f"{served}/kit/join")
        page.get_by_label("Code of your team").fill(code)
        page.get_by_role("button", name="Join").click()
        expect(page.locator(".kit-opening .kit-seat select").last).to_be_enabled()

    return {
        "JupyterLab with a plain notebook": ("cockpit", plain),
        "the facilitator's notebook": ("cockpit", leader(running.address(opened, "facilitator"))),
        "the cockpit without a notebook": ("cockpit", leader(f"{running.url}/kit/cockpit?meeting={meeting}")),
        "a phone, from typing its code": ("phone", phone),
    }


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    took: dict[str, float] = {}
    with lab() as running, serving(running.home) as served, sync_playwright() as playwright:
        opened = running.open(SESSION, district="Alder Valley", teams=["Window table"])
        steps = len(running.service.library.session(SESSION).steps)
        output = nbformat.v4.new_output("stream", text="0")
        cells = [nbformat.v4.new_code_cell("print(0)", outputs=[output]) for _ in range(steps)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), running.home / "plain.ipynb")
        browser = playwright.chromium.launch(**CHROMIUM)
        for name, (size, opening) in openings(running, served, opened).items():
            timed(browser, size, opening)  # what the server itself does once
            runs = [timed(browser, size, opening) for _ in range(given.runs)]
            seconds = [each for each, _ in runs]
            took[name] = statistics.median(seconds)
            ratio = took[name] / next(iter(took.values()))
            size_kb = statistics.median(size for _, size in runs) / 1024
            print(
                f"{name}: {took[name]:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}), {ratio:.2f} times, {size_kb:,.0f} kB",
                flush=True,
            )
        browser.close()
    plain, leads, *_ = took.values()
    return 1 if leads / plain > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
