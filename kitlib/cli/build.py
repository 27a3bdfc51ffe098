"""`kit build`: the notebooks from the session files."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.content import Library, notebooks
from kitlib.errors import KitError
from kitlib.settings import settings

__all__ = ["build"]


def build(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when a notebook is out of date.")
    ] = False,
) -> None:
    """Write every session's notebook, the same bytes on every machine.

    Example: kit build --check
    """
    places = settings()
    library = Library.of(places)
    built = notebooks.build(library)
    if check:
        _refuse_faults(library)
        if problems := notebooks.outdated(built, places.notebooks):
            raise KitError(
                "Notebooks out of date:\n  " + "\n  ".join(problems), "Bring them up to date with: kit build"
            )
        typer.echo(f"{len(built)} notebooks are up to date.")
        return
    for path, text in built.items():
        notebooks.write(places.notebooks / path, text)
        typer.echo(f"notebooks/{path.as_posix()}")
    _refuse_faults(library)


def _refuse_faults(library: Library) -> None:
    if faults := library.faults():
        raise KitError(
            "Not built, since a file that they need is not sound: " + ", ".join(faults),
            "See what to mend: kit check",
        )
