"""A rating in full: own ratings, the spread, what the team says of it, the gap, by mouse and by keyboard."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import violations

from kitlib.meetings.service import MeetingService
from kitlib.store import Address

ROLES = ["Teacher", "Teacher", "Teacher", "Leader", "Leader", "Leader"]


@pytest.fixture
def opened(lab):
    """A meeting in which six seats of a team have rated."""
    opened = lab.open("rating")
    service, seq, writer = MeetingService(lab.store, lab.library), 0, f"w-{opened.meeting.id}"

    def write(activity: str, field: str, value: object, seat: str = "") -> None:
        nonlocal seq
        seq += 1
        message = {"meeting": opened.meeting.id, "team": "team-1", "seat": seat, "activity": activity}
        service.save({**message, "field": field, "value": value, "writer": writer, "seq": seq, "base": None})

    for n, role in enumerate(ROLES, 1):
        write("seats", f"seat-{n}.role", role)
        for i, item in enumerate(["meets", "agenda", "screen", "late"]):
            write("readiness", f"own.{item}", 1 + (n * (i + 1)) % 4, f"seat-{n}")
            write("importance", f"own.{item}", 3 + (n + i) % 2, f"seat-{n}")
    return opened


def rating(page: Page, n: int) -> Locator:
    return page.locator(".kit-rating").nth(n)


def stored(lab, opened, field: str, seat: str = "", activity: str = "readiness") -> object:
    history = lab.store.entries.history(Address(opened.meeting.id, "team-1", seat, activity, field))
    current = [entry.value for entry in history if entry.standing == "accepted"]
    return current[-1] if current else None


def wait_stored(lab, opened, expected: object, field: str, **where: str) -> None:
    deadline = time.monotonic() + 20
    while stored(lab, opened, field, **where) != expected:
        assert time.monotonic() < deadline, f"on disk: {stored(lab, opened, field, **where)!r}"
        time.sleep(0.02)


def row(part: Locator, item: str) -> Locator:
    return part.locator(f'.kit-row[data-item="{item}"]')


def test_after_the_reveal_the_team_agrees_says_why_marks_what_comes_first_and_notes_who_differs(
    lab, opened, visit
):
    page, other = (visit(lab.address(opened, "team-1")) for _ in range(2))
    part = rating(page, 1)
    expect(part.locator(".kit-row")).to_have_count(0)
    part.get_by_role("button", name="Show the spread to the team").click()
    part.locator("summary", has_text="The other").click()
    first = row(part, "screen")
    first.get_by_role("radio", name="Begun", exact=True).check()
    first.get_by_role("textbox", name="Because").fill("Spring is missing.")
    first.get_by_role("textbox", name="What this rests on").fill("The calendar")
    first.get_by_role("button", name="Note a different view").click()
    expect(first.get_by_role("textbox", name="Some of us see it otherwise")).to_be_focused()
    page.keyboard.type("Two of us say: not begun.", delay=5)
    for item in ("late", "screen", "meets"):
        row(part, item).get_by_label("Work on this first").check()
    wait_stored(lab, opened, ["late", "screen", "meets"], "priorities")
    expect(row(part, "agenda").get_by_label("Work on this first")).to_be_disabled()
    expect(row(part, "agenda")).to_contain_text("3 of 3 are marked. Take one out first.")
    row(part, "late").get_by_label("Work on this first").uncheck()
    wait_stored(lab, opened, ["screen", "meets"], "priorities")
    wait_stored(lab, opened, "Two of us say: not begun.", "dissent.screen")

    theirs = rating(other, 1)
    theirs.locator("summary", has_text="The other").click()
    expect(row(theirs, "screen").get_by_role("textbox", name="Some of us see it otherwise")).to_have_value(
        "Two of us say: not begun."
    )
    expect(theirs.locator(".kit-priorities li")).to_have_text(
        ["All students are screened three times a year.", "The team meets at least twice a month."]
    )
    page.reload()
    expect(part.locator(".kit-row").first).to_be_visible(timeout=60_000)
    part.locator("summary", has_text="The other").click()
    expect(first.get_by_role("textbox", name="What this rests on")).to_have_value("The calendar")
    expect(first.get_by_role("radio", name="Begun", exact=True)).to_be_checked()


def test_roles_domains_and_the_gap_are_shown_once_there_is_enough(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    part = rating(page, 1)
    part.get_by_role("button", name="Show the spread to the team").click()
    expect(part).to_contain_text("Shown once the team has shown the spread of the earlier rating too.")
    part.locator("summary", has_text="The other").click()
    row(part, "meets").get_by_text("By role").click()
    expect(row(part, "meets").locator("details li")).to_have_count(2)
    expect(row(part, "meets")).to_contain_text(
        "Teacher: 1 Begun, 1 Works for many, 1 Works for all, and we check"
    )
    rating(page, 0).get_by_role("button", name="Show the spread to the team").click()
    gap = part.locator(".kit-gaps .kit-bar-row").first
    expect(gap).to_be_visible()
    expect(gap.get_by_role("img")).to_have_attribute(
        "aria-label", "How much it matters: between 3 and 4. How ready we are: Not begun. Gap: 2.5"
    )
    expect(part.get_by_role("heading", name="By domain")).to_be_visible()
    expect(part.get_by_role("img", name="Meeting:")).to_be_visible()


def test_a_long_list_tells_how_far_each_part_is_and_leads_to_the_next_open_line(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    part = rating(page, 1)
    part.get_by_label("Writing as").select_option("seat-1")
    page.get_by_role("button", name="It is my seat").locator("visible=true").first.click()
    data = part.get_by_role("button", name="Data: 2 of 4")
    data.focus()
    page.keyboard.press("Enter")
    expect(part.locator('[data-kit-field="readiness/own.looked-at/1"]')).to_be_focused()
    page.keyboard.press("Space")

    expect(part.get_by_role("button", name="Data: 3 of 4")).to_be_visible()
    wait_stored(lab, opened, 1, "own.looked-at", seat="seat-1")


def test_everything_is_done_with_the_keyboard_alone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    keys, part = page.keyboard, rating(page, 1)
    expect(part.get_by_label("Writing as").locator("option[value=seat-6]")).to_have_count(1)
    part.get_by_label("Writing as").focus()
    for _ in range(8):
        keys.press("ArrowDown")
    expect(part.get_by_label("Writing as")).to_have_value("seat-6")
    part.get_by_role("button", name="It is my seat").focus()
    keys.press("Enter")
    radio = part.locator('[data-kit-field="readiness/own.told/1"]')
    expect(radio).to_be_enabled()
    radio.focus()
    keys.press("ArrowRight")
    wait_stored(lab, opened, 2, "own.told", seat="seat-6")
    part.get_by_role("button", name="Show the spread to the team").focus()
    keys.press("Enter")
    first = part.locator(".kit-row").first
    expect(first).to_be_visible()
    item = first.get_attribute("data-item")
    keys.press("Tab")
    first.locator('input[type="radio"]').first.focus()
    keys.press("ArrowRight")
    wait_stored(lab, opened, 2, f"agreed.{item}")
    keys.press("Tab")
    keys.type("We checked.", delay=5)
    keys.press("Tab")
    keys.type("Minutes of May", delay=5)
    keys.press("Tab")
    keys.press("Space")
    wait_stored(lab, opened, [item], "priorities")
    wait_stored(lab, opened, "We checked.", f"reason.{item}")
    wait_stored(lab, opened, "Minutes of May", f"evidence.{item}")


def test_a_rating_for_families_is_read_in_the_language_that_is_chosen(lab, opened, visit):
    page = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1")
    page.locator("select#language").select_option("es")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    part = rating(page, 2)

    said = part.locator("fieldset legend span:not(.kit-number)")
    expect(said.nth(1)).to_have_text("La escuela habla un idioma que conozco bien.")
    expect(said.nth(2)).to_have_attribute("lang", "en")


def test_a_rating_breaks_no_rule_and_fits_a_phone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"), width=320)
    for n in (0, 1):
        rating(page, n).get_by_role("button", name="Show the spread to the team").click()
    rating(page, 1).locator("summary", has_text="The other").click()
    row(rating(page, 1), "meets").get_by_text("By role").click()
    expect(rating(page, 1).locator(".kit-gaps .kit-bar-row").first).to_be_visible()

    assert violations(page, ".kit-rating") == []
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320


def test_earlier_rounds_stand_beside_each_statement(lab, opened, visit):
    service, later = MeetingService(lab.store, lab.library), lab.open("rating", date="2027-01-11")
    for seq, (field, value) in enumerate({"agreed.meets": 2, "revealed": True}.items(), 1):
        message = {"meeting": opened.meeting.id, "team": "team-1", "seat": "", "activity": "readiness"}
        service.save(
            {**message, "field": field, "value": value, "writer": "w-earlier-2", "seq": seq, "base": None}
        )
    page = visit(lab.address(later, "team-1"))
    part = rating(page, 1)
    show = part.get_by_role("button", name="Show the spread to the team")
    show.click()
    expect(part).to_contain_text("Only 0 seats rated so far")
    show.click()

    expect(row(part, "meets")).to_contain_text("agreed: Begun")
