"""The map of support on screen: entries added, moved, taken out; gaps and overlaps named."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from screen import box, drag, violations, wait_stored


@pytest.fixture
def opened(lab):
    return lab.open("map", teams=["Table 1", "Table 2"])


def ready(page: Page):
    the_map = page.locator(".kit-map")
    expect(the_map.get_by_role("button", name="Add to Academics, Tier 1")).to_be_enabled()
    return the_map


def add(page: Page, place: str, name: str) -> str:
    """Add an entry with the mouse; returns its row."""
    page.locator(".kit-map").get_by_role("button", name=f"Add to {place}", exact=True).click()
    page.keyboard.type(name)
    field = page.evaluate("document.activeElement.dataset.kitField")
    return field.split("/")[1].split(".")[0]


def entry(page: Page, row: str):
    return page.locator(".kit-map-entry", has=page.locator(f'[data-kit-field="support/{row}.what"]'))


def place(page: Page, area: int, tier: int):
    return page.locator(".kit-map-grid tbody tr").nth(area).locator("td").nth(tier)


def test_entries_are_added_marked_as_goals_and_there_after_a_reload(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    the_map = ready(page)
    row = add(page, "Attendance, Tier 2", "Check-in, check-out")
    box(page, f"support/{row}.state").select_option("goal")
    entry(page, row).locator("summary").click()
    box(page, f"support/{row}.serves").select_option("New students")
    box(page, f"support/{row}.minutes").fill("30")
    found = the_map.locator(".kit-map-found")
    expect(found).to_contain_text("9 gaps in 9 places")
    expect(found).to_contain_text("Attendance, Tier 2: nothing in use; one goal would fill it.")
    expect(place(page, 1, 1)).to_contain_text("Nothing in use")
    for column, value in {"area": "attendance", "tier": "tier-2", "state": "goal", "minutes": 30}.items():
        wait_stored(lab, opened, value, "support", f"{row}.{column}")
    page.reload()
    ready(page)

    expect(place(page, 1, 1).locator("textarea").first).to_have_value("Check-in, check-out")
    expect(entry(page, row).locator(".kit-map-gist")).to_have_text("New students · 30 minutes")
    box(page, f"support/{row}.state").select_option("in-use")
    expect(found).to_contain_text("8 gaps in 9 places")
    expect(place(page, 1, 1).get_by_text("Nothing in use")).to_be_hidden()


def test_a_map_is_drawn_and_an_entry_moved_by_the_keyboard_alone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    the_map = ready(page)
    the_map.get_by_role("button", name="Add to Academics, Tier 1").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Homework club")
    row = page.evaluate("document.activeElement.dataset.kitField").split("/")[1].split(".")[0]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the details
    tier = box(page, f"support/{row}.tier")
    for _ in range(12):
        page.keyboard.press("Tab")
        if tier.evaluate("select => select === document.activeElement"):
            break
    page.keyboard.press("ArrowDown")

    expect(place(page, 0, 1).locator("textarea").first).to_have_value("Homework club")
    expect(tier).to_be_focused()
    expect(the_map.get_by_role("status").filter(has_text="moved to")).to_have_text(
        "“Homework club” moved to Academics, Tier 2."
    )
    wait_stored(lab, opened, "tier-2", "support", f"{row}.tier")
    wait_stored(lab, opened, "goal", "support", f"{row}.state")
    the_map.get_by_role("button", name="Undo the move").focus()
    page.keyboard.press("Enter")
    wait_stored(lab, opened, "tier-1", "support", f"{row}.tier")
    expect(place(page, 0, 0).locator("textarea").first).to_be_focused()


def test_an_entry_is_dragged_to_another_place(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    row = add(page, "Academics, Tier 1", "Mentoring")
    wait_stored(lab, opened, "Mentoring", "support", f"{row}.what")
    drag(entry(page, row).locator(".kit-map-grip"), place(page, 2, 1))

    expect(place(page, 2, 1).locator("textarea").first).to_have_value("Mentoring")
    wait_stored(lab, opened, "behavior", "support", f"{row}.area")
    wait_stored(lab, opened, "tier-2", "support", f"{row}.tier")
    expect(place(page, 0, 0)).to_contain_text("Nothing in use")


def test_overlaps_are_named_and_marked_where_they_stand(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    the_map = ready(page)
    one = add(page, "Attendance, Tier 2", "Check-in, check-out")
    two = add(page, "Behavior, Tier 2", "Check in / check out")
    three = add(page, "Behavior, Tier 3", "Plan with the family")

    expect(the_map.locator(".kit-map-found")).to_contain_text(
        "“Check-in, check-out” and “Check in / check out” have nearly the same name: Attendance, Tier 2; Behavior, Tier 2."
    )
    for row, seen in ((one, True), (two, True), (three, False)):
        expect(entry(page, row).get_by_text("May overlap; see below")).to_be_visible(visible=seen)


def test_an_entry_taken_out_can_be_put_back_and_is_no_longer_counted(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    the_map = ready(page)
    row = add(page, "Academics, Tier 1", "Old program")
    expect(the_map.locator(".kit-map-found")).to_contain_text("8 gaps in 9 places")
    entry(page, row).locator("summary").click()
    entry(page, row).get_by_role("button", name="Take out Old program").click()
    undo = the_map.get_by_role("button", name="Put it back")
    expect(undo).to_be_focused()
    expect(the_map.locator(".kit-map-found")).to_be_hidden()
    wait_stored(lab, opened, True, "support", f"{row}.removed")
    page.reload()
    ready(page)
    the_map.get_by_role("button", name="Show 1 thing taken out earlier").click()
    undo.click()

    expect(box(page, f"support/{row}.what")).to_be_focused()
    expect(the_map.locator(".kit-map-found")).to_contain_text("8 gaps in 9 places")


def test_a_move_on_another_screen_takes_no_cell_out_of_hand(lab, opened, visit):
    one, two = (visit(lab.address(opened, "team-1")) for _ in range(2))
    ready(one)
    ready(two)
    row = add(one, "Academics, Tier 1", "Mentor")
    name = box(two, f"support/{row}.what")
    expect(name).to_have_value("Mentor")
    wait_stored(lab, opened, "Mentor", "support", f"{row}.what")
    one.locator("h1").first.click()
    name.press("End")
    entry(one, row).locator("summary").click()
    box(one, f"support/{row}.area").select_option("behavior")
    expect(place(two, 2, 0).locator("textarea").first).to_have_value("Mentor")
    expect(name).to_be_focused()
    two.keyboard.type("ing")

    wait_stored(lab, opened, "Mentoring", "support", f"{row}.what")
    expect(box(one, f"support/{row}.what")).to_have_value("Mentoring")
    kept = lab.store.entries.current(opened.meeting.id, activity="support")
    assert {answer.address.team for answer in kept} == {"team-1"}


def test_an_entry_that_is_begun_and_left_empty_is_nowhere(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    the_map = ready(page)
    the_map.get_by_role("button", name="Add to Academics, Tier 1").click()
    expect(the_map.locator(".kit-map-entry")).to_have_count(1)
    page.reload()
    ready(page)

    expect(the_map.locator(".kit-map-entry")).to_have_count(0)
    assert lab.store.entries.current(opened.meeting.id, activity="support") == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_map_breaks_no_rule_and_fits(lab, opened, visit, width):
    page = visit(lab.address(opened, "team-1"), width=width)
    the_map = ready(page)
    row = add(
        page, "Attendance, Tier 2", "A very long name of something that helps students to come to school"
    )
    entry(page, row).locator("summary").click()
    add(page, "Attendance, Tier 3", "A very long name of something that helps students to come to school")
    expect(the_map.locator(".kit-map-found")).to_contain_text("stands here 2 times")
    expect(the_map.locator("table.kit-map-grid")).to_have_count(1 if width > 720 else 0)

    assert violations(page, ".kit") == []
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= width
