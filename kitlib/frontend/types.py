"""The types of the protocol for the JavaScript, made from those of Python: `python -m kitlib.frontend.types [--check]`.

`protocol.d.ts` stands beside the modules that use it; a test fails when it is
out of date, and the type checker holds the modules against it.
"""

from __future__ import annotations

import inspect
import sys
import types
from functools import cache
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from kitlib.meetings import parts, protocol

__all__ = ["FILE", "declarations"]

FILE = Path(__file__).parent / "static" / "protocol.d.ts"
_HEAD = "// Made from kitlib/meetings/protocol.py and parts.py by: python -m kitlib.frontend.types\n"
#: What is said, then what is drawn; each by its name.
_TYPES = {**vars(protocol), **vars(parts)}
_SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def declarations() -> str:
    """The text of `protocol.d.ts`: an interface for each typed dictionary, a type for each union."""
    found = [_HEAD]
    for name, thing in _TYPES.items():
        if name == "JSON":
            found.append(f"export type {name} = any;\n")  # each part knows what its own values are
        elif is_typeddict(thing):
            found.append(_interface(name, thing))
        elif name in _aliases():
            found.append(f"export type {name} = {_type(thing, named=False)};\n")
    return "\n".join(found)


@cache
def _aliases() -> dict[str, Any]:
    """The types of the protocol that have a name of their own."""
    made_of = (types.UnionType, Union, Literal, dict)
    return {
        name: thing
        for name, thing in _TYPES.items()
        if not name.startswith("_") and name != "JSON" and get_origin(thing) in made_of
    }


def _interface(name: str, thing: Any) -> str:
    hints = get_type_hints(thing, _TYPES, include_extras=True)
    lines = [f"/** {inspect.getdoc(thing)} */", f"export interface {name} {{"]
    for key, hint in hints.items():
        optional = get_origin(hint) is NotRequired
        inner = get_args(hint)[0] if optional else hint
        lines.append(f"  {key}{'?' if optional else ''}: {_type(inner)};")
    return "\n".join([*lines, "}\n"])


def _type(hint: Any, *, named: bool = True) -> str:
    """A type of Python as TypeScript writes it; with `named`, by its name where it has one."""
    if set(_SIMPLE) <= set(get_args(hint)):
        return "JSON"  # once resolved, a recursive type is no longer equal to itself
    if named and (name := next((name for name, alias in _aliases().items() if alias == hint), "")):
        return name
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in inside)
    if origin in (types.UnionType, Union):
        return " | ".join(dict.fromkeys(_type(each) for each in inside))
    if origin is list:
        return f"Array<{_type(inside[0])}>"
    if origin is tuple:
        return f"[{', '.join(_type(each) for each in inside)}]"
    if origin is dict:
        return f"{{ [key: string]: {_type(inside[1])} }}"
    raise TypeError(f"{hint} has no counterpart in TypeScript yet; teach it to {__name__}")


def main() -> int:
    """Write the file, or with --check say whether it is up to date."""
    text = declarations()
    if "--check" in sys.argv[1:]:
        return 0 if FILE.is_file() and FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
