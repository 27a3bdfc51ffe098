"""A board of many notes: how long a look, the drawing and an edit take, in a real JupyterLab and Chromium.

Opens a meeting of SESSION in a fresh home of the kit, hangs up NOTES notes of ten
seats under its headings, and opens the team's page. Fails (exit 1) when a note is
missing on screen, or when the middle one of the edits takes longer than SLOW.

    python benchmarks/wall.py --notes 500
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import asdict, dataclass

from lab import CHROMIUM, ROOT, WHOLE, lab, painted
from playwright.sync_api import sync_playwright

from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting

SESSION, BOARD = "board", "barriers"
SEATS = 10
EDITS = 20
SLOW = 200  # milliseconds from a key to the next frame; beyond it typing feels late


@dataclass(frozen=True)
class Measured:
    """Milliseconds, but for `notes` and `state_kb`; of repeated things the middle one and the longest."""

    notes: int
    look: float  # the server reckons what one seat sees
    state_kb: float  # and so much it sends, when anything changed
    load: float  # from the page having the session's texts to all notes painted, fetching them included
    redraw: float  # the script of one update where nothing changed, at every key
    key: float  # from a key in a note to the next frame
    key_longest: float
    move: float  # from pressing a place to the next frame, the note under its new heading
    dot: float  # from pressing a dot to the next frame


def fill(service: MeetingService, meeting: Meeting, count: int) -> None:
    """Hang up `count` notes of SEATS seats, every fifth of them under no heading."""
    headings = [option.id for option in service.library.session(meeting.session).activities[BOARD].clusters]  # type: ignore[union-attr]
    seq = 0

    def write(field: str, value: object, seat: str = "") -> None:
        nonlocal seq
        seq += 1
        message = {"meeting": meeting.id, "team": "team-1", "seat": seat, "activity": BOARD, "field": field}
        service.save({**message, "value": value, "writer": "w-benchmark", "seq": seq, "base": None})

    for i in range(count):
        row = f"r{i:05d}-x"
        write(
            f"{row}.text", f"Note {i}: what keeps us from it, said in a few words.", f"seat-{i % SEATS + 1}"
        )
        if i % 5:
            write(f"{row}.cluster", headings[i % len(headings)])


#: Times in the page. The frame after the next one has begun is when the change has been painted.
IN_PAGE = """
async ({edits}) => {
  const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)));
  const board = document.querySelector('.kit-board');
  const client = [...globalThis.__kit.clients.values()][0];
  const mine = board.querySelector('.kit-mine');
  const took = {key: [], move: [], dot: [], redraw: []};
  [...mine.querySelectorAll('button')].find(b => b.textContent === 'Edit').click();
  const area = mine.querySelector('textarea');
  for (let i = 0; i < edits; i += 1) {
    await painted();
    const began = performance.now();
    area.value += 'x';
    area.dispatchEvent(new Event('input'));
    took.key.push(await painted() - began);
  }
  for (let i = 0; i < edits; i += 1) {
    const began = performance.now();
    client.notify();
    took.redraw.push(performance.now() - began);
  }
  for (let i = 0; i < edits; i += 1) {
    const note = board.querySelector('.kit-loose .kit-note:last-child');
    if (!note) break;
    [...note.querySelectorAll('button')].find(b => b.textContent === 'Move').click();
    await painted();
    const began = performance.now();
    note.querySelector('.kit-move button').click();
    took.move.push(await painted() - began);
  }
  const dot = board.querySelector('.kit-note .kit-dot');
  for (let i = 0; i < edits; i += 1) {
    await painted();
    const began = performance.now();
    dot.click();
    took.dot.push(await painted() - began);
  }
  return took;
}
"""


def measure(notes: int = 500) -> Measured:
    """Hold the meeting, open its page, use it. Raises AssertionError when a note is not on screen."""
    with lab(ROOT / "tests" / "content") as running:
        opened = running.open(SESSION)
        fill(running.service, opened.meeting, notes)
        began = time.perf_counter()
        state = running.service.queries.state(opened.meeting.id, "team-1", "seat-1")
        look = (time.perf_counter() - began) * 1000
        assert len(state["shared"][BOARD]["notes"]) == notes - len(range(0, notes, SEATS))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**CHROMIUM)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            sizes: list[int] = []
            page.on(
                "response",
                lambda answer: "/kit/api/state" in answer.url and sizes.append(len(answer.body())),
            )
            page.add_init_script(WHOLE)
            page.goto(running.address(opened, "team-1"))
            load = round(painted(page, ".kit-note", notes), 1)
            page.locator(".kit-board .kit-seat select").select_option("seat-1")
            page.locator(".kit-board").get_by_role("button", name="It is my seat").click()
            page.locator(".kit-mine").first.wait_for()
            took = page.evaluate(IN_PAGE, {"edits": EDITS})
            assert page.locator(".kit-note").count() == notes
            browser.close()
    middle = {name: round(statistics.median(times), 1) for name, times in took.items()}
    longest = round(max(took["key"]), 1)
    return Measured(notes, round(look, 1), round(max(sizes) / 1000, 1), load, key_longest=longest, **middle)


def main() -> int:
    """Measure once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--notes", type=int, default=500)
    found = measure(parser.parse_args().notes)
    for name, value in asdict(found).items():
        print(f"{name:12} {value:>10,}")
    if found.key > SLOW:
        print(f"A key takes {found.key} ms to the next frame; {SLOW} is the most.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
