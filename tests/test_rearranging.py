"""The agenda of a meeting that runs: a step brought forward, a step added, a break; what was written stands, and the record tells it."""

from __future__ import annotations

import re
import time

import pytest

from kitlib.content.activities import Again
from kitlib.errors import ForbiddenError, KitError
from kitlib.meetings.answers import read_answers
from kitlib.meetings.devices import Device
from kitlib.meetings.endpoint import Endpoint
from kitlib.meetings.screens import Screens, screens_of
from kitlib.records.account import minutes_used
from kitlib.store import LEADING

OWN = {"title": "Stand by the window", "minutes": 4, "prompt": "Stand **up** and look out."}


@pytest.fixture
def meeting(hold):
    return hold("why-mtss", teams=["Reading", "Math"])


@pytest.fixture
def endpoint(service):
    return Endpoint(service)


@pytest.fixture
def change(endpoint, meeting):
    """What whoever leads presses."""

    def press(do, **what):
        return endpoint.call("rearrange", {"meeting": meeting.id, "do": do, **what})

    return press


@pytest.fixture
def prompt(library):
    """An activity and its first prompt that the team may read."""
    return next(
        (activity.id, found.id)
        for activity in library.session("why-mtss").activities.values()
        for found in getattr(activity, "after", [])
        if found.scope == "seat" and found.visibility == "team"
    )


@pytest.fixture
def steps(service, meeting):
    """The ids of the steps as a page is told them now."""
    return lambda: [slot["id"] for slot in agenda(service, meeting)["slots"]]


def agenda(service, meeting):
    return service.queries.state(meeting.id, "team-1", "", leads=True)["agenda"]


def test_a_step_that_is_brought_forward_comes_next_and_every_word_stands(
    service, meeting, page, change, steps, prompt
):
    planned = steps()
    lead = page(meeting, team="", seat="")
    lead.write("clock", f"{planned[0]}.start", time.time())
    page(meeting, seat="seat-1").write(*prompt, "We saw the bell.")
    before = service.queries.state(meeting.id, "team-1", "seat-1")

    change("forward", step=planned[-1])

    assert steps() == [planned[0], planned[-1], *planned[1:-1]]
    now = service.queries.state(meeting.id, "team-1", "seat-1")
    assert now["room"]["lead"]["renewed"]["value"] == 1
    assert now["agenda"]["running"] == planned[0]
    assert now["mine"] == before["mine"] != {}


def test_what_has_begun_stays_where_it_is(meeting, page, change, steps):
    first, second, *_ = steps()
    page(meeting, team="", seat="").write("clock", f"{second}.start", time.time())

    with pytest.raises(KitError, match="has begun already"):
        change("forward", step=first)
    with pytest.raises(KitError, match="is not in this meeting"):
        change("forward", step="nowhere")


def test_a_step_of_ones_own_is_added_with_its_minutes_and_the_plan_stays_the_plan(
    service, meeting, page, change, steps
):
    planned = steps()
    page(meeting, team="", seat="").write("clock", f"{planned[1]}.start", time.time())
    minutes = {slot["id"]: slot["minutes"] for slot in agenda(service, meeting)["slots"]}
    late = agenda(service, meeting)["late"]

    told = change("add", **OWN, after=planned[2])

    now = agenda(service, meeting)
    assert steps() == [*planned[:3], "stand-by-the-window", *planned[3:]]
    assert {slot["id"]: slot["minutes"] for slot in now["slots"]} == {**minutes, "stand-by-the-window": 4}
    assert now["late"] == late + 4  # so that the cockpit says what to cut
    assert told["undo"]
    screens = screens_of(service, session="why-mtss", meeting=meeting.id, role="team", team="team-1")
    assert "stand-by-the-window" in screens["screens"]


def test_a_ready_step_can_be_added_twice_and_each_has_its_own_answers(service, meeting, page, change, steps):
    ready = change("look")["blocks"]
    assert "fist-to-five" in [each["id"] for each in ready]

    change("add", block="fist-to-five", after=steps()[0])
    change("add", block="fist-to-five", after=steps()[0])

    assert {"fist-to-five", "fist-to-five-2"} <= set(steps())
    session = service.queries.session(service.queries.meeting_now(meeting.id))
    ids = [a.id for step in session.steps for a in step.activities if hasattr(a, "id")]
    assert len(ids) == len(set(ids))


def test_a_ready_step_is_read_in_the_language_that_a_person_chose(service, meeting, change, steps):
    def read(english: str) -> dict[str, str]:
        now = service.queries.meeting_now(meeting.id)
        return Screens(service.queries, now, "team-1").wording.words("es", [english])

    assert read("Fist to five") == {}

    change("add", block="fist-to-five", after=steps()[0])

    assert read("Fist to five") == {"Fist to five": "De puño a cinco dedos"}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({**OWN, "title": " "}, "Write a title"),
        ({**OWN, "minutes": 0}, "1 to 480 minutes"),
        ({**OWN, "minutes": "four"}, "1 to 480 minutes"),
        ({**OWN, "prompt": ""}, "what everybody is to do"),
        ({"block": "fist-to-fife"}, "Choose one of the list"),
    ],
    ids=["no title", "no minutes", "minutes in words", "no prompt", "no such ready step"],
)
def test_a_step_that_is_not_whole_is_refused_with_what_is_missing(change, steps, step, words):
    planned = steps()

    with pytest.raises(KitError) as told:
        change("add", **step)

    assert words in told.value.next
    assert steps() == planned


def test_what_was_done_last_can_be_taken_back(change, steps):
    planned = steps()
    assert not change("look")["undo"]
    change("add", **OWN)
    assert change("look")["undo"]

    change("back")

    assert steps() == planned


def test_a_step_never_comes_before_what_it_takes_up(change, steps, library):
    planned, session = steps(), library.session("why-mtss")
    later, again = next((s, a.again) for s in session.steps for a in s.activities if isinstance(a, Again))
    first = session.step_of(again)

    with pytest.raises(
        KitError, match=f"“{re.escape(later.title)}” takes up what is written in “{re.escape(first.title)}”"
    ):
        change("forward", step=later.id)

    assert steps() == planned


def test_a_rehearsal_shows_the_plan_as_it_is(hold, endpoint):
    meeting = hold("why-mtss", district=None, teams=["Reading"])
    assert meeting.rehearsal

    with pytest.raises(KitError, match="A rehearsal"):
        endpoint.call("rearrange", {"meeting": meeting.id, "do": "add", **OWN})


def test_only_who_leads_rearranges_and_a_second_facilitator_by_code_does(endpoint, meeting, steps):
    body = {"meeting": meeting.id, "do": "forward", "step": steps()[2]}

    with pytest.raises(ForbiddenError):
        endpoint.call("rearrange", body, Device("d" * 32, (meeting.id, "team-1")))
    endpoint.call("rearrange", body, Device("d" * 32, (meeting.id, LEADING)))

    assert steps()[0] == body["step"]


def test_the_record_says_what_was_planned_and_what_was_held(service, library, hold, page, endpoint):
    meeting = hold("why-mtss", teams=["Reading"])
    plan = library.session("why-mtss").steps
    lead, noon = page(meeting, team="", seat=""), time.time() - 3600
    lead.write("clock", f"{plan[0].id}.start", noon)
    endpoint.call("rearrange", {"meeting": meeting.id, "do": "forward", "step": plan[2].id})
    endpoint.call("rearrange", {"meeting": meeting.id, "do": "add", **OWN, "after": plan[2].id})
    lead.write("lead", "break", time.time() + 300)
    for n, step in enumerate((plan[2].id, "stand-by-the-window", plan[1].id), start=1):
        lead.write("clock", f"{step}.start", noon + n * 600)
    lead.write("clock", f"{plan[1].id}.start", time.time() - 1)

    answers = read_answers(service.store, library, "why-mtss", str(meeting.district))
    rows = minutes_used(answers, answers.held[0]).astype(object).values.tolist()

    assert [row[0] for row in rows[:5]] == [
        plan[0].title,
        f"{plan[2].title} (brought forward)",
        "Stand by the window (added)",
        plan[1].title,
        "Break",
    ]
    assert rows[2][1] == 0
    assert [row[1] for row in rows if row[0] == plan[1].title] == [plan[1].minutes]
