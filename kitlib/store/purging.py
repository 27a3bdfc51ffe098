"""Purging: what meetings hold goes for good, and nothing of it stays in the database's files."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, func, not_, select, update

from kitlib.store.database import Database
from kitlib.store.standings import forget_districts
from kitlib.store.tables import (
    contents,
    disclosures,
    doors,
    entries,
    leaders,
    meetings,
    seats,
    showings,
    teams,
    tickets,
)

__all__ = ["Doomed", "Purged", "Purging"]

#: The id of each meeting that goes, and None; or of one that stays, the activities whose entries go.
Doomed = Mapping[str, frozenset[str] | None]


@dataclass(frozen=True)
class Purged:
    """How much a purge takes: entries by meeting, contents that no meeting shows any more, and lines of roll-ups.

    A line of a roll-up keeps its numbers, since without them two roll-ups could give a small group away; it no
    longer says of which meeting, team or seat they are.
    """

    entries: Mapping[str, int]
    contents: int
    lines: int


#: What is locked is a JSON object with what is sealed in it; any other private value is as it was typed.
_UNLOCKED = and_(
    entries.c.visibility == "private", entries.c.value != "null", not_(entries.c.value.like('{%"sealed"%'))
)


class Purging:
    """Purges one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def look(self, doomed: Doomed) -> Purged:
        """How much would go; nothing is changed."""
        with self._db.read() as connection:
            return Purged(
                {id: _count(connection, _entries_of(id, which)) for id, which in doomed.items()},
                _count(connection, _orphans(doomed), contents),
                len(_without_names(connection, doomed)),
            )

    def purge(self, doomed: Doomed) -> Purged:
        """Take it away in one transaction. What lies in free pages and in the log goes with `scrub`."""
        with self._db.write("meetings") as connection:
            for id in sorted(doomed):
                self._db.lock(connection, f"meeting {id}")
            self._db.lock(connection, "disclosures")
            self._db.lock(connection, "standings")
            lines = _without_names(connection, doomed)
            for line, said in lines.items():
                connection.execute(update(disclosures).where(disclosures.c.id == line).values(answers=said))
            forget_districts(connection, doomed)
            gone = {}
            for id, which in doomed.items():
                gone[id] = connection.execute(delete(entries).where(_entries_of(id, which))).rowcount
                if which is None:
                    for table in (doors, tickets, leaders, seats, showings, teams):
                        connection.execute(delete(table).where(table.c.meeting == id))
                    connection.execute(delete(meetings).where(meetings.c.id == id))
            unused = connection.execute(delete(contents).where(_orphans({}))).rowcount
            return Purged(gone, unused, len(lines))

    def unlocked(self) -> dict[str, int]:
        """Meeting to how many private entries stand there as they were typed, from before pages locked them."""
        query = (
            select(entries.c.meeting, func.count().label("number"))
            .where(_UNLOCKED)
            .group_by(entries.c.meeting)
        )
        with self._db.read() as connection:
            return {row.meeting: row.number for row in connection.execute(query)}

    def empty_unlocked(self) -> dict[str, int]:
        """Overwrite them as if their seats had erased them; how many of each meeting. What lies in free pages goes with `scrub`."""
        found = self.unlocked()
        for id in sorted(found):
            with self._db.write(f"meeting {id}") as connection:
                of_it = and_(_UNLOCKED, entries.c.meeting == id)
                emptied = update(entries).where(of_it).values(value="null", standing="erased")
                found[id] = connection.execute(emptied).rowcount
        return found

    def scrub(self) -> bool:
        """Write the tables anew and empty the log; False where somebody else has the database in hand."""
        return self._db.scrub()


def _entries_of(meeting: str, which: frozenset[str] | None) -> Any:
    of_it = entries.c.meeting == meeting
    return of_it if which is None else and_(of_it, entries.c.activity.in_(sorted(which)))


def _orphans(doomed: Doomed) -> Any:
    """The contents that no meeting shows once those that go are gone."""
    going = [id for id, which in doomed.items() if which is None]
    staying = select(meetings.c.content).where(meetings.c.content.is_not(None), meetings.c.id.not_in(going))
    before = select(showings.c.content).where(showings.c.meeting.not_in(going))
    return and_(contents.c.digest.not_in(staying), contents.c.digest.not_in(before))


def _count(connection: Connection, where: Any, table: Any = entries) -> int:
    return connection.execute(select(func.count()).select_from(table).where(where)).scalar() or 0


def _without_names(connection: Connection, doomed: Doomed) -> dict[int, bytes]:
    """The answers of each line of a roll-up that names what goes, with other names in their place, the same in all."""
    names: dict[str, str] = {}
    marks = {id: f"purged-{secrets.token_hex(8)}" for id in doomed}
    found = {}
    for row in connection.execute(
        select(disclosures.c.id, disclosures.c.family, disclosures.c.answers).where(
            disclosures.c.session.in_(_sessions(connection, doomed))
        )
    ):
        answers = json.loads(zlib.decompress(row.answers))
        named = [who for who in answers if _goes(who.partition("/")[0], row.family, doomed)]
        secrets.SystemRandom().shuffle(named)
        for who in named:
            names.setdefault(who, f"{marks[who.partition('/')[0]]}/{len(names) + 1}")
        if named:
            text = json.dumps({names.get(who, who): said for who, said in answers.items()})
            found[row.id] = zlib.compress(text.encode())
    return found


def _goes(meeting: str, family: str, doomed: Doomed) -> bool:
    """Whether an answer to a question, named `table/activity/item`, is of what goes."""
    which = doomed.get(meeting, frozenset())
    return which is None or family.partition("/")[2].partition("/")[0] in which


def _sessions(connection: Connection, doomed: Doomed) -> list[str]:
    query = select(meetings.c.session).where(meetings.c.id.in_(list(doomed))).distinct()
    return list(connection.execute(query).scalars())
