"""What roll-ups have shown. It is only ever added to, so that no two roll-ups together give anyone away.

A disclosure says what each seat in a line answered: it stays in the store, and no export carries it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, insert, select

from kitlib.errors import StoreError
from kitlib.store.database import Database
from kitlib.store.tables import disclosures, ledgers

__all__ = ["Counts", "Disclosure", "Disclosures"]

T = TypeVar("T")
Counts = tuple[int, ...]
_LOCK = "disclosures"
_ANEW = 20  # times that a decision is made anew because another roll-up was quicker


@dataclass(frozen=True)
class Disclosure:
    """A line that a roll-up showed: of whom, with what each of them answered; and the numbers that stood there."""

    session: str
    family: str  # the question, over all its rounds
    by: str  # what the groups were made by: empty, "county", or the name of a file
    round: int
    group: str  # empty for the line of everyone
    answers: Mapping[str, Counts]  # who, beginning with the id of their meeting -> their counts by point
    numbers: Counts
    day: str

    def repeats(self, other: Disclosure) -> bool:
        """Tell whether this is the line that `other` was, on whatever day."""
        return replace(self, day=other.day) == other


class Disclosures:
    """The disclosures in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def questions(self) -> list[tuple[str, str]]:
        """Return the session and family of each question of which anything was shown."""
        query = select(disclosures.c.session, disclosures.c.family).distinct()
        with self._db.read() as connection:
            return sorted((row.session, row.family) for row in connection.execute(query))

    def of(self, session: str, family: str) -> list[Disclosure]:
        """Return what was shown of a question, in the order in which it was."""
        with self._db.read() as connection:
            return [_disclosure(row) for row in connection.execute(_of(session, family))]

    def disclose(
        self,
        session: str,
        family: str,
        decide: Callable[[Sequence[Disclosure]], tuple[T, Sequence[Disclosure]]],
    ) -> T:
        """Let `decide` choose what to show of a question, given all that was shown of it, and add what is new.

        `decide` returns whatever the caller wants to have, and the lines that are new; they are on disk before
        this returns the former. They were decided on all that is there: `decide` works without a lock, since it
        can take a while and people save their answers meanwhile, and it is asked anew where another roll-up
        added to the question before this one had the lock. Raises StoreError when others are quicker again and again.
        """
        for _ in range(_ANEW):
            before = self.of(session, family)
            wanted, new = decide(before)
            if not new:
                return wanted
            with self._db.write(_LOCK) as connection:
                if connection.execute(_number(session, family)).scalar() == len(before):
                    _add(connection, new)
                    return wanted
        raise StoreError(
            f"Other roll-ups of {session} are made again and again, so that this one could not be.",
            "Wait until they have ended, then run the command again.",
        )

    def has_ledger(self, digest: str) -> bool:
        """Tell whether the lines of a file were taken over; `digest` stands for all that is in it."""
        with self._db.read() as connection:
            return connection.execute(select(ledgers).where(ledgers.c.digest == digest)).first() is not None

    def take_over(self, digest: str, lines: Sequence[Disclosure]) -> bool:
        """Add the lines of a file in which they were noted before; returns False where they were added already."""
        with self._db.write(_LOCK) as connection:
            if connection.execute(select(ledgers).where(ledgers.c.digest == digest)).first():
                return False
            connection.execute(insert(ledgers).values(digest=digest))
            _add(connection, lines)
            return True


def _of(session: str, family: str) -> Select[Any]:
    here = (disclosures.c.session == session, disclosures.c.family == family)
    return select(disclosures).where(*here).order_by(disclosures.c.id)


def _number(session: str, family: str) -> Select[Any]:
    return select(func.count()).where(disclosures.c.session == session, disclosures.c.family == family)


def _add(connection: Connection, lines: Sequence[Disclosure]) -> None:
    rows = [
        {**line.__dict__, "numbers": json.dumps(line.numbers), "answers": _packed(line.answers)}
        for line in lines
    ]
    if rows:
        connection.execute(insert(disclosures), rows)


def _disclosure(row: Row[Any]) -> Disclosure:
    try:
        answers = {who: tuple(counts) for who, counts in json.loads(zlib.decompress(row.answers)).items()}
        numbers = tuple(json.loads(row.numbers))
    except (zlib.error, ValueError) as error:
        raise StoreError(
            f"What a roll-up of {row.session} showed on {row.day} cannot be read in the database ({error}). "
            "Nothing was made: two roll-ups together could give a small group away.",
            "Go back to a copy (kit restore FILE --replace), then run the command again.",
        ) from None
    return Disclosure(row.session, row.family, row.by, row.round, row.group, answers, numbers, row.day)


def _packed(answers: Mapping[str, Counts]) -> bytes:
    return zlib.compress(json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode())
