"""Whole sessions in a home's own folder, changed in their own file: those that the kit began, and those of a hand.

Of a file only what differs is written, and only where the session stays sound. What the file was before is kept beside
it, in a hidden one that is called by what was written; so each keeping can be taken back until somebody else writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kitlib.content.disk import written
from kitlib.content.document import Document
from kitlib.content.handwriting import rewritten
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.content.plan_acts import Change, blocks_in, changed, with_blocks
from kitlib.content.versions import reachable_lengths
from kitlib.errors import KitError

__all__ = [
    "MADE_WHOLE",
    "Whole",
    "can_be_put_back",
    "forget_whole",
    "own_file",
    "put_back",
    "whole",
    "write_whole",
]

MADE_WHOLE = (
    "# For whoever leads this session. The kit made this file, and changes it by form; so can you, by hand.\n"
)
_MARK = "\ufeff"  # that some editors put before a text


@dataclass(frozen=True)
class Whole:
    """A whole session with changes made to it, before it is written."""

    path: Path
    kept: dict[str, Any]  # what the file says now, of its blocks too
    said: dict[str, Any]  # what the file is to say
    data: dict[str, Any]  # the same, of its blocks too
    is_made: bool  # whether the kit made the file

    def document(self) -> Document:
        """What is to be checked; the places of problems are those of `data`."""
        nowhere = yaml.MappingNode("tag:yaml.org,2002:map", [])
        return Document(self.path.resolve(), nowhere, deepcopy(self.said))


def own_file(library: Library, own: Path, id: str) -> Path | None:
    """The file of a whole session in this folder; None for a version, and for what lies elsewhere. Raises NotFoundError."""
    library.session(id)
    path = library.session_files[id]
    if not path.resolve().is_relative_to(own.resolve()) or library.version(id) is not None:
        return None
    return path


def whole(library: Library, path: Path, changes: Sequence[Change]) -> Whole:
    """What changes make of a file, with its minutes and lengths reckoned anew. Raises KitError for a change that cannot be."""
    text, kept = _text(path.read_bytes()), Document.read(path).data
    blocks = blocks_in(library.layers)
    said = changed(kept, changes, kept, blocks)
    data = with_blocks(said, blocks)
    minutes = [step.get("minutes") for step in data["steps"]]
    said["minutes"] = sum(each for each in minutes if isinstance(each, int))
    is_made = text.removeprefix(_MARK).startswith(MADE_WHOLE)
    plan = Whole(path, with_blocks(kept, blocks), said, data, is_made)
    if minutes != [step.get("minutes") for step in plan.kept["steps"]] or _cuts(data) != _cuts(plan.kept):
        plan.said["lengths"] = _lengths(library, plan)
        if not plan.said["lengths"]:
            del plan.said["lengths"]
    plan.data["minutes"], plan.data["lengths"] = said["minutes"], said.get("lengths", [])
    return plan


def write_whole(library: Library, path: Path, changes: Sequence[Change]) -> Session:
    """Write what changes make of a file into it; returns the session. Raises KitError with all that is wrong, and writes nothing."""
    before = path.read_bytes()
    text = _text(before)
    said = rewritten(text.removeprefix(_MARK), whole(library, path, changes).said)
    session = library.as_session(library.completed(Document.of(path.resolve(), said)))
    after = (_MARK * text.startswith(_MARK) + said).encode("utf-8")
    if after != before:
        written(_beside(path, after), before)
        written(path, after)
    return session


def put_back(library: Library, own: Path, id: str) -> Path:
    """Make a file what it was before the kit wrote it last, byte for byte. Raises KitError where somebody else wrote since."""
    path = own_file(library, own, id)
    before = _beside(path, path.read_bytes()) if path else None
    if path is None or before is None or not before.is_file():
        raise KitError(
            "This file was changed since the kit wrote it, or the kit never did.",
            "Nothing was changed. What you want otherwise, change here or in the file.",
        )
    written(path, before.read_bytes())
    before.unlink()
    return path


def can_be_put_back(path: Path) -> bool:
    """Whether a file stands as the kit wrote it last."""
    return _beside(path, path.read_bytes()).is_file()


def forget_whole(library: Library, own: Path, id: str) -> bool:
    """Take a session off the shelf that the kit made; its file stays beside, hidden. False for any other session."""
    path = own_file(library, own, id)
    if path is None or not _text(path.read_bytes()).startswith(MADE_WHOLE):
        return False
    path.replace(path.with_name(f".{path.name}.gone"))
    return True


def _text(raw: bytes) -> str:
    return raw.decode("utf-8")


def _beside(path: Path, after: bytes) -> Path:
    """Where that is kept which a file was before it became this."""
    return path.with_name(f".{path.name}.{hashlib.sha256(after).hexdigest()[:16]}.before")


def _cuts(data: dict[str, Any]) -> list[Any]:
    return [(step.get("short"), step.get("cut")) for step in data["steps"]]


def _lengths(library: Library, plan: Whole) -> list[int]:
    """The shorter lengths that the cuts reach now. Where the session is not sound, those that the file says."""
    wished: list[int] = plan.said.get("lengths", [])
    if not wished and not plan.is_made:
        return []
    at = plan.document()
    at.data.pop("lengths", None)
    try:
        reached = reachable_lengths(library.as_session(library.completed(at)), wished)
    except KitError:
        return wished
    return reached if plan.is_made else [each for each in reached if each in wished]
