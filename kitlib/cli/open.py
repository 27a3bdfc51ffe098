"""`kit open`: a meeting and its notebooks."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.cli.common import everything
from kitlib.meetings.planning import create_meeting
from kitlib.settings import PORT

__all__ = ["open_"]


def open_(
    session: Annotated[str, typer.Argument(help="Which session; list them with: kit sessions")],
    district: Annotated[str, typer.Option(help="Code or name; without it you rehearse.")] = "",
    school: Annotated[str, typer.Option(help="Code or name of a school of the district.")] = "",
    team: Annotated[list[str] | None, typer.Option(help="A team's name; repeat for more.")] = None,
    date: Annotated[str, typer.Option(help="YYYY-MM-DD; today by default.")] = "",
    time: Annotated[str, typer.Option(help="At what hour it begins, such as 3:30 pm.")] = "",
    after: Annotated[
        str,
        typer.Option(help="The meeting that it follows: its place, teams, roles and agreements go over."),
    ] = "",
    minutes: Annotated[
        int | None,
        typer.Option(help="How long it runs: its full length by default, or less, as far as its cuts reach."),
    ] = None,
) -> None:
    """Open a meeting for a district and make its notebooks.

    Example: kit open why-mtss --district "Alder Valley" --team "Team 1" --minutes 45
    """
    places, library, store = everything()
    before = store.meetings.get(after) if after else None
    opened = create_meeting(
        store,
        library,
        places,
        session=session,
        district=district or (before.district or "" if before else ""),
        school=school or (before.school or "" if before else ""),
        date=date,
        teams=team or ([each.label for each in before.teams] if before else ["Team 1"]),
        minutes=minutes,
        time=time,
        after=after,
    )
    typer.echo(f"Meeting {opened.meeting.id} is open. With JupyterLab running (kit lab), go to:")
    for path in opened.notebooks:
        typer.echo(f"  http://localhost:{PORT}/doc/tree/{path.as_posix()}")
