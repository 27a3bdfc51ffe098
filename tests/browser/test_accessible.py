"""WCAG 2.1 A and AA, as far as a machine can judge, of everything people touch or read."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kitlib.records import batch
from kitlib.room import Room
from kitlib.sample import hold, read
from kitlib.settings import settings

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def violations(page: Page, part: str) -> list[str]:
    found = Axe().run(page, context=part, options=RULES).response
    assert len(found["passes"]) > 5, "axe looked at next to nothing"
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize("session", ["introducing-bias", "why-mtss", "shared-beliefs"])
@pytest.mark.parametrize("name", ["facilitator", "team-1"])
def test_a_session_breaks_no_rule(lab, visit, session, name):
    page = visit(lab.address(lab.open(session), name))

    assert violations(page, ".kit") == []


def test_a_record_asks_for_nothing_beyond_itself_and_breaks_no_rule(lab, chromium, tmp_path):
    places = settings(lab.home)
    hold(read(places.data / "sample" / "shared-beliefs-quillhaven.json"), Room(lab.store, lab.library))
    units = batch.due(lab.store, lab.library, "shared-beliefs", "Quillhaven")
    assert batch.make(units, places, tmp_path, lambda *_: None) == []
    index = batch.write_index(lab.store, lab.library, tmp_path)
    for path in (tmp_path / f"{units[0].stem}.html", index):
        page, asked = chromium.new_page(), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())

        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        assert page.locator("script").count() == 0
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
