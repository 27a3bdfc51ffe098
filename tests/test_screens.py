"""What a notebook shows, as the server and the kernel both tell it."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

import pytest

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.frontend import assets
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService
from kitlib.notebook import open_meeting
from kitlib.store import Store

ROOT = Path(__file__).resolve().parent.parent
SESSIONS = sorted(Library(ROOT / "facilitation").session_files)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> MeetingService:
    """The sessions that are shipped, with a database of their own."""
    return MeetingService(
        Store(f"sqlite:///{tmp_path_factory.mktemp('db') / 'kit.db'}"), Library(ROOT / "facilitation")
    )


def ask(
    service: MeetingService, session: str, meeting: str = "", role: str = "facilitator", team: str = "team-1"
):
    return screens_of(service, session=session, meeting=meeting, role=role, team=team)


@pytest.mark.parametrize("session", SESSIONS)
def test_every_cell_of_every_session_has_a_screen_of_parts_that_can_be_drawn(shipped, session):
    found = ask(shipped, session)

    assert list(found["screens"]) == [
        "opening",
        *(step.id for step in shipped.library.session(session).steps),
    ]
    assert {kind for parts in found["screens"].values() for kind, _ in parts} <= set(assets.parts())
    assert all(parts[0][0] == "step" for id, parts in found["screens"].items() if id != "opening")
    json.dumps(found)


@pytest.mark.parametrize("session", SESSIONS)
def test_a_teams_notebook_is_told_none_of_the_facilitators_notes(shipped, session):
    plan = shipped.library.session(session)
    heads = {id: parts[0][1] for id, parts in ask(shipped, session, role="team")["screens"].items()}
    led = {id: parts[0][1] for id, parts in ask(shipped, session)["screens"].items()}

    for step in plan.steps:
        assert (heads[step.id]["notes"], heads[step.id]["difficulties"]) == ("", [])
        assert bool(led[step.id]["notes"]) == bool(step.facilitator)
        assert len(led[step.id]["difficulties"]) == len(step.difficulties)


def test_a_notebook_without_a_meeting_rehearses_and_all_its_pages_meet_in_one_rehearsal(shipped):
    one, two = ask(shipped, "why-mtss"), ask(shipped, "why-mtss", role="team")

    assert one["place"]["meeting"] == two["place"]["meeting"]
    assert shipped.store.meetings.get(one["place"]["meeting"]).rehearsal


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"session": "why-mts"}, 'There is no session "why-mts"; did you mean "why-mtss"'),
        ({"session": "why-mtss", "meeting": "nowhere"}, "nowhere"),
        ({"session": "why-mtss", "role": "teem"}, 'There is no role "teem"; did you mean "team"'),
        ({"session": "why-mtss", "team": "team-9"}, 'has no team "team-9"; did you mean "team-1"'),
    ],
)
def test_what_cannot_be_found_is_named_with_the_nearest(shipped, asked, told):
    with pytest.raises(KitError, match=re.escape(told)):
        ask(shipped, **asked)


def test_a_meeting_of_another_session_is_refused_with_where_its_notebook_lies(shipped):
    other = ask(shipped, "introducing-bias")["place"]["meeting"]

    with pytest.raises(KitError, match="Open it with its own notebook"):
        ask(shipped, "why-mtss", other)


def test_where_the_server_has_no_kit_the_files_that_draw_come_with_the_screens(shipped):
    found = assets.with_assets(ask(shipped, "why-mtss"))
    kinds = {kind for parts in found["screens"].values() for kind, _ in parts}

    given = found["assets"]
    assert set(given["modules"]) == kinds
    assert set(given["modules"].values()) <= set(given["sources"])
    assert set(given["styles"]) <= set(given["sources"])
    for address, text in given["sources"].items():
        for specifier in re.findall(r'^(?:import|export) .*from "(\..*)";$', text, re.M):
            assert (
                posixpath.normpath(posixpath.join(posixpath.dirname(address), specifier)) in given["sources"]
            )


def test_the_kernel_answers_what_the_server_would(home, monkeypatch):
    shown = []
    monkeypatch.setattr("kitlib.notebook.display", shown.append)
    meeting = open_meeting("why-mtss", role="team")
    meeting.opening()
    asked = {key: value for key, value in shown[0].place.items() if key != "screen"}
    sent = []
    monkeypatch.setattr(shown[0], "send", sent.append)
    shown[0]._received(None, {"id": 1, "call": "screens", "body": asked}, None)
    shown[0]._received(None, {"id": 2, "call": "screens", "body": {**asked, "session": "no"}}, None)

    assert sent[0]["body"]["place"]["role"] == "team"
    assert sent[1]["body"]["what"].startswith('There is no session "no"')


def test_the_widget_itself_is_small(home):
    assert len(assets.read(assets.LOADER)) < 8_000
