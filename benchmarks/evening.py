"""A whole session of 105 minutes with three teams, led and written in through the browser at 30 times speed.

The leader starts each step, three teams write into everything it asks for, the
meeting ends with actions and a next date, and the next meeting must open with
what is still to be done. At the end every sentence must be on disk, once. What
the four screens showed is kept as pictures, one a step, and as one film.

    python benchmarks/evening.py --speed 30 --out evening

Needs Chromium and the extra packages of the tests.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import time
from collections import Counter
from pathlib import Path

from lab import CHROMIUM, WHOLE, lab
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from kitlib.clock import fit

SESSION, MINUTES, TEAMS = "introducing-bias", 105, ["Window table", "Door table", "Library table"]
DISTRICT, NEXT = "Alder Valley", "2027-01-11"
expect.set_options(timeout=30_000)


class Team:
    """One team's page, and what was written on it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name, self.written = page, name, list[str]()

    def sentence(self) -> str:
        """A sentence that nobody wrote before."""
        self.written.append(f"{self.name} says a thing of its own, number {len(self.written) + 1}.")
        return self.written[-1]

    def work(self, step: str) -> None:
        """Write into every empty box of a step, choose in every open question, name a day where one is asked for."""
        cell = self.page.locator(".jp-Cell", has=self.page.locator(f"#kit-step-{step}"))
        for box in _open(cell, "textarea"):
            if not box.input_value():
                box.click()
                self.page.keyboard.type(self.sentence(), delay=4)
        for box in _open(cell, 'input[type="text"]:not([list])'):
            if not box.input_value():
                box.fill(self.sentence())
        for day in _open(cell, 'input[type="date"]'):
            if not day.input_value():
                day.fill(NEXT)
        for group in _open(cell, "fieldset:has(> label > input[type=radio])"):
            if not group.locator("input:checked").count():
                group.locator("input[type=radio]").first.check()


def _open(cell: Locator, selector: str) -> list[Locator]:
    return [found for found in cell.locator(selector).all() if found.is_visible() and found.is_enabled()]


def _visit(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 960, "height": 720}, locale="en-US").new_page()
    page.add_init_script(WHOLE)
    page.goto(address)
    expect(page.locator(".kit-step").first).to_be_visible(timeout=90_000)
    return page


def _picture(pages: list[Page]) -> Image.Image:
    """Four screens as one picture, two by two."""
    shots = [Image.open(io.BytesIO(page.screenshot())) for page in pages]
    whole = Image.new("RGB", (1920, 1440), "white")
    for n, shot in enumerate(shots):
        whole.paste(shot, (n % 2 * 960, n // 2 * 720))
    return whole.resize((1280, 960))


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--speed", type=float, default=30)
    parser.add_argument("--out", type=Path, default=Path("evening"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    chosen = {"session": SESSION, "district": DISTRICT, "teams": TEAMS}
    film: list[Image.Image] = []
    with lab() as running, sync_playwright() as playwright:
        opened = running.open(minutes=MINUTES, **chosen)
        steps = running.service.library.session(SESSION).steps
        plan = [(s, m) for s, m in zip(steps, fit(steps, MINUTES), strict=True) if m]
        browser = playwright.chromium.launch(**CHROMIUM)
        began = time.monotonic()
        leader = _visit(browser, running.address(opened, "facilitator"))
        teams = [Team(_visit(browser, running.address(opened, t.id)), t.label) for t in opened.meeting.teams]
        for team in teams:
            team.page.locator(".kit-opening .kit-seat select").last.select_option("seat-1")
        print(f"four notebooks open after {time.monotonic() - began:.0f} s")
        late = 0.0
        for n, (step, minutes) in enumerate(plan, start=1):
            started = time.monotonic()
            leader.locator(f"#kit-step-{step.id}").get_by_role("button", name="Start this step").click()
            for team in teams:
                expect(team.page.locator(f"#kit-step-{step.id}")).to_have_attribute("data-state", "running")
                team.work(step.id)
            pages = [leader, *(team.page for team in teams)]
            film.append(_picture(pages))
            film[-1].save(given.out / f"{n:02}-{step.id}.png")
            left = minutes * 60 / given.speed - (time.monotonic() - started)
            late += max(0.0, -left)
            print(f"{n:2}. {step.title}: {minutes} minutes in {time.monotonic() - started:.1f} s")
            if left > 0:
                leader.wait_for_timeout(left * 1000)
        leader.get_by_role("button", name="End", exact=True).click()
        expect(leader.get_by_role("button", name="Go on", exact=True)).to_be_visible()
        print(f"held in {time.monotonic() - began:.0f} s, of which {late:.0f} s slower than planned")
        following = running.open(date=NEXT, **chosen)
        page = _visit(browser, running.address(following, "facilitator"))
        earlier = page.locator(".kit-earlier")
        expect(earlier).to_be_visible()
        expect(earlier).to_contain_text(re.compile(r"says a thing of its own"))
        earlier.scroll_into_view_if_needed()
        page.screenshot(path=given.out / "next-meeting.png")
        print(f"the next meeting opens with: {' / '.join(earlier.inner_text().split(chr(10))[:6])}")
        browser.close()
        # Private answers are given to their own seat alone, and what the room may read to every team.
        answers = {
            answer.address: answer.value
            for team in opened.meeting.teams
            for answer in running.service.store.entries.current(
                opened.meeting.id, team=team.id, seat="seat-1"
            )
        }
    film[0].save(given.out / "evening.webp", save_all=True, append_images=film[1:], duration=2500, loop=0)
    on_disk = Counter(
        text for value in answers.values() for text in (value if isinstance(value, list) else [value])
    )
    written = [text for team in teams for text in team.written]
    wrong = [text for text in written if on_disk[text] != 1]
    print(f"{len(written)} sentences written, {len(written) - len(wrong)} on disk once")
    for text in wrong[:5]:
        print(f"  {on_disk[text]} times: {text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
