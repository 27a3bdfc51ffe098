"""`kit renew`: a newer version of its session into a meeting that is open."""

from __future__ import annotations

from typing import Annotated

import typer

from kitlib.cli.common import everything
from kitlib.meetings.planning import rewrite_notebooks
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.renewal import newer, renew, taken_back
from kitlib.settings import PORT

__all__ = ["renew_"]

HOW = {
    "reworded": "there, and in the record under the words as they were",
    "left": "in the record alone, under the words as they were",
}


def renew_(
    meeting: Annotated[str, typer.Argument(help="Which meeting; list them with: kit meetings")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without this you see what would come of it.")
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Take the last one back, in the place of a newer one.")
    ] = False,
) -> None:
    """Take a newer version of its session into a meeting that is open, or see what would come of it.

    Example: kit renew why-mtss-01290000-2026-10-05
    """
    places, library, store = everything()
    queries = MeetingQueries(store, library)
    found = taken_back(queries, meeting) if back else newer(queries, library, meeting)
    if found is None:
        typer.echo(f"Meeting {meeting} shows its session as it is now.")
        return
    for text in found.changes:
        typer.echo(text)
    stay = sum(each.number for each in found.moved if each.how == "carried")
    typer.echo(f"Answers that stand there as before: {stay}. All others, by what they answer:")
    for each in found.moved:
        if each.how != "carried":
            typer.echo(f"  {each.step}, “{each.question}”: {each.number}, {HOW[each.how]}.")
    if not yes:
        typer.echo(f"Nothing is changed yet. To do it: kit renew {meeting}{' --back' * back} --yes")
        return
    now = renew(queries, found)
    typer.echo("Open pages follow by themselves; a notebook that is open is run again:")
    for path in rewrite_notebooks(MeetingQueries(store, library), places, now):
        typer.echo(f"  http://localhost:{PORT}/doc/tree/{path.as_posix()}")
    typer.echo(f"To take it back: kit renew {meeting} --back")
