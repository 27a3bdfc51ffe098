"""`kit meetings`: what was opened and held."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.cli.common import columns, everything

__all__ = ["meetings"]

NEWEST = 50


def meetings(
    session: Annotated[str | None, typer.Option(help="Only of this session.")] = None,
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
    everything_: Annotated[bool, typer.Option("--all", help="All of them, however many there are.")] = False,
) -> None:
    """List the newest 50 meetings, or with --all every one.

    Example: kit meetings --session why-mtss
    """
    _, library, store = everything()
    if session is not None:
        library.session(session)
    code = store.districts.find(district).code if district else None
    names = {d.code: d.name for d in store.districts.all()}
    rows = [
        [
            m.id,
            names.get(m.district or "", "(rehearsal)"),
            m.date,
            f"{m.minutes} min",
            ", ".join(t.label for t in m.teams),
        ]
        for m in store.meetings.list(session=session, district=code, most=None if everything_ else NEWEST + 1)
    ]
    if rows:
        shown = rows if everything_ else rows[:NEWEST]
        columns(shown, ["MEETING", "DISTRICT", "DATE", "LENGTH", "TEAMS"])
        if len(shown) < len(rows):
            typer.echo(f"These are the newest {NEWEST}. All of them: kit meetings --all")
    else:
        typer.echo("No meeting yet. Open one with: kit open SESSION --district NAME")
