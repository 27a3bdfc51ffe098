"""`kit check`: are the content files sound?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.document import short
from kitlib.content.home import look_of
from kitlib.content.layers import packs
from kitlib.content.translations import ENDING
from kitlib.errors import ContentError, KitError
from kitlib.settings import settings
from kitlib.translating.checking import CatalogueCheck

__all__ = ["check"]


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of content; all of them by default.")
    ] = None,
) -> None:
    """Say whether content files are sound, and what to mend if not.

    Example: kit check facilitation/bias-toolkit/1-introducing-bias.yaml
    """
    places = settings()
    library = Library.of(places)
    catalogues = CatalogueCheck(library)
    problems = [] if files else [f"{each.what} {each.next}" for each in packs().problems]
    if not files:
        try:
            look_of(places)
        except ContentError as error:
            problems.append(f"{error.what} {error.next}")
    for file in files or [*library.files(), *library.layers.catalogues()]:
        try:
            notes = catalogues.notes(file) if file.suffix == ENDING else library.check(file)
        except ContentError as error:
            problems.append(error.what)
        else:
            typer.echo(f"{file if files else short(file)} is sound.")
            for note in notes:
                typer.echo(f"  Note: {note}")
    if problems:
        raise KitError("\n".join(problems), "Mend, then run: kit check")
