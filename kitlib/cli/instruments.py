"""`kit instruments`: what people rate, as files that other tools read and write."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import columns
from kitlib.content import Library
from kitlib.settings import settings

__all__ = ["app"]

app = typer.Typer(help="What people rate: list, export, import.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List the instruments, with their versions and scales."""
    library = Library.of(settings())
    found = [library.instrument(id) for id in library.instruments()]
    rows = [[each.id, each.version, str(len(each.items)), each.scale, each.title] for each in found]
    columns(rows, ["id", "version", "statements", "scale", "title"])


@app.command("export")
def export(
    instrument: Annotated[list[str] | None, typer.Argument(help="By id; all of them by default.")] = None,
    format: Annotated[
        str,
        typer.Option("--as", help="xlsform: for ODK, KoBoToolbox, Survey123; table: to read and fill in."),
    ] = "xlsform",
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("instruments"),
) -> None:
    """Write instruments as workbooks, with their translations.

    Example: kit instruments export conditions-families --as xlsform
    """
    from kitlib.instruments.files import write_instrument

    library = Library.of(settings())
    for id in instrument or library.instruments():
        found = library.instrument(id)
        typer.echo(write_instrument(found, library.scale(found.scale), format, out))


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="An XLSForm, a table of statements, a sheet of answers of Google Forms, a .qsf of Qualtrics."
        ),
    ],
    id: Annotated[str, typer.Option(help="Its id here; by default the file's own.")] = "",
    version: Annotated[str, typer.Option(help="Its version here; by default the file's own.")] = "",
    scale: Annotated[str, typer.Option(help="Which points, where the file has several or none.")] = "",
    order: Annotated[
        str, typer.Option(help="The points from low to high, where no file says it: “Never; Often”.")
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of the instrument of that id.")
    ] = False,
) -> None:
    """Make an instrument of a file, and tell each thing that could not be carried over.

    Example: kit instruments import welcome.xlsx
    """
    from kitlib.content.writing import add_instrument
    from kitlib.instruments.files import read_instrument

    places = settings()
    library = Library.of(places)
    command = f"kit instruments import {shlex.quote(str(file))}"
    draft = read_instrument(file, list(library.scales().values()), scale=scale, order=order, command=command)
    changed = {key: value for key, value in (("id", id), ("version", version)) if value}
    instrument = draft.instrument.model_validate({**draft.instrument.model_dump(), **changed})
    path = add_instrument(
        library, places.own, instrument, draft.scale, note=f"Taken over from {file.name}.", replace=replace
    )
    typer.echo(
        f"{path}: {len(instrument.items)} statement(s), rated from “{draft.scale.points[0].label}” to “{draft.scale.points[-1].label}”."
    )
    if draft.losses:
        typer.echo(f"Not carried over ({len(draft.losses)}):")
        for loss in draft.losses:
            typer.echo(str(loss))
    typer.echo("Read it through, then use it in a session: docs/writing.md says how.")
    typer.echo(f"Check it with: kit check {shlex.quote(str(path))}")
