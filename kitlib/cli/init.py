"""`kit init`: a home for the kit, made from what is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kitlib.content.schemas import SCHEMAS, schema_text
from kitlib.keeping.new_home import make_home

__all__ = ["init"]


def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty, or not there yet.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="Without the kit's own sessions and its sample.")
    ] = False,
    publisher: Annotated[str, typer.Option(help="Whose the sessions are that are written here.")] = "",
    layer: Annotated[
        list[Path] | None,
        typer.Option(help="A folder of sessions that others keep, which is only read; repeat for more."),
    ] = None,
) -> None:
    """Make a folder in which the kit works: its settings, templates and sample, and a place for your own sessions.

    Example: kit init our-kit --publisher "Our district"
    """
    home = make_home(folder, empty=empty, publisher=publisher, layers=layer or [])
    for each in SCHEMAS:
        (home / "schemas").mkdir(exist_ok=True)
        (home / "schemas" / f"{each}.schema.json").write_text(schema_text(each), encoding="utf-8")
    typer.echo(f"{home} is a home of the kit. Its sessions are yours in own/; kit.yaml says whose they are.")
    typer.echo(f"Go there, then write a session or start: cd {folder}, then kit new resource ID, or kit lab")
