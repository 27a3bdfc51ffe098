"""The desk: every district and school, found and opened without a notebook."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect
from screen import violations

from kitlib.exchange.sample import tell
from kitlib.meetings.service import MeetingService
from kitlib.store import District

HELD = (dt.datetime.now().astimezone().date() - dt.timedelta(days=40)).isoformat()
DUE = (dt.datetime.now().astimezone().date() - dt.timedelta(days=3)).isoformat()


@pytest.fixture(scope="module")
def desk(lab):
    """The address of a desk with sixty districts, of which one has an action that is overdue."""
    lab.store.districts.load([District(f"77{n:02}", f"Long Lake {n:02}", "Lake") for n in range(60)])
    meeting = lab.open("why-mtss", district="Long Lake 07", date=HELD).meeting
    plan = next(id for id, a in lab.library.session("why-mtss").activities.items() if a.kind == "actions")
    said = {plan: {"r1.what": "Ask the families", "r1.owner": "Coach", "r1.due": DUE}}
    tell(MeetingService(lab.store, lab.library), meeting, {"team-1": {"team": said}})
    return f"{lab.url}/kit/desk"


def rows(page):
    return page.locator(".kit-desk tbody tr")


def test_a_district_is_found_opened_and_left_again_and_the_address_keeps_what_is_shown(desk, chromium):
    page = chromium.new_page()
    page.goto(f"{desk}?county=Lake&sort=name")
    expect(rows(page)).to_have_count(50)
    page.get_by_role("button", name="Next page").click()
    expect(rows(page)).to_have_count(10)
    expect(page.get_by_text("Page 2 of 2: 10 of 60 districts")).to_be_visible()

    page.get_by_label("Name or code").fill("LONG  lake 07")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("⚠ 1")
    page.reload()
    expect(page.get_by_label("Name or code")).to_have_value("LONG  lake 07")
    page.get_by_role("button", name="Long Lake 07").click()
    expect(page.get_by_role("heading", name="Long Lake 07")).to_be_focused()
    expect(page.get_by_role("row", name="Ask the families")).to_contain_text("⚠ overdue")
    expect(page.get_by_role("link", name="Lead it (facilitator)")).to_be_visible()

    page.go_back()
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Name or code").fill("nowhere")
    expect(page.get_by_text("No district fits. Take a filter away.")).to_be_visible()
    page.close()


def test_the_desk_is_used_with_the_keyboard_alone(desk, chromium):
    page = chromium.new_page()
    page.goto(f"{desk}?county=Lake")
    expect(rows(page).first).to_contain_text("Long Lake 07")  # what is overdue comes first
    page.get_by_role("button", name="District", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="District")).to_have_attribute("aria-sort", "ascending")
    expect(rows(page).first).to_contain_text("Long Lake 00")
    expect(page.get_by_role("button", name="District", exact=True)).to_be_focused()
    page.get_by_role("button", name="Long Lake 07").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What is open")).to_be_visible()
    page.keyboard.press("Tab")  # over the summary of what can be made
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Back to the list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All districts and schools")).to_be_focused()
    page.close()


def test_records_are_made_from_the_desk_and_are_still_told_of_after_the_page_was_left(desk, chromium):
    page = chromium.new_page()
    page.goto(f"{desk}?district=7707")
    page.get_by_text("Make records, pages, roll-ups and handouts").click()
    form = page.locator(".kit-making form")
    expect(form.get_by_label("District")).to_have_value("Long Lake 07")
    form.get_by_label("Session").select_option(label="Why a system of tiers?")
    form.get_by_label("Notebook").uncheck()
    form.get_by_role("button", name="Make them").click()
    expect(page.get_by_text("It is being made.")).to_be_attached()
    page.reload()  # and it goes on

    job = page.locator(".kit-jobs > li").first
    expect(job.get_by_text("1 made.")).to_be_visible(timeout=120_000)
    assert violations(page, ".kit-making") == []
    with page.context.expect_page() as opened:
        job.get_by_role("link", name="page of Long Lake 07").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Long Lake 07")
    opened.value.close()

    page.get_by_text("Make records, pages, roll-ups and handouts").click()
    form.get_by_label("What to make").select_option(label="Roll-up")
    form.get_by_label("Smallest group").fill("3")
    form.get_by_label("Session").select_option(index=1)
    form.get_by_role("button", name="Make them").click()
    expect(page.locator(".kit-jobs > li").first.get_by_text("raised above 10, not lowered")).to_be_visible(
        timeout=120_000
    )
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_desk_breaks_no_rule_and_fits(desk, chromium, width):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for query in ("", "?level=schools", "?district=7707"):
        page.goto(desk + query)
        expect(page.locator(".kit-desk tbody tr").first).to_be_visible()
        assert violations(page, "body") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_on_a_phone_the_list_follows_two_filters_and_the_others_are_one_press_away(desk, chromium):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{desk}?county=Lake")
    expect(rows(page).first).to_be_visible()
    form = page.get_by_role("search").bounding_box()
    assert form["height"] < 844 / 3
    more = page.get_by_role("button", name="More filters (1 set)")
    expect(page.get_by_label("County")).to_be_hidden()

    more.click()
    page.get_by_label("County").select_option("")
    expect(page.get_by_role("button", name="Fewer filters", exact=True)).to_be_visible()
    page.close()
