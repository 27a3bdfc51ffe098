"""Seats: which device each belongs to, and how what it writes in private is locked.

A device is the digest of a secret that a browser alone has. A seat is taken by
the first device that asks, and stays with it until it is given up, freed by the
one who leads, or taken over by who shows that they have its phrase.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from kitlib.store.database import Database
from kitlib.store.tables import seats

__all__ = ["HeldSeat", "SeatAddress", "Seats"]


@dataclass(frozen=True)
class SeatAddress:
    """A place at a team's table in one meeting."""

    meeting: str
    team: str
    seat: str


@dataclass(frozen=True)
class HeldSeat:
    """A seat as it is held. `lock` is what the page that locked it said, None before anything private was written."""

    device: str
    lock: Mapping[str, Any] | None


class Seats:
    """The seats in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of_team(self, meeting: str, team: str) -> dict[str, str]:
        """Seat to the device that holds it, of those that are held."""
        with self._db.read() as connection:
            rows = connection.execute(_OF_TEAM, {"meeting": meeting, "team": team})
            return {row.seat: row.device for row in rows}

    def take(self, at: SeatAddress, device: str, proof: str = "") -> HeldSeat:
        """Sit down where nobody sits, or with the proof of having the seat's phrase; who holds it then."""
        with self._db.read() as connection:  # most ask for what is theirs already
            there = _find(connection, at)
        if there and there[0].device == device:
            return there[0]
        with self._db.write(f"seats {at.meeting}") as connection:
            found = _find(connection, at)
            if found is None:
                connection.execute(insert(seats).values(**at.__dict__, device=device))
                return HeldSeat(device, None)
            held, known = found
            if held.device != device and (not held.device or (known and _proves(proof, known))):
                connection.execute(update(seats).where(_at(at)).values(device=device))
                return HeldSeat(device, held.lock)
            return held

    def lock(self, at: SeatAddress, device: str, lock: Mapping[str, Any], proof: str) -> HeldSeat:
        """Keep how a seat is locked, where its own device says so; another one changes nothing. What stands then.

        A seat that has a lock keeps it, unless `lock` is the same one (its `id`) under another phrase.
        """
        with self._db.write(f"seats {at.meeting}") as connection:
            found = _find(connection, at)
            if found is None or found[0].device != device:
                return found[0] if found else HeldSeat("", None)
            held = found[0]
            if held.lock is not None and held.lock["id"] != lock["id"]:
                return held
            kept = {"lock": json.dumps(dict(lock)), "proof": _digest(proof)}
            connection.execute(update(seats).where(_at(at)).values(**kept))
            return HeldSeat(device, lock)

    def free(self, at: SeatAddress, device: str | None = None) -> None:
        """Let anybody take a seat; with `device`, only where that one holds it. Its lock stays."""
        of = _at(at) if device is None else and_(_at(at), seats.c.device == device)
        with self._db.write(f"seats {at.meeting}") as connection:
            connection.execute(update(seats).where(of).values(device=""))


# Made once: every page asks for it, again and again.
_AT = select(seats).where(*(seats.c[name] == bindparam(name) for name in ("meeting", "team", "seat")))
_OF_TEAM = select(seats.c.seat, seats.c.device).where(
    seats.c.meeting == bindparam("meeting"), seats.c.team == bindparam("team"), seats.c.device != ""
)


def _find(connection: Connection, at: SeatAddress) -> tuple[HeldSeat, str | None] | None:
    row = connection.execute(_AT, at.__dict__).first()
    if row is None:
        return None
    return HeldSeat(row.device, json.loads(row.lock) if row.lock else None), row.proof


def _at(at: SeatAddress) -> Any:
    return and_(*(seats.c[key] == value for key, value in at.__dict__.items()))


def _proves(proof: str, known: str) -> bool:
    return hmac.compare_digest(_digest(proof), known)


def _digest(proof: str) -> str:
    """The proof is as long as a key and worked out slowly from the phrase, so that a plain digest of it tells nothing."""
    return hashlib.sha256(proof.encode()).hexdigest()
