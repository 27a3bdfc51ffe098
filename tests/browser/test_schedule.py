"""A week of blocks: moved by mouse and by keyboard, copied, undone, and its clashes named after each save."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import violations

from kitlib.kinds.schedule.intervals import as_clock
from kitlib.meetings.rules import rule_of

TAKEN = "Reading teacher is in Grade 2 and Grade 3 on Monday 10:45 to 11:00."


@pytest.fixture
def opened(lab):
    return lab.open("schedule")


@pytest.fixture
def start(lab, opened, visit):
    """Open the schedule once its checks are there."""

    def start(**more) -> Page:
        page = visit(lab.address(opened, "team-1"), **more)
        expect(page.locator(".kit-clashes li")).to_have_count(5)
        return page

    return start


def block(page: Page, row: str) -> Locator:
    return page.locator(f'.kit-planner button[data-row="{row}"]:visible')


def form(page: Page) -> Locator:
    return page.locator(".kit-editor")


def clashes(page: Page) -> Locator:
    return page.locator(".kit-clashes")


def on_disk(lab, opened) -> list[str]:
    """The blocks as the store has them, in words."""
    rule = rule_of(lab.library.session("schedule"), "week", lab.library)
    answers = lab.store.entries.current(opened.meeting.id, activity="week")
    found = rule.timetable({a.address.field: a.value for a in answers}).blocks
    return [f"{b.group} {b.day} {as_clock(b.start)}-{as_clock(b.end)} {b.use}" for b in found]


def wait_until(check, seconds: float = 15) -> None:
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < seconds, "it did not come about"
        time.sleep(0.02)


def wait_on_disk(lab, opened, line: str, there: bool = True) -> None:
    wait_until(lambda: (line in on_disk(lab, opened)) is there)


def count(page: Page) -> int:
    return page.evaluate("window.jupyterapp.shell.currentWidget.content.model.cells.length")


def test_a_block_changed_in_the_form_mends_a_clash_and_stays_after_a_reload(lab, opened, start):
    page = start()
    expect(clashes(page)).to_contain_text(TAKEN)
    block(page, "g3-help-mon").click()
    expect(form(page).get_by_role("heading")).to_have_text("Added help · Grade 3 · Monday")
    expect(form(page).locator(".kit-found")).to_contain_text(TAKEN)
    form(page).get_by_label("Start").fill("13:00")
    form(page).get_by_label("End").fill("13:30")
    form(page).get_by_role("textbox", name="Note").fill("Moved after lunch.")
    wait_on_disk(lab, opened, "g3 mon 1:00-1:30 support")

    expect(clashes(page).locator("li")).to_have_count(3)
    expect(clashes(page)).not_to_contain_text(TAKEN)
    expect(form(page).locator(".kit-found")).to_be_hidden()
    form(page).get_by_role("button", name="Done").click()
    expect(block(page, "g3-help-mon")).to_be_focused()
    page.reload()
    expect(page.locator(".kit-clashes li")).to_have_count(3, timeout=60_000)
    expect(block(page, "g3-help-mon")).to_contain_text("1:00 to 1:30")
    block(page, "g3-help-mon").click()
    expect(form(page).get_by_role("textbox", name="Note")).to_have_value("Moved after lunch.")


def test_a_block_is_dragged_to_another_time_and_grade_and_undone(lab, opened, start):
    page = start()
    page.locator(".kit-legend").scroll_into_view_if_needed()
    box = block(page, "g1-lunch-mon").bounding_box()
    beside = block(page, "g2-lunch-mon").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(beside["x"] + 30, box["y"] + 40, steps=5)
    page.mouse.move(beside["x"] + 30, box["y"] + 10 + 1.8 * 60, steps=5)
    page.mouse.up()
    wait_on_disk(lab, opened, "g2 mon 12:30-1:00 lunch")
    expect(form(page)).to_be_hidden()

    page.get_by_role("button", name="Undo: moved Lunch").click()

    wait_on_disk(lab, opened, "g1 mon 11:30-12:00 lunch")
    wait_on_disk(lab, opened, "g2 mon 12:30-1:00 lunch", there=False)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_block_is_made_longer_by_its_lower_edge(lab, opened, start):
    page = start()
    block(page, "g1-reading-mon").scroll_into_view_if_needed()
    box = block(page, "g1-reading-mon").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 3 + 1.8 * 15, steps=6)
    expect(block(page, "g1-reading-mon")).to_contain_text("8:30 to 10:15")
    page.mouse.up()

    wait_on_disk(lab, opened, "g1 mon 8:30-10:15 reading")


def test_everything_that_a_drag_does_is_done_by_keyboard_alone(lab, opened, start):
    page = start()
    cells = count(page)
    block(page, "g1-reading-mon").focus()
    for key in ("d", "d", "b", "x"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(form(page).get_by_role("heading")).to_be_focused()
    page.keyboard.press("Tab")
    expect(form(page).get_by_label("Use")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    wait_on_disk(lab, opened, "g2 mon 8:30-10:00 reading")
    expect(form(page).get_by_label("Grade", exact=True)).to_be_focused()
    form(page).get_by_role("button", name="Later: 5 minutes later").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    wait_on_disk(lab, opened, "g2 mon 8:40-10:10 reading")
    form(page).get_by_role("button", name="Shorter: 5 minutes shorter").focus()
    page.keyboard.press("Enter")
    wait_on_disk(lab, opened, "g2 mon 8:40-10:05 reading")
    page.keyboard.press("Escape")

    expect(form(page)).to_be_hidden()
    expect(block(page, "g1-reading-mon")).to_be_focused()
    assert count(page) == cells


def test_a_new_block_counts_once_it_has_a_use(lab, opened, start):
    page = start()
    page.get_by_role("button", name="Add a block").click()
    expect(form(page).get_by_role("heading")).to_have_text("New block: choose its use · Grade 1 · Monday")
    expect(page.locator(".kit-unfinished")).to_contain_text("A block is not finished (Grade 1, Monday)")
    form(page).get_by_label("Use").select_option(label="Math")
    form(page).get_by_role("combobox", name="Who").fill("Math coach")
    wait_on_disk(lab, opened, "g1 mon 12:00-12:30 math")
    expect(page.locator(".kit-unfinished")).to_be_hidden()
    form(page).get_by_role("button", name="Take out").click()
    wait_on_disk(lab, opened, "g1 mon 12:00-12:30 math", there=False)
    expect(page.get_by_role("button", name="Undo: took out Math")).to_be_focused()
    page.locator(".kit-out summary").click()

    page.get_by_role("button", name="Put it back: Math, Grade 1, Monday").click()

    wait_on_disk(lab, opened, "g1 mon 12:00-12:30 math")


def test_a_block_is_copied_to_days_and_grades_and_never_twice(lab, opened, start):
    page = start()
    block(page, "g2-help-mon").click()
    form(page).get_by_text("Copy this block").click()
    form(page).get_by_label("Tuesday").check()
    form(page).get_by_label("Wednesday").check()
    form(page).get_by_role("button", name="Copy", exact=True).click()
    expect(form(page).get_by_text("Copied to 1 place.")).to_be_visible()
    wait_on_disk(lab, opened, "g2 tue 10:30-11:00 support")

    wait_until(lambda: on_disk(lab, opened).count("g2 wed 10:30-11:00 support") == 1)
    page.get_by_role("button", name="Undo: copied 1 block").click()
    wait_on_disk(lab, opened, "g2 tue 10:30-11:00 support", there=False)


def test_a_whole_day_is_copied_in_place_of_another_and_undo_brings_it_back(lab, opened, start):
    page = start()
    before = on_disk(lab, opened)

    def of(day):
        return sorted(line.replace(day, "") for line in on_disk(lab, opened) if f" {day} " in line)

    page.get_by_role("button", name="Copy this day…").click()
    page.get_by_role("checkbox", name="Tuesday").check()
    page.get_by_role("checkbox", name="Friday").check()
    page.get_by_role("button", name="Copy the day").click()
    wait_until(lambda: of("mon") == of("tue") == of("fri"))
    expect(page.get_by_role("button", name="Copy this day…")).to_be_focused()

    page.get_by_role("button", name="Undo: copied Monday to Tuesday, Friday").click()

    wait_until(lambda: on_disk(lab, opened) == before)


def test_a_rule_s_minutes_are_the_team_s_to_change(lab, opened, start):
    page = start()
    row = page.get_by_role("row").filter(has_text="Each grade reads 90 minutes a day.").first
    expect(row).to_contain_text("short by 15")
    row.get_by_role("spinbutton").fill("75")
    expect(row).not_to_contain_text("short by")
    expect(clashes(page).locator("li")).to_have_count(4)

    row.get_by_role("button", name="Put back 90").click()

    expect(row).to_contain_text("short by 15")
    expect(clashes(page)).to_contain_text(
        "Grade 3 has 75 minutes of Reading every day; the rule asks for 90."
    )


def test_show_leads_to_the_block_of_a_clash_on_its_day(start):
    page = start()
    page.get_by_role("radio", name="Friday").check()
    expect(block(page, "g1-reading-fri")).to_be_visible()
    page.get_by_role("button", name=f"Show: {TAKEN}").click()

    expect(block(page, "g2-help-mon")).to_be_focused()
    page.get_by_label("Show", exact=True).select_option(label="Grade 2, all days")
    expect(page.locator(".kit-column h5")).to_have_text(
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    )
    expect(block(page, "g2-reading-thu")).to_be_visible()


def test_two_pages_see_the_same_blocks_and_the_same_clashes(lab, opened, start):
    one, two = start(), start()
    block(one, "g3-help-mon").click()
    form(one).get_by_role("button", name="Take out").click()
    for page in (one, two):
        expect(clashes(page).locator("li")).to_have_count(3)
        expect(block(page, "g3-help-mon")).to_have_count(0)
    block(two, "g1-reading-mon").click()
    form(two).get_by_role("button", name="Longer").click()
    expect(block(one, "g1-reading-mon")).to_contain_text("8:30 to 10:05")
    wait_on_disk(lab, opened, "g1 mon 8:30-10:05 reading")


@pytest.mark.parametrize("width", [320, 1280])
def test_it_breaks_no_rule_and_needs_no_sideways_scroll(start, width):
    page = start(width=width)
    page.locator(".kit-fold summary").last.click()
    assert violations(page, ".kit-schedule") == []
    block(page, "g3-reading-mon").click()
    form(page).get_by_text("Copy this block").click()
    assert violations(page, ".kit-schedule") == []
    if width == 320:
        expect(page.locator(".kit-grid")).to_be_hidden()
        assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320
    else:
        page.get_by_role("button", name="List", exact=True).click()
        expect(form(page)).to_be_visible()
        assert violations(page, ".kit-schedule") == []
