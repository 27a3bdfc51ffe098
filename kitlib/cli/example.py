"""`kit example`: what a finished session can look like."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.home import look_of
from kitlib.settings import settings

__all__ = ["example"]


def example(
    session: Annotated[str, typer.Argument(help="Which session; list them with: kit sessions")],
    format: Annotated[str, typer.Option(help="One or more of html,pdf,docx.")] = "html",
    out: Annotated[Path | None, typer.Option(help="Folder to write to; handouts/ by default.")] = None,
) -> None:
    """Write the record of a session's worked example: made up, to look at before a team begins.

    Example: kit example why-mtss --format pdf
    """
    from kitlib.records.examples import EXAMPLE_FORMATS, write_example
    from kitlib.records.formats import check_formats

    places = settings()
    library = Library.of(places)
    library.session(session)
    formats = check_formats(format, EXAMPLE_FORMATS, ("html",), "Examples")
    for path in write_example(library, session, out or places.handouts, formats, look_of(places)):
        typer.echo(str(path))
