"""What the browser tests ask of a screen and of the disk behind it."""

from __future__ import annotations

import shutil
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Position, expect
from running_lab import Lab

from kitlib.meetings.planning import CreatedMeeting
from kitlib.meetings.service import MeetingService
from kitlib.store import Address

__all__ = [
    "CHROMIUM",
    "STARTED",
    "WHOLE",
    "behind",
    "box",
    "drag",
    "join",
    "send",
    "sit",
    "stored",
    "violations",
    "wait_stored",
]

#: Without a window where it can be had so: a page opens in a fifth of the time.
CHROMIUM = next(
    filter(
        None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))
    ),
    None,
)
#: How Chromium is started. Without the last three flags it looks for its maker's hosts at every start.
STARTED = {
    "executable_path": CHROMIUM,
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
#: Has a page show all steps at once, as its own tick does: for tests that are about other things than the way from step to step.
WHOLE = "try { sessionStorage.setItem('kit.whole', '1') } catch {}"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page, part: str) -> list[str]:
    found = Axe().run(page, context=part, options=RULES).response
    assert len(found["passes"]) > 5, "axe looked at next to nothing"
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


#: What has the focus, where none of it can be seen: something else stands before it.
COVERED = """() => {
  const it = document.activeElement, { x, y, width, height } = it.getBoundingClientRect();
  if (it === document.body || !width || !height) return '';
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const seen = points.some(([across, down]) => {
    const on = document.elementFromPoint(x + across * width, y + down * height);
    return on && (it.contains(on) || on.contains(it));
  });
  return seen ? '' : `${it.getAttribute('aria-label') ?? it.textContent} at ${Math.round(y)}`;
}"""


def behind(page: Page, presses: int = 30) -> list[str]:
    """What Tab reaches though it stands behind something (WCAG 2.4.11)."""
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    found = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        found.append(page.evaluate(COVERED))
    return [each for each in found if each]


def sit(page: Page, seat: str = "seat-1") -> None:
    """Choose a seat, and wait until the server gave it, or asks whose it is, and what it wrote before is there."""
    page.locator(".kit-opening .kit-seat select").last.select_option(seat)
    expect(page.locator(".kit-opening").get_by_role("button", name="Choose your seat")).to_have_count(0)
    for waiting in ("Choose your seat above", "Fetching what was written…"):
        expect(page.get_by_placeholder(waiting)).to_have_count(0)


def settle(found: Locator) -> None:
    """Wait until it stands still: what comes late on a busy machine moves what is below it."""
    found.evaluate(
        """async found => {
          const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
          for (let still = 0, at = found.getBoundingClientRect().y; still < 20; ) {
            await frame();
            const now = found.getBoundingClientRect().y;
            still = now === at ? still + 1 : 0;
            at = now;
          }
        }"""
    )


def drag(source: Locator, target: Locator, position: Position | None = None) -> None:
    """Take hold, move, then go to the target and let go; `drag_to` would scroll before it moves, and a scroll ends the hold."""
    mouse = source.page.mouse
    target.scroll_into_view_if_needed()
    settle(source)
    source.hover()
    held = source.bounding_box()
    assert held
    mouse.down()
    mouse.move(held["x"] + 20, held["y"] + 20, steps=3)
    target.hover(position=position)
    target.hover(position=position)
    mouse.up()


def join(page: Page, lab: Lab, opened: CreatedMeeting, team: str = "team-1", *, whole: bool = True) -> None:
    """Join a team by its code, as on another device."""
    if whole:
        page.add_init_script(WHOLE)
    page.goto(f"{lab.participants}/kit/join")
    page.get_by_label("Code of your team").fill(lab.code(opened, team))
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".kit-step").first).to_be_attached()


def box(page: Page, field: str):
    return page.locator(f'[data-kit-field="{field}"]').first


def stored(lab, opened, activity: str, field: str, *, seat: str = "", team: str = "team-1") -> str | None:
    history = lab.store.entries.history(Address(opened.meeting.id, team, seat, activity, field))
    current = [entry.value for entry in history if entry.standing == "accepted"]
    return current[-1] if current else None


def wait_stored(lab, opened, expected: str, *where: str, seconds: float = 10, **more: str) -> float:
    """Wait until the answer is on disk; returns how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if stored(lab, opened, *where, **more) == expected:
            return time.monotonic() - began
        time.sleep(0.01)
    raise AssertionError(f"on disk: {stored(lab, opened, *where, **more)!r}")


def send(lab, opened, **message):
    """What another page sends: one answer, by a writer of its own."""
    told = {
        "meeting": opened.meeting.id,
        "team": "",
        "seat": "",
        "writer": f"w-{time.time_ns()}",
        "seq": 1,
        "base": None,
    }
    return MeetingService(lab.store, lab.library).submit({**told, **message})
