"""The fields of a form, made from a model: those keys that are marked as `asked`, with their titles, help and bounds.

A key that is new in a model, and marked, stands in the forms without any more being written.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

__all__ = ["Fields", "fields_of"]

Fields = tuple[dict[str, Any], ...]


@cache
def fields_of(model: type[BaseModel]) -> Fields:
    """Each asked key in the order of the model, as plain JSON: `key`, `title`, `help`, `lines`, `required` and `type`.

    The type is `text`, `number` (with `least` and `most`), `choice` (with `choices`, each a value and its words),
    `lines` (a list of texts), or `rows` (a list of things, with the `fields` of each, and whether each `has_id`).
    """
    schema = model.model_json_schema()
    return tuple(_fields(schema, schema.get("$defs", {})))


def _fields(schema: dict[str, Any], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, said in schema.get("properties", {}).items():
        if "asked" not in said:
            continue
        title, help = said["title"], said["description"]
        yield {
            "key": key,
            "title": title,
            "help": "" if help == title else help,
            "lines": said["asked"]["lines"],
            "required": key in schema.get("required", ()),
            **_type(said, known),
        }


def _type(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What can be written into a key."""
    value = _resolved(said, known)
    if "enum" in value:
        words = said["asked"]["words"]
        return {"type": "choice", "choices": [[each, words.get(each, each)] for each in value["enum"]]}
    if value["type"] == "integer":
        least = value.get("minimum", value.get("exclusiveMinimum", -1) + 1)
        return {"type": "number", "least": least, "most": value.get("maximum")}
    if value["type"] == "array":
        each = _resolved(value["items"], known)
        if each["type"] == "object":
            has_id = "id" in each["properties"]
            return {"type": "rows", "fields": list(_fields(each, known)), "has_id": has_id}
        return {"type": "lines"}
    return {"type": "text"}


def _resolved(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a schema says without its references, and without that it may be missing."""
    if "anyOf" in said:
        said = next(each for each in said["anyOf"] if each.get("type") != "null")
    return known[said["$ref"].rpartition("/")[2]] if "$ref" in said else said
