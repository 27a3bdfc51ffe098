"""Pages without a notebook, and the room as the one who leads sees it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from screen import join, send, sit, violations

from kitlib.frontend import assets, bundles
from kitlib.store import Address, SeatAddress

IS_TOLD = (
    "[...globalThis.__kit.clients.values()][0].push.isOpen"  # of changes, without asking again and again
)


@pytest.fixture
def opened(lab):
    return lab.open("why-mtss", teams=["Reading", "Math"])


@pytest.fixture
def plan(lab):
    """Activity and first prompt that the team may read; the first step; the step of the prompt."""
    session = lab.library.session("why-mtss")
    for activity in session.activities.values():
        for prompt in getattr(activity, "after", []):
            if prompt.scope == "seat" and prompt.visibility == "team":
                return session, activity.id, prompt.id
    raise AssertionError("no such prompt")


def test_the_projector_shows_the_running_step_and_no_notes(lab, opened, visit, plan):
    session, activity, prompt = plan
    step = session.step_of(activity)
    page = visit(f"{lab.url}/kit/projector?meeting={opened.meeting.id}", ready=".kit-big")
    expect(page.locator("h1")).to_have_text(session.title)
    assert violations(page, "body") == []
    assert (
        page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    )  # its buttons are in sight

    send(lab, opened, activity="clock", field=f"{step.id}.start", value=time.time())
    expect(page.locator("h1")).to_contain_text(step.title)
    expect(page.locator(".kit-big-clock")).to_have_text(re.compile(r"\d+:\d\d"))
    send(
        lab, opened, team="team-1", seat="seat-1", activity=activity, field=prompt, value="The bell decides."
    )
    page.get_by_role("button", name="What the teams write").click()
    expect(page.locator(".kit-big-wall")).to_contain_text("The bell decides.")
    assert step.facilitator[:40] not in page.content()
    assert violations(page, "body") == []


def test_a_team_writes_on_a_page_that_needs_no_kernel(lab, opened, visit, plan):
    _, activity, prompt = plan
    page = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-2", width=320, ready=".kit-step")
    page.locator(".kit-opening .kit-seat select").select_option("seat-1")
    area = page.locator(f'[data-kit-field="{activity}/{prompt}"]').first
    area.fill("Written on a phone.")
    expect(page.locator(".kit-box", has=area).locator(".kit-badge-text")).to_contain_text("Saved")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.wait_for_function(IS_TOLD)
    assert "For you, the facilitator" not in page.content()
    assert violations(page, "body") == []
    page.reload()
    expect(page.locator(f'[data-kit-field="{activity}/{prompt}"]').first).to_have_value("Written on a phone.")


def test_every_part_can_be_read_by_a_browser(lab, chromium):
    page = chromium.new_page()
    page.goto(f"{lab.url}/kit/join")
    for name, address in sorted(assets.parts().items()):
        draws = page.evaluate(
            "([bundle, path]) => import(bundle).then(({modules}) => typeof modules[path].default.render)",
            [f"/kit/static/{assets.version()}/{bundles.bundle_of(address)}.js", address],
        )
        assert draws == "function", name
    page.close()


def test_a_page_of_no_meeting_says_so(lab, chromium):
    page = chromium.new_page()
    answer = page.goto(f"{lab.url}/kit/projector?meeting=none")
    assert answer.status == 404
    expect(page.get_by_text("There is no meeting")).to_be_visible()
    page.close()


def test_the_leader_sees_the_teams_write_closes_hides_and_sends_a_word(lab, opened, visit, plan):
    _, activity, prompt = plan
    lead = visit(lab.address(opened))
    team = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1", ready=".kit-step")
    team.locator(".kit-opening .kit-seat select").select_option("seat-1")
    area = team.locator(f'[data-kit-field="{activity}/{prompt}"]').first
    area.fill("We saw the bell.")

    part = lead.locator("section.kit", has=lead.locator(f'[data-kit-field="lead/show.{activity}"]')).first
    expect(part.locator(".kit-lead-count")).to_contain_text("Reading: 1 of 1 seat")
    part.locator(".kit-wall-box summary").click()
    expect(part.locator(".kit-wall")).to_contain_text("We saw the bell.")
    expect(part.locator(".kit-wall")).to_contain_text("Reading")

    show = part.locator(f'[data-kit-field="lead/show.{activity}"]')
    show.select_option("closed")
    expect(area).to_be_disabled()
    expect(area).to_have_value("We saw the bell.")
    show.select_option("hidden")
    expect(area).to_be_hidden()
    show.select_option("open")
    expect(area).to_be_enabled()

    lead.locator('[data-kit-field="lead/nudge"]').fill("Two more minutes")
    lead.get_by_role("button", name="Send to the teams").click()
    expect(team.locator(".kit-nudge", has_text="Two more minutes")).to_be_visible()
    team.get_by_role("button", name="Seen").click()
    expect(team.locator(".kit-nudge", has_text="Two more minutes")).to_be_hidden()


def test_a_team_let_go_at_its_own_pace_presses_its_own_clock(lab, opened, visit, plan):
    session, _, _ = plan
    lead = visit(lab.address(opened))
    team = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-2", ready=".kit-step")
    lead.get_by_role("button", name=f"Start: {session.steps[0].title}").click()
    expect(team.locator(".kit-strip-title")).to_have_text(session.steps[0].title)
    expect(team.get_by_role("button", name=f"Next: {session.steps[1].title}")).to_be_hidden()

    lead.locator('[data-kit-field="lead/pace"]').select_option("own")
    team.get_by_role("button", name=f"Next: {session.steps[1].title}").click()

    expect(team.locator(".kit-strip-title")).to_have_text(session.steps[1].title)
    expect(lead.locator("table", has_text="Seats in use").locator("tr", has_text="Math")).to_contain_text(
        session.steps[1].title
    )
    expect(lead.locator(".kit-strip-title")).to_have_text(session.steps[0].title)


def test_a_text_that_could_name_a_student_waits_for_its_writer(lab, visit):
    opened = lab.open("introducing-bias")
    page = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}", ready=".kit-step")
    page.locator(".kit-opening .kit-seat select").select_option("seat-1")
    area = page.locator('[data-kit-field="scene/moment"]').first
    area.fill("I thought of 1098765432 again.")
    box = page.locator(".kit-box", has=area)
    expect(box.locator(".kit-badge-text")).to_contain_text("looks like a student’s state number")

    page.reload()
    box = page.locator(".kit-box", has=page.locator('[data-kit-field="scene/moment"]'))
    expect(box.locator("textarea")).to_have_value("I thought of 1098765432 again.")
    expect(box.locator(".kit-badge-text")).to_contain_text("Not saved yet")
    box.get_by_role("button", name="keep it").click()
    expect(box.locator(".kit-badge-text")).to_contain_text("Saved")


def test_a_private_text_is_erased_for_good_by_its_writer(lab, visit):
    opened = lab.open("introducing-bias")
    page = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}", ready=".kit-step")
    sit(page)
    area = page.locator('[data-kit-field="first-thoughts/too-fast"]').first
    area.fill("Better gone.")
    box = page.locator(".kit-box", has=area)
    expect(box.locator(".kit-badge-text")).to_contain_text("Saved")

    box.get_by_role("button", name="Erase for good").click()
    box.get_by_role("button", name="Yes, erase it").click()
    expect(box.locator("textarea")).to_have_value("")
    expect(box.get_by_text("Erased.")).to_be_visible()


def test_what_was_left_open_comes_up_in_the_next_meeting(lab, visit, plan):
    session, _, _ = plan
    actions = next(a.id for a in session.activities.values() if a.kind == "actions")
    first = lab.open("why-mtss", district="Quillhaven", date="2026-10-01")
    send(lab, first, team="team-1", activity=actions, field="r1-a.what", value="Ask the counselors")
    send(lab, first, team="team-1", activity=actions, field="r1-a.owner", value="Principal")
    second = lab.open("why-mtss", district="Quillhaven", date="2026-11-01")
    page = visit(lab.address(second))
    part = page.locator(".kit-earlier")
    expect(part).to_contain_text("Ask the counselors")
    part.get_by_role("radio", name="New date").check()
    expect(part).to_contain_text("Still missing: a new date and a reason")
    part.get_by_label("New date", exact=True).last.fill("2027-01-10")
    part.get_by_role("textbox", name="Why").fill("Snow days")
    expect(part.locator(".kit-badge-text")).to_contain_text("Saved")

    third = lab.open("why-mtss", district="Quillhaven", date="2026-12-01")
    page = visit(lab.address(third))
    expect(page.locator(".kit-earlier")).to_contain_text("due January 10, 2027")
    expect(page.locator(".kit-earlier")).to_contain_text("moved 1 time before")


def test_a_meeting_without_a_next_date_does_not_end(lab, visit, plan):
    session, _, _ = plan
    opened = lab.open("why-mtss")
    page = visit(lab.address(opened))
    page.get_by_role("button", name=f"Start: {session.steps[-1].title}").or_(
        page.get_by_role("button", name=f"Start: {session.steps[0].title}")
    ).first.click()
    end = page.get_by_role("button", name="End", exact=True)
    end.click()
    page.get_by_role("button", name="Press again to end now").click()
    expect(page.get_by_text("The meeting has no next date with someone who calls it.").first).to_be_visible()
    page.get_by_role("button", name="Go to “Next meeting”").click()
    page.get_by_role("textbox", name="Or: no next meeting, because").fill("The set is done")
    expect(page.locator(".kit-next-meeting .kit-badge-text")).to_contain_text("Saved")
    page.get_by_label("When we meet again").first.fill("2027-01-31")
    link = page.get_by_role("link", name="Put it in a calendar")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    assert "BEGIN:VEVENT" in Path(download.value.path()).read_text()
    end.click()
    page.get_by_role("button", name="Press again to end now").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()


# -- joining from another device ------------------------------------------------------------------


def test_another_device_joins_by_a_code_and_reaches_its_team_and_nothing_else(lab, chromium, plan):
    _, activity, prompt = plan
    opened = lab.open("why-mtss", teams=["Reading", "Math"])
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{lab.participants}/kit/team?meeting={opened.meeting.id}&team=team-2")
    expect(page.get_by_label("Code of your team")).to_be_visible()
    assert violations(page, "body") == []
    page.get_by_label("Code of your team").fill("aaaa-bbbb")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("No open meeting has this code")

    # As from a QR code: the code is in the part of the address that no server sees, and is gone from it at once.
    page.goto(f"{lab.participants}/kit/join?camera#{lab.code(opened, 'team-2').lower().replace('-', '%20')}")
    expect(page.get_by_label("Code of your team")).to_have_value(re.compile("^[a-z2-7]{4} [a-z2-7]{4}$"))
    assert page.url == f"{lab.participants}/kit/join"
    page.get_by_role("button", name="Join").click()
    sit(page, "seat-2")
    area = page.locator(f'[data-kit-field="{activity}/{prompt}"]').first
    area.fill("From a phone.")
    expect(page.locator(".kit-box", has=area).locator(".kit-badge-text")).to_contain_text("Saved")
    assert violations(page, "body") == []
    context.close()


def seat_of(page, name):
    return page.locator(".kit-opening .kit-seat option", has_text=name)


def test_a_seat_stays_with_its_device_and_its_phrase_takes_it_to_another(lab, chromium):
    opened = lab.open("introducing-bias")
    private = '[data-kit-field="first-thoughts/too-fast"]'
    one, two = (chromium.new_context(viewport={"width": 390, "height": 844}).new_page() for _ in range(2))
    join(one, lab, opened)
    sit(one)
    one.locator(private).first.fill("I was too fast.")
    badge = one.locator(".kit-box", has=one.locator(private)).locator(".kit-badge-text")
    expect(badge).to_contain_text("Saved")
    one.locator(".kit-phrase-fold summary").first.click()
    phrase = one.locator(".kit-phrase-words").first.inner_text()

    join(two, lab, opened)
    expect(seat_of(two, "Seat 1")).to_have_text("Seat 1 (in use)")
    two.locator(".kit-opening .kit-seat select").select_option("seat-1")
    question = two.locator(".kit-opening .kit-conflict:visible")
    expect(question).to_contain_text("Seat 1 belongs to another device")
    assert violations(two, ".kit-opening") == []
    question.get_by_label("Your phrase").fill("not my words at all here")
    question.get_by_role("button", name="Open", exact=True).click()
    expect(question).to_contain_text("That is not the phrase")
    expect(two.locator(private).first).to_have_value("")

    question.get_by_label("Your phrase").fill(phrase.replace("-", " "))
    question.get_by_role("button", name="Open", exact=True).click()
    expect(two.locator(private).first).to_have_value("I was too fast.")
    expect(one.locator(".kit-opening .kit-conflict:visible")).to_contain_text("belongs to another device")
    assert "too fast." not in str(lab.store.entries.history(address(opened, "first-thoughts", "too-fast")))
    for page in (one, two):
        page.context.close()


def address(opened, activity, field):
    return Address(opened.meeting.id, "team-1", "seat-1", activity, field)


def test_who_leads_frees_a_seat_and_what_was_private_in_it_stays_locked(lab, chromium, visit):
    opened = lab.open("introducing-bias")
    phone, other = (chromium.new_context(viewport={"width": 390, "height": 844}).new_page() for _ in range(2))
    private, shared = (
        '[data-kit-field="first-thoughts/too-fast"]',
        '[data-kit-field="scene/moment"]',
    )
    join(phone, lab, opened)
    sit(phone)
    for field, words in ((private, "mine alone"), (shared, "for the room")):
        phone.locator(field).first.fill(words)
        badge = phone.locator(".kit-box", has=phone.locator(field)).locator(".kit-badge-text")
        expect(badge).to_contain_text("Saved")
    lead = visit(lab.address(opened))
    lab.store.seats.free(SeatAddress(opened.meeting.id, "team-1", "seat-1"))
    phone.context.close()

    join(other, lab, opened)
    other.locator(".kit-opening .kit-seat select").select_option("seat-1")
    other.get_by_role("button", name="It is my seat").first.click()
    expect(other.locator(shared).first).to_have_value("for the room")
    expect(other.locator(private).first).to_have_value("")
    expect(other.locator(private).first).not_to_be_editable()
    expect(other.get_by_text("This is locked. Your phrase opens it.").first).to_be_visible()
    assert "mine alone" not in lead.content()
    other.context.close()
