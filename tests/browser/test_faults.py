"""No character lost and no entry doubled, whatever the browser, its clock or the server do."""

from __future__ import annotations

import time

import pytest
from bare_tab import bare_tab
from playwright.sync_api import Page, expect
from screen import STARTED, WHOLE, box, send, sit, stored, wait_stored

from kitlib.store import Address

WORDS = "We hear no one when the bell rings early. "


@pytest.fixture
def opened(lab):
    return lab.open("introducing-bias")


def accepted(lab, opened, seat: str = "seat-1") -> list[str]:
    """What was the current answer, one after the other."""
    history = lab.store.entries.history(Address(opened.meeting.id, "team-1", seat, "scene", "moment"))
    return [entry.value for entry in history if entry.standing == "accepted"]


def where(seat: str = "seat-1") -> dict[str, str]:
    return {"seat": seat}


def test_a_browser_that_is_closed_and_opened_again_sends_what_it_kept(lab, opened, chromium, tmp_path):
    def browser():
        return chromium.browser_type.launch_persistent_context(tmp_path / "profile", **STARTED)

    def visit(context) -> Page:
        page = context.pages[0]
        page.add_init_script(WHOLE)
        page.goto(lab.address(opened, "team-1"))
        expect(page.locator(".kit-step").first).to_be_visible(timeout=60_000)
        return page

    context = browser()
    page = visit(context)
    sit(page)
    # Not by a route, which ends before the page does: its last word on leaving would get through.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    box(page, "scene/moment").click()
    page.keyboard.type(WORDS, delay=5)
    expect(page.locator(".kit-badge-text", has_text="Kept in this browser").first).to_be_visible()
    context.close()
    assert stored(lab, opened, "scene", "moment", **where()) is None

    context = browser()
    page = visit(context)
    wait_stored(lab, opened, WORDS, "scene", "moment", **where(), seconds=30)
    expect(box(page, "scene/moment")).to_have_value(WORDS)
    context.close()
    assert accepted(lab, opened).count(WORDS) == 1


def test_clocks_that_are_hours_off_lose_nothing_and_show_the_rooms_time(lab, opened, visit):
    def off(hours: int):
        moved = f"const real = Date.now; Date.now = () => real() + {hours} * 3600_000;"
        return lambda page: page.add_init_script(moved)

    ahead = visit(lab.address(opened, "team-1"), before=off(5))
    behind = visit(lab.address(opened, "team-1"), before=off(-7))
    leader = visit(lab.address(opened))
    leader.get_by_role("button", name="Start this step").first.click()
    for page, seat in ((ahead, "seat-1"), (behind, "seat-2")):
        sit(page, seat)
        box(page, "scene/moment").click()
        page.keyboard.type(f"{seat}: {WORDS}", delay=5)
        wait_stored(lab, opened, f"{seat}: {WORDS}", "scene", "moment", **where(seat))
        page.reload()
        expect(box(page, "scene/moment")).to_have_value(f"{seat}: {WORDS}", timeout=60_000)
        written = lab.store.entries.current(opened.meeting.id, activity="scene")
        assert all(abs(answer.at - time.time()) < 600 for answer in written)
    shown = [page.get_by_role("timer").inner_text() for page in (ahead, behind, leader)]
    minutes = [int(text.split(":")[0]) for text in shown]
    assert max(minutes) - min(minutes) <= 1, shown


def test_a_browser_that_is_full_says_so_and_what_is_typed_is_saved_all_the_same(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    sit(page)
    page.evaluate(
        """() => {
            for (const size of [1e6, 1e5, 1e4, 1e3, 100, 10, 1]) {
                for (let n = 0; n < 100; n++) {
                    try { localStorage.setItem(`filler-${size}-${n}`, "x".repeat(size)); } catch { break; }
                }
            }
        }"""
    )
    page.route("**/kit/api/entries*", lambda route: route.abort())
    box(page, "scene/moment").click()
    page.keyboard.type(WORDS, delay=5)
    expect(page.locator(".kit-badge-text", has_text="has no room to keep it").first).to_be_visible()
    page.unroute("**/kit/api/entries*")

    wait_stored(lab, opened, WORDS, "scene", "moment", **where(), seconds=30)
    assert accepted(lab, opened).count(WORDS) == 1


def test_a_server_that_is_away_for_twenty_seconds_gets_every_word_once(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    sit(page)
    area = box(page, "scene/moment")
    area.click()
    page.keyboard.type("Before. ", delay=10)
    lab.stop()
    gone = time.monotonic()
    try:
        n = 0
        while time.monotonic() - gone < 20:
            n += 1
            page.keyboard.type(f"Line {n}. ", delay=60)
    finally:
        lab.start()
    typed = "Before. " + "".join(f"Line {i}. " for i in range(1, n + 1))

    expect(area).to_have_value(typed)
    wait_stored(lab, opened, typed, "scene", "moment", **where(), seconds=60)
    assert accepted(lab, opened).count(typed) == 1


def test_a_kernel_that_is_busy_for_half_a_minute_holds_up_nothing(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    sit(page)
    page.evaluate(
        """() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
            .requestExecute({code: "import time; time.sleep(30)", store_history: false})"""
    )
    began = time.monotonic()
    area = box(page, "scene/moment")
    area.click()
    typed, took = "", []
    while time.monotonic() - began < 25:
        typed += WORDS
        page.keyboard.type(WORDS, delay=5)
        took.append(wait_stored(lab, opened, typed, "scene", "moment", **where()))

    busy = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
    assert page.evaluate(busy) == "busy"
    assert len(took) > 3
    assert accepted(lab, opened)[-1] == typed


def test_a_page_that_the_browser_freezes_loses_nothing_and_catches_up_when_it_wakes(lab, opened, tmp_path):
    area = """document.querySelector('[data-kit-field="scene/moment"]')"""
    with bare_tab(tmp_path / "profile") as tab:
        tab.ask("Page.addScriptToEvaluateOnNewDocument", source=WHOLE)
        tab.open(f"{lab.participants}/kit/join")
        code = lab.code(opened)
        tab.evaluate(
            f"document.querySelector('[name=code]').value = '{code}', document.forms[0].requestSubmit()"
        )
        choose = "[...document.querySelectorAll('.kit-opening .kit-seat select')].at(-1)"
        tab.await_(f"""{choose}?.querySelector('option[value="seat-1"]')""")
        tab.evaluate(
            f"{choose}.value = 'seat-1', {choose}.dispatchEvent(new Event('change', {{bubbles: true}}))"
        )
        tab.await_(f"{area} && !{area}.readOnly && !{area}.placeholder.includes('seat')")
        tab.evaluate(f"{area}.focus()")
        tab.evaluate("document.addEventListener('freeze', () => (window.wasFrozen = true))")
        tab.type(WORDS)
        tab.freeze(True)
        send(lab, opened, team="team-1", seat="seat-2", activity="scene", field="moment", value="Meanwhile.")
        tab.freeze(False)

        assert tab.evaluate("window.wasFrozen")
        tab.await_("document.body.textContent.includes('Meanwhile.')")
        tab.type("And on. ")
        wait_stored(lab, opened, f"{WORDS}And on. ", "scene", "moment", **where(), seconds=30)
    assert accepted(lab, opened).count(f"{WORDS}And on. ") == 1
