"""The page of a district or a school: all its sessions in one document, and nothing in it that is nobody's to read."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pypdf
import pytest

from kitlib.errors import NotFoundError
from kitlib.kinds.shared.open_items import OpenItem
from kitlib.meetings.carry_over import MeetingItems, stories
from kitlib.meetings.contents import content_now
from kitlib.records.batch import Batch
from kitlib.records.local import Local
from kitlib.records.making import make_one
from kitlib.records.unit import PlaceUnit

TODAY = dt.datetime.now().astimezone().date()
TEMPLATE = Path("records") / "portfolio.ipynb"
FORMS = ("html", "pdf", "docx", "ipynb")


def day(days: int) -> str:
    """So many days from now."""
    return (TODAY + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def meet(store, library):
    def meet(session: str, on: str, school: str | None = None):
        return store.meetings.open(
            session=session, date=on, minutes=45, teams_=["Team 1"], district="999001", school=school,
            content=content_now(library, session),
        )  # fmt: skip

    return meet


@pytest.fixture
def made(places):
    """`made()`: the page of the district in every form, made in this process; gives its HTML and its unit's stem."""

    def made(school: str = "") -> tuple[str, Path]:
        batch = Batch(places, places.records, FORMS, template=TEMPLATE)
        [unit] = [unit for unit in batch.places_due("999001") if unit.school == school]
        outcome = make_one(batch._task(batch.plan([unit], everything=True).due[0]), lambda cell: None)
        assert outcome.failure is None, outcome.failure
        stem = places.records / unit.stem
        return stem.with_name(f"{stem.name}.html").read_text(encoding="utf-8"), stem

    return made


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S))


def test_a_district_s_page_tells_what_was_decided_where_it_stands_and_nothing_private(
    meet, page, library, made, places
):
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    first, second = meet("why-mtss", day(-60)), meet("why-mtss", day(-20))
    for id, what, due in (("r1", "Ask the families", day(-5)), ("r2", "Print the form", day(-30))):
        page(first).write(plan, f"{id}.what", what, scope="team")
        page(first).write(plan, f"{id}.owner", "Coach", scope="team")
        page(first).write(plan, f"{id}.due", due, scope="team")
    page(first).write(plan, "r3.what", "Only between us", scope="team")
    page(first).write(plan, "r3/off", True, scope="team")
    page(second).write("earlier", "r2.outcome", "done", scope="room")
    page(second).write("earlier", "r1.outcome", "moved", scope="room")
    page(second).write("earlier", "r1.due", day(9), scope="room")
    page(second).write("earlier", "r1.reason", "The gym was closed", scope="room")
    page(second).write(plan, "next.date", day(40), scope="team")
    bias = meet("introducing-bias", day(-3), school="99900101")
    page(bias, seat="seat-1").write("first-thoughts", "too-fast", "a sentence for nobody")
    page(bias, seat="seat-1").write("scene", "moment", "a sentence for the record of the session alone")

    html, stem = made()
    told = words(html)

    assert "North Haven Test" in told
    for fact in ("Sessions 2", "Meetings 3", "Actions open 1", "Actions closed 1", "Overdue 0"):
        assert fact in told
    assert told.index("Ask the families") < told.index("All actions, by owner")
    assert "moved 1×" in told
    assert "The gym was closed" in told
    assert "Haven Elementary School" not in told.partition("All actions")[0]  # nothing of it is open
    for form in FORMS:
        raw = stem.with_name(f"{stem.name}.{form}").read_bytes()
        text = raw.decode("utf-8", "replace")
        if form == "pdf":
            text = " ".join(
                each.extract_text() for each in pypdf.PdfReader(stem.with_name(f"{stem.name}.pdf")).pages
            )
        for never in ("a sentence for", "Only between us"):
            assert never not in text, (form, never)
    assert made("99900101")[0].count("Meetings</dt><dd>1</dd>") == 1


def test_a_full_district_is_printed_on_four_pages_with_what_is_due_first_on_page_one(
    meet, page, library, made
):
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    for n in range(4):
        held = meet("why-mtss", day(-90 + 20 * n))
        for row in range(12):
            at = f"m{n}x{row}"
            what = f"Action {n}.{row}: ask every team what it has tried so far and write it down"
            page(held).write(plan, f"{at}.what", what, scope="team")
            page(held).write(plan, f"{at}.owner", "Assistant principal", scope="team")
            page(held).write(plan, f"{at}.due", day(30 - 12 * n + row), scope="team")
    _, stem = made()
    pages = [each.extract_text() for each in pypdf.PdfReader(stem.with_name(f"{stem.name}.pdf")).pages]

    assert len(pages) <= 4
    assert "Action 3.0:" in pages[0]
    assert "42 more are open" in re.sub(r"\s+", " ", pages[0])


def test_the_pages_are_made_again_only_where_something_changed(meet, page, places):
    page(meet("why-mtss", day(-3), school="99900101")).write("seats", "seat-1.role", "Teacher", scope="team")
    batch = Batch(places, places.records, ("html",), template=TEMPLATE)
    assert [(u.name, u.school) for u in batch.places_due()] == [
        ("North Haven Test", ""), ("Haven Elementary School", "99900101"),
    ]  # fmt: skip
    failures, index = batch.run(batch.plan(batch.places_due()), Local(1), lambda unit, failure: None)

    assert failures == []
    assert index.read_text(encoding="utf-8").count("All sessions") >= 1
    again = Batch(places, places.records, ("html",), template=TEMPLATE)
    assert again.plan(again.places_due()).due == []
    page(meet("why-mtss", day(-1))).write("seats", "seat-1.role", "Teacher", scope="team")
    later = Batch(places, places.records, ("html",), template=TEMPLATE)
    plan = later.plan(later.places_due())
    assert [each.unit.school for each in plan.due] == [""]  # the school held nothing more
    assert later.plan([]).gone == []  # what stands there belongs to meetings that are held
    with pytest.raises(NotFoundError):
        later.places_due("999001", "no such school")


def test_the_pages_are_made_again_where_another_model_groups_notes(meet, page, places, tmp_path, monkeypatch):
    page(meet("why-mtss", day(-3))).write("seats", "seat-1.role", "Teacher", scope="team")
    batch = Batch(places, places.records, ("html",), template=TEMPLATE)
    batch.run(batch.plan(batch.places_due()), Local(1), lambda unit, failure: None)

    def due() -> list[str]:
        later = Batch(places, places.records, ("html",), template=TEMPLATE)
        return [each.why for each in later.plan(later.places_due()).due]

    assert due() == []
    model = tmp_path / "model"
    model.mkdir()
    monkeypatch.setenv("KIT_THEMES_MODEL", str(model))
    assert due() == ["another model groups notes"]
    before = Batch(places, places.records, ("html",), template=TEMPLATE)
    [first] = before.plan(before.places_due()).due
    (model / "certainty.txt").write_text("0.6\n", encoding="utf-8")
    after = Batch(places, places.records, ("html",), template=TEMPLATE)
    [second] = after.plan(after.places_due()).due
    assert first.inputs["themes"] != second.inputs["themes"]
    assert [each for each in after.plan(after.units()).due if each.inputs["themes"]] == []


def test_what_became_of_a_thing_is_told_meeting_by_meeting():
    items = [("A", OpenItem("action", "r1", "Ask", due="2027-01-05", status="not started"))]
    told = [
        MeetingItems("2026-11-01", items),
        MeetingItems("2026-12-01", [], {"r1": {"outcome": "moved", "due": "2027-02-01", "reason": "snow"}}),
        MeetingItems("2027-02-02", [], {"r1": {"outcome": "done"}, "r9": {"outcome": "done"}}),
    ]
    [story] = stories(told)

    assert (story.item.status, story.item.due, story.item.moved) == ("done", "2027-02-01", 1)
    assert [(e.date, e.outcome, e.due, e.reason) for e in story.events] == [
        ("2026-12-01", "moved", "2027-02-01", "snow"),
        ("2027-02-02", "done", "", ""),
    ]


def test_no_two_places_share_a_file():
    def unit(district: str, school: str = "") -> str:
        return PlaceUnit("", "All sessions", district, "Same Name", 1, "2026-11-01", school).stem

    stems = [unit("12"), unit("12", "3"), unit("1", "23"), unit("123"), unit("12-3"), unit("../x")]
    assert len({stem.casefold() for stem in stems}) == len(stems)
    assert all(re.fullmatch(r"_portfolio/[a-z0-9_-]+", stem) for stem in stems)


def test_notes_of_several_teams_that_are_alike_stand_under_a_heading_and_nothing_off_the_record_does(
    meet, page, library, made
):
    notes = {"a": "The bus is late every day", "b": "No bus up the hill", "c": "Bus drivers quit"}
    for n, days in enumerate((-30, -9)):
        held = meet("board", day(days))
        for row, text in notes.items():
            page(held, seat="seat-1").write("barriers", f"{row}{n}.text", text)
        page(held, seat="seat-1").write("barriers", f"z{n}.text", "The bus, between us")
        page(held, seat="seat-1").write("barriers", f"z{n}/off", True)

    told = words(made()[0])

    assert "What several teams’ notes are about" in told
    assert "Grouped by shared words" in told
    assert "Bus (6 notes of 2 teams)" in told
    assert "between us" not in told
