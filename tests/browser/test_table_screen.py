"""Tables on screen: typed columns, sums, codes, jobs that go round, rows from a spreadsheet."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect
from screen import box, stored, violations, wait_stored


@pytest.fixture
def opened(lab):
    return lab.open("table", teams=["Table 1", "Table 2"])


def section(page: Page, name: str):
    return page.locator(".kit-table", has=page.get_by_role("heading", name=name, exact=True))


def cell(page: Page, activity: str, column: str, row: int = 0):
    return section_cells(page, activity, column).nth(row)


def section_cells(page: Page, activity: str, column: str):
    return page.locator(f'[data-kit-field^="{activity}/"][data-kit-field$=".{column}"]')


def field_of(control) -> str:
    return control.get_attribute("data-kit-field").split("/")[1]


def under(control, what: str):
    """A line under one cell."""
    return control.locator("xpath=..").locator(what)


def ready(page: Page) -> None:
    expect(section_cells(page, "tools", "tool")).to_have_count(3)
    expect(cell(page, "tools", "tool")).to_be_enabled()


def test_rows_are_filled_in_summed_counted_and_there_after_a_reload(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    for row, (tool, cost, say) in enumerate(
        [("Reading app", "1,200", "Keep"), ("Quiz app", "300.5", "Stop")]
    ):
        cell(page, "tools", "tool", row).fill(tool)
        cell(page, "tools", "cost", row).fill(cost)
        cell(page, "tools", "decision", row).select_option(say)
    cell(page, "tools", "privacy").check()
    cell(page, "tools", "ends").fill("2027-06-30")
    tools = section(page, "Our tools")

    expect(tools.locator("tfoot")).to_contain_text("1,500.5")
    expect(tools.locator(".kit-sums")).to_contain_text("Keep 1 · Stop 1")
    expect(tools.locator(".kit-sums")).to_contain_text("1 ticked")
    wait_stored(lab, opened, 1200, "tools", field_of(cell(page, "tools", "cost")))
    wait_stored(lab, opened, "2027-06-30", "tools", field_of(cell(page, "tools", "ends")))
    page.reload()
    ready(page)

    expect(cell(page, "tools", "tool")).to_have_value("Reading app")
    expect(cell(page, "tools", "cost", 1)).to_have_value("300.5")
    expect(cell(page, "tools", "decision", 1)).to_have_value("Stop")
    expect(cell(page, "tools", "privacy")).to_be_checked()


def test_a_table_is_filled_in_by_the_keyboard_alone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    tools = section(page, "Our tools")
    tools.get_by_role("button", name="Add a tool").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Typing game")
    page.keyboard.press("Tab")
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(cell(page, "tools", "tool", 3)).to_have_value("Typing game")
    expect(tools.get_by_role("textbox", name="Tool 4, Typing game: Cost a year (dollars)")).to_have_value(
        "40"
    )
    wait_stored(lab, opened, "Keep", "tools", field_of(cell(page, "tools", "decision", 3)))
    wait_stored(lab, opened, True, "tools", field_of(cell(page, "tools", "privacy", 3)))
    tools.get_by_role("button", name="Take out Tool 4, Typing game").focus()
    page.keyboard.press("Enter")
    expect(tools.get_by_role("button", name="Put it back")).to_be_focused()
    page.keyboard.press("Enter")

    expect(cell(page, "tools", "tool", 3)).to_be_focused()
    wait_stored(
        lab, opened, False, "tools", field_of(cell(page, "tools", "tool", 3)).replace(".tool", ".removed")
    )


def test_what_is_no_number_or_beyond_its_limits_is_told_at_once_and_kept_on_screen(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    people = cell(page, "tools", "people")
    people.press_sequentially("501")
    problem = under(people, ".kit-cell-problem")
    expect(problem).to_have_text("⚠ This must be from 0 to 500.")
    assert stored(lab, opened, "tools", field_of(people)) in (None, 50, 5)
    people.fill("about forty")
    expect(problem).to_contain_text("Write a number, such as 12 or 2.5")
    people.press("Tab")
    badge = section(page, "Our tools").locator(".kit-badge-text").first
    expect(badge).to_contain_text("must be a number such as 12 or 2.5")
    expect(people).to_have_attribute("aria-invalid", "true")
    page.reload()
    ready(page)
    expect(cell(page, "tools", "people")).to_have_value("about forty")

    cell(page, "tools", "people").fill("40")

    wait_stored(lab, opened, 40, "tools", field_of(cell(page, "tools", "people")))
    expect(under(cell(page, "tools", "people"), ".kit-cell-problem")).to_be_hidden()


def test_a_name_is_no_code_and_never_reaches_the_disk(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    code = cell(page, "profiles", "code")
    code.press_sequentially("Maria Lopez", delay=60)
    code.press("Tab")
    problem = under(code, ".kit-cell-problem")
    expect(problem).to_contain_text("looks like a name")
    expect(section(page, "Who needs more").locator(".kit-badge-text")).to_contain_text("Not saved")
    assert "Maria" not in json.dumps([a.value for a in lab.store.entries.current(opened.meeting.id)])

    code.fill("S-014")

    wait_stored(lab, opened, "S-014", "profiles", field_of(code))
    expect(problem).to_be_hidden()
    history = [e.value for e in lab.store.entries.current(opened.meeting.id, activity="profiles")]
    assert history == ["S-014"]


def test_two_browsers_fill_in_one_table_and_nobody_loses_the_cell_they_write_in(lab, opened, visit):
    one, two = (visit(lab.address(opened, "team-1")) for _ in range(2))
    ready(one)
    ready(two)
    mine = cell(two, "tools", "tool", 1)
    field = field_of(mine)
    mine.press_sequentially("Mine, ")
    for n in range(3):
        section(one, "Our tools").get_by_role("button", name="Add a tool").click()
        one.keyboard.type(f"Theirs {n}")
    expect(two.locator('.kit-table [data-kit-field$=".tool"]')).to_have_count(6)
    two.keyboard.type("still here")

    expect(two.locator(f'[data-kit-field="tools/{field}"]')).to_have_value("Mine, still here")
    expect(two.locator(f'[data-kit-field="tools/{field}"]')).to_be_focused()
    expect(one.locator(f'[data-kit-field="tools/{field}"]')).to_have_value("Mine, still here")


def test_a_team_reads_the_tables_of_the_room_and_can_change_none_of_another_team(lab, opened, visit):
    one, two = visit(lab.address(opened, "team-1")), visit(lab.address(opened, "team-2"))
    ready(one)
    ready(two)
    expect(section(two, "Then and now").get_by_text("Other teams")).to_be_hidden()
    cell(one, "links", "event").fill("1974: a closed door")
    cell(one, "links", "schools").fill("3")

    part = section(two, "Then and now").locator("details", has_text="Table 1: 1 row")
    part.locator("summary").click()
    expect(part.get_by_role("table", name="Table of Table 1")).to_contain_text("1974: a closed door")
    expect(part.locator("input, textarea, select")).to_have_count(0)
    cell(one, "links", "event").fill("1974: a door")
    expect(part).to_contain_text("1974: a door")
    expect(part).to_have_attribute("open", "")


def test_a_job_shows_who_had_it_last_time_and_asks_gently_when_it_is_the_same_again(lab, visit):
    before = lab.open("table", teams=["Table 1"], date="2026-09-10")
    page = visit(lab.address(before, "team-1"))
    box(page, "charter/recorder.who").fill("Math coach")
    wait_stored(lab, before, "Math coach", "charter", "recorder.who")
    now = lab.open("table", teams=["Table 1"], date="2026-10-08")
    page = visit(lab.address(now, "team-1"))
    who = box(page, "charter/recorder.who")
    note = under(who, ".kit-cell-note")
    expect(note).to_have_text("Last time: Math coach (Sep 10, 2026)")
    expect(under(box(page, "charter/facilitator.who"), ".kit-cell-note")).to_be_hidden()
    who.fill("math coach")
    expect(note).to_contain_text("Math coach had it last time too")

    who.fill("Teacher")

    expect(note).to_have_text("Last time: Math coach (Sep 10, 2026)")
    wait_stored(lab, now, "Teacher", "charter", "recorder.who")


def test_the_roles_of_the_seats_are_offered_where_a_role_is_asked_for(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    box(page, "seats/seat-1.role").fill("Math coach")

    list_id = box(page, "charter/recorder.who").get_attribute("list")
    expect(page.locator(f"#{list_id} option")).to_have_attribute("value", "Math coach")


def test_given_words_can_be_edited_and_a_fixed_table_takes_no_rows(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    job = box(page, "charter/recorder.job")
    expect(job).to_have_value("Recorder")
    charter = section(page, "Who does what today")
    expect(charter.get_by_role("button", name=re.compile("Add|Take out|Paste"))).to_have_count(0)
    job.fill("")
    wait_stored(lab, opened, "", "charter", "recorder.job")
    page.reload()

    expect(box(page, "charter/recorder.who")).to_be_enabled(timeout=60_000)
    expect(box(page, "charter/recorder.job")).to_have_value("")


PASTED = (
    "Cost a year\tTool\tNotes\tDecision\tLicense ends\n"
    "$1,200\tReading app\tfine\tkeep\t6/30/2027\n"
    'about 40\t"Quiz ""pro""\tapp"\t\tMaybe\t\n'
    "0\tMap\t\tStop\t2027-01-15\n"
)


def test_rows_of_a_spreadsheet_are_looked_at_added_and_taken_out_again(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    tools = section(page, "Our tools")
    tools.get_by_text("Paste rows from a spreadsheet").click()
    tools.get_by_label("Copied cells").fill(PASTED)
    expect(tools.get_by_label("The first line holds headings")).to_be_checked()
    expect(tools.get_by_label("Pasted column 1 goes to")).to_have_value("cost")
    expect(tools.get_by_label("Pasted column 3 goes to")).to_have_value("")
    problems = tools.locator(".kit-import-problems")
    expect(problems).to_contain_text("2 cells do not fit")
    expect(problems).to_contain_text("Row 2, Cost a year: “about 40” is not a number such as 12 or 2.5.")
    expect(problems).to_contain_text("Row 2, Decision: “Maybe” is not one of the choices.")
    assert violations(page, ".kit-import") == []
    assert lab.store.entries.current(opened.meeting.id, activity="tools") == []
    tools.get_by_role("button", name="Add 3 rows").click()

    expect(section_cells(page, "tools", "tool")).to_have_count(6)
    names = [cell(page, "tools", "tool", n).input_value() for n in range(6)]
    assert names[-3:] == ["Reading app", 'Quiz "pro" app', "Map"] or names[:3] == names[-3:]
    ids = {
        name: field_of(cell(page, "tools", "tool", n)).split(".")[0] for n, name in enumerate(names) if name
    }
    wait_stored(lab, opened, 1200, "tools", f"{ids['Reading app']}.cost")
    wait_stored(lab, opened, "Keep", "tools", f"{ids['Reading app']}.decision")
    wait_stored(lab, opened, "2027-06-30", "tools", f"{ids['Reading app']}.ends")
    wait_stored(lab, opened, 0, "tools", f"{ids['Map']}.cost")
    quiz = ids['Quiz "pro" app']
    assert stored(lab, opened, "tools", f"{quiz}.cost") is None
    undo = tools.get_by_role("button", name="Undo: take out the 3 rows")
    expect(undo).to_be_focused()
    undo.click()
    wait_stored(lab, opened, True, "tools", f"{ids['Map']}.removed")
    expect(tools.locator("tfoot")).to_contain_text("0")

    tools.get_by_role("button", name="Put the 3 rows back").click()

    wait_stored(lab, opened, False, "tools", f"{ids['Map']}.removed")
    expect(tools.locator("tfoot")).to_contain_text("1,200")


def test_cells_pasted_into_one_cell_are_offered_as_rows(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    first = cell(page, "tools", "tool")
    first.focus()
    first.evaluate(
        """(cell, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
        cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})) }""",
        "Reading app\t1200\nQuiz app\t40",
    )
    tools = section(page, "Our tools")

    expect(tools.get_by_role("button", name="Add 2 rows")).to_be_focused()
    expect(first).to_have_value("")
    page.keyboard.press("Enter")
    expect(tools.locator("tfoot")).to_contain_text("1,240")


def test_a_long_table_is_searched(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    tools = section(page, "Our tools")
    expect(tools.get_by_label("Find rows with")).to_be_hidden()
    tools.get_by_text("Paste rows from a spreadsheet").click()
    tools.get_by_label("Copied cells").fill("\n".join(f"App {n}\t{n}" for n in range(1, 61)))
    expect(tools.locator(".kit-import caption")).to_have_text("The first 6 of 60 rows")
    tools.get_by_role("button", name="Add 60 rows").click()
    tools.get_by_label("Find rows with").fill("app 5")

    expect(tools.locator(".kit-find .kit-count")).to_have_text("11 of 63 rows")
    expect(tools.locator("tbody tr.kit-grid-row:visible")).to_have_count(11)
    expect(tools.locator("tfoot")).to_contain_text("1,830")
    assert len(lab.store.entries.current(opened.meeting.id, activity="tools")) == 120


def test_rows_taken_out_are_tucked_away_after_a_reload_and_can_be_put_back(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    cell(page, "tools", "tool").fill("Old app")
    field = field_of(cell(page, "tools", "tool"))
    wait_stored(lab, opened, "Old app", "tools", field)
    section(page, "Our tools").get_by_role("button", name="Take out Tool 1").click()
    wait_stored(lab, opened, True, "tools", field.replace(".tool", ".removed"))
    page.reload()
    ready(page)
    tools = section(page, "Our tools")
    expect(tools.get_by_text("Taken out: Old app")).to_be_hidden()
    tools.get_by_role("button", name="Show 1 row taken out earlier").click()

    expect(tools.get_by_role("button", name="Put it back")).to_be_focused()
    tools.get_by_role("button", name="Put it back").click()
    expect(page.locator(f'[data-kit-field="tools/{field}"]')).to_be_visible()


def test_a_grid_becomes_cards_where_it_does_not_fit_without_losing_the_cell_in_hand(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    tools = section(page, "Our tools")
    expect(tools.locator("table.kit-grid")).to_be_visible()
    expect(section(page, "Then and now").locator("table.kit-grid")).to_have_count(0)
    first = cell(page, "tools", "tool")
    first.press_sequentially("Read")
    page.set_viewport_size({"width": 600, "height": 900})
    expect(tools.locator("ol.kit-rows")).to_be_visible()
    expect(first).to_be_focused()
    page.keyboard.type("ing app")

    expect(first).to_have_value("Reading app")
    cell(page, "tools", "cost").fill("12")
    expect(tools.locator(".kit-sums")).to_contain_text("12 dollars")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(tools.locator("table.kit-grid tfoot")).to_contain_text("12")
    expect(first).to_have_value("Reading app")


def test_actions_have_the_columns_of_their_session_too(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    ready(page)
    cell(page, "plan", "what").fill("Ask two families")
    hours = cell(page, "plan", "hours")
    hours.fill("41")
    hours.press("Tab")
    expect(under(hours, ".kit-cell-problem")).to_contain_text("This must be from 1 to 40")
    hours.fill("6")

    wait_stored(lab, opened, 6, "plan", field_of(hours))


@pytest.mark.parametrize("width", [1280, 320])
def test_a_table_breaks_no_rule_and_fits(lab, opened, visit, width):
    page = visit(lab.address(opened, "team-1"), width=width)
    ready(page)
    cell(page, "tools", "people").fill("9000")
    cell(page, "tools", "people").press("Tab")
    cell(page, "tools", "decision").select_option("Keep")
    section(page, "Our tools").get_by_text("Paste rows from a spreadsheet").click()
    section(page, "Our tools").get_by_label("Copied cells").fill(PASTED)

    assert violations(page, ".kit") == []
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= width
