"""Meetings from a file that `kit export` wrote, so that their entries have a place to go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from kitlib.errors import NotFoundError
from kitlib.exchange.contents import FILE
from kitlib.exchange.export import MEETINGS
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting, Showing, Team
from kitlib.tabular.codes import Codes
from kitlib.tabular.folding import fold
from kitlib.tabular.refusals import RowRejected, is_one_line
from kitlib.tabular.rows import Row
from kitlib.tabular.values import day, moment, whole

__all__ = ["import_meeting"]


def import_meeting(service: MeetingService, row: Row) -> bool:
    """Add the meeting of a line under its own id; False where it is here already."""
    read = _read_meeting(row)
    _check_content(service, read)
    district = _loaded(row, "district", [each.code for each in service.store.districts.all()])
    school = ""
    if row.text("school"):
        school = _loaded(row, "school", [each.code for each in service.store.districts.schools(district)])
    meeting = replace(read, district=district, school=school or None)
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


def _check_content(service: MeetingService, meeting: Meeting) -> None:
    """Refuse a meeting of which nobody here would know what it showed."""
    for digest in (meeting.content, *(showing.content for showing in meeting.showings)):
        if digest and digest not in service.store.contents:
            why = f"What this meeting shows (content {digest[:12]}) is not here."
            next_ = f"Import {FILE} first, or the whole folder: kit import FOLDER"
            raise RowRejected("content", digest, why, next_)
    try:
        service.queries.session(meeting)
    except NotFoundError as error:
        next_ = "Take the line as kit export wrote it." if meeting.content else "List them with: kit sessions"
        raise RowRejected("session", meeting.session, error.what, next_) from None


def _loaded(row: Row, what: str, known: Iterable[str]) -> str:
    """The code of a district or school as it is loaded here, whatever a spreadsheet did to its zeros."""
    code = Codes(known).same(row.text(what))
    if code is None:
        next_ = "Load the list first: kit districts import FILE"
        raise RowRejected(what, row.text(what), f"This {what} is not loaded.", next_)
    return code


def _read_meeting(row: Row) -> Meeting:
    """All that a row says of a meeting but where it was held."""
    readers: dict[str, Callable[[str], Any]] = {
        "meeting": _id,
        "date": lambda text: day(text, row.serials),
        "minutes": lambda text: whole(text, 1, 1440),
        "teams": _teams,
        "opened": moment,
        "showings": _showings,
    }
    read: dict[str, Any] = {}
    for column, reader in readers.items():
        try:
            # A team is called just as it was typed, blanks and all.
            read[column] = reader(
                str(row.words(column)) if column in ("teams", "showings") else row.text(column)
            )
        except (ValueError, TypeError, RecursionError):
            meaning, unit = MEETINGS[column]
            raise RowRejected(
                column,
                row.text(column),
                f"This is no {meaning} ({unit}).",
                "Take the line as kit export wrote it.",
            ) from None
    return Meeting(
        id=read["meeting"],
        session=row.text("session"),
        district=None,
        school=None,
        date=read["date"],
        minutes=read["minutes"],
        rehearsal=False,
        opened_at=read["opened"],
        teams=read["teams"],
        content=row.text("content") or None,
        content_assumed=fold(row.text("assumed")) == "yes",
        showings=read["showings"],
    )


def _id(text: str) -> str:
    # It becomes the name of a folder, so it must be made as the kit makes it.
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", text):
        raise ValueError(text)
    return text


def _showings(text: str) -> tuple[Showing, ...]:
    found = json.loads(text) if text.strip() else []
    return tuple(Showing(str(digest), moment(at), json.dumps(dict(places))) for digest, at, places in found)


def _teams(text: str) -> tuple[Team, ...]:
    found = []
    for id, label in json.loads(text):
        sound = isinstance(id, str) and isinstance(label, str) and is_one_line(label)
        if not sound or not re.fullmatch("team-[1-9][0-9]{0,2}", id) or not 0 < len(label) <= 80:
            raise ValueError(text)
        found.append(Team(id, label))
    if not found or len({team.id for team in found}) < len(found):
        raise ValueError(text)
    return tuple(sorted(found, key=lambda team: team.id))
