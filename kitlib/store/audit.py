"""Who did what, and when, with what people wrote: only ever added to, and never what they wrote."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, insert, or_, select

from kitlib.store.database import Database
from kitlib.store.tables import audit

__all__ = ["ACTS", "DEVICE", "Act", "Audit"]

#: What is noted, in the words in which it is listed.
ACTS = (
    "opened",
    "renewed",
    "exported",
    "door",
    "came to lead",
    "erased",
    "purged",
    "backed up",
    "restored",
    "records made",
    "list loaded",
    "district removed",
    "districts joined",
    "access granted",
    "access revoked",
)
DEVICE = "a device"  # a page that came in by the network or a browser: it has no name, and needs none


@dataclass(frozen=True)
class Act:
    """One line of the audit. `meeting` and `district` are empty where it concerns all of them."""

    at: float
    who: str  # a login of the database that was granted access, else a user of this computer; or DEVICE
    what: str
    meeting: str = ""
    district: str = ""
    note: str = ""  # a file, or how many of something


class Audit:
    """The audit in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, what: str, *, meeting: str = "", district: str | None = "", note: str = "", who: str = ""
    ) -> None:
        """Note what was just done; `who` is the login that was let in, or the user of this computer, unless told otherwise."""
        with self._db.write("audit") as connection:
            act = Act(
                time.time(), who or self._db.user(connection) or _user(), what, meeting, district or "", note
            )
            connection.execute(insert(audit).values(act.__dict__).inline())

    def take_over(self, acts: Iterable[Act]) -> None:
        """Add acts that were noted elsewhere, and are not here yet, as they were."""
        here = set(self.list())
        self._add([act for act in acts if act not in here])

    def _add(self, acts: Sequence[Act]) -> None:
        if acts:
            with self._db.write("audit") as connection:
                connection.execute(insert(audit), [act.__dict__ for act in acts])

    def list(
        self, *, what: str = "", meeting: str = "", district: str = "", who: str = "", since: float = 0
    ) -> list[Act]:
        """Acts that match, oldest first; of a meeting or district also those that concerned all."""
        query = select(audit).where(audit.c.at >= since).order_by(audit.c.at, audit.c.id)
        for column, wanted in ((audit.c.what, what), (audit.c.who, who)):
            query = query.where(column == wanted) if wanted else query
        for column, wanted in ((audit.c.meeting, meeting), (audit.c.district, district)):
            query = query.where(or_(column == wanted, column == "")) if wanted else query
        with self._db.read() as connection:
            return [_act(row) for row in connection.execute(query)]


def _act(row: Row[tuple[object, ...]]) -> Act:
    return Act(row.at, row.who, row.what, row.meeting, row.district, row.note)


def _user() -> str:
    """The user of this computer, as the system calls them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
