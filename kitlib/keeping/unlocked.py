"""Private answers from before pages locked them: they stand as they were typed until somebody empties them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib.keeping.made import MadeFiles
from kitlib.settings import Settings
from kitlib.store import Store

__all__ = ["Unlocked", "UnlockedPlan"]


@dataclass(frozen=True)
class UnlockedPlan:
    """How many there are of each meeting, and the backups that hold them too."""

    entries: Mapping[str, int]
    backups: Sequence[Path]


class Unlocked:
    """The private answers of one home that are not locked. No record, export or roll-up ever held one."""

    def __init__(self, places: Settings, store: Store) -> None:
        self._places, self._store = places, store

    def plan(self) -> UnlockedPlan:
        """Say what would be emptied; nothing is changed."""
        found = self._store.purging.unlocked()
        made = MadeFiles(self._places, found.keys(), set())
        return UnlockedPlan(found, sorted(made.backups()) if found else [])

    def carry_out(self, plan: UnlockedPlan, backups: bool) -> bool:
        """Empty them, and with `backups` delete those too; whether no byte of them is left in the database's files."""
        for path in plan.backups if backups else []:
            path.unlink(missing_ok=True)
        for meeting, number in self._store.purging.empty_unlocked().items():
            district = self._store.meetings.get(meeting).district
            note = f"{number} private answers that were not locked"
            self._store.audit.add("purged", meeting=meeting, district=district, note=note)
        return self._store.purging.scrub()
