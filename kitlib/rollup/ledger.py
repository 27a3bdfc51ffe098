"""What roll-ups have shown so far. It holds what single seats said, so it lies beside the database, hidden."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from kitlib.errors import StoreError
from kitlib.rollup.withholding import Published

__all__ = ["Ledger"]


class Ledger:
    """The lines that were ever shown, one a line of a file that only grows."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, session: str) -> list[Published]:
        """What was shown of a session. Raises StoreError for a damaged file: without it, nothing may be shown."""
        if not self.path.exists():
            return []
        found = []
        try:
            for line in self.path.read_text(encoding="utf-8").splitlines():
                told = json.loads(line)
                if told.pop("session") == session:
                    said = {who: tuple(counts) for who, counts in told.pop("said").items()}
                    found.append(Published(said=said, numbers=tuple(told.pop("numbers")), **told))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"{self.path}, which says what roll-ups have shown, cannot be read ({error}). Nothing was made: "
                "two roll-ups together could give a small group away.",
                "Restore the file from a copy, then run the command again.",
            ) from None
        return found

    def add(self, session: str, lines: Iterable[Published]) -> None:
        """Note what is about to be shown; it is on disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            for line in lines:
                told = {"session": session, **line.__dict__}
                file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
            file.flush()
            os.fsync(file.fileno())
