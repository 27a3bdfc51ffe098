"""What the wall shows of the room together: who is ready, and figures of which nothing is small."""

from __future__ import annotations

import time

import pytest

from kitlib.errors import AnswerError
from kitlib.exchange.export import export
from kitlib.meetings.answers import answers_of

ITEM = "own.meets"


@pytest.fixture
def meeting(hold):
    return hold("rating", teams=["Reading", "Math"])


@pytest.fixture
def lead(page, meeting):
    return page(meeting, team="")


def rate(page, meeting, team, *points):
    for n, point in enumerate(points, start=1):
        page(meeting, team=team, seat=f"seat-{n}").write("importance", ITEM, point)


def show(page, meeting, lead, *teams, view="results"):
    for team in teams:
        page(meeting, team=team).write("importance", "revealed", True)
    lead.write("clock", "what-matters.start", time.time())
    lead.write("lead", "wall.view", view)


def counts(wall):
    return list(wall["figures"][0]["rows"][0]["counts"])


def test_seats_say_that_they_are_ready_and_the_one_who_leads_sees_how_many(service, meeting, page):
    first, second = (page(meeting, team="team-1", seat=seat) for seat in ("seat-1", "seat-2"))
    for each in (first, second, page(meeting, team="team-2", seat="seat-1")):
        each.write("lead", "ready.what-matters", True)
    second.write("lead", "ready.what-matters", False)

    wall = service.queries.wall(meeting.id)

    assert wall["ready"] == {"what-matters": {"team-1": 1, "team-2": 1}}


def test_who_only_says_ready_has_answered_nothing_and_uses_no_seat(service, library, hold, page, tmp_path):
    meeting = hold("rating", teams=["Reading"])
    page(meeting, team="team-1", seat="seat-1").write("lead", "ready.what-matters", True)
    page(meeting, team="team-1", seat="seat-2").write("importance", ITEM, 3)

    state = service.queries.state(meeting.id, "team-1", "")
    assert [seat["id"] for seat in state["seats"] if seat["taken"]] == ["seat-2"]
    wall = service.queries.wall(meeting.id)
    assert [team["seats"] for team in wall["teams"]] == [1]
    assert set(wall["wrote"]) == {"importance"}
    district = answers_of(service.queries, "rating", meeting.district)
    assert district.seats() == {(meeting.id, "team-1", "seat-2")}
    export(service.store, library, tmp_path, "rating", None)
    written = (tmp_path / "entries.jsonl").read_text()
    assert "importance" in written
    assert "ready." not in written


def test_nobody_is_ready_with_a_step_that_there_is_not(meeting, page):
    with pytest.raises(AnswerError):
        page(meeting, team="team-1", seat="seat-1").write("lead", "ready.lunch", True)


def test_the_wall_counts_all_teams_that_have_shown_themselves_their_ratings(service, meeting, page, lead):
    rate(page, meeting, "team-1", 3, 4)
    rate(page, meeting, "team-2", 4, 4, 1)
    show(page, meeting, lead, "team-1")

    before = service.queries.wall(meeting.id)
    page(meeting, team="team-2").write("importance", "revealed", True)
    after = service.queries.wall(meeting.id)

    assert (counts(before), before["unshown"]) == ([], 1)
    assert (counts(after), after["unshown"]) == ([1, 0, 1, 3], 0)


def test_of_fewer_than_three_answers_the_wall_says_no_number(service, meeting, page, lead):
    rate(page, meeting, "team-1", 1, 4)
    show(page, meeting, lead, "team-1", "team-2")

    assert counts(service.queries.wall(meeting.id)) == []


def test_the_wall_can_show_one_team_alone(service, meeting, page, lead):
    rate(page, meeting, "team-1", 3, 3, 4)
    rate(page, meeting, "team-2", 1, 1, 1)
    show(page, meeting, lead, "team-1", "team-2")
    lead.write("lead", "wall.team", "team-1")

    assert counts(service.queries.wall(meeting.id)) == [0, 0, 2, 1]


def test_no_figures_are_reckoned_while_the_wall_shows_something_else(service, meeting, page, lead):
    rate(page, meeting, "team-1", 3, 3, 4)
    show(page, meeting, lead, "team-1", view="words")

    assert service.queries.wall(meeting.id)["figures"] == []


def test_a_board_shows_its_notes_and_counts_dots_of_three_people_or_more(service, hold, page):
    meeting = hold("board", teams=["Reading"])
    lead = page(meeting, team="")
    page(meeting, seat="seat-1").write("barriers", "r1-a.text", "The bus")
    lead.write("clock", "wall.start", time.time())
    lead.write("lead", "wall.view", "results")
    page(meeting).write("barriers", "revealed", True)

    marks = []
    for n in (1, 2, 3):
        page(meeting, seat=f"seat-{n}").write("barriers", "votes", ["r1-a"])
        (row,) = service.queries.wall(meeting.id)["figures"][0]["rows"]
        assert list(row["texts"]) == ["The bus"]
        marks += row["marks"]

    assert marks == [0, 0, 3]


def test_a_map_shows_what_is_in_use_and_where_the_gaps_are(service, hold, page):
    meeting = hold("map", teams=["Reading", "Math"])
    lead, team = page(meeting, team=""), page(meeting, team="team-1")
    lead.write("clock", "draw.start", time.time())
    lead.write("lead", "wall.view", "results")
    assert service.queries.wall(meeting.id)["figures"] == []

    things = (("r1-a", "Reading lab", "academics", "in-use"), ("r2-b", "Check-in", "attendance", "goal"))
    for row, what, area, state in things:
        for column, value in (("what", what), ("area", area), ("tier", "tier-1"), ("state", state)):
            team.write("support", f"{row}.{column}", value)

    [figure] = service.queries.wall(meeting.id)["figures"]
    assert figure["title"] == "Reading"
    assert [row["texts"][0] for row in figure["rows"]] == [
        "Tier 1: Reading lab",
        "Tier 1: ○ nothing in use, one goal",
        "Tier 1: ○ nothing in use, no goal yet",
    ]
    assert figure["note"] == "○ marks a gap: 8 of 9 places."
