"""`kit districts`: the list of districts and schools."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import columns, counted, everything
from kitlib.content.home import called_here, read_home
from kitlib.errors import KitError
from kitlib.exchange.own_places import load_file
from kitlib.tabular.refusals import first_lines

__all__ = ["app"]

app = typer.Typer(help="The list of districts and schools.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="A table with headings, of districts or of schools: .csv, .txt or .xlsx.")
    ],
    sheet: Annotated[str, typer.Option(help="Which sheet of a workbook; the first by default.")] = "",
) -> None:
    """Load a list. Rows that are new are added, others brought up to date, none removed.

    Districts need the columns code and name; county and enrollment are taken
    too. Schools need code, district_code and name; kind is taken too. The
    state's own headings, such as District Code, are understood.

    Example: kit districts import data/districts.csv
    """
    places, _, store = everything()
    found = load_file(store, file, sheet, read_home(places).called)
    typer.echo(f"{file}: {found.told}")
    if found.notes:
        typer.echo(first_lines(f"  {note}" for note in found.notes))
    if found.refused:
        command = shlex.join(["kit", "districts", "import", str(file)])
        raise KitError(
            f"{len(found.refused)} row(s) were left out:\n{first_lines(found.refused)}",
            f"Mend them, then run again: {command}",
        )


@app.command("remove")
def remove(
    district: Annotated[str, typer.Argument(help="The code, or the name, of the district that goes.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without being asked.")] = False,
) -> None:
    """Take a district that was loaded by mistake off the list, with its schools. One that has meetings stays.

    Example: kit districts remove 10000
    """
    _, _, store = everything()
    found = store.districts.find(district)
    schools = len(store.districts.schools(found.code))
    what = f"{found.name} ({found.code}), with {counted(schools, 'school')}"
    if not store.districts.meetings_of(found.code) and not (
        yes or typer.confirm(f"Take {what} off the list?")
    ):
        typer.echo("Nothing was changed.")
        return
    store.districts.remove(found.code)
    store.audit.add("district removed", district=found.code, note=found.name)
    typer.echo(f"Taken off the list: {what}.")


@app.command("join")
def join(
    district: Annotated[str, typer.Argument(help="The code, or the name, of the district that goes.")],
    into: Annotated[str, typer.Argument(help="The district that stays, and gets its meetings and schools.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without being asked.")] = False,
) -> None:
    """Make one of two districts: such as one that was loaded twice, or two that merged. No meeting is lost.

    Example: kit districts join 10000 00010000
    """
    _, _, store = everything()
    gone, stays = store.districts.find(district), store.districts.find(into)
    if gone == stays:
        raise KitError(f"Both are {gone.name} ({gone.code}).", "Name two districts: kit districts list")
    meetings = store.districts.meetings_of(gone.code)
    both = f"{gone.name} ({gone.code}) with {meetings} meeting(s) into {stays.name} ({stays.code})"
    if not (yes or typer.confirm(f"Join {both}? It cannot be undone but from a backup (kit backup).")):
        typer.echo("Nothing was changed.")
        return
    done = store.districts.join(gone.code, stays.code)
    store.audit.add("districts joined", district=stays.code, note=f"{gone.name} ({gone.code})")
    typer.echo(
        f"Joined {both}: {done.meetings} meeting(s) and {counted(done.schools, 'school')} went over, "
        f"{counted(done.same_schools, 'school')} had been there already. Make its records anew with: kit records"
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
        typer.echo(
            called_here().words(
                "No district is loaded. Load a list with: kit districts import data/districts.csv"
            )
        )
