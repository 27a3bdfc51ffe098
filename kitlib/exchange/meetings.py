"""Meetings from a file that `kit export` wrote, so that their entries have a place to go."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

from kitlib.errors import NotFoundError
from kitlib.exchange.export import MEETINGS
from kitlib.exchange.lines import Line, RowRejected, read_moment
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting, Team

__all__ = ["import_meeting"]


def import_meeting(service: MeetingService, line: Line) -> bool:
    """Add the meeting of a line under its own id; False where it is here already."""
    try:
        service.library.session(line.text("session"))
    except NotFoundError as error:
        raise RowRejected(
            "session", line.text("session"), error.what, "List them with: kit sessions"
        ) from None
    known = {district.code for district in service.store.districts.all()}
    if line.text("district") not in known:
        next_ = "Load the list first: kit districts import FILE"
        raise RowRejected("district", line.text("district"), "This district is not loaded.", next_)
    schools = {school.code for school in service.store.districts.schools(line.text("district"))}
    if line.text("school") and line.text("school") not in schools:
        next_ = "Load the list first: kit districts import FILE"
        raise RowRejected("school", line.text("school"), "This school is not loaded.", next_)
    meeting = _read_meeting(line)
    if service.store.meetings.import_meeting(meeting):
        return True
    here = service.store.meetings.get(meeting.id)
    if (here.session, here.district, here.date, here.teams) != (
        meeting.session,
        meeting.district,
        meeting.date,
        meeting.teams,
    ):
        why = "Another meeting has this id here, so its entries would be mixed."
        raise RowRejected("meeting", meeting.id, why, "See it with: kit meetings")
    return False


def _read_meeting(line: Line) -> Meeting:
    readers: dict[str, Callable[[str], Any]] = {
        "meeting": _id,
        "date": lambda text: dt.date.fromisoformat(text).isoformat(),
        "minutes": _minutes,
        "teams": _teams,
        "opened": read_moment,
    }
    read: dict[str, Any] = {}
    for column, reader in readers.items():
        try:
            read[column] = reader(line.text(column))
        except (ValueError, TypeError, RecursionError):
            meaning, unit = MEETINGS[column]
            raise RowRejected(
                column,
                line.text(column),
                f"This is no {meaning} ({unit}).",
                "Take the line as kit export wrote it.",
            ) from None
    return Meeting(
        id=read["meeting"],
        session=line.text("session"),
        district=line.text("district"),
        school=line.text("school") or None,
        date=read["date"],
        minutes=read["minutes"],
        rehearsal=False,
        opened_at=read["opened"],
        teams=read["teams"],
    )


def _id(text: str) -> str:
    # It becomes the name of a folder, so it must be made as the kit makes it.
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", text):
        raise ValueError(text)
    return text


def _minutes(text: str) -> int:
    if not 0 < int(text) <= 1440:
        raise ValueError(text)
    return int(text)


def _teams(text: str) -> tuple[Team, ...]:
    found = []
    for id, label in json.loads(text):
        sound = isinstance(id, str) and isinstance(label, str) and label.isprintable()
        if not sound or not re.fullmatch("team-[1-9][0-9]{0,2}", id) or not 0 < len(label) <= 80:
            raise ValueError(text)
        found.append(Team(id, label))
    if not found or len({team.id for team in found}) < len(found):
        raise ValueError(text)
    return tuple(sorted(found, key=lambda team: team.id))
