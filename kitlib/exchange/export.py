"""Entries as tidy files: one line an answer, and beside them the meetings, what they showed, and what each column means.

What a seat wrote in private, and what its writer took out of the record, never
leaves. An answer leaves as it now stands, with its writer and number, so that
it can come back without being doubled; its history stays in the database.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.exchange.contents import COLUMNS, FILE, content_lines
from kitlib.kinds.shared.off_record import on_record
from kitlib.kinds.shared.rule import OFF
from kitlib.meetings.leading import says_ready
from kitlib.meetings.queries import MeetingQueries
from kitlib.store import Answer, District, Meeting, Store
from kitlib.tabular.writer import write_csv

__all__ = ["DICTIONARY", "ENTRIES", "MEETINGS", "Exported", "export", "moment", "type_of"]

MEETINGS = {
    "meeting": ("id of the meeting", "text"),
    "session": ("id of the session that was held", "text"),
    "district": ("code of the district", "text"),
    "district_name": ("name of the district; not read when the file is imported", "text"),
    "school": ("code of the school, empty where the whole district met", "text"),
    "date": ("day of the meeting", "YYYY-MM-DD"),
    "minutes": ("planned length", "minutes"),
    "teams": ("the teams, as a list of pairs of id and name", "JSON"),
    "opened": ("when the meeting was opened", "date and time with offset (ISO 8601)"),
    "showings": (
        "what the meeting showed one after the other, where it took in a newer version of its session: for each the "
        "digest, the moment from which on, and where its answers are stored; else empty",
        "JSON",
    ),
    "content": (
        "digest of what the meeting shows, which stands in sessions.jsonl; empty where it is not known",
        "text",
    ),
    "assumed": (
        "whether what it shows was taken from the session file later than the meeting was opened",
        "yes/no",
    ),
}
ENTRIES = {
    "meeting": ("id of the meeting; meetings.csv tells of it", "text"),
    "session": ("id of the session", "text"),
    "district": ("code of the district", "text"),
    "date": ("day of the meeting", "YYYY-MM-DD"),
    "team": ("id of the team, empty for what belongs to the whole room", "text"),
    "seat": ("number of the place at the table, empty for what the team wrote as one; never a name", "text"),
    "activity": (
        "id of the activity in its session; after ~ the number of the renewal by which something else is asked under that id",
        "text",
    ),
    "kind": (
        "kind of the activity: rating, reflection, actions and so on; empty where the session has it no longer",
        "text",
    ),
    "field": ("which answer within the activity; a line of a list is row.column", "text"),
    "question": (
        "the question in words, as it was on the screen; empty where the session has it no longer; not read when "
        "the file is imported",
        "text",
    ),
    "type": (
        "what the value is: text, number, yes/no, list, or none where the answer was taken back",
        "text",
    ),
    "value": ("the answer: text as it was written; anything else as JSON", "see type"),
    "visibility": (
        "who could read it in the meeting: team or room; private answers are never exported",
        "text",
    ),
    "writer": (
        "random id of the page that wrote it; with number, it tells one entry from all others",
        "text",
    ),
    "number": ("running number of the entry within its writer", "count"),
    "at": ("when it was stored", "date and time with offset (ISO 8601)"),
}
DICTIONARY = ("file", "column", "meaning", "unit")


@dataclass(frozen=True)
class Exported:
    """What was written, and what of it stands for itself; and what was left out on purpose."""

    files: Sequence[Path]
    meetings: int
    entries: int
    private: int  # answers
    off: int  # answers out of the record
    unplaced: int  # answers in the files to questions that their session no longer has


def export(store: Store, library: Library, out: Path, session: str | None, district: str | None) -> Exported:
    """Write the entries of all meetings that match. Raises NotFoundError for an unknown name, KitError for a full disk."""
    code = store.districts.find(district).code if district is not None else None
    names = {each.code: each for each in store.districts.all()}
    held = [m for m in store.meetings.list(session=session, district=code) if not m.rehearsal]
    if session is not None and not held:
        library.session(session)
    held.sort(key=lambda m: (m.date, m.opened_at, m.id))
    queries = MeetingQueries(store, library)
    lines: list[dict[str, Any]] = []
    private = off = 0
    for meeting in held:
        private += store.entries.private(meeting.id)
        current = [a for a in store.entries.current(meeting.id) if not says_ready(a.address)]
        told = {a.id for a in on_record(queries.current(meeting))} if meeting.showings else None
        kept = [a for a in current if a.id in told] if told is not None else on_record(current)
        off += sum(1 for a in current if not a.address.field.endswith(OFF)) - len(kept)
        lines += (_line(queries, meeting, answer) for answer in sorted(kept, key=_order))
    try:
        out.mkdir(parents=True, exist_ok=True)
        files = _write(out, store, held, names, lines)
    except OSError as error:
        raise KitError(
            f"{out} cannot be written: {error.strerror}.", "Name another folder: kit export --out FOLDER"
        ) from None
    unplaced = sum(not line["question"] for line in lines)
    return Exported(files, len(held), len(lines), private, off, unplaced)


def type_of(value: Any) -> str:
    """What a value is, in a word."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "yes/no"
    return "number" if isinstance(value, int | float) else "list"


def moment(seconds: float) -> str:
    """A moment to the microsecond, in UTC so that it is the same wherever it is written."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="microseconds")


def _order(answer: Answer) -> tuple[str, ...]:
    at = answer.address
    return at.team, at.seat, at.activity, at.field


def _line(queries: MeetingQueries, meeting: Meeting, answer: Answer) -> dict[str, Any]:
    at = answer.address
    kind = question = ""
    with suppress(KitError):  # an answer leaves also where its question is gone
        rule = queries.rule_of(meeting, at.activity)
        kind = rule.kind
        question = rule.field(at.field).label
    return {
        "meeting": meeting.id,
        "session": meeting.session,
        "district": meeting.district or "",
        "date": meeting.date,
        "team": at.team,
        "seat": at.seat,
        "activity": at.activity,
        "kind": kind,
        "field": at.field,
        "question": question,
        "type": type_of(answer.value),
        "value": answer.value,
        "visibility": answer.visibility,
        "writer": answer.writer,
        "number": answer.seq,
        "at": moment(answer.at),
    }


def _meeting_line(meeting: Meeting, districts: dict[str, District]) -> list[str]:
    where = districts.get(meeting.district or "")
    teams = json.dumps([[team.id, team.label] for team in meeting.teams], ensure_ascii=False)
    return [
        meeting.id,
        meeting.session,
        meeting.district or "",
        where.name if where else "",
        meeting.school or "",
        meeting.date,
        str(meeting.minutes),
        teams,
        moment(meeting.opened_at),
        json.dumps([[s.content, moment(s.at), json.loads(s.places)] for s in meeting.showings])
        if meeting.showings
        else "",
        meeting.content or "",
        "yes" if meeting.content_assumed else "no",
    ]


def _cells(line: dict[str, Any]) -> list[str]:
    value = line["value"]
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return [text if column == "value" else str(line[column]) for column in ENTRIES]


def _write(
    out: Path,
    store: Store,
    held: Sequence[Meeting],
    districts: dict[str, District],
    lines: list[dict[str, Any]],
) -> list[Path]:
    """Written aside and then moved, so that a file that stands there is whole."""
    with tempfile.TemporaryDirectory(dir=out, prefix=".making-") as folder:
        aside = Path(folder)
        write_csv(aside / "meetings.csv", list(MEETINGS), (_meeting_line(m, districts) for m in held))
        write_csv(aside / "entries.csv", list(ENTRIES), map(_cells, lines))
        with (aside / "entries.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        with (aside / FILE).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(content_lines(store, held))
        write_csv(aside / "data-dictionary.csv", DICTIONARY, _dictionary())
        names = ["meetings.csv", FILE, "entries.csv", "entries.jsonl", "data-dictionary.csv"]
        for name in names:
            os.replace(aside / name, out / name)
    return [out / name for name in names]


def _dictionary() -> Iterator[list[str]]:
    for file, columns in (
        ("meetings.csv", MEETINGS),
        (FILE, COLUMNS),
        ("entries.csv, entries.jsonl", ENTRIES),
    ):
        for column, (meaning, unit) in columns.items():
            yield [file, column, meaning, unit]
