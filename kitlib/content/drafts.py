"""Making a session one's own: changes to a session, written as a version that says only what differs.

What a hand wrote is never written over: a version that the kit made says so in its first line, and only such a one is
changed in its place.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content.document import Document, short
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.content.overlay import by_id, difference, id_of, things_difference
from kitlib.content.versions import Version, base_notes, notes_path, resolve
from kitlib.content.yaml_text import as_yaml
from kitlib.errors import KitError, NotFoundError, did_you_mean

__all__ = [
    "Draft",
    "changed",
    "draft_version",
    "forget_version",
    "free_id",
    "note_base",
    "own_title",
    "preview",
    "write_version",
]

MADE = "# For the people of this home: a version made with the kit. What it does not say comes from the session that it extends.\n"
_SAID = ("id", "extends", "title", "purpose")  # what is said first

Change = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A version before it is written: its file with the notes beside it, and what comes of it."""

    path: Path
    text: str
    notes: str
    data: dict[str, Any]  # of the whole session, as its file and that of its base say it
    session: Session


def write_version(library: Library, own: Path, session: str, changes: Sequence[Change], id: str = "") -> Path:
    """Write what `changes` make of a session into the folder `own`, as a version of it; returns its file.

    Each change is one of `{"drop": step}`, `{"move": step, "after": other}`, `{"step": step, "keys": {…}}`,
    `{"add": {…}, "after": other}` with a whole step or `{"block": name}`, `{"activity": activity, "keys": {…}}` and
    `{"session": {…}}`, or `{"back": step}` for one that a version leaves out; an `after` that is empty is the beginning. A session that is itself a version made in `own` by
    the kit is changed in its place, unless another `id` is given. The session's minutes follow its steps, and its
    lengths are what the cuts still reach. Raises KitError with all that is wrong, and then writes nothing.
    """
    draft = draft_version(library, own, session, changes, id)
    _write(draft.path, draft.text)
    _write(notes_path(draft.path), draft.notes)
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
    _write(notes_path(version.path), base_notes(version))
    return version


# -- from changes to a session ----------------------------------------------------------------------------


def changed(
    data: Mapping[str, Any], changes: Sequence[Change], base: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The data of a session with changes made to it, one after the other. Raises KitError for one that cannot be.

    From `base` comes what is brought back.
    """
    whole: dict[str, Any] = deepcopy(dict(data))
    steps: dict[str, Any] = {id_of(step): step for step in whole["steps"]}
    for change in changes:
        if "drop" in change:
            _drop(steps, _known(change["drop"], steps))
        elif "back" in change:
            steps = _brought_back(steps, change["back"], (base or data)["steps"])
        elif "move" in change:
            step = steps.pop(_known(change["move"], steps))
            steps = _placed(steps, step, str(change.get("after", "")))
        elif "step" in change:
            _set(steps[_known(change["step"], steps)], change["keys"])
        elif "add" in change:
            steps = _placed(steps, _named(change["add"], steps), str(change.get("after", "")))
        elif "activity" in change:
            _set(_activity(steps, str(change["activity"])), change["keys"])
        elif "session" in change:
            _set(whole, change["session"])
        else:
            raise KitError(
                f"This is no change of a session: {', '.join(map(str, change))}.", "Say what is to change."
            )
    whole["steps"] = list(steps.values())
    return whole


def _drop(steps: dict[str, Any], id: str) -> None:
    """Take a step out, and in the other steps what shows its activities once more, or looks back at them."""
    gone = {each["id"] for each in steps.pop(id).get("activities", []) if "id" in each}
    for step in steps.values():
        if "activities" in step:
            step["activities"] = [left for each in step["activities"] if (left := _without(each, gone))]


def _brought_back(steps: dict[str, Any], id: Any, of: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The steps with one that was left out, behind the nearest one before it that is there."""
    whole = {id_of(step): step for step in of}
    order = list(whole)
    before = [each for each in order[: order.index(_known(id, whole))] if each in steps]
    return _placed(steps, deepcopy(dict(whole[id])), before[-1] if before else "")


def _without(activity: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """An activity without what points to activities that are gone; nothing where it does nothing else."""
    plain = ("id", "kind", "title", "hidden")
    back = {
        key
        for key, value in activity.items()
        if key not in plain and isinstance(value, str) and value in gone
    }
    left = {key: value for key, value in activity.items() if key not in back}
    return left if not back or left.keys() - plain - {"part"} else {}


def _named(step: Mapping[str, Any], steps: Mapping[str, Any]) -> dict[str, Any]:
    """A new step under an id that no other has."""
    id = free_id(str(step.get("id") or step.get("block") or step.get("title", "")), steps)
    return {"id": id, **{key: value for key, value in step.items() if key != "id"}}


def free_id(words: str, taken: Collection[str]) -> str:
    """An id made of some words that is not taken yet."""
    wished = re.sub(r"[^a-z0-9]+", "-", words.lower())[:40]
    wished = re.sub(r"^[^a-z]+|-+$", "", wished) or "step"
    id, n = wished, 2
    while id in taken:
        id, n = f"{wished}-{n}", n + 1
    return id


def _placed(steps: Mapping[str, Any], step: dict[str, Any], after: str) -> dict[str, Any]:
    ids = list(steps)
    at = ids.index(_known(after, steps)) + 1 if after else 0
    ids.insert(at, id_of(step))
    return {id: step if id == id_of(step) else steps[id] for id in ids}


def _set(thing: dict[str, Any], keys: Mapping[str, Any]) -> None:
    """Set keys; one that is to be None is taken out. A text in other words loses the translation of the old ones."""
    before = dict(thing)
    thing.update(keys)
    for key in [key for key, value in thing.items() if value is None]:
        del thing[key]
    if before.get("prompt") != thing.get("prompt") and "translations" not in keys:
        thing.pop("translations", None)


def _known(id: Any, known: Mapping[str, Any]) -> str:
    if id not in known:
        raise NotFoundError(
            f'There is no step "{id}" in this session{did_you_mean(str(id), known)}',
            f"Its steps are: {', '.join(known)}",
        )
    return str(id)


def _activity(steps: Mapping[str, Any], id: str) -> dict[str, Any]:
    found = {
        each["id"]: each for step in steps.values() for each in step.get("activities", []) if "id" in each
    }
    if id not in found:
        raise NotFoundError(
            f'There is no activity "{id}" in this session{did_you_mean(id, found)}',
            f"Its activities are: {', '.join(found)}",
        )
    activity: dict[str, Any] = found[id]
    return activity


# -- from a session to a file -----------------------------------------------------------------------------


def draft_version(
    library: Library, own: Path, session: str, changes: Sequence[Change], id: str = ""
) -> Draft:
    """What `write_version` would write, read back and found sound; raises as it does."""
    path = _made_here(library, own, session) if id in ("", session) else None
    at = library.document(session)
    base = at.base if path is not None and isinstance(at, Version) else at
    wanted = _wanted(at, base, changes)
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
    return Draft(path, text, notes, whole.data, library.as_session(whole))


def _wanted(at: Document, base: Document, changes: Sequence[Change]) -> dict[str, Any]:
    """The data that is to come of it; a step that a version takes from a block stays one, unless what is in it is changed."""
    if at is base:
        return changed(at.data, changes)
    try:
        return changed(resolve(Document.read(at.path), base).data, changes, base.data)
    except NotFoundError:
        return changed(at.data, changes, base.data)


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


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole, or as it was. Raises KitError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(aside, path)
    except OSError as error:
        raise KitError(
            f"{short(path)} cannot be written: {error.strerror or error}.",
            "See that the folder may be written to, then try again.",
        ) from None
