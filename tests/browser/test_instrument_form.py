"""An instrument made by form, from the start page to a statement that is rated, and a session that asks it."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from screen import violations

from kitlib.content import Library
from kitlib.settings import settings


def test_a_new_instrument_is_made_from_the_start_page_rated_before_it_is_kept_and_found_there(lab, visit):
    start = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")
    start.get_by_text("Forms to rate").click()
    expect(start.get_by_role("link", name="Make Do you feel welcome at our school? ours")).to_be_visible()
    assert not violations(start, ".kit-start")
    with start.context.expect_page() as opening:
        start.get_by_role("link", name="Make a new form to rate").click()
    page = opening.value
    before = len(lab.store.meetings.list())
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a new form to rate")

    page.get_by_role("button", name="Keep it").press("Enter")  # what is missing is told, and gone to
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_be_focused()
    expect(page.get_by_text("must not be empty").first).to_be_visible()
    page.get_by_role("textbox", name="Title", exact=True).fill("On the way in")
    page.get_by_label("For whom").select_option("families")
    page.get_by_role("textbox", name="Statement").fill("Somebody said hello and goodbye.")
    expect(page.get_by_text("This may be two things in one.")).to_be_visible()
    page.get_by_role("textbox", name="Statement").fill("Somebody said hello.")
    page.get_by_role("button", name="Add a statement").press("Enter")
    second = page.get_by_role("listitem", name="Statement 2").get_by_role("textbox", name="Statement")
    expect(second).to_be_focused()
    second.fill("I found the office.")
    page.reload()  # nothing is lost
    expect(second).to_have_value("I found the office.")
    page.get_by_role("button", name="Move up: statement 2").press("Enter")
    expect(page.get_by_role("textbox", name="Statement").first).to_have_value("I found the office.")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(second).to_have_value("I found the office.")

    shown = page.get_by_role("region", name="As people will see it")
    rated = shown.get_by_role("group", name="1. Somebody said hello.")
    rated.get_by_role("radio", name="Agree", exact=True).check()
    expect(shown.get_by_text("1 of 2 rated")).to_be_visible()
    expect(shown.get_by_text("saved", exact=False).first).to_be_visible()
    shown.get_by_role("button", name="Show the spread to the team").click()
    expect(shown.get_by_role("button", name="Hide the spread")).to_be_visible()
    shown.get_by_role("button", name="On paper").click()
    expect(page.frame_locator("iframe:visible").get_by_text("1. Somebody said hello.").first).to_be_visible()
    shown.get_by_role("button", name="In the record").click()
    expect(
        page.frame_locator("iframe:visible").get_by_role("heading", name="On the way in").first
    ).to_be_visible()
    assert not violations(page, "main")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert len(lab.store.meetings.list()) == before  # it was shown, and nothing stored

    page.get_by_role("button", name="Keep it").press("Enter")
    expect(page.get_by_role("heading", name="Kept: “On the way in”")).to_be_focused()
    expect(page.get_by_text("own/instruments/on-the-way-in.yaml")).to_be_visible()
    found = Library.of(settings()).instrument("on-the-way-in")
    assert [item.id for item in found.items] == ["somebody-said-hello", "i-found-the-office"]

    page.get_by_label("Show translations in").select_option("es")
    page.get_by_role("textbox", name="Title, in Spanish").fill("Al entrar")
    expect(page.get_by_text("A draft: no speaker has gone over it.").first).to_be_visible()
    page.get_by_role("textbox", name="Statement", exact=True).first.fill("Somebody greeted me.")
    page.get_by_role("button", name="Make it version 2.0").press("Enter")
    page.get_by_role("button", name="Keep it").press("Enter")
    expect(page.get_by_text(re.compile("crosswalks/on-the-way-in-1-2.yaml"))).to_be_visible()
    again = Library.of(settings()).instrument("on-the-way-in")
    assert (again.titles["es"], again.version) == ("Al entrar", "2.0")
