"""The kinds in which people write, plan and agree: by mouse, then by keyboard alone, then by axe and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import box, sit, violations, wait_stored

CELLS = "window.jupyterapp.shell.currentWidget.content.model.cells.length"


@pytest.fixture
def opened(lab):
    # A district of its own: nothing is carried here from the meetings of other tests.
    return lab.open("words", district=lab.new_district())


@pytest.fixture
def page(lab, opened, visit) -> Page:
    return visit(lab.address(opened, "team-1"))


def part(page: Page, kind: str, which: int = 0) -> Locator:
    return page.locator(f".kit-{kind}").nth(which)


def row_of(cell: Locator, activity: str) -> str:
    """The id of the row in which a cell stands."""
    return (cell.get_attribute("data-kit-field") or "").removeprefix(f"{activity}/").rsplit(".", 1)[0]


def first(found: Locator, activity: str, column: str) -> Locator:
    return found.locator(f'[data-kit-field^="{activity}/"][data-kit-field$=".{column}"]').first


# -- attendance ----------------------------------------------------------------------------


def test_people_sit_down_with_a_role_and_a_job(lab, opened, page):
    found = part(page, "attendance")
    found.get_by_label("Seat 2: role", exact=True).fill("Librarian")
    found.get_by_label("Seat 2: job today", exact=True).select_option("Timekeeper")
    found.get_by_role("button", name="Seat 2 is me").click()

    wait_stored(lab, opened, "Librarian", "seats", "seat-2.role")
    wait_stored(lab, opened, "Timekeeper", "seats", "seat-2.job")
    expect(found.get_by_role("button", name="Seat 2 is me")).to_have_attribute("aria-pressed", "true")
    expect(part(page, "reflection").get_by_label("Writing as")).to_have_value("seat-2")


def test_people_sit_down_by_keyboard_alone(lab, opened, page):
    found, keys = part(page, "attendance"), page.keyboard
    expect(found.get_by_label("Seat 1: role", exact=True)).to_be_enabled()
    found.get_by_label("Seat 1: role", exact=True).focus()
    keys.type("Nurse", delay=5)
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Enter")

    wait_stored(lab, opened, "Nurse", "seats", "seat-1.role")
    wait_stored(lab, opened, "Facilitator", "seats", "seat-1.job")
    expect(part(page, "exit").get_by_label("Writing as")).to_have_value("seat-1")


# -- agreements ------------------------------------------------------------------------------


def test_agreements_are_changed_ticked_taken_out_put_back_and_looked_back_on(lab, opened, page):
    found = part(page, "agreements")
    box(page, "norms/on-time.text").fill("We end on time.")
    first(found, "norms", "agreed").check()
    found.get_by_role("button", name="Take out Agreement 2").click()
    expect(found.get_by_role("button", name="Put it back")).to_be_focused()
    wait_stored(lab, opened, True, "norms", "write-first.removed")
    found.get_by_role("button", name="Put it back").click()
    wait_stored(lab, opened, "We end on time.", "norms", "on-time.text")
    wait_stored(lab, opened, True, "norms", "on-time.agreed")
    wait_stored(lab, opened, False, "norms", "write-first.removed")

    back = part(page, "agreements", 1).get_by_role("group", name="We end on time.")
    back.get_by_role("radio", name="Partly").check()
    wait_stored(lab, opened, "partly", "norms-kept", "on-time.kept")


def test_an_agreement_is_added_and_looked_back_on_by_keyboard_alone(lab, opened, page):
    found, keys = part(page, "agreements"), page.keyboard
    expect(box(page, "norms/on-time.text")).to_be_editable()
    found.get_by_role("button", name="Add an agreement").focus()
    keys.press("Enter")
    keys.type("We laugh once.", delay=5)
    cell = found.locator("textarea:focus")
    row = row_of(cell, "norms")
    keys.press("Tab")
    keys.press("Space")
    wait_stored(lab, opened, "We laugh once.", "norms", f"{row}.text")
    wait_stored(lab, opened, True, "norms", f"{row}.agreed")

    back = part(page, "agreements", 1).get_by_role("group", name="We laugh once.")
    back.get_by_role("radio", name="Kept", exact=True).focus()
    keys.press("ArrowRight")
    wait_stored(lab, opened, "partly", "norms-kept", f"{row}.kept")


# -- reflection -------------------------------------------------------------------------------


def test_each_writes_first_then_sees_the_others_and_a_private_box_can_be_erased(lab, opened, page, visit):
    sit(page)
    other = visit(lab.address(opened, "team-1"))
    sit(other, "seat-2")
    box(page, "mind/helped").fill("A quiet room at noon.")
    box(page, "mind/hard").fill("Three drills in one week.")
    box(page, "mind/line").fill("Fewer things, done well.")
    hard = part(page, "reflection").locator(".kit-box", has=box(page, "mind/hard")).locator(".kit-badge-text")
    expect(hard).to_contain_text("Saved")
    expect(box(other, "mind/line")).to_have_value("Fewer things, done well.")
    expect(part(other, "reflection")).to_contain_text("1 other wrote here.")
    expect(part(other, "reflection")).not_to_contain_text("A quiet room at noon.")
    box(other, "mind/helped").fill("Two adults in the room.")
    other.get_by_text("What 1 other wrote").click()
    expect(part(other, "reflection")).to_contain_text("A quiet room at noon.")

    erase = page.get_by_role("button", name="Erase for good: What made this week hard?")
    erase.click()
    page.get_by_role("button", name="Yes, erase it").click()
    expect(box(page, "mind/hard")).to_have_value("")
    wait_stored(lab, opened, None, "mind", "hard", seat="seat-1")
    expect(box(other, "mind/hard")).to_have_value("")


def test_a_reflection_is_written_and_kept_out_of_the_record_by_keyboard_alone(lab, opened, page):
    sit(page)
    keys, cells = page.keyboard, page.evaluate(CELLS)
    box(page, "mind/hard").focus()
    keys.type("ddbx, twice", delay=5)
    keys.press("Tab")  # "Erase for good", once there is something to erase
    keys.press("Tab")
    keys.type("A friend.", delay=5)
    keys.press("Tab")
    keys.press("Space")

    hard = part(page, "reflection").locator(".kit-box", has=box(page, "mind/hard")).locator(".kit-badge-text")
    expect(hard).to_contain_text("Saved")
    expect(box(page, "mind/hard")).to_have_value("ddbx, twice")
    wait_stored(lab, opened, "A friend.", "mind", "helped", seat="seat-1")
    wait_stored(lab, opened, True, "mind", "helped/off", seat="seat-1")
    assert page.evaluate(CELLS) == cells


# -- discussion --------------------------------------------------------------------------------


def test_a_film_is_written_about_before_during_and_after(lab, opened, page):
    sit(page)
    found = part(page, "discussion")
    link = found.get_by_role("link", name="A film of five minutes (opens in a new tab)")
    expect(link).to_have_attribute("rel", "noopener")
    box(page, "film/expect").fill("Many meetings.")
    box(page, "film/summary").fill("We know the steps and not the why.")
    cell = first(found, "film", "notice")
    cell.fill("Nobody asked the families.")
    row = row_of(cell, "film")
    first(found, "film", "evidence").fill("Minute three")
    box(page, "film/changed").fill("We begin with families.")

    wait_stored(lab, opened, "Many meetings.", "film", "expect", seat="seat-1")
    wait_stored(lab, opened, "We know the steps and not the why.", "film", "summary")
    wait_stored(lab, opened, "Nobody asked the families.", "film", f"{row}.notice")
    wait_stored(lab, opened, "Minute three", "film", f"{row}.evidence")
    wait_stored(lab, opened, "We begin with families.", "film", "changed", seat="seat-1")


def test_notes_on_a_film_are_taken_by_keyboard_alone(lab, opened, page):
    found, keys = part(page, "discussion"), page.keyboard
    expect(first(found, "film", "notice")).to_be_editable()
    found.get_by_role("button", name="Add a note").focus()
    keys.press("Enter")
    keys.type("A bell.", delay=5)
    row = row_of(found.locator("textarea:focus"), "film")
    keys.press("Tab")
    keys.type("Minute two", delay=5)
    keys.press("Tab")
    keys.type("Less noise.", delay=5)

    wait_stored(lab, opened, "A bell.", "film", f"{row}.notice")
    wait_stored(lab, opened, "Minute two", "film", f"{row}.evidence")
    wait_stored(lab, opened, "Less noise.", "film", f"{row}.implication")


# -- parking lot and actions ---------------------------------------------------------------------


def test_a_held_question_is_seen_again_at_the_end_and_answered_there(lab, opened, page):
    cell = first(part(page, "parking_lot"), "held", "text")
    cell.fill("Who pays for the bus?")
    row = row_of(cell, "held")
    first(part(page, "parking_lot"), "held", "owner").fill("Principal")
    again = part(page, "parking_lot", 1)
    expect(again.locator(f'[data-kit-field="held/{row}.text"]')).to_have_value("Who pays for the bus?")
    again.locator(f'[data-kit-field="held/{row}.status"]').select_option("answered")

    wait_stored(lab, opened, "Principal", "held", f"{row}.owner")
    wait_stored(lab, opened, "answered", "held", f"{row}.status")


def test_a_question_is_held_by_keyboard_alone(lab, opened, page):
    found, keys = part(page, "parking_lot"), page.keyboard
    cell = first(found, "held", "text")
    expect(cell).to_be_editable()
    cell.focus()
    row = row_of(cell, "held")
    keys.type("Who sees the notes?", delay=5)
    keys.press("Tab")
    keys.type("Nurse", delay=5)
    keys.press("Tab")
    keys.press("ArrowDown")

    wait_stored(lab, opened, "Who sees the notes?", "held", f"{row}.text")
    wait_stored(lab, opened, "Nurse", "held", f"{row}.owner")
    status = found.locator(f'[data-kit-field="held/{row}.status"]')
    wait_stored(lab, opened, status.input_value(), "held", f"{row}.status")
    expect(status).not_to_have_value("")


def test_an_action_and_the_next_date_are_written_and_offered_as_a_calendar_file(lab, opened, page):
    found = part(page, "actions")
    cell = first(found, "plan", "what")
    row = row_of(cell, "plan")
    cell.fill("Write one form.")
    first(found, "plan", "owner").fill("Counselor")
    first(found, "plan", "due").fill("2027-02-01")
    box(page, "plan/next.date").fill("2027-02-08")
    box(page, "plan/next.owner").fill("Principal")

    wait_stored(lab, opened, "Write one form.", "plan", f"{row}.what")
    wait_stored(lab, opened, "Counselor", "plan", f"{row}.owner")
    wait_stored(lab, opened, "2027-02-01", "plan", f"{row}.due")
    with page.expect_download() as loaded:
        found.get_by_role("link", name="Put it in a calendar").click()
    text = loaded.value.path().read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20270208" in text
    assert "Write one form." in text.replace("\r\n ", "")


def test_an_action_is_written_and_taken_out_by_keyboard_alone(lab, opened, page):
    found, keys = part(page, "actions"), page.keyboard
    cell = first(found, "plan", "what")
    expect(cell).to_be_editable()
    row = row_of(cell, "plan")
    cell.focus()
    keys.type("Ask the bus company.", delay=5)
    keys.press("Tab")
    keys.type("Principal", delay=5)
    keys.press("Tab")
    keys.type("02012027", delay=20)
    wait_stored(lab, opened, "Ask the bus company.", "plan", f"{row}.what")
    wait_stored(lab, opened, "Principal", "plan", f"{row}.owner")
    wait_stored(lab, opened, "2027-02-01", "plan", f"{row}.due")
    found.get_by_role("button", name="Take out Action 1").focus()
    keys.press("Enter")
    wait_stored(lab, opened, True, "plan", f"{row}.removed")
    keys.press("Enter")

    wait_stored(lab, opened, False, "plan", f"{row}.removed")
    expect(cell).to_have_value("Ask the bus company.")
    expect(cell).to_be_focused()


# -- exit ----------------------------------------------------------------------------------------


def test_three_last_lines_are_written_by_mouse_and_by_keyboard(lab, opened, page):
    sit(page)
    box(page, "exit/learning").fill("One form is enough.")
    box(page, "exit/worry").click()
    page.keyboard.type("Time.", delay=5)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("I ask my team.", delay=5)

    wait_stored(lab, opened, "One form is enough.", "exit", "learning", seat="seat-1")
    wait_stored(lab, opened, "Time.", "exit", "worry", seat="seat-1")
    wait_stored(lab, opened, "I ask my team.", "exit", "next-step", seat="seat-1")


# -- all of them ------------------------------------------------------------------------------------


def test_the_kinds_of_words_break_no_rule_and_fit_a_phone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"), width=320)
    sit(page)
    box(page, "mind/hard").fill("Something to erase.")
    expect(page.get_by_role("button", name="Erase for good: What made this week hard?")).to_be_visible()
    for kind in ("attendance", "agreements", "reflection", "discussion", "parking_lot", "actions", "exit"):
        assert violations(page, f".kit-{kind}") == [], kind

    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320
