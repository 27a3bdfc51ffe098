"""Notices of what is due: for each district a message that is ready to send, with its calendar, and a page over all.

The kit sends nothing. A message opens as a draft in the mail program of whoever coordinates.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

from icalendar import Calendar, Event

from kitlib import __version__
from kitlib.content.look import PLAIN, Look
from kitlib.errors import KitError
from kitlib.kinds.shared.answers import long_day
from kitlib.meetings.due import DueAction, DueDate, DueDistrict
from kitlib.records.formats import LOOKS, style
from kitlib.tabular.filenames import file_name
from kitlib.tabular.writer import write_csv

__all__ = ["COLUMNS", "write_notices"]

COLUMNS = ("district", "name", "school", "team", "action", "owner", "due", "overdue")
IN_LINK = 8  # actions in a link that opens a message: mail programs cut what is longer
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def write_notices(
    found: Sequence[DueDistrict],
    until: str,
    contacts: Mapping[str, Sequence[str]],
    out: Path,
    look: Look = PLAIN,
) -> Path:
    """Write for each district a message and a calendar, a table of all, and the page over them; returns the page.

    What an earlier run left in the folder of a district where nothing is due now is taken away.
    Raises KitError where the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        stems = [file_name(each.district.code, each.district.name) for each in found]
        rows = []
        for each, stem in zip(found, stems, strict=True):
            calendar = _calendar(each)
            _put(out / f"{stem}.ics", calendar)
            to = contacts.get(each.district.code, ())
            message = _message(each, until, to)
            message.add_attachment(calendar, maintype="text", subtype="calendar", filename=f"{stem}.ics")
            _put(out / f"{stem}.eml", message.as_bytes())
            rows.append({"found": each, "stem": stem, "to": ", ".join(to), "link": _link(each, until, to)})
        for path in out.glob("*.eml"):
            if path.stem not in stems:
                path.unlink()
                path.with_suffix(".ics").unlink(missing_ok=True)
        write_csv(out / "due.csv", COLUMNS, _lines(found))
        _put(out / "index.html", _page(rows, until, look).encode())
    except OSError as error:
        raise KitError(
            f"{out} cannot be written: {error.strerror}.", "Name another folder: kit due --out FOLDER"
        ) from None
    return out / "index.html"


def _put(path: Path, content: bytes) -> None:
    aside = path.with_suffix(".tmp")
    aside.write_bytes(content)
    os.replace(aside, path)


def _lines(found: Sequence[DueDistrict]) -> Iterator[list[str]]:
    for each in found:
        for a in each.actions:
            at = each.district.code, each.district.name, a.school, a.team
            yield [*at, a.what, a.owner, a.due, "yes" if a.is_overdue else ""]


# -- one district -------------------------------------------------------------------------------------


def _subject(found: DueDistrict, until: str) -> str:
    return _one_line(f"{found.district.name}: what is due until {long_day(until)}")


def _message(found: DueDistrict, until: str, to: Sequence[str]) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = _subject(found, until)
    if to:
        message["To"] = ", ".join(to)
    message["X-Unsent"] = "1"  # it opens as a draft
    message.set_content("\n".join(_body(found, until, len(found.actions))))
    return message


def _link(found: DueDistrict, until: str, to: Sequence[str]) -> str:
    """An address that opens a message with its text; without what is attached, and of many actions with the first."""
    body = "\r\n".join(_body(found, until, IN_LINK))
    return (
        f"mailto:{quote(','.join(to), safe='@,')}?subject={quote(_subject(found, until))}&body={quote(body)}"
    )


def _body(found: DueDistrict, until: str, most: int) -> Iterator[str]:
    yield "Hello,"
    if found.actions:
        yield ""
        yield f"These actions are open and due until {long_day(until)}:"
        yield ""
        yield from map(_told, found.actions[:most])
        if len(found.actions) > most:
            yield f"- and {len(found.actions) - most} more"
    if found.dates:
        yield ""
        yield "Dates to meet again:"
        yield ""
        for date in found.dates:
            yield _one_line(f"- {long_day(date.day)}: {_at(date)}")
    yield ""
    yield "What teams wrote stands here as they wrote it; owners are roles."


def _told(action: DueAction) -> str:
    when = f"{'overdue since' if action.is_overdue else 'by'} {long_day(action.due)}"
    who = action.owner or "no owner yet"
    return _one_line(f"- {action.what} ({', '.join(filter(None, (who, when, action.school)))})")


def _at(date: DueDate) -> str:
    return f"{date.title}{f', {date.school}' if date.school else ''}"


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _calendar(found: DueDistrict) -> bytes:
    """All-day events: one for each action on the day it is due, one for each date to meet again.

    An action keeps its event when its date is moved, so that a calendar replaces what it was given before.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//facilitation kit//{__version__}//EN")
    calendar.add("version", "2.0")
    code = found.district.code
    for action in found.actions:
        known_by = (code, action.school, action.team, action.met, action.what)
        summary = f"Due: {action.what}" + (f" ({action.owner})" if action.owner else "")
        calendar.add_component(_event(known_by, action.due, summary))
    for date in found.dates:
        calendar.add_component(_event((code, date.meeting), date.day, f"Meet again: {_at(date)}"))
    return bytes(calendar.to_ical())


def _event(known_by: Sequence[str], day: str, summary: str) -> Event:
    event = Event()
    digest = hashlib.sha256("\x1f".join(known_by).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    event.add("uid", f"{digest}@facilitation-kit")
    event.add("dtstamp", dt.datetime.now(dt.UTC))
    start = dt.date.fromisoformat(day)
    event.add("dtstart", start)
    event.add("dtend", start + dt.timedelta(days=1))
    event.add("summary", _one_line(summary))
    return event


# -- all of them --------------------------------------------------------------------------------------


def _page(rows: Sequence[Mapping[str, Any]], until: str, look: Look) -> str:
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    template = Environment(loader=FileSystemLoader(LOOKS), autoescape=True).get_template("due.html.j2")
    page: str = template.render(
        rows=rows,
        until=long_day(until),
        long_day=long_day,
        say=look.called.words,
        style=style(look),
        letterhead=Markup(look.letterhead),
    )
    return page
