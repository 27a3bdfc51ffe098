"""JSON Schemas of the files that authors write, made from the models: with them, editors complete keys and mark faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import TypeAdapter

from kitlib.content.examples import Example
from kitlib.content.home import Home
from kitlib.content.instruments import Crosswalk, Instrument, Scale
from kitlib.content.models import Resource, Session, Step
from kitlib.content.provenance import Publisher
from kitlib.content.reminders import Reminder
from kitlib.content.topics import Topics

__all__ = ["SCHEMAS", "schema_text"]


def _session() -> dict[str, Any]:
    """A whole session, in which a step may name a block; or a version of one, which says only what differs."""
    schema = Session.model_json_schema()
    step = schema["$defs"]["Step"]
    step["properties"]["block"] = {"type": "string", "description": "A step of a folder blocks/, taken over."}
    step["anyOf"] = [{"required": step.pop("required")}, {"required": ["block"]}]
    properties = {key: {} for key in schema["properties"]} | {
        "extends": {"type": "string", "description": "The session of which this is a version."},
        "order": {"type": "array", "items": {"type": "string"}},
    }
    version = {
        "type": "object",
        "properties": properties,
        "required": ["id", "extends"],
        "additionalProperties": False,
    }
    whole = {
        key: value for key, value in deepcopy(schema).items() if key not in ("$defs", "title", "description")
    }
    return {"title": "Session", "$defs": schema["$defs"], "anyOf": [whole, version]}


def _block() -> dict[str, Any]:
    return Step.model_json_schema()


def _scales() -> dict[str, Any]:
    schema = TypeAdapter(dict[str, Scale]).json_schema()
    scale = schema["$defs"]["Scale"]
    scale["required"].remove("id")  # its key says it
    return schema


#: What can be asked for, and of which files it is.
SCHEMAS: Mapping[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "session": ("<resource>/<number>-<id>.yaml", _session),
    "resource": ("<resource>/resource.yaml", Resource.model_json_schema),
    "block": ("blocks/<id>.yaml", _block),
    "instrument": ("instruments/<id>.yaml", Instrument.model_json_schema),
    "crosswalk": ("instruments/crosswalks/<id>.yaml", Crosswalk.model_json_schema),
    "scales": ("scales.yaml", _scales),
    "example": ("<resource>/<number>-<id>.example.yaml", Example.model_json_schema),
    "reminder": ("reminders/<id>.yaml", Reminder.model_json_schema),
    "topics": ("topics.yaml", Topics.model_json_schema),
    "publisher": ("publisher.yaml", Publisher.model_json_schema),
    "kit": ("kit.yaml", Home.model_json_schema),
}


def schema_text(name: str) -> str:
    """The schema of one sort of file."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[name][1]()}
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
