"""A session of one's own, from nothing: begun by form, written with every kind of activity, and a meeting opened with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect
from screen import WHOLE, violations

from kitlib.content import Library
from kitlib.content.plan_offers import sorts
from kitlib.meetings.planning import create_meeting
from kitlib.settings import settings

FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """What is done within is told to the server, and its answer is on the page."""
    with page.expect_response(lambda response: response.url.endswith("/kit/api/plan")) as answer:
        yield
    answer.value.finished()
    page.evaluate(FRAMES)


def fill(activity: Locator) -> None:
    """Write into each field of an activity that says it is needed, until none does."""
    amiss = activity.locator(".kit-cell-problem:not(:empty)")
    for _ in range(40):
        if amiss.count() == 0:
            return
        with answered(activity.page):
            mend(amiss.first.locator("xpath=ancestor::*[contains(@class, 'kit-cell') and not(self::p)][1]"))
    raise AssertionError(amiss.all_text_contents())


def mend(cell: Locator) -> None:
    """Do one thing for a field: add a row, write, choose."""
    rows = cell.get_by_role("button", name=re.compile("^Add one"))
    if rows.count() and cell.locator("li").count() == 0:
        return rows.first.click()
    for box in cell.locator("input[type=text]:visible, textarea:visible").all():
        if not box.input_value():
            return box.fill("Our own words")
    for box in cell.locator("input[type=number]:visible").all():
        if not box.input_value():
            return box.fill("1")
    for choice in cell.locator("select:visible").all():
        if not choice.input_value():
            choice.select_option(index=1)
            return None
    return cell.locator("input[type=checkbox]:visible").first.check()


def test_a_session_is_begun_filled_with_every_kind_kept_and_a_meeting_opened_with_it(lab, visit):
    page: Page = visit(f"{lab.url}/kit/plan", ready=".kit-begin")
    page.get_by_label("Title of the session").fill("Homework that is worth doing")
    page.get_by_label("Minutes", exact=True).fill("240")
    page.get_by_label("Topic that it belongs to").select_option("A topic of our own…")
    page.get_by_label("Name of the topic").fill("Our evenings")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", name="Our session")).to_be_visible(timeout=60_000)

    page.locator(".kit-plan-title", has_text="What do we see").click()
    step = page.locator(".kit-plan-step", has=page.locator(".kit-plan-title", has_text="What do we see"))
    for n, sort in enumerate(sorts(), start=2):
        step.get_by_label("Add an activity").select_option(sort["kind"])
        with answered(page):
            step.get_by_role("button", name="Add it").click()
        activity = step.locator(".kit-plan-activity").nth(n - 1)
        expect(activity).to_be_visible()
        fill(activity)
    save = page.get_by_role("button", name="Keep our session")
    expect(step.locator(".kit-cell-problem:not(:empty)")).to_have_count(0)
    step.get_by_role("button", name="See it as people will").click()
    look = page.get_by_role("region", name="As people will see it").first
    expect(look.locator(".kit-preview-screen .kit-reflection textarea").first).to_be_visible()
    expect(look.get_by_role("heading", name="3. What do we see?")).to_be_visible()
    step.get_by_label("Prompt").first.fill("Look around you.")
    expect(look.get_by_text("Look around you.")).to_be_visible()
    look.get_by_role("button", name="On paper").click()
    expect(look.frame_locator("iframe[title^='The sheet']").get_by_text("Look around you.")).to_be_visible()
    look.get_by_role("button", name="In the record").click()
    expect(
        look.frame_locator("iframe[title^='What']").get_by_text("What somebody wrote here.").first
    ).to_be_visible()
    assert violations(page, ".kit-plan") == []
    look.get_by_role("button", name="Close").click()
    expect(step.get_by_role("button", name="See it as people will")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Redo").click()
    expect(save).to_be_enabled()
    save.click()

    expect(page.get_by_role("heading", name="Kept: “Homework that is worth doing”")).to_be_visible()
    library = Library.of(settings(lab.home))
    made = library.session("homework-that-is-worth-doing")
    assert {a.kind for a in made.step_of("seen").activities} >= {sort["kind"] for sort in sorts()}
    assert library.check(library.session_files[made.id]) == []
    page.get_by_text("Open a meeting with it").click()
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_text("Your rehearsal is open.")).to_be_visible(timeout=60_000)


def test_the_start_page_offers_a_new_session_and_leads_to_where_it_is_written(lab, visit):
    page = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")
    page.get_by_text("Make a new session").click()
    expect(page.get_by_label("Topic that it belongs to").locator("option").nth(1)).to_be_attached()
    page.get_by_label("Title of the session").fill("A short one")
    page.get_by_label("Minutes", exact=True).fill("30")
    page.get_by_role("button", name="Begin it").click()

    link = page.get_by_role("link", name="Write “A short one” now")
    expect(link).to_be_visible()
    assert violations(page, ".kit-start") == []
    with page.context.expect_page() as opening:
        link.click()
    expect(opening.value.get_by_text("You change “A short one” itself")).to_be_visible(timeout=60_000)


def test_a_file_that_a_hand_wrote_is_changed_itself_where_somebody_says_so_and_put_back(lab, visit):
    shipped = lab.library.session_files["introducing-bias"].read_text(encoding="utf-8")
    file = lab.home / "own" / "bias-toolkit" / "71-by-hand.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    before = shipped.replace("id: introducing-bias", "id: by-hand", 1)
    before = re.sub(r"^number: .*", "number: 71   # ours", before, count=1, flags=re.MULTILINE)
    file.write_text(before, encoding="utf-8")
    page = visit(f"{lab.url}/kit/plan?session=by-hand", ready=".kit-plan-step")
    with answered(page):
        page.get_by_label("Change the file itself").check()
    with answered(page):
        page.get_by_role("button", name="Leave out: Check out").click()
    page.get_by_role("button", name="Keep our session").click()
    expect(page.get_by_role("heading", name=re.compile("^Kept: "))).to_be_visible()

    after = file.read_text(encoding="utf-8")
    assert after != before
    assert "number: 71   # ours" in after
    assert violations(page, ".kit-plan") == []
    page.locator(".kit-opened").get_by_role("button", name="Put the file back as it was").click()
    expect(page.get_by_text("The file is as it was before.")).to_be_visible()
    assert file.read_text(encoding="utf-8") == before


def test_a_translation_is_typed_beside_the_english_kept_and_read_by_who_takes_part(lab, visit, chromium):
    page = visit(f"{lab.url}/kit/plan?session=parent-teacher-teams", ready=".kit-plan-step")
    with answered(page):
        page.get_by_label("Show translations in").select_option("es")
    page.locator(".kit-plan-title", has_text="One skill").click()
    step = page.locator(".kit-plan-step", has=page.locator(".kit-plan-title", has_text="One skill"))
    beside = step.get_by_role("textbox", name="Prompt, in Spanish")
    expect(beside).not_to_have_value("")
    with answered(page):
        step.get_by_label("Prompt", exact=True).fill("Write what you saw.")
    expect(step.get_by_text("To be looked at again: the English has changed.").first).to_be_visible()
    with answered(page):
        beside.fill("Escriba lo que vio.")
    expect(step.get_by_text("A draft: no speaker has gone over it.").first).to_be_visible()
    with answered(page):
        page.get_by_role("button", name="Undo").click()
    expect(beside).not_to_have_value("Escriba lo que vio.")
    with answered(page):
        page.get_by_role("button", name="Redo").click()
    expect(beside).to_have_value("Escriba lo que vio.")
    expect(page.locator(".kit-plan-changes").get_by_role("heading", name="In Spanish")).to_be_visible()
    assert violations(page, ".kit-plan") == []
    page.get_by_role("button", name="Keep as our version").click()

    expect(
        page.locator(".kit-opened").get_by_text(re.compile(r"parent-teacher-teams-ours\.es\.po"))
    ).to_be_visible()
    places = settings(lab.home)
    made = {"session": "parent-teacher-teams-ours", "district": lab.new_district()}
    opened = create_meeting(lab.store, Library.of(places), places, **made)
    phone = chromium.new_context(viewport={"width": 390, "height": 800}, locale="es-US").new_page()
    phone.add_init_script(WHOLE)
    phone.goto(f"{lab.participants}/kit/join")
    phone.get_by_label("Code of your team").fill(lab.code(opened))
    with phone.expect_navigation():
        phone.locator("select#language").select_option("es")
    phone.get_by_role("button", name="Entrar").click()
    expect(phone.locator("html")).to_have_attribute("lang", "es")
    expect(phone.locator(".kit-prompt", has_text="Escriba lo que vio.")).to_be_visible()
    assert violations(phone, "body") == []
    phone.context.close()
