"""What each change of a form makes of the data of an instrument: of what is said of all of it, and of its statements.

A change is one of `{"instrument": keys}`, `{"item": id, "keys": {…}}`, `{"add": {…}, "after": id}`, `{"drop": id}`,
`{"move": id, "after": id}`; `{"points": {…}}` for a scale of its own, or `{"points": None}` for none after all; and
what stands for a text in another language, as `said` has it.
An `after` that is empty is the beginning; a key that is None is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from kitlib.content.said import Said, say_in_file
from kitlib.errors import KitError, NotFoundError, did_you_mean

__all__ = ["Acted", "Change", "acted", "place_of"]

Change = Mapping[str, Any]
#: What stands beside a text in its file -> the text. Where that changes, they are to be looked at again.
_BESIDE = {"titles": "title", "intros": "intro"}


@dataclass
class Acted:
    """What came of changes: the data, a scale of its own if it has one, and what was said in other languages."""

    data: dict[str, Any]
    points: dict[str, Any] | None = None
    said: dict[tuple[str, str], Said] = field(default_factory=dict)  # language and place


def acted(base: Mapping[str, Any], changes: Sequence[Change]) -> Acted:
    """The data with changes made to them, one after the other. Raises KitError for one that cannot be."""
    done = Acted(deepcopy(dict(base)))
    for change in changes:
        _act(done, change)
    _lay_aside(done, base)
    _say_in_file(done)
    return done


def place_of(loc: Sequence[int | str], data: Mapping[str, Any]) -> str:
    """By which a form knows a place in a file: `title`, `items/<id>/text`."""
    if len(loc) > 1 and loc[0] == "items" and isinstance(loc[1], int):
        return "/".join(["items", str(data["items"][loc[1]]["id"]), *map(str, loc[2:3])])
    return str(loc[0]) if loc else ""


def _act(done: Acted, change: Change) -> None:
    items = done.data["items"]
    if "instrument" in change:
        _set(done.data, change["instrument"])
    elif "item" in change:
        _set(items[_at(change["item"], items)], change["keys"])
    elif "add" in change:
        items.insert(_behind(change, items), {**change["add"]})
    elif "drop" in change:
        del items[_at(change["drop"], items)]
    elif "move" in change:
        item = items.pop(_at(change["move"], items))
        items.insert(_behind(change, items), item)
    elif "points" in change:
        done.points = deepcopy(change["points"])
    elif "words" in change:
        said = Said.of(change)
        done.said[said.language, said.place] = said
    else:
        raise KitError(
            f"This is no change of an instrument: {', '.join(map(str, change))}.", "Say what is to change."
        )


def _set(thing: dict[str, Any], keys: Mapping[str, Any]) -> None:
    thing.update(keys)
    for key in [key for key, value in thing.items() if value is None]:
        del thing[key]


def _at(id: Any, items: Sequence[Mapping[str, Any]]) -> int:
    ids = [item["id"] for item in items]
    if id not in ids:
        raise NotFoundError(
            f'There is no statement "{id}" in this instrument{did_you_mean(str(id), ids)}',
            f"Its statements are: {', '.join(ids)}",
        )
    return ids.index(id)


def _behind(change: Change, items: Sequence[Mapping[str, Any]]) -> int:
    after = str(change.get("after", ""))
    return _at(after, items) + 1 if after else 0


def _lay_aside(done: Acted, base: Mapping[str, Any]) -> None:
    """Take translations out of the file that are of a text as it was: they wait for somebody to look at them."""
    for key, text in _BESIDE.items():
        if base.get(key) and done.data.get(text) != base.get(text):
            _waits(done, text, str(base.get(text, "")), done.data.pop(key, None))
    before = {item["id"]: item for item in base["items"]}
    for item in done.data["items"]:
        was = before.get(item["id"], {})
        if was.get("translations") and item.get("text") != was.get("text"):
            _waits(done, f"items/{item['id']}/text", str(was.get("text", "")), item.pop("translations", None))


def _waits(done: Acted, place: str, english: str, translations: Any) -> None:
    for language, words in (translations or {}).items():
        done.said.setdefault((language, place), Said(place, language, english, str(words)))


def _say_in_file(done: Acted) -> None:
    """Where the file itself says a translation, it is changed there."""
    for at, said in list(done.said.items()):
        if say_in_file(done.data, said):
            del done.said[at]
