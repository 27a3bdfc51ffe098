"""Doors: the codes by which devices come to a team of a meeting, and the tickets of those that came."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from kitlib.store.database import Database
from kitlib.store.tables import doors, tickets

__all__ = ["Door", "Doors"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # neither 0 nor 1: people read them as O and I
LENGTH = 8


@dataclass(frozen=True)
class Door:
    """The way to one team. `code` is such as `K7QD-2MXA`."""

    meeting: str
    team: str
    code: str
    is_open: bool
    devices: int = 0


class Doors:
    """The doors and tickets in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, meeting: str, teams: list[str]) -> list[Door]:
        """The doors of a meeting's teams; one that has none yet gets one."""
        with self._db.read() as connection:
            found = _of(connection, meeting)
        if {door.team for door in found} >= set(teams):
            return found
        with self._db.write(f"doors {meeting}") as connection:
            have = {door.team for door in _of(connection, meeting)}
            for team in teams:
                if team not in have:
                    new = {"meeting": meeting, "team": team, "code": _new_code(), "is_open": True}
                    connection.execute(insert(doors).values(new))
            return _of(connection, meeting)

    def find(self, typed: str) -> Door | None:
        """The door of a code as people type it: capitals, blanks and the dash do not matter, 0 is O and 1 is I."""
        code = re.sub(r"[^A-Z2-7]", "", typed[:100].upper().replace("0", "O").replace("1", "I"))
        if len(code) != LENGTH:
            return None
        with self._db.read() as connection:
            row = connection.execute(select(doors).where(doors.c.code == code)).first()
        return None if row is None else Door(row.meeting, row.team, _shown(row.code), row.is_open)

    def set_open(self, meeting: str, team: str, is_open: bool) -> None:
        """Let devices come by the code, or no more; those that came stay."""
        self._change(meeting, team, is_open=is_open)

    def renew(self, meeting: str, team: str) -> None:
        """Another code; the one before leads nowhere. Devices that came stay."""
        self._change(meeting, team, code=_new_code())

    def _change(self, meeting: str, team: str, **values: str | bool) -> None:
        with self._db.write(f"doors {meeting}") as connection:
            of = and_(doors.c.meeting == meeting, doors.c.team == team)
            connection.execute(update(doors).where(of).values(**values))

    # -- tickets ---------------------------------------------------------------------------

    def admit(self, door: Door, device: str) -> None:
        """Give a device a ticket for a door's team."""
        new = {"device": device, "meeting": door.meeting, "team": door.team, "at": time.time()}
        with self._db.write(f"doors {door.meeting}") as connection:
            connection.execute(delete(tickets).where(_ticket(door.meeting, door.team, device)))
            connection.execute(insert(tickets).values(new))

    def has_ticket(self, meeting: str, team: str, device: str) -> bool:
        """Whether a device came to a team by its code."""
        given = {"meeting": meeting, "team": team, "device": device}
        with self._db.read() as connection:
            return connection.execute(_HAS_TICKET, given).first() is not None

    def turn_out(self, meeting: str, team: str) -> None:
        """Take their tickets from all devices of a team."""
        of = and_(tickets.c.meeting == meeting, tickets.c.team == team)
        with self._db.write(f"doors {meeting}") as connection:
            connection.execute(delete(tickets).where(of))


# Made once: it is asked at every request.
_HAS_TICKET = select(tickets.c.at).where(
    *(tickets.c[name] == bindparam(name) for name in ("device", "meeting", "team"))
)


def _of(connection: Connection, meeting: str) -> list[Door]:
    rows = connection.execute(select(doors).where(doors.c.meeting == meeting).order_by(doors.c.team)).all()
    came = connection.execute(select(tickets.c.team).where(tickets.c.meeting == meeting)).scalars().all()
    return [Door(r.meeting, r.team, _shown(r.code), r.is_open, came.count(r.team)) for r in rows]


def _ticket(meeting: str, team: str, device: str) -> Any:
    return and_(tickets.c.device == device, tickets.c.meeting == meeting, tickets.c.team == team)


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _shown(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"
