"""Look-fors on visits, marked in the corridor and seen together."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import violations

from kitlib.meetings.rules import rule_of


@pytest.fixture
def opened(lab):
    return lab.open("checklist")


def card(page: Page) -> Locator:
    return page.locator(".kit-checklist").first.locator(".kit-visit:visible")


def mark(page: Page, number: int, word: str) -> None:
    card(page).locator(".kit-look-for").nth(number - 1).get_by_role("radio", name=word, exact=True).check()


def on_disk(lab, opened) -> list[dict]:
    """The visits as the store holds them."""
    rule = rule_of(lab.library.session("checklist"), "look-fors", lab.library)
    answers = lab.store.entries.current(opened.meeting.id, activity="look-fors")
    return list(rule.visits({a.address.field: a.value for a in answers}).values())


def wait_on_disk(lab, opened, expected: list[dict], seconds: float = 10) -> None:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if on_disk(lab, opened) == expected:
            return
        time.sleep(0.02)
    assert on_disk(lab, opened) == expected


def saved(page: Page) -> None:
    expect(card(page).locator(".kit-badge-text").last).to_contain_text("Saved")


def test_two_visits_by_mouse_give_a_pattern_and_survive_a_reload(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    card(page).get_by_role("textbox", name="Where").fill("Room 4")
    mark(page, 1, "Seen")
    mark(page, 2, "Not seen")
    mark(page, 3, "Not applicable")
    card(page).get_by_text("Add evidence").nth(1).click()
    card(page).get_by_role("textbox", name="What was said and done").first.fill("One sign, in English.")
    card(page).get_by_role("button", name="Next stop").click()
    expect(card(page).get_by_role("heading", name="Stop 2")).to_be_focused()
    card(page).get_by_role("textbox", name="Where").fill("Gym")
    mark(page, 1, "Seen")
    mark(page, 2, "Seen")
    first = {"place": "Room 4", "mark-signs": "seen", "mark-languages": "not seen"}
    first |= {"mark-greeting": "not applicable", "evidence-languages": "One sign, in English."}
    wait_on_disk(lab, opened, [first, {"place": "Gym", "mark-signs": "seen", "mark-languages": "seen"}])
    page.reload()
    expect(page.locator(".kit-step").first).to_be_visible(timeout=60_000)

    expect(card(page).get_by_role("heading", name="Stop 2 · Gym")).to_be_visible()
    page.get_by_role("button", name="Stop 1 · Room 4").first.click()
    expect(card(page).get_by_role("textbox", name="What was said and done").first).to_have_value(
        "One sign, in English."
    )
    pattern = page.locator(".kit-checklist").nth(1).locator(".kit-pattern")
    rows = pattern.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Seen in 2 of 2 stops")
    expect(rows.nth(2)).to_contain_text("Seen in 1 of 2 stops")
    expect(rows.nth(3)).to_contain_text("Not looked for yet")
    expect(rows.nth(3)).to_contain_text("not applicable in 1, not marked in 1")


def test_a_visit_by_keyboard_alone_deletes_no_cell_and_is_saved(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    count = "window.jupyterapp.shell.currentWidget.content.model.cells.length"
    cells = page.evaluate(count)
    expect(card(page).get_by_role("textbox", name="Where")).to_be_enabled()
    card(page).get_by_role("textbox", name="Where").focus()
    page.keyboard.type("Room 9")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(card(page).get_by_role("radio", name="Not seen").first).to_be_focused()
    for key in ("d", "d", "b", "x"):
        page.keyboard.press(key)
    page.keyboard.press("Tab")  # "Take back"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("No sign at the gate.")

    wait_on_disk(
        lab,
        opened,
        [{"place": "Room 9", "mark-signs": "not seen", "evidence-signs": "No sign at the gate."}],
    )
    assert page.evaluate(count) == cells


def test_a_mark_is_taken_back_and_a_visit_taken_out_and_put_back(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    card(page).get_by_role("textbox", name="Where").fill("Room 4")
    mark(page, 1, "Seen")
    mark(page, 2, "Seen")
    card(page).get_by_role("button", name="Take back the mark").first.click()
    expect(card(page).get_by_role("radio", name="Seen", exact=True).first).to_be_focused()
    wait_on_disk(lab, opened, [{"place": "Room 4", "mark-languages": "seen"}])
    card(page).get_by_role("button", name="Take out this stop").click()
    wait_on_disk(lab, opened, [])
    back = page.get_by_role("button", name="Put it back").first
    expect(back).to_be_focused()
    back.click()

    expect(card(page).get_by_role("heading", name="Room 4")).to_be_focused()
    wait_on_disk(lab, opened, [{"place": "Room 4", "mark-languages": "seen", "removed": False}])


def test_a_place_that_reads_like_a_name_is_warned_about_and_kept(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    place = card(page).get_by_role("textbox", name="Where")
    place.fill("Ms. Ruiz")
    expect(card(page).locator(".kit-warning")).to_contain_text("This reads like a name.")
    wait_on_disk(lab, opened, [{"place": "Ms. Ruiz"}])

    place.fill("Room 7")

    expect(card(page).locator(".kit-warning")).to_be_empty()


def test_two_phones_of_a_team_make_two_visits_and_both_see_the_pattern(lab, opened, visit):
    one, two = (visit(lab.address(opened, "team-1"), width=390) for _ in range(2))
    for page, place, word in [(one, "Room 4", "Seen"), (two, "Room 5", "Not seen")]:
        card(page).get_by_role("textbox", name="Where").fill(place)
        mark(page, 1, word)
        saved(page)
    for page in (one, two):
        pattern = page.locator(".kit-checklist").nth(1)
        expect(pattern.locator(".kit-often").first).to_contain_text("Seen in 1 of 2 stops")
        expect(page.get_by_role("button", name="Room 4").first).to_be_visible()
        expect(page.get_by_role("button", name="Room 5").first).to_be_visible()
    expect(card(one).get_by_role("textbox", name="Where")).to_have_value("Room 4")
    expect(card(two).get_by_role("textbox", name="Where")).to_have_value("Room 5")


@pytest.mark.parametrize("width", [320, 1280])
def test_it_breaks_no_rule_and_needs_no_sideways_scroll(lab, opened, visit, width):
    page = visit(lab.address(opened, "team-1"), width=width)
    card(page).get_by_role("textbox", name="Where").fill("Ms. Ruiz")
    expect(card(page).locator(".kit-warning")).not_to_be_empty()  # it moves what stands below it
    mark(page, 1, "Not applicable")
    card(page).get_by_text("Add evidence").first.click()
    expect(page.locator(".kit-often").first).to_be_attached()

    assert violations(page, ".kit-checklist") == []
    if width == 320:
        assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320
        sizes = (
            card(page)
            .locator(".kit-marks label")
            .evaluate_all(
                "all => all.map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
            )
        )
        assert min(sizes) >= 44
