"""The pictures of the documentation, taken of real sessions in a real JupyterLab.

The words in them are those of docs/pictures.yaml and data/sample/. Without names
all pictures are taken anew; look at each before it is committed.

    python docs/pictures.py board room

Needs Chromium and the extra packages of the tests.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent / "benchmarks"))

from lab import CHROMIUM, ROOT, WHOLE, Lab, lab  # noqa: E402

from kitlib.exchange.sample import Sample, read, tell  # noqa: E402
from kitlib.meetings.planning import CreatedMeeting  # noqa: E402

WORDS: dict[str, Any] = yaml.safe_load((DOCS / "pictures.yaml").read_text(encoding="utf-8"))
DISTRICT = "Alder Valley"
MOST = 80_000  # bytes of one picture
EDGE, GAP = 20, 28  # pixels around a picture, and between its parts
expect.set_options(timeout=60_000)


class Studio:
    """Opens meetings with words in them, and takes pictures of their pages."""

    def __init__(self, lab: Lab, browser: Browser) -> None:
        self.lab, self._browser = lab, browser

    def opened(
        self, session: str, answers: dict[str, Any], before: dict[str, Any] | None = None, **more: Any
    ) -> CreatedMeeting:
        """A meeting with `answers` in it; `before` is what was written at the last one, ten weeks ago."""
        if before:
            more["district"] = DISTRICT
            long_ago = (dt.datetime.now().astimezone().date() - dt.timedelta(weeks=10)).isoformat()
            tell(self.lab.service, self.lab.open(session, district=DISTRICT, date=long_ago).meeting, before)
        opened = self.lab.open(session, **more)
        tell(self.lab.service, opened.meeting, answers)
        return opened

    def of_words(self, session: str, **more: Any) -> CreatedMeeting:
        """A meeting of a session of the tests, with what pictures.yaml says of it."""
        return self.opened(session, WORDS[session], WORDS.get(f"{session} before"), **more)

    def of_sample(self, name: str) -> CreatedMeeting:
        """A meeting that is under way, with the answers of one of the kit's samples."""
        sample = sample_of(name)
        return self.opened(sample.session, sample.answers, teams=sample.teams, minutes=sample.minutes)

    def visit(
        self, address: str, ready: str, width: int = 1000, height: int = 3600, *, whole: bool = True
    ) -> Page:
        """A page in a browser of its own, at about three in the afternoon; with all steps, or one at a time."""
        ahead = (15 - dt.datetime.now(dt.UTC).hour + 12) % 24 - 12
        zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
        size = {"width": width, "height": height}
        page = self._browser.new_context(viewport=size, locale="en-US", timezone_id=zone).new_page()
        if whole:
            page.add_init_script(WHOLE)
        page.goto(address)
        expect(page.locator(ready).first).to_be_visible()
        return page

    def team(self, opened: CreatedMeeting, seat: str = "seat-1", width: int = 1000) -> Page:
        """The page of the first team, with someone at a seat."""
        page = self.visit(self.lab.address(opened, "team-1"), ".kit-opening .kit-seat select", width)
        seats = page.locator(".kit-opening .kit-seat select").last
        used = "(in use)" in seats.locator(f'option[value="{seat}"]').inner_text()
        seats.select_option(seat)
        if used:
            page.locator(".kit-opening").get_by_role("button", name="It is my seat").click()
        expect(page.get_by_placeholder("Fetching what was written…")).to_have_count(0)
        return page


def sample_of(name: str) -> Sample:
    """One of the kit's sample meetings."""
    return read(ROOT / "data" / "sample" / f"{name}.json")


def shot(*parts: Locator) -> Image.Image:
    """Parts of a page, one below the other."""
    images = []
    for part in parts:
        expect(part).to_be_visible()
        images.append(Image.open(io.BytesIO(part.screenshot(animations="disabled"))).convert("RGB"))
    whole = Image.new(
        "RGB", (max(i.width for i in images), sum(i.height + GAP for i in images) - GAP), "white"
    )
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height + GAP
    return whole


def screen(page: Page) -> Image.Image:
    """What stands on the screen now."""
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two pictures side by side, with a line between them."""
    whole = Image.new("RGB", (left.width + right.width + 2 * GAP, max(left.height, right.height)), "white")
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width + 2 * GAP, 0))
    whole.paste("#ccc", (left.width + GAP, 0, left.width + GAP + 2, whole.height))
    return whole


def typed(box: Locator, words: str) -> None:
    """Type into a box, so that it is saved on the spot, and wait until it says so."""
    box.click()
    box.page.keyboard.press("ControlOrMeta+a")
    box.page.keyboard.type(words)
    expect(box.page.get_by_text("Saving…")).to_have_count(0)


# -- the kinds ------------------------------------------------------------------------------


def attendance(studio: Studio) -> Image.Image:
    """Five seats with roles and jobs."""
    page = studio.team(studio.of_sample("why-mtss-alder-valley"), "seat-4")
    return shot(page.locator(".kit-attendance"))


def agreements(studio: Studio) -> Image.Image:
    """The list at the start, and the look back at the end."""
    page = studio.team(studio.of_sample("shared-beliefs-alder-valley"), width=680)
    lists = page.locator(".kit-agreements")
    return beside(shot(lists.first), shot(lists.last))


def reflection(studio: Studio) -> Image.Image:
    """A private box, and one that the room reads, with what others wrote."""
    page = studio.team(studio.of_sample("introducing-bias-alder-valley"), width=800)
    shared = page.locator(
        ".kit-reflection", has=page.locator('[data-kit-field="patterns/when-habit-decides"]')
    ).first
    shared.locator(".kit-others summary").click()
    return shot(page.locator(".kit-reflection").first, shared)


def discussion(studio: Studio) -> Image.Image:
    """The piece with its box, the notes on it, and the questions after it."""
    page = studio.team(studio.of_sample("introducing-bias-alder-valley"), width=860)
    return shot(page.locator(".kit-discussion"))


def reading(studio: Studio) -> Image.Image:
    """Two cards with their marks, and what was chosen and said."""
    page = studio.team(studio.of_words("reading"), width=800)
    return shot(page.locator(".kit-reading").first)


def parking_lot(studio: Studio) -> Image.Image:
    """Two questions held."""
    return shot(
        studio.team(studio.of_sample("why-mtss-alder-valley"), width=900).locator(".kit-parking_lot").first
    )


def actions(studio: Studio) -> Image.Image:
    """Two actions and the next date."""
    return shot(studio.team(studio.of_sample("why-mtss-alder-valley"), width=900).locator(".kit-actions"))


def earlier(studio: Studio) -> Image.Image:
    """What a meeting says of the last one's actions."""
    sample = sample_of("why-mtss-alder-valley")
    opened = studio.opened(sample.session, {}, sample.answers)
    page = studio.visit(studio.lab.address(opened, "facilitator"), ".kit-earlier li", 900)
    lines = page.locator(".kit-earlier li")
    lines.nth(0).get_by_text("Done", exact=True).click()
    lines.nth(1).get_by_text("New date", exact=True).first.click()
    return shot(page.locator(".kit-earlier"))


def exit(studio: Studio) -> Image.Image:
    """Three lines of one seat."""
    return shot(
        studio.team(studio.of_sample("why-mtss-alder-valley"), "seat-5", width=800).locator(".kit-exit")
    )


def board(studio: Studio) -> Image.Image:
    """A wall with its dots shown."""
    page = studio.team(studio.of_words("board", teams=["Grades 3 to 5", "Grades 6 to 8"]))
    page.get_by_role("button", name="Show the dots").click()
    expect(page.get_by_text("Most dots first")).to_be_visible()
    return shot(page.locator(".kit-board"))


def ranking(studio: Studio) -> Image.Image:
    """An order of five seats, and what the team agrees on."""
    page = studio.team(studio.of_words("ranking"), width=720)
    part = page.locator(".kit-ranking").first
    whole, top = shot(part), part.bounding_box()
    half = part.get_by_text("After talking, we say").bounding_box()
    assert top
    assert half
    split = round(half["y"] - top["y"]) - 24
    return beside(whole.crop((0, 0, whole.width, split)), whole.crop((0, split, whole.width, whole.height)))


def table(studio: Studio) -> Image.Image:
    """A charter with jobs that go round, and an inventory with sums."""
    tables = studio.team(studio.of_words("table")).locator("section.kit-table")
    return shot(tables.nth(0), tables.nth(1))


def map(studio: Studio) -> Image.Image:
    """Three areas by three tiers, with gaps and overlaps."""
    return shot(studio.team(studio.of_words("map")).locator(".kit-map"))


def checklist(studio: Studio) -> Image.Image:
    """One stop on a phone, and the pattern over all stops."""
    page = studio.team(studio.of_words("checklist"), width=480)
    part = page.locator(".kit-checklist").first
    part.get_by_role("button", name="Main entrance").click()
    one = shot(part)
    part.get_by_role("button", name="All stops together").click()
    expect(part.get_by_text("Seen in").first).to_be_visible()
    pattern = shot(part)
    return beside(one.crop((0, 0, one.width, min(one.height, pattern.height + 240))), pattern)


def schedule(studio: Studio) -> Image.Image:
    """Monday of three grades, with a block open and the clashes in words."""
    page = studio.team(studio.of_words("schedule"))
    part = page.locator(".kit-schedule")
    part.get_by_role("button", name="Added help").filter(has_text="10:45").first.click()
    return shot(part)


def survey(studio: Studio) -> Image.Image:
    """Results of three forms, one of them withheld."""
    page = studio.team(studio.of_words("survey"))
    return shot(page.locator(".kit-survey .kit-part", has_text="Results").first)


def rating(studio: Studio) -> Image.Image:
    """What came of a rating: what to work on first, the gap, the domains."""
    page = studio.team(studio.of_words("rating"))
    part = page.locator(".kit-rating", has_text="How ready we are").last
    found = [
        part.locator(".kit-part", has_text=words).last
        for words in ("What we work on first", "stand apart", "By domain")
    ]
    return shot(*found)


# -- the room and the session ---------------------------------------------------------------


def _round(studio: Studio) -> CreatedMeeting:
    """A meeting of three tables in the middle of its round."""
    sample = sample_of("introducing-bias-alder-valley")
    answers = {
        team: {
            place: {a: f for a, f in said.items() if a in ("seats", "norms", "patterns")}
            for place, said in of.items()
        }
        for team, of in sample.answers.items()
    }
    teams = [*sample.teams, "Library table"]
    opened = studio.opened(sample.session, {}, teams=teams, minutes=105, district=DISTRICT)
    steps = studio.lab.service.library.session(sample.session).steps
    before = [step.id for step in steps[: [s.id for s in steps].index("circle")]]
    now = time.time()
    clock = {f"{id}.start": now - 60 * (9 * (len(before) - n) + 4) for n, id in enumerate(before)}
    tell(
        studio.lab.service,
        opened.meeting,
        {**answers, "": {"team": {"clock": {**clock, "circle.start": now - 240}}}},
    )
    return opened


def room(studio: Studio) -> Image.Image:
    """The page of the one who leads, in the middle of a round: the agenda, the step, the room."""
    opened = _round(studio)
    page = studio.visit(studio.lab.address(opened, "facilitator"), ".kit-agenda li", 1366, 768, whole=False)
    typed(page.locator('[data-kit-field="lead/nudge"]'), "Two more minutes, then we read the wall together.")
    page.get_by_role("button", name="Send to the teams").click()
    expect(page.locator(".kit-agenda li[data-state='running'][data-shown]")).to_be_visible()
    expect(page.locator(".kit-teams tbody tr")).to_have_count(3)
    page.mouse.move(0, 0)
    return screen(page)


def phone(studio: Studio) -> Image.Image:
    """A phone in the same round: the step that runs, a line that somebody writes, and the foot."""
    opened = _round(studio)
    address = f"{studio.lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1"
    page = studio.visit(address, ".kit-foot", 390, 760, whole=False)
    page.locator(".kit-chip").click()
    page.locator(".kit-drawer select").select_option("seat-6")
    expect(page.locator(".kit-drawer")).to_be_hidden()
    typed(
        page.locator(".kit-reflection textarea:visible").first, "… the bell rings and we decide who was late."
    )
    return screen(page)


def projector(studio: Studio) -> Image.Image:
    """The wall, with what the teams write."""
    opened = _round(studio)
    page = studio.visit(
        f"{studio.lab.url}/kit/projector?meeting={opened.meeting.id}", ".kit-big-clock", 1280, 720
    )
    expect(page.locator("h1")).to_contain_text("One round")
    page.get_by_role("button", name="Words").click()
    expect(page.locator(".kit-big-wall li").first).to_be_visible()
    return screen(page).resize((960, 540), Image.Resampling.LANCZOS)


def session(studio: Studio) -> Image.Image:
    """The running step of a session as the one who leads it sees it."""
    opened = studio.opened("shared-beliefs", {}, minutes=90, district=DISTRICT)
    page = studio.visit(studio.lab.address(opened, "facilitator"), ".kit-agenda li", 1366, 768, whole=False)
    for word in ("Start:", "Next:", "Next:"):
        page.locator(".kit-clock-strip").get_by_role("button", name=word).click()
        expect(page.get_by_text("Saving…")).to_have_count(0)
    expect(page.locator('[data-state="running"] .kit-notes')).to_be_in_viewport()
    page.mouse.move(0, 0)
    return screen(page)


def record(studio: Studio) -> Image.Image:
    """The record that a session shows as an example."""
    opened = studio.opened("introducing-bias", {}, district=DISTRICT)
    address = f"{studio.lab.url}/kit/example?meeting={opened.meeting.id}&team=team-1"
    return screen(studio.visit(address, "h1", 960, 900))


KINDS: list[Callable[[Studio], Image.Image]] = [
    attendance, agreements, reflection, discussion, reading, parking_lot, actions, earlier, exit,
    board, ranking, table, map, checklist, schedule, survey, rating,
]  # fmt: skip
KIND_FOLDERS = ROOT / "kitlib" / "kinds"
PLACES = {
    f.__name__: (
        f,
        KIND_FOLDERS / f.__name__ / "picture.png" if f is not earlier else DOCS / "kinds" / "earlier.png",
    )
    for f in KINDS
} | {f.__name__: (f, DOCS / f"{f.__name__}.png") for f in (room, phone, projector, session, record)}


def kept(image: Image.Image, path: Path, framed: bool) -> int:
    """Write a picture with few colors, so that it is small; gives its bytes."""
    if framed:
        whole = Image.new("RGB", (image.width + 2 * EDGE, image.height + 2 * EDGE), "white")
        whole.paste(image, (EDGE, EDGE))
        image = whole
    image.quantize(64, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


def main() -> int:
    """Take them; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*PLACES, []], help="only these")
    names = parser.parse_args().names or list(PLACES)
    failed = []
    with lab(ROOT / "tests" / "content") as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        studio = Studio(running, browser)
        for name in names:
            take, path = PLACES[name]
            image = take(studio)
            size = kept(image, path, framed=name not in ("room", "projector", "session", "record"))
            print(f"{name}: {image.width} by {image.height}, {size / 1000:.0f} kB", flush=True)
            if size > MOST:
                failed.append(f"{name}.png holds {size:,} bytes; {MOST:,} is the most.")
            for context in browser.contexts:
                context.close()
        browser.close()
    print("\n".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
