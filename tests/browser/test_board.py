"""A wall of notes: written, grouped by mouse and by keyboard, voted on, seen on another screen."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import drag, violations

from kitlib.store import Address


@pytest.fixture
def opened(lab):
    return lab.open("board", teams=["North", "South"])


def sit(page: Page, seat: str) -> Page:
    page.locator(".kit-board .kit-seat select").select_option(seat)
    return page


def put_up(page: Page, text: str) -> Locator:
    box = page.get_by_label("Your note", exact=True).first
    box.fill(text)
    page.get_by_role("button", name="Put it up").click()
    expect(box).to_have_value("")
    return note(page, text)


def note(page: Page, text: str) -> Locator:
    return page.locator(".kit-note").filter(has_text=text)


def heap(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def stored(lab, opened, field: str, seat: str = "") -> object:
    history = lab.store.entries.history(Address(opened.meeting.id, "team-1", seat, "barriers", field))
    current = [entry.value for entry in history if entry.standing == "accepted"]
    return current[-1] if current else None


def wait_stored(lab, opened, expected: object, field: str, seat: str = "") -> None:
    deadline = time.monotonic() + 15
    while stored(lab, opened, field, seat) != expected:
        assert time.monotonic() < deadline, f"on disk: {stored(lab, opened, field, seat)!r}"
        time.sleep(0.02)


def pressed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_note_is_put_up_dragged_and_seen_by_the_others_without_its_seat(lab, opened, visit):
    one, two = (sit(visit(lab.address(opened, "team-1")), f"seat-{n}") for n in (1, 2))
    put_up(one, "The bus leaves early.")
    put_up(one, "Three logins.")
    expect(heap(two, "Not grouped").locator(".kit-note")).to_have_count(2)
    expect(note(two, "Three logins.").get_by_role("button", name="Edit")).to_have_count(0)

    drag(note(two, "Three logins.").locator(".kit-note-text"), heap(two, "Data and tools"))

    for page in (one, two):
        expect(heap(page, "Data and tools").locator(".kit-note")).to_have_text(re.compile("Three logins."))
        expect(heap(page, "Not grouped").locator(".kit-note")).to_have_count(1)
    row = note(one, "Three logins.").get_attribute("data-row")
    wait_stored(lab, opened, "data", f"{row}.cluster")
    one.reload()
    expect(heap(one, "Data and tools").locator(".kit-note")).to_have_count(1, timeout=60_000)
    expect(note(one, "The bus leaves early.")).to_contain_text("Yours")


def test_a_wall_is_seen_whole_and_scrolls_in_no_box_of_its_own(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    for n in range(12):
        put_up(
            page, f"A note of two lines, the {n + 1} one, on what keeps us from it at our school this year."
        )

    hidden = """board => [...board.querySelectorAll('div, ul, section')]
        .filter(e => e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflowY !== 'visible')
        .map(e => e.className)"""
    assert page.locator(".kit-board").evaluate(hidden) == []


def test_all_of_it_is_done_by_keyboard_alone(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    box = page.get_by_label("Your note", exact=True).first
    expect(box).to_be_editable()
    box.focus()
    page.keyboard.type("No common block.")
    pressed(page, "Enter")
    page.keyboard.type("Nobody asks why.")
    pressed(page, "Enter")
    expect(page.locator(".kit-note")).to_have_count(2)
    # Move: the menu opens with the focus on its first place, and the note takes the focus along.
    move = note(page, "No common block.").get_by_role("button", name="Move:")
    move.focus()
    pressed(page, "Enter")
    expect(page.locator(".kit-move").get_by_role("button", name="Time and schedule")).to_be_focused()
    pressed(page, "Escape")
    expect(move).to_be_focused()
    pressed(page, "Enter", "Enter")
    expect(heap(page, "Time and schedule").locator(".kit-note")).to_have_count(1)
    expect(move).to_be_focused()
    # A new heading from the menu, named at once.
    note(page, "Nobody asks why.").get_by_role("button", name="Move:").focus()
    pressed(page, "Enter", *["Tab"] * 3, "Enter")
    expect(page.get_by_role("textbox", name="Heading", exact=True)).to_be_focused()
    page.keyboard.type("How we decide")
    pressed(page, "Enter")
    expect(heap(page, "How we decide").locator(".kit-note")).to_have_text(re.compile("Nobody asks why."))
    expect(heap(page, "How we decide").get_by_role("button", name="Rename")).to_be_focused()
    # Edit, take out, put back.
    note(page, "Nobody asks why.").get_by_role("button", name="Edit").focus()
    pressed(page, "Enter", "End")
    page.keyboard.type(" Ever.")
    pressed(page, "Enter")
    expect(note(page, "Nobody asks why. Ever.")).to_be_visible()
    note(page, "Nobody asks why.").get_by_role("button", name="Take out").focus()
    pressed(page, "Enter")
    back = page.get_by_role("button", name="Put it back: Nobody asks why. Ever.")
    expect(back).to_be_focused()
    expect(page.locator(".kit-note")).to_have_count(1)
    pressed(page, "Enter")
    expect(heap(page, "How we decide").locator(".kit-note")).to_have_count(1)
    # Dots.
    page.get_by_role("button", name="Dot: Nobody asks why.").focus()
    pressed(page, " ")
    expect(page.get_by_role("button", name="Your dot: Nobody asks why.")).to_be_focused()
    row = note(page, "Nobody asks why.").get_attribute("data-row")
    wait_stored(lab, opened, [row], "votes", "seat-1")


def test_a_heading_taken_out_lets_its_notes_go_and_gets_them_back(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    drag(put_up(page, "No common block.").locator(".kit-note-text"), heap(page, "Time and schedule"))
    expect(heap(page, "Time and schedule").locator(".kit-note")).to_have_count(1)
    page.get_by_role("button", name="Take out the heading: Time").click()

    expect(heap(page, "Not grouped").locator(".kit-note")).to_have_count(1)
    expect(heap(page, "Time and schedule")).to_have_count(0)
    page.get_by_role("button", name="Put it back: Time and schedule").click()
    expect(heap(page, "Time and schedule").locator(".kit-note")).to_have_count(1)


def test_dots_stay_hidden_until_shown_and_end_at_the_limit(lab, opened, visit):
    pages = [sit(visit(lab.address(opened, "team-1")), f"seat-{n}") for n in (1, 2, 3)]
    one, two, three = pages
    put_up(one, "The bus leaves early.")
    for page in pages:
        page.get_by_role("button", name="Dot: The bus").click()
    for name in ("Time and schedule", "People and skills"):
        one.get_by_role("button", name=f"Dot: {name}").click()
    expect(one.locator(".kit-left")).to_contain_text("0 of 3 left")
    one.get_by_role("button", name="Dot: Data and tools").click()
    expect(
        one.get_by_role("alert").filter(has_text="All 3 dots are placed. Take one back first.")
    ).to_be_visible()
    expect(two.locator(".kit-reveal")).to_contain_text("3 seats placed dots so far")
    expect(two.locator(".kit-dots:visible")).to_have_count(0)

    two.get_by_role("button", name="Show the dots").click()

    for page in pages:
        expect(page.locator(".kit-results li").first).to_have_text(
            re.compile(r"The bus leaves early\..*3 dots")
        )
        expect(page.locator(".kit-results li")).to_have_count(3)
    three.get_by_role("button", name="Your dot: The bus").click()
    expect(one.locator(".kit-results li").first).to_contain_text("2 dots")


def test_where_few_placed_dots_showing_them_is_warned_of(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    put_up(page, "The bus leaves early.")
    page.get_by_role("button", name="Dot: The bus").click()
    expect(page.locator(".kit-reveal")).to_contain_text("1 seat placed dots so far")
    page.get_by_role("button", name="Show the dots").click()

    expect(page.get_by_text("people could tell whose dots are whose")).to_be_visible()
    assert not stored(lab, opened, "revealed")
    page.get_by_role("button", name="Show the dots").click()
    expect(page.locator(".kit-results li")).to_have_count(1)


def test_a_note_half_written_is_kept_and_not_shown_and_a_long_one_is_not_cut(lab, opened, visit):
    one, two = (sit(visit(lab.address(opened, "team-1")), f"seat-{n}") for n in (1, 2))
    box = one.get_by_label("Your note", exact=True).first
    box.fill("w" * 301)
    box.press("Enter")
    expect(one.get_by_text("at most 300 letters and spaces. This one has 301")).to_be_visible()
    expect(box).to_have_value("w" * 301)
    box.fill("half a tho")
    expect(one.locator(".kit-composer .kit-badge-text")).to_contain_text("Saved")
    assert "sealed" in stored(lab, opened, "draft", "seat-1")
    put_up(two, "Done.")
    one.reload()

    expect(one.get_by_label("Your note", exact=True).first).to_have_value("half a tho", timeout=60_000)
    assert "half a tho" not in two.content()


def test_a_note_is_not_moved_from_under_the_hands_of_who_edits_it(lab, opened, visit):
    one, two = (sit(visit(lab.address(opened, "team-1")), f"seat-{n}") for n in (1, 2))
    put_up(one, "No common block.")
    note(one, "No common block.").get_by_role("button", name="Edit").click()
    box = note(one, "No common block.").locator("textarea")
    drag(note(two, "No common block.").locator(".kit-note-text"), heap(two, "Time and schedule"))
    expect(heap(two, "Time and schedule").locator(".kit-note")).to_have_count(1)
    row = box.get_attribute("data-kit-field").split("/")[1].removesuffix(".text")
    one.wait_for_function(
        """([meeting, row]) => [...globalThis.__kit.clients.values()].some(c =>
           c.answers.stored.get(`team-1||barriers|${row}.cluster`)?.value === "time")""",
        arg=[opened.meeting.id, row],
    )
    expect(box).to_be_focused()
    one.keyboard.type(" Really.")
    expect(box).to_be_focused()
    expect(heap(one, "Not grouped").locator(".kit-note")).to_have_count(1)
    one.keyboard.press("Enter")
    one.get_by_label("Your note", exact=True).first.focus()

    expect(heap(one, "Time and schedule").locator(".kit-note")).to_contain_text("No common block. Really.")


def test_the_other_team_reads_the_wall_and_cannot_touch_it(lab, opened, visit):
    ours = sit(visit(lab.address(opened, "team-1")), "seat-1")
    theirs = sit(visit(lab.address(opened, "team-2")), "seat-1")
    put_up(ours, "The bus leaves early.")

    theirs.get_by_text("The wall of North (1 note)").click()
    expect(theirs.locator(".kit-elsewhere li")).to_have_text("The bus leaves early.")
    expect(theirs.locator(".kit-note")).to_have_count(0)
    expect(theirs.locator(".kit-elsewhere button")).to_have_count(0)


def test_a_full_board_breaks_no_rule_and_fits_a_phone(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1"), width=320), "seat-1")
    put_up(page, "The bus leaves early, and nobody who needs it can stay for the support that we offer.")
    put_up(page, "Averyveryverylongwordthatnobodywouldeverwritebutsomebodypastes" * 2)
    page.get_by_role("button", name="Dot: The bus").click()
    page.get_by_role("button", name="Dot: Time").click()
    expect(page.locator(".kit-reveal")).to_contain_text("1 seat")
    for _ in range(2):
        page.get_by_role("button", name="Show the dots").click()
    expect(page.locator(".kit-results li")).to_have_count(2)
    note(page, "Averyvery").get_by_role("button", name="Move:").click()
    expect(page.locator(".kit-move")).to_be_visible()

    assert violations(page, ".kit-board") == []
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320


def test_suggested_groups_move_nothing_until_they_are_taken(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    for text in ("The bus is full.", "No bus up the hill.", "Bus drivers quit.", "Paint the yard."):
        put_up(page, text)
    expect(note(page, "Paint the yard.").locator(".kit-badge")).to_have_attribute("data-state", "saved")

    page.get_by_role("button", name="Suggest groups").click()

    pile = page.get_by_role("region", name="Suggested: Bus")
    expect(pile.locator("li")).to_have_count(3)
    expect(page.locator(".kit-piles")).to_contain_text("Grouped by shared words")
    expect(page.locator(".kit-piles")).to_contain_text("1 note in no group")
    expect(heap(page, "Not grouped").locator(".kit-note")).to_have_count(4)
    assert violations(page, ".kit-board") == []
    # What comes later moves no note of a pile, and is looked at when somebody asks.
    later = put_up(page, "The bus again.")
    expect(later.locator(".kit-badge")).to_have_attribute("data-state", "saved")
    expect(pile.locator("li")).to_have_count(3)
    page.get_by_role("button", name="Look at 1 new note too").click()
    expect(pile.locator("li")).to_have_count(4)
    pile.get_by_role("button", name="Make this a heading").focus()
    page.keyboard.press("Enter")

    expect(heap(page, "Bus").locator(".kit-note")).to_have_count(4)
    expect(heap(page, "Not grouped").locator(".kit-note")).to_have_text(re.compile("Paint the yard."))
    expect(page.locator(".kit-pile")).to_have_count(0)
    page.get_by_role("button", name="Leave all").click()
    expect(page.locator(".kit-piles")).to_be_hidden()
