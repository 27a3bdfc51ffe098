"""What every activity of a step has, whatever its kind; and an activity shown once more.

The keys of each kind are in its own package: a subclass of `Activity`, found
through `kitlib.registry` when a session file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kitlib.content.base import Content, Id, Named, asked
from kitlib.errors import did_you_mean
from kitlib.registry import kinds

if TYPE_CHECKING:
    from kitlib.content.checks import ActivityCheck
    from kitlib.content.document import Problem
    from kitlib.content.timing import Group, Task

__all__ = ["ALL_PARTS", "KEPT", "Activity", "Again", "Placed", "keys_of"]

ALL_PARTS = "all"
KEPT = "kept"  # in the context of a validation: this was kept with a meeting


class Activity(Named):
    """What a session file may say of any activity. A kind's own keys are a subclass in its package."""

    #: The parts of it that a step may show by themselves.
    parts: ClassVar[tuple[str, ...]] = ()

    kind: str
    title: Annotated[str, asked("Heading above it", "Only where its own is not enough.")] = ""
    hidden: Annotated[bool, asked("Teams see it once you open it")] = False

    def instruments(self) -> Sequence[str]:
        """The ids of the instruments that it uses."""
        return ()

    def scales(self) -> Sequence[str]:
        """The ids of the scales that it uses in place of its instruments' own."""
        return ()

    def problems(self, check: ActivityCheck) -> Iterator[Problem]:
        """All that is wrong with it beyond its keys and types; `check` says where, and looks things up."""
        yield from ()

    @property
    def people(self) -> int | None:
        """How many people sit at a table, for a kind that offers seats."""
        return None

    def tasks(self, group: Group) -> Iterator[Task]:
        """What people do in it and how long that takes them at the least, by the figures of `kitlib.content.timing`."""
        yield from ()

    def tasks_again(self, group: Group, part: str) -> Iterator[Task]:
        """The same where it, or a part of it, is shown again in a later step."""
        yield from ()


class Again(Content):
    """An activity of an earlier step, shown once more with the same answers."""

    again: Id
    part: str = ALL_PARTS  # of an activity that has parts, only this one


def keys_of(kind: str) -> type[Activity]:
    """The model of a kind's keys. Raises KeyError for a kind that is not installed."""
    keys: type[Activity] = kinds()[kind].load("keys")
    return keys


def _placed(value: Any, info: ValidationInfo) -> Activity | Again:
    """An activity of any installed kind, or one shown again, from what stands in a step.

    Where the context says `KEPT`, it was sound when it was written down: keys that its kind no longer has are left
    out, and a kind that is no longer installed is no reason to lose the meeting.
    """
    kept = bool(info.context and info.context.get(KEPT))
    if isinstance(value, Activity | Again):
        return value
    if not isinstance(value, dict):
        raise PydanticCustomError("model_type", "must hold keys and values")
    if "again" in value:
        return Again.model_validate(value, extra="ignore" if kept else None)
    kind = value.get("kind")
    if kind is None:
        raise PydanticCustomError("kind_missing", 'needs "kind"')
    if kept and kind not in kinds():
        return Activity.model_validate(value, extra="ignore", context=info.context)
    if not isinstance(kind, str) or kind not in kinds():
        hint = did_you_mean(str(kind), kinds())
        known = ", ".join(kinds())
        raise PydanticCustomError(
            "kind_unknown", f'unknown kind "{str(kind)[:40]}"{hint}; known kinds: {known}'
        )
    return keys_of(kind).model_validate(value, extra="ignore" if kept else None, context=info.context)


class _OfAnyKind:
    """Tells pydantic how an activity is read: by the keys of its kind, which is known only when a file is read."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(_placed)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        models: list[type[Content]] = [Again, *map(keys_of, kinds())]
        return {"oneOf": [handler(model.__pydantic_core_schema__) for model in models]}


Placed = Annotated[Activity | Again, _OfAnyKind]
