"""A room of people: one step at a time for the teams, a cockpit for who leads, and a wall that it steers."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect
from screen import behind, join, send, sit, violations

from kitlib.store import LEADING

PHONE = {"width": 320, "height": 640}
#: What a page says where it prints a value that it does not have.
BROKEN = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const words = node.data.trim(), of = node.parentElement;
    if (of.closest('script, style')) continue;
    if (/^(false|true|null|undefined|NaN)$/.test(words) || /undefined|NaN|\\[object/.test(words)) found.push(words);
  }
  for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], img[alt]')) {
    if (!each.closest('[class*="kit-"], .kit')) continue; // JupyterLab speaks of "undefined tabs"
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const words = each.getAttribute(name) ?? '';
      if (/^(false|true|null)$|undefined|NaN|\\[object/.test(words)) found.push(`${name}: ${words}`);
    }
  }
  if (/undefined|null|NaN|\\[object|^false/.test(document.title)) found.push(document.title);
  return found;
}"""


@pytest.fixture(scope="module")
def phones(chromium):
    """Phones, each a browser of its own."""
    contexts = []

    def phone() -> Page:
        contexts.append(chromium.new_context(viewport=PHONE, locale="en-US"))
        return contexts[-1].new_page()

    yield phone
    for context in contexts:
        context.close()


def start(lab, opened, step: str) -> None:
    send(lab, opened, activity="clock", field=f"{step}.start", value=time.time())


def titles(lab, session: str) -> list[tuple[str, str]]:
    return [(step.id, step.title) for step in lab.library.session(session).steps]


def heading(page: Page, title: str):
    return page.locator("h2", has_text=title)


def top_of(page: Page, selector: str) -> float:
    return page.locator(selector).first.evaluate("element => element.getBoundingClientRect().top")


def test_a_phone_shows_the_running_step_alone_and_goes_along_but_never_from_under_who_writes(lab, phones):
    opened = lab.open("rating")
    steps = titles(lab, "rating")
    page = phones()
    join(page, lab, opened, whole=False)
    expect(page.locator(".kit-chip")).to_have_text("Choose your seat")
    expect(heading(page, steps[0][1])).to_be_hidden()
    sit(page)
    expect(page.locator(".kit-chip")).to_have_text(re.compile("Seat 1"))
    assert violations(page, "body") == []

    start(lab, opened, steps[0][0])
    expect(heading(page, steps[0][1])).to_be_in_viewport()
    expect(heading(page, steps[1][1])).to_be_hidden()
    expect(page).to_have_title(re.compile(f"^{steps[0][1]} · Team"))
    caption = page.locator(".kit-attendance caption").first
    assert caption.evaluate("element => element.offsetHeight") < 80  # and not one letter a line
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    role = page.locator('.kit-attendance [data-kit-field$=".role"]').first
    role.fill("Math")
    before = top_of(page, '.kit-attendance [data-kit-field$=".role"]')
    start(lab, opened, steps[1][0])
    expect(page.get_by_text(f"The meeting has moved on to 2. {steps[1][1]}.")).to_be_visible()
    expect(role).to_be_focused()
    assert abs(top_of(page, '.kit-attendance [data-kit-field$=".role"]') - before) <= 1
    page.keyboard.type(" coach")
    expect(role).to_have_value("Math coach")
    assert violations(page, "body") == []

    page.get_by_role("button", name="Go there").click()
    expect(heading(page, steps[1][1])).to_be_in_viewport()
    expect(heading(page, steps[1][1])).to_be_focused()
    expect(role).to_be_hidden()

    page.locator(".kit-foot-bar button").first.click()
    page.locator(".kit-steps").get_by_role("button", name=f"1. {steps[0][1]}").click()
    expect(role).to_have_value("Math coach")
    page.get_by_role("button", name="Go to the step that runs").click()
    expect(heading(page, steps[1][1])).to_be_visible()


def test_who_leads_follows_next_on_one_screen_by_keyboard_and_sees_who_is_ready(lab, phones, visit):
    opened = lab.open("rating", teams=["Reading", "Math"])
    steps = titles(lab, "rating")
    lead = visit(lab.address(opened), width=1366, step=True, ready=".kit-agenda li")
    lead.set_viewport_size({"width": 1366, "height": 768})
    phone = phones()
    join(phone, lab, opened, "team-2", whole=False)
    sit(phone)

    lead.get_by_role("button", name="Start:").press("Enter")
    expect(heading(lead, steps[0][1])).to_be_in_viewport()
    lead.locator(".kit-clock-strip").get_by_role("button", name="Next:").press("Enter")
    expect(heading(lead, steps[1][1])).to_be_in_viewport()
    expect(heading(lead, steps[0][1])).to_be_hidden()
    expect(lead.locator(".kit-agenda li[aria-current='step']")).to_contain_text(steps[1][1])
    for part in (
        ".kit-agenda",
        ".kit-teams",
        '[data-kit-field="lead/nudge"]',
        ".kit-views",
        ".kit-projector",
    ):
        expect(lead.locator(part)).to_be_in_viewport()
    assert violations(lead, ".kit-rails") == []
    assert violations(lead, ".kit-clock-strip") == []

    phone.get_by_role("button", name="I am ready").click()
    expect(phone.get_by_role("button", name="✓ I am ready")).to_have_attribute("aria-pressed", "true")
    expect(lead.locator(".kit-teams tr", has_text="Math")).to_contain_text("1 of 1")

    lead.set_viewport_size({"width": 820, "height": 1180})
    for part in (".kit-teams", ".kit-views", ".kit-agenda li[aria-current='step']"):
        expect(lead.locator(part)).to_be_in_viewport()
    expect(heading(lead, steps[1][1])).to_be_in_viewport()


def test_a_second_who_leads_is_told_of_in_the_strip_which_stays_one_line(lab, phones, visit):
    opened = lab.open("rating")
    start(lab, opened, titles(lab, "rating")[1][0])
    cockpit = f"{lab.url}/kit/cockpit?meeting={opened.meeting.id}"
    lead = visit(cockpit, width=1366, step=True, ready=".kit-agenda li")
    code = lab.code(opened, LEADING)  # with which the door is there, however late the cockpit asks for it
    lab.store.doors.set_open(opened.meeting.id, LEADING, True)
    second = phones()
    second.goto(f"{lab.participants}/kit/lead")
    second.get_by_label("Facilitator’s code").fill(code)
    second.get_by_role("button", name="Lead", exact=True).click()

    for page in (lead, second):
        expect(page.locator(".kit-clock-strip")).to_contain_text("Led from two places", timeout=60_000)
        assert violations(page, "body") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert lead.locator(".kit-clock-strip").bounding_box()["height"] <= 64
    assert lead.evaluate(BROKEN) == []


@pytest.mark.parametrize("size", [(320, 640), (683, 384)], ids=["phone", "twice as large"])
def test_what_has_the_focus_is_never_behind_the_strip_or_the_foot(lab, phones, size):
    opened = lab.open("why-mtss")
    start(lab, opened, titles(lab, "why-mtss")[1][0])  # agreements and a parking lot: many boxes and ticks
    page = phones()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    join(page, lab, opened, whole=False)
    page.locator(".kit-chip").click()
    page.locator(".kit-drawer select").select_option("seat-1")
    expect(page.locator(".kit-drawer")).to_be_hidden()

    assert behind(page) == []
    page.goto(f"{lab.url}/kit/cockpit?meeting={opened.meeting.id}")
    expect(page.locator(".kit-agenda li[aria-current='step']").first).to_be_attached()
    assert behind(page) == []


def test_a_long_link_in_an_action_pushes_nothing_off_the_page_or_off_the_print(lab, visit):
    opened = lab.open("why-mtss")
    link = "https://www.example.org/" + "a-very-long-name-without-a-space/" * 12
    for field, value in {"what": link, "owner": "Principal", "due": "2027-01-12", "status": "open"}.items():
        send(lab, opened, team="team-1", activity="plan", field=f"r1-a.{field}", value=value)
    page = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1", ready=".kit-actions")
    expect(page.locator('[data-kit-field="plan/r1-a.owner"]').first).to_have_value("Principal")

    for media, width in (("screen", 1280), ("screen", 320), ("print", 700)):
        page.emulate_media(media=media)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (media, width)
        fields = page.locator('[data-kit-field^="plan/r1-a."]')
        edges = fields.evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
        assert len(edges) >= 4
        assert max(edges) <= width, (media, width)
    # On paper: title, all steps, and nothing that stands still over them.
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    steps = titles(lab, "why-mtss")
    for n in (0, -1):
        expect(page.locator("h2", has_text=steps[n][1])).to_be_visible()
    fixed = "all => all.filter(each => each.checkVisibility() && getComputedStyle(each).position === 'fixed').length"
    assert page.locator("body *").evaluate_all(fixed) == 0


def test_where_a_step_asks_nothing_the_wall_shows_its_prompt_whatever_is_chosen(lab, visit):
    opened = lab.open("introducing-bias")
    silent = next(step for step in lab.library.session("introducing-bias").steps if not step.activities)
    send(lab, opened, activity="lead", field="wall.view", value="words")
    start(lab, opened, silent.id)
    wall = visit(f"{lab.url}/kit/projector?meeting={opened.meeting.id}", width=1920, ready=".kit-big")
    expect(wall.locator(".kit-big-prompt")).to_contain_text(silent.prompt[:20])


def test_the_wall_is_steered_from_the_cockpit_and_says_goodbye(lab, visit):
    opened = lab.open("rating")
    for n, point in enumerate((4, 4, 1), start=1):
        send(
            lab,
            opened,
            team="team-1",
            seat=f"seat-{n}",
            activity="importance",
            field="own.meets",
            value=point,
        )
    send(lab, opened, team="team-1", activity="importance", field="revealed", value=True)
    start(lab, opened, "what-matters")
    wall = visit(f"{lab.url}/kit/projector?meeting={opened.meeting.id}", width=1920, ready=".kit-big")
    lead = visit(lab.address(opened), width=1366, step=True, ready=".kit-agenda li")

    def show(view: str) -> None:
        lead.locator(".kit-views").get_by_role("button", name=view, exact=True).click()

    show("Results")
    bar = wall.get_by_role("img", name=re.compile("The team meets at least twice a month"))
    expect(bar).to_be_visible()
    expect(wall.get_by_text("Fewer than 3 answers").first).to_be_visible()
    assert violations(wall, "body") == []
    show("How to join")
    expect(wall.get_by_role("heading", name="How to join")).to_be_visible()
    show("Nothing")
    expect(wall.locator("h1")).to_be_hidden()
    wall.reload()
    expect(wall.locator(".kit-big-clock")).to_have_text(re.compile(r"\d+:\d\d"))
    expect(wall.locator("h1")).to_be_hidden()
    show("Prompt")
    expect(wall.locator("h1")).to_contain_text("2.")
    assert wall.evaluate(BROKEN) == []

    send(lab, opened, activity="clock", field="end", value=time.time())
    expect(wall.locator("h1")).to_have_text("Thank you")
    expect(lead.get_by_role("button", name="Go on")).to_be_visible()
    expect(lead.get_by_role("link", name="Open the next one on the start page")).to_be_in_viewport()
    for page in (wall, lead):
        assert page.evaluate(BROKEN) == []


def test_while_a_seat_is_in_question_nothing_is_written_as_another(lab, phones):
    opened = lab.open("rating")
    for field in ("own.meets",):
        send(lab, opened, team="team-1", seat="seat-3", activity="importance", field=field, value=2)
    page = phones()
    join(page, lab, opened)
    sit(page)
    page.locator(".kit-opening .kit-seat select").select_option("seat-3")
    expect(page.locator(".kit-opening .kit-seat-question")).to_contain_text("Seat 3 was used already")

    choice = page.locator(".kit-rating .kit-points input").first
    expect(choice).to_be_disabled()
    expect(page.locator(".kit-chip")).to_have_text("Whose seat is it?")
    assert page.evaluate(BROKEN) == []
    page.locator(".kit-opening").get_by_role("button", name="Choose another").click()
    expect(choice).to_be_enabled()


def test_an_input_method_ends_a_word_by_enter_and_sends_nothing(lab, visit):
    opened = lab.open("rating")
    lead = visit(lab.address(opened), width=1366, step=True, ready=".kit-agenda li")
    word = lead.locator('[data-kit-field="lead/nudge"]')
    word.fill("もう")
    for composing, code in ((True, 13), (False, 229)):
        word.evaluate(
            "(input, [isComposing, keyCode]) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing, keyCode, bubbles: true }))",
            [composing, code],
        )
    expect(lead.get_by_role("button", name="Take it down")).to_be_hidden()
    word.press("Enter")
    expect(lead.get_by_role("button", name="Take it down")).to_be_visible()


def test_a_phone_number_in_a_word_to_the_teams_is_asked_about(lab, visit):
    opened = lab.open("rating")
    lead = visit(lab.address(opened), width=1366, step=True, ready=".kit-agenda li")
    lead.locator('[data-kit-field="lead/nudge"]').fill("Call 617-555-1234")
    lead.get_by_role("button", name="Send to the teams").click()

    expect(lead.locator(".kit-rail-right .kit-status")).to_contain_text("617-555-1234")
    expect(lead.locator(".kit-rail-right .kit-review")).to_contain_text("looks like")


def test_a_step_done_next_and_a_step_added_reach_every_page_but_never_take_a_box_from_who_writes(
    lab, phones, visit
):
    opened = lab.open("rating", teams=["Reading", "Math"])
    steps = titles(lab, "rating")
    lead = visit(lab.address(opened), width=1366, step=True, ready=".kit-agenda li")
    writing, reading = phones(), phones()
    for page, team in ((writing, "team-1"), (reading, "team-2")):
        join(page, lab, opened, team, whole=False)
        sit(page)
    start(lab, opened, steps[0][0])
    role = writing.locator('.kit-attendance [data-kit-field$=".role"]').first
    role.fill("Math coach")

    def agenda(page: Page) -> list[str]:
        return [text.split("\n")[0] for text in page.locator(".kit-agenda .kit-link").all_inner_texts()[1:]]

    rows = lead.locator(".kit-rail .kit-agenda li")
    rows.nth(4).get_by_role("button", name="Do next").click()
    expect(rows.nth(2)).to_contain_text(steps[3][1])
    expect(lead.get_by_role("button", name=f"Next: {steps[3][1]}")).to_be_visible()
    expect(role).to_be_focused()
    expect(writing.get_by_text("This page follows as soon as you pause.")).to_be_visible()
    expect(role).to_have_value("Math coach")
    role.blur()
    expect(writing.get_by_text("This page follows as soon as you pause.")).to_be_hidden()
    expect(writing.locator('.kit-attendance [data-kit-field$=".role"]').first).to_have_value("Math coach")

    lead.get_by_text("Add a step", exact=True).click()
    form = lead.locator(".kit-rearrange")
    expect(form.get_by_label("What", exact=True)).to_contain_text("Talk in pairs")
    form.get_by_label("Its title").fill("Stand by the window")
    form.get_by_label("What everybody reads").fill("Stand up and look out.")
    assert violations(lead, ".kit-rail-left") == []
    form.get_by_role("button", name="Add the step").click()
    expect(lead.get_by_role("button", name="Next: Stand by the window")).to_be_visible()
    lead.get_by_role("button", name="Next: Stand by the window").click()
    expect(heading(lead, "Stand by the window")).to_be_in_viewport()
    for page in (writing, reading):
        expect(heading(page, "Stand by the window")).to_be_in_viewport()
        expect(page.get_by_text("Stand up and look out.")).to_be_visible()
        assert page.evaluate(BROKEN) == []
    assert lead.evaluate(BROKEN) == []


def test_no_page_ever_shows_a_value_that_it_does_not_have(lab, chromium):
    empty, used, ended = (
        lab.open("rating", teams=["Reading", "Math"], date=f"2027-03-0{n}") for n in (1, 2, 3)
    )
    for n, opened in enumerate((used, ended)):
        start(lab, opened, titles(lab, "rating")[1][0])
        send(lab, opened, team="team-1", seat="seat-1", activity="importance", field="own.meets", value=3)
        send(lab, opened, activity="lead", field="wall.view", value=("results", "words")[n])
        send(lab, opened, activity="lead", field="show.importance", value="hidden")
    send(lab, ended, activity="clock", field="end", value=time.time())
    of_meetings = [
        (f"{lab.url}/kit/{page}?meeting={opened.meeting.id}&team=team-1", ready)
        for page, ready in (
            ("cockpit", ".kit-agenda li"),
            ("projector", ".kit-big"),
            ("team", ".kit-clock-strip"),
        )
        for opened in (empty, used, ended)
    ]
    alone = [
        (f"{lab.url}/kit/desk", ".kit-desk"),
        (f"{lab.url}/kit/plan?session=rating", ".kit-plan"),
        (f"{lab.url}/doc/tree/notebooks/start.ipynb", ".kit-start"),
    ]
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="en-US").new_page()
    broken = {}
    for address, ready in (*of_meetings, *alone):
        page.goto(address)
        for _ in ("as it opens", "loaded anew"):
            expect(page.locator(ready).first).to_be_visible(timeout=60_000)
            expect(page.get_by_placeholder("Fetching what was written…")).to_have_count(0)
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            if found := page.evaluate(BROKEN):
                broken[address] = found
            if ready == ".kit-start":
                break  # JupyterLab takes its time
            page.reload()
    page.context.close()

    assert broken == {}
