"""Every kind of activity is made by form alone: what its keys say of themselves is enough."""

from __future__ import annotations

from typing import Any

import pytest

from kitlib.content import Library
from kitlib.errors import NotFoundError
from kitlib.meetings.queries import MeetingQueries
from kitlib.server.planner import CALLS


@pytest.fixture(scope="module")
def ask(store, places):
    def ask(name: str, **body: Any) -> Any:
        return CALLS[name]({"changes": [], **body}, MeetingQueries(store, Library.shared(places)), places)

    return ask


@pytest.fixture(scope="module")
def begun(ask) -> str:
    """A new session, begun by form."""
    id: str = ask("begin", title="By form", minutes=120, resource="bias-toolkit")["session"]
    return id


def filled(of: dict[str, Any], around: dict[str, Any]) -> Any:
    """What somebody would put into a field, by what the form says of it."""
    kind = of["type"]
    if kind in ("one", "some"):
        choices = around["choices"].get(of["key"]) or around["offers"].get(of["of"]) or [["own-1", ""]]
        return choices[0][0] if kind == "one" else [choices[0][0]]
    if kind == "rows":
        row = {"id": "own-1"} if of["has_id"] else {}
        return [row | {each["key"]: filled(each, around) for each in of["fields"] if each["required"]}]
    if kind == "group":
        return {each["key"]: filled(each, around) for each in of["fields"] if each["required"]}
    simple = {
        "lines": ["A line"],
        "text": "Our words",
        "time": "09:00",
        "yes-no": True,
        "number": of.get("least"),
    }
    return of["choices"][-1][0] if kind == "choice" else simple[kind]


def test_a_kind_says_in_plain_words_what_people_do(ask, begun, kind):
    told = {each["kind"]: each for each in ask("plan", session=begun)["sorts"]}[kind]

    assert told["title"]
    assert told["about"].endswith(".")
    assert "`" not in told["about"]


def test_an_activity_is_added_filled_kept_moved_and_taken_out_by_form_alone(ask, begun, kind, places):
    put = [{"put": {"kind": kind}, "into": "think", "after": "seen"}]
    shown = ask("plan", session=begun, changes=put)
    new = activities(shown)[1]
    assert (new["kind"], activities(shown)[0]["id"]) == (kind, "seen")

    around = {"choices": new["choices"], "offers": shown["offers"]}
    fields = shown["kinds"][kind]
    missing = {f"activities/{new['id']}/{each['key']}" for each in fields if each["required"]}
    assert set(shown["problems"]) == missing
    keys = {each["key"]: filled(each, around) for each in fields if each["required"]}
    changes = [*put, {"activity": new["id"], "keys": keys}] if keys else put

    whole = ask("plan", session=begun, changes=changes)
    assert (whole["problems"], whole["fault"]) == ({}, "")
    assert ("new", shown_title(whole)) in [(each["sort"], each["what"]) for each in whole["differences"]]
    preview = ask("preview", session=begun, changes=changes, step="think")
    assert preview["parts"][0][0] == "prompt"
    assert kind in [part for part, _ in preview["parts"]]
    assert "What do we see?" in preview["paper"]
    kept = ask("keep", session=begun, changes=changes)
    made = Library.shared(places).session(kept["id"]).activities[new["id"]]
    assert made.kind == kind
    library = Library.shared(places)
    assert library.check(library.session_files[begun]) == []

    moved = ask(
        "plan", session=begun, changes=[{"shift": new["id"], "of": "think", "into": "think", "after": ""}]
    )
    assert [each["id"] for each in activities(moved)] == [new["id"], "seen"]
    ask("keep", session=begun, changes=[{"take": new["id"], "of": "think"}])
    assert new["id"] not in Library.shared(places).session(begun).activities


def shown_title(shown: dict[str, Any]) -> str:
    called: str = activities(shown)[1]["called"]
    return called


def activities(shown: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = next(each for each in shown["steps"] if each["id"] == "think")["activities"]
    return found


def test_what_is_optional_can_be_filled_too(ask, begun, kind):
    """Each key by itself, on top of what is needed: it is taken, or told at its own field."""
    put = [{"put": {"kind": kind}, "into": "think", "after": "seen"}]
    shown = ask("plan", session=begun, changes=put)
    new, fields = activities(shown)[1], shown["kinds"][kind]
    around = {"choices": new["choices"], "offers": shown["offers"]}
    needed = {each["key"]: filled(each, around) for each in fields if each["required"]}
    for each in fields:
        if each["required"] or (each["type"] == "one" and not around["choices"].get(each["key"], True)):
            continue
        keys = {**needed, each["key"]: filled(each, around)}
        told = ask("plan", session=begun, changes=[*put, {"activity": new["id"], "keys": keys}])
        places = {place.rpartition("/")[0] for place in told["problems"]}
        assert places <= {f"activities/{new['id']}"}, each["key"]
        assert told["fault"] == ""


def test_an_activity_that_is_not_there_is_told(ask, begun):
    with pytest.raises(NotFoundError, match="no activity"):
        ask("plan", session=begun, changes=[{"take": "nothing", "of": "think"}])
