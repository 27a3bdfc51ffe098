"""Every way on which what people wrote leaves their own screen, as text that can be searched."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from contract.world import Filled, Writer
from pdf_tree import Tree
from pypdf import PdfReader
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.errors import KitError
from kitlib.exchange.export import export
from kitlib.handouts.keys import key_lines
from kitlib.handouts.making import pages
from kitlib.handouts.plan import Plan
from kitlib.meetings.answers import read_answers
from kitlib.meetings.calendar import next_meetings
from kitlib.meetings.carry_over import EARLIER
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.records.batch import Batch
from kitlib.settings import Settings

__all__ = [
    "FORMATS",
    "calendar",
    "exported",
    "frames",
    "keyed",
    "later",
    "on_wall",
    "records",
    "refusals",
    "rolled_up",
    "seen",
]

FORMATS = ("html", "ipynb", "pdf", "docx")


def seen(service: MeetingService, filled: Filled, team: str, seat: str, *, leads: bool = False) -> str:
    """All that one seat sees of its meeting, or with `leads` the one who leads it."""
    state = service.queries.state(filled.meeting.id, team, seat, leads=leads)
    return json.dumps(state, ensure_ascii=False)


def on_wall(service: MeetingService, filled: Filled) -> str:
    """What the facilitator sees of all teams."""
    return json.dumps(service.queries.wall(filled.meeting.id), ensure_ascii=False)


def records(places: Settings, out: Path) -> dict[str, dict[str, str]]:
    """Session -> format -> the words of its record, made by `kit records`.

    The command starts afresh: the workers of this process may be copies of one that did not know the example yet.
    """
    command = [
        sys.executable,
        "-m",
        "kitlib.cli",
        "records",
        "--out",
        str(out),
        "--format",
        ",".join(FORMATS),
    ]
    made = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONSAFEPATH": "1"}
    )
    assert made.returncode == 0, made.stderr
    units = Batch(places, out).units()
    return {unit.session: {form: _words(out / f"{unit.stem}.{form}") for form in FORMATS} for unit in units}


def _words(path: Path) -> str:
    """The text of a file as it can be searched; of a PDF without blanks, since it breaks its lines."""
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        beside = [
            str(reader.metadata),
            *Tree(path.read_bytes()).alts,
            reader.root_object["/Metadata"].get_data().decode(),
        ]
        return re.sub(r"[\s\u00ad]+", "", "".join([*(page.extract_text() for page in reader.pages), *beside]))
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            xml = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        return re.sub(r"<[^>]+>", "", xml) + xml  # words of pictures and properties stand within its tags
    return path.read_text(encoding="utf-8")


def exported(service: MeetingService, out: Path) -> str:
    """All files of an export of everything."""
    made = export(service.store, service.library, out, None, None)
    return "\n".join(path.read_text(encoding="utf-8-sig") for path in made.files)


def rolled_up(session: str, out: Path) -> str:
    """A roll-up, made as `kit rollup` makes it: its table, its page, its notebook and its PDF."""
    out.mkdir(parents=True, exist_ok=True)
    made = CliRunner().invoke(
        app, ["rollup", "--session", session, "--out", str(out), "--format", "csv,html,ipynb,pdf"]
    )
    assert made.exit_code == 0, made.exception
    return "".join(_words(path) for path in sorted(out.iterdir()) if path.is_file())


def frames(service: MeetingService, filled: Filled, kind: str) -> str:
    """The frames of a kind's activities."""
    assert filled.meeting.district is not None
    answers = read_answers(service.store, service.library, filled.session.id, filled.meeting.district)
    of_kind = [id for id, activity in filled.session.activities.items() if activity.kind == kind]
    return "".join(answers.frame(id).to_csv() for id in of_kind)


def later(service: MeetingService, filled: Filled) -> Filled:
    """The next meeting of the same district on the same session, which says of all that is open that it is done."""
    before = filled.meeting
    meeting = service.store.meetings.open(
        session=before.session,
        date="2027-01-11",
        minutes=before.minutes,
        teams_=[team.label for team in before.teams],
        district=before.district,
        content=content_now(service.library, before.session),
    )
    found = Filled(meeting, filled.session, [])
    writer = Writer(service, meeting)
    for item in service.queries.carried(meeting.id):
        writer.save("room", EARLIER, f"{item.id}.outcome", "done" if item.sort == "action" else "answered")
    return found


def calendar(service: MeetingService, filled: Filled) -> str:
    """The file of the next dates, unfolded; empty where the session asks for none."""
    try:
        raw = next_meetings(service.store, service.queries, filled.meeting.id)
    except KitError:
        return ""
    return re.sub(r"\r\n[ \t]", "", raw.decode())


def keyed(service: MeetingService, filled: Filled) -> str:
    """The sheets of this meeting, and the file to key them in."""
    plan = Plan(service.library, filled.session.id)
    sheets = "".join(page.html for page in pages(plan))
    return sheets + "\n".join(map(str, key_lines(plan, filled.meeting)))


def refusals(service: MeetingService, filled: Filled, activity: str, field: str, team: str, seat: str) -> str:
    """What pages are told that reach for an answer in ways in which they may not."""
    writer = Writer(service, filled.meeting)
    scope = service.queries.rule(filled.meeting, activity).field(field).scope
    tried = [
        writer.message(scope, activity, field, {"not": ["what", "fits"]}, team=team, seat=seat),
        writer.message(scope, activity, f"{field}x", "", team=team, seat=seat),
        writer.message(scope, activity, field, "", team="team-99", seat=seat),
        writer.message(scope, activity, field, "", team=team, seat="seat-99"),
        writer.message(scope, activity, field, "", team=team, seat=seat) | {"meeting": "no-such-meeting"},
        writer.message("room", activity, field, ""),
    ]
    told = [service.submit(message) for message in tried]
    assert {result["outcome"] for result in told} == {"invalid"}
    return json.dumps(told, ensure_ascii=False)
