"""`kit versions`: which sessions are versions of others, and where both changed the same thing."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.drafts import note_base
from kitlib.content.versions import version_notes
from kitlib.settings import settings

__all__ = ["versions"]


def versions(
    session: Annotated[str | None, typer.Argument(help="A version; all of them by default.")] = None,
    seen: Annotated[
        bool, typer.Option("--seen", help="Note what is replaced as it is now: later changes of it are told.")
    ] = False,
) -> None:
    """List the sessions that are versions of others, and say where both changed the same thing.

    Example: kit versions introducing-bias-ours --seen
    """
    library = Library.of(settings())
    faults = library.faults()
    ids = [session] if session else [id for id in library.session_files if id not in faults]
    found = {id: version for id in ids if (version := library.version(id))}
    if not found:
        typer.echo(
            f'"{session}" is no version of another session.'
            if session
            else "There is no version of a session."
        )
    for id, version in found.items():
        if seen:
            note_base(library, id)
            typer.echo(f'{id}: noted what it replaces of "{version.extends}".')
            continue
        typer.echo(f'{id}: a version of "{version.extends}", in {library.name_of(id)}')
        for note in version_notes(version):
            typer.echo(f"  {note}")
