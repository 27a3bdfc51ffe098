"""What differs between two forms of the same data, and one form made from the other by saying only that.

Data are dictionaries, lists and texts, as a YAML file holds them. Of a list whose things have ids, what differs is said
by id: `{scene: drop, moment: {minutes: 10}, rest: {after: moment, title: …}}`. Everything else is replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kitlib.errors import did_you_mean

__all__ = [
    "DROP",
    "Conflict",
    "Merge",
    "Place",
    "arranged",
    "by_id",
    "difference",
    "id_of",
    "things_difference",
]

DROP = "drop"
Place = tuple[str, ...]  # keys and ids from the top down
#: Texts whose translation stands beside them; a new text is not translated yet.
_TRANSLATED = ("prompt", "text", "label")
_MISSING: Any = object()


@dataclass(frozen=True)
class Conflict:
    """A piece that was replaced here and has changed below since: `then` and `now` are below, `here` is what stands."""

    place: Place
    then: Any
    now: Any  # None: it is gone
    here: Any


@dataclass
class Merge:
    """One merging: what came of it beside the data. `noted` is what each replaced piece was when that was written."""

    noted: Mapping[str, Any]
    base_name: str = ""
    replaced: dict[str, Any] = field(default_factory=dict)  # what each replaced piece is now
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[tuple[Place, str]] = field(default_factory=list)

    def merged(self, base: Any, said: Any, at: Place = ()) -> Any:
        """The base with what is said of it."""
        if _is_drop(said) and isinstance(base, Mapping | list):
            self.problems.append((at, f'to leave it out, write {DROP} in small letters; found "{said}"'))
            return base
        if isinstance(said, Mapping):
            if isinstance(base, Mapping):
                return self._keys(base, said, at)
            if (things := by_id(base)) is not None:
                return self._things(things, said, at)
        self._note(at, base, said)
        return said

    def _keys(self, base: Mapping[str, Any], said: Mapping[str, Any], at: Place) -> dict[str, Any]:
        out = dict(base)
        for key, new in said.items():
            if new == DROP:
                if key in base:
                    self._note((*at, key), base[key], new)
                    del out[key]
                elif not self._was_there((*at, key), new):
                    self._no_such(base, key, at)
            elif key in base:
                out[key] = self.merged(base[key], new, (*at, key))
            elif not self._was_there((*at, key), new):
                out[key] = new
        if "translations" not in said and any(
            said.get(key, base.get(key)) != base.get(key) for key in _TRANSLATED
        ):
            out.pop("translations", None)
        return out

    def _things(self, base: dict[str, Any], said: Mapping[str, Any], at: Place) -> list[Any]:
        out = {}
        for id, thing in base.items():
            if said.get(id) == DROP:
                self._note((*at, id), thing, DROP)
            elif id in said and not isinstance(said[id], Mapping) and not _is_drop(said[id]):
                out[id] = thing
                what = f"says what differs, such as {{title: …}}, or {DROP}; found neither"
                self.problems.append(((*at, id), what))
            else:
                out[id] = self.merged(thing, said[id], (*at, id)) if id in said else thing
        for id, new in said.items():
            if id in base or self._was_there((*at, id), new):
                continue
            if _is_drop(new):
                self._no_such(base, id, at)
            else:
                out = self._placed(out, id, new, base, at)
        return list(out.values())

    def _no_such(self, base: Mapping[str, Any], id: str, at: Place) -> None:
        """Tell of something that is to be left out and is not there."""
        hint = did_you_mean(str(id), base) or f". It has: {', '.join(base)}"
        self.problems.append(((*at, id), f'{self.base_name} has no "{id}" that could be dropped{hint}'))

    def _placed(
        self, out: dict[str, Any], id: str, new: Any, base: dict[str, Any], at: Place
    ) -> dict[str, Any]:
        """The things with a new one, at the place that it names."""
        anchors = [key for key in ("after", "before") if isinstance(new, Mapping) and key in new]
        if not anchors:
            hint = did_you_mean(id, base)
            self.problems.append(
                (
                    (*at, id),
                    f'{self.base_name} has no "{id}"{hint or "."} It has: {", ".join(base)}. '
                    'Something new says where it stands: "after: …"',
                )
            )
            return out
        thing = {key: value for key, value in new.items() if key not in ("after", "before")}
        whole = thing if "again" in thing else {"id": id, **thing}
        side, anchor = anchors[0], new[anchors[0]]
        ids = list(out)
        self.replaced["/".join((*at, ":order"))] = list(base)
        if anchor in ids:
            index = ids.index(anchor) + (side == "after")
        elif anchor in (order := self.noted.get("/".join((*at, ":order")), [])):
            before = [each for each in order[: order.index(anchor)] if each in ids]
            index = ids.index(before[-1]) + 1 if before else 0  # what it stood beside is gone, or was dropped
        elif anchor in base:
            before = [each for each in list(base)[: list(base).index(anchor)] if each in ids]
            index = ids.index(before[-1]) + 1 if before else 0
        else:
            self.problems.append(
                ((*at, id, side), f'there is no "{anchor}" here{did_you_mean(str(anchor), ids)}')
            )
            return out
        things = list(out.items())
        return dict([*things[:index], (id, whole), *things[index:]])

    def _note(self, at: Place, now: Any, here: Any) -> None:
        path = "/".join(at)
        self.replaced[path] = now
        then = self.noted.get(path, now)
        if then != now and now != here:
            self.conflicts.append(Conflict(at, then, now, here))

    def _was_there(self, at: Place, here: Any) -> bool:
        """Whether a change is of something that stood below once and is gone: it is left aside, and told."""
        path = "/".join(at)
        thens = {key: then for key, then in self.noted.items() if key == path or key.startswith(path + "/")}
        if not thens:
            return False
        self.replaced |= thens
        self.conflicts.append(Conflict(at, thens.get(path, thens), None, here))
        return True


def _is_drop(said: Any) -> bool:
    """Whether something is to be left out, in whichever letters it is written."""
    return isinstance(said, str) and said.strip().lower() == DROP


def by_id(value: Any) -> dict[str, Any] | None:
    """The things of a list by id, an activity shown again by the id of the first; None for any other list or thing."""
    if not isinstance(value, list) or not value or not all(isinstance(each, Mapping) for each in value):
        return None
    ids = [id_of(each) for each in value]
    if not all(ids) or len(set(ids)) < len(ids):
        return None
    return dict(zip(ids, value, strict=True))


def id_of(thing: Mapping[str, Any]) -> str:
    """By which id a thing of a list is named, a step that takes a block by the name of that; empty for one that has none."""
    id = thing.get("id", thing.get("again", thing.get("block")))
    return id if isinstance(id, str) else ""


def arranged(ids: Sequence[str], order: Sequence[str]) -> list[str]:
    """Ids in the order given; one that it does not name stays where it is."""
    named = iter([id for id in order if id in ids])
    return [next(named) if id in order else id for id in ids]


def difference(base: Any, wanted: Any) -> Any:
    """The least that must be said of `base` so that merging makes `wanted` of it; None where nothing differs."""
    if base == wanted:
        return None
    if isinstance(base, Mapping) and isinstance(wanted, Mapping):
        said = dict(_keys(base, wanted))
    elif (old := by_id(base)) is not None and (new := by_id(wanted)) is not None:
        said = things_difference(old, new)
    else:
        return wanted
    return said if Merge({}).merged(base, said) == wanted else wanted


def _keys(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in wanted.items():
        if key not in base:
            yield key, value
        elif (said := difference(base[key], value)) is not None:
            yield key, said
    for key in base:
        if key not in wanted and not (key == "translations" and _reworded(base, wanted)):
            yield key, DROP
    if (
        "translations" in wanted
        and base.get("translations") == wanted["translations"]
        and _reworded(base, wanted)
    ):
        yield "translations", wanted["translations"]


def _reworded(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return any(base.get(key) != wanted.get(key) for key in _TRANSLATED)


def things_difference(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What must be said of things by id: dropped, changed and new ones; of those that stay, not in which order."""
    return dict(_things(base, wanted))


def _things(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for id in base:
        if id not in wanted:
            yield id, DROP
    ids = list(wanted)
    first = next((id for id in ids if id in base), None)
    for i, id in enumerate(ids):
        if id in base:
            if (said := difference(base[id], wanted[id])) is not None:
                yield id, said
            continue
        place = {"after": ids[i - 1]} if i else {"before": first}
        yield id, {**place, **{key: value for key, value in wanted[id].items() if key != "id"}}
