"""What was said, kept: meetings, entries, districts, and what roll-ups have shown. Nothing else in kitlib speaks SQL.

Each method is one transaction and returns plain values; no caller commits.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from kitlib.store.access import Access, Grant
from kitlib.store.audit import Act, Audit
from kitlib.store.contents import Contents, KeptContent
from kitlib.store.database import Database, is_missing
from kitlib.store.disclosures import Disclosure, Disclosures
from kitlib.store.districts import District, Districts, School
from kitlib.store.doors import LEADING, Door, Doors, Guest, handle_of
from kitlib.store.entries import PLANNED, Address, Answer, Entries, Mark, NewEntry, Saved
from kitlib.store.limits import RowLimit
from kitlib.store.meetings import Meeting, Meetings, Showing, Team
from kitlib.store.purging import Doomed, Purged, Purging
from kitlib.store.seats import HeldSeat, SeatAddress, Seats
from kitlib.store.standings import Asked, Item, Listed, MeetingStanding, PlaceFigures, Standings
from kitlib.store.watching import Watching

__all__ = [
    "LEADING",
    "PLANNED",
    "Act",
    "Address",
    "Answer",
    "Asked",
    "Disclosure",
    "District",
    "Doomed",
    "Door",
    "Grant",
    "Guest",
    "HeldSeat",
    "Item",
    "KeptContent",
    "Listed",
    "Mark",
    "Meeting",
    "MeetingStanding",
    "NewEntry",
    "PlaceFigures",
    "Purged",
    "RowLimit",
    "Saved",
    "School",
    "SeatAddress",
    "Showing",
    "Store",
    "Team",
    "handle_of",
    "is_missing",
]


class Store:
    """One database and the nouns in it. Raises StoreError when the database cannot be used."""

    def __init__(self, url: str) -> None:
        self._db = Database(url)
        self.contents = Contents(self._db)
        self.entries = Entries(self._db)
        self.meetings = Meetings(self._db)
        self.districts = Districts(self._db)
        self.doors = Doors(self._db)
        self.seats = Seats(self._db)
        self.disclosures = Disclosures(self._db)
        self.access = Access(self._db)
        self.audit = Audit(self._db)
        self.purging = Purging(self._db)
        self.standings = Standings(self._db)
        self.watching = Watching(self._db)

    @classmethod
    def shared(cls, url: str) -> Store:
        """The store that this process, or the one it is a fork of, has of a database already."""
        store = _SHARED.get(url)
        if store is None or not store._db.is_here:
            store = _SHARED[url] = cls(url)
        return store

    def moment(self) -> AbstractContextManager[None]:
        """Within it all that this thread reads is of one moment, and costs one connection; what is written within is not seen there."""
        return self._db.moment()

    @property
    def place(self) -> str:
        """The database as a person would name it."""
        return self._db.place

    def close(self) -> None:
        """Let go of the database; whoever is the last to do so leaves everything in its one file."""
        self._db.close()


_SHARED: dict[str, Store] = {}
