"""Work for tests in processes of their own, in a module that those can import."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Barrier

from kitlib.rollup.build import make_rollup
from kitlib.settings import Settings
from kitlib.store import Address, Disclosure, NewEntry, Store
from kitlib.store.disclosures import Disclosures

__all__ = ["pid_of", "roll_up", "write_many"]


def pid_of(_item: int, _tell: object) -> int:
    """The process in which it runs."""
    return os.getpid()


def write_many(url: str, meeting: str, writer: str, count: int) -> None:
    """Save `count` answers of one writer to seven fields."""
    store = Store(url)
    for seq in range(1, count + 1):
        address = Address(meeting, "team-1", "seat-1", "note", f"field-{seq % 7}")
        store.entries.save(NewEntry(address, f"{writer} {seq}", "team", writer, seq, None))


def roll_up(places: Settings, by: str, out: Path, together: Barrier | None = None) -> None:
    """Make a roll-up of the tests' rating as CSV.

    With `together`, each question waits until all have read what was shown of it before, and nothing of their own.
    """
    if together is not None:
        read, waited = Disclosures.of, set[str]()

        def of(self: Disclosures, session: str, family: str) -> Sequence[Disclosure]:
            before = read(self, session, family)
            if family not in waited:
                waited.add(family)
                together.wait(120)
            return before

        Disclosures.of = of  # type: ignore[method-assign, assignment]
    make_rollup(places, "rating", by, out, "csv")
