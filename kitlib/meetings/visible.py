"""What people see of a session in a meeting, and what a newer version changes of that, in sentences.

What nobody sees there is no reason for a newer version: how a session is found, notes on its sources, whose words they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kitlib.content.activities import Again
from kitlib.content.models import Step
from kitlib.content.snapshot import Snapshot

__all__ = ["visible_changes"]

_TRANSLATED = {"translations", "titles", "intros", "phrases"}
_UNSEEN = {"reviewed", "version", "made_by"}  # what a file says of itself
#: What stands beside the steps, as it is called in a sentence.
_BESIDE = {
    "purpose": "What the meeting is for",
    "outcomes": "What people can do by the end",
    "product": "What the team leaves with",
    "audience": "For whom it is",
    "leads": "Who leads",
    "in_room": "Who must be in the room",
    "prework": "What is to be done before",
    "announcement": "The message that announces it",
    "materials": "What to bring",
    "roles": "The roles to give out",
    "care": "What keeps people safe",
    "follow_up": "What happens afterwards",
    "edition": "The edition that it is built on",
    "lengths": "Its shorter lengths",
}


def visible_changes(old: Snapshot, new: Snapshot, was: Mapping[str, str]) -> Iterator[str]:
    """Each change that somebody in the meeting can see; `was` are the former ids of steps, by their ids."""
    if old.held.title != new.held.title:
        yield f"It is called “{new.held.title}”."
    yield from _of_steps(old, new, was)
    before, after = (_english(each.held.model_dump(mode="json")) for each in (old, new))
    yield from (f"{words} changed." for key, words in _BESIDE.items() if before.get(key) != after.get(key))
    if _links(old) != _links(new):
        yield "Where its links lead changed."
    if _translations(old.to_json()) != _translations(new.to_json()):
        yield "Words in other languages changed."


def _of_steps(old: Snapshot, new: Snapshot, was: Mapping[str, str]) -> Iterator[str]:
    then, now = {s.id: s for s in old.held.steps}, {s.id: s for s in new.held.steps}
    stay = [was.get(id, id) for id in now]
    for id, step in then.items():
        if id not in stay:
            yield f"“{step.title}” is no longer in it."
    for id, step in now.items():
        before = then.get(was.get(id, id))
        if before is None:
            yield f"“{step.title}” is new, {step.minutes} minutes."
        else:
            yield from _of_step(before, old, step, new)
    if [id for id in then if id in stay] != [id for id in stay if id in then]:
        yield "The steps stand in another order."


def _of_step(before: Step, old: Snapshot, step: Step, new: Snapshot) -> Iterator[str]:
    if before.title != step.title:
        yield f"“{before.title}” is called “{step.title}”."
    if before.minutes != step.minutes:
        yield f"“{step.title}” has {step.minutes} minutes, it had {before.minutes}."
    if _asked(before, old) != _asked(step, new):
        yield f"“{step.title}” asks something else, or in other words."
    if _led(before) != _led(step):
        yield f"How “{step.title}” is led changed: its notes, how people sit, or what gives way."


def _asked(step: Step, of: Snapshot) -> Any:
    """What a step asks: its prompt and activities, with the instruments and scales that these use."""
    used = [of.held.activities[placed.id] for placed in step.activities if not isinstance(placed, Again)]
    instruments = [of.instrument(id) for each in used for id in each.instruments()]
    scales = [
        of.scale(id) for id in (*(i.scale for i in instruments), *(s for a in used for s in a.scales()))
    ]
    activities = [placed.model_dump(mode="json") for placed in step.activities]
    return step.prompt, _english(
        [*activities, *(each.model_dump(mode="json") for each in (*instruments, *scales))]
    )


def _led(step: Step) -> Any:
    return _english(
        step.model_dump(mode="json", include={"facilitator", "difficulties", "grouping", "cut", "short"})
    )


def _links(of: Snapshot) -> Any:
    return of.of_resource.url, {each.id: each.url for each in of.held.sources}


def _english(told: Any) -> Any:
    """Plain JSON of content without its translations, and without what it says of itself."""
    if isinstance(told, dict):
        return {k: _english(each) for k, each in told.items() if k not in _TRANSLATED | _UNSEEN}
    return [_english(each) for each in told] if isinstance(told, list) else told


def _translations(told: Any) -> list[Any]:
    """All that is said in other languages, in its order; but not whose words they are."""
    if isinstance(told, dict):
        own = [each for key, each in told.items() if key in _TRANSLATED and each]
        rest = (each for key, each in told.items() if key not in _TRANSLATED | {"provenance"})
        return own + [found for each in rest for found in _translations(each)]
    return [found for each in told for found in _translations(each)] if isinstance(told, list) else []
