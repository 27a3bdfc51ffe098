"""The fields of a form, made from a model: those keys that are marked as `asked`, with their titles, help and bounds.

A key that is new in a model, and marked, stands in the forms without any more being written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

__all__ = ["Fields", "fields_of", "in_words"]

Fields = tuple[dict[str, Any], ...]
_TIME = "(["  # how the pattern of an hour begins; that of an id does not


@cache
def fields_of(model: type[BaseModel]) -> Fields:
    """Each asked key in the order of the model, as plain JSON: `key`, `title`, `help`, `lines`, `required`, `default` and `type`.

    The type is `text`, `time`, `number` (with `least` and `most`, and `parts` where it need not be whole), `yes-no`,
    `choice` (with `choices`, each a value and its words), `lines` (a list of texts), `rows` (a list of things, with the
    `fields` of each, and whether each `has_id`), `group` (one thing with `fields`), or, of what is chosen from what is
    there, `one`, `some` and `words` (a text for each), with `of` as `asked` has it.
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
            "default": said.get("default"),
            **_type(said, known),
        }


def _type(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What can be written into a key."""
    value = _resolved(said, known)
    of = said["asked"]["of"]
    if "enum" in value:
        words = said["asked"]["words"]
        return {"type": "choice", "choices": [[each, words.get(each, each)] for each in value["enum"]]}
    if value["type"] == "boolean":
        return {"type": "yes-no"}
    if value["type"] in ("integer", "number"):
        least = value.get("minimum", value.get("exclusiveMinimum", -1) + 1)
        if value["type"] == "number":
            return {
                "type": "number",
                "least": value.get("minimum"),
                "most": value.get("maximum"),
                "parts": True,
            }
        return {"type": "number", "least": least, "most": value.get("maximum")}
    if value["type"] == "array":
        each = _resolved(value["items"], known)
        if each["type"] == "object":
            has_id = "id" in each["properties"]
            return {"type": "rows", "fields": list(_fields(each, known)), "has_id": has_id}
        return {"type": "some", "of": of} if of else {"type": "lines"}
    if value["type"] == "object":
        return {"type": "words", "of": of} if of else {"type": "group", "fields": list(_fields(value, known))}
    if of:
        return {"type": "one", "of": of}
    return {"type": "time" if value.get("pattern", "").startswith(f"^{_TIME}") else "text"}


def _resolved(said: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a schema says without its references, and without that it may be missing."""
    if "anyOf" in said:
        said = next(each for each in said["anyOf"] if each.get("type") != "null")
    return known[said["$ref"].rpartition("/")[2]] if "$ref" in said else said


def in_words(value: Any, of: Mapping[str, Any]) -> str:
    """A value of a field as people read it."""
    if value is None:
        return ""
    if of["type"] == "choice":
        return str(dict(map(tuple, of["choices"])).get(value, value))
    if of["type"] == "yes-no":
        return "Yes" if value is True else "No" if value is False else str(value)
    if of["type"] == "rows" and isinstance(value, list):
        return "\n".join(_thing(row, of) for row in value)
    if of["type"] == "group":
        return _thing(value, of)
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {each}" for key, each in value.items())
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _thing(value: Any, of: Mapping[str, Any]) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    told = (in_words(value.get(each["key"]), each).replace("\n", ", ") for each in of["fields"])
    return ": ".join(filter(None, told))
