"""What several commands need: the kit's places, its sessions, its store, and columns of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from kitlib.content import Library
from kitlib.content.home import Called, called_here
from kitlib.meetings.contents import keep_missing
from kitlib.settings import Settings, settings
from kitlib.store import Store

__all__ = ["columns", "counted", "everything", "say_as_called"]


def everything() -> tuple[Settings, Library, Store]:
    """The places, the sessions and the store of the kit here. Raises KitError where there is none."""
    places = settings()
    library, store = Library.of(places), Store(places.database_url)
    keep_missing(store, library)
    return places, library, store


def counted(n: int, noun: str) -> str:
    """So many districts or schools, as the home here calls them."""
    return called_here().words(f"{n} {noun}{'s' * (n != 1)}")


def say_as_called(command: Any, called: Called) -> None:
    """Put a state's words for its districts and schools into the help of a command, and of those within it."""
    command.help = called.words(command.help or "")
    for parameter in command.params:
        if isinstance(parameter, TyperArgument | TyperOption):
            parameter.help = called.words(parameter.help or "")
    for inner in command.commands.values() if isinstance(command, TyperGroup) else ():
        say_as_called(inner, called)


def columns(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> None:
    """Print rows in columns as wide as their longest cell."""
    called = called_here()
    heads = [
        called.words(head.capitalize()).upper() if head.isupper() else called.words(head) for head in heads
    ]
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
