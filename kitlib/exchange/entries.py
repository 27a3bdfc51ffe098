"""Entries from a file: what `kit export` wrote, or a sheet that was filled in on paper and keyed in.

Every line goes through the room's own door by itself, so it is stored whole or
not at all. A line that carries writer and number is the entry itself. A line
without them is keyed in: it gets a writer made from its place, so that the same
line read twice is one entry, and a corrected one follows the first.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from kitlib.errors import AnswerError, KitError, NotFoundError, StoreError, did_you_mean
from kitlib.exchange.cells import read_text
from kitlib.exchange.export import type_of
from kitlib.exchange.lines import ImportResult, Line, RowRejected, csv_lines, each, json_lines, read_moment
from kitlib.exchange.meetings import import_meeting
from kitlib.kinds.shared.keyed import parse_answer
from kitlib.kinds.shared.paper_form import form_of
from kitlib.kinds.shared.rule import Rule
from kitlib.kinds.shared.seats import MOST_SEATS
from kitlib.meetings.service import MeetingService
from kitlib.meetings.timekeeping import CLOCK
from kitlib.store import Address, Answer, Meeting

__all__ = ["import_entries", "import_keyed"]

NEEDED = ("meeting", "team", "seat", "activity", "field", "value")
SURE = "If it names no student, run the command again with --sure."


def import_entries(
    service: MeetingService, path: Path, *, sure: bool = False, command: str = "kit import FILE"
) -> ImportResult:
    """Take in a file of entries or of meetings, or the folder of an export. Raises KitError for what is no such file."""
    if path.is_dir() and (path / "entries.csv").is_file():
        taken = import_entries(service, path / "meetings.csv", command=command)
        after = import_entries(service, path / "entries.csv", sure=sure, command=command)
        return ImportResult(
            taken.new + after.new,
            taken.here + after.here,
            taken.empty + after.empty,
            taken.refused + after.refused,
        )
    text = read_text(path, command)
    taken = ImportResult()
    is_json = path.suffix.lower() in (".jsonl", ".ndjson")
    lines = list(json_lines(text, taken) if is_json else csv_lines(text, taken))
    if not lines:
        if taken.refused:
            return taken
        raise KitError(f"{path} has no lines below its headings.", f"Choose another file: {command}")
    heads = set(lines[0].cells) if not is_json else {key for line in lines for key in line.cells}
    if {"meeting", "session", "minutes", "teams"} <= heads:
        each(lines, taken, lambda line: import_meeting(service, line))
        return taken
    missing = [column for column in NEEDED if column not in heads]
    if missing:
        raise KitError(
            f"{path} needs the column{'s' * (len(missing) > 1)} "
            + ", ".join(f'"{c}"{did_you_mean(c, heads)}' for c in missing)
            + ". Nothing was taken from it.",
            f"Put it into the first line, then run: {command}",
        )
    filled = [line for line in lines if not _left_empty(line)]
    taken.empty = len(lines) - len(filled)
    lines = filled
    # What ends a meeting is refused until its next date is there, so it comes last.
    lines.sort(key=lambda line: (line.text("activity") == CLOCK, line.text("field") == "end"))
    each(lines, taken, lambda line: _entry(service, line, sure))
    return taken


def import_keyed(
    service: MeetingService, taken: ImportResult, line: int, at: Address, value: Any, column: str
) -> None:
    """Store one answer as if it were keyed in on a line of a file, and tell `taken` of it."""
    each([Line(line, {})], taken, lambda _: _keyed(service, at, value, True), column=column)


def _left_empty(line: Line) -> bool:
    """Whether a line to key in has its place and no more: on that sheet nothing stands there."""
    placed = all(line.text(column) for column in ("meeting", "activity", "field"))
    return placed and not any(line.text(column) for column in ("value", "type", "writer", "number"))


def _entry(service: MeetingService, line: Line, sure: bool) -> bool:
    try:
        meeting = service.store.meetings.get(line.text("meeting"))
    except NotFoundError as error:
        what = error.what.partition(" in ")[0] + did_you_mean(line.text("meeting"), _ids(service))
        raise RowRejected(
            "meeting",
            line.text("meeting"),
            what + ".",
            "Import meetings.csv first, or list them: kit meetings",
        ) from None
    at = _address(line, meeting)
    value = _value(service, meeting, at, line)
    if not line.text("writer") and not line.text("number"):
        return _keyed(service, at, value, sure)
    try:
        number = int(line.text("number"))
    except ValueError:
        raise RowRejected("number", line.text("number"), "This is no whole number.") from None
    try:
        given = read_moment(line.text("at"))
    except ValueError:
        raise RowRejected("at", line.text("at"), "This is no date and time with its offset.") from None
    return _stored(service, at, value, line.text("writer"), number, given)


def _ids(service: MeetingService) -> list[str]:
    return [meeting.id for meeting in service.store.meetings.list()]


def _address(line: Line, meeting: Meeting) -> Address:
    team, seat = line.text("team"), line.text("seat")
    by_label = Counter(one.label.casefold() for one in meeting.teams)
    for one in meeting.teams:
        if team.casefold() == one.label.casefold() and by_label[team.casefold()] == 1:
            team = one.id
    if seat.isascii() and seat.isdigit() and 0 < int(seat) <= MOST_SEATS:
        seat = f"seat-{int(seat)}"
    return Address(meeting.id, team, seat, line.text("activity"), line.text("field"))


def _value(service: MeetingService, meeting: Meeting, at: Address, line: Line) -> Any:
    """The value, as its activity means it. Refuses an activity or field that is not there, or is private."""
    raw = line.cells.get("value")
    try:
        rule = service.queries.rule(meeting, at.activity)
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
    kind = line.text("type").lower()
    if kind == "json":
        return raw
    text = raw if isinstance(raw, str) else ""
    if kind == "none":
        return None
    if kind == "text" or (found.words and not kind):
        return text
    if not kind:
        form = form_of(rule) if isinstance(rule, Rule) else None
        return form.parse_answer(rule, at.field, text) if form else parse_answer(found.check, text)
    words = {"yes": True, "true": True, "no": False, "false": False}
    try:
        value = words[text.strip().lower()] if text.strip().lower() in words else json.loads(text)
    except (ValueError, RecursionError):
        value = text
    if type_of(value) != kind:
        raise RowRejected("value", text, f'This is not what its column "type" says ({kind}).')
    return value


def _message(at: Address, value: Any, writer: str, number: int, base: int | None) -> dict[str, Any]:
    return {**at.__dict__, "value": value, "writer": writer, "seq": number, "base": base}


def _current(service: MeetingService, at: Address) -> Answer | None:
    accepted = [one for one in service.store.entries.history(at) if one.standing == "accepted"]
    return accepted[-1] if accepted else None


def _stored(service: MeetingService, at: Address, value: Any, writer: str, number: int, given: float) -> bool:
    """Store an entry that was exported; False where it is here already, refused where a later answer stands."""
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
    result = service.submit(message)
    if result["outcome"] == "needs_review":
        found = [one["text"] for one in result["findings"]]
        if not sure:
            raise RowRejected("value", ", ".join(found), "This could name a student.", SURE)
        result = service.submit({**message, "sure": found[:100]})
    if result["outcome"] in ("invalid", "retry"):
        raise RowRejected("value", value, result["what"], result["next"])
    if result["outcome"] != "saved":
        raise RowRejected("value", value, "It was not stored.", "Run the command again.")
    return True
