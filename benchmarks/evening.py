"""An evening of 60 minutes in a room: three teams, twelve phones, a cockpit, a second facilitator, and the wall, at speed.

A facilitator leads from JupyterLab, twelve people write on phones that joined `kit serve` by code, a second facilitator
takes over half-way by a code of their own, takes a break, adds a step, and brings one forward. At the end a team says when
it meets again, and the next meeting of the series is opened: it must have the school, the teams, that date and that hour.
Every sentence must be on disk, once. Counted are the presses of those who lead, and the time from a phone's last key to the wall.
What the screens show is kept as pictures, a set for each step; with `--film` also as one moving picture.

    python benchmarks/evening.py --speed 30 --out evening --film

Needs Chromium and the extra packages of the tests.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lab import CHROMIUM, Lab, lab
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright

from kitlib.clock import fit
from kitlib.meetings.planning import CreatedMeeting
from kitlib.meetings.series import begins_at
from kitlib.store import LEADING

SESSION, MINUTES, TEAMS = "introducing-bias", 60, ["Window table", "Door table", "Library table"]
DISTRICT, SCHOOL, TIME = "Alder Valley", "Alder Valley High School", "15:30"
AGAIN = ("2027-01-12", "15:45")  # when a team says that it meets again
SIZES = {"phone": (390, 844), "cockpit": (1366, 768), "wall": (1920, 1080)}
FILM = (960, 504)  # px
FRAME = 2_500  # ms in which each step of the film stands
MOST_SECONDS = 1.0  # from a phone's last key to the wall, of 95 in 100
AGREED = "Stand up and stretch"
expect.set_options(timeout=60_000)

#: On a phone: when the last key was pressed, and when the step that is added was first seen. On the wall: when each text was.
ON_PHONE = f"""
addEventListener('keydown', () => {{ window.lastKey = Date.now(); }}, true);
addEventListener('DOMContentLoaded', () => {{
  const look = () => {{
    if (document.body.textContent.includes("{AGREED}")) sessionStorage.setItem("added", sessionStorage.getItem("added") ?? Date.now());
  }};
  new MutationObserver(look).observe(document.body, {{ subtree: true, childList: true, characterData: true }});
  look();
}});
"""
#: It is kept beside the page, which loads itself anew when the plan was changed.
SEEN = """
window.seen = JSON.parse(sessionStorage.getItem("seen") ?? "{}");
addEventListener('DOMContentLoaded', () => {
  const look = () => {
    const words = document.body.textContent;
    for (const [text] of words.matchAll(/[A-Z][a-z]+ table, seat \\d says thing \\d+\\./g)) window.seen[text] ??= Date.now();
    sessionStorage.setItem("seen", JSON.stringify(window.seen));
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
});
"""


@dataclass
class Lead:
    """The page of one who leads, and how often anything was pressed there."""

    page: Page
    presses: int = 0

    def press(self, what: Locator) -> None:
        """Press a button once."""
        what.click()
        self.presses += 1

    def go_on(self) -> str:
        """Press the one button that leads from step to step; returns the title of the step."""
        button = self.page.locator(".kit-clock-strip button.kit-main")
        title = button.inner_text().partition(": ")[2]
        self.press(button)
        return title


@dataclass
class Phone:
    """One person's phone; `written` is what they wrote, with the moment of the last key."""

    page: Page
    name: str
    written: dict[str, float] = field(default_factory=dict)
    said: int = 0
    asked: set[str] = field(default_factory=set)  # of these, what waited until its writer chose
    private: set[str] = field(default_factory=set)  # of these, what nobody else may read

    def work(self, title: str) -> None:
        """Go along, choose in each question that is open, and say one thing in the first box that is empty."""
        heading = self.page.get_by_role("heading", name=re.compile(rf"^\d+\. {re.escape(title)}$"))
        there = self.page.get_by_role("button", name="Go there", exact=True)
        while not heading.is_visible():
            expect(heading.or_(there).first).to_be_visible()
            if there.is_visible():
                with suppress(Exception):  # the page may have gone along by itself meanwhile
                    there.click(timeout=2_000)
        for group in self.page.locator("fieldset:has(> label > input[type=radio])").all():
            if group.is_visible() and not group.locator("input:checked").count():
                with suppress(Exception):  # another's choice may close it meanwhile
                    group.locator("input[type=radio]").first.check(timeout=2_000)
        try:
            self.say_one_thing()
        except Error:  # the plan was changed, and the page has loaded itself anew meanwhile
            self.work(title)

    def say_one_thing(self) -> None:
        """Write a sentence into the first box that is empty. Raises Error where the page loads itself anew under the hands."""
        for box in self.page.query_selector_all(".kit-body textarea"):
            if not box.is_visible() or not box.is_editable() or box.input_value():
                continue
            box.focus()
            if box.input_value():  # a colleague's words have come meanwhile
                continue
            self.said += 1
            text = f"{self.name} says thing {self.said}."
            self.page.keyboard.type(text, delay=3)
            if text not in box.input_value():
                raise Error("The page has loaded itself anew.")
            self.written[text] = float(self.page.evaluate("window.lastKey")) / 1000
            if box.evaluate("box => Boolean(box.closest('.kit-box')?.querySelector('[data-who=private]'))"):
                self.private.add(text)
            return

    def agree(self) -> None:
        """Where the step asks for it, say when the team meets again."""
        if not self.page.get_by_label("When we meet again").is_visible():
            return
        date, hour = AGAIN
        for label, words in (
            ("When we meet again", date),
            ("At what time", hour),
            ("Who calls that meeting (a role)", "Principal"),
        ):
            self.page.get_by_label(label).fill(words)
            self.page.get_by_label(label).press("Tab")
        expect(self.page.get_by_role("link", name="Put it in a calendar")).to_be_visible()

    def settle(self) -> bool:
        """Where two wrote into one box of the team at the same moment, keep both; returns whether anything was asked."""
        saving = self.page.get_by_text("Saving…").locator("visible=true")
        expect(saving).to_have_count(0)  # what is to be asked is asked by then
        questions = self.page.get_by_role("button", name="Both, theirs first", exact=True).all()
        for both in questions:
            self.asked.add([*self.written][-1])
            with suppress(Exception):  # a colleague may have settled it meanwhile
                both.click(timeout=2_000)
        return bool(questions)


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """`kit serve` on a home, at an address of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kitlib.cli", "serve", "--port", str(port), "--address", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        address = f"http://localhost:{port}"
        for _ in range(600):
            with suppress(OSError):
                urllib.request.urlopen(f"{address}/kit/join", timeout=2).read()
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


class Room:
    """All who are there."""

    def __init__(
        self, running: Lab, browser: Browser, served: str, opened: CreatedMeeting, seats: int
    ) -> None:
        self.running, self.browser, self.served, self.opened = running, browser, served, opened
        doors = running.service.store.doors.of(opened.meeting.id, [t.id for t in opened.meeting.teams])
        self.codes = {door.team: door.code for door in doors}
        for team in (*self.codes,):
            running.service.store.doors.set_open(opened.meeting.id, team, True)
        began = time.monotonic()
        self.first = Lead(self._page("cockpit", running.address(opened, "facilitator")))
        expect(self.first.page.locator(".kit-rail .kit-agenda li").nth(1)).to_be_visible(timeout=90_000)
        print(f"cockpit open after {time.monotonic() - began:.1f} s")
        self.wall = self._page("wall", f"{running.url}/kit/projector?meeting={opened.meeting.id}", SEEN)
        self.phones = [
            self._phone(n, team.id, team.label) for team in opened.meeting.teams for n in range(1, seats + 1)
        ]
        self.second = Lead(self._page("cockpit", f"{served}/kit/lead"))
        self._enter(self.second.page, "Facilitator’s code", "Lead", self.codes[LEADING])
        print(f"{len(self.phones)} phones, two who lead and a wall after {time.monotonic() - began:.0f} s")

    def _page(self, size: str, address: str, script: str = "") -> Page:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="en-US", has_touch=size == "phone"
        )
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(address)
        return page

    def _enter(self, page: Page, label: str, press: str, code: str) -> None:
        page.get_by_label(label).fill(code)
        page.get_by_role("button", name=press, exact=True).click()
        expect(page.locator(".kit-step").first).to_be_attached()

    def _phone(self, n: int, team: str, label: str) -> Phone:
        page = self._page("phone", f"{self.served}/kit/join", ON_PHONE)
        self._enter(page, "Code of your team", "Join", self.codes[team])
        page.locator(".kit-opening .kit-seat select").last.select_option(f"seat-{n}")
        expect(page.locator(".kit-chip")).to_contain_text(f"Seat {n}")
        return Phone(page, f"{label}, seat {n}")

    def pictures(self, out: Path, name: str) -> None:
        """What a phone of each team, both cockpits and the wall show."""
        pages = {"cockpit": self.first.page, "second": self.second.page, "wall": self.wall}
        pages |= {
            f"phone-{n}": self.phones[n].page
            for n in range(0, len(self.phones), len(self.phones) // len(TEAMS))
        }
        for which, page in pages.items():
            page.screenshot(path=out / f"{name}-{which}.png")

    def film(self, out: Path) -> Path:
        """One moving picture of the pictures: the cockpit and the wall on the left, a phone on the right."""
        width, height = FILM
        half, gap = height // 2, 6
        frames = []
        for cockpit in sorted(out.glob("[0-9]*-cockpit.png")):
            frame, left = Image.new("RGB", FILM, "#333"), 0
            column = width - gap - (height * SIZES["phone"][0]) // SIZES["phone"][1]
            for which, box in {
                "cockpit": (left, 0, column, half),
                "wall": (left, half + gap, column, height - half - gap),
                "phone-0": (column + gap, 0, width - column - gap, height),
            }.items():
                picture = Image.open(cockpit.with_name(cockpit.name.replace("cockpit", which))).convert("RGB")
                picture.thumbnail(box[2:], Image.Resampling.LANCZOS)
                frame.paste(picture, (box[0] + (box[2] - picture.width) // 2, box[1]))
            frames.append(frame)
        frames[0].save(
            out / "evening.webp", save_all=True, append_images=frames[1:], duration=FRAME, loop=0, quality=70
        )
        return out / "evening.webp"

    def running_on(self, pages: list[Page], title: str) -> None:
        """Wait until pages show a step."""
        for page in pages:
            expect(page.locator(".kit-clock-strip .kit-strip-title")).to_have_text(title)


def held(room: Room, speed: float, out: Path) -> tuple[int, Lead]:
    """Lead it from the first step into the last; returns how many steps were held, and who leads then."""
    session = room.running.service.library.session(SESSION)
    plan = [(s.title, m) for s, m in zip(session.steps, fit(session.steps, MINUTES), strict=True) if m]
    lead, n, last = room.first, 0, plan[-1][0]
    lead.press(lead.page.locator(".kit-views").get_by_role("button", name="Words", exact=True))
    minutes = dict(plan)
    everyone = [phone.page for phone in room.phones]
    while True:
        started = time.monotonic()
        title = lead.go_on()
        n += 1
        room.running_on([*everyone, room.second.page], title)
        for phone in room.phones:
            phone.work(title)
        while any(phone.settle() for phone in room.phones):
            pass  # of three in one box, the third is asked again once the second has chosen
        room.phones[0].agree()
        room.pictures(out, f"{n:02}-{re.sub('[^a-z]+', '-', title.lower())[:30]}")
        print(f"{n:2}. {title}: {minutes.get(title, 'added')} minutes in {time.monotonic() - started:.1f} s")
        if title == last:
            return n, lead
        if n == len(plan) // 2:
            lead = room.second
            change_the_plan(room, lead)
        left = minutes.get(title, 2) * 60 / speed - (time.monotonic() - started)
        if left > 0:
            lead.page.wait_for_timeout(left * 1000)


def change_the_plan(room: Room, lead: Lead) -> None:
    """The second who leads takes a break, adds a step, and does another one first."""
    page = lead.page
    strip = page.locator(".kit-clock-strip")
    lead.press(strip.get_by_role("button", name="Break", exact=True))
    expect(room.phones[0].page.get_by_text("Break until").first).to_be_visible()
    lead.press(strip.get_by_role("button", name="End break", exact=True))
    lead.press(page.get_by_text("Add a step", exact=True))
    page.get_by_label("Its title").fill(AGREED)
    page.get_by_label("What everybody reads").fill("Stand up, and look out of the window.")
    began = time.time()
    lead.press(page.get_by_role("button", name="Add the step"))
    expect(page.locator(".kit-clock-strip button.kit-main")).to_have_text(f"Next: {AGREED}")
    for phone in room.phones:
        expect(phone.page.locator(".kit-agenda li", has_text=AGREED)).to_be_attached()
    seen = [
        int(phone.page.evaluate("sessionStorage.getItem('added')")) / 1000 - began for phone in room.phones
    ]
    print(f"a step added is on the first phone after {min(seen):.1f} s, on the last after {max(seen):.1f} s")
    ahead = page.locator(".kit-rail .kit-agenda li[data-state='ahead'] .kit-link")
    sooner = ahead.nth(1).inner_text().partition(". ")[2]
    lead.press(page.get_by_role("button", name=f"Do next: {sooner}"))
    expect(page.locator(".kit-clock-strip button.kit-main")).to_have_text(f"Next: {sooner}")
    for phone in room.phones:
        steps = phone.page.locator(".kit-foot .kit-agenda li[data-state='ahead']")
        expect(steps.first).to_contain_text(sooner)


def end_and_follow(room: Room, lead: Lead, out: Path) -> list[str]:
    """Who leads ends, and opens the meeting on which a team agreed; returns what it has wrongly."""
    date, hour = AGAIN
    notebook = room.first.page
    lead.press(lead.page.get_by_role("button", name="End", exact=True))
    with notebook.context.expect_page() as opening:
        room.first.press(notebook.get_by_role("link", name="Open the next one on the start page"))
    start = Lead(opening.value)
    start.press(start.page.get_by_role("button", name="Open the next one after").first)
    expect(start.page.locator(".kit-follows")).to_contain_text("Its roles")
    expect(start.page.get_by_label("School", exact=True)).to_have_value(SCHOOL)
    start.page.screenshot(path=out / "98-open-the-next-one.png")
    start.press(start.page.get_by_role("button", name="Open the meeting"))
    expect(start.page.locator(".kit-opened")).to_be_visible()
    room.first.presses += start.presses
    service = room.running.service
    followed = service.library.session(SESSION).next
    [meeting] = service.store.meetings.list(session=followed)
    has = {
        "date": meeting.date,
        "time": begins_at(service.store, meeting.id),
        "school": meeting.school,
        "teams": [team.label for team in meeting.teams],
    }
    wanted = {"date": date, "time": hour, "school": room.opened.meeting.school, "teams": TEAMS}
    wrong = [f"{what} is {has[what]!r} and not {wanted[what]!r}" for what in has if has[what] != wanted[what]]
    print(f"the next meeting ({followed}) is open: {'; '.join(wrong) or has}")
    return wrong


def main() -> int:
    """Run it; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--speed", type=float, default=30)
    parser.add_argument("--seats", type=int, default=4, help="phones of each team")
    parser.add_argument("--out", type=Path, default=Path("evening"))
    parser.add_argument(
        "--film", action="store_true", help="put the pictures of each step into one that moves"
    )
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with lab() as running, serving(running.home) as served, sync_playwright() as playwright:
        opened = running.open(
            SESSION, district=DISTRICT, school=SCHOOL, time=TIME, teams=TEAMS, minutes=MINUTES
        )
        browser = playwright.chromium.launch(**CHROMIUM)
        room = Room(running, browser, served, opened, given.seats)
        began = time.monotonic()
        steps, lead = held(room, given.speed, given.out)
        wrong = end_and_follow(room, lead, given.out)
        presses = room.first.presses + room.second.presses
        print(
            f"{steps} steps held in {time.monotonic() - began:.0f} s by {presses} presses, one of which a step goes on to it"
        )
        room.wall.wait_for_timeout(3_000)  # what was typed last is on its way
        seen = room.wall.evaluate("window.seen")
        written = {text: at for phone in room.phones for text, at in phone.written.items()}
        asked = set[str]().union(*(phone.asked for phone in room.phones))
        took = sorted(seen[text] / 1000 - at for text, at in written.items() if text in seen.keys() - asked)
        room.pictures(given.out, "99-end")
        if given.film:
            film = room.film(given.out)
            print(f"film: {film}, {film.stat().st_size / 1000:.0f} kB")
        browser.close()
        entries, meeting = running.service.store.entries, opened.meeting
        values = [str(answer.value) for answer in entries.current(meeting.id)]
        locked = sum(
            len(entries.private_of(meeting.id, team.id, f"seat-{n}"))
            for team in meeting.teams
            for n in range(1, given.seats + 1)
        )
    private = set[str]().union(*(phone.private for phone in room.phones))
    on_disk = {text: sum(value.count(text) for value in values) for text in written}
    lost = [f"{text} ({times} times)" for text, times in on_disk.items() if times != (text not in private)]
    p95 = took[int(len(took) * 0.95)] if took else 0.0
    print(
        f"{len(written)} sentences, {len(asked)} of them settled: {len(written) - len(private)} are to be on disk once as words, "
        f"{len(private)} locked; {locked} are locked, and otherwise than they should be are: {lost or 'none'}"
    )
    print(
        f"{len(took)} on the wall: {took[len(took) // 2]:.2f} s in the middle, {p95:.2f} s of 95 in 100"
        if took
        else "none on the wall"
    )
    return 1 if wrong or lost or locked != len(private) or p95 > MOST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
