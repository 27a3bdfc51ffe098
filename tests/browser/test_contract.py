"""Each kind on a participant's page, joined by a code: by keyboard alone, by the rules of WCAG, on a phone.

The kinds are those of `tests/contract`: all that are installed, and those of the examples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from contract.example import KINDS, home_with_examples, install, installed
from contract.world import cases, own_sessions
from playwright.sync_api import Browser, Page, expect
from running_lab import Lab, running_lab
from screen import box, join, sit, violations

from kitlib.store import District

MOST_TABS = 1_500
PHONE = 320  # pixels

#: What can be tabbed to within an element and is in sight: of a group of radios one is enough.
CONTROLS = """
root => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable="true"]';
  const shown = each => each.checkVisibility({ visibilityProperty: true }) && !each.matches(':disabled') && !each.closest('[inert]');
  const groups = new Map();
  for (const each of [...root.querySelectorAll(wanted)].filter(shown)) {
    const group = each.type === 'radio' && each.name ? `radio ${each.name}` : groups.size;
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return [...groups.values()].map(group => ({
    reached: group.some(each => each.dataset.reached),
    names: group.map(each => (each.getAttribute('aria-label')
      || (each.getAttribute('aria-labelledby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ')
      || [...(each.labels ?? [])].map(label => label.textContent).join(' ')
      || (each.matches('a, button, summary') ? each.textContent : '')
      || each.title).trim()),
    html: group[0].outerHTML.slice(0, 200),
  }));
}
"""


#: Marks where the focus is; says whether it has come to a place where it was before. A date takes several tabs.
STEP = """
() => {
  const at = document.activeElement ?? document.body;
  const again = at !== window.__last && at.dataset.reached === 'yes';
  window.__last = at;
  at.dataset.reached = 'yes';
  return again;
}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A home of this module's own, in an environment that has the examples too."""
    base = tmp_path_factory.mktemp("contract-lab")
    with installed(install(base)), running_lab(home_with_examples(base / "kit")) as running:
        running.store.districts.load([District("99900001", "Alder Valley")])
        yield running


@pytest.fixture(scope="module")
def screen(lab: Lab, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """The page of a team that joined a meeting with an activity of a kind: `screen(kind)`, opened once for all tests."""
    contexts, pages = [], {}

    def screen(kind: str) -> Page:
        if kind not in pages:
            session = cases(lab.library, kind, own_sessions(lab.library))[0].session.id
            opened = lab.open(session, teams=["Table 1", "Table 2"])
            context = chromium.new_context(viewport={"width": PHONE, "height": 800}, locale="en-US")
            contexts.append(context)
            page = pages[kind] = context.new_page()
            join(page, lab, opened)
            expect(page.locator(f".kit-{kind}").first).to_be_visible()
            sit(page)
        return pages[kind]

    yield screen
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_is_reached_by_tab_and_has_a_name(kind, screen):
    page = screen(kind)
    part = page.locator(f"section.kit-{kind}").first
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(STEP):
            break

    controls = part.evaluate(CONTROLS)
    assert controls
    assert [each["html"] for each in controls if not each["reached"]] == []
    assert [each["html"] for each in controls if not all(each["names"])] == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_screen_breaks_no_rule_of_accessibility(kind, screen):
    assert violations(screen(kind), "body") == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_screen_fits_a_phone_without_scrolling_sideways(kind, screen):
    assert screen(kind).evaluate("document.documentElement.scrollWidth") <= PHONE


# -- the example's own screen -------------------------------------------------------------------------


@pytest.fixture
def circles(lab: Lab, visit: Callable[..., Page]) -> Callable[..., Page]:
    """The fishbowl of one meeting: `circles(seat)` opens a page of its team, or its notebook, and sits down."""
    opened = lab.open("first-year", teams=["Table 1"])

    def circles(seat: str, *, notebook: bool = False) -> Page:
        phone = f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1"
        page = visit(lab.address(opened, "team-1") if notebook else phone, ready=".kit-fishbowl")
        sit(page, seat)
        return page

    return circles


def test_the_inner_circle_has_so_many_chairs_and_reads_the_notes_at_once(circles):
    inside, outside = circles("seat-1"), circles("seat-5", notebook=True)
    first = inside.get_by_role("group", name="Who sits inside").first
    for n in range(1, 5):
        first.get_by_role("checkbox", name=f"Seat {n}", exact=True).check()
    expect(first.get_by_text("All 4 chairs are taken.")).to_be_visible()
    expect(first.get_by_role("checkbox", name="Seat 5")).to_be_disabled()
    expect(outside.get_by_role("checkbox", name="Seat 3").first).to_be_checked()
    box(outside, "circles/kept.new").fill("Mine alone.")
    box(outside, "circles/heard.new").fill("The bell schedule was a puzzle.")

    inside.get_by_text("What 1 other wrote").click()

    expect(inside.locator(".kit-others").first).to_contain_text("The bell schedule was a puzzle.")
    expect(inside.locator("body")).not_to_contain_text("Mine alone.")


def test_of_two_pages_that_choose_the_inner_circle_at_once_the_second_is_told(circles):
    one, two = circles("seat-1"), circles("seat-2")
    two.context.set_offline(True)
    two.get_by_role("checkbox", name="Seat 2", exact=True).first.check()
    one.get_by_role("checkbox", name="Seat 1", exact=True).first.check()
    expect(one.locator('.kit-fishbowl .kit-badge[data-state="saved"]').first).to_be_visible()
    two.context.set_offline(False)

    told = two.locator(".kit-fishbowl .kit-badge-text").first
    expect(told).to_contain_text("Someone else chose first; theirs is shown.")
    expect(two.get_by_role("checkbox", name="Seat 1", exact=True).first).to_be_checked()
    two.get_by_role("checkbox", name="Seat 2", exact=True).first.check()

    expect(one.get_by_role("checkbox", name="Seat 2", exact=True).first).to_be_checked()
    expect(one.get_by_role("checkbox", name="Seat 1", exact=True).first).to_be_checked()
