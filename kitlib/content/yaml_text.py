"""Data as YAML that people read: long texts folded, lists indented, a piece of a file as it stands at its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

__all__ = ["WIDTH", "as_flow", "as_piece", "as_yaml", "in_style"]

WIDTH = 110
_FOLDED_FROM = 90  # characters of a text that is written over several lines
_TEXT = "tag:yaml.org,2002:str"


class _Plain(yaml.SafeDumper):
    """Writes long texts as they are read: folded or line by line, and lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > _FOLDED_FROM else None
    return dumper.represent_scalar(_TEXT, text, style=style)


_Plain.add_representer(str, _text)


def as_yaml(data: Mapping[str, Any]) -> str:
    """A whole file of these keys, in their order."""
    return _dumped(dict(data))


def as_piece(value: Any, indent: int) -> str:
    """Keys or a list as lines that are indented so far, without the indent of the first and the end of the last line."""
    return _indented(_dumped(value, WIDTH - indent).removesuffix("\n"), indent)


def as_flow(value: Any) -> str:
    """A value on one line, as it may stand between brackets."""
    return _dumped([value], 1_000_000, flow=True).strip()[1:-1]


def in_style(text: str, style: str | None, indent: int) -> str | None:
    """A text as it stands behind its key in a style of YAML: `>`, `|`, a quotation mark, or None for bare words.

    Its further lines are indented so far. Nothing where the text cannot be said in this style.
    """
    node = yaml.MappingNode(
        "tag:yaml.org,2002:map", [(_scalar("k", None), _scalar(text, style))], flow_style=False
    )
    width = 1_000_000 if style == '"' else WIDTH - indent  # these lines could only be broken with a "\\"
    said = yaml.serialize(node, Dumper=_Plain, allow_unicode=True, width=width)
    piece = said.removeprefix("k:").strip(" ").removesuffix("\n")
    begins = {">": ">", "|": "|", "'": "'", '"': '"'}.get(style or "")
    if begins is None:
        bare = not piece.startswith((">", "|", "'", '"'))
        return _indented(piece, indent) if bare else None
    return _indented(piece, indent) if piece.startswith(begins) else None


def _scalar(text: str, style: str | None) -> yaml.ScalarNode:
    return yaml.ScalarNode(_TEXT, text, style=style)


def _dumped(value: Any, width: int = WIDTH, flow: bool = False) -> str:
    return str(
        yaml.dump(
            value,
            Dumper=_Flow if flow else _Plain,
            sort_keys=False,
            allow_unicode=True,
            width=width,
            default_flow_style=flow,
        )
    )


class _Flow(yaml.SafeDumper):
    """Writes on one line."""


def _indented(text: str, indent: int) -> str:
    """The lines behind the first with so many spaces before them; empty ones stay empty."""
    first, *rest = text.split("\n")
    # what stands one level below a key was written with two spaces already
    return "\n".join([first, *(" " * indent + line if line.strip() else line for line in rest)])
