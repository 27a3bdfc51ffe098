"""What a notebook shows, as the server and the kernel both tell it."""

from __future__ import annotations

import json
import re

import pytest
from kit_home import SHIPPED

from kitlib.errors import KitError
from kitlib.frontend import assets, bundles
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService
from kitlib.notebook import open_meeting
from kitlib.store import Store

SESSIONS = sorted(SHIPPED.session_files)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> MeetingService:
    """The sessions that are shipped, with a database of their own."""
    return MeetingService(Store(f"sqlite:///{tmp_path_factory.mktemp('db') / 'kit.db'}"), SHIPPED)


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
    found = bundles.with_assets(ask(shipped, "why-mtss"))
    parts = {part for parts in found["screens"].values() for part, _ in parts}

    given = found["assets"]
    assert set(given["modules"]) == set(given["bundles"]) == parts
    assert {bundles.SHARED, *given["bundles"].values(), *given["styles"]} == set(given["texts"])
    for part, address in given["modules"].items():
        assert f'modules["{address}"] = ' in given["texts"][given["bundles"][part]]


def test_every_module_is_in_one_bundle_after_those_that_it_imports():
    seen: list[str] = []
    for name in (bundles.SHARED, *(n for n in bundles.names() if n != bundles.SHARED)):
        done = (
            set(seen)
            if name == bundles.SHARED
            else {a for a in seen if bundles.bundle_of(a) == bundles.SHARED}
        )
        for line in bundles.bundle(name).splitlines():
            if found := re.match(r'const \{.*\} = modules\["(.*)"\];$', line):
                assert found[1] in done, line
            elif found := re.match(r'modules\["(.*)"\] = ', line):
                done.add(found[1])
                seen.append(found[1])
    assert sorted(seen) == sorted(assets.modules())
    assert bundles.bundle("none") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('import {\n  a,\n} from "./b.js";', "line 1: this import"),
        ('"use strict";\nimport * as b from "./b.js";', "line 2"),
        ("export { a };", "line 1"),
        ("export let a = 1;", "line 1"),
        ('export * from "./b.js";', "line 1"),
    ],
)
def test_a_module_that_cannot_be_joined_is_told_with_file_and_line(text, told):
    with pytest.raises(KitError, match=f"kinds/x/a.js, {told}"):
        bundles.joined({"kinds/x/a.js": text})


def test_modules_that_import_each_other_are_told():
    texts = {"k/a.js": 'import { b } from "./b.js";', "k/b.js": 'import { a } from "./a.js";'}
    with pytest.raises(KitError, match=r"k/a\.js -> k/b\.js -> k/a\.js"):
        bundles.joined(texts)


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
