"""`kit new`: the first form of a session, a resource, an instrument or a version."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.document import short
from kitlib.content.home import read_home
from kitlib.content.starters import start_file
from kitlib.settings import settings

__all__ = ["new"]


def new(
    noun: Annotated[str, typer.Argument(help="session, resource, instrument or version.")],
    id: Annotated[str, typer.Argument(help="Its id: lower-case words joined by a dash.")],
    of: Annotated[
        str,
        typer.Option(help="The resource of a session, the session of a version, the scale of an instrument."),
    ] = "",
) -> None:
    """Write the first form of a file into own/: sound as it is, and each line to be written over.

    Example: kit new session family-evening --of our-evenings
    """
    places = settings()
    path = start_file(Library.of(places), read_home(places), places.own, noun, id, of)
    typer.echo(f"{short(path)}\nWrite it over, then run: kit check {short(path)}")
