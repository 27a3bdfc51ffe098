"""What each change makes of the data of a session: of its steps, of the activities in them, and of all of it.

A step may say `block` in the place of what that block says. What is changed of it is then said beside `block`, a list as
a whole, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import deepcopy
from typing import Any

from kitlib.content.checks import RESERVED
from kitlib.content.document import Document
from kitlib.content.layers import Layers
from kitlib.content.models import Step
from kitlib.content.overlay import id_of
from kitlib.content.said import said_in, say_in_file
from kitlib.errors import KitError, NotFoundError, did_you_mean

__all__ = ["Blocks", "Change", "blocks_in", "changed", "free_id", "with_blocks"]

Change = Mapping[str, Any]
Blocks = Callable[[str], Mapping[str, Any]]  # what the block of a name says; nothing where there is none
Thing = dict[str, Any]


def changed(
    data: Mapping[str, Any],
    changes: Sequence[Change],
    base: Mapping[str, Any] | None = None,
    blocks: Blocks = lambda name: {},
) -> Thing:
    """The data of a session with changes made to it, one after the other. Raises KitError for one that cannot be.

    From `base` comes what is brought back.
    """
    plan = _Plan(deepcopy(dict(data)), (base or data)["steps"], blocks)
    for change in changes:
        act = next((act for key, act in _ACTS.items() if key in change), None)
        if act is None:
            raise KitError(
                f"This is no change of a session: {', '.join(map(str, change))}.", "Say what is to change."
            )
        act(plan, change)
    made = {**plan.whole, "steps": plan.said()}
    for said in said_in(changes).values():
        say_in_file(made, said)
    return made


def blocks_in(layers: Layers) -> Blocks:
    """What the blocks of some layers say."""

    def block(name: str) -> Mapping[str, Any]:
        path = layers.find("blocks", f"{name}.yaml")
        return Document.read(path).data if path else {}

    return block


def with_blocks(data: Mapping[str, Any], blocks: Blocks) -> Thing:
    """Data in which a step that takes a block says what that block says."""
    steps = [{**blocks(str(step["block"])), **step} if "block" in step else step for step in data["steps"]]
    return {**data, "steps": steps}


def free_id(words: str, taken: Collection[str]) -> str:
    """An id made of some words that is not taken yet."""
    wished = re.sub(r"[^a-z0-9]+", "-", words.lower())[:40]
    wished = re.sub(r"^[^a-z]+|-+$", "", wished) or "step"
    id, n = wished, 2
    while id in taken:
        id, n = f"{wished}-{n}", n + 1
    return id


class _Plan:
    """A session while it is changed."""

    def __init__(self, whole: Thing, before: Sequence[Mapping[str, Any]], blocks: Blocks) -> None:
        self.whole = whole
        self.before = before
        self.blocks = blocks
        self.steps: dict[str, Thing] = {id_of(step): step for step in whole["steps"]}

    def said(self) -> list[Thing]:
        """The steps; of a block's activities nothing is said where they are the block's own."""
        spoken = {id_of(step) for step in self.before if "activities" in step}
        for id, step in self.steps.items():
            if id not in spoken and step.get("activities") == self._block_of(step).get("activities", self):
                del step["activities"]
        return list(self.steps.values())

    # -- steps -------------------------------------------------------------------

    def drop(self, change: Change) -> None:
        """Take a step out, and in the other steps what shows its activities once more, or looks back at them."""
        id = self._known(change["drop"])
        gone = {each["id"] for each in self._activities(id) if "id" in each}
        del self.steps[id]
        self._forget(gone)

    def back(self, change: Change) -> None:
        """Put a step that was left out behind the nearest one before it that is there."""
        whole = {id_of(step): step for step in self.before}
        order = list(whole)
        id = _known(change["back"], whole)
        there = [each for each in order[: order.index(id)] if each in self.steps]
        self._place(deepcopy(dict(whole[id])), there[-1] if there else "")

    def move(self, change: Change) -> None:
        step = self.steps.pop(self._known(change["move"]))
        self._place(step, str(change.get("after", "")))

    def add(self, change: Change) -> None:
        """A new step, under an id that no other has."""
        step = change["add"]
        id = free_id(str(step.get("id") or step.get("block") or step.get("title", "")), self.steps)
        named = {"id": id, **{key: value for key, value in step.items() if key != "id"}}
        self._place(named, str(change.get("after", "")))

    def set_step(self, change: Change) -> None:
        step = self.steps[self._known(change["step"])]
        _set(step, change["keys"], self._block_of(step))

    def set_whole(self, change: Change) -> None:
        _set(self.whole, change["session"])

    # -- activities --------------------------------------------------------------

    def set_activity(self, change: Change) -> None:
        id = str(change["activity"])
        step = next((each for each in self.steps if id in self._ids(each)), None)
        if step is None:
            found = [id for each in self.steps for id in self._ids(each)]
            raise NotFoundError(
                f'There is no activity "{id}" in this session{did_you_mean(id, found)}',
                f"Its activities are: {', '.join(found)}",
            )
        _set(next(each for each in self._own_activities(step) if each.get("id") == id), change["keys"])

    def put(self, change: Change) -> None:
        """A new activity, under an id that no other has; or one of an earlier step, shown again."""
        step, new = self._known(change["into"]), dict(change["put"])
        if "again" not in new:
            taken = {*RESERVED, *(id for each in self.steps for id in self._ids(each))}
            new = {"id": free_id(str(new.get("id") or new["kind"]), taken), **_without(new, {"id"})}
        self._place_activity(step, new, str(change.get("after", "")))

    def take(self, change: Change) -> None:
        """Take an activity out of a step; where it is no showing again, also what points to it."""
        found = self._taken(change)
        if "id" in found:
            self._forget({found["id"]})

    def shift(self, change: Change) -> None:
        """Move an activity within its step, or into another one."""
        found = self._taken({"take": change["shift"], "of": change["of"]})
        self._place_activity(
            self._known(change.get("into", change["of"])), found, str(change.get("after", ""))
        )

    def say(self, change: Change) -> None:
        """What is said in another language changes nothing of the English; see `kitlib.content.said`."""

    # -- helpers -----------------------------------------------------------------

    def _known(self, id: Any) -> str:
        return _known(id, self.steps)

    def _place(self, step: Thing, after: str) -> None:
        ids = list(self.steps)
        ids.insert(ids.index(_known(after, self.steps)) + 1 if after else 0, id_of(step))
        self.steps = {id: step if id == id_of(step) else self.steps[id] for id in ids}

    def _block_of(self, step: Thing) -> Mapping[str, Any]:
        return self.blocks(str(step["block"])) if "block" in step else {}

    def _activities(self, step: str) -> Sequence[Mapping[str, Any]]:
        """What a step has, of its block too; not to be changed."""
        of = self.steps[step]
        found: Sequence[Mapping[str, Any]] = of.get("activities", self._block_of(of).get("activities", []))
        return [each for each in found if isinstance(each, Mapping)]

    def _ids(self, step: str) -> list[str]:
        return [str(each["id"]) for each in self._activities(step) if "id" in each]

    def _own_activities(self, step: str) -> list[Thing]:
        """The same, as the step itself says it from now on."""
        if "activities" not in self.steps[step]:
            self.steps[step]["activities"] = deepcopy(list(self._activities(step)))
        own: list[Thing] = self.steps[step]["activities"]
        return own

    def _place_activity(self, step: str, new: Thing, after: str) -> None:
        own = self._own_activities(step)
        ids = [id_of(each) for each in own]
        if after and after not in ids:
            raise NotFoundError(
                f'There is no activity "{after}" in this step.', f"It has: {', '.join(ids) or 'none'}"
            )
        own.insert(ids.index(after) + 1 if after else 0, new)

    def _taken(self, change: Change) -> Thing:
        step, id = self._known(change["of"]), str(change["take"])
        own = self._own_activities(step)
        found = next((each for each in own if id_of(each) == id), None)
        if found is None:
            raise NotFoundError(f'There is no activity "{id}" in this step.', "Reload the page.")
        own.remove(found)
        return found

    def _forget(self, gone: Collection[str]) -> None:
        """Leave out what points to activities that are gone."""
        for id in self.steps:
            there = self._activities(id)
            left = [found for each in there if (found := _unpointed(each, gone))]
            if left != list(there):
                self.steps[id]["activities"] = left


_ACTS: Mapping[str, Callable[[_Plan, Change], None]] = {
    "drop": _Plan.drop, "back": _Plan.back, "move": _Plan.move, "add": _Plan.add, "step": _Plan.set_step,
    "session": _Plan.set_whole, "activity": _Plan.set_activity, "put": _Plan.put, "take": _Plan.take,
    "shift": _Plan.shift, "words": _Plan.say,
}  # fmt: skip


def _unpointed(activity: Mapping[str, Any], gone: Collection[str]) -> Thing:
    """An activity without what points to activities that are gone; nothing where it does nothing else."""
    plain = ("id", "kind", "title", "hidden")
    back = {
        key
        for key, value in activity.items()
        if key not in plain and isinstance(value, str) and value in gone
    }
    left = _without(activity, back)
    return left if not back or left.keys() - plain - {"part"} else {}


def _without(thing: Mapping[str, Any], keys: Collection[str]) -> Thing:
    return {key: value for key, value in thing.items() if key not in keys}


def _set(thing: Thing, keys: Mapping[str, Any], block: Mapping[str, Any] | None = None) -> None:
    """Set keys; one that is to be None is taken out. A text in other words loses the translation of the old ones.

    Beside a block is said what differs from it; what is to be none of it, as the key's default.
    """
    block = block or {}
    before = {**block, **thing}
    for key, value in keys.items():
        if value is None and key in block:
            value = Step.model_fields[key].get_default(call_default_factory=True)
        elif value is None:
            thing.pop(key, None)
            continue
        if key in thing or block.get(key) != value:
            thing[key] = value
    if before.get("prompt") != {**block, **thing}.get("prompt") and "translations" not in keys:
        thing.pop("translations", None)
        if "translations" in block:
            thing["translations"] = {}


def _known(id: Any, known: Mapping[str, Any]) -> str:
    if id not in known:
        raise NotFoundError(
            f'There is no step "{id}" in this session{did_you_mean(str(id), known)}',
            f"Its steps are: {', '.join(known)}",
        )
    return str(id)
