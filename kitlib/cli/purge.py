"""`kit purge`: meetings, or kinds of answers, leave for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kitlib.cli.common import columns, everything

if TYPE_CHECKING:
    from kitlib.keeping.purge import PurgePlan

__all__ = ["purge"]


def purge(
    meeting: Annotated[str, typer.Option(help="Only this meeting, by its id.")] = "",
    district: Annotated[str, typer.Option(help="Only of this district, by code or name.")] = "",
    older_than: Annotated[
        int | None, typer.Option(min=0, help="Only meetings held more than so many days ago.")
    ] = None,
    kind: Annotated[
        str,
        typer.Option(help="Only answers in this kind of activity, such as reflection; the meetings stay."),
    ] = "",
    backups: Annotated[bool, typer.Option("--backups", help="Also the backups that hold it.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it. Without this, it is only said what would go.")
    ] = False,
) -> None:
    """Say what would go for good, and with --yes take it away: from the database, and from what the kit made of it.

    Example: kit purge --older-than 1095
    """
    from kitlib.keeping.purge import Purge, Wanted

    work = Purge(*_parts())
    plan = work.plan(Wanted(meeting, district, older_than, kind), backups)
    if not plan.meetings:
        typer.echo("No meeting fits, so there is nothing to purge. List them with: kit meetings")
        return
    _say(plan)
    if not yes:
        typer.echo("Nothing was changed. It cannot be undone; to do it, run the same command with --yes.")
        return
    receipt, path = work.carry_out(plan)
    _say_done(receipt)
    typer.echo(f"Receipt: {path}")


def _parts() -> tuple[Any, ...]:
    places, library, store = everything()
    return places, store, library


def _say(plan: PurgePlan) -> None:
    went = plan.purged.entries
    columns(
        [
            [m.id, m.date, str(went[m.id]), "all of it" if plan.doomed[m.id] is None else "these entries"]
            for m in plan.meetings
        ],
        ["MEETING", "DATE", "ENTRIES", "WHAT GOES"],
    )
    typer.echo(
        f"{sum(went.values())} entries, {plan.purged.contents} contents that no meeting shows any more."
    )
    if plan.purged.lines:
        typer.echo(
            f"{plan.purged.lines} lines of roll-ups keep their numbers, without meeting, team or seat."
        )
    for path in plan.remove:
        typer.echo(f"  goes   {path}")
    for left in plan.leave:
        typer.echo(f"  stays  {left.path}\n         ({left.why})")


def _say_done(receipt: dict[str, Any]) -> None:
    typer.echo(
        "Purged. Records and exports of what is left are made anew by: kit records, kit export. "
        "If the kit runs, stop it and start it again: its pages still know what went."
    )
    if not receipt["nothing left in the database's files"]:
        typer.echo(
            "Another program reads the database, so old bytes stay in its files until it ends. "
            "Stop the kit, then run: kit doctor"
        )
