"""`kit access`: who may read and write which districts and schools."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from kitlib.cli.common import columns, everything
from kitlib.errors import KitError
from kitlib.store import Grant, Store

__all__ = ["app"]

app = typer.Typer(help="Who may read and write which districts and schools.", no_args_is_help=True)


class Role(StrEnum):
    """What may be granted."""

    reader = "reader"
    facilitator = "facilitator"
    coordinator = "coordinator"


Login = Annotated[str, typer.Argument(help="Their login of the database, as PostgreSQL knows it.")]
District = Annotated[str, typer.Option(help="Code or name of a district.")]
School = Annotated[str, typer.Option(help="Code or name of one of its schools; else all of the district.")]


@app.command("grant")
def grant(
    login: Login,
    role: Annotated[
        Role,
        typer.Option(
            help="reader reads; facilitator also opens and leads meetings; coordinator also keeps lists of schools."
        ),
    ] = Role.facilitator,
    district: District = "",
    school: School = "",
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="In all districts, also new ones.")
    ] = False,
) -> None:
    """Let somebody in to a district or a school, under a login of their own. Needs PostgreSQL.

    Example: kit access grant amy --role facilitator --district "Alder Valley"
    """
    _, _, store = everything()
    if bool(district) == everywhere or (school and everywhere):
        raise KitError(
            "It was not said where; nothing was changed.",
            f'Name a district, or all: kit access grant {login} --district "Alder Valley", or --everywhere',
        )
    new = Grant(login, role.value, *_place(store, district, school))
    store.access.grant(new)
    store.audit.add("access granted", district=new.district, note=_note(new))
    typer.echo(f"{login} is {role.value} of {_where(store, new)} from now on.")


@app.command("revoke")
def revoke(login: Login, district: District = "", school: School = "") -> None:
    """Take back what was granted in a district or school; without one, everything.

    Example: kit access revoke amy --district "Alder Valley"
    """
    _, _, store = everything()
    gone = store.access.revoke(login, *_place(store, district, school))
    for each in gone:
        store.audit.add("access revoked", district=each.district, note=_note(each))
        typer.echo(f"{login} is no longer {each.role} of {_where(store, each)}.")


@app.command("list")
def list_() -> None:
    """List who was let in to what.

    Example: kit access list
    """
    _, _, store = everything()
    if not store.access.is_kept:
        typer.echo(
            f"The database is a file, {store.place}: whoever can read that file reads all districts, "
            "and whoever can write it writes all.\nTo keep districts apart use PostgreSQL; docs/access.md says how."
        )
        return
    rows = [
        [g.login, g.role, _where(store, g), f"{dt.datetime.fromtimestamp(g.at).astimezone():%Y-%m-%d}"]
        for g in store.access.list()
    ]
    if rows:
        columns(rows, ["LOGIN", "ROLE", "WHERE", "SINCE"])
    else:
        typer.echo(
            "Nobody was let in: the owner of the tables alone reads and writes. "
            'Let somebody in with: kit access grant LOGIN --district "Alder Valley"'
        )


def _place(store: Store, district: str, school: str) -> tuple[str, str]:
    if school and not district:
        raise KitError("A school was named without its district.", "Add it: --district NAME")
    code = store.districts.find(district).code if district else ""
    return code, store.districts.school(code, school).code if school else ""


def _where(store: Store, place: Grant) -> str:
    if not place.district:
        return "all districts"
    name = f"{store.districts.find(place.district).name} ({place.district})"
    return f"{store.districts.school(place.district, place.school).name}, {name}" if place.school else name


def _note(of: Grant) -> str:
    return f"{of.login}: {of.role}" + (f", school {of.school}" if of.school else "")
