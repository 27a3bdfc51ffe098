"""The desk: what is held and open in every district, found, sorted and paged without reading the answers again."""

from __future__ import annotations

import datetime as dt

import pytest
from postgres import on_both

from kitlib.errors import NotFoundError
from kitlib.meetings.contents import content_now
from kitlib.meetings.desk import PAGE_LENGTH, Desk, Wanted
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.start_page import StartPage
from kitlib.store import District, Meeting, Team

TODAY = dt.datetime.now().astimezone().date()


def day(days: int) -> str:
    """So many days from now."""
    return (TODAY + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def desk(store, library, places):
    return Desk(MeetingQueries(store, library), places)


@pytest.fixture
def plan(library):
    return next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")


@pytest.fixture
def meet(store, library):
    def meet(district: str | None, on: str, *, school: str | None = None) -> Meeting:
        return store.meetings.open(
            session="why-mtss", date=on, minutes=45, teams_=["A", "B"], district=district, school=school,
            content=content_now(library, "why-mtss"),
        )  # fmt: skip

    return meet


def row(desk: Desk, name: str, **wanted) -> dict:
    """The one row of that name."""
    [found] = [each for each in desk.overview(Wanted(words=name, **wanted))["rows"] if each["name"] == name]
    return found


def act(page, plan: str, id: str, what: str, due: str = "") -> None:
    page.write(plan, f"{id}.what", what, scope="team")
    page.write(plan, f"{id}.due", due, scope="team")


@on_both
def test_a_district_shows_what_was_held_what_is_open_and_overdue_and_when_it_meets_again(
    desk, meet, page, plan
):
    first, second = meet("999001", day(-60)), meet("999001", day(-1))
    act(page(first), plan, "r1", "Ask families", day(-5))
    act(page(first), plan, "r2", "Done at once", day(-5))
    act(page(first, team="team-2"), plan, "r3", "Some day")
    page(first).write(plan, "next.none", "We met for one thing.", scope="team")
    page(first).write("clock", "end", 1_790_000_000, scope="room")
    page(second).write("earlier", "r2.outcome", "done", scope="room")
    act(page(second), plan, "r4", "Soon", day(5))
    page(second).write(plan, "next.date", day(40), scope="team")
    page(second, team="team-2").write(plan, "next.date", day(20), scope="team")

    found = row(desk, "North Haven Test")

    assert {name: found[name] for name in ("meetings", "last", "running", "next", "open", "overdue", "due")} == {
        "meetings": 2, "last": day(-1), "running": 1, "next": day(20), "open": 3, "overdue": 1, "due": day(-5),
    }  # fmt: skip
    place = desk.place("999001")
    assert [item["what"] for item in place["items"]] == ["Ask families", "Soon", "Some day"]
    assert [(m["date"], m["state"], m["teams"]) for m in place["meetings"]] == [
        (day(-1), "open", ["A", "B"]),
        (day(-60), "held", ["A", "B"]),
    ]
    assert row(desk, "South Haven Test")["meetings"] == 0


@on_both
def test_each_change_is_seen_at_the_next_look_and_what_is_not_for_the_record_never(desk, meet, page, plan):
    meeting = meet("999001", day(-1))
    one = page(meeting)
    act(one, plan, "r1", "Between us", day(-1))
    assert row(desk, "North Haven Test")["overdue"] == 1

    one.write(plan, "r1/off", True, scope="team")
    assert row(desk, "North Haven Test")["open"] == 0
    assert desk.place("999001")["items"] == []

    one.write(plan, "r1/off", False, scope="team")
    one.write(plan, "r1.due", day(3), scope="team")
    found = row(desk, "North Haven Test")
    assert (found["open"], found["overdue"], found["due"]) == (1, 0, day(3))

    meet("999002", day(0))
    assert row(desk, "South Haven Test")["last"] == day(0)


def test_what_is_open_in_a_school_is_told_apart_from_the_whole_district_s(desk, meet, page, plan):
    act(page(meet("999001", day(-9), school="99900101")), plan, "r1", "In the school", day(-1))
    act(page(meet("999001", day(-9))), plan, "r2", "In the district", day(-1))

    assert row(desk, "North Haven Test")["open"] == 2
    school = row(desk, "Haven Elementary School", level="schools")
    assert (school["of"], school["meetings"], school["open"]) == ("North Haven Test", 1, 1)
    assert [i["what"] for i in desk.place("999001", "99900101")["items"]] == ["In the school"]
    with pytest.raises(NotFoundError):
        desk.place("999001", "none")


def test_filters_and_orders_leave_what_is_asked_for(desk, store, meet, page, plan):
    store.districts.load([District("88", "École Rivière", "Essex"), District("89", "Ayer", "Essex")])
    act(page(meet("88", day(-300))), plan, "r1", "Late", day(-200))
    meet("89", day(-10))

    def names(**wanted) -> list[str]:
        return [each["name"] for each in desk.overview(Wanted(**wanted))["rows"]]

    assert names(words="ecole") == names(words="88") == names(show="overdue") == ["École Rivière"]
    assert names(county="Essex", sort="name") == ["Ayer", "École Rivière"]
    assert names(sort="last")[:2] == ["Ayer", "École Rivière"]
    assert names(sort="overdue")[0] == names(sort="open")[0] == "École Rivière"
    assert names(show="nothing", sort="name") == ["North Haven Test", "South Haven Test"]
    assert names(show="met", since=day(-20)) == names(show="met", since=day(-20), until=day(0)) == ["Ayer"]
    assert names(show="met", resource="nothing") == []
    resource = desk.choices()["resources"][0]["id"]
    assert names(show="met", resource=resource, sort="name") == ["Ayer", "École Rivière"]


def test_a_long_list_comes_a_page_at_a_time(desk, store):
    store.districts.load([District(f"7{n:03}", f"District {n:03}") for n in range(120)])
    pages = [desk.overview(Wanted(words="district", sort="name", page=n)) for n in (1, 2, 3, 99)]

    assert [(p["page"], p["pages"], p["total"], len(p["rows"])) for p in pages] == [
        (1, 3, 120, PAGE_LENGTH),
        (2, 3, 120, PAGE_LENGTH),
        (3, 3, 120, 20),
        (3, 3, 120, 20),
    ]
    assert pages[1]["rows"][0]["name"] == "District 050"


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "²", "9" * 50])
def test_an_address_that_makes_no_sense_shows_the_first_page_of_all(page):
    assert Wanted.of({"page": page, "level": "x", "show": "x", "sort": "x"}).sort == "overdue"
    assert Wanted.of({"page": page}).page in (1, 999_999)


@on_both
def test_what_is_purged_or_joined_is_told_anew(desk, store, meet, page, plan):
    gone, stays = meet("999001", day(-2)), meet("999001", day(-1))
    act(page(gone), plan, "r1", "Goes", day(-1))
    act(page(stays), plan, "r2", "Stays", day(-1))
    assert row(desk, "North Haven Test")["open"] == 2

    store.purging.purge({gone.id: None})
    assert [item["what"] for item in desk.place("999001")["items"]] == ["Stays"]

    store.districts.join("999001", "999002")
    assert row(desk, "South Haven Test")["open"] == 1


def test_the_start_page_shows_the_newest_and_turns_to_the_others(store, library, places, meet):
    held = [meet("999001", day(-n)) for n in range(45)]
    rehearsal = meet(None, day(1))
    start = StartPage(MeetingQueries(store, library), places)

    first, last = start.answer("meetings", {"page": "1"}), start.answer("meetings", {"page": "3"})

    assert (first["total"], first["pages"], first["left"]) == (46, 3, 0)
    assert [m["id"] for m in first["rows"][:3]] == [rehearsal.id, held[0].id, held[1].id]
    assert [m["district"] for m in first["rows"][:2]] == ["Rehearsal", "North Haven Test"]
    assert last["rows"][-1]["id"] == held[-1].id
    assert start.answer("schools", {"district": "999001"}) == ["Haven Elementary School"]


def test_what_was_looked_at_is_not_looked_at_again(store, library, meet, page, plan, monkeypatch):
    queries = MeetingQueries(store, library)
    for n in range(4):
        act(page(meet("999001" if n % 2 else "999002", day(-n))), plan, "r1", "x")
    assert bring_up_to_date(queries, seconds=-1) == 1  # it stops after the first, and says how many are left
    assert bring_up_to_date(queries) == 0
    read = []
    current = store.entries.current
    monkeypatch.setattr(store.entries, "current", lambda id, **more: read.append(id) or current(id, **more))

    assert bring_up_to_date(queries) == 0 == len(read)
    page(meet("999001", day(0))).write(plan, "r9.what", "new", scope="team")
    assert bring_up_to_date(queries) == 0
    assert len(set(read)) == 3  # those of the one district


def test_a_meeting_whose_session_nobody_knows_is_listed_by_its_name(store, desk):
    store.meetings.import_meeting(
        Meeting("lost-1", "lost", "999001", None, day(-1), 30, False, 1.0, (Team("team-1", "A"),), None)
    )

    assert row(desk, "North Haven Test")["meetings"] == 1
    assert [m["title"] for m in desk.place("999001")["meetings"]] == ["lost"]
