"""A session held in a real JupyterLab: typed, saved, killed, reloaded, seen elsewhere."""

from __future__ import annotations

import os
import re
import signal
import subprocess

import pytest
from playwright.sync_api import Page, expect
from screen import box, sit, stored, wait_stored

from kitlib.store import Address

SENTENCE = "When the bell rings early we hear no one, and nobody asks why. "


@pytest.fixture
def opened(lab):
    return lab.open("introducing-bias", teams=["Table 1", "Table 2"], minutes=105)


def kernel_of(page: Page) -> str:
    return page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")


def kill_kernel(page: Page) -> None:
    """Kill the kernel's process, as a crash would."""
    running = subprocess.run(["pgrep", "-f", kernel_of(page)], capture_output=True, text=True, check=True)
    for pid in running.stdout.split():
        os.kill(int(pid), signal.SIGKILL)


def cells(page: Page) -> int:
    return page.evaluate("window.jupyterapp.shell.currentWidget.content.model.cells.length")


def test_a_session_opens_clean_and_runs_itself(lab, opened, visit):
    page = visit(lab.address(opened))

    expect(page.get_by_role("heading", name="Introducing Bias")).to_be_visible()
    expect(page.get_by_text("Alder Valley · ")).to_be_visible()
    expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_hidden()
    expect(page.locator("#jp-menu-panel, #jp-top-panel").first).to_be_hidden()
    expect(page.locator(".cm-editor:visible")).to_have_count(0)
    expect(page.get_by_role("button", name="Show notebook tools").first).to_be_visible()


def test_two_activities_are_on_disk_within_a_second_of_the_last_key(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    box(page, "scene/moment").click()
    page.keyboard.type(SENTENCE, delay=15)
    took = wait_stored(lab, opened, SENTENCE, "scene", "moment", seat="seat-1")
    assert took < 1

    role = box(page, "seats/seat-1.role")
    role.click()
    page.keyboard.type("Teacher", delay=15)
    took = wait_stored(lab, opened, "Teacher", "seats", "seat-1.role")
    assert took < 1

    badge = page.locator(".kit-box", has=box(page, "scene/moment")).locator(".kit-badge-text")
    expect(badge).to_have_text(re.compile(r"Saved \d+:\d\d:\d\d"))


def test_the_badge_says_saved_only_of_what_is_on_disk(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    page.route("**/kit/api/entries*", lambda route: route.abort())
    box(page, "scene/moment").click()
    page.keyboard.type("not yet", delay=20)
    badge = page.locator(".kit-box", has=box(page, "scene/moment")).locator(".kit-badge-text")
    expect(badge).to_contain_text("Not saved yet. Kept in this browser")
    assert stored(lab, opened, "scene", "moment", seat="seat-1") is None

    page.unroute("**/kit/api/entries*")

    expect(badge).to_contain_text("Saved", timeout=30_000)
    assert stored(lab, opened, "scene", "moment", seat="seat-1") == "not yet"


def test_a_kernel_killed_in_the_middle_of_a_sentence_costs_no_character(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    text = SENTENCE * 3
    area = box(page, "scene/moment")
    area.click()
    page.keyboard.type(text[:60], delay=20)
    kill_kernel(page)
    page.keyboard.type(text[60:], delay=20)

    expect(area).to_have_value(text)
    wait_stored(lab, opened, text, "scene", "moment", seat="seat-1")
    # The kernel comes back by itself, the session runs again, and the text is on screen.
    page.locator("h1").first.click()
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
        timeout=60_000,
    )
    expect(box(page, "scene/moment")).to_have_value(text)


def test_a_restart_from_elsewhere_costs_nothing(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    area = box(page, "scene/moment")
    area.click()
    page.keyboard.type("before ", delay=20)
    page.evaluate(
        """async id => { const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1];
        await fetch(`/api/kernels/${id}/restart`, {method: 'POST', headers: {'X-XSRFToken': xsrf}}) }""",
        kernel_of(page),
    )
    page.keyboard.type("and after", delay=20)

    wait_stored(lab, opened, "before and after", "scene", "moment", seat="seat-1")


def test_a_busy_kernel_does_not_hold_up_saving(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    page.evaluate(
        "void window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({code: 'import time; time.sleep(30)'})"
    )
    box(page, "scene/moment").click()
    page.keyboard.type("while it works", delay=20)

    assert wait_stored(lab, opened, "while it works", "scene", "moment", seat="seat-1") < 1


def test_a_reload_in_the_middle_of_a_sentence_replays_the_journal(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    page.route("**/kit/api/entries*", lambda route: route.abort())
    box(page, "scene/moment").click()
    page.keyboard.type("kept by the browser alone", delay=10)
    page.unroute("**/kit/api/entries*")
    page.reload()
    expect(page.locator(".kit-step").first).to_be_visible(timeout=60_000)

    expect(box(page, "scene/moment")).to_have_value("kept by the browser alone")
    wait_stored(lab, opened, "kept by the browser alone", "scene", "moment", seat="seat-1")


def test_another_page_of_the_same_browser_shows_the_same_answers(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    box(page, "scene/moment").fill("the same everywhere")
    wait_stored(lab, opened, "the same everywhere", "scene", "moment", seat="seat-1")

    other = visit(lab.address(opened, "team-1"), beside=page)
    sit(other)

    expect(box(other, "scene/moment")).to_have_value("the same everywhere")


def test_a_private_answer_is_on_no_other_seats_page(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    box(page, "scene/moment").fill("between me and me")
    wait_stored(lab, opened, "between me and me", "scene", "moment", seat="seat-1")
    sit(page, "seat-2")

    expect(box(page, "scene/moment")).to_have_value("")
    assert "between me and me" not in page.content()


def test_two_writers_on_one_field_both_see_both_texts_and_none_is_lost(lab, opened, visit):
    one, two = (visit(lab.address(opened, "team-1")) for _ in range(2))
    # Both change the same suggested agreement before either sees the other's change.
    for page in (one, two):
        page.route("**/kit/api/*", lambda route: route.abort())
    row = lab.library.session("introducing-bias").activities["norms"].suggest[0].id
    box(one, f"norms/{row}.text").fill("We listen first.")
    box(two, f"norms/{row}.text").fill("We speak in turn.")
    one.unroute("**/kit/api/*")
    wait_stored(lab, opened, "We listen first.", "norms", f"{row}.text", seconds=30)
    two.unroute("**/kit/api/*")

    badge = two.locator(".kit-agreements .kit-badge-text").first
    expect(badge).to_contain_text("Someone else changed this too", timeout=30_000)
    address = Address(opened.meeting.id, "team-1", "", "norms", f"{row}.text")
    assert {e.value for e in lab.store.entries.history(address)} >= {"We listen first.", "We speak in turn."}
    panel = two.get_by_role("group", name=re.compile("changed on another screen"))
    expect(panel).to_contain_text("We listen first.")
    box(two, f"norms/{row}.text").press_sequentially(" Always.")
    two.reload()
    expect(two.locator(".kit-step").first).to_be_visible(timeout=60_000)
    panel = two.get_by_role("group", name=re.compile("changed on another screen"))
    panel.get_by_role("button", name="Both, theirs first").click()

    both = "We listen first.\nWe speak in turn. Always."
    wait_stored(lab, opened, both, "norms", f"{row}.text", seconds=20)
    expect(box(one, f"norms/{row}.text")).to_have_value(both)
    expect(panel).to_be_hidden()
    two.reload()
    expect(box(two, f"norms/{row}.text")).to_have_value(both, timeout=60_000)
    expect(two.get_by_role("group", name=re.compile("changed on another screen"))).to_have_count(0)


def test_keys_on_a_button_or_a_radio_never_reach_the_notebook(lab, visit):
    opened = lab.open("shared-beliefs")
    page = visit(lab.address(opened))
    sit(page)
    before = cells(page)
    radio = page.locator('.kit-rating input[type="radio"]').first
    radio.click()
    for key in [
        "d",
        "d",
        "b",
        "a",
        "x",
        "ArrowDown",
        "ArrowDown",
        "Shift+Enter",
        "Control+Enter",
        "Alt+Enter",
    ]:
        page.keyboard.press(key)
    assert cells(page) == before
    expect(
        page.locator('.kit-rating input[type="radio"]').nth(2)
    ).to_be_checked()  # the arrows moved the choice

    page.locator(".kit-attendance button").first.focus()
    for key in ["d", "d", "b", "x"]:
        page.keyboard.press(key)

    assert cells(page) == before


def test_keys_on_the_bare_page_delete_nothing(lab, opened, visit):
    page = visit(lab.address(opened))
    before = cells(page)
    page.locator(".jp-MarkdownOutput").nth(1).click()
    for key in ["d", "d", "b", "x", "Enter"]:
        page.keyboard.press(key)

    assert cells(page) == before


def test_the_clock_ticks_and_is_steered_without_the_kernel(lab, opened, visit):
    page = visit(lab.address(opened))
    kill_kernel(page)
    page.locator(".kit-clock-strip").get_by_role("button", name="Start:").click()
    timer = page.locator(".kit-clock-strip [role=timer]")
    expect(timer).to_have_text(re.compile(r"^(5:00|4:5\d)$"))
    first = timer.text_content()
    expect(timer).not_to_have_text(first or "")
    page.locator(".kit-clock-strip").get_by_role("button", name="+5 min").click()

    expect(timer).to_have_text(re.compile(r"^9:[45]\d$"))
    expect(page.locator(".kit-strip-late")).to_have_text("5 minutes behind: what to cut")
    expect(page.locator(".kit-rescue")).to_contain_text("To end on time")


def test_a_team_sees_no_facilitator_notes_and_no_buttons_of_the_clock(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))

    expect(page.locator(".kit-notes")).to_have_count(0)
    steering = re.compile("Start|Next|min|End")
    expect(page.locator(".kit-clock-strip").get_by_role("button", name=steering)).to_have_count(0)
    expect(visit(lab.address(opened)).locator(".kit-notes").first).to_be_visible()


def test_the_notebooks_tools_are_one_press_away_and_go_again(lab, opened, visit):
    page = visit(lab.address(opened))
    page.get_by_role("button", name="Show notebook tools").first.click()
    expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_visible()

    page.get_by_role("button", name="Hide notebook tools").first.click()

    expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_hidden()


def test_the_server_may_go_for_a_while_and_nothing_typed_meanwhile_is_lost(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    area = box(page, "scene/moment")
    area.click()
    page.keyboard.type("before the server went, ", delay=10)
    lab.stop()
    try:
        page.keyboard.type("while it was away, ", delay=10)
        badge = page.locator(".kit-box", has=area).locator(".kit-badge-text")
        expect(badge).to_contain_text("Not saved yet. Kept in this browser")
    finally:
        lab.start()
    page.keyboard.type("and after.", delay=10)

    expect(area).to_have_value("before the server went, while it was away, and after.")
    wait_stored(
        lab,
        opened,
        "before the server went, while it was away, and after.",
        "scene",
        "moment",
        seat="seat-1",
        seconds=60,
    )


def test_a_truncated_piece_of_the_journal_is_shown_and_nothing_else_is_held_up(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    page.evaluate(
        """meeting => localStorage.setItem(`kit.entry.${meeting}|w-0123456789ab|team-1|seat-1|scene|moment`,
        '{"meeting": "x", "value": "half of a sent')""",
        opened.meeting.id,
    )
    page.reload()
    expect(page.locator(".kit-step").first).to_be_visible(timeout=60_000)

    notice = page.locator(".kit-clock-strip > .kit-conflict")
    expect(notice).to_contain_text("could not be read back")
    expect(notice.locator("pre")).to_contain_text("half of a sent")
    box(page, "scene/moment").fill("goes on")
    wait_stored(lab, opened, "goes on", "scene", "moment", seat="seat-1")
    notice.get_by_role("button", name="Seen").click()
    expect(notice).to_be_hidden()


def test_an_answer_that_does_not_fit_is_told_beside_its_box_and_stays_on_screen(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    long = "long " * 4_100
    area = box(page, "scene/moment")
    area.fill(long)
    badge = page.locator(".kit-box", has=area).locator(".kit-badge-text")
    expect(badge).to_contain_text("20,000 is the most one box keeps")
    expect(area).to_have_value(long)

    area.fill("short again")

    wait_stored(lab, opened, "short again", "scene", "moment", seat="seat-1")
    expect(badge).to_contain_text("Saved")


def test_a_notebook_that_somebody_changed_asks_before_it_runs(lab, opened, visit):
    path = lab.home / "meetings" / opened.meeting.id / "facilitator.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("meeting.opening()", "meeting.opening(); print(meeting)"), encoding="utf-8")
    page = visit(lab.address(opened), ready=".kit-notice")

    expect(page.locator(".kit-step")).to_have_count(0)
    page.get_by_role("button", name="Start this session").click()
    expect(page.locator(".kit-step").first).to_be_visible(timeout=60_000)


def test_a_notebook_of_ones_own_is_left_as_it_is(lab, visit):
    import nbformat

    note = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("1 + 1"), nbformat.v4.new_code_cell("2")]
    )
    note.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(note, lab.home / "mine.ipynb")
    page = visit(f"{lab.url}/doc/tree/mine.ipynb", ready=".jp-NotebookPanel-toolbar")
    page.locator(".jp-InputPrompt").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")

    page.wait_for_function("window.jupyterapp.shell.currentWidget.content.model.cells.length === 1")
    expect(page.locator(".jp-OutputArea-output")).to_have_count(0)


def test_two_who_press_at_once_see_the_first_choice_and_can_go_on(lab, opened, visit):
    one, two = (visit(lab.address(opened)) for _ in range(2))
    for page in (one, two):
        page.route("**/kit/api/*", lambda route: route.abort())
        page.locator(".kit-clock-strip").get_by_role("button", name="Start:").click()
    one.unroute("**/kit/api/*")
    expect(one.locator(".kit-rail-left .kit-badge-text").first).to_contain_text("Saved", timeout=30_000)
    two.unroute("**/kit/api/*")
    two.locator(".kit-clock-strip").get_by_role("button", name="Next:").click(timeout=30_000)

    for page in (one, two):
        expect(page.locator(".kit-strip-title")).to_have_text("Agree how we talk", timeout=30_000)


def test_what_two_earlier_pages_left_comes_back_with_the_newest_on_screen(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    page.route("**/kit/api/entries*", lambda route: route.abort())
    for typed, shown in (("a", "a"), ("bcdefgh", "abcdefgh")):
        box(page, "scene/moment").press_sequentially(typed)
        page.reload()
        expect(box(page, "scene/moment")).to_have_value(shown, timeout=60_000)
        expect(box(page, "scene/moment")).to_be_editable()
    box(page, "scene/moment").press("End")
    page.keyboard.type("X")
    page.unroute("**/kit/api/entries*")

    wait_stored(lab, opened, "abcdefghX", "scene", "moment", seat="seat-1", seconds=30)
    expect(page.locator(".kit-conflict:visible")).to_have_count(0)


def test_sitting_elsewhere_and_back_shows_what_was_written_and_replaces_nothing(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    box(page, "scene/moment").fill("as it was")
    wait_stored(lab, opened, "as it was", "scene", "moment", seat="seat-1")
    sit(page, "seat-2")
    expect(box(page, "scene/moment")).to_have_value("")
    sit(page, "seat-1")

    expect(box(page, "scene/moment")).to_have_value("as it was")
    box(page, "scene/moment").press("End")
    page.keyboard.type(", and more")
    wait_stored(lab, opened, "as it was, and more", "scene", "moment", seat="seat-1")


def test_a_server_that_is_away_is_not_stormed(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    tries = []
    page.route("**/kit/api/entries*", lambda route: (tries.append(1), route.abort()))
    box(page, "scene/moment").press_sequentially("waits its turn")
    page.wait_for_timeout(5_000)

    assert len(tries) < 12


def test_ratings_stay_hidden_until_the_team_shows_the_spread(lab, visit):
    opened = lab.open("shared-beliefs", minutes=75)
    pages = [visit(lab.address(opened, "team-1")) for _ in range(3)]
    for n, page in enumerate(pages, start=1):
        sit(page, f"seat-{n}")
        page.locator(".kit-rating fieldset").first.locator("input[type=radio]").nth(n - 1).check()
    first = pages[0]
    again = first.locator(".kit-rating").nth(1)
    expect(again).to_contain_text("3 seats rated so far.")
    expect(first.locator(".kit-rating").first.get_by_role("button", name="Show the spread")).to_have_count(0)
    expect(again.locator(".kit-spread:visible")).to_have_count(0)
    again.get_by_role("button", name="Show the spread to the team").click()

    for page in pages:
        spread = page.locator(".kit-rating").nth(1).locator(".kit-spread").first
        expect(spread).to_have_text(re.compile(r"Strongly disagree.*1.*Disagree.*1.*Agree.*1"))
    agreed = again.get_by_role("radio", name="We differ").first
    agreed.check()
    again.get_by_label("Because").first.fill("Two of us mean different grades.")
    item = (
        first.locator(".kit-rating")
        .nth(1)
        .locator(".kit-row")
        .first.locator("textarea")
        .get_attribute("data-kit-field")
    )
    field = item.split("/")[1]
    wait_stored(lab, opened, "Two of us mean different grades.", "beliefs", field)
    wait_stored(lab, opened, "differ", "beliefs", field.replace("reason", "agreed"))


def test_a_passing_404_leaves_saving_with_the_server(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    page.route("**/kit/api/*", lambda route: route.fulfill(status=404, body="not here"))
    area = box(page, "scene/moment")
    area.press_sequentially("kept meanwhile")
    badge = page.locator(".kit-box", has=area).locator(".kit-badge-text")
    expect(badge).to_contain_text("Not saved yet")
    page.unroute("**/kit/api/*")

    wait_stored(lab, opened, "kept meanwhile", "scene", "moment", seat="seat-1", seconds=30)


def test_text_mended_while_an_older_one_is_being_refused_is_saved(lab, opened, visit):
    page = visit(lab.address(opened))
    sit(page)
    held = []
    page.route("**/kit/api/entries*", lambda route: held.append(route), times=1)
    area = box(page, "scene/moment")
    area.fill("x" * 20_001)
    while not held:
        page.wait_for_timeout(50)
    area.fill("y" * 20)
    held[0].continue_()
    badge = page.locator(".kit-box", has=area).locator(".kit-badge-text")
    expect(badge).to_contain_text("Saved")  # waiting here lets the browser's next request through

    wait_stored(lab, opened, "y" * 20, "scene", "moment", seat="seat-1", seconds=20)
