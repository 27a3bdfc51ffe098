"""`kit districts`: the list of districts and schools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import columns, everything
from kitlib.errors import KitError
from kitlib.lists import first_lines, read_list

__all__ = ["app"]

app = typer.Typer(help="The list of districts and schools.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV file with headings, of districts or of schools.")],
) -> None:
    """Load a list. Rows that are new are added, others brought up to date, none removed.

    Districts need the columns code and name; county and enrollment are taken
    too. Schools need code, district_code and name; kind is taken too.

    Example: kit districts import data/districts.csv
    """
    _, _, store = everything()
    found, left_out = read_list(file, {district.code for district in store.districts.all()})
    new, changed = store.districts.load(found)
    typer.echo(
        f"{file}: {len(found)} rows read, {new} new, {changed} changed, {len(found) - new - changed} as before."
    )
    if left_out:
        raise KitError(
            f"{len(left_out)} row(s) were left out:\n{first_lines(left_out)}",
            f"Mend them, then run again: kit districts import {file}",
        )


@app.command("list")
def list_(district: Annotated[str, typer.Argument(help="Code or name: list its schools.")] = "") -> None:
    """List the districts, or the schools of one.

    Example: kit districts list "Alder Valley"
    """
    _, _, store = everything()
    if district:
        schools = store.districts.schools(store.districts.find(district).code)
        columns([[s.code, s.name, s.kind] for s in schools], ["CODE", "SCHOOL", "KIND"])
        return
    rows = [
        [d.code, d.name, d.county, "" if d.enrollment is None else str(d.enrollment)]
        for d in store.districts.all()
    ]
    if rows:
        columns(rows, ["CODE", "DISTRICT", "COUNTY", "ENROLLMENT"])
    else:
        typer.echo("No district is loaded. Load a list with: kit districts import data/districts.csv")
