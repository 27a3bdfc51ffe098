"""Results of groups: keyed in, brought in from files, answered here; small groups withheld, seen elsewhere."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect
from screen import violations

from kitlib.meetings.service import MeetingService
from kitlib.store import Address


@pytest.fixture
def opened(lab):
    return lab.open("survey", teams=["North", "South"], district=lab.new_district())


def stored(lab, opened, field: str, seat: str = "", team: str = "team-1") -> object:
    history = lab.store.entries.history(Address(opened.meeting.id, team, seat, "climate", field))
    current = [entry.value for entry in history if entry.standing == "accepted"]
    return current[-1] if current else None


def wait_stored(lab, opened, expected: object, field: str, **where: str) -> None:
    deadline = time.monotonic() + 20
    while stored(lab, opened, field, **where) != expected:
        assert time.monotonic() < deadline, f"on disk: {stored(lab, opened, field, **where)!r}"
        time.sleep(0.02)


def bring_in(page: Page) -> Locator:
    """The part where results are brought in, opened."""
    part = page.locator(".kit-survey details.kit-fold")
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part


def number(page: Page, field: str) -> Locator:
    return page.locator(f'[data-kit-field="climate/{field}"]')


def results(page: Page, form: str) -> Locator:
    return page.locator(f'.kit-form-results[data-form="{form}"]')


def choose(page: Page, text: str, name: str = "results.csv") -> None:
    part = bring_in(page)
    part.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode("utf-8")}
    )


def key_in_staff(page: Page, counts: list[int]) -> None:
    part = bring_in(page)
    part.locator('[data-form="staff"] > summary').click()
    for point, n in enumerate(counts, 1):
        number(page, f"counts.staff.heard/{point}").fill(str(n))
    number(page, "people.staff").fill(str(sum(counts)))


def test_counts_that_are_keyed_in_are_shown_by_domain_on_every_page_and_kept(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    key_in_staff(page, [2, 5, 9, 4])
    wait_stored(lab, opened, [2, 5, 9, 4], "counts.staff.heard")

    bar = results(page, "staff").get_by_role(
        "img", name="Voice: 2 Strongly disagree, 5 Disagree, 9 Agree, 4 Strongly agree"
    )
    expect(bar.first).to_be_visible()
    expect(results(page, "staff")).to_contain_text("13 of 20 on the upper side")
    page.reload()
    expect(bar.first).to_be_visible(timeout=60_000)
    other = visit(lab.address(opened, "team-2"))
    expect(results(other, "staff")).to_contain_text("20 answered")
    bring_in(other).locator('[data-form="staff"] > summary').click()
    expect(number(other, "counts.staff.heard/1")).to_have_value("")


def test_a_small_group_and_a_group_of_one_mind_are_withheld(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    key_in_staff(page, [2, 5, 0, 1])
    expect(results(page, "staff")).to_contain_text("~ fewer than 10 answered.")
    expect(results(page, "staff")).to_contain_text("Nothing else of this form is shown.")
    expect(results(page, "staff").locator(".kit-parted:visible")).to_have_count(0)
    expect(number(page, "counts.staff.heard/1")).to_be_hidden()

    number(page, "people.staff").fill("30")
    for point, n in enumerate([0, 0, 30, 0], 1):
        number(page, f"counts.staff.heard/{point}").fill(str(n))

    results(page, "staff").get_by_text("Statement by statement").click()
    expect(results(page, "staff")).to_contain_text("~ withheld")
    expect(results(page, "staff")).to_contain_text("or all gave the same answer")
    expect(results(page, "staff").locator(".kit-parted:visible")).to_have_count(0)


def test_a_file_is_read_here_shown_with_what_was_refused_then_sent_and_taken_back(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    sent = []
    page.on(
        "request",
        lambda request: sent.append(request.post_data or "") if "kit/api/entries" in request.url else None,
    )
    lines = [
        "form,item,point,count",
        "students,people,,40",
        "students,asked,,52",
        "Students,place-good,Agree,25",
    ]
    lines += [
        "students,place-good,1,3",
        "students,place-good,9,1",
        "students,nowhere,1,3",
        "teachers,heard,1,2",
    ]
    lines += ["students,let-in,2,lots", "students,place-good,Strongly agree,12", "students,place-good,3,1"]
    choose(page, "\r\n".join(lines))
    preview = page.locator(".kit-preview")
    expect(preview).to_contain_text(re.compile(r"Students\s*40 of 52\s*1 of 5 statements"))
    expect(preview).to_contain_text("5 lines not taken")
    expect(preview).to_contain_text("Line 6: “9” is no point of the scale. Use 1, 2, 3, 4, or the words.")
    expect(preview).to_contain_text("Line 7: Students has no statement “nowhere”.")
    expect(preview).to_contain_text("Line 8: There is no form “teachers”. Use students, staff, families.")
    expect(preview).to_contain_text("Line 9: “lots” is not a whole number of people.")
    expect(preview).to_contain_text("Line 11: “place-good”, point 3, stands here twice.")
    assert sent == []

    preview.get_by_role("button", name="Bring in").click()
    wait_stored(lab, opened, [3, 0, 25, 12], "counts.students.place-good")
    wait_stored(lab, opened, 52, "asked.students")
    expect(results(page, "students")).to_contain_text("40 of 52 answered")

    page.get_by_role("button", name="Undo: put back what stood here").click()
    wait_stored(lab, opened, None, "counts.students.place-good")
    wait_stored(lab, opened, None, "people.students")
    expect(results(page, "students")).to_be_hidden()


def test_answers_one_a_line_are_counted_here_and_no_respondent_leaves_the_browser(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    sent = []
    page.on(
        "request",
        lambda request: sent.append(request.post_data or "") if "kit/api/entries" in request.url else None,
    )
    rows = [f"person-{n};staff;heard;{1 + n % 4}" for n in range(14)]
    rows += [
        "person-3;staff;heard;2",
        ";staff;time;1",
        "person-4;staff;time;pass",
        '"person-5";staff;"I have time to plan with others.";"Agree"',
    ]
    choose(page, "\ufeffrespondent;form;item;value\n" + "\n".join(rows), "answers.csv")
    preview = page.locator(".kit-preview")
    expect(preview).to_contain_text("Line 16: This respondent answered the statement before.")
    expect(preview).to_contain_text("Line 17: The column of the respondent is empty.")
    preview.get_by_role("button", name="Bring in").click()

    wait_stored(lab, opened, [4, 4, 3, 3], "counts.staff.heard")
    wait_stored(lab, opened, 14, "people.staff")
    wait_stored(lab, opened, [0, 0, 1, 0], "counts.staff.time")
    expect(results(page, "staff")).to_be_visible()  # while it waits, the browser tells what it sent
    assert sent
    assert "person-" not in "".join(sent)


def test_one_person_a_line_as_survey_tools_export_it_is_counted_too(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    head = "id\tplace-good\tWhen I am left out, someone lets me in.\tGrade"
    rows = [f"{n}\t{['Agree', 'Disagree', '4'][n % 3]}\t{'' if n == 2 else 1 + n % 4}\t5" for n in range(12)]
    choose(page, "\n".join([head, *rows]), "export.tsv")
    expect(page.locator(".kit-preview")).to_contain_text(
        "Line 1: Column “Grade” fits no statement; it was left out."
    )
    page.locator(".kit-preview").get_by_role("button", name="Bring in").click()

    wait_stored(lab, opened, [0, 4, 4, 4], "counts.students.place-good")
    wait_stored(lab, opened, [3, 3, 2, 3], "counts.students.let-in")
    wait_stored(lab, opened, 12, "people.students")


def test_of_a_small_group_a_file_brings_in_nothing_but_its_number(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    choose(page, "form,item,point,count\nstudents,place-good,1,4\nstudents,place-good,2,3")
    expect(page.locator(".kit-preview")).to_contain_text(re.compile(r"~ fewer than 10\s*Too few"))
    page.locator(".kit-preview").get_by_role("button", name="Bring in").click()

    wait_stored(lab, opened, 7, "people.students")
    assert stored(lab, opened, "counts.students.place-good") is None


def test_a_file_that_fits_nothing_says_what_would(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    choose(page, "a,b\n1,2")
    expect(page.locator(".kit-preview")).to_contain_text("The headings fit none of the three ways")
    page.locator(".kit-preview").get_by_role("button", name="Close").click()

    expect(page.locator(".kit-preview")).to_be_hidden()


def answer(lab, opened, n: int) -> None:
    """What so many seats of two teams answer."""
    service = MeetingService(lab.store, lab.library)
    for i in range(n):
        message = {
            "meeting": opened.meeting.id,
            "activity": "climate",
            "writer": f"w-seat-{i:04}",
            "base": None,
        }
        at = {"team": f"team-{1 + i // 6}", "seat": f"seat-{1 + i % 6}"}
        service.save({**message, **at, "field": "own.greeted", "value": 1 + i % 4, "seq": 1})


def test_seats_answer_here_and_counts_are_shown_from_ten_on_and_to_every_team(lab, opened, visit):
    page, other = visit(lab.address(opened, "team-1")), visit(lab.address(opened, "team-2"))
    answer(lab, opened, 8)
    page.get_by_label("Answering as").select_option("seat-6")
    if page.get_by_role("button", name="It is my seat").first.is_visible():
        page.get_by_role("button", name="It is my seat").first.click()
    page.locator('[data-kit-field="climate/own.greeted/2"]').check()
    wait_stored(lab, opened, 2, "own.greeted", seat="seat-6")
    expect(page.locator(".kit-survey")).to_contain_text(
        "8 seats answered so far. Counts can be shown from 10 on."
    )
    page.get_by_role("button", name="Close the answers and show the counts").click()
    expect(results(other, "families")).to_contain_text("~ fewer than 10 answered")
    expect(page.locator('[data-kit-field="climate/own.asked/2"]')).to_be_disabled()
    page.get_by_role("button", name="Hide the counts and open the answers again").click()
    answer(lab, opened, 12)
    expect(page.locator(".kit-survey")).to_contain_text("12 seats answered so far.")
    other.get_by_role("button", name="Close the answers and show the counts").click()

    for each in (page, other):
        expect(results(each, "families")).to_contain_text("12 answered")
        expect(results(each, "families").locator(".kit-parted").first).to_be_visible()


def test_the_form_is_read_in_the_language_that_is_chosen_and_what_is_missing_says_so(lab, opened, visit):
    page = visit(f"{lab.url}/kit/team?meeting={opened.meeting.id}&team=team-1")
    page.locator("select#language").select_option("es")

    said = page.locator(".kit-survey fieldset legend span:not(.kit-number)")
    expect(said.nth(0)).to_have_text("Alguien me saluda cuando entro.")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(said.nth(2)).to_have_text("The school asks me what I think.")
    expect(said.nth(2)).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="¿Se siente en casa aquí?")).to_be_visible()
    expect(page.get_by_text("Apenas empezamos").first).to_be_visible()
    expect(page.locator("header.language")).to_contain_text("Esta traducción es un borrador.")
    expect(page.locator("#left")).to_have_text("Lo que todavía no está traducido sigue en inglés.")
    page.reload()
    expect(said.nth(0)).to_have_text("Alguien me saluda cuando entro.", timeout=60_000)
    page.locator("select#language").select_option("en")
    expect(said.nth(0)).to_have_text("Someone says hello when I come in.")


def test_everything_is_done_with_the_keyboard_alone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"))
    keys = page.keyboard
    seats = page.get_by_label("Answering as")
    expect(seats.locator("option", has_text="Seat 2")).to_be_attached()  # they come with the first answer
    seats.focus()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(seats).to_have_value("seat-2")
    first = page.locator('[data-kit-field="climate/own.greeted/1"]')
    expect(first).to_be_enabled()
    first.focus()
    keys.press("Space")
    keys.press("ArrowRight")
    wait_stored(lab, opened, 2, "own.greeted", seat="seat-2")

    page.locator("details.kit-fold > summary", has_text="Bring in results").last.focus()
    keys.press("Enter")
    page.locator('[data-form="staff"] > summary').focus()
    keys.press("Enter")
    keys.press("Tab")
    keys.type("25")
    keys.press("Tab")
    keys.press("Tab")
    for n in ("3", "4", "11", "7"):
        keys.type(n)
        keys.press("Tab")
    wait_stored(lab, opened, [3, 4, 11, 7], "counts.staff.heard")
    expect(results(page, "staff")).to_contain_text("25 answered")

    page.locator('[data-kit-field$=".notice"]').first.focus()
    keys.type("Four in ten disagree.", delay=5)
    keys.press("Tab")
    keys.type("Families", delay=5)
    expect(page.locator(".kit-survey .kit-badge-text").last).to_contain_text("Saved")
    page.get_by_role("button", name="Take out Note 1").focus()
    keys.press("Enter")
    keys.press("Enter")  # the focus went to what puts it back
    expect(page.locator('[data-kit-field$=".notice"]').first).to_have_value("Four in ten disagree.")


def test_a_survey_breaks_no_rule_and_fits_a_phone(lab, opened, visit):
    page = visit(lab.address(opened, "team-1"), width=320)
    key_in_staff(page, [2, 5, 9, 4])
    choose(page, "form,item,point,count\nstudents,place-good,1,4\nstudents,nowhere,2,3")
    expect(page.locator(".kit-preview")).to_contain_text("1 line not taken")
    results(page, "staff").get_by_text("Statement by statement").click()

    assert violations(page, ".kit-survey") == []
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth") <= 320


def test_rounds_of_earlier_meetings_stand_beside_this_one(lab, visit):
    before = lab.open("survey", date="2026-05-04", district="Quillhaven")
    service = MeetingService(lab.store, lab.library)
    for seq, (field, value) in enumerate({"people.staff": 30, "counts.staff.heard": [9, 9, 7, 5]}.items(), 1):
        message = {"meeting": before.meeting.id, "team": "team-1", "seat": "", "activity": "climate"}
        service.save(
            {**message, "field": field, "value": value, "writer": "w-earlier-1", "seq": seq, "base": None}
        )
    page = visit(lab.address(lab.open("survey", district="Quillhaven"), "team-1"))
    key_in_staff(page, [2, 5, 9, 4])

    bars = results(page, "staff").locator(".kit-bars").first
    expect(bars).to_contain_text(re.compile(r"Voice\s*May 4, 2026\s*12 of 30.*Now\s*13 of 20", re.DOTALL))
    assert "30" in json.dumps(page.locator(".kit-survey").inner_text())
