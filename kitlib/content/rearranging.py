"""What a meeting shows with its agenda rearranged while it runs: a step brought forward, or a step added.

What has begun stays where it is, and what a step takes up from an earlier one stays behind that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from kitlib.content.activities import KEPT, Again
from kitlib.content.checks import RESERVED
from kitlib.content.loading import Library
from kitlib.content.models import Session, Step
from kitlib.content.plan_acts import free_id
from kitlib.content.snapshot import Snapshot
from kitlib.content.translations import with_translations
from kitlib.errors import KitError, NotFoundError, did_you_mean

__all__ = ["added", "brought_forward"]

_OWN = {
    "title": "Write a title for the step.",
    "minutes": "Give the step 1 to 480 minutes.",
    "prompt": "Write what everybody is to do.",
}


def brought_forward(shown: Snapshot, step: str, running: str | None) -> Snapshot:
    """The same with a step next after the running one, or first where none runs. Raises KitError where it cannot stand there."""
    steps = list(shown.held.steps)
    ahead = _ahead(steps, running)
    found = next((each for each in steps[ahead:] if each.id == step), None)
    if found is None:
        begun = any(each.id == step for each in steps)
        why = "has begun already" if begun else "is not in this meeting"
        raise NotFoundError(
            f'The step "{step}" {why}{did_you_mean(step, [s.id for s in steps[ahead:]]) if not begun else ""}.',
            "Choose a step that is still ahead.",
        )
    steps.remove(found)
    for gone in _missing(found, steps[:ahead]):
        first = next(each for each in steps if gone in _ids(each))
        raise KitError(
            f"“{found.title}” takes up what is written in “{first.title}”, which is still ahead.",
            f"Bring “{first.title}” forward first.",
        )
    return _with(shown, [*steps[:ahead], found, *steps[ahead:]])


def added(
    shown: Snapshot, library: Library, step: Mapping[str, Any], after: str, running: str | None
) -> Snapshot:
    """The same with one more step: `{"block": name}`, or one with `title`, `minutes` and `prompt`.

    It stands after the step named by `after`, which is the running one or a later one; with none, next.
    """
    steps = list(shown.held.steps)
    ahead = _ahead(steps, running)
    ids = [each.id for each in steps]
    at = ids.index(after) + 1 if after in ids else ahead
    new = _of_block(library, str(step["block"])) if step.get("block") else _own(step)
    at = max(at, ahead)
    new = _fitted(new, ids, steps, at)
    own = [each for each in new.activities if not isinstance(each, Again)]
    instruments = {id: library.instrument(id) for each in own for id in each.instruments()}
    scales = [each.scale for each in instruments.values()]
    scales += [id for each in own for id in each.scales()]
    more = replace(
        shown,
        instruments={**instruments, **shown.instruments},  # what was rated already keeps its words
        scales={**{id: library.scale(id) for id in scales}, **shown.scales},
    )
    now = _with(more, [*steps[:at], new, *steps[at:]])
    words = library.catalogues.words(f"blocks/{step['block']}") if step.get("block") else {}
    return replace(now, held=with_translations(now.held, [words], [], []))


# -- one step ------------------------------------------------------------------------------------------


def _of_block(library: Library, name: str) -> Step:
    known = {each.id: each for each in library.blocks()}
    if name not in known:
        raise NotFoundError(
            f'There is no ready step "{name}"{did_you_mean(name, known)}', "Choose one of the list."
        )
    return known[name]


def _own(step: Mapping[str, Any]) -> Step:
    said = {key: step.get(key) for key in _OWN}
    try:
        return Step.model_validate({**said, "id": "step"})
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        raise KitError("The step cannot be added as it is.", _OWN[key]) from None


def _fitted(new: Step, ids: Sequence[str], steps: Sequence[Step], at: int) -> Step:
    """A step under ids that nothing else has, without what it would take up from steps that are not there."""
    id = free_id(new.title if new.id == "step" else new.id, ids)
    taken = {*RESERVED, *(id for each in steps for id in _ids(each))}
    names = {}
    for own in _ids(new):
        names[own] = free_id(own, taken)
        taken.add(names[own])
    missing = set(_missing(new, steps[:at]))
    data = json.loads(new.model_dump_json())
    activities = [_renamed(a, names) for a in data["activities"] if a.get("again") not in missing]
    data |= {"id": id, "added": True, "activities": activities}
    return Step.model_validate(data, context={KEPT: True})


def _renamed(activity: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """An activity whose own id, and what it says of others of its step, is as `names` says."""
    plain = ("kind", "title")
    return {
        key: names.get(value, value) if key not in plain and isinstance(value, str) else value
        for key, value in activity.items()
    }


def _ids(step: Step) -> list[str]:
    return [each.id for each in step.activities if not isinstance(each, Again)]


def _missing(step: Step, before: Sequence[Step]) -> Iterator[str]:
    """The activities that a step shows again and that stand in none before it."""
    there = {*(id for each in before for id in _ids(each)), *_ids(step)}
    yield from (a.again for a in step.activities if isinstance(a, Again) and a.again not in there)


# -- all steps -----------------------------------------------------------------------------------------


def _ahead(steps: Sequence[Step], running: str | None) -> int:
    """Where the steps begin that are still ahead."""
    return next((n for n, each in enumerate(steps, start=1) if each.id == running), 0)


def _with(shown: Snapshot, steps: list[Step]) -> Snapshot:
    held: Session = shown.held.model_copy(update={"steps": steps})
    return replace(shown, held=held)
