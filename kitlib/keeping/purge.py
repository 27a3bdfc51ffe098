"""Purging: meetings, or what was answered in kinds of activity, leave the database and all that the kit made of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.content.home import look_or_plain
from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.keeping.archive import dated
from kitlib.keeping.made import MadeFiles
from kitlib.meetings.placing import TIMES
from kitlib.meetings.queries import MeetingQueries
from kitlib.records.batch import due
from kitlib.records.index import write_index
from kitlib.records.manifest import Manifest
from kitlib.registry import kinds
from kitlib.settings import Settings
from kitlib.store import Meeting, Purged, Store

__all__ = ["Left", "Purge", "PurgePlan", "Wanted"]


@dataclass(frozen=True)
class Wanted:
    """What shall go; empty and None choose nothing. Several together narrow it down."""

    meeting: str = ""
    district: str = ""
    older_than: int | None = None  # days
    kind: str = ""


@dataclass(frozen=True)
class Left:
    """A file that stays, and why."""

    path: Path
    why: str


@dataclass(frozen=True)
class PurgePlan:
    """Exactly what would go."""

    wanted: Wanted
    meetings: Sequence[Meeting]
    doomed: dict[str, frozenset[str] | None]
    purged: Purged
    remove: Sequence[Path]
    leave: Sequence[Left]
    outs: Sequence[Path]  # folders of records


class Purge:
    """Purges one home."""

    def __init__(self, places: Settings, store: Store, library: Library) -> None:
        self._places, self._store, self._library = places, store, library

    def plan(self, wanted: Wanted, backups: bool = False) -> PurgePlan:
        """Say what would go; with `backups`, those that hold it too. Raises KitError where nothing was chosen or fits."""
        if wanted == Wanted():
            raise KitError(
                "Nothing was chosen, so nothing would be purged.",
                "Choose: kit purge --meeting ID, --district NAME, --older-than DAYS or --kind KIND",
            )
        doomed = self._doomed(wanted)
        purged = self._store.purging.look(doomed)
        if wanted.kind:
            doomed = {id: which for id, which in doomed.items() if purged.entries[id]}
        meetings = [self._store.meetings.get(id) for id in doomed]
        made = MadeFiles(self._places, doomed.keys(), {m.district for m in meetings if m.district})
        remove = [*made.records(), *made.exports(), *made.papers(), *(made.backups() if backups else [])]
        if not wanted.kind:
            remove += made.notebooks()
        if self._is_taken_over(self._places.rollups):
            remove.append(self._places.rollups)
        leave = _left(made, {m.session for m in meetings}, set(remove), bool(wanted.kind))
        return PurgePlan(wanted, meetings, doomed, purged, sorted(set(remove)), leave, made.manifests())

    def _doomed(self, wanted: Wanted) -> dict[str, frozenset[str] | None]:
        code = self._store.districts.find(wanted.district).code if wanted.district else None
        held = self._store.meetings.list(district=code)
        if wanted.meeting:
            one = self._store.meetings.get(wanted.meeting)
            held = [meeting for meeting in held if meeting.id == one.id]
        if wanted.older_than is not None:
            today = dt.datetime.now().astimezone().date()
            held = [m for m in held if (today - dt.date.fromisoformat(m.date)).days > wanted.older_than]
        if not wanted.kind:
            return {meeting.id: None for meeting in held}
        if wanted.kind not in kinds():
            near = did_you_mean(wanted.kind, kinds())
            raise NotFoundError(
                f'There is no kind of activity "{wanted.kind}"{near}', f"Choose one of: {', '.join(kinds())}"
            )
        queries = MeetingQueries(self._store, self._library)
        return {meeting.id: _activities(queries, meeting, wanted.kind) for meeting in held}

    def _is_taken_over(self, ledger: Path) -> bool:
        """Whether what an earlier version of the kit noted of roll-ups stands in the database by now."""
        return ledger.is_file() and self._store.disclosures.has_ledger(
            hashlib.sha256(ledger.read_bytes()).hexdigest()
        )

    def carry_out(self, plan: PurgePlan) -> tuple[dict[str, Any], Path]:
        """Do it, and return the receipt and where it lies. The files go first: a purge cut short is done by the next."""
        for file in plan.remove:
            file.unlink(missing_ok=True)
        if not plan.wanted.kind:
            for meeting in plan.meetings:
                shutil.rmtree(self._places.meetings / meeting.id, ignore_errors=True)
        purged = self._store.purging.purge(plan.doomed)
        self._tidy_records(plan)
        clean = self._store.purging.scrub()
        for meeting in plan.meetings:
            note = f"{purged.entries[meeting.id]} entries"
            self._store.audit.add("purged", meeting=meeting.id, district=meeting.district, note=note)
        receipt = _receipt(plan, purged, clean)
        return receipt, self._write(receipt)

    def _tidy_records(self, plan: PurgePlan) -> None:
        """Take what is gone out of the lists and the indexes of records."""
        for out in plan.outs:
            manifest = Manifest(out)
            for key, forms in list(manifest.files.items()):
                if not any((out / made.path).exists() for made in forms.values()):
                    del manifest.files[key]
            manifest.tidy()
            write_index(due(self._store, self._library), out, look=look_or_plain(self._places))

    def _write(self, receipt: dict[str, Any]) -> Path:
        self._places.receipts.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = dated(self._places.receipts, "purge", ".json")
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as f:
            json.dump(receipt, f, ensure_ascii=False, indent=1)
        return path


def _activities(queries: MeetingQueries, meeting: Meeting, kind: str) -> frozenset[str]:
    try:
        parts = [replace(meeting, content=each.content, showings=()) for each in meeting.showings]
        shown = [(part, n) for n, part in enumerate(parts)] or [(meeting, 0)]
        named = [
            (id, n) for part, n in shown for id, rule in queries.rules(part).items() if rule.kind == kind
        ]
        return frozenset(f"{id}{TIMES}{n}" if n else id for id, n in named)
    except KitError:
        return frozenset()  # what it showed is not known, so neither is what is of this kind


def _left(made: MadeFiles, sessions: set[str], gone: set[Path], is_kind: bool) -> list[Left]:
    """What stays, with the reason; of each file one."""
    why: dict[Path, str] = {}
    if is_kind:
        why |= dict.fromkeys(made.notebooks(), "a notebook of a meeting that stays; it holds no answers")
    of_sessions = [f for f in made.rollups() if any(f.name.startswith(f"{s}-rollup") for s in sessions)]
    why |= dict.fromkeys(
        of_sessions, "a roll-up: no words, no seat, no single district. Delete it if it must go"
    )
    why |= dict.fromkeys(made.backups(), "a backup that holds it: --backups deletes it too")
    for file in made.others():
        why.setdefault(file, "names a meeting and was not made by the kit, or was changed: look at it")
    return [Left(path, said) for path, said in sorted(why.items()) if path not in gone]


def _receipt(plan: PurgePlan, purged: Purged, clean: bool) -> dict[str, Any]:
    wanted = {name: value for name, value in plan.wanted.__dict__.items() if value not in ("", None)}
    return {
        "purged": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "asked": wanted,
        "meetings": [
            {"id": m.id, "district": m.district or "", "date": m.date, "entries": purged.entries[m.id]}
            for m in plan.meetings
        ],
        "contents": purged.contents,
        "lines of roll-ups without names": purged.lines,
        "files removed": [str(path) for path in plan.remove],
        "files left": [{"path": str(left.path), "why": left.why} for left in plan.leave],
        "nothing left in the database's files": clean,
    }
