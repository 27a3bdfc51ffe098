"""Who can read what: a test for each row of the table in docs/privacy.md, with words that were locked by the page's own code.

KIT_PRIVATE_TEXTS says how many private texts are written; a thousand take some minutes.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from kit_home import ROOT, make_home
from running_lab import Lab, running_lab

from kitlib.exchange.districts import load_sample_districts
from kitlib.meetings.devices import Device
from kitlib.meetings.endpoint import Endpoint
from kitlib.meetings.service import MeetingService

HIDDEN, SHOWN = "Heronsgate", "Kestrelmoor"  # stand in every private text, and in every one for the team
SHARED = ("scene", "moment")
TEXTS = int(os.environ.get("KIT_PRIVATE_TEXTS", "12"))
IN_TEAM = 12

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None, reason="no Node here; on Debian: apt-get install nodejs"
)


def device(**given: Any) -> dict[str, Any]:
    """What a device does: see frontend/device.mjs."""
    ran = subprocess.run(
        ["node", str(ROOT / "tests" / "frontend" / "device.mjs")],
        input=json.dumps(given), capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@dataclass
class Evening:
    """A meeting in which people wrote in private and for their team. `wrote` is each seat's device afterwards."""

    lab: Lab
    opened: Any
    fields: list[tuple[str, str]]
    wrote: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    texts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def given(self, team: str, seat: str) -> dict[str, Any]:
        return {
            "base": self.lab.participants, "code": self.lab.code(self.opened, team),
            "meeting": self.opened.meeting.id, "team": team, "seat": seat,
        }  # fmt: skip

    def write(self, place: tuple[str, str]) -> None:
        """One person writes in each private box, once for the team, and closes the browser."""
        texts = {
            f"{a}/{f}": f"{HIDDEN} {place[0]} {place[1]} {a}.{f}: what I would not say aloud"
            for a, f in self.fields
        }
        write: list[dict[str, Any]] = [
            {"activity": a, "field": f, "value": texts[f"{a}/{f}"]} for a, f in self.fields
        ]
        write.append(
            {"activity": SHARED[0], "field": SHARED[1], "value": f"{SHOWN} for the team", "open": True}
        )
        self.wrote[place] = device(**self.given(*place), write=write)
        self.texts[place] = texts

    def run(self, command: str) -> None:
        words = [sys.executable, "-m", "kitlib.cli", *command.split()]
        subprocess.run(words, cwd=self.lab.home, env=self.lab.environment, check=False, capture_output=True)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    with running_lab(make_home(tmp_path_factory.mktemp("threats") / "kit"), notebooks=False) as lab:
        load_sample_districts(lab.store, lab.home / "data")
        people = max(3, -(-TEXTS // 4))
        opened = lab.open(
            "introducing-bias", teams=[f"Team {n + 1}" for n in range(max(2, -(-people // IN_TEAM)))]
        )
        rules = MeetingService(lab.store, lab.library).queries.rules(opened.meeting)
        fields = [(id, name) for id, rule in rules.items() for name, f in rule.fields().items()
                  if f.visibility == "private" and f.scope == "seat"]  # fmt: skip
        found = Evening(lab, opened, fields[:4])
        teams = [team.id for team in opened.meeting.teams]
        places = [(teams[n % len(teams)], f"seat-{n // len(teams) + 1}") for n in range(people)]
        assert lab.participants  # one server, started before two ask for it at once
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(found.write, places))
        commands = ["records --format ipynb,html,pdf,docx", "export --out export", "backup", "rollup"]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(found.run, commands))
        yield found


ME, COLLEAGUE, OTHER_TEAM = ("team-1", "seat-1"), ("team-1", "seat-2"), ("team-2", "seat-1")


# -- searching bytes --------------------------------------------------------------------------------


def forms(word: str) -> list[bytes]:
    """A word as it could lie in bytes: as text of several encodings, as base64 wherever it begins, as hexadecimal."""
    plain = word.encode()
    inner = [base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), *inner]


def holds(data: bytes, word: str) -> bool:
    """Whether a file holds a word, packed or not."""
    if any(form in data for form in forms(word)):
        return True
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return any(holds(packed.read(name), word) for name in packed.namelist())
    if data.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                if any(form in zlib.decompress(stream) for form in forms(word)):
                    return True
            except zlib.error:
                continue
    return False


def files_with(folder: Path, word: str) -> set[str]:
    return {
        str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file() and holds(f.read_bytes(), word)
    }


def memory_of(pid: int) -> Iterator[bytes]:
    """What a running process holds, region by region."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            start, end = (int(each, 16) for each in line.split()[0].split("-"))
            if "r" in line.split()[1] and not line.endswith(("[vvar]", "[vsyscall]")):
                try:
                    memory.seek(start)
                    yield memory.read(end - start)
                except (OSError, OverflowError, ValueError):
                    continue


# -- a test a row ----------------------------------------------------------------------------------


def reads(evening: Evening, found: dict[str, Any], place: tuple[str, str] = ME) -> bool:
    return bool(found["read"] == evening.texts[place])


def test_the_person_who_wrote_on_that_device(evening):
    for place, wrote in evening.wrote.items():
        assert set(wrote["outcomes"]) == {"saved"}
        again = device(**evening.given(*place), cookies=wrote["cookies"], storage=wrote["storage"])
        assert reads(evening, again, place)


def test_the_same_person_on_another_device_with_the_phrase(evening):
    place = COLLEAGUE
    taken = device(**evening.given(*place), phrase=evening.wrote[place]["phrase"])
    assert taken["opened"]
    assert reads(evening, taken, place)
    # The seat went over to that device; the one before is asked to give it back with its own phrase.
    back = device(
        **evening.given(*place),
        cookies=evening.wrote[place]["cookies"],
        phrase=evening.wrote[place]["phrase"],
    )
    assert reads(evening, back, place)


def test_the_same_person_without_device_and_phrase(evening):
    lost = device(**evening.given(*ME), phrase="six words that are not it")
    assert not lost["opened"]
    assert lost["read"] == {}
    assert lost["status"] == 200, "the team's page is there all the same"


@pytest.mark.parametrize("place", [COLLEAGUE])
def test_a_colleague_of_the_same_team(evening, place):
    own = evening.wrote[place]
    asked = device(**{**evening.given(*place), "seat": ME[1]}, cookies=own["cookies"], seq=50,
                   write=[{"activity": evening.fields[0][0], "field": evening.fields[0][1], "value": {"lock": "0" * 16, "sealed": "AAAA"}, "open": True}])  # fmt: skip
    assert asked["read"] == {}
    assert asked["state"]["mine"] == {}
    assert asked["outcomes"] == ["invalid"]
    sealed = json.dumps(asked["state"])
    assert HIDDEN not in sealed
    assert "sealed" not in sealed, "not even what is locked"
    assert "w-team" not in sealed, "nobody is told who wrote which line"


def test_somebody_of_another_team(evening):
    own = evening.wrote[OTHER_TEAM]
    asked = device(**{**evening.given(*ME)}, cookies=own["cookies"])
    assert asked["status"] == 403
    assert asked["state"].keys() <= {"error", "what", "next"}


def test_who_leads_also_by_a_facilitators_code(evening):
    endpoint = Endpoint(MeetingService(evening.lab.store, evening.lab.library))
    leads = Device("who-leads")
    wall = endpoint.call("wall", {"meeting": evening.opened.meeting.id}, leads)
    state = endpoint.call(
        "state",
        {"meeting": evening.opened.meeting.id, "team": "team-1", "seat": "seat-1", "leads": "1"},
        leads,
    )
    told = json.dumps([wall, state])
    assert SHOWN in told
    assert HIDDEN not in told
    assert "sealed" not in told
    count = wall["wrote"][evening.fields[0][0]]
    assert sum(each["seats"] for each in count.values()) == len(evening.wrote), "how many wrote is told"


def test_a_facilitator_of_another_district_with_a_login_of_their_own():
    """The server of the database refuses: tests/test_access.py, each table, each role."""
    from test_access import SEES

    assert SEES["entries"]["amy"] < SEES["entries"]["edna"]


def test_the_coordinator_from_records_exports_roll_ups(evening):
    made = {name: files_with(evening.lab.home / name, HIDDEN) for name in ("records", "export")}
    assert made == {"records": set(), "export": set()}
    shown = files_with(evening.lab.home / "records", SHOWN)
    assert {Path(name).suffix for name in shown} >= {".html", ".docx", ".ipynb"}, (
        "what is for the record is found"
    )
    assert files_with(evening.lab.home / "export", SHOWN)


def test_who_runs_the_computer_it_or_has_the_database_or_a_copy_of_it(evening):
    everything = evening.lab.home.parent  # database, its log, backups, what the servers printed
    assert files_with(everything, HIDDEN) == set()
    shown = files_with(everything, SHOWN)
    assert any(name.startswith("kit.db") for name in shown)
    assert any(name.startswith("kit/backups/") for name in shown)
    assert not any(name.endswith("serve.log") for name in shown), "the log names no answer"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_who_runs_the_computer_reads_the_memory_of_the_server_that_took_it(evening):
    pid = evening.lab.serving.pid
    whole = list(memory_of(pid))
    assert any(SHOWN.encode() in region for region in whole), "the memory was read"
    assert not any(form in region for region in whole for form in forms(HIDDEN))


def test_a_thief_of_the_facilitators_laptop(evening):
    """Has the whole home, and no phrase and no key: neither lies in any file, in whatever form."""
    everything = evening.lab.home.parent
    for wrote in list(evening.wrote.values())[:3]:
        (kept,) = [
            json.loads(value) for name, value in wrote["storage"].items() if name.startswith("kit.lock.")
        ]
        raw = base64.b64decode(kept["key"])
        for file in (f for f in everything.rglob("*") if f.is_file()):
            data = file.read_bytes()
            assert raw not in data
            assert kept["key"].encode() not in data
            assert wrote["phrase"].encode() not in data


def test_a_thief_of_a_participants_phone_that_is_not_locked(evening):
    stolen = evening.wrote[ME]
    assert reads(evening, device(**evening.given(*ME), cookies=stolen["cookies"], storage=stolen["storage"]))
    other = device(**evening.given(*COLLEAGUE), cookies=stolen["cookies"], storage=stolen["storage"])
    assert other["read"] == {}


def test_a_court_that_has_the_database(evening):
    """Everything that the database holds of a seat opens nothing: no row of it is a key, and the texts are all as long."""
    import sqlite3

    connection = sqlite3.connect(evening.lab.home.parent / "kit.db")
    sealed = [
        json.loads(v)["sealed"]
        for (v,) in connection.execute("SELECT value FROM entries WHERE visibility = 'private'")
        if "sealed" in v
    ]
    locks = [
        json.loads(lock) for (lock,) in connection.execute("SELECT lock FROM seats WHERE lock IS NOT NULL")
    ]
    connection.close()
    assert len(sealed) >= len(evening.wrote) * len(evening.fields)
    assert len({len(each) for each in sealed}) == 1, "the length says nothing"
    assert len(set(sealed)) == len(sealed), "nor that two are alike"
    assert all(lock["rounds"] >= 600_000 for lock in locks)
    assert len({lock["salt"] for lock in locks}) == len(locks)


def test_who_listens_on_the_network_at_an_address_with_http():
    """A page without cryptography sends nothing private: tests/frontend/locks.test.mjs says so by this name."""
    text = (ROOT / "tests" / "frontend" / "locks.test.mjs").read_text(encoding="utf-8")
    assert 'test("without cryptography they stay in the browser' in text


def test_who_listens_on_the_network_at_an_address_with_https():
    """What goes over the wire is TLS: tests/test_doors.py asks the server through its certificate."""
    import test_doors

    assert callable(test_doors.test_a_certificate_of_this_computers_own_encrypts_and_stays_the_same)


def test_every_row_of_the_table_has_its_test():
    table = (
        (ROOT / "docs" / "privacy.md")
        .read_text(encoding="utf-8")
        .partition("| Who |")[2]
        .partition("\n\n")[0]
    )
    # What stands in brackets only leads on; of other links the words count.
    rows = [re.sub(r"\(\[.*?\)\)", "", row.split("|")[1]) for row in table.splitlines()[2:]]
    rows = [re.sub(r"\[(.*?)\]\(.*?\)", r"\1", row) for row in rows]
    for row in rows:
        name = "test_" + "_".join(re.findall(r"[a-z]+", row.lower().replace("'", "")))
        assert name in globals(), f"no test says what holds for: {row.strip()} ({name})"
