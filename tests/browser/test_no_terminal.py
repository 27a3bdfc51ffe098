"""Nobody needs a terminal: from the start page of a fresh kit to a record among the downloads."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from kit_home import make_home
from playwright.sync_api import Browser, Page, expect
from running_lab import Lab, running_lab
from screen import WHOLE

PATIENT = 120_000  # ms, on a busy machine


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(make_home(tmp_path_factory.mktemp("fresh") / "kit")) as running:
        yield running


def joined(chromium: Browser, address: str) -> Page:
    """A phone that read a team's picture: it holds the address, and the code behind a #."""
    phone = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US").new_page()
    phone.context.add_init_script(WHOLE)
    phone.goto(address, timeout=PATIENT)
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator(".kit-opening").first).to_be_visible(timeout=PATIENT)
    return phone


def test_an_evening_from_the_start_page_to_a_record_among_the_downloads(
    fresh: Lab, chromium: Browser, tmp_path: Path
):
    page = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="en-US", accept_downloads=True
    ).new_page()
    page.context.add_init_script(WHOLE)
    page.goto(f"{fresh.url}/doc/tree/notebooks/start.ipynb", timeout=PATIENT)
    expect(page.locator(".kit-start")).to_be_visible(timeout=PATIENT)

    page.get_by_text("Your districts and schools", exact=False).first.click()
    page.get_by_label("Name of your district").fill("Harbor Falls")
    page.get_by_label("Its schools").fill("North Elementary\nHarbor High")
    page.get_by_role("button", name="Add my district").click()
    expect(page.get_by_text("District: 1 rows read, 1 new")).to_be_visible(timeout=PATIENT)

    page.get_by_text("Phones and laptops of the teams").click()
    page.get_by_role("button", name="Let phones and laptops join").click()
    expect(page.get_by_text("Phones and laptops can join")).to_be_visible(timeout=PATIENT)

    page.get_by_label("What do you need?").fill("what MTSS is for")
    page.get_by_role("button", name="Choose Why a system of tiers?").click()
    page.get_by_role("combobox", name="District").fill("Harbor Falls")
    page.get_by_role("combobox", name="District").press("Tab")
    page.get_by_label("School", exact=True).select_option("Harbor High")
    page.get_by_role("textbox", name="Teams").fill("North\nSouth")
    page.get_by_label("Time", exact=True).fill("15:30")
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator(".kit-opened")).to_be_visible(timeout=PATIENT)
    [meeting] = fresh.store.meetings.list(session="why-mtss")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Put it in a calendar").first.click()
    [event] = Calendar.from_ical(saved.value.path().read_bytes()).events
    assert event["dtstart"].dt.strftime("%H:%M") == "15:30"

    address = page.locator("section[aria-label='Before and after'] code").inner_text()
    teams = [team.id for team in meeting.teams]
    codes = [door.code for door in fresh.store.doors.of(meeting.id, teams) if door.team in teams]
    phones = [joined(chromium, f"{address}#{code}") for code in codes]
    for phone, role in zip(phones, ("Principal", "Teacher"), strict=True):
        field = phone.get_by_label("Role").first
        field.fill(role)
        field.press("Tab")
    plan = phones[0].get_by_label("When we meet again")
    plan.fill("2027-01-12")
    phones[0].get_by_label("At what time").fill("15:45")
    phones[0].get_by_label("Who calls that meeting (a role)").fill("Principal")
    phones[0].get_by_label("Who calls that meeting (a role)").press("Tab")
    expect(phones[0].get_by_text("Put it in a calendar")).to_be_visible(timeout=PATIENT)
    for phone in phones:
        phone.context.close()

    page.reload()
    expect(page.locator(".kit-start")).to_be_visible(timeout=PATIENT)
    page.get_by_role("button", name="Make the record of Why a system of tiers?").first.click()
    expect(page.get_by_role("link", name="PDF of Harbor Falls")).to_be_visible(timeout=2 * PATIENT)
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="PDF of Harbor Falls").click()
    # A browser that shows no PDF keeps it among the downloads, and has no page with its address.
    address = page.get_by_role("link", name="PDF of Harbor Falls").evaluate("link => link.href")
    assert opening.value.url in (address, "", "about:blank", ":")
    pdf = page.request.get(address)
    assert pdf.body().startswith(b"%PDF-")
    with page.expect_download() as word:
        page.get_by_role("link", name="Word of Harbor Falls").click()
    assert word.value.path().read_bytes().startswith(b"PK")

    page.get_by_text("Phones and laptops of the teams").click()
    page.get_by_role("button", name="Let no more devices in").click()
    expect(page.get_by_text("Only this computer can write in a meeting now.")).to_be_visible(timeout=PATIENT)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", fresh.port + 1)) != 0
