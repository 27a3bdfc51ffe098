"""Every answer on a page has its way out: of two texts for one answer, and of a text that could name a student."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from screen import box, send, wait_stored

from kitlib.store import Address

CHANGED = re.compile("changed on another screen")


def team_page(lab, visit, opened, seat: str = "", beside: Page | None = None) -> Page:
    address = f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1"
    page = visit(address, ready=".kit-step", beside=beside)
    if seat:
        page.locator(".kit-opening .kit-seat select").select_option(seat)
    return page


def apart(pages: list[Page]) -> None:
    """From now on the pages do not reach the server."""
    for page in pages:
        page.route("**/kit/api/*", lambda route: route.abort())


def together(pages: list[Page]) -> None:
    """The pages reach the server again, one after the other."""
    for page in pages:
        page.unroute("**/kit/api/*")
        expect(page.locator(".kit-badge[data-state=saving], .kit-badge[data-state=kept]")).to_have_count(
            0, timeout=30_000
        )


@pytest.fixture
def carried(lab):
    """A meeting to which an action is left over from the one before it."""
    session = lab.library.session("why-mtss")
    actions = next(a.id for a in session.activities.values() if a.kind == "actions")
    district = lab.new_district()
    first = lab.open("why-mtss", district=district, date="2026-10-01")
    send(lab, first, team="team-1", activity=actions, field="r1-a.what", value="Ask the counselors")
    return lab.open("why-mtss", district=district, date="2026-11-01")


def test_two_dates_for_a_left_over_action_are_both_shown_and_one_is_chosen(lab, visit, carried):
    one, two = (team_page(lab, visit, carried) for _ in range(2))
    one.locator(".kit-earlier").get_by_role("radio", name="New date").check()
    expect(two.locator(".kit-earlier").get_by_label("New date", exact=True).last).to_be_visible()
    apart([one, two])
    for page, day in ((one, "2027-01-10"), (two, "2027-02-20")):
        page.locator(".kit-earlier").get_by_label("New date", exact=True).last.fill(day)
    together([one, two])

    panel = two.locator(".kit-earlier").get_by_role("group", name=CHANGED)
    expect(panel).to_contain_text("2027-01-10")
    panel.get_by_role("button", name="Theirs").click()
    expect(panel).to_be_hidden()
    expect(two.locator(".kit-earlier").get_by_label("New date", exact=True).last).to_have_value("2027-01-10")


def test_two_outcomes_of_a_left_over_action_leave_the_first_and_tell_the_other(lab, visit, carried):
    one, two = (team_page(lab, visit, carried) for _ in range(2))
    apart([one, two])
    one.locator(".kit-earlier").get_by_role("radio", name="Done").check()
    two.locator(".kit-earlier").get_by_role("radio", name="Dropped").check()
    together([one, two])

    expect(two.locator(".kit-earlier").get_by_role("radio", name="Done")).to_be_checked()
    expect(two.locator(".kit-earlier .kit-badge-text")).to_contain_text("Someone else chose first")


@pytest.fixture
def board(lab):
    """A meeting with a board, and the board's id."""
    for id in lab.library.session_files:
        session = lab.library.session(id)
        for activity in session.activities.values():
            if activity.kind == "board":
                return lab.open(id), activity.id
    raise AssertionError("no session has a board")


def test_two_drafts_of_one_seats_note_are_both_shown_and_one_is_chosen(lab, visit, board):
    opened, activity = board
    one = team_page(lab, visit, opened, "seat-1")
    two = team_page(lab, visit, opened, "seat-1", beside=one)
    for page in (one, two):
        expect(box(page, f"{activity}/draft")).to_be_editable()
    apart([one, two])
    box(one, f"{activity}/draft").fill("The bell decides.")
    box(two, f"{activity}/draft").fill("Nobody decides.")
    together([one, two])

    composer = two.locator(".kit-composer")
    panel = composer.get_by_role("group", name=CHANGED)
    expect(panel).to_contain_text("The bell decides.")
    panel.get_by_role("button", name="Both, theirs first").click()
    expect(box(two, f"{activity}/draft")).to_have_value("The bell decides.\nNobody decides.")


def test_a_telephone_number_in_a_row_is_asked_about_in_that_row_and_can_be_kept(lab, visit):
    session = lab.library.session("why-mtss")
    actions = next(a.id for a in session.activities.values() if a.kind == "actions")
    opened = lab.open("why-mtss")
    page = team_page(lab, visit, opened)
    cell = page.locator(f'.kit-actions [data-kit-field^="{actions}/"][data-kit-field$=".what"]').first
    words = "Call the families back at 413 555 0142"
    cell.fill(words)
    field = cell.get_attribute("data-kit-field").split("/")[1]

    row = page.locator(".kit-actions .kit-row").first
    asked = row.get_by_role("group", name=re.compile("not saved yet"))
    expect(asked).to_contain_text("413 555 0142")
    expect(page.locator(".kit-actions .kit-badge-text").first).to_contain_text("Not saved yet")
    asked.get_by_role("button", name="It names no student: keep it").click()
    wait_stored(lab, opened, words, actions, field)
    expect(asked).to_be_hidden()


def test_a_text_that_was_asked_about_can_be_given_up_for_what_stood_there(lab, visit):
    opened = lab.open("introducing-bias")
    page = team_page(lab, visit, opened, "seat-1")
    area = box(page, "scene/moment")
    area.fill("As it was.")
    wait_stored(lab, opened, "As it was.", "scene", "moment", seat="seat-1")
    area.fill("I thought of 1098765432.")
    page.get_by_role("button", name="Put back what stood here").click()

    expect(area).to_have_value("As it was.")
    expect(page.locator(".kit-box", has=area).locator(".kit-badge-text")).to_contain_text("Saved")


def test_an_enter_that_ends_a_word_of_an_input_method_sends_nothing(lab, visit):
    opened = lab.open("introducing-bias")
    page = visit(lab.address(opened))
    nudge = page.locator('[data-kit-field="lead/nudge"]')
    nudge.fill("半分")
    press = "(input, isComposing) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing, bubbles: true }))"
    nudge.evaluate(f"(input) => ({press})(input, true)")
    nudge.fill("半分の言葉")
    nudge.evaluate(f"(input) => ({press})(input, false)")

    at = {"team": "", "seat": ""}
    wait_stored(lab, opened, "半分の言葉", "lead", "nudge", **at)
    history = lab.store.entries.history(Address(opened.meeting.id, "", "", "lead", "nudge"))
    assert [entry.value for entry in history] == ["半分の言葉"]


def test_a_page_that_may_not_write_any_more_says_so_and_stops(lab, visit):
    opened = lab.open("introducing-bias")
    page = team_page(lab, visit, opened, "seat-1")
    asked: list[str] = []
    refusal = (
        '{"error": "forbidden", "what": "This page may write for its own team only.", "next": "Join again."}'
    )
    page.route(
        "**/kit/api/entries*",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(
                status=403, body=refusal, headers={"X-Kit": "1", "Content-Type": "application/json"}
            ),
        ),
    )
    box(page, "scene/moment").fill("Kept in this browser.")
    notice = page.get_by_role("alert").filter(has_text="Join again.")
    expect(notice).to_be_visible()
    page.wait_for_timeout(2_500)
    assert len(asked) == 1
    page.unroute("**/kit/api/entries*")

    notice.get_by_role("button", name="Try again").click()

    wait_stored(lab, opened, "Kept in this browser.", "scene", "moment", seat="seat-1")
