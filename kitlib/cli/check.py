"""`kit check`: are the content files sound?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kitlib.content import Library
from kitlib.content.begun import still_as_begun
from kitlib.content.document import short
from kitlib.content.examples import ENDING as EXAMPLE
from kitlib.content.home import look_of
from kitlib.content.layers import packs, strays
from kitlib.content.translations import ENDING
from kitlib.errors import ContentError, KitError
from kitlib.settings import Settings, settings
from kitlib.translating.checking import CatalogueCheck

__all__ = ["check"]

FEW = 5  # files up to which they are named once more


def _example_of(session: Path) -> Iterator[Path]:
    """The worked example beside a session's file."""
    path = session.with_name(f"{session.stem}{EXAMPLE}{session.suffix}")
    if path.is_file():
        yield path


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of content; all of them by default.")
    ] = None,
) -> None:
    """Say whether content files are sound, and what to mend if not.

    Example: kit check facilitation/bias-toolkit/1-introducing-bias.yaml
    """
    checks = _Checks(settings())
    problems = [] if files else [f"{each.what} {each.next}" for each in packs().problems]
    again: list[Path] = []  # what is to be checked once more
    asked = [each for file in files or () for each in (file, *_example_of(file))]
    for file in asked or checks.everything():
        try:
            notes = checks.notes(file)
        except ContentError as error:
            problems.append(error.what)
            again.append(file)
        else:
            typer.echo(f"{file if files else short(file)} is sound.")
            for note in notes:
                typer.echo(f"  Note: {note}")
    if problems:
        raise KitError("\n".join(problems), f"Mend, then run: {_command(again)}")


class _Checks:
    """The checks of all that lies in a home."""

    def __init__(self, places: Settings) -> None:
        self._places = places
        self._library = Library.of(places)
        self._catalogues = CatalogueCheck(self._library)
        self._strays = {stray.path.resolve(): stray for stray in strays(self._library.layers)}

    def everything(self) -> list[Path]:
        """Every file that is read, and those that are meant to be."""
        home = [self._places.kit_file] if self._places.kit_file.is_file() else []
        meant = [stray.path for stray in self._strays.values()]
        layers = self._library.layers
        return list(dict.fromkeys([*home, *layers.files(), *layers.catalogues(), *meant]))

    def notes(self, file: Path) -> list[str]:
        """Raise ContentError with every problem of one file; returns what its author should know besides."""
        if stray := self._strays.get(file.resolve()):
            raise ContentError(f"{short(file)} is not read: {stray.why}.")
        if file.resolve() == self._places.kit_file.resolve():
            look_of(self._places)
            return []
        if file.suffix == ENDING:
            return self._catalogues.notes(file)
        notes = self._library.check(file)
        return [*notes, *(still_as_begun(file) if file.is_file() else ())]


def _command(files: Sequence[Path]) -> str:
    """The command that checks the files once more; without names where they are many, or what is wrong lies in none."""
    named = files if len(files) <= FEW else []
    return shlex.join(["kit", "check", *(short(file) if file.is_absolute() else str(file) for file in named)])
