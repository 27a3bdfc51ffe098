"""Sample meetings: told in a JSON file, held through the same door as real ones.

A sample file says who sat where and what they wrote. `hold` opens the meeting
and sends every answer as a page would, so each is checked by its activity's
rule and stored by the one way to write.
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitlib.errors import KitError
from kitlib.meetings.contents import content_now
from kitlib.meetings.planning import check_minutes
from kitlib.meetings.service import MeetingService
from kitlib.meetings.timekeeping import CLOCK
from kitlib.store import Meeting

__all__ = ["Sample", "hold", "read", "tell"]

Answers = dict[str, dict[str, Any]]  # activity -> field -> value
Answer = tuple[str, str, str, str, Any]  # team, seat, activity, field, value


class Sample(BaseModel):
    """One sample meeting."""

    model_config = ConfigDict(extra="forbid")

    session: str
    district: str  # code
    school: str = ""  # code or name
    date: dt.date
    minutes: int
    teams: list[str]
    began: dt.time
    used: dict[str, Annotated[int, Field(ge=1, le=240)]]  # minutes a step took, in the order they were held
    #: team id -> "team" or a seat ("seat-3") -> activity -> field -> value
    answers: dict[str, dict[str, Answers]]


def read(path: Path) -> Sample:
    """The sample in a file; raises KitError that says what is wrong in it."""
    try:
        return Sample.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise KitError(f"{path} cannot be read: {error}", "Restore it: git checkout data/sample") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(map(str, first["loc"])) or "the file"
        raise KitError(
            f"{path} is no sample ({where}: {first['msg']}).", "Mend it, then run: kit demo"
        ) from None


def hold(sample: Sample, service: MeetingService) -> Meeting:
    """Hold the meeting of a sample. Raises AnswerError for the first answer that does not fit."""
    session = service.library.session(sample.session)
    district = service.store.districts.find(sample.district)
    school = service.store.districts.school(district.code, sample.school).code if sample.school else None
    meeting = service.store.meetings.open(
        session=sample.session,
        date=sample.date.isoformat(),
        minutes=check_minutes(session, sample.minutes),
        teams_=sample.teams,
        district=district.code,
        school=school,
        content=content_now(service.library, sample.session),
    )
    _send(service, meeting, _all(sample))
    return meeting


def tell(service: MeetingService, meeting: Meeting, answers: dict[str, dict[str, Answers]]) -> None:
    """Write answers, laid out as in a sample, into a meeting that is open."""
    _send(service, meeting, _spoken(answers))


def _send(service: MeetingService, meeting: Meeting, answers: Iterable[Answer]) -> None:
    writer = f"sample-{uuid.uuid4()}"
    for seq, (team, seat, activity, field, value) in enumerate(answers, start=1):
        service.save(
            {
                "meeting": meeting.id,
                "team": team,
                "seat": seat,
                "activity": activity,
                "field": field,
                "value": _as_sent(service, meeting, activity, field, value),
                "writer": writer,
                "seq": seq,
                "base": None,
            }
        )


def _as_sent(service: MeetingService, meeting: Meeting, activity: str, field: str, value: Any) -> Any:
    """The value as a page would send it: what is private stands locked, here under a key that nobody has."""
    if value in (None, "") or service.queries.rule(meeting, activity).field(field).visibility != "private":
        return value
    return {"lock": secrets.token_hex(8), "sealed": base64.b64encode(secrets.token_bytes(284)).decode()}


def _all(sample: Sample) -> Iterator[Answer]:
    """Every answer, the clock's among them."""
    at = dt.datetime.combine(sample.date, sample.began).astimezone().timestamp()
    for step, minutes in sample.used.items():
        yield "", "", CLOCK, f"{step}.start", at
        at += 60 * minutes
    yield from _spoken(sample.answers)
    yield "", "", CLOCK, "end", at  # last: a meeting ends once it has a next date


def _spoken(answers: dict[str, dict[str, Answers]]) -> Iterator[Answer]:
    for team, places in answers.items():
        for place, activities in places.items():
            for activity, fields in activities.items():
                for field, value in fields.items():
                    yield team, "" if place == "team" else place, activity, field, value
