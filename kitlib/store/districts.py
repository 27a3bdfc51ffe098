"""Districts and their schools, as loaded from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.store.access import forget_place
from kitlib.store.database import Database
from kitlib.store.standings import forget_district
from kitlib.store.tables import districts, meetings, schools
from kitlib.tabular.codes import Codes
from kitlib.tabular.folding import fold

__all__ = ["District", "Districts", "Joined", "School"]


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


@dataclass(frozen=True)
class Joined:
    """What went over from one district to another."""

    meetings: int
    schools: int
    same_schools: int  # that were there already, and are one now


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

    def remove(self, code: str) -> None:
        """Take a district away with its schools. Raises KitError, and takes nothing, where a meeting was opened for it."""
        with self._db.write("meetings") as connection:
            held = (
                connection.execute(select(meetings.c.id).where(meetings.c.district == code)).scalars().all()
            )
            if held:
                more = f" and {len(held) - 1} more" if len(held) > 1 else ""
                raise KitError(
                    f"District {code} has meetings: {held[0]}{more}. Nothing was taken away.",
                    f"Give them to another district: kit districts join {code} OTHER",
                )
            forget_district(connection, code)
            forget_place(connection, code)
            connection.execute(delete(schools).where(schools.c.district == code))
            connection.execute(delete(districts).where(districts.c.code == code))

    def join(self, code: str, into: str) -> Joined:
        """Give all meetings and schools of one district to another, and take the one away.

        A school that both have, by its code but for zeros or by its name, becomes one; its meetings go with it.
        """
        same = self._same_schools(code, into)
        with self._db.write("meetings") as connection:
            self._db.lock(connection, "standings")
            for each in (code, into):
                forget_district(connection, each)
            for old, new in same.items():
                connection.execute(update(meetings).where(meetings.c.school == old).values(school=new))
                connection.execute(delete(schools).where(schools.c.code == old))
            moved = update(schools).where(schools.c.district == code).values(district=into)
            gone_over = connection.execute(moved).rowcount
            held = update(meetings).where(meetings.c.district == code).values(district=into)
            number = connection.execute(held).rowcount
            forget_place(connection, code)
            connection.execute(delete(districts).where(districts.c.code == code))
        return Joined(number, gone_over, len(same))

    def meetings_of(self, code: str) -> int:
        """How many meetings were opened for a district."""
        query = select(func.count()).select_from(meetings).where(meetings.c.district == code)
        with self._db.read() as connection:
            return connection.execute(query).scalar() or 0

    def _same_schools(self, code: str, into: str) -> dict[str, str]:
        """The schools of one district that another has too: the code there, and here."""
        known = {school.code: fold(school.name) for school in self.schools(into)}
        codes = Codes(known)
        same = {}
        for school in self.schools(code):
            named = [each for each, name in known.items() if name == fold(school.name)]
            found = codes.same(school.code) or (named[0] if len(named) == 1 else None)
            if found:
                same[school.code] = found
        return same

    def all(self) -> list[District]:
        """Every district, by name."""
        with self._db.read() as connection:
            rows = connection.execute(select(districts).order_by(districts.c.name)).all()
        return [District(row.code, row.name, row.county, row.enrollment) for row in rows]

    def find(self, words: str) -> District:
        """The district of that code or name, whatever its case, accents and blanks, or zeros before the code.

        Raises NotFoundError with the nearest name.
        """
        with self._db.read() as connection:
            row = connection.execute(select(districts).where(districts.c.code == words)).first()
        if row is not None:  # as the kit itself asks
            return District(row.code, row.name, row.county, row.enrollment)
        known = {district.code: district for district in self.all()}
        code = Codes(known).same(words.strip())
        if code is not None:
            return known[code]
        named = [district for district in known.values() if fold(district.name) == fold(words)]
        if len(named) == 1:
            return named[0]
        if named:
            codes = ", ".join(sorted(district.code for district in named))
            raise NotFoundError(f'{len(named)} districts are called "{words}".', f"Use the code: {codes}")
        how = "Load a list with: kit districts import FILE"
        if known:
            how = "List those loaded with: kit districts list"
        near = did_you_mean(words, [district.name for district in known.values()])
        raise NotFoundError(f'There is no district "{words}"{near}', how)

    def all_schools(self) -> list[School]:
        """The schools of all districts, by name."""
        with self._db.read() as connection:
            rows = connection.execute(select(schools).order_by(schools.c.name)).all()
        return [School(r.code, r.district, r.name, r.kind) for r in rows]

    def schools(self, district: str) -> list[School]:
        """The schools of a district, by name."""
        query = select(schools).where(schools.c.district == district).order_by(schools.c.name)
        with self._db.read() as connection:
            return [School(r.code, r.district, r.name, r.kind) for r in connection.execute(query)]

    def school(self, district: str, words: str) -> School:
        """The school of that code or name in a district; raises NotFoundError with the nearest name."""
        known = self.schools(district)
        code = Codes(s.code for s in known).same(words.strip())
        found = [s for s in known if s.code == code] or [s for s in known if fold(s.name) == fold(words)]
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
