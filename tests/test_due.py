"""What is due in the coming weeks: said, and made ready to send district by district."""

from __future__ import annotations

import csv
import datetime as dt
import email
import email.policy
from urllib.parse import unquote

import icalendar
import pytest

from kitlib.kinds.shared.keyed import paper_row
from kitlib.meetings.contents import content_now
from kitlib.meetings.due import find_due

TODAY = dt.datetime.now().astimezone().date()


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def plan(store, library, page):
    """Two districts that planned: the one with what is overdue, due, far off, closed and off the record; the other with a date alone."""
    id = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")

    def meet(district: str, school: str | None = None):
        return store.meetings.open(
            session="why-mtss", date=day(-20), minutes=45, teams_=["Team 1"], district=district, school=school,
            content=content_now(library, "why-mtss"),
        )  # fmt: skip

    north = page(meet("999001", "99900101"))
    for row, what, due in (
        ("r1", "Call the families & ask", day(-3)), ("r2", "Print the form", day(10)), ("r3", "Next year's plan", day(200)),
        ("r4", "Only between us", day(5)), ("r5", "Was done long ago", day(-9)),
    ):  # fmt: skip
        for field, value in (("what", what), ("owner", "Coach"), ("due", due)):
            north.write(id, f"{row}.{field}", value, scope="team")
    north.write(id, "r4/off", True, scope="team")
    north.write(id, "r5.status", "done", scope="team")
    south = page(meet("999002"))
    south.write(id, "next.date", day(12), scope="team")
    return id, north


def test_what_is_due_is_said_with_what_is_overdue_first_and_nothing_beyond(kit, plan):
    said = kit("due").stdout

    assert said.index("Call the families") < said.index("Print the form")
    assert f"{day(-3)} overdue" in said
    for never in ("Next year", "Only between us", "done long ago"):
        assert never not in said


def test_each_district_has_a_message_that_opens_as_a_draft_with_its_calendar(kit, plan, home):
    (home / "contacts.csv").write_text("District name,Email\nNorth Haven Test,north@example.org\n")
    ran = kit("due", "--out", "due", "--to", "contacts.csv")

    assert ran.returncode == 0, ran.stderr
    north, south = sorted((home / "due").glob("*.eml"))
    told = email.message_from_bytes(north.read_bytes(), policy=email.policy.default)
    assert (told["To"], told["X-Unsent"], told["From"]) == ("north@example.org", "1", None)
    body = told.get_body().get_content()
    assert "Call the families & ask (Coach, overdue since" in body
    assert "Only between us" not in north.read_text()
    (attached,) = told.iter_attachments()
    events = icalendar.Calendar.from_ical(attached.get_content()).events
    assert [str(e["summary"]) for e in events] == [
        "Due: Call the families & ask (Coach)",
        "Due: Print the form (Coach)",
    ]
    assert "Meet again: " in south.with_suffix(".ics").read_text()
    page = (home / "due" / "index.html").read_text()
    assert "<script" not in page
    assert "Call the families & ask" in unquote(page.replace("&amp;", "&"))
    with (home / "due" / "due.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["overdue"] for row in csv.DictReader(file)] == ["yes", ""]


def test_a_moved_action_keeps_its_event_and_a_district_with_nothing_due_loses_its_message(kit, plan, home):
    id, north = plan
    kit("due", "--out", "due")
    first = next((home / "due").glob("999001*.ics")).read_text()
    north.write(id, "r1.due", day(9), scope="team")
    kit("due", "--out", "due")
    moved = next((home / "due").glob("999001*.ics")).read_text()
    for row in ("r1", "r2"):
        north.write(id, f"{row}.status", "done", scope="team")
    kit("due", "--out", "due")

    assert {line for line in first.splitlines() if line.startswith("UID")} == {
        line for line in moved.splitlines() if line.startswith("UID")
    }
    assert first != moved
    assert [path.name[:6] for path in (home / "due").glob("*.eml")] == ["999002"]
    assert [path.name[:6] for path in (home / "due").glob("*.ics")] == ["999002"]


def test_a_list_of_addresses_that_is_not_sound_is_told_line_by_line_and_nothing_is_written(kit, plan, home):
    (home / "our contacts.csv").write_text("district,email\nNorth Haven Tst,a@example.org\n999002,nobody\n")
    ran = kit("due", "--out", "due", "--to", "our contacts.csv")

    assert ran.returncode == 1
    assert "did you mean" in ran.stderr
    assert "This is no mail address" in ran.stderr
    assert not (home / "due").exists()
    assert "kit due --to 'our contacts.csv' --out due" in kit("due", "--to", "our contacts.csv").stderr


@pytest.mark.parametrize("row", [paper_row(1), "r2", "a" * 40])
def test_what_teams_keyed_in_under_the_same_row_is_due_of_each_of_them_and_of_each_meeting(
    service, hold, page, library, row
):
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    for meeting, name in ((hold("why-mtss", teams=["A", "B"]), name) for name in ("first", "second")):
        for team in ("team-1", "team-2"):
            page(meeting, team=team).write(plan, f"{row}.what", f"{name} of {team}", scope="team")
            page(meeting, team=team).write(plan, f"{row}.due", day(5), scope="team")
    third = page(hold("why-mtss"))
    ids = {item["what"]: item["id"] for item in third.sees()["carried"]}
    third.write("earlier", f"{ids['first of team-1']}.outcome", "done", scope="room")

    [found] = find_due(service.queries, day(0), day(7))

    assert {action.what for action in found.actions} == {
        "first of team-2", "second of team-1", "second of team-2",
    }  # fmt: skip
