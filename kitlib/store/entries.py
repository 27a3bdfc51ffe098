"""Entries: what people wrote, rated or pressed. They are only ever added; a seat may erase its private ones.

`save` is the one way to write. An entry carries its writer's id and sequence
number, so a retry never doubles it, and the entry its writer had before its
eyes, so that a second writer is told instead of overwriting the first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    union_all,
    update,
)

from kitlib.errors import StoreError
from kitlib.store.database import Database
from kitlib.store.limits import RowLimit
from kitlib.store.tables import audit, entries

__all__ = ["PLANNED", "Added", "Address", "Answer", "Entries", "Mark", "NewEntry", "Saved"]


@dataclass(frozen=True)
class Address:
    """Where an answer belongs. `team` and `seat` are empty for what belongs to the room or the whole team."""

    meeting: str
    team: str
    seat: str
    activity: str
    field: str


#: How the writers are called by which the kit itself puts down what was set beforehand: nobody entered that.
PLANNED = "kit-planning"


@dataclass(frozen=True)
class NewEntry:
    """An answer on its way in."""

    address: Address
    value: Any  # what json can hold
    visibility: str
    writer: str
    seq: int
    base: int | None
    at: float | None = None  # when it was given, of what comes back from a file; else now


@dataclass(frozen=True)
class Answer:
    """An entry as stored. `id` rises with time and serves as the answer's revision."""

    id: int
    address: Address
    value: Any
    visibility: str
    writer: str
    seq: int
    at: float
    standing: str


@dataclass(frozen=True)
class Saved:
    """What became of an entry. Whatever the status, its value is on disk.

    saved: it is now the current answer. already: it was here before, from an
    earlier try, with the same value. overtaken: a newer one of the same writer stands. stale:
    another writer's stands, given as `current`.
    """

    status: Literal["saved", "already", "overtaken", "stale"]
    entry: Answer
    current: Answer


@dataclass(frozen=True)
class Mark:
    """By which it is known whether a meeting changed: its newest entry's id, and that of the newest purge in the audit."""

    change: int
    purged: int


@dataclass(frozen=True)
class Added:
    """What came into a meeting after one of its entries."""

    change: int  # the newest entry's id
    answers: list[Answer]  # oldest first; private ones without their value


class Entries:
    """The entries of all meetings in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def save(self, new: NewEntry, limit: RowLimit | None = None) -> Saved:
        """Add an entry, in one transaction that is on disk when this returns.

        With `limit`, raises AnswerError, and adds nothing, where it would make one row too many.
        """
        with self._db.write(_lock(new.address)) as connection:
            before, current = _sent_and_newest(connection, new)
            if before is not None:
                return _again(new, before, current)
            if limit is not None and not limit.is_kept_by(current and current.value, new.address.field):
                limit.see_that_there_is_room(connection, new.address, new.value, _answer)
            typed_on = current is None or (current.writer == new.writer and current.seq < new.seq)
            if not typed_on and _erased_since(connection, new):
                entry = _add(connection, replace(new, value=None), "erased")
                return Saved("overtaken", entry, current or entry)
            entry = _add(connection, new, _standing(new, current))
            return _outcome(entry, entry if entry.standing == "accepted" else current or entry)

    def current(self, meeting: str, *, activity: str | None = None) -> list[Answer]:
        """The newest answer to every field of a meeting, or of one activity, without anybody's private ones."""
        wanted = and_(entries.c.meeting == meeting, entries.c.standing == "accepted")
        if activity is not None:
            wanted = and_(wanted, entries.c.activity == activity)
        newest = (
            select(func.max(entries.c.id))
            .where(wanted)
            .group_by(entries.c.team, entries.c.seat, entries.c.activity, entries.c.field)
        )
        query = select(entries).where(entries.c.id.in_(newest), entries.c.visibility != "private")
        with self._db.read() as connection:
            return [_answer(row) for row in connection.execute(query.order_by(entries.c.id))]

    def added(self, meeting: str, after: int) -> Added:
        """What was answered after an entry, oldest first, the newest to each field at least; of private ones, that they are there and no more."""
        with self._db.moment(), self._db.read() as connection:
            # Of a whole meeting an index over its fields finds the newest; of its last seconds that would cost as much.
            rows = connection.execute(_SINCE if after else _STANDING, {"meeting": meeting, "after": after})
            return Added(self.last_change(meeting), [_answer(row) for row in rows])

    def private_of(self, meeting: str, team: str, seat: str) -> list[tuple[Answer, int]]:
        """The newest private answers of one seat, for that seat alone; beside each the newest entry at its address.

        That is a newer one where a text was erased and what its writer had sent after it was spared.
        """
        given = {"meeting": meeting, "team": team, "seat": seat}
        with self._db.read() as connection:
            return [(_answer(row), row.touched) for row in connection.execute(_PRIVATE, given)]

    def history(self, address: Address) -> list[Answer]:
        """Every entry ever made at an address, oldest first, stale ones too."""
        with self._db.read() as connection:
            rows = connection.execute(select(entries).where(_at(address)).order_by(entries.c.id))
            return [_answer(row) for row in rows]

    def erase(self, address: Address, writer: str, seq: int, seen: int | None = None) -> Answer:
        """Overwrite every text entered at an address until now, and enter that there is none. Returns what then stands.

        The entries themselves stay, empty, so that a message that comes late is known and brings nothing
        back. What the same writer sent after pressing the button (its number is higher) is spared; so is, where `seen` says which entry
        of the meeting was the newest that they knew of, what others entered since: an erasing may arrive late.
        """
        with self._db.write(_lock(address)) as connection:
            since = and_(entries.c.writer == writer, entries.c.seq > seq)
            if seen is not None:
                since = or_(since, and_(entries.c.writer != writer, entries.c.id > seen))
            emptied = update(entries).where(_at(address), not_(since)).values(value="null", standing="erased")
            was = _one(connection, _NEWEST, address.__dict__)
            connection.execute(emptied)
            stands = _one(connection, _NEWEST, address.__dict__)
            if _one(connection, _SENT, {"writer": writer, "seq": seq}) is None:
                visibility = was.visibility if was else "private"
                new = NewEntry(address, None, visibility, writer, seq, None)
                empty = _add(connection, new, "accepted" if stands is None else "overtaken")
                stands = stands or empty
            assert stands is not None
        self._db.forget()
        return stands

    def private(self, meeting: str) -> int:
        """How many private answers a meeting holds; what they say is not read."""
        query = select(func.count()).where(
            entries.c.meeting == meeting,
            entries.c.standing == "accepted",
            entries.c.visibility == "private",
            entries.c.value != "null",
        )
        with self._db.read() as connection:
            return connection.execute(query).scalar() or 0

    def mark(self, meeting: str) -> Mark:
        """By which it is known whether what stands in a meeting changed."""
        return self._db.once(("mark", meeting), lambda: self._mark(meeting))

    def _mark(self, meeting: str) -> Mark:
        with self._db.glance() as connection:
            row = connection.execute(_MARK, {"meeting": meeting}).one()
            return Mark(row.change, row.purged)

    def last_change(self, meeting: str) -> int:
        """The id of a meeting's newest entry, 0 when it has none."""
        return self.mark(meeting).change

    def marks(self) -> dict[str, tuple[int, int]]:
        """Of each meeting in which anybody entered something, the id of the newest and how many there are: changed when they are."""
        query = (
            select(entries.c.meeting, func.max(entries.c.id), func.count())
            .where(entries.c.writer.not_like(f"{PLANNED}%"))
            .group_by(entries.c.meeting)
        )
        with self._db.read() as connection:
            return {meeting: (newest, number) for meeting, newest, number in connection.execute(query)}


def _lock(address: Address) -> str:
    """One writer of a meeting at a time, so that its ids are seen in their order: who has looked up to 7 never misses a 6."""
    return f"meeting {address.meeting}"


def _standing(new: NewEntry, current: Answer | None) -> str:
    if current is None or current.id == new.base:
        return "accepted"
    if current.writer == new.writer:
        return "accepted" if new.seq > current.seq else "overtaken"
    return "accepted" if current.value == new.value else "stale"


def _outcome(entry: Answer, current: Answer, again: bool = False) -> Saved:
    if entry.standing == "stale" and current.value != entry.value:
        return Saved("stale", entry, current)
    if entry.standing == "overtaken":
        return Saved("overtaken", entry, current)
    return Saved("already" if again else "saved", entry, current)


def _again(new: NewEntry, before: Answer, current: Answer | None) -> Saved:
    """What became of an entry whose number was here before: the same one, unless it says something else."""
    if before.address != new.address:
        raise StoreError(
            f"Writer {new.writer} used number {new.seq} for two different answers; the second was kept out.",
            "Reload the page; it then writes under a new id.",
        )
    stands = current or before
    if before.value != new.value and before.standing != "erased" and stands.value != new.value:
        return Saved("stale", before, stands)
    return _outcome(before, stands, again=True)


def _add(connection: Connection, new: NewEntry, standing: str) -> Answer:
    row = {
        **new.address.__dict__,
        "value": json.dumps(new.value, ensure_ascii=False),
        "visibility": new.visibility,
        "writer": new.writer,
        "seq": new.seq,
        "base": new.base,
        "at": time.time() if new.at is None else new.at,
        "standing": standing,
    }
    result = connection.execute(_ADD, row)
    assert result.inserted_primary_key is not None
    id = result.inserted_primary_key[0]
    return Answer(
        id, new.address, new.value, new.visibility, new.writer, new.seq, float(str(row["at"])), standing
    )


def _one(connection: Connection, query: Select[Any], given: Mapping[str, Any]) -> Answer | None:
    row = connection.execute(query, given).first()
    return None if row is None else _answer(row)


def _sent_and_newest(connection: Connection, new: NewEntry) -> tuple[Answer | None, Answer | None]:
    """What its writer sent under the number of an entry before, and the newest answer at its address."""
    given = {**new.address.__dict__, "writer": new.writer, "seq": new.seq}
    found = {row.which: _answer(row) for row in connection.execute(_SENT_AND_NEWEST, given)}
    return found.get("sent"), found.get("newest")


def _answer(row: Row[Any]) -> Answer:
    address = Address(row.meeting, row.team, row.seat, row.activity, row.field)
    value = json.loads(row.value)
    return Answer(row.id, address, value, row.visibility, row.writer, row.seq, row.at, row.standing)


def _at(address: Address) -> Any:
    return and_(*(entries.c[key] == value for key, value in address.__dict__.items()))


def _erased_since(connection: Connection, new: NewEntry) -> bool:
    """Whether its writer has erased the answer after giving this one: an empty entry that answers to nothing."""
    later = and_(entries.c.writer == new.writer, entries.c.seq > new.seq)
    erasing = and_(entries.c.value == "null", entries.c.base.is_(None), entries.c.visibility == "private")
    return (
        connection.execute(select(entries.c.id).where(_at(new.address), later, erasing)).first() is not None
    )


def _standing_and_since() -> tuple[Select[Any], Select[Any]]:
    accepted = and_(entries.c.meeting == bindparam("meeting"), entries.c.standing == "accepted")
    newest = select(func.max(entries.c.id)).where(accepted)
    newest = newest.group_by(entries.c.team, entries.c.seat, entries.c.activity, entries.c.field)
    value = case((entries.c.visibility == "private", "null"), else_=entries.c.value).label("value")
    columns: list[Any] = [value if column.name == "value" else column for column in entries.c]
    shown = select(*columns).order_by(entries.c.id)
    return shown.where(entries.c.id.in_(newest)), shown.where(accepted, entries.c.id > bindparam("after"))


def _private() -> Select[Any]:
    own = and_(
        *(entries.c[name] == bindparam(name) for name in ("meeting", "team", "seat")),
        entries.c.visibility == "private",
    )
    accepted = case((entries.c.standing == "accepted", entries.c.id))
    newest = select(func.max(accepted).label("id"), func.max(entries.c.id).label("touched")).where(own)
    at = newest.group_by(entries.c.activity, entries.c.field).subquery()
    return select(entries, at.c.touched).join(at, at.c.id == entries.c.id).order_by(entries.c.id)


# Made once: every page asks for it, again and again, and putting a query together takes longer than its answer.
_ADD = insert(entries)
_STANDING, _SINCE = _standing_and_since()
_PRIVATE = _private()
_IS_SENT = and_(entries.c.writer == bindparam("writer"), entries.c.seq == bindparam("seq"))
_SENT = select(entries).where(_IS_SENT)
_NEWEST = (
    select(entries)
    .where(
        *(entries.c[name] == bindparam(name) for name in Address.__dataclass_fields__),
        entries.c.standing == "accepted",
    )
    .order_by(entries.c.id.desc())
    .limit(1)
)
_SENT_AND_NEWEST = union_all(
    select(literal_column("'sent'").label("which"), *entries.c).where(_IS_SENT),
    select(literal_column("'newest'"), *_NEWEST.subquery().c),
)
_MARK = select(
    select(func.coalesce(func.max(entries.c.id), 0))
    .where(entries.c.meeting == bindparam("meeting"))
    .scalar_subquery()
    .label("change"),
    select(func.coalesce(func.max(audit.c.id), 0))
    .where(audit.c.meeting == bindparam("meeting"), audit.c.what == "purged")
    .scalar_subquery()
    .label("purged"),
)
