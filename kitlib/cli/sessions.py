"""`kit sessions`: what can be led."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.cli.common import columns
from kitlib.content import Library
from kitlib.settings import settings

__all__ = ["sessions"]


def sessions(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only sessions that hold all these words.")
    ] = None,
) -> None:
    """List the sessions, with their lengths and for whom they are.

    Example: kit sessions bias
    """
    library = Library(settings().facilitation)
    rows = []
    for session in library.sessions():
        resource = library.resource(session.resource)
        hay = " ".join([session.id, session.title, session.purpose, session.audience, resource.title]).lower()
        if all(word.lower() in hay for word in words or []):
            lengths = "/".join(map(str, sorted([*session.lengths, session.minutes])))
            rows.append([session.id, session.title, f"{lengths} min", f"{resource.number}. {resource.title}"])
    if rows:
        columns(rows, ["SESSION", "TITLE", "LENGTHS", "RESOURCE"])
    else:
        typer.echo("No session holds these words. List all with: kit sessions")
