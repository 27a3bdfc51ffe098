"""`kit pack`: sessions of one's own as a package that others install beside the kit."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.keeping.new_home import make_pack
from kitlib.keeping.packs import build_pack

__all__ = ["app"]

app = typer.Typer(help="Sessions of your own as a package for others.", no_args_is_help=True)


@app.command("new")
def new(
    folder: Annotated[
        Path, typer.Argument(help="A folder that is empty, or not there yet. The pack has its name.")
    ],
    publisher: Annotated[str, typer.Option(help="Whose the sessions are that are written here.")] = "",
) -> None:
    """Make a folder in which a pack is written and tried: a home of the kit with a first resource and session.

    Example: kit pack new lake-sessions --publisher "The Lake Collaborative"
    """
    home = make_pack(folder, publisher=publisher)
    typer.echo(
        f"{home} is a pack, and a home of the kit in which it can be tried. What is packed lies in own/."
    )
    typer.echo(
        f"Write own/ over, then: cd {shlex.quote(str(folder))}, and kit check, kit lab, kit pack build ."
    )


@app.command("build")
def build(
    folder: Annotated[Path, typer.Argument(help="The folder of the pack.")],
    out: Annotated[Path | None, typer.Option(help="Where it is written; dist/ in that folder.")] = None,
) -> None:
    """Write the pack as a wheel, without a network. The same content gives the same file.

    Example: kit pack build lake-sessions
    """
    built = build_pack(folder, out)
    typer.echo(f"{built.path} brings {built.sessions} session{'' if built.sessions == 1 else 's'}.")
    for told in built.begun:
        typer.echo(f"  Note: {told}")
    typer.echo(
        f"Install it beside a kit: pip install {shlex.quote(str(built.path))}, then see it with: kit sessions"
    )
