"""What participants read of a session, an instrument, a scale, a block or a reminder: each text with its place.

It is what a translation is of. Who leads reads more (notes, difficulties, the announcement); that is not among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, singledispatch
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.functional_validators import AfterValidator

from kitlib.content.activities import Activity
from kitlib.content.base import Content
from kitlib.content.instruments import Instrument, Scale
from kitlib.content.models import Session, Step
from kitlib.content.reminders import Reminder

__all__ = ["Shown", "by_english", "shown_in"]

_SESSION = ("title", "purpose", "outcomes", "product", "care", "roles")
_STEP = ("title", "grouping", "prompt")
#: Keys that hold words of no use in another language, or that stand in the model of what they name.
_UNREAD = frozenset({"id", "was", "kind", "instrument", "domains", "translations"})


@dataclass(frozen=True)
class Shown:
    """One text, and where it stands by ids and keys: "steps/welcome/prompt"."""

    place: str
    english: str


def by_english(shown: Iterator[Shown]) -> dict[str, list[str]]:
    """Each text once, in its order, with all places where it stands."""
    found: dict[str, list[str]] = {}
    for each in shown:
        found.setdefault(each.english, []).append(each.place)
    return found


@singledispatch
def shown_in(thing: Any) -> Iterator[Shown]:
    """Each text that participants read of a thing of the content, in the order of its file."""
    raise TypeError(f"{type(thing).__name__} is read by nobody")


@shown_in.register
def _of_session(session: Session) -> Iterator[Shown]:
    yield from _at(session, _SESSION, "")
    for step in session.steps:
        yield from _of_step(step, f"steps/{step.id}/")


@shown_in.register
def _of_step(step: Step, under: str = "") -> Iterator[Shown]:
    yield from _at(step, _STEP, under)
    for activity in step.activities:
        if isinstance(activity, Activity):
            yield from _model(activity, f"{under}activities/{activity.id}/")


@shown_in.register
def _of_instrument(instrument: Instrument) -> Iterator[Shown]:
    yield from _at(instrument, ("title", "intro", "made_by"), "")
    for item in instrument.items:
        yield from _at(item, ("text", "domain", "help"), f"items/{item.id}/")


@shown_in.register
def _of_scale(scale: Scale) -> Iterator[Shown]:
    for point in scale.points:
        yield from _at(point, ("label", "help"), f"{scale.id}/points/{point.value}/")


@shown_in.register
def _of_reminder(reminder: Reminder) -> Iterator[Shown]:
    for line in reminder.lines():
        yield Shown("line", line)


# -- any model -----------------------------------------------------------------------------------------


def _at(thing: Content, keys: Sequence[str], under: str) -> Iterator[Shown]:
    for key in keys:
        value = getattr(thing, key)
        if isinstance(value, list):
            yield from (Shown(f"{under}{key}/{i}", text) for i, text in enumerate(value, start=1))
        elif value:
            yield Shown(f"{under}{key}", value)


def _model(thing: Content, under: str) -> Iterator[Shown]:
    """All words of a model whose keys only its own package knows; what it has by default, the kit says itself."""
    for key, hint in _worded(type(thing)):
        value = getattr(thing, key)
        if value and value != type(thing).model_fields[key].default:
            yield from _value(value, hint, f"{under}{key}")


def _value(value: Any, hint: Any, at: str) -> Iterator[Shown]:
    if isinstance(value, str):
        if _is_words(hint) and any(map(str.isalpha, value)):
            yield Shown(at, value)
    elif isinstance(value, Content):
        yield from _model(value, f"{at}/")
    elif isinstance(value, list):
        for i, each in enumerate(value, start=1):
            yield from _value(each, _within(hint), f"{at}/{getattr(each, 'id', i)}")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _value(each, _within(hint), f"{at}/{key}")


@cache
def _worded(model: type[Content]) -> tuple[tuple[str, Any], ...]:
    """The keys of a model that may hold words, with their types."""
    found = []
    for key, info in model.model_fields.items():
        hint: Any = info.annotation
        for one in info.metadata:
            hint = Annotated[hint, one]
        if key not in _UNREAD and get_origin(info.annotation) is not Literal:
            found.append((key, hint))
    return tuple(found)


def _is_words(hint: Any) -> bool:
    """Whether a type takes any words: not one of a few, no id, no address."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        if any(isinstance(m, AfterValidator) or getattr(m, "pattern", None) for m in more):
            return False
        return _is_words(inner)
    if get_origin(hint) in (Union, UnionType):
        return any(map(_is_words, get_args(hint)))
    return hint is str


def _within(hint: Any) -> Any:
    """The type of what a list or a mapping holds."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    return get_args(hint)[-1] if get_args(hint) else hint
