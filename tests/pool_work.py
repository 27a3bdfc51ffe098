"""Work for tests in processes of their own, in a module that those can import."""

from __future__ import annotations

import os

from kitlib.store import Address, NewEntry, Store

__all__ = ["pid_of", "write_many"]


def pid_of(_item: int, _tell: object) -> int:
    """The process in which it runs."""
    return os.getpid()


def write_many(url: str, meeting: str, writer: str, count: int) -> None:
    """Save `count` answers of one writer to seven fields."""
    store = Store(url)
    for seq in range(1, count + 1):
        address = Address(meeting, "team-1", "seat-1", "note", f"field-{seq % 7}")
        store.entries.save(NewEntry(address, f"{writer} {seq}", "team", writer, seq, None))
