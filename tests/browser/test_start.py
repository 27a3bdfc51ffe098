"""The start page: the shelf, and the form that opens a meeting."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from screen import violations


def test_a_meeting_opened_from_the_start_page_has_its_notebooks_and_a_link(lab, visit):
    page = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")
    expect(page.get_by_role("heading", name="1. Choose a session")).to_be_visible()
    page.get_by_label("What do you need?").fill("Introducing Bias")
    page.get_by_role("button", name="Choose Introducing Bias").click()
    page.get_by_label("Length").select_option("75")
    page.get_by_role("combobox", name="District").fill("Quillhaven")
    page.get_by_role("combobox", name="District").press("Tab")
    expect(page.get_by_label("School").locator("option").nth(1)).to_be_attached()
    page.get_by_role("textbox", name="Teams").fill("North table\nSouth table")
    page.get_by_label("Date").fill("2028-01-10")  # after all that other tests opened, so that it stands first
    page.get_by_role("button", name="Open the meeting").click()

    link = page.locator(".kit-opened").get_by_role("link", name="Lead it (facilitator)")
    expect(link).to_be_visible()
    meeting = lab.store.meetings.list(session="introducing-bias", district="99900002")[0]
    assert (meeting.minutes, [team.label for team in meeting.teams]) == (75, ["North table", "South table"])
    folder = lab.home / "meetings" / meeting.id
    assert sorted(p.name for p in folder.glob("*.ipynb")) == [
        "facilitator.ipynb",
        "team-1.ipynb",
        "team-2.ipynb",
    ]

    with page.context.expect_page() as opening:
        link.click()
    expect(opening.value.get_by_text("Quillhaven · ")).to_be_visible(timeout=60_000)

    page.reload()  # the next evening: the meeting stands above the shelf
    held = page.get_by_role("table", name="Newest first").get_by_role("row", name="South table")
    expect(held).to_contain_text("Introducing Bias", timeout=60_000)
    expect(held.get_by_role("link", name="Join as South table")).to_be_visible()
    first = page.get_by_role("heading", level=3).first
    expect(first).to_have_text("Open and held meetings")


def test_a_district_that_is_not_loaded_is_told_with_the_nearest(lab, visit):
    page = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")
    page.get_by_label("What do you need?").fill("Introducing Bias")
    page.get_by_role("button", name="Choose Introducing Bias").click()
    page.get_by_role("combobox", name="District").fill("Quilhaven")
    page.get_by_role("button", name="Open the meeting").click()

    expect(page.get_by_role("alert").filter(has_text="district")).to_contain_text(
        'There is no district "Quilhaven"; did you mean "Quillhaven"'
    )


def test_a_session_whose_file_is_not_sound_is_named_below_the_shelf_and_the_others_can_be_chosen(lab, visit):
    file = lab.library.session_files["why-mtss"]
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(before.replace("title: ", "title: Why: ", 1), encoding="utf-8")
        page = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")
        amiss = page.locator(".kit-problem", has_text="cannot be opened until a file is mended")
        expect(amiss).to_contain_text("1 session cannot be opened")
        expect(amiss).to_contain_text("kit check facilitation/mtss-videos/1-why-mtss.yaml")
        page.get_by_label("What do you need?").fill("Introducing Bias")
        expect(page.get_by_role("button", name="Choose Introducing Bias")).to_be_visible()
    finally:
        file.write_text(before, encoding="utf-8")


def test_the_shelf_is_searched_in_a_teacher_s_words_and_the_time_there_is_is_the_time_proposed(lab, visit):
    page = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")
    found = page.get_by_role("list", name="Sessions found").get_by_role("listitem")
    page.get_by_text("Calmer days").click()
    expect(
        page.get_by_role("heading", name="Recess ends in fights and tears, and class after it is hard.")
    ).to_be_visible()

    page.get_by_label("What do you need?").fill("math protocol shared beliefs")
    expect(page.get_by_text("1 session found")).to_be_visible()
    expect(found).to_have_count(1)

    page.get_by_label("What do you need?").fill("xylophone")
    expect(page.get_by_text("No session found")).to_be_visible()
    page.get_by_role("button", name="Calmer days").click()
    expect(page.get_by_label("What do you need?")).to_have_value("")
    expect(page.get_by_role("button", name="Choose Rethinking Recess")).to_be_visible()

    page.get_by_label("Time you have").select_option("60")
    page.get_by_label("What do you need?").fill("playground")
    expect(found).to_have_count(1)
    page.get_by_role("button", name="Choose Rethinking Recess").click()
    expect(page.get_by_label("Length")).to_have_value("60")


def test_a_session_is_looked_into_made_ones_own_by_keyboard_and_opened(lab, visit):
    page = visit(f"{lab.url}/kit/session?session=rethinking-recess&minutes=45", ready="main")
    expect(page).to_have_title("Rethinking Recess · Look inside")
    for words in (
        "Participants read:",
        "For you, the facilitator",
        "If it gets hard",
        "What the team leaves with",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("Agenda of 45 minutes")).to_be_visible()
    page.get_by_text(re.compile(r"Session 3 of \d+")).click()
    page.get_by_role("link", name="Creating a School Culture Team").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Creating a School Culture Team")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not violations(page, "main")

    page.get_by_role("link", name="Make it mine").focus()
    page.keyboard.press("Enter")  # all of it by keyboard
    steps = page.get_by_role("list", name="Agenda").get_by_role("listitem")
    first, second = (steps.nth(n).locator(".kit-plan-title").inner_text() for n in (0, 1))
    page.get_by_role("button", name="Move down:").first.focus()
    page.keyboard.press("Enter")
    expect(steps.nth(1)).to_contain_text(first.removeprefix("1. "))
    expect(page.get_by_role("button", name="Move down:").nth(1)).to_be_focused()
    before = page.locator(".kit-plan-sum").inner_text()
    page.get_by_role("button", name="One minute more for").first.press("Enter")
    expect(page.locator(".kit-plan-sum")).not_to_have_text(before)
    steps.nth(0).locator(".kit-plan-title").press("Enter")
    page.get_by_role("textbox", name="Title", exact=True).first.fill("")
    expect(page.get_by_text("must not be empty").first).to_be_visible()
    page.reload()  # nothing is lost, the empty title neither
    expect(page.get_by_role("button", name="Keep as our version")).to_be_disabled()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(steps.nth(0)).to_contain_text(second.removeprefix("2. "))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not violations(page, "main")
    page.get_by_role("button", name="Keep as our version").press("Enter")
    expect(
        page.get_by_role("heading", name="Kept: “Creating a School Culture Team (our version)”")
    ).to_be_focused()
    page.get_by_text("Open a meeting with it").press("Enter")
    page.get_by_role("button", name="Open the meeting").press("Enter")
    expect(page.get_by_text("Your rehearsal is open.")).to_be_visible()

    page.goto(f"{lab.url}/kit/session?session=rethinking-reces")
    expect(
        page.get_by_text('There is no session "rethinking-reces"; did you mean "rethinking-recess"')
    ).to_be_visible()
