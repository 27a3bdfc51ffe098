"""Entries from a file: what `kit export` wrote, or a sheet that was filled in on paper and keyed in.

Every line goes through the room's own door by itself, so it is stored whole or
not at all. A line that carries writer and number is the entry itself. A line
without them is keyed in: it gets a writer made from its place, so that the same
line read twice is one entry, and a corrected one follows the first.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from kitlib.errors import AnswerError, KitError, NotFoundError, StoreError, did_you_mean
from kitlib.exchange.contents import FILE, import_contents
from kitlib.exchange.export import MEETINGS, type_of
from kitlib.exchange.meetings import import_meeting
from kitlib.kinds.shared.keyed import parse_answer
from kitlib.kinds.shared.paper_form import form_of
from kitlib.kinds.shared.rule import Rule
from kitlib.kinds.shared.seats import MOST_SEATS
from kitlib.meetings.contents import keep_missing
from kitlib.meetings.placing import shown_in
from kitlib.meetings.rules import BUILTIN
from kitlib.meetings.service import MeetingService
from kitlib.meetings.timekeeping import CLOCK
from kitlib.store import Address, Answer, Meeting, NewEntry
from kitlib.tabular.folding import fold
from kitlib.tabular.importing import ImportResult, import_each
from kitlib.tabular.refusals import RowRejected
from kitlib.tabular.rows import Column, Row, Shape, read_json_lines, read_table
from kitlib.tabular.values import Unreadable, moment, whole

__all__ = ["import_entries", "import_keyed"]

LAST_NUMBER = 2**31 - 1
NEEDED = ("meeting", "team", "seat", "activity", "field", "value")
OF_ENTRIES = Shape(
    "entries",
    (
        *(Column(c) for c in NEEDED),
        *(Column(c, needed=False) for c in ("type", "visibility", "writer", "number", "at")),
    ),
)
OF_MEETINGS = Shape(
    "meetings",
    tuple(Column(c, needed=c in ("meeting", "session", "minutes", "teams")) for c in MEETINGS),
)
SURE = "If it names no student, run the command again with --sure."


def import_entries(
    service: MeetingService,
    path: Path,
    *,
    sheet: str = "",
    sure: bool = False,
    command: str = "kit import FILE",
) -> ImportResult:
    """Take in a file of entries or of meetings, or the folder of an export. Raises KitError for what is no such file."""
    if path.is_dir() and (path / "entries.csv").is_file():
        return _import_folder(service, path, sure, command)
    if path.name == FILE:
        return import_contents(service.store, path, command)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        table = read_json_lines(path, OF_ENTRIES, command)
    else:
        table = read_table(path, [OF_MEETINGS, OF_ENTRIES], command, sheet)
    result = ImportResult(refused=table.refused, notes=table.notes)
    if table.shape == "meetings":
        beside = path.with_name(FILE)  # what they showed; none is in a folder of an earlier version
        if beside.is_file() and beside.stat().st_size:
            shown = import_contents(service.store, beside, command)
            result.refused, result.notes = shown.refused + result.refused, shown.notes + result.notes
        import_each(table.rows, result, lambda row: import_meeting(service, row))
        keep_missing(service.store, service.library)
        return result
    filled = [row for row in table.rows if not _left_empty(row)]
    result.empty = len(table.rows) - len(filled)
    # What ends a meeting is refused until its next date is there, so it comes last.
    filled.sort(key=lambda row: (row.text("activity") == CLOCK, row.text("field") == "end"))
    import_each(filled, result, lambda row: _entry(service, row, sure))
    return result


def _import_folder(service: MeetingService, path: Path, sure: bool, command: str) -> ImportResult:
    of_meetings, of_entries = path / "meetings.csv", path / "entries.csv"
    meetings = import_entries(service, of_meetings, command=command)
    entries = import_entries(service, of_entries, sure=sure, command=command)
    return ImportResult(
        meetings.new + entries.new,
        meetings.unchanged + entries.unchanged,
        meetings.empty + entries.empty,
        [
            replace(refused, file=file.name)
            for file, result in ((of_meetings, meetings), (of_entries, entries))
            for refused in result.refused
        ],
        meetings.notes + entries.notes,
    )


def import_keyed(
    service: MeetingService, result: ImportResult, line: int, at: Address, value: Any, column: str
) -> None:
    """Store one answer as if it were keyed in on a line of a file, and tell `result` of it."""
    import_each([Row(line, {})], result, lambda _: _keyed(service, at, value, True), column)


def _left_empty(row: Row) -> bool:
    """Whether a row to key in has its place and no more: on that sheet nothing stands there."""
    placed = all(row.text(column) for column in ("meeting", "activity", "field"))
    return placed and not any(row.text(column) for column in ("value", "type", "writer", "number"))


def _entry(service: MeetingService, row: Row, sure: bool) -> bool:
    try:
        meeting = service.store.meetings.get(row.text("meeting"))
    except NotFoundError as error:
        what = error.what.partition(" in ")[0] + did_you_mean(row.text("meeting"), _ids(service))
        raise RowRejected(
            "meeting",
            row.text("meeting"),
            what + ".",
            "Import meetings.csv first, or list them: kit meetings",
        ) from None
    at = _address(row, meeting)
    if not row.text("writer") and not row.text("number"):
        at = _as_stored(service, meeting, at)
        return _keyed(service, at, _value(service, meeting, at, row), sure)
    visibility = _left_behind(service, meeting, at, row)
    value = _typed(row, row.text("type")) if visibility else _value(service, meeting, at, row)
    try:
        number = whole(row.text("number"), 1, LAST_NUMBER)
    except Unreadable as error:
        raise RowRejected("number", row.text("number"), error.sentence) from None
    try:
        given = moment(row.text("at"))
    except Unreadable as error:
        raise RowRejected("at", row.text("at"), error.sentence) from None
    return _stored(service, at, value, row.text("writer"), number, given, visibility)


def _left_behind(service: MeetingService, meeting: Meeting, at: Address, row: Row) -> str:
    """Who could read an exported answer to a question that its session has no longer; empty where it has."""
    with suppress(AnswerError):
        service.queries.rule_of(meeting, at.activity).field(at.field)
        return ""
    visibility = fold(row.text("visibility"))
    here = at.team == "" or at.team in {team.id for team in meeting.teams}
    return visibility if here and visibility in ("team", "room") else ""


def _as_stored(service: MeetingService, meeting: Meeting, at: Address) -> Address:
    """Where an answer on a sheet is stored: as the meeting shows its activity now, or else as it showed it last."""
    if not meeting.showings or at.activity in BUILTIN:
        return at
    placing = service.queries.placing(meeting)
    for n in range(len(meeting.showings) - 1, -1, -1):
        name = placing.name(at.activity, n)
        with suppress(AnswerError):
            service.queries.rule_of(meeting, name)
            return replace(at, activity=name)
    return at


def _ids(service: MeetingService) -> list[str]:
    return [meeting.id for meeting in service.store.meetings.list()]


def _address(row: Row, meeting: Meeting) -> Address:
    team, seat = row.text("team"), row.text("seat")
    named = [one.id for one in meeting.teams if team == one.label]
    named = named or [one.id for one in meeting.teams if fold(team) == fold(one.label)]
    if len(named) == 1:
        team = named[0]
    with suppress(Unreadable):
        seat = f"seat-{whole(seat, 1, MOST_SEATS)}"
    return Address(meeting.id, team, seat, row.text("activity"), row.text("field"))


def _value(service: MeetingService, meeting: Meeting, at: Address, row: Row) -> Any:
    """The value, as its activity means it. Refuses an activity or field that is not there, or is private."""
    raw = row.words("value")
    try:
        rule = service.queries.rule_of(meeting, at.activity)
    except AnswerError as error:
        raise RowRejected(
            "activity", at.activity, error.what, f"Look at: facilitation, session {meeting.session}"
        ) from None
    try:
        found = rule.field(at.field)
    except AnswerError as error:
        raise RowRejected(
            "field", at.field, error.what, f"Look at: facilitation, session {meeting.session}"
        ) from None
    if found.visibility == "private":
        why = "This answer is private to its seat, so it is not taken from a file."
        raise RowRejected("field", at.field, why, "Leave the line out.")
    kind = fold(row.text("type"))
    text = raw if isinstance(raw, str) else ""
    if found.words and not kind:
        return text
    if not kind:
        form = form_of(rule) if isinstance(rule, Rule) else None
        if form is not None:
            return form.parse_answer(rule, at.field, text, serials=row.serials)
        return parse_answer(found.check, text, serials=row.serials)
    return _typed(row, kind)


def _typed(row: Row, type: str) -> Any:
    """The value of an exported line, which says itself of what type it is."""
    raw, kind = row.words("value"), fold(type)
    text = raw if isinstance(raw, str) else ""
    if kind in ("json", "text", "none"):
        return {"json": raw, "text": text, "none": None}[kind]
    words = {"yes": True, "true": True, "no": False, "false": False}
    try:
        value = words[text.strip().lower()] if text.strip().lower() in words else json.loads(text)
    except (ValueError, RecursionError):
        value = text
    if type_of(value) != kind:
        raise RowRejected("value", text, f'This is not what its column "type" says ({kind}).')
    return value


def _message(at: Address, value: Any, writer: str, number: int, base: int | None) -> dict[str, Any]:
    activity, n = shown_in(at.activity)
    shows = {} if at.activity in BUILTIN else {"shows": n}
    return {
        **at.__dict__,
        "activity": activity,
        "value": value,
        "writer": writer,
        "seq": number,
        "base": base,
        **shows,
    }


def _current(service: MeetingService, at: Address) -> Answer | None:
    accepted = [one for one in service.store.entries.history(at) if one.standing == "accepted"]
    return accepted[-1] if accepted else None


def _stored(
    service: MeetingService,
    at: Address,
    value: Any,
    writer: str,
    number: int,
    given: float,
    visibility: str = "",
) -> bool:
    """Store an entry that was exported; False where it is here already, refused where a later answer stands.

    With `visibility` it is one of those to questions that the session has no longer, which no rule checks.
    """
    current = _current(service, at)
    if current is not None and (current.writer, current.seq) == (writer, number):
        if current.value != value:
            raise RowRejected("value", value, "The entry of this writer and number says something else here.")
        return False
    if any((e.writer, e.seq) == (writer, number) for e in service.store.entries.history(at)):
        return False  # it was here, and was changed since
    if current is not None and current.at >= given:
        if current.value == value:
            return False
        raise RowRejected("value", value, "A later answer stands here. It was left as it is.")
    base = current.id if current is not None else None
    try:
        if visibility:
            new = NewEntry(at, value, visibility, writer, number, base, given)
            saved = service.store.entries.save(new)
        else:
            saved = service.save(_message(at, value, writer, number, base), given)
    except StoreError as error:
        if "two different answers" not in error.what:
            raise
        raise RowRejected("number", number, "This writer and number belong to another answer here.") from None
    if saved.status == "stale":
        raise RowRejected(
            "value", value, "Someone changed this answer while it was read.", "Run the command again."
        )
    return saved.status == "saved"


def _keyed(service: MeetingService, at: Address, value: Any, sure: bool) -> bool:
    """Store an answer that was keyed in; False where this line was read before."""
    place = json.dumps(list(at.__dict__.values()))
    writer = f"paper-{hashlib.sha256(place.encode()).hexdigest()[:40]}"
    history = service.store.entries.history(at)
    ours = [one for one in history if one.writer == writer]
    current = _current(service, at)
    if (current is not None and current.value == value) or any(one.value == value for one in ours):
        return False
    if current is not None and current.writer != writer and current.value is not None:
        why = "Another answer was given on screen. It was left as it is."
        raise RowRejected("value", value, why, "Change it there, if the paper is right.")
    number = 1 + max((one.seq for one in ours), default=0)
    message = _message(at, value, writer, number, current.id if current else None)
    try:
        asked = [one["text"] for one in service.review(message)]
        if asked and not sure:
            raise RowRejected("value", ", ".join(asked), "This could name a student.", SURE)
        saved = service.save(message)
    except KitError as error:
        raise RowRejected("value", value, error.what, error.next) from None
    now = _current(service, at)
    if saved.status == "stale" or now is None or now.value != value:
        why = "Someone changed this answer while it was read."
        raise RowRejected("value", value, why, "Run the command again.")
    return saved.status == "saved"
