"""Who may read and write which districts and schools, under a login of their own on PostgreSQL."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select

from kitlib.errors import NotFoundError, did_you_mean
from kitlib.store.database import Database
from kitlib.store.tables import access

__all__ = ["ROLES", "Access", "Grant"]

#: From the least to the most.
ROLES = ("reader", "facilitator", "coordinator")


@dataclass(frozen=True)
class Grant:
    """What one login may do in one place. An empty `district` is every one, an empty `school` all of the district."""

    login: str
    role: str
    district: str = ""
    school: str = ""
    at: float = 0.0


class Access:
    """The grants in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def is_kept(self) -> bool:
        """Whether the database itself holds people to what was granted; an SQLite file does not."""
        return self._db.keeps_apart

    def grant(self, new: Grant) -> None:
        """Let a login in to a place, in the place of what it may do there now. Raises StoreError where no rule would bind it."""
        row = {**new.__dict__, "at": time.time()}
        with self._db.write("access") as connection:
            self._db.admit(connection, new.login)
            connection.execute(delete(access).where(_at(new)))
            connection.execute(insert(access).values(row))

    def revoke(self, login: str, district: str = "", school: str = "") -> list[Grant]:
        """Take back what a login may do in a place and its schools; without a place, everywhere. Returns what went."""
        with self._db.write("access") as connection:
            have = _of(connection, login)
            going = [g for g in have if district in ("", g.district) and school in ("", g.school)]
            if not going:
                known = connection.execute(select(access.c.login).distinct()).scalars().all()
                raise NotFoundError(
                    f'Nothing of that kind was granted to "{login}"{did_you_mean(login, known)}',
                    "See what was: kit access list",
                )
            for each in going:
                connection.execute(delete(access).where(_at(each)))
            if len(going) == len(have):
                self._db.dismiss(connection, login)
        return going

    def list(self) -> list[Grant]:
        """All that was granted, by login; a login that does not own the tables sees its own."""
        order = (access.c.login, access.c.district, access.c.school)
        with self._db.read() as connection:
            return [_grant(row) for row in connection.execute(select(access).order_by(*order))]


def forget_place(connection: Connection, district: str) -> None:
    """Take back what was granted for a district that goes."""
    connection.execute(delete(access).where(access.c.district == district))


def _of(connection: Connection, login: str) -> list[Grant]:
    return [_grant(row) for row in connection.execute(select(access).where(access.c.login == login))]


def _at(place: Grant) -> Any:
    return and_(
        access.c.login == place.login,
        access.c.district == place.district,
        access.c.school == place.school,
    )


def _grant(row: Any) -> Grant:
    return Grant(row.login, row.role, row.district, row.school, row.at)
