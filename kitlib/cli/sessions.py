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
    resource: Annotated[str | None, typer.Option(help="Only of this resource, by its number or id.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Only those that can be held in this time.")] = None,
    audience: Annotated[str | None, typer.Option(help="Only for this audience, such as principal.")] = None,
) -> None:
    """List the sessions by resource: how long they can be, for whom they are, and what follows what.

    Example: kit sessions families --minutes 60
    """
    library = Library(settings().facilitation)
    rows = []
    for session in library.sessions():
        of = library.resource(session.resource)
        hay = " ".join([session.id, session.title, session.purpose, session.audience, of.title]).lower()
        if (
            all(word.lower() in hay for word in words or [])
            and (resource is None or resource in (str(of.number), of.id))
            and (minutes is None or min([*session.lengths, session.minutes]) <= minutes)
            and (audience is None or audience.lower() in f"{session.audience} {of.audience}".lower())
        ):
            lengths = "/".join(map(str, sorted([*session.lengths, session.minutes])))
            where = f"{of.number}.{session.number}"
            rows.append([where, session.id, session.title, f"{lengths} min", session.next or "", of.title])
    if rows:
        columns(rows, ["NO.", "SESSION", "TITLE", "LENGTHS", "NEXT", "RESOURCE"])
    else:
        typer.echo("No session fits. List all with: kit sessions")
