"""Districts and their schools, as loaded from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, or_, select, update

from kitlib.errors import NotFoundError, did_you_mean
from kitlib.store.database import Database
from kitlib.store.tables import districts, schools

__all__ = ["District", "Districts", "School"]


@dataclass(frozen=True)
class District:
    """A school district."""

    code: str
    name: str
    county: str = ""
    enrollment: int | None = None


@dataclass(frozen=True)
class School:
    """A school of a district."""

    code: str
    district: str
    name: str
    kind: str = ""


class Districts:
    """The districts and schools in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def load(self, found: Sequence[District | School]) -> tuple[int, int]:
        """Add those that are new, bring the others up to date, remove none. Returns how many of each."""
        new = changed = 0
        with self._db.write("districts") as connection:
            for thing in found:
                table = districts if isinstance(thing, District) else schools
                added, altered = _put(connection, table, dict(thing.__dict__))
                new, changed = new + added, changed + altered
        return new, changed

    def all(self) -> list[District]:
        """Every district, by name."""
        with self._db.read() as connection:
            rows = connection.execute(select(districts).order_by(districts.c.name)).all()
        return [District(row.code, row.name, row.county, row.enrollment) for row in rows]

    def find(self, words: str) -> District:
        """The district of that code or name (whatever the case); raises NotFoundError with the nearest name."""
        words = words.strip()
        match = or_(districts.c.code == words, func.lower(districts.c.name) == words.lower())
        with self._db.read() as connection:
            rows = connection.execute(select(districts).where(match)).all()
            if len(rows) == 1:
                return District(rows[0].code, rows[0].name, rows[0].county, rows[0].enrollment)
            names = connection.execute(select(districts.c.name)).scalars().all()
        if rows:
            codes = ", ".join(row.code for row in rows)
            raise NotFoundError(f'{len(rows)} districts are called "{words}".', f"Use the code: {codes}")
        how = "Load a list with: kit districts import FILE"
        if names:
            how = "List those loaded with: kit districts list"
        raise NotFoundError(f'There is no district "{words}"{did_you_mean(words, names)}', how)

    def schools(self, district: str) -> list[School]:
        """The schools of a district, by name."""
        query = select(schools).where(schools.c.district == district).order_by(schools.c.name)
        with self._db.read() as connection:
            return [School(r.code, r.district, r.name, r.kind) for r in connection.execute(query)]

    def school(self, district: str, words: str) -> School:
        """The school of that code or name in a district; raises NotFoundError with the nearest name."""
        known = self.schools(district)
        found = [s for s in known if words.strip() == s.code or words.strip().lower() == s.name.lower()]
        if len(found) != 1:
            raise NotFoundError(
                f'There is no school "{words}" in district {district}{did_you_mean(words, [s.name for s in known])}',
                f"List its schools with: kit districts list {district}",
            )
        return found[0]


def _put(connection: Connection, table: Table, row: dict[str, Any]) -> tuple[int, int]:
    here = connection.execute(select(table).where(table.c.code == row["code"])).first()
    if here is None:
        connection.execute(insert(table).values(row))
        return 1, 0
    if dict(here._mapping) == row:
        return 0, 0
    connection.execute(update(table).where(table.c.code == row["code"]).values(row))
    return 0, 1
