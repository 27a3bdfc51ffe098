"""`kit meetings`: what was opened and held."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.cli.common import columns, everything

__all__ = ["meetings"]


def meetings(
    session: Annotated[str | None, typer.Option(help="Only of this session.")] = None,
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
) -> None:
    """List the meetings, newest first.

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
        for m in store.meetings.list(session=session, district=code)
    ]
    if rows:
        columns(rows, ["MEETING", "DISTRICT", "DATE", "LENGTH", "TEAMS"])
    else:
        typer.echo("No meeting yet. Open one with: kit open SESSION --district NAME")
