"""Making a session one's own: changes to a session, written as a version that says only what differs.

What a hand wrote is never written over: a version that the kit made says so in its first line, and only such a one is
changed in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content.disk import written
from kitlib.content.document import Document
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.content.overlay import by_id, difference, things_difference
from kitlib.content.plan_acts import Change, blocks_in, changed
from kitlib.content.versions import Version, base_notes, notes_path, resolve
from kitlib.content.yaml_text import as_yaml
from kitlib.errors import KitError

__all__ = [
    "Draft",
    "draft_version",
    "forget_version",
    "note_base",
    "own_title",
    "preview",
    "write_version",
]

MADE = "# For the people of this home: a version made with the kit. What it does not say comes from the session that it extends.\n"
_SAID = ("id", "extends", "title", "purpose")  # what is said first


@dataclass(frozen=True)
class Draft:
    """A version before it is written: its file with the notes beside it, and what comes of it."""

    path: Path
    text: str
    notes: str
    data: dict[str, Any]  # of the whole session, as its file and that of its base say it
    session: Session
    at: Document  # the same file with what it takes from others


def write_version(library: Library, own: Path, session: str, changes: Sequence[Change], id: str = "") -> Path:
    """Write what `changes` make of a session into the folder `own`, as a version of it; returns its file.

    Each change is one of `{"drop": step}`, `{"move": step, "after": other}`, `{"step": step, "keys": {…}}`,
    `{"add": {…}, "after": other}` with a whole step or `{"block": name}`, `{"activity": activity, "keys": {…}}` and
    `{"session": {…}}`, `{"back": step}` for one that a version leaves out; and of the activities of a step `{"put": {…},
    "into": step, "after": other}`, `{"take": activity, "of": step}` and `{"shift": activity, "of": step, "into": step,
    "after": other}`; and what is said in another language, which is not kept here. An `after` that is empty is the beginning. A session that is itself a version made in `own` by the kit is changed in its place, unless another `id` is given. The session's minutes follow its steps, and its
    lengths are what the cuts still reach. Raises KitError with all that is wrong, and then writes nothing.
    """
    draft = draft_version(library, own, session, changes, id)
    written(draft.path, draft.text.encode())
    written(notes_path(draft.path), draft.notes.encode())
    return draft.path


def preview(library: Library, own: Path, session: str, changes: Sequence[Change], id: str = "") -> Session:
    """The session that `write_version` would make; raises as it does."""
    return draft_version(library, own, session, changes, id).session


def forget_version(library: Library, own: Path, id: str) -> None:
    """Take a version away that the kit made; meetings held with it keep it. Raises KitError for any other session."""
    path = _made_here(library, own, id)
    if path is None:
        raise KitError(f'"{id}" is no version that the kit made here.', "List the versions: kit versions")
    notes_path(path).unlink(missing_ok=True)
    path.unlink()


def note_base(library: Library, id: str) -> Version:
    """Note what the pieces that a version replaces are now, so that a later change of them is told. Raises KitError."""
    version = library.version(id)
    if version is None:
        raise KitError(f'"{id}" is no version of another session.', "List the versions: kit versions")
    written(notes_path(version.path), base_notes(version).encode())
    return version


# -- from a session to a file -----------------------------------------------------------------------------


def draft_version(
    library: Library, own: Path, session: str, changes: Sequence[Change], id: str = ""
) -> Draft:
    """What `write_version` would write, read back and found sound; raises as it does."""
    path = _made_here(library, own, session) if id in ("", session) else None
    at = library.document(session)
    base = at.base if path is not None and isinstance(at, Version) else at
    wanted = _wanted(library, at, base, changes)
    if path is None:
        id = id or _free_id(library, session)
        wanted = {**wanted, "id": id, "title": own_title(at.data, str(wanted["title"]))}
        path = own / wanted["resource"] / f"{wanted['number']}-{id}.yaml"
        if path.exists() or id in library.session_files:
            raise KitError(f'There is a session "{id}" already.', "Give the version another name.")
    said = {"id": wanted["id"], "extends": base.data["id"], **_said(base.data, wanted)}
    text = MADE + as_yaml({key: said[key] for key in sorted(said, key=_rank)})
    whole = library.completed(Document.of(path.resolve(), text))
    notes = base_notes(resolve(Document.of(path.resolve(), text), base), keep=True)
    return Draft(path, text, notes, whole.data, library.as_session(whole), whole)


def _wanted(library: Library, at: Document, base: Document, changes: Sequence[Change]) -> dict[str, Any]:
    """The data that is to come of it; a step that a version takes from a block stays one."""
    blocks = blocks_in(library.layers)
    if at is base:
        return changed(at.data, changes, blocks=blocks)
    return changed(resolve(Document.read(at.path), base).data, changes, base.data, blocks)


def _said(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What a version says of its base to become what is wanted; minutes and lengths are reckoned."""
    reckoned = ("id", "minutes", "lengths", "steps")
    here, there = ({k: v for k, v in each.items() if k not in reckoned} for each in (base, wanted))
    said: dict[str, Any] = difference(here, there) or {}
    old, new = by_id(base["steps"]) or {}, by_id(wanted["steps"]) or {}
    if steps := things_difference(old, new):
        said["steps"] = steps
    stay = [id for id in old if id in new]
    if stay != [id for id in new if id in old]:
        said["order"] = list(new)
    return said


def _made_here(library: Library, own: Path, id: str) -> Path | None:
    """The file of a version that the kit made in this folder, None for any other session. Raises NotFoundError."""
    library.session(id)
    path = library.session_files[id]
    if not path.resolve().is_relative_to(own.resolve()):
        return None
    text = path.read_text(encoding="utf-8")
    by_the_kit = text.startswith(MADE) and not re.search(r"^\s*#", text[len(MADE) :], re.MULTILINE)
    return path if by_the_kit else None


def _free_id(library: Library, session: str) -> str:
    wished = f"{session[:42]}-ours"
    id, n = wished, 2
    while id in library.session_files:
        id, n = f"{wished}-{n}", n + 1
    return id


def own_title(base: Mapping[str, Any], title: str = "") -> str:
    """A title of a version's own, so that the shelf shows two."""
    return f"{base['title']} (our version)" if title in ("", base["title"]) else title


def _rank(key: str) -> tuple[int, str]:
    last = key in ("order", "steps")
    return (_SAID.index(key) if key in _SAID else len(_SAID) + last, key)
