"""`kit sessions`: what can be led."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.document import short
from kitlib.content.finding import Finder
from kitlib.content.layers import strays
from kitlib.content.models import Resource, Session
from kitlib.settings import settings
from kitlib.tabular.folding import fold

__all__ = ["sessions"]

FEW = 8  # sessions up to which each is told with its purpose and its audience
WIDTH = 100


def sessions(
    words: Annotated[list[str] | None, typer.Argument(help="What you look for, in your own words.")] = None,
    resource: Annotated[str | None, typer.Option(help="Only of this resource, by its number or id.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Only those that can be held in this time.")] = None,
    audience: Annotated[str | None, typer.Option(help="Only for this audience, such as principal.")] = None,
) -> None:
    """List the sessions by resource: how long they can be, for whom they are, and what follows what.

    Example: kit sessions families --minutes 60
    """
    library = Library.of(settings())
    found: dict[str, list[Session]] = {}
    shelf = {session.id: session for session in library.sessions()}
    finding = Finder(library).find(" ".join(words or []), minutes)
    of_time = {session.id for session in finding.sessions}
    for session in (session for session in shelf.values() if session.id in of_time):
        of = library.resource(session.resource)
        if (resource is None or resource in (str(of.number), of.id)) and (
            audience is None or fold(audience) in fold(f"{session.audience} {of.audience}")
        ):
            found.setdefault(of.id, []).append(session)
    for word, read in finding.read.items():
        typer.echo(f'No session holds "{word}"; looked for "{read}".')
    if not found:
        typer.echo("No session fits. List all with: kit sessions")
    elif finding.near:
        typer.echo("No session holds all of these words. Nearest:")
    few = sum(map(len, found.values())) <= FEW
    for i, (id, series) in enumerate(found.items()):
        _show(library, library.resource(id), series, shelf, few, apart=i > 0)
    for id in library.faults():
        typer.echo(
            f"\nCannot be opened until its file is mended: {id}. See what: kit check {library.name_of(id)}"
        )
    for stray in strays(library.layers):
        typer.echo(f"\nNot read: {short(stray.path)}: {stray.why}.")


def _show(
    library: Library,
    of: Resource,
    series: Sequence[Session],
    shelf: Mapping[str, Session],
    few: bool,
    apart: bool,
) -> None:
    """One resource and its sessions; of `few`, also what each is for and who comes."""
    typer.echo("\n" * apart + f"{of.number}. {of.title}")
    if not few:
        _text(f"For: {of.audience}", 3)
    for session in series:
        lengths = sorted({*session.lengths, session.minutes})
        time = " to ".join(dict.fromkeys(map(str, [lengths[0], lengths[-1]])))
        following = shelf.get(session.next or "")
        then = f", then {library.resource(following.resource).number}.{following.number}" if following else ""
        number = f"{of.number}.{session.number}"
        typer.echo(f"  {number:<5} {session.id:<28}  {session.title} ({time} min{then})")
        if few:
            _text(session.need or session.purpose, 8)
            _text(f"For: {session.audience}", 8)


def _text(text: str, indent: int) -> None:
    space = " " * indent
    typer.echo(textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=space, subsequent_indent=space))
