"""What several commands need: the kit's places, its sessions, its store, and columns of text."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from kitlib.content import Library
from kitlib.meetings.contents import keep_missing
from kitlib.settings import Settings, settings
from kitlib.store import Store

__all__ = ["columns", "everything"]


def everything() -> tuple[Settings, Library, Store]:
    """The places, the sessions and the store of the kit here. Raises KitError where there is none."""
    places = settings()
    library, store = Library.of(places), Store(places.database_url)
    keep_missing(store, library)
    return places, library, store


def columns(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> None:
    """Print rows in columns as wide as their longest cell."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
