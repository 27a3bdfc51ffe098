"""The example package: it is installed like any other, no line of the kit knows it, and it does what its page says."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from typing import Any

import pytest
from contract.example import EXAMPLES, INSTALLED
from contract.world import Writer
from kit_home import ROOT
from locked import locked
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.errors import AnswerError, ContentError
from kitlib.kinds.shared.page import Page
from kitlib.meetings.answers import read_answers
from kitlib.meetings.contents import content_now
from kitlib.registry import find_kind

SESSION, ACTIVITY = "first-year", "circles"


@pytest.fixture
def meeting(service) -> Any:
    return service.store.meetings.open(
        session=SESSION,
        date="2026-11-23",
        minutes=45,
        teams_=["Table 1", "Table 2"],
        content=content_now(service.library, SESSION),
    )


@pytest.fixture
def rule(service, meeting) -> Any:
    return service.queries.rule(meeting, ACTIVITY)


def _held(service, district: str, speak: int, listen: int) -> None:
    """A meeting of one team at which so many spoke inside, and so many only listened."""
    meeting = service.store.meetings.open(
        session=SESSION,
        date="2026-11-23",
        minutes=45,
        teams_=["Table 1"],
        district=district,
        content=content_now(service.library, SESSION),
    )
    writer = Writer(service, meeting)
    inside = [f"seat-{n}" for n in range(1, speak + 1)]
    writer.save("team", ACTIVITY, "inside.new", inside)
    for n in range(1, speak + listen + 1):
        writer.save("team", "seats", f"seat-{n}.role", "Mentor" if n % 2 else "Teacher")
    for n in range(speak + 1, speak + listen + 1):
        writer.save("seat", ACTIVITY, "heard.new", f"Note <{n}>", seat=f"seat-{n}")
    writer.save("team", ACTIVITY, "takes.new", "A map of who to ask.")


@pytest.fixture(scope="module")
def districts(service) -> None:
    """Four districts that held it."""
    for n, (speak, listen) in enumerate([(4, 5), (3, 2), (4, 7), (2, 8)], start=11):
        _held(service, f"9990{n}", speak, listen)


# -- installed like any other ---------------------------------------------------------------------------


def test_what_is_installed_has_every_file_of_the_package(built):
    for example in EXAMPLES:
        (package,) = [path.parent for path in example.glob("*/__init__.py")]
        shipped = {path.name for path in (built / package.name).iterdir() if path.is_file()}

        assert {path.name for path in package.iterdir() if path.is_file()} == shipped


def test_no_line_of_the_kit_knows_the_example():
    knows = [
        path
        for path in (ROOT / "kitlib").rglob("*")
        if path.suffix in {".py", ".js", ".css", ".j2", ".json"}
        and "fishbowl" in path.read_text("utf-8").casefold()
    ]

    assert knows == []


def test_the_command_takes_its_session_where_it_is_installed_and_says_so_where_it_is_not(home, built):
    command = [sys.executable, "-m", "kitlib.cli", "check", "facilitation/listening/1-first-year.yaml"]

    def check(path: str) -> subprocess.CompletedProcess[str]:
        given = {**os.environ, "PYTHONPATH": path}
        return subprocess.run(command, cwd=home, env=given, capture_output=True, text=True, check=False)

    there = check(os.environ["PYTHONPATH"])
    paths = os.environ["PYTHONPATH"].split(os.pathsep)

    assert there.returncode == 0, there.stderr
    assert "is sound" in there.stdout
    if "fishbowl" in INSTALLED:
        return  # somebody tries it in this environment: nothing can take it away
    missing = check(os.pathsep.join(path for path in paths if path != str(built)))
    assert missing.returncode == 1
    assert 'unknown kind "fishbowl"; known kinds: actions' in missing.stderr + missing.stdout


def test_a_round_too_long_for_its_step_is_told_with_its_line(library, home):
    path = home / "facilitation" / "listening" / "1-first-year.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("minutes: 9", "minutes: 12"), encoding="utf-8")
    try:
        with pytest.raises(ContentError, match=r"line \d+, .* rounds: take 32 minutes, and the step has 28"):
            type(library)(*library.layers.roots).check(path)
    finally:
        path.write_text(whole, encoding="utf-8")


# -- what its page says -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("seat-1", "must be a list of seats"),
        (["seat-13"], "must be a list of seats"),
        (["seat-1", "seat-1"], "names a seat twice"),
        (["seat-1", "seat-2", "seat-3", "seat-4", "seat-5"], "the inner circle has 4 chairs"),
    ],
)
def test_the_inner_circle_takes_seats_once_each_and_no_more_than_there_are_chairs(rule, value, told):
    rule.check("inside.new", ["seat-4", "seat-2"])
    with pytest.raises(AnswerError, match=told):
        rule.check("inside.new", value)


def test_notes_are_read_by_those_who_wrote_and_by_those_who_sat_inside(service, meeting):
    writer = Writer(service, meeting)
    writer.save("team", ACTIVITY, "inside.new", ["seat-1"])
    writer.save("seat", ACTIVITY, "heard.new", "Mondays are long.", seat="seat-2")
    writer.save("seat", ACTIVITY, "kept.new", locked("I was late too."), seat="seat-2")

    def read(seat: str, team: str = "team-1") -> Any:
        return service.queries.state(meeting.id, team, seat)["shared"][ACTIVITY]["heard.new"]

    assert read("seat-1") == {"count": 1, "texts": ["Mondays are long."]}
    assert read("seat-3") == {"count": 1, "texts": []}
    assert read("seat-2") == {"count": 0, "texts": []}
    assert read("seat-1", "team-2") == {"count": 0, "texts": []}
    writer.save("seat", ACTIVITY, "heard.new", "Nobody said where the copier is.", seat="seat-3")
    assert read("seat-3") == {"count": 1, "texts": ["Mondays are long."]}


def test_a_record_tells_who_sat_inside_by_role_what_was_taken_and_the_notes_without_seats(
    service, districts, monkeypatch
):
    answers = read_answers(service.store, service.library, SESSION, "999012")
    part = find_kind("fishbowl").load("record")
    told: list[str] = []
    monkeypatch.setattr("kitlib_fishbowl.record.show", told.append)

    part.work(answers, ACTIVITY, Page(answers))

    text = "".join(told)
    assert "<td>8</td><td>Mentor (2), Teacher</td><td>A map of who to ask.</td>" in text
    assert "<li>Note &lt;4&gt;</li><li>Note &lt;5&gt;</li>" in text
    assert "seat" not in text.casefold().replace("what the outer circle heard", "")


def test_a_roll_up_counts_who_spoke_inside_and_who_only_listened(districts, tmp_path):
    made = CliRunner().invoke(
        app, ["rollup", "--session", SESSION, "--out", str(tmp_path), "--format", "csv"]
    )

    assert made.exit_code == 0, made.exception
    (path,) = tmp_path.glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = {(row["table"], row["measure"]): row["value"] for row in csv.DictReader(file)}
    assert lines["fishbowl", "Spoke inside"] == "13"
    assert lines["fishbowl", "Only listened"] == "22"
