"""A version of a session: a file that says `extends: <session>` and only what differs.

It is resolved when it is loaded, so that everything else meets an ordinary session, and it goes on receiving what
becomes better in the one that it extends. What each replaced piece was when it was written is noted beside it, in
`<file>.base.json`; where that piece has changed since, both changed the same thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any

import yaml

from kitlib.clock import TooShort, fit
from kitlib.content.document import Document, Loc, Problem, child, short
from kitlib.content.layers import Layers
from kitlib.content.models import Session
from kitlib.content.overlay import DROP, Conflict, Merge, arranged, by_id, id_of
from kitlib.content.phrases import texts_of
from kitlib.content.places import inner
from kitlib.content.source import ContentSource
from kitlib.errors import ContentError, did_you_mean

__all__ = ["Version", "base_notes", "finished", "reachable_lengths", "resolve", "version_notes"]

ORDER = ":order"
_OF_A_VERSION = ("extends", "order")


class Version(Document):
    """The file of a version, with the data of the whole session that it makes of its base."""

    #: Its base has notes for who leads; a step that is longer here, or is new, needs no more of them.
    asks_for_notes = False

    def __init__(self, own: Document, base: Document) -> None:
        super().__init__(own.path, own.node, own.data, own.pending)
        self.base = base
        self.extends = str(own.data["extends"])
        self.replaced: dict[str, Any] = {}  # each piece of the base that it replaces, as that is now
        self.conflicts: list[Conflict] = []

    @property
    def unnoted(self) -> list[str]:
        """The replaced pieces of which it is not noted what they were."""
        return [path for path in self.replaced if path not in read_notes(self.path)]

    def include(self, layers: Layers) -> None:
        """Put blocks in the place of the steps that name one, and reckon the minutes of all."""
        super().include(layers)
        steps = self.data.get("steps")
        if isinstance(steps, list):
            self.data["steps"] = [self._sound(i, step) for i, step in enumerate(steps)]
            self.data["minutes"] = sum(_whole(inner(step, "minutes")) for step in steps)

    def _sound(self, i: int, step: Any) -> Any:
        """A step without the shorter minutes of its base, where it has no more than these now."""
        if not isinstance(step, dict) or "short" not in step or "short" in self._said_at(("steps", i)):
            return step
        shorter = _whole(step["short"]) < _whole(step.get("minutes"))
        return step if shorter else {key: value for key, value in step.items() if key != "short"}

    def problem(self, loc: Loc, what: str) -> Problem:
        """A problem at a place of the whole session; what its base says is named by the base's own file and line."""
        if self._depth(loc) == len(loc) or not loc:
            return super().problem(loc, what)
        there = _translated(loc, self.data, self.base.data)
        if there is None:
            return super().problem(loc, what)
        told = self.base.problem(there, what)
        elsewhere = "" if "(in " in told.what else f" (in {short(self.base.path)}, line {told.line})"
        return Problem(self._line(loc)[1], self._where(loc), told.what + elsewhere, loc)

    def lost(self, activity: str) -> tuple[Loc, str] | None:
        """Where this file drops the step of its base that has an activity, and which that is."""
        said = child(self.node, "steps")
        for step in self.base.data.get("steps") or []:
            has = any(id_of(each) == activity for each in step.get("activities") or [] if "again" not in each)
            if has and said and (dropped := child(said[1], id_of(step))) and dropped[1].value == DROP:
                return ("steps", id_of(step)), id_of(step)
        return self.base.lost(activity)

    def _line(self, loc: Loc) -> tuple[Document, int]:
        found = super()._line(self._said(loc)[: self._depth(loc)])
        if len(loc) > 2 and loc[0] == "steps" and loc[1] in self.blocks:
            block, line = self.blocks[int(loc[1])]._line(loc[2:])
            return (block, line) if self._depth(loc) < len(loc) else found
        return found

    def _said_at(self, loc: Loc) -> Iterable[str]:
        node: yaml.Node | None = self.node
        for part in self._said(loc):
            found = child(node, part) if node is not None else None
            node = found[1] if found else None
        return [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []

    def _said(self, loc: Loc) -> Loc:
        """A place of the whole session as this file says it: by ids where it says what differs."""
        value: Any = self.data
        node: yaml.Node | None = self.node
        said: list[int | str] = []
        for part in loc:
            value = inner(value, part)
            keyed = isinstance(value, Mapping) and isinstance(node, yaml.MappingNode)
            said.append(id_of(value) if isinstance(part, int) and keyed else part)
            found = child(node, said[-1]) if node is not None else None
            node = found[1] if found else None
        return tuple(said)

    def _depth(self, loc: Loc) -> int:
        """How far down a place stands in this file."""
        node = self.node
        for depth, part in enumerate(self._said(loc)):
            found = child(node, part)
            if found is None:
                return depth
            node = found[1]
        return len(loc)


def resolve(own: Document, base: Document) -> Version:
    """The whole session that a version makes of its base. Raises ContentError for what cannot be made of it."""
    version = Version(own, base)
    noted = read_notes(own.path)
    said = {key: value for key, value in own.data.items() if key not in _OF_A_VERSION}
    problems = [
        own.problem((key,), "is reckoned from the steps; leave it out") for key in ("minutes",) if key in said
    ]
    said = {key: value for key, value in said.items() if key != "minutes"}
    merge = Merge(noted, f'"{version.extends}"')
    whole = {key: value for key, value in base.data.items() if key != "id"}
    order = _order(own, merge, by_id(whole.get("steps")) or {})
    # What is new stands beside what it names, wherever that has gone; unless the order names it as well.
    whole["steps"] = _arranged(
        whole.get("steps"), [id for id in order if id in (by_id(whole.get("steps")) or {})]
    )
    merged = merge.merged(whole, said)
    if any(id not in (by_id(whole.get("steps")) or {}) for id in order):
        merged["steps"] = _arranged(merged.get("steps"), order)
    version.data = merged
    version.replaced, version.conflicts = merge.replaced, merge.conflicts
    version.pending += problems
    version.pending += [Document.problem(own, place, what) for place, what in merge.problems]
    return version


def _order(own: Document, merge: Merge, steps: Mapping[str, Any]) -> list[str]:
    """The order of steps that a version says, or none; what is wrong with it goes to the problems of the merging."""
    order = own.data.get("order")
    if order is None:
        return []
    if not isinstance(order, list):
        merge.problems.append((("order",), 'must be a list of steps, such as "[attendance, words]"'))
        return []
    said = own.data.get("steps")
    known = {*steps, *merge.noted.get(ORDER, []), *(said if isinstance(said, Mapping) else [])}
    for id in order:
        if id not in known:
            merge.problems.append((("order",), f'there is no step "{id}"{did_you_mean(str(id), steps)}'))
    merge.replaced[ORDER] = list(steps)
    then = merge.noted.get(ORDER, list(steps))
    if [id for id in then if id in steps] != [id for id in steps if id in then]:
        merge.conflicts.append(Conflict(("order",), then, list(steps), order))
    return [str(id) for id in order]


def _arranged(steps: Any, order: list[str]) -> Any:
    things = by_id(steps)
    return steps if things is None else [things[id] for id in arranged(list(things), order)]


def finished(session: Session, version: Version, library: ContentSource) -> Session:
    """The session without what it can no longer keep of its base: lengths out of reach, translations of texts that are gone."""
    lengths = (
        session.lengths if "lengths" in _own_keys(version) else reachable_lengths(session, session.lengths)
    )
    there = texts_of(session, library)
    phrases = {
        language: {english: text for english, text in each.items() if english in there or _says(version, language, english)}
        for language, each in session.phrases.items()
    }  # fmt: skip
    return session.model_copy(update={"lengths": lengths, "phrases": phrases})


def reachable_lengths(session: Session, wished: list[int]) -> list[int]:
    """Of shorter lengths those that the session's cuts reach to the minute; where none is, quarters of an hour that are."""

    def reached(length: int) -> bool:
        try:
            return length < session.minutes and sum(fit(session.steps, length)) == length
        except TooShort:
            return False

    minutes = sum(step.minutes for step in session.steps)
    return [*filter(reached, wished)] or [*filter(reached, range(minutes // 15 * 15, 0, -15))]


def version_notes(at: Document) -> Iterator[str]:
    """What the author of a version should know of its base."""
    if not isinstance(at, Version):
        return
    seen = f"kit versions {at.data.get('id')} --seen"
    for each in at.conflicts:
        place = " > ".join(each.place)
        if each.now is None:
            yield f'{place}: "{at.extends}" has this no more, so what is changed of it is left aside. When you have seen it: {seen}'
        else:
            yield (
                f'{place}: both changed this. "{at.extends}" said {_shown(each.then)}, and now says {_shown(each.now)}; '
                f"here it is {_shown(each.here)}. When you have seen it: {seen}"
            )
    if at.unnoted:
        yield f'what "{at.extends}" says is not noted yet, so what changes there later could not be told. Note it: {seen}'


# -- what the replaced pieces were --------------------------------------------------------------------


def notes_path(path: Path) -> Path:
    """The file that holds them, beside the version's own."""
    return path.with_suffix(".base.json")


def read_notes(path: Path) -> dict[str, Any]:
    """What each piece was that a version replaces; nothing where that was not noted."""
    file = notes_path(path)
    if not file.is_file():
        return {}
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        return dict(noted["replaced"])
    except (ValueError, KeyError, TypeError):
        raise ContentError(
            f"{short(file)} cannot be read. It was written by the kit and is changed by nobody.",
            f"Take it away, then note anew: kit versions {path.stem.partition('-')[2]} --seen",
        ) from None


def base_notes(version: Version, keep: bool = False) -> str:
    """The text of that file as it is to stand from now on; `keep` leaves what is noted already, as not yet seen."""
    before = read_notes(version.path) if keep else {}
    replaced = {path: before.get(path, now) for path, now in version.replaced.items()}
    noted = {"extends": version.extends, "replaced": replaced}
    return json.dumps(noted, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


# -- helpers -------------------------------------------------------------------------------------------


def _own_keys(version: Version) -> set[str]:
    return {key.value for key, _ in version.node.value}


def _says(version: Version, *place: str) -> bool:
    node = version.node
    for part in ("phrases", *place):
        found = child(node, part)
        if found is None:
            return False
        node = found[1]
    return True


def _translated(loc: Loc, whole: Any, base: Any) -> Loc | None:
    """A place of the whole session as a place of its base, by the ids on the way; None where the base has none."""
    there: list[int | str] = []
    for part in loc:
        whole = inner(whole, part)
        if isinstance(part, int) and isinstance(whole, Mapping):
            ids = list(by_id(base) or {})
            if id_of(whole) not in ids:
                return None
            part = ids.index(id_of(whole))
        base = inner(base, part)
        if base is None:
            return tuple(there) if isinstance(part, str) and there else None
        there.append(part)
    return tuple(there)


def _shown(value: Any) -> str:
    """A piece as it fits into a sentence."""
    if isinstance(value, Mapping):
        return f'"{value.get("title", id_of(value))}" in other words'
    if isinstance(value, list):
        return (
            "another list" if not all(isinstance(each, str) for each in value) else _shown("; ".join(value))
        )
    if value == DROP:
        return "dropped"
    return f'"{shorten(value, 60, placeholder="…")}"' if isinstance(value, str) else str(value)


def _whole(minutes: Any) -> int:
    return minutes if isinstance(minutes, int) else 0
