"""Doors: what a device may ask for is decided at each request, by the server, whatever its page shows."""

from __future__ import annotations

import asyncio
import http.cookiejar
import io
import itertools
import json
import re
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

import pytest
import typst
import websocket
import zxingcpp
from kit_home import make_home
from locked import locked
from PIL import Image
from running_lab import Lab, await_answer, free_port, running_lab

from kitlib.exchange.districts import load_sample_districts
from kitlib.meetings.devices import Device, device_id
from kitlib.meetings.endpoint import Endpoint
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.screens import Screens
from kitlib.meetings.service import MeetingService
from kitlib.server.changes import MOST
from kitlib.server.opened import OpenMeetings
from kitlib.server.pace import Pace
from kitlib.server.participants import CALLS, GUESSES
from kitlib.server.sharing import own_address
from kitlib.settings import settings
from kitlib.store import LEADING, Address, NewEntry, SeatAddress

PRIVATE, SHARED = ("first-thoughts", "too-fast"), ("scene", "moment")
PRESSED = itertools.count(1)
LOCK = {"id": "a" * 16, "salt": "c2FsdA==", "rounds": 600_000, "wrapped": "d3JhcHBlZA=="}


class Visitor:
    """A browser without a page: it keeps cookies, and sends what somebody would who wrote the requests by hand."""

    def __init__(self, lab: Lab) -> None:
        self.base = lab.participants
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.headers: Any = {}

    def ask(
        self, path: str, body: Any = None, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str]:
        """Status and text of an answer."""
        data = json.dumps(body).encode() if body is not None else None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"{self.base}{path}", data=data, headers=headers)
        try:
            with self.opener.open(request, timeout=20) as answer:
                self.headers = answer.headers
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            self.headers = error.headers
            return error.code, error.read().decode()

    def cookie(self, name: str) -> str:
        return next((each.value or "" for each in self.jar if each.name == name), "")

    def join(self, code: str) -> int:
        self.ask("/kit/join")
        return self.ask("/kit/join", form={"code": code, "_xsrf": self.cookie("_xsrf")})[0]

    def lead(self, code: str) -> int:
        self.ask("/kit/lead")
        return self.ask("/kit/lead", form={"code": code, "_xsrf": self.cookie("_xsrf")})[0]

    def call(self, name: str, body: Any) -> tuple[int, Any]:
        status, text = self.ask(f"/kit/api/{name}", body, **{"X-XSRFToken": self.cookie("_xsrf")})
        return status, json.loads(text) if text.startswith("{") else text

    def state(self, opened: Any, team: str = "team-1", seat: str = "") -> tuple[int, Any]:
        status, text = self.ask(f"/kit/api/state?meeting={opened.meeting.id}&team={team}&seat={seat}")
        return status, json.loads(text) if text.startswith("{") else text


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(make_home(tmp_path_factory.mktemp("doors") / "kit"), notebooks=False) as running:
        load_sample_districts(running.store, running.home / "data")
        yield running


@pytest.fixture
def opened(lab):
    return lab.open("introducing-bias", teams=["North", "South"])


@pytest.fixture
def device(lab, opened):
    """A device that joined North."""
    visitor = Visitor(lab)
    assert visitor.join(lab.code(opened)) == 200
    return visitor


def message(
    opened,
    activity: str,
    field: str,
    value: Any,
    *,
    seat: str = "seat-1",
    team: str = "team-1",
    seq: int = 1,
    **more: Any,
):
    return {
        "meeting": opened.meeting.id, "team": team, "seat": seat, "activity": activity, "field": field,
        "value": value, "writer": "w-of-a-device", "seq": seq, "base": None, **more,
    }  # fmt: skip


def save(visitor: Visitor, opened, *where: Any, **more: Any) -> tuple[int, Any]:
    entry = message(opened, *where, **more)
    body = {"meeting": opened.meeting.id, "team": more.get("team", "team-1"), "entries": [entry]}
    return visitor.call("entries", body)


# -- coming in -------------------------------------------------------------------------------------


def test_who_has_no_ticket_reaches_nothing_but_the_form(lab, opened):
    stranger = Visitor(lab)
    assert stranger.state(opened)[0] == 403
    assert save(stranger, opened, *SHARED, "x")[0] == 403
    for path in (
        "/kit/api/screens",
        "/kit/desk",
        "/kit/api/desk",
        "/kit/api/place",
        "/kit/api/meetings",
        "/kit/api/start",
        "/kit/api/schools",
        "/lab",
        "/api/contents",
        "/login",
        "/kit/api/terminals",
    ):
        assert stranger.ask(f"{path}?meeting={opened.meeting.id}")[0] == 404, path
    _, text = stranger.ask(f"/kit/team?meeting={opened.meeting.id}&team=team-1")
    assert "Code of your team" in text
    for page in ("cockpit", "projector"):
        assert "Facilitator’s code" in stranger.ask(f"/kit/{page}?meeting={opened.meeting.id}")[1], page
    assert stranger.ask(f"/kit/api/wall?meeting={opened.meeting.id}")[0] == 403
    assert stranger.ask(f"/kit/door.svg?meeting={opened.meeting.id}&team=team-1")[0] == 403
    for name in ("door", "lead"):
        told = stranger.call(name, {"meeting": opened.meeting.id, "team": "team-1", "do": "renew"})
        assert told[0] == 403, name


def test_a_ticket_opens_its_team_and_no_other_and_several_in_one_browser(lab, opened, device):
    assert device.state(opened)[0] == 200
    assert device.state(opened, "team-2")[0] == 403
    assert device.ask(f"/kit/calendar?meeting={opened.meeting.id}")[0] == 403
    assert device.ask(f"/kit/calendar?meeting={opened.meeting.id}&team=team-2")[0] == 403
    other = lab.open("introducing-bias", teams=["East"])
    assert device.state(other)[0] == 403
    assert device.join(lab.code(other)) == 200
    assert (device.state(other)[0], device.state(opened)[0]) == (200, 200)


def test_a_code_goes_into_no_address_and_joining_is_no_link(lab, opened):
    visitor = Visitor(lab)
    status, text = visitor.ask(f"/kit/join?code={lab.code(opened)}")
    assert status == 200
    assert "Code of your team" in text
    assert visitor.state(opened)[0] == 403
    assert visitor.ask("/kit/join", form={"code": lab.code(opened)})[0] == 403  # without the form's own token
    assert lab.code(opened) not in (lab.home.parent / "serve.log").read_text()


def test_a_door_that_is_shut_lets_in_who_was_there_and_nobody_else(lab, opened, device):
    lab.store.doors.set_open(opened.meeting.id, "team-1", False)
    assert Visitor(lab).join(lab.code(opened)) == 403
    assert device.join(lab.code(opened)) == 200
    lab.store.doors.set_open(opened.meeting.id, "team-1", True)
    before = lab.code(opened)
    lab.store.doors.renew(opened.meeting.id, "team-1")
    assert Visitor(lab).join(before) == 404
    assert Visitor(lab).join(lab.code(opened)) == 200
    lab.store.doors.turn_out(opened.meeting.id, "team-1")
    assert device.state(opened)[0] == 403
    assert save(device, opened, *SHARED, "x")[0] == 403


def test_only_who_guesses_waits():
    now = 0.0
    guesses = Pace(3, 60, clock=lambda: now)
    assert [guesses.take("a") for _ in range(4)] == [True, True, True, False]
    assert guesses.take("b")
    guesses.forget("b")
    assert [guesses.take("b") for _ in range(4)] == [True, True, True, False]
    now = 61.0
    assert guesses.take("a")


def test_a_whole_school_behind_one_address_joins_at_once_and_guesses_at_once_are_tried_no_more_than_one_by_one(
    lab, opened
):
    school, guesser = "127.0.0.5", "127.0.0.6"
    right, wrong = lab.code(opened), "AAAA-AAAA"
    assert asyncio.run(_post_at_once(lab, school, [right] * 60)) == [303] * 60
    assert Counter(asyncio.run(_post_at_once(lab, guesser, [wrong] * 300))) == {
        404: GUESSES[0],
        429: 300 - GUESSES[0],
    }
    mixed = asyncio.run(_post_at_once(lab, school, [right, wrong] * (GUESSES[0] - 1)))
    assert mixed == [303, 404] * (GUESSES[0] - 1)
    status, text = asyncio.run(_post(lab, guesser, right))
    assert (status, "Wait a minute" in text) == (429, True)


async def _post_at_once(lab: Lab, source: str, codes: list[str]) -> list[int]:
    answers = await asyncio.gather(*(_post(lab, source, code) for code in codes))
    return [status for status, _ in answers]


async def _post(lab: Lab, source: str, code: str) -> tuple[int, str]:
    """A device of the address `source` sends a code in the form; what is answered."""
    port = int(lab.participants.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    token = "0123456789abcdef" * 2
    form = urllib.parse.urlencode({"code": code, "_xsrf": token})
    writer.write(
        f"POST /kit/join HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: _xsrf={token}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n{form}".encode()
    )
    answer = (await reader.read()).decode()
    writer.close()
    return int(answer.split()[1]), answer


# -- seats -----------------------------------------------------------------------------------------


def test_the_seat_of_another_device_is_neither_read_nor_written_nor_erased(lab, opened, device):
    assert device.call("seat", {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"})[1] == {
        "holding": "yours"
    }
    assert save(device, opened, *PRIVATE, locked("mine"))[0] == 200
    assert save(device, opened, *SHARED, "for my team", seq=2)[0] == 200

    colleague = Visitor(lab)
    colleague.join(lab.code(opened))
    state = colleague.state(opened, seat="seat-1")[1]
    assert (state["seat"], state["mine"]) == ("another's", {})
    assert locked("mine")["sealed"] not in json.dumps(state)
    told = save(colleague, opened, *PRIVATE, locked("not mine"))
    assert told[1]["results"][0]["outcome"] == "invalid"
    assert "belongs to another device" in told[1]["results"][0]["what"]
    assert locked("mine")["sealed"] not in json.dumps(told)
    assert colleague.call("erase", message(opened, *PRIVATE, None))[0] == 403
    assert colleague.call("seat", {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"})[1] == {
        "holding": "another's"
    }
    stored = lab.store.entries.history(Address(opened.meeting.id, "team-1", "seat-1", *PRIVATE))
    assert [entry.value for entry in stored] == [locked("mine")]


#: What a second device tries at a seat that a first one has, by hand and by mistake.
TRIES: dict[str, Callable[[Visitor, Any], Any]] = {
    "asks for it": lambda other, at: other.call("seat", seat_of(at)),
    "looks at it": lambda other, at: other.state(at, seat="seat-1"),
    "looks as if it led": lambda other, at: other.ask(
        f"/kit/api/state?meeting={at.meeting.id}&team=team-1&seat=seat-1&leads=1"
    ),
    "writes there": lambda other, at: save(other, at, *SHARED, "theirs"),
    "writes there in private": lambda other, at: save(other, at, *PRIVATE, locked("theirs")),
    "writes by the first one's writer and number": lambda other, at: save(
        other, at, *PRIVATE, locked("theirs"), seq=2
    ),
    "erases it": lambda other, at: other.call("erase", message(at, *PRIVATE, None, seq=9)),
    "gives it up": lambda other, at: other.call("seat", {**seat_of(at), "leave": True}),
    "frees it": lambda other, at: other.call("seat", {**seat_of(at), "free": True}),
    "locks it with a key of its own": lambda other, at: other.call(
        "seat", {**seat_of(at), "lock": LOCK, "proof": "q" * 64}
    ),
    "guesses its phrase": lambda other, at: [
        other.call("seat", {**seat_of(at), "proof": letter * 64}) for letter in "abc"
    ],
    "asks many times at once": lambda other, at: at_once(
        *[lambda: other.call("seat", seat_of(at)), lambda: save(other, at, *SHARED, "theirs")] * 4
    ),
}


def seat_of(at: Any) -> dict[str, str]:
    return {"meeting": at.meeting.id, "team": "team-1", "seat": "seat-1"}


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [each.result() for each in [pool.submit(call) for call in calls]]


@pytest.fixture(scope="module")
def taken(lab):
    """A meeting in which a first device has seat 1 and wrote there, and a second one has come."""
    opened = lab.open("introducing-bias", teams=["North"])
    first, second = Visitor(lab), Visitor(lab)
    for each in (first, second):
        assert each.join(lab.code(opened)) == 200
    first.call("seat", seat_of(opened))
    save(first, opened, *PRIVATE, locked("mine"), seq=2)
    save(first, opened, *SHARED, "for my team", seq=3)
    return opened, first, second, itertools.count(10)


@pytest.mark.parametrize("how", TRIES)
def test_two_devices_on_one_seat_read_nothing_of_each_other_and_lose_no_word(lab, taken, how):
    opened, first, second, numbers = taken
    said = json.dumps(TRIES[how](second, opened))

    assert locked("mine")["sealed"] not in said
    assert second.state(opened, seat="seat-1")[1]["mine"] == {}
    assert first.state(opened, seat="seat-1")[1]["seat"] == "yours"
    seq = next(numbers)
    for visitor, seat, words in ((first, "seat-1", f"{how}, mine"), (second, "seat-2", f"{how}, theirs")):
        base = (visitor.state(opened, seat=seat)[1]["mine"].get("scene") or {}).get("moment", {}).get("rev")
        told = save(visitor, opened, *SHARED, words, seat=seat, seq=seq, base=base)[1]["results"][0]
        assert told["outcome"] == "saved", told
        assert (
            lab.store.entries.history(Address(opened.meeting.id, "team-1", seat, *SHARED))[-1].value == words
        )
    private = lab.store.entries.history(Address(opened.meeting.id, "team-1", "seat-1", *PRIVATE))
    assert [entry.value for entry in private] == [locked("mine")]


def test_of_two_devices_that_sit_down_at_once_one_sits_and_the_other_is_told(lab, opened):
    visitors = [Visitor(lab) for _ in range(4)]
    for each in visitors:
        each.join(lab.code(opened))
    told = at_once(*[lambda v=v: v.call("seat", seat_of(opened))[1]["holding"] for v in visitors])
    assert sorted(told) == ["another's"] * 3 + ["yours"]


def test_a_seat_is_taken_over_by_its_proof_and_by_no_other(lab, opened, device):
    seat = {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"}
    device.call("seat", seat)
    assert device.call("seat", {**seat, "lock": LOCK, "proof": "p" * 64})[1] == {
        "holding": "yours",
        "lock": LOCK,
    }
    phone = Visitor(lab)
    phone.join(lab.code(opened))
    asked = phone.call("seat", seat)[1]
    assert asked == {"holding": "another's", "salt": LOCK["salt"], "rounds": LOCK["rounds"]}
    for proof in ("", "q" * 64, "p" * 63):
        assert phone.call("seat", {**seat, "proof": proof})[1]["holding"] == "another's"
    for act in ({"lock": {**LOCK, "id": "b" * 16}, "proof": "q"}, {"leave": True}):
        phone.call("seat", {**seat, **act})
    assert phone.call("seat", {**seat, "free": True})[0] == 403
    assert device.state(opened, seat="seat-1")[1]["seat"] == "yours"

    assert phone.call("seat", {**seat, "proof": "p" * 64})[1] == {"holding": "yours", "lock": LOCK}
    assert device.state(opened, seat="seat-1")[1]["seat"] == "another's"


def test_a_lock_that_is_there_is_not_replaced_by_another_key(lab, opened, device):
    seat = {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"}
    device.call("seat", seat)
    device.call("seat", {**seat, "lock": LOCK, "proof": "p"})
    again = device.call("seat", {**seat, "lock": {**LOCK, "id": "b" * 16}, "proof": "q"})[1]
    assert again["lock"] == LOCK
    for bad in ({}, {**LOCK, "rounds": 1}, {**LOCK, "more": 1}, {**LOCK, "id": "x"}, "text", 7, []):
        assert device.call("seat", {**seat, "lock": bad, "proof": "q"})[0] == 422


def test_nobody_is_told_the_writer_of_anothers_answer_and_a_forged_one_is_another_writer(lab, opened, device):
    save(device, opened, *SHARED, "first")
    save(device, opened, "held", "r1-a.text", "Who decides?", seat="", seq=2)
    colleague = Visitor(lab)
    colleague.join(lab.code(opened))
    state = colleague.state(opened)[1]
    assert {stored["writer"] for fields in state["team"].values() for stored in fields.values()} == {""}
    assert "w-of-a-device" not in json.dumps(state)

    forged = save(colleague, opened, "held", "r2-b.text", "Something else", seat="", seq=3)
    assert forged[1]["results"][0]["outcome"] == "saved"
    assert (
        save(device, opened, "held", "r3-c.text", "My next words", seat="", seq=3)[1]["results"][0]["outcome"]
        == "saved"
    )


def test_the_same_number_with_other_words_is_a_conflict_and_never_already_there(lab, opened, device):
    save(device, opened, *SHARED, "first", seq=5)
    assert save(device, opened, *SHARED, "first", seq=5)[1]["results"][0]["outcome"] == "saved"
    told = save(device, opened, *SHARED, "other words", seq=5)[1]["results"][0]
    assert (told["outcome"], told["current"]["value"]) == ("conflict", "first")


# -- the lead, and the end --------------------------------------------------------------------------


def test_a_participant_cannot_press_the_clock_or_lead(lab, opened, device):
    for activity, field, value in (
        ("clock", "end", time.time()),
        ("lead", "nudge", "hello"),
        ("lead", "show.scene", "closed"),
    ):
        told = save(device, opened, activity, field, value, seat="", team="")
        assert told[0] in (403, 422), (activity, told)
        assert not lab.store.entries.current(opened.meeting.id, activity=activity)


def test_what_is_closed_or_hidden_takes_no_more_words_but_those_on_their_way(lab, opened, device):
    lead = message(
        opened, "lead", "show.scene", "closed", seat="", team="", writer=f"w-lead-{opened.meeting.id}"
    )
    lab.store.entries.save(new_entry(lead))
    assert save(device, opened, *SHARED, "on its way")[0] == 200
    for n, shown in enumerate(("closed", "hidden"), start=2):
        before = time.time() - 60
        lab.store.entries.save(new_entry({**lead, "value": shown, "seq": n}, at=before))
        told = save(device, opened, *SHARED, "too late", seq=n)[1]["results"][0]
        assert (told["outcome"], told["what"]) == ("invalid", "This activity is closed.")
    lab.store.entries.save(new_entry({**lead, "value": "open", "seq": 9}))
    assert save(device, opened, *SHARED, "open again", seq=9)[0] == 200


def test_a_day_after_its_end_a_meeting_is_read_and_not_written(lab, opened, device):
    save(device, opened, *SHARED, "in time")
    end = message(
        opened,
        "clock",
        "end",
        time.time() - 2 * 86_400,
        seat="",
        team="",
        writer=f"w-lead-{opened.meeting.id}",
    )
    lab.store.entries.save(new_entry(end))
    assert device.state(opened)[0] == 200
    status, told = save(device, opened, *SHARED, "too late", seq=2)
    assert status == 403
    assert "has ended" in told["what"]


def new_entry(raw: dict[str, Any], at: float | None = None):
    where = Address(*(raw[key] for key in ("meeting", "team", "seat", "activity", "field")))
    return NewEntry(where, raw["value"], "room", raw["writer"], raw["seq"], None, at)


# -- leading by a code -------------------------------------------------------------------------------


def leads_code(lab: Lab, opened: Any) -> str:
    """The facilitator's code of a meeting, with its door open."""
    lab.store.doors.of(opened.meeting.id, [])
    lab.store.doors.set_open(opened.meeting.id, LEADING, True)
    return next(d.code for d in lab.store.doors.of(opened.meeting.id, []) if d.team == LEADING)


@pytest.fixture
def substitute(lab, opened):
    """A phone that came by the facilitator's code."""
    visitor = Visitor(lab)
    assert visitor.lead(leads_code(lab, opened)) == 200
    return visitor


def test_nobody_leads_by_a_code_before_it_is_opened_and_no_code_is_taken_for_the_other(lab, opened):
    [door] = [d for d in lab.store.doors.of(opened.meeting.id, []) if d.team == LEADING]
    assert Visitor(lab).lead(door.code) == 403
    code = leads_code(lab, opened)
    assert Visitor(lab).join(code) == 404
    assert Visitor(lab).lead(lab.code(opened)) == 404
    typed = Visitor(lab)
    assert typed.lead(code.lower().replace("-", " ")) == 200
    assert typed.ask("/kit/lead", form={"code": code})[0] == 403  # without the form's own token
    assert code not in (lab.home.parent / "serve.log").read_text()


def test_a_facilitators_code_leads_its_meeting_and_no_other(lab, opened, device, substitute):
    page = substitute.ask(f"/kit/cockpit?meeting={opened.meeting.id}")[1]
    notes = next(
        step.facilitator for step in lab.library.session("introducing-bias").steps if step.facilitator
    )
    assert notes.split()[0] in page
    assert '"kind": "projector"' in substitute.ask(f"/kit/projector?meeting={opened.meeting.id}")[1]
    wall = substitute.ask(f"/kit/api/wall?meeting={opened.meeting.id}")
    assert wall[0] == 200
    told = json.loads(wall[1])
    assert "lead_door" not in told
    assert told["doors"]["team-1"]["code"] == lab.code(opened)
    assert told["address"].endswith("/kit/join")
    step = lab.library.session("introducing-bias").steps[0].id
    leading = (("clock", f"{step}.start", time.time()), ("lead", "nudge", "Two minutes"))
    for seq, (activity, field, value) in enumerate(leading, start=1):
        told = save(substitute, opened, activity, field, value, seat="", team="", seq=seq)
        assert told[1]["results"][0]["outcome"] == "saved", told
    assert lab.store.entries.current(opened.meeting.id, activity="lead")[0].value == "Two minutes"

    other = lab.open("introducing-bias", teams=["East"])
    assert substitute.state(other)[0] == 403
    assert substitute.ask(f"/kit/api/wall?meeting={other.meeting.id}")[0] == 403
    assert "Facilitator’s code" in substitute.ask(f"/kit/cockpit?meeting={other.meeting.id}")[1]
    body = {"meeting": opened.meeting.id, "team": "team-1", "entries": [message(other, *SHARED, "x")]}
    assert substitute.call("entries", body)[1]["results"][0]["outcome"] == "invalid"
    assert substitute.call("door", {"meeting": other.meeting.id, "team": "team-1", "do": "close"})[0] == 403
    assert device.ask(f"/kit/api/wall?meeting={opened.meeting.id}")[0] == 403
    assert "Facilitator’s code" in device.ask(f"/kit/cockpit?meeting={opened.meeting.id}")[1]
    for path in ("/kit/api/screens", "/kit/desk", "/kit/api/start", "/kit/api/meetings", "/lab"):
        assert substitute.ask(f"{path}?meeting={opened.meeting.id}")[0] == 404, path
    assert [a.who for a in lab.store.audit.list(what="came to lead", meeting=opened.meeting.id)] == [
        "a device"
    ]


def test_who_leads_by_a_code_reads_no_private_text_and_lets_nobody_else_lead(lab, opened, device, substitute):
    device.call("seat", {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"})
    save(device, opened, *PRIVATE, locked("mine"))
    save(device, opened, *SHARED, "for my team", seq=2)

    for seat in ("", "seat-1"):
        assert locked("mine")["sealed"] not in json.dumps(substitute.state(opened, seat=seat))
    assert substitute.state(opened, seat="seat-1")[1]["mine"] == {}
    told = save(substitute, opened, *SHARED, "in another's name", seq=3)
    assert told[1]["results"][0]["outcome"] == "invalid"
    assert substitute.call("erase", message(opened, *PRIVATE, None))[0] == 403
    for do in ("open", "renew", "turn out", "remove"):
        told = substitute.call("door", {"meeting": opened.meeting.id, "team": "", "do": do})
        assert told[0] == 403, do
    assert substitute.ask(f"/kit/door.svg?meeting={opened.meeting.id}&team=")[0] == 403
    assert substitute.ask(f"/kit/door.svg?meeting={opened.meeting.id}&team=team-1")[0] == 200


def test_it_is_told_from_how_many_places_a_meeting_is_led_and_who_came_is_sent_away(lab, opened, substitute):
    at_the_laptop = Endpoint(MeetingService(lab.store, lab.library))
    asked, laptop = {"meeting": opened.meeting.id}, Device("laptop")
    at_the_laptop.call("lead", asked, laptop)
    assert len(at_the_laptop.call("wall", asked, laptop)["leaders"]) == 1
    assert substitute.call("lead", asked)[0] == 200
    told = at_the_laptop.call("wall", asked, laptop)
    assert [(each["here"], each["by_code"]) for each in told["leaders"]] == [(True, False), (False, True)]
    [guest] = told["lead_door"]["guests"]

    code = told["lead_door"]["code"]
    out = {**asked, "team": "", "do": "remove", "guest": guest["id"]}
    assert at_the_laptop.call("door", out, laptop)["lead_door"]["guests"] == []
    assert len(at_the_laptop.call("wall", asked, laptop)["leaders"]) == 1
    assert substitute.state(opened)[0] == 403
    assert save(substitute, opened, "lead", "nudge", "still here", seat="", team="")[0] == 403
    assert substitute.lead(code) == 403
    renewed = at_the_laptop.call("door", {**asked, "team": "", "do": "renew"}, laptop)["lead_door"]["code"]
    assert substitute.lead(renewed) == 200
    noted = [act.note for act in lab.store.audit.list(what="door", meeting=opened.meeting.id)]
    assert noted == ["remove: those who lead", "renew: those who lead"]


def test_a_ticket_to_lead_ends_a_day_after_the_meeting(lab, opened, substitute):
    end = message(
        opened, "clock", "end", time.time() - 2 * 86_400, seat="", team="", writer=f"w-{time.time_ns()}"
    )
    lab.store.entries.save(new_entry(end))
    assert substitute.state(opened)[0] == 403
    assert substitute.ask(f"/kit/api/wall?meeting={opened.meeting.id}")[0] == 403
    assert "Facilitator’s code" in substitute.ask(f"/kit/cockpit?meeting={opened.meeting.id}")[1]


# -- one device is taken out ---------------------------------------------------------------------------


def test_one_device_is_removed_and_the_others_of_its_team_stay(lab, opened, device):
    colleague = Visitor(lab)
    colleague.join(lab.code(opened))
    seat = {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"}
    device.call("seat", seat)
    save(device, opened, *SHARED, "before")
    lead = Endpoint(MeetingService(lab.store, lab.library))
    asked = {"meeting": opened.meeting.id, "team": "team-1"}
    guests = lead.call("wall", asked, Device("laptop"))["doors"]["team-1"]["guests"]
    assert [guest["seats"] for guest in guests] == [["seat-1"], []]

    code = lab.code(opened)
    lead.call("door", {**asked, "do": "remove", "guest": guests[0]["id"]}, Device("laptop"))
    status, told = device.state(opened)
    assert (status, "took this device out" in told["what"]) == (403, True)
    assert save(device, opened, *SHARED, "after", seq=2)[0] == 403
    assert colleague.state(opened)[0] == 200
    assert colleague.call("seat", seat)[1]["holding"] == "yours"  # it is free for others
    assert device.join(code) == 403
    lead.call("door", {**asked, "do": "turn out"}, Device("laptop"))
    assert device.join(code) == 403
    assert colleague.join(code) == 200
    lab.store.doors.renew(opened.meeting.id, "team-1")
    assert device.join(code) == 404
    assert device.join(lab.code(opened)) == 200
    stored = lab.store.entries.history(Address(opened.meeting.id, "team-1", "seat-1", *SHARED))
    assert [entry.value for entry in stored] == ["before"]


# -- what is not shown yet ---------------------------------------------------------------------------


def press(lab: Lab, opened: Any, field: str, *values: Any) -> None:
    """What the one who leads presses, one after the other."""
    for value in values:
        seq = next(PRESSED)
        lead = message(opened, "lead", field, value, seat="", team="", writer="w-of-the-lead", seq=seq)
        lab.store.entries.save(new_entry(lead))


def test_what_is_hidden_or_only_for_who_leads_is_in_no_byte_that_a_team_is_served(lab):
    opened = lab.open("student-schedule", teams=["North"])
    plan = lab.library.session("student-schedule")
    hidden = "A middle school week with a power hour", "Grade 7, intensive help"
    lead = Screens(MeetingQueries(lab.store, lab.library), opened.meeting, "team-1", leads=True)
    led = json.dumps([lead.opening(), *(lead.step(step.id) for step in plan.steps)], ensure_ascii=False)
    notes = [step.facilitator.split(".")[0].strip(' -*"') for step in plan.steps if step.facilitator]
    secret = [*hidden, "prework", "announcement", "in_room", *notes]
    assert all(words in led for words in hidden)

    phone = Visitor(lab)
    phone.join(lab.code(opened))
    step, n = next(
        (step.id, n) for step in plan.steps for n, each in enumerate(step.activities)
        if getattr(each, "id", "") == "period-grid"
    )  # fmt: skip
    ask = f"/kit/api/part?meeting={opened.meeting.id}&team=team-1&step={step}&n={n}"

    def served() -> str:
        page = phone.ask(f"/kit/team?meeting={opened.meeting.id}&team=team-1")[1]
        return page + phone.ask(f"/kit/api/state?meeting={opened.meeting.id}&team=team-1&seat=seat-1")[1]

    assert [words for words in secret if words in served()] == []
    status, told = phone.ask(ask)
    assert (status, hidden[0] in told) == (403, False)
    written = save(phone, opened, "period-grid", "clash", "x", seat="")
    assert written[1]["results"][0]["outcome"] == "invalid"

    press(lab, opened, "show.period-grid", "open")
    assert hidden[0] in json.loads(phone.ask(ask)[1])["config"]["title"]
    assert hidden[0] in served()
    press(lab, opened, "show.period-grid", "hidden")
    assert hidden[0] not in served()
    for bad in ("step=nowhere&n=0", f"step={step}&n=99"):
        address = f"/kit/api/part?meeting={opened.meeting.id}&team=team-1&{bad}"
        assert phone.ask(address)[0] == 404


# -- headers and input ------------------------------------------------------------------------------


def test_every_page_says_what_it_may_load_and_where_it_may_stand(lab, opened, device):
    for path in (
        "/kit/join",
        f"/kit/team?meeting={opened.meeting.id}&team=team-1",
        "/kit/api/state",
        "/nowhere",
    ):
        device.ask(path)
        policy = device.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "default-src 'none'" in policy
        assert device.headers["X-Frame-Options"] == "DENY"
        assert device.headers["X-Content-Type-Options"] == "nosniff"
        assert device.headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in device.headers
    assert not re.search(
        r"<script(?![^>]*(src=|application/json))",
        device.ask(f"/kit/team?meeting={opened.meeting.id}&team=team-1")[1],
    )


def test_the_cookie_of_a_device_is_for_no_script_and_no_other_site(lab):
    visitor = Visitor(lab)
    visitor.ask("/kit/join")
    [line] = [each for each in visitor.headers.get_all("Set-Cookie") if each.startswith("kit-device=")]
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert len(visitor.cookie("kit-device")) == 64


def test_what_changes_something_is_asked_by_no_link_and_what_only_looks_by_no_form(lab, opened, device):
    query = f"meeting={opened.meeting.id}&team=team-1&seat=seat-1"
    for name in ("seat", "entries", "erase"):
        assert device.ask(f"/kit/api/{name}?{query}")[0] == 405
    assert device.call("state", {"meeting": opened.meeting.id, "team": "team-1"})[0] == 405
    assert (
        device.ask("/kit/api/seat", {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-1"})[0]
        == 403
    )


@pytest.mark.parametrize(
    "query",
    ["since=%C2%B2", "since=-1", "since=9" * 30, "seat=%00", "team=%F0%9F%98%80", "meeting[]=1", "since=1e5"],
)
def test_a_query_that_makes_no_sense_is_answered_in_words_and_never_with_a_fault(lab, opened, device, query):
    status, text = device.ask(f"/kit/api/state?meeting={opened.meeting.id}&team=team-1&{query}")
    assert status in (200, 400, 403, 404), text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "body", [[], "text", 7, {}, {"entries": None}, {"entries": [None, 7]}, {"meeting": [], "team": {}}]
)
def test_a_body_that_makes_no_sense_is_answered_in_words_and_never_with_a_fault(lab, device, body):
    for name in ("entries", "erase", "seat"):
        status, answer = device.call(name, body)
        assert status in (403, 404, 422), (name, answer)
        assert "Traceback" not in str(answer)


def test_a_body_that_is_too_large_is_not_read(lab, device):
    try:
        status = device.call("entries", {"entries": ["x" * 2_000_000]})[0]
    except (urllib.error.URLError, ConnectionError):
        return  # hung up on
    assert status in (400, 413)


def test_a_device_that_asks_without_end_is_told_to_wait_and_others_are_not(lab, opened, device):
    colleague = Visitor(lab)
    colleague.join(lab.code(opened))
    statuses = [device.state(opened)[0] for _ in range(CALLS[0] + 20)]
    assert (statuses[0], statuses[-1]) == (200, 503)
    assert colleague.state(opened)[0] == 200


def test_a_meeting_that_is_flooded_does_not_stop_another(lab, opened):
    other = lab.open("introducing-bias")
    is_over = threading.Event()

    async def flood() -> Any:
        meetings = OpenMeetings(lab.home)
        endpoint = await meetings.endpoint()
        calm = endpoint.call
        endpoint.call = lambda name, body, device: (
            is_over.wait(60) if body["meeting"] == opened.meeting.id else calm(name, body, device)
        )  # type: ignore[method-assign]
        lead = Device(device_id("lead"))
        flooding = [
            asyncio.create_task(
                meetings.call("state", {"meeting": opened.meeting.id, "team": "team-1"}, lead)
            )
            for _ in range(100)
        ]
        state = await asyncio.wait_for(
            meetings.call("state", {"meeting": other.meeting.id, "team": "team-1"}, lead), 20
        )
        is_over.set()
        await asyncio.gather(*flooding)
        meetings.close()
        return state

    assert asyncio.run(flood())["seat"] == ""


# -- being told ------------------------------------------------------------------------------------


def listening(visitor: Visitor, opened: Any, team: str = "team-1", **more: Any) -> websocket.WebSocket:
    """The connection on which a page is told of changes."""
    query = urllib.parse.urlencode({"meeting": opened.meeting.id, "team": team})
    cookies = "; ".join(f"{each.name}={each.value}" for each in visitor.jar)
    address = f"{visitor.base.replace('http', 'ws', 1)}/kit/changes?{query}"
    return websocket.create_connection(address, timeout=20, cookie=cookies, **more)


def test_a_page_is_told_that_something_changed_and_never_what(lab, opened, device):
    colleague = Visitor(lab)
    colleague.join(lab.code(opened))
    with closing(listening(device, opened)) as told:
        save(colleague, opened, *SHARED, "We were in the hall.", seat="seat-2")
        assert told.recv() == "changed"
        lab.store.doors.set_open(opened.meeting.id, "team-1", False)  # by another program
        assert told.recv() == "changed"


def test_only_who_came_to_the_team_is_told_and_no_page_of_another_site(lab, opened, device):
    for visitor, team in ((Visitor(lab), "team-1"), (device, "team-2"), (device, "no-such")):
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            listening(visitor, opened, team)
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        listening(device, opened, origin="http://elsewhere.example")


def test_one_device_cannot_take_up_all_connections(lab, opened, device):
    with ExitStack() as open_ones:
        for _ in range(MOST):
            open_ones.enter_context(closing(listening(device, opened)))
        with pytest.raises(websocket.WebSocketBadStatusException, match="429"):
            listening(device, opened)
    assert device.state(opened)[0] == 200


# -- the facilitator's own door ---------------------------------------------------------------------


def test_a_door_can_be_closed_before_anybody_looked_at_it(lab, opened):
    endpoint, lead = Endpoint(MeetingService(lab.store, lab.library)), Device(device_id("lead"))
    closing = {"meeting": opened.meeting.id, "team": "team-2", "do": "close"}
    told = endpoint.call("door", closing, lead)["doors"]
    assert (told["team-1"]["open"], told["team-2"]["open"]) == (True, False)
    assert Visitor(lab).join(told["team-2"]["code"]) == 403


def test_the_facilitators_page_frees_a_seat_and_works_the_doors(lab, opened):
    service = MeetingService(lab.store, lab.library)
    endpoint, lead = Endpoint(service), Device(device_id("lead"))
    phone = Device(device_id("phone"), (opened.meeting.id, "team-1"))
    seat = {"meeting": opened.meeting.id, "team": "team-1", "seat": "seat-2"}
    assert endpoint.call("seat", seat, phone) == {"holding": "yours"}
    wall = endpoint.call("wall", {"meeting": opened.meeting.id}, lead)
    assert wall["held"] == {"team-1": ["seat-2"], "team-2": []}
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", wall["doors"]["team-1"]["code"])
    assert endpoint.call("seat", {**seat, "free": True}, lead) == {"holding": "free"}
    assert lab.store.seats.of_team(opened.meeting.id, "team-1") == {}
    closed = endpoint.call("door", {"meeting": opened.meeting.id, "team": "team-1", "do": "close"}, lead)
    assert (closed["doors"]["team-1"]["open"], closed["doors"]["team-2"]["open"]) == (False, True)
    assert lab.store.seats.take(SeatAddress(opened.meeting.id, "team-1", "seat-2"), lead.id).device == lead.id


# -- sharing ----------------------------------------------------------------------------------------


def test_sharing_opens_the_participants_server_to_the_network_and_jupyterlab_to_this_computer_alone(
    lab, opened
):
    port = free_port()
    command = [sys.executable, "-m", "kitlib.cli", "lab", "--share", "--no-browser", "--port", str(port)]
    log = (lab.home.parent / "share.log").open("ab")
    sharing = subprocess.Popen(
        [*command, "--", "--allow-root", "--IdentityProvider.token=one"],
        env=lab.environment,
        cwd=lab.home,
        stdout=log,
        stderr=log,
    )
    try:
        await_answer(f"http://127.0.0.1:{port + 1}/kit/join", lab.home.parent / "share.log")
        await_answer(f"http://127.0.0.1:{port}/api", lab.home.parent / "share.log")
        socket.create_connection((own_address(), port + 1), timeout=5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((own_address(), port), timeout=5).close()
        joined_at = f"http://{own_address()}:{port + 1}/kit/join"
        assert joined_at in (lab.home.parent / "share.log").read_text()
        assert _read_by_a_camera(lab, opened, port) == f"{joined_at}#{lab.code(opened, 'team-2')}"
    finally:
        sharing.terminate()
        sharing.wait(30)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _listens(port + 1):
        time.sleep(0.05)
    assert not _listens(port + 1), "it outlived what it was started with"


def test_a_certificate_of_this_computers_own_encrypts_and_stays_the_same(lab):
    def serving_at(port: int) -> str:
        command = [sys.executable, "-m", "kitlib.cli", "serve", "--https", "--port", str(port)]
        serving = subprocess.Popen(
            command, env=lab.environment, cwd=lab.home, stdout=subprocess.PIPE, text=True
        )
        assert serving.stdout
        said = ""
        while "/kit/join" not in said:
            said += serving.stdout.readline()
        own = settings(lab.home).certificate
        trusting = ssl.create_default_context(cafile=own / "certificate.pem")
        for host in (own_address(), "localhost"):
            with urllib.request.urlopen(
                f"https://{host}:{port}/kit/join", context=trusting, timeout=20
            ) as answer:
                assert "Secure" in answer.headers["Set-Cookie"]
                assert answer.headers["Strict-Transport-Security"]
        assert stat.S_IMODE((own / "key.pem").stat().st_mode) == 0o600
        serving.terminate()
        serving.wait(30)
        assert f"https://{own_address()}:{port}/kit/join" in said
        return next(line.strip() for line in said.splitlines() if line.count(":") == 31)

    assert serving_at(free_port()) == serving_at(free_port()), "who accepted it once is not asked again"


def _read_by_a_camera(lab: Lab, opened: Any, port: int) -> str:
    """What a phone makes of the picture of the door of South."""
    address = f"http://127.0.0.1:{port}/kit/door.svg?meeting={opened.meeting.id}&team=team-2"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address, timeout=20)
    request = urllib.request.Request(address, headers={"Authorization": "token one"})
    svg = lab.home.parent / "door.svg"
    svg.write_bytes(urllib.request.urlopen(request, timeout=20).read())
    drawn = typst.compile(
        b'#set page(width: 200pt, height: 200pt, margin: 0pt)\n#image("door.svg")',
        root=svg.parent,
        format="png",
    )
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn)))[0].text


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
