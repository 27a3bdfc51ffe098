"""What a command tells a program that started it: a line of JSON for each thing that happened.

    {"event": "plan", "due": 3, "fresh": 401}
    {"event": "made", "title": "Why MTSS", "name": "Alder Valley", "files": {"html": "/srv/kit/records/…"}}
    {"event": "failed", "title": "Why MTSS", "name": "Quillhaven", "why": "cell 3: …", "notebook": "/srv/…"}
    {"event": "end", "made": 2, "failed": 1, "fresh": 401, "open": "/srv/kit/records/index.html"}

What is wrong as a whole is told on the other stream in words, with the exit code that the words have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["AsJson", "tell"]

AsJson = Annotated[
    bool, typer.Option("--json", help="A line of JSON for each thing that happens, for programs.")
]


def tell(event: str, **what: Any) -> None:
    """Print one line, at once. Paths become text."""
    typer.echo(json.dumps({"event": event, **what}, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, Path):
        return str(value.absolute())
    raise TypeError(f"{type(value).__name__} is no JSON")
