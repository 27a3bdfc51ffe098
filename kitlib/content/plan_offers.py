"""What a planner's form has to choose from: the kinds of activity, what the library holds, and what fits one activity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import ValidationError

from kitlib.content.activities import Activity, keys_of
from kitlib.content.base import EARLIER
from kitlib.content.checks import ActivityCheck
from kitlib.content.document import Document
from kitlib.content.forms import fields_of
from kitlib.content.loading import Library
from kitlib.content.models import Session
from kitlib.content.overlay import id_of
from kitlib.errors import KitError
from kitlib.registry import find_kind, kinds

__all__ = ["Choice", "earlier", "fitting_choices", "kind_words", "offers", "sorts"]

Choice = tuple[str, str]  # what is written, and its words
Steps = Sequence[Mapping[str, Any]]
PARTS = "part"


def sorts() -> list[dict[str, str]]:
    """Every kind of activity: its title and, in a sentence, what people do in it, as the kind itself says."""
    return [{"kind": kind, "title": kind_words(kind), "about": _about(kind)} for kind in kinds()]


@cache
def kind_words(kind: str) -> str:
    """What a kind is called: as the page about it is."""
    with suppress(OSError, KitError):
        page = (find_kind(kind).folder / "README.md").read_text(encoding="utf-8")
        if found := re.match(r"# (.+)", page):
            return found[1].strip()
    return kind.replace("_", " ").capitalize()


@cache
def _about(kind: str) -> str:
    return (keys_of(kind).__doc__ or "").strip().split("\n\n")[0].replace("`", "")


def offers(library: Library) -> dict[str, list[Choice]]:
    """What the library holds that a session may name, by what `asked` calls it; looked up once for each library."""
    if library not in _OFFERS:
        files = {folder: _files(library, folder) for folder in ("instruments", "reminders")}
        _OFFERS[library] = {
            "sessions": list(_titled(library.session_files)),
            **{folder: sorted(_titled(found), key=lambda each: each[1]) for folder, found in files.items()},
            "scales": [(id, scale.title or id) for id, scale in library.scales().items()],
            "topics": [(each.id, each.title) for each in library.topics().topics],
        }
    return _OFFERS[library]


_OFFERS: WeakKeyDictionary[Library, dict[str, list[Choice]]] = WeakKeyDictionary()


def _files(library: Library, folder: str) -> dict[str, Path]:
    found = {id: library.layers.find(folder, f"{id}.yaml") for id in library.layers.names(folder)}
    return {id: path for id, path in found.items() if path}


def _titled(files: Mapping[str, Path]) -> Iterator[Choice]:
    """Each file with its title as it stands there: all of them need not be sound for one to be chosen."""
    for id, path in files.items():
        with suppress(KitError):
            yield id, str(Document.read(path).data.get("title") or id)


def earlier(steps: Steps, step: str, activity: str = "") -> Iterator[tuple[Choice, Mapping[str, Any]]]:
    """The activities that stand before one, or before the end of a step: each as a choice, and what it says."""
    for n, each in enumerate(steps, start=1):
        for a in each.get("activities") or []:
            if id_of(each) == step and activity and id_of(a) == activity:
                return
            if isinstance(a, Mapping) and "id" in a and a.get("kind") in kinds():
                called = a.get("title") or kind_words(a["kind"])
                yield (str(a["id"]), f"{n}. {each.get('title', '')}: {called}"), a
        if id_of(each) == step:
            return


def fitting_choices(
    library: Library, steps: Steps, session: Session | None, step: str, activity: Mapping[str, Any]
) -> dict[str, list[Choice]]:
    """What fits the keys of one activity that depend on the session: its instrument's domains, and earlier activities.

    Of a session that is sound, an earlier activity fits where the activity's own check takes it.
    """
    found: dict[str, list[Choice]] = {}
    for each in fields_of(keys_of(activity["kind"])):
        if each.get("of") == "domains":
            found[each["key"]] = [(domain, domain) for domain in _domains(library, activity)]
        elif each.get("of") == EARLIER:
            found[each["key"]] = [
                choice
                for choice, other in earlier(steps, step, activity["id"])
                if other["kind"] == activity["kind"]
                and (session is None or _fits(library, session, activity, each["key"], choice[0]))
            ]
    return found


def _domains(library: Library, activity: Mapping[str, Any]) -> Iterator[str]:
    with suppress(KitError, ValidationError):
        for id in keys_of(activity["kind"]).model_validate(activity).instruments():
            yield from library.instrument(id).domains


def _fits(library: Library, session: Session, activity: Mapping[str, Any], key: str, id: str) -> bool:
    try:
        tried: Activity = keys_of(activity["kind"]).model_validate({**activity, key: id})
        at = library.document(session.id) if session.id in library.session_files else None
    except (ValidationError, KitError):
        return False
    if at is None:
        return True
    problems = tried.problems(ActivityCheck(session, library, at, ()))
    return not any(problem.loc[:1] == (key,) for problem in problems)
