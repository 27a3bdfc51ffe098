"""Doors: what a device may ask for is decided at each request, by the server, whatever its page shows."""

from __future__ import annotations

import asyncio
import http.cookiejar
import io
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
from collections.abc import Iterator
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
from kitlib.meetings.service import MeetingService
from kitlib.server.changes import MOST
from kitlib.server.opened import OpenMeetings
from kitlib.server.pace import Pace
from kitlib.server.participants import CALLS
from kitlib.server.sharing import own_address
from kitlib.settings import settings
from kitlib.store import Address, NewEntry, SeatAddress

PRIVATE, SHARED = ("first-thoughts", "too-fast"), ("scene", "moment")
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
        "/kit/projector",
        "/kit/api/wall",
        "/kit/api/screens",
        "/kit/api/door",
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


def test_wrong_codes_are_slowed_and_the_form_says_so(lab, opened):
    visitor = Visitor(lab)
    seen = [visitor.join("AAAA-AAAA") for _ in range(25)]
    assert seen[0] == 404
    assert seen[-1] == 429
    lab.stop_serving()  # the next test begins with nobody counted


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
    told = endpoint.call("door", {"meeting": opened.meeting.id, "team": "team-2", "do": "close"}, lead)
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
    assert (closed["team-1"]["open"], closed["team-2"]["open"]) == (False, True)
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
