"""Which keys may stand where in a file, as its model says: for telling an author what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from kitlib.content.activities import Activity, Again, keys_of

__all__ = ["all_keys", "inner", "keys_at"]


@cache
def all_keys(model: type[BaseModel]) -> frozenset[str]:
    """Every key that a file of this sort may hold, at any depth."""

    def keys(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
            for value in schema.values():
                yield from keys(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from keys(value)

    return frozenset(keys(model.model_json_schema())) | {"block"}


def keys_at(model: type[BaseModel], data: Any, loc: tuple[int | str, ...]) -> frozenset[str]:
    """The keys that may stand at a place within `data`, which is to be a `model`; none where that place has no fixed ones."""
    found: Any = model
    for part in loc:
        data = inner(data, part)
        if isinstance(part, int):
            found = next(iter(get_args(found)), None)  # of a list, what is in it
        else:
            field = _fields(found).get(part)
            found = None if field is None else field.annotation
        found = _one(found, data)
    block = {"block"} if len(loc) == 2 and loc[0] == "steps" else set()
    return frozenset(_fields(found)) | block


def inner(value: Any, part: int | str) -> Any:
    """What stands at a key or an index, None where nothing does."""
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _fields(found: Any) -> dict[str, Any]:
    return found.model_fields if isinstance(found, type) and issubclass(found, BaseModel) else {}


def _one(found: Any, data: Any) -> Any:
    """Of several that a place may hold, the one that is meant: by its kind, for an activity."""
    if get_origin(found) is Annotated:
        found = get_args(found)[0]
    if get_origin(found) is list:
        return found
    several = [each for each in get_args(found) if each is not type(None)]
    if Activity in several and isinstance(data, dict):
        return Again if "again" in data else keys_of(data["kind"])
    return several[0] if len(several) == 1 else found
