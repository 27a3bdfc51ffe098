"""Whether anything changed in meetings: one look at the database for all who wait for it."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from sqlalchemy import BindParameter, bindparam, func, select

from kitlib.store.database import Database
from kitlib.store.tables import doors, entries, meetings, seats, tickets

__all__ = ["Watching"]

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
# The newest of each meeting is the end of its part of an index; grouping would read all of it.
_NEWEST = select(
    meetings.c.id,
    select(func.max(entries.c.id)).where(entries.c.meeting == meetings.c.id).scalar_subquery(),
).where(meetings.c.id.in_(_IDS))
_SEATS = select(seats.c.meeting, seats.c.team, seats.c.seat, seats.c.device).where(seats.c.meeting.in_(_IDS))
_DOORS = select(doors.c.meeting, doors.c.team, doors.c.code, doors.c.is_open).where(doors.c.meeting.in_(_IDS))
_TICKETS = (
    select(tickets.c.meeting, tickets.c.team, func.count())
    .where(tickets.c.meeting.in_(_IDS))
    .group_by(tickets.c.meeting, tickets.c.team)
)


class Watching:
    """The meetings of one database, watched."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def signs(self, ids: Collection[str]) -> dict[str, Hashable]:
        """Of each meeting something that is another whenever an answer, a seat or a door of it changed."""
        found: dict[str, set[tuple[object, ...]]] = {id: set() for id in ids}
        with self._db.read() as connection:
            for table, query in enumerate((_NEWEST, _SEATS, _DOORS, _TICKETS)):
                for meeting, *rest in connection.execute(query, {"ids": list(ids)}):
                    found[meeting].add((table, *rest))
        return {id: frozenset(signs) for id, signs in found.items()}
