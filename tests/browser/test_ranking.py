"""Three ways to rank: by mouse, by keyboard, hidden until shown, then agreed."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import drag, violations

from kitlib.store import Address

TEXTS = {
    "entry": "How a student gets support",
    "time": "Time in the schedule for support",
    "families": "How families hear from us",
    "data": "One place for all data",
}


@pytest.fixture
def opened(lab):
    return lab.open("ranking")


def sit(page: Page, seat: str) -> Page:
    page.locator(".kit-ranking .kit-seat select").first.select_option(seat)
    return page


def part(page: Page, question: str) -> Locator:
    return page.locator(".kit-ranking").filter(has_text=question)


def order_of(found: Locator) -> Locator:
    return found.locator(".kit-option-text")


def stored(lab, opened, activity: str, field: str, seat: str = "") -> object:
    history = lab.store.entries.history(Address(opened.meeting.id, "team-1", seat, activity, field))
    current = [entry.value for entry in history if entry.standing == "accepted"]
    return current[-1] if current else None


def wait_stored(lab, opened, expected: object, *where: str) -> None:
    deadline = time.monotonic() + 15
    while stored(lab, opened, *where) != expected:
        assert time.monotonic() < deadline, f"on disk: {stored(lab, opened, *where)!r}"
        time.sleep(0.02)


def show(found: Locator, times: int = 1) -> None:
    """Press the button that shows what all answered, twice where the first press warns of how few they are."""
    for _ in range(times):
        found.get_by_role("button", name="Show what all answered").click()


def test_an_order_is_dragged_and_kept(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    mine = page.get_by_role("list", name="Your order").first
    expect(order_of(mine)).to_have_text([TEXTS[id] for id in ("entry", "time", "families", "data")])
    expect(page.get_by_text("Not counted yet").first).to_be_visible()
    assert stored(lab, opened, "first", "own", "seat-1") is None

    drag(mine.locator('[data-option="data"]'), mine.locator('[data-option="entry"]'), {"x": 60, "y": 4})

    expect(order_of(mine)).to_have_text([TEXTS[id] for id in ("data", "entry", "time", "families")])
    wait_stored(lab, opened, ["data", "entry", "time", "families"], "first", "own", "seat-1")
    page.reload()
    expect(order_of(mine)).to_have_text(
        [TEXTS[id] for id in ("data", "entry", "time", "families")], timeout=60_000
    )


def test_an_order_is_made_by_keyboard_alone_with_the_focus_kept_and_one_sentence_spoken(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    mine = page.get_by_role("list", name="Your order").first
    up = mine.get_by_role("button", name="Up: One place for all data")
    expect(up).not_to_have_attribute("aria-disabled", "true")
    up.focus()
    for _ in range(4):  # the last one finds the line at the top already
        page.keyboard.press("Enter")
        expect(up).to_be_focused()
    expect(order_of(mine)).to_have_text([TEXTS[id] for id in ("data", "entry", "time", "families")])
    expect(
        part(page, "What should we mend first?")
        .get_by_role("status")
        .filter(has_text="One place for all data: now 1st of 4.")
    ).to_have_count(1)
    wait_stored(lab, opened, ["data", "entry", "time", "families"], "first", "own", "seat-1")


def test_an_order_that_is_right_as_it_stands_counts_once_one_says_so(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    accept = page.get_by_role("button", name="My order is right as it stands").first
    expect(accept).to_be_enabled()
    accept.press("Enter")

    wait_stored(lab, opened, ["entry", "time", "families", "data"], "first", "own", "seat-1")
    expect(part(page, "What should we mend first?").get_by_text("Your order counts.")).to_be_visible()


def test_orders_stay_hidden_until_shown_and_then_the_team_agrees(lab, opened, visit):
    pages = [sit(visit(lab.address(opened, "team-1")), f"seat-{n}") for n in (1, 2, 3)]
    for page in pages:
        page.get_by_role("list", name="Your order").first.get_by_role("button", name="Up: Time").click()
    one, two, _ = (part(page, "What should we mend first?") for page in pages)
    for found in (one, two):
        expect(found).to_contain_text("3 seats put the list in order so far.")
    expect(one.locator(".kit-outcome li")).to_have_count(0)
    show(two)

    for found in (one, two):
        expect(found.locator(".kit-outcome li").first).to_have_text(
            re.compile(r"1Time in the schedule for support9 pointsPlaced 1st by 3")
        )
        expect(found.get_by_text("The answers are nearly the same.")).to_be_visible()
    ours = one.get_by_role("list", name="Our order")
    expect(order_of(ours).first).to_have_text(TEXTS["time"])
    one.get_by_role("button", name="We agree on this order").click()
    wait_stored(lab, opened, ["time", "entry", "families", "data"], "first", "agreed")
    for text in ("time", "entry", "data"):
        one.get_by_role("checkbox", name=TEXTS[text]).click()
    expect(
        one.get_by_role("alert").filter(has_text="You take on 2 at most. Untick one first.")
    ).to_be_visible()
    one.get_by_label("Because", exact=True).fill("Nothing holds without time.")
    one.get_by_label("What some of us see differently", exact=True).fill("Data first.")
    wait_stored(lab, opened, ["time", "entry"], "first", "chosen")
    wait_stored(lab, opened, "Nothing holds without time.", "first", "reason")
    wait_stored(lab, opened, "Data first.", "first", "dissent")
    expect(two.get_by_label("Because", exact=True)).to_have_value("Nothing holds without time.")
    expect(two.get_by_role("checkbox", name=TEXTS["time"])).to_be_checked()


def test_a_full_pile_is_told_and_the_choice_before_stands(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1")), "seat-1")
    found = part(page, "How much does each matter")

    def pile(line: str, name: str) -> Locator:
        return found.get_by_role("group", name=line).get_by_role("radio", name=name, exact=True)

    pile("Training", "Critical").check()
    pile("A team", "Important").focus()
    page.keyboard.press("Space")
    wait_stored(lab, opened, {"training": 1, "team": 2}, "pile", "own", "seat-1")
    pile("A team", "Critical").click()

    expect(found.get_by_role("alert").filter(has_text="“Critical” is full: it holds 1 line.")).to_be_visible()
    expect(pile("A team", "Important")).to_be_checked()
    assert stored(lab, opened, "pile", "own", "seat-1") == {"training": 1, "team": 2}
    expect(found).to_contain_text("2 of 3 answered.")


def test_with_fingers_the_worry_is_heard_first_and_few_are_warned(lab, opened, visit):
    one, two = (sit(visit(lab.address(opened, "team-1")), f"seat-{n}") for n in (1, 2))
    question = "Shall we begin with one grade"
    for page, name in ((one, "1 Serious worry"), (two, "4 Support")):
        part(page, question).get_by_role("radio", name=name).check()
    found = part(one, question)
    expect(found).to_contain_text("2 seats answered so far.")
    show(found)
    expect(
        found.get_by_text("Only 2 seats answered so far: people could tell whose answer is whose.")
    ).to_be_visible()
    assert not stored(lab, opened, "plan", "revealed")
    show(found)

    expect(found.locator(".kit-worry")).to_have_text(
        "Hear the worry first. 1 seat shows two fingers or fewer. Ask: what would have to change?"
    )
    expect(found.locator(".kit-spread li").nth(1)).to_have_text("1 Serious worry■1")
    found.get_by_role("radio", name="Change it first").check()
    wait_stored(lab, opened, {"begin": "change"}, "plan", "agreed")


def test_a_team_that_ranks_at_once_needs_no_seat(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    found = part(page, "In what order do we tell people?")
    expect(found.locator(".kit-seat")).to_have_count(0)
    found.get_by_role("button", name="Down: Staff").click()

    wait_stored(lab, opened, ["families", "staff", "board"], "together", "agreed")


def test_every_way_breaks_no_rule_and_fits_a_phone(lab, opened, visit):
    page = sit(visit(lab.address(opened, "team-1"), width=320), "seat-1")
    page.get_by_role("list", name="Your order").first.get_by_role("button", name="Up: Time").click()
    part(page, "How much").get_by_role("radio", name="Critical", exact=True).first.check()
    part(page, "Shall we").get_by_role("radio", name="0 Block").check()
    for question in ("What should we mend first?", "How much", "Shall we"):
        found = part(page, question)
        expect(found).to_contain_text(re.compile("1 seat .* so far"))
        show(found, times=2)
        expect(found.locator(".kit-outcome li").first).to_be_visible()

    assert violations(page, ".kit-ranking") == []
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320
