"""`kit purge`: meetings, or kinds of answers, leave for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kitlib.cli.common import columns, everything
from kitlib.errors import KitError
from kitlib.settings import settings

if TYPE_CHECKING:
    from kitlib.keeping.purge import Purge, PurgePlan, Wanted

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
    due: Annotated[
        bool, typer.Option("--due", help="What is older than the setting KIT_KEEP_DAYS says.")
    ] = False,
    unlocked: Annotated[
        bool,
        typer.Option(
            "--unlocked",
            help="Private answers from before pages locked them, as if their seats had erased them.",
        ),
    ] = False,
    backups: Annotated[bool, typer.Option("--backups", help="Also the backups that hold it.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it. Without this, it is only said what would go.")
    ] = False,
) -> None:
    """Say what would go for good, and with --yes take it away: from the database, and from what the kit made of it.

    Example: kit purge --older-than 1095
    """
    from kitlib.keeping.purge import Purge, Wanted

    wanted = Wanted(meeting, district, older_than, kind)
    if (due or unlocked) and (wanted != Wanted() or due == unlocked):
        raise KitError(
            "--due and --unlocked each stand alone. Nothing was changed.", "Leave out the other options."
        )
    if unlocked:
        _purge_unlocked(backups, yes)
        return
    for each in _overdue() if due else [wanted]:
        _purge(Purge(*_parts()), each, backups, yes)


def _overdue() -> list[Any]:
    """What the setting says is not to be kept any longer."""
    from kitlib.keeping.purge import Wanted

    if periods := settings().keep_days:
        return [Wanted(older_than=days, kind=kind) for kind, days in sorted(periods.items())]
    raise KitError(
        "It is not set how long anything is kept.", "For example: export KIT_KEEP_DAYS='1095 reflection=365'"
    )


def _purge(work: Purge, wanted: Wanted, backups: bool, yes: bool) -> None:
    plan = work.plan(wanted, backups)
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


def _purge_unlocked(backups: bool, yes: bool) -> None:
    from kitlib.keeping.unlocked import Unlocked

    places, _, store = everything()
    work = Unlocked(places, store)
    plan = work.plan()
    if not plan.entries:
        typer.echo("Every private answer is locked, so there is nothing to purge.")
        return
    columns(
        [[id, str(number)] for id, number in sorted(plan.entries.items())], ["MEETING", "PRIVATE ANSWERS"]
    )
    for path in plan.backups:
        typer.echo(f"  {'goes ' if backups else 'stays'}  {path}\n         (a backup that holds them)")
    if not yes:
        typer.echo(
            "They stand as they were typed, from before pages locked them. Who wrote one can still open the meeting's page "
            "on their device and write there again, which locks it. To empty all of them, run the same command with --yes; "
            "it cannot be undone."
        )
        return
    if not work.carry_out(plan, backups):
        typer.echo("Another program reads the database, so old bytes stay in its files until it ends.")
    typer.echo(f"Emptied: {sum(plan.entries.values())} private answers in {len(plan.entries)} meeting(s).")


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
