"""WCAG 2.2 A and AA, as far as a machine can judge, of everything people touch or read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from screen import violations

from kitlib.exchange.sample import hold, read
from kitlib.meetings.service import MeetingService
from kitlib.records import batch
from kitlib.records.local import Local
from kitlib.rollup.build import make_rollup
from kitlib.settings import settings


@pytest.mark.parametrize("session", ["introducing-bias", "why-mtss", "shared-beliefs"])
@pytest.mark.parametrize("name", ["facilitator", "team-1"])
def test_a_session_breaks_no_rule(lab, visit, session, name):
    page = visit(lab.address(lab.open(session), name))

    assert violations(page, ".kit") == []


def test_a_record_and_the_index_ask_for_nothing_beyond_themselves_break_no_rule_and_fit_a_phone(
    lab, chromium, tmp_path
):
    places = settings(lab.home)
    hold(
        read(places.data / "sample" / "shared-beliefs-quillhaven.json"),
        MeetingService(lab.store, lab.library),
    )
    making = batch.Batch(places, tmp_path, ["html", "pdf", "docx"])
    units = making.units("shared-beliefs", "Quillhaven")
    assert making.run(making.plan(units), Local(), lambda *_: None) == ([], tmp_path / "index.html")
    index = tmp_path / "index.html"
    for path in (tmp_path / f"{units[0].stem}.html", index):
        page, asked = chromium.new_page(viewport={"width": 320, "height": 640}), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())

        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        assert page.locator("script").count() == (path == index)  # the index's own, which searches in it
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert violations(page, "body") == []
        page.close()


def test_a_roll_up_asks_for_nothing_beyond_itself_breaks_no_rule_and_fits_a_phone(lab, chromium, tmp_path):
    places = settings(lab.home)
    for path in sorted((places.data / "sample").glob("shared-beliefs-*.json")):
        hold(read(path), MeetingService(lab.store, lab.library))
    _, (made,) = make_rollup(places, "shared-beliefs", "county", tmp_path, "html")
    page, asked = chromium.new_page(viewport={"width": 320, "height": 640}), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(made.as_uri())

    assert [url for url in asked if not url.startswith("data:")] == [made.as_uri()]
    assert page.locator("script").count() == 0
    assert page.get_by_role("table", name="Districts, meetings, teams and seats").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    assert violations(page, "body") == []
    page.close()


def test_the_start_page_breaks_no_rule(lab, visit):
    page = visit(f"{lab.url}/doc/tree/notebooks/start.ipynb", ready=".kit-start")

    assert violations(page, ".kit") == []


def test_a_session_fits_a_phone_without_scrolling_sideways(lab, visit):
    page = visit(lab.address(lab.open("why-mtss"), "team-1"), width=320)
    expect(page.locator(".kit-attendance")).to_be_visible()

    wide = page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollWidth")
    assert wide <= 320
