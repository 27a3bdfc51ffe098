"""Whole sessions by form: begun on a page, changed in their own file, and put back byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit_home import SHIPPED
from test_planner import typed_again

from kitlib.content import Library
from kitlib.errors import ContentError, KitError
from kitlib.meetings.queries import MeetingQueries
from kitlib.server.planner import CALLS

BY_HAND = """\
# For our own team.   Written on a Sunday.
id: by-hand
resource: bias-toolkit
number: 77
title: 'Our evening'      # as the flyer says
purpose: Say in one sentence what the meeting is for.
audience: "Eight teachers"
leads: Anyone
in_room: [A teacher, 'A family member']
minutes: 35                # they add up

outcomes:
  # the first is the one that counts
  - Name a date.
  - Know who does what.
product: One page.
follow_up: >-
  Send the page
  the same day.
sources:
  - {id: own, title: Ours, publisher: We, url: "https://www.example.org"}
steps:
  - block: attendance      # who is here
  - block: agreements
  # this one is ours
  - id: think
    title: What do we see?
    minutes: 20
    short: 15
    prompt: |
      Write for yourself first.
    facilitator: Read it aloud.   # slowly
    activities:
      - id: seen
        kind: reflection
        prompts:
          - {id: helps, text: What helps already?, scope: seat, visibility: team}
"""


@pytest.fixture
def ask(store, places):
    """`ask("keep", session="by-hand", changes=[…])` asks as the planner's page does, by the files as they are now."""

    def ask(name, **body):
        return CALLS[name]({"changes": [], **body}, MeetingQueries(store, Library.shared(places)), places)

    return ask


@pytest.fixture
def hand(places) -> Path:
    """A session that a hand wrote."""
    path = places.own / "bias-toolkit" / "77-by-hand.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def begun(ask, **more):
    body = {"title": 'Homework: is it "worth" it?', "minutes": 60, "resource": "bias-toolkit", **more}
    return ask("begin", **body)["session"]


@pytest.mark.parametrize("minutes", [15, 20, 44, 60, 150])
def test_a_new_session_is_sound_has_its_minutes_and_opens_in_the_planner(ask, places, minutes):
    id = begun(ask, minutes=minutes)

    library = Library.of(places)
    session = library.session(id)
    assert (session.title, session.minutes) == ('Homework: is it "worth" it?', minutes)
    assert library.check(library.session_files[id]) == []
    shown = ask("plan", session=id)
    assert (shown["itself"], shown["by_hand"], shown["in_place"]) == (True, False, True)
    assert (shown["minutes"], shown["problems"], shown["differences"]) == (minutes, {}, [])


def test_a_new_session_may_bring_its_resource(ask, places):
    id = begun(ask, resource={"title": "Our evenings", "publisher": "Lake Middle School", "url": ""})

    library = Library.of(places)
    resource = library.resource(library.session(id).resource)
    assert (resource.id, resource.title, resource.publisher) == (
        "our-evenings",
        "Our evenings",
        "Lake Middle School",
    )
    assert library.check(places.own / "our-evenings" / "resource.yaml") == []
    assert ("our-evenings", "Our evenings") in ask("beginning")["resources"]
    again = begun(ask, resource="our-evenings")
    assert Library.of(places).session(again).number == 2


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"title": "  "}, "needs a title"),
        ({"minutes": 5}, "15 to 480 minutes"),
        ({"minutes": "soon"}, "1 to 480 minutes"),
        ({"resource": "no-such"}, "There is no resource"),
        ({"resource": {"title": ""}}, "needs a title"),
        ({"resource": {"title": "X", "url": "our page"}}, "is no web address"),
        ({"resource": 3}, "cannot be read"),
    ],
)
def test_a_session_that_could_not_be_begun_is_told_and_nothing_is_written(ask, places, body, told):
    with pytest.raises(KitError, match=told):
        begun(ask, **body)
    assert not list(places.own.rglob("*.yaml"))


def test_a_session_of_the_kit_s_making_is_changed_in_its_own_file_and_taken_away_again(ask, places):
    id = begun(ask)

    kept = ask("keep", session=id, changes=[{"session": {"purpose": "Find out."}}, {"drop": "agreements"}])

    assert (kept["id"], kept["itself"]) == (id, True)
    session = Library.of(places).session(id)
    assert (session.purpose, session.minutes) == ("Find out.", 60 - SHIPPED.block("agreements").minutes)
    assert all(sum(step.minutes for step in session.steps) > length for length in session.lengths)
    again = ask("plan", session=id)
    assert again["differences"] == []
    assert "extends" not in (places.own / kept["file"].removeprefix("own/")).read_text(encoding="utf-8")
    ask("forget", session=id)
    assert id not in Library.of(places).session_files


def test_of_a_session_by_hand_a_version_is_made_unless_the_file_itself_is_to_be_changed(ask, hand):
    change = [{"session": {"title": "Ours"}}]

    offered = ask("plan", session="by-hand", changes=change)
    assert (offered["by_hand"], offered["itself"], offered["file"]) == (
        True,
        False,
        "own/bias-toolkit/77-by-hand.yaml",
    )
    kept = ask("keep", session="by-hand", changes=change)
    assert kept["id"] == "by-hand-ours"
    assert hand.read_text(encoding="utf-8") == BY_HAND

    itself = ask("plan", session="by-hand", changes=change, itself=True)
    assert [(d["what"], d["before"], d["after"]) for d in itself["differences"]] == [
        ("Title", "Our evening", "Ours")
    ]


@pytest.mark.parametrize(
    ("end", "mark"), [("\n", ""), ("\r\n", ""), ("\n", "\ufeff")], ids=["unix", "windows", "marked"]
)
def test_what_is_changed_of_a_file_by_hand_leaves_all_else_byte_for_byte_and_can_be_put_back(
    ask, hand, end, mark
):
    before = (mark + BY_HAND.replace("\n", end)).encode()
    hand.write_bytes(before)

    ask("keep", session="by-hand", itself=True, changes=[
        {"session": {"title": "Our spring evening"}}, {"step": "think", "keys": {"minutes": 25}},
    ])  # fmt: skip

    wanted = BY_HAND.replace("'Our evening'", "'Our spring evening'").replace("minutes: 20", "minutes: 25")
    wanted = (mark + wanted.replace("minutes: 35 ", "minutes: 40 ").replace("\n", end)).encode()
    assert hand.read_bytes() == wanted
    assert ask("plan", session="by-hand", itself=True)["can_be_put_back"]
    ask("keep", session="by-hand", itself=True, changes=[{"drop": "attendance"}])
    ask("putback", session="by-hand")
    assert hand.read_bytes() == wanted
    ask("putback", session="by-hand")
    assert hand.read_bytes() == before
    with pytest.raises(KitError, match="was changed since"):
        ask("putback", session="by-hand")


def test_what_somebody_else_wrote_since_is_never_put_back_over(ask, hand):
    ask("keep", session="by-hand", itself=True, changes=[{"session": {"title": "Ours"}}])
    hand.write_text(hand.read_text(encoding="utf-8").replace("Ours", "Mine"), encoding="utf-8")

    assert not ask("plan", session="by-hand", itself=True)["can_be_put_back"]
    with pytest.raises(KitError, match="was changed since"):
        ask("putback", session="by-hand")


def test_what_would_not_be_sound_is_told_at_its_field_and_not_written(ask, hand):
    unsound = [{"session": {"product": ""}}]

    shown = ask("plan", session="by-hand", itself=True, changes=unsound)
    assert shown["problems"] == {"product": ["must not be empty"]}
    with pytest.raises(ContentError):
        ask("keep", session="by-hand", itself=True, changes=unsound)
    assert hand.read_text(encoding="utf-8") == BY_HAND


def test_a_step_from_a_block_stays_one_and_says_only_what_differs(ask, hand, places):
    norms = next(a for a in SHIPPED.block("agreements").activities if a.kind == "agreements")
    changes = [
        {"step": "attendance", "keys": {"title": "Come in", "cut": "first"}},
        {"activity": norms.id, "keys": {"suggest": [{"id": "one", "text": "We listen."}]}},
    ]

    ask("keep", session="by-hand", itself=True, changes=changes)

    text = hand.read_text(encoding="utf-8")
    assert "- block: attendance      # who is here\n    title: Come in\n" in text
    session = Library.of(places).session("by-hand")
    assert session.steps[0].title == "Come in"
    assert [a.text for a in session.activities[norms.id].suggest] == ["We listen."]
    assert session.steps[1].title == SHIPPED.block("agreements").title


def test_every_field_of_a_whole_session_comes_back_as_it_is_byte_for_byte(ask, places):
    for path in list(SHIPPED.session_files.values())[::8]:
        target = places.own / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        id = path.stem.partition("-")[2]

        shown = ask("plan", session=id, itself=True)
        typed = [*typed_again(shown), {"session": {"title": shown["values"]["title"]}}]
        assert ask("plan", session=id, itself=True, changes=typed)["differences"] == [], id
        ask("keep", session=id, itself=True, changes=typed)
        assert target.read_bytes() == path.read_bytes(), id
