"""`kit check`: are the content files sound?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.document import short
from kitlib.content.examples import ENDING as EXAMPLE
from kitlib.content.home import look_of
from kitlib.content.layers import packs
from kitlib.content.translations import ENDING
from kitlib.errors import ContentError, KitError
from kitlib.settings import Settings, settings
from kitlib.translating.checking import CatalogueCheck

__all__ = ["check"]


def _example_of(session: Path) -> Iterator[Path]:
    """The worked example beside a session's file."""
    path = session.with_name(f"{session.stem}{EXAMPLE}{session.suffix}")
    if path.is_file():
        yield path


def _notes(file: Path, library: Library, catalogues: CatalogueCheck, places: Settings) -> list[str]:
    """Raise ContentError with every problem of one file; returns what its author should know besides."""
    if file.resolve() == places.kit_file.resolve():
        look_of(places)
        return []
    return list(catalogues.notes(file)) if file.suffix == ENDING else library.check(file)


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
    home = [places.kit_file] if places.kit_file.is_file() else []
    asked = [each for file in files or () for each in (file, *_example_of(file))]
    for file in asked or [*home, *library.files(), *library.layers.catalogues()]:
        try:
            notes = _notes(file, library, catalogues, places)
        except ContentError as error:
            problems.append(error.what)
        else:
            typer.echo(f"{file if files else short(file)} is sound.")
            for note in notes:
                typer.echo(f"  Note: {note}")
    if problems:
        raise KitError("\n".join(problems), "Mend, then run: kit check")
