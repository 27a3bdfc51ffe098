"""Doors: the codes by which devices come to a team of a meeting, or come to lead it, and the tickets of those that came."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from kitlib.store.database import Database
from kitlib.store.tables import doors, leaders, seats, tickets

__all__ = ["LEADING", "Door", "Doors", "Guest", "handle_of"]

LEADING = ""  # in the place of a team: the door of those who lead
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # neither 0 nor 1: people read them as O and I
#: Of a team's code and of a facilitator's: no text is ever taken for the other.
LENGTH, LEADING_LENGTH = 8, 12
PART = 4  # letters between two dashes
HANDLE = 8  # letters by which a device is told from others where somebody chooses one


@dataclass(frozen=True)
class Guest:
    """A device that came by a code. `id` tells it from the others of its door, and opens nothing."""

    id: str
    at: float  # when it came
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Door:
    """The way to one team, or to leading (`LEADING`). `code` is such as `K7QD-2MXA`."""

    meeting: str
    team: str
    code: str
    is_open: bool
    guests: tuple[Guest, ...] = ()


class Doors:
    """The doors and tickets in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, meeting: str, teams: list[str]) -> list[Door]:
        """The doors of a meeting's teams and the one of those who lead; one that is not there yet is made.

        A team's stands open from the start, that of those who lead is closed until somebody opens it.
        """
        wanted = [LEADING, *teams]
        with self._db.read() as connection:
            found = _of(connection, meeting)
        if {door.team for door in found} >= set(wanted):
            return found
        with self._db.write(f"doors {meeting}") as connection:
            have = {door.team for door in _of(connection, meeting)}
            for team in wanted:
                if team not in have:
                    new = {
                        "meeting": meeting,
                        "team": team,
                        "code": _new_code(team),
                        "is_open": team != LEADING,
                    }
                    connection.execute(insert(doors).values(new))
            return _of(connection, meeting)

    def find(self, typed: str, *, leading: bool = False) -> Door | None:
        """The door of a code as people type it: capitals, blanks and dashes do not matter, 0 is O and 1 is I.

        A team's, or with `leading` one of those who lead; never the other.
        """
        code = re.sub(r"[^A-Z2-7]", "", typed[:100].upper().replace("0", "O").replace("1", "I"))
        if len(code) != (LEADING_LENGTH if leading else LENGTH):
            return None
        whose = doors.c.team == LEADING if leading else doors.c.team != LEADING
        with self._db.read() as connection:
            row = connection.execute(select(doors).where(doors.c.code == code, whose)).first()
        return None if row is None else Door(row.meeting, row.team, _shown(row.code), row.is_open)

    def set_open(self, meeting: str, team: str, is_open: bool) -> None:
        """Let devices come by the code, or no more; those that came stay."""
        self._change(meeting, team, is_open=is_open)

    def renew(self, meeting: str, team: str) -> None:
        """Another code; the one before leads nowhere. Devices that came stay."""
        self._change(meeting, team, code=_new_code(team))

    def _change(self, meeting: str, team: str, **values: str | bool) -> None:
        with self._db.write(f"doors {meeting}") as connection:
            of = and_(doors.c.meeting == meeting, doors.c.team == team)
            connection.execute(update(doors).where(of).values(**values))

    # -- tickets ---------------------------------------------------------------------------

    def admit(self, door: Door, device: str) -> bool:
        """Give a device a ticket for what lies behind a door; False where it was removed, and the code is still the same."""
        new = {"device": device, "meeting": door.meeting, "team": door.team, "at": time.time()}
        of = _ticket(door.meeting, door.team, device)
        with self._db.write(f"doors {door.meeting}") as connection:
            if connection.execute(select(tickets.c.barred).where(of)).scalar() == _plain(door.code):
                return False
            connection.execute(delete(tickets).where(of))
            connection.execute(insert(tickets).values(new))
        return True

    def rights(self, meeting: str, device: str) -> frozenset[str]:
        """The teams of a meeting to which a device came by their codes; with `LEADING` among them where it may lead."""
        given = {"meeting": meeting, "device": device}
        with self._db.glance() as connection:
            return frozenset(connection.execute(_RIGHTS, given).scalars())

    def is_barred(self, meeting: str, team: str, device: str) -> bool:
        """Whether a device was removed and has not come back."""
        of = and_(_ticket(meeting, team, device), tickets.c.barred.is_not(None))
        with self._db.read() as connection:
            return connection.execute(select(tickets.c.at).where(of)).first() is not None

    def turn_out(self, meeting: str, team: str) -> None:
        """Take their tickets from all devices of a team, or from all that came to lead."""
        of = and_(tickets.c.meeting == meeting, tickets.c.team == team, tickets.c.barred.is_(None))
        with self._db.write(f"doors {meeting}") as connection:
            gone = list(connection.execute(select(tickets.c.device).where(of)).scalars())
            connection.execute(delete(tickets).where(of))
            if team == LEADING:
                _lead_no_more(connection, meeting, gone)

    def remove(self, meeting: str, team: str, guest: str) -> bool:
        """Take its ticket from one device, and its seats; the code of today does not bring it back. False where it is gone already."""
        of = and_(tickets.c.meeting == meeting, tickets.c.team == team, tickets.c.barred.is_(None))
        with self._db.write(f"doors {meeting}") as connection:
            came = connection.execute(select(tickets.c.device).where(of)).scalars()
            device = next((each for each in came if handle_of(each) == guest), None)
            if device is None:
                return False
            door = and_(doors.c.meeting == meeting, doors.c.team == team)
            code = connection.execute(select(doors.c.code).where(door)).scalar_one()
            connection.execute(update(tickets).where(_ticket(meeting, team, device)).values(barred=code))
            theirs = and_(seats.c.meeting == meeting, seats.c.team == team, seats.c.device == device)
            connection.execute(update(seats).where(theirs).values(device=""))
            if team == LEADING:
                _lead_no_more(connection, meeting, [device])
        return True

    # -- who leads just now ----------------------------------------------------------------

    def lead(self, meeting: str, device: str) -> None:
        """Note that a device has a page open that leads."""
        of = and_(leaders.c.meeting == meeting, leaders.c.device == device)
        with self._db.write(f"leaders {meeting}") as connection:
            connection.execute(delete(leaders).where(of))
            connection.execute(insert(leaders).values(meeting=meeting, device=device, at=time.time()))

    def leading(self, meeting: str, since: float) -> list[str]:
        """The devices that were heard of `since` then with a page open that leads."""
        of = and_(leaders.c.meeting == meeting, leaders.c.at >= since)
        with self._db.read() as connection:
            return sorted(connection.execute(select(leaders.c.device).where(of)).scalars())


# Made once: it is asked at every request.
_RIGHTS = select(tickets.c.team).where(
    tickets.c.barred.is_(None), *(tickets.c[name] == bindparam(name) for name in ("device", "meeting"))
)


def _of(connection: Connection, meeting: str) -> list[Door]:
    rows = connection.execute(select(doors).where(doors.c.meeting == meeting).order_by(doors.c.team)).all()
    of = and_(tickets.c.meeting == meeting, tickets.c.barred.is_(None))
    came = connection.execute(select(tickets).where(of).order_by(tickets.c.at, tickets.c.device)).all()
    held = connection.execute(select(seats).where(seats.c.meeting == meeting).order_by(seats.c.seat)).all()

    def guests(team: str) -> tuple[Guest, ...]:
        return tuple(
            Guest(
                handle_of(each.device),
                each.at,
                tuple(s.seat for s in held if (s.team, s.device) == (team, each.device)),
            )
            for each in came
            if each.team == team
        )

    return [Door(r.meeting, r.team, _shown(r.code), r.is_open, guests(r.team)) for r in rows]


def _lead_no_more(connection: Connection, meeting: str, devices: list[str]) -> None:
    of = and_(leaders.c.meeting == meeting, leaders.c.device.in_(devices))
    connection.execute(delete(leaders).where(of))


def _ticket(meeting: str, team: str, device: str) -> Any:
    return and_(tickets.c.device == device, tickets.c.meeting == meeting, tickets.c.team == team)


def _new_code(team: str) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LEADING_LENGTH if team == LEADING else LENGTH))


def _shown(code: str) -> str:
    return "-".join(code[at : at + PART] for at in range(0, len(code), PART))


def _plain(code: str) -> str:
    return code.replace("-", "")


def handle_of(device: str) -> str:
    """The `id` of a device as a guest."""
    return hashlib.sha256(device.encode()).hexdigest()[:HANDLE]
