"""`kit new`: the first form of a session, a resource, an instrument, a block, a version, a worked example or a kind of activity."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.document import short
from kitlib.content.home import read_home
from kitlib.content.starters import start_file
from kitlib.handouts.blank_example import begin_example
from kitlib.keeping.new_kind import begin_kind
from kitlib.settings import settings

__all__ = ["new"]


def new(
    noun: Annotated[
        str, typer.Argument(help="session, resource, instrument, block, version, example or kind.")
    ],
    id: Annotated[
        str, typer.Argument(help="Its id: lower-case words joined by a dash; of an example, its session.")
    ],
    of: Annotated[
        str,
        typer.Option(help="The resource of a session, the session of a version, the scale of an instrument."),
    ] = "",
) -> None:
    """Write the first form of a file into own/: sound as it is, and each line to be written over. A kind of activity is a package, in kinds/.

    Example: kit new session family-evening --of our-evenings
    """
    places = settings()
    if noun == "kind":
        folder = begin_kind(places.home / "kinds", id)
        typer.echo(
            f"{folder}\nWrite it over, then install it beside the kit: pip install {shlex.quote(str(folder))}"
        )
        typer.echo(
            f"A session to try it in lies in {folder / 'facilitation'}: name that folder under layers in kit.yaml."
        )
        return
    library = Library.of(places)
    path = (
        begin_example(library, places.own, id)
        if noun == "example"
        else start_file(library, read_home(places), places.own, noun, id, of)
    )
    typer.echo(f"{short(path)}\nWrite it over, then run: kit check {short(path)}")
    if noun == "version":
        typer.echo(f"What it extends, to be read and left as it is: {library.session_files[of]}")
