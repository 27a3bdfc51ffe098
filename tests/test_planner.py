"""The planner: what changes make of a session, told while somebody plans, and kept as the home's own version."""

from __future__ import annotations

from typing import Annotated

import pytest
from kit_home import ROOT, SHIPPED
from pydantic import Field

from kitlib.content import Library
from kitlib.content.base import Content, asked
from kitlib.content.forms import fields_of
from kitlib.content.planner import fitting, plan_session
from kitlib.errors import AnswerError, KitError
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.start_page import StartPage
from kitlib.server.planner import CALLS

BASE = "introducing-bias"


def plan(*changes, of=BASE, library=SHIPPED):
    return plan_session(library, ROOT / "own", of, list(changes))


@pytest.fixture
def call(store, places):
    """`call("keep", *changes)` asks as the planner's page does, by the files as they are now."""

    def call(name, *changes, session=BASE, **more):
        queries = MeetingQueries(store, Library.of(places))
        return CALLS[name]({"session": session, "changes": list(changes), **more}, queries, places)

    return call


def test_every_shipped_session_opens_in_the_planner_as_it_is_and_comes_back_from_its_fields_byte_for_byte():
    for session in SHIPPED.sessions():
        shown = plan(of=session.id).to_json(SHIPPED)

        assert shown["minutes"] == session.minutes
        assert [step["values"]["prompt"].strip() for step in shown["steps"]] == [
            s.prompt for s in session.steps
        ]
        assert (shown["differences"], shown["problems"], shown["fault"]) == ([], {}, "")

        again = plan(*typed_again(shown), of=session.id)

        assert again.differences() == []
        assert under_no_name(again.session, session.title) == under_no_name(session, session.title), (
            session.id
        )


def under_no_name(session, title):
    """All bytes of a session but its id and title, which a version has of its own, and what translates that title."""
    phrases = {
        code: {of: words for of, words in each.items() if of != title}
        for code, each in session.phrases.items()
    }
    return session.model_copy(update={"id": "", "title": "", "phrases": phrases}).model_dump_json()


def typed_again(shown):
    """Every field of a planner's page, as if somebody had typed what stands there."""
    yield {"session": {key: value for key, value in shown["values"].items() if key != "title"}}
    for step in shown["steps"]:
        yield {"step": step["id"], "keys": step["values"]}
        for activity in step["activities"]:
            yield {"activity": activity["id"], "keys": activity["values"]}


def test_a_key_that_is_new_in_a_model_stands_in_the_form_by_itself():
    class Row(Content):
        id: str
        text: Annotated[str, asked("Words")]

    class Thing(Content):
        id: str
        many: Annotated[int, Field(ge=1, le=9), asked("How many", "As you like.")]
        rows: Annotated[list[Row], asked("Rows")] = Field(default_factory=list)
        line: Annotated[str | None, asked("A line", lines=3)] = None

    many, rows, line = fields_of(Thing)

    assert many == {
        "key": "many", "title": "How many", "help": "As you like.", "lines": 1, "required": True,
        "default": None, "type": "number", "least": 1, "most": 9,
    }  # fmt: skip
    assert (rows["type"], rows["has_id"], [each["title"] for each in rows["fields"]]) == (
        "rows",
        True,
        ["Words"],
    )
    assert (line["type"], line["lines"], line["required"]) == ("text", 3, False)


def test_what_is_not_sound_is_told_at_its_field_and_stays_as_it_was_typed():
    first, second = SHIPPED.session(BASE).steps[:2]

    planned = plan(
        {"step": first.id, "keys": {"title": "", "minutes": "five"}},
        {"step": second.id, "keys": {"prompt": "See [@nobody]."}},
        {"session": {"outcomes": []}},
    ).to_json(SHIPPED)

    assert planned["problems"] == {
        f"steps/{first.id}/title": ["must not be empty"],
        f"steps/{first.id}/minutes": ['must be a whole number, found "five"'],
        f"steps/{second.id}/prompt": ['no source has the id "nobody"'],
        "outcomes": ["needs at least 1, and it is empty"],
    }
    assert planned["steps"][0]["values"]["minutes"] == "five"


def test_minutes_that_are_too_few_are_told_with_how_many_are_needed():
    tight = SHIPPED.session(BASE).steps[2]

    needs = plan({"step": tight.id, "keys": {"minutes": 1}}).needs

    assert set(needs) == {tight.id}
    assert needs[tight.id]["needed"] > 1
    assert plan({"step": tight.id, "keys": {"minutes": needs[tight.id]["needed"]}}).needs == {}


def test_an_outcome_whose_step_is_left_out_is_pointed_at_until_the_step_is_back():
    step = next(each for each in SHIPPED.session(BASE).steps if each.title == "Four words")

    assert list(plan({"drop": step.id}).lost_outcomes().values()) == ["Four words"]
    assert plan({"drop": step.id}, {"back": step.id}).differences() == []


def test_a_step_goes_with_what_looks_back_at_it():
    session = SHIPPED.session("why-mtss")
    agreed = next(s for s in session.steps for a in s.activities if getattr(a, "suggest", None))

    planned = plan({"drop": agreed.id}, of="why-mtss")

    assert planned.problems_at() == {}
    assert planned.session is not None
    assert all(not getattr(a, "review", None) for a in planned.session.activities.values())


def test_what_differs_is_told_step_by_step_and_the_fewest_moves():
    steps = SHIPPED.session(BASE).steps

    told = plan(
        {"move": steps[1].id, "after": steps[4].id},
        {"step": steps[2].id, "keys": {"title": "Ours"}},
        {"add": {"block": "break"}, "after": steps[2].id},
        {"drop": steps[3].id},
    ).differences()

    assert [(each["sort"], each["step"], each["what"]) for each in told] == [
        ("changed", "Ours", "Title"),
        ("new", "Break", ""),
        ("moved", steps[1].title, ""),
        ("left out", steps[3].title, ""),
    ]


def test_a_plan_is_made_to_fit_by_its_own_cuts(call):
    session = SHIPPED.session(BASE)
    short = plan(*fitting(session, 75))

    assert short.session is not None
    assert short.session.minutes == 75
    with pytest.raises(KitError, match="What may be cut leaves"):
        fitting(session, 5)
    with pytest.raises(AnswerError):
        call("plan", fit="soon")


def test_what_was_planned_is_kept_shown_on_the_shelf_opened_and_taken_away_again(call, store, places):
    steps = SHIPPED.session(BASE).steps
    changes = [{"drop": steps[3].id}, {"step": steps[0].id, "keys": {"title": "Come in", "minutes": 6}}]
    shown = call("plan", *changes)

    kept = call("keep", *changes)

    library = Library.of(places)
    session = library.session(kept["id"])
    assert (session.title, session.minutes) == (shown["title"], shown["minutes"])
    assert [step.title for step in session.steps] == [each["values"]["title"] for each in shown["steps"]]
    assert kept["file"] == f"own/bias-toolkit/1-{kept['id']}.yaml"
    page = StartPage(MeetingQueries(store, library), places)
    asked = {"session": kept["id"], "minutes": kept["lengths"][0], "district": "999001", "school": "", "date": "", "teams": ["A"]}  # fmt: skip
    assert page.answer("open", asked)["opened"]["title"] == "Introducing Bias (our version)"

    again = call("plan", {"back": steps[3].id}, session=kept["id"])
    assert again["in_place"]
    assert [each["sort"] for each in again["differences"]] == ["changed", "changed"]

    call("forget", session=kept["id"])
    assert kept["id"] not in Library.of(places).session_files


@pytest.mark.parametrize(
    "changes", [[{"step": "x"}], [{"add": 3}], ["drop"], "all", [{"drop": ["a"]}]], ids=str
)
def test_changes_that_no_page_sends_are_refused_in_words(store, places, changes):
    with pytest.raises(KitError):
        CALLS["plan"](
            {"session": BASE, "changes": changes}, MeetingQueries(store, Library.of(places)), places
        )
