"""`kit export` and `kit import`: entries out to plain files, and in again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import everything
from kitlib.cli.events import AsJson, tell
from kitlib.errors import KitError
from kitlib.meetings.contents import keep_missing
from kitlib.meetings.service import MeetingService

__all__ = ["export", "import_"]

WHOSE = "These files hold what single seats wrote. Share them as you would the database itself."


def export(
    session: Annotated[str | None, typer.Option(help="Only of this session.")] = None,
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("export"),
    as_json: AsJson = False,
) -> None:
    """Write all entries as CSV and as lines of JSON, with the meetings, what they showed, and what each column means.

    Private answers stay at home, and so does what was taken out of the record and
    what was tried in a rehearsal.

    Example: kit export --district "Alder Valley" --out export
    """
    from kitlib.exchange.export import export as write

    _, library, store = everything()
    keep_missing(store, library)
    made = write(store, library, out, session, district)
    code = store.districts.find(district).code if district else ""
    store.audit.add("exported", district=code, note=f"{made.entries} entries of {session or 'all sessions'}")
    if as_json:
        tell("plan", due=1, fresh=0)
        files = {path.name: path for path in made.files}
        tell(
            "made", title=f"{made.entries} entries of {made.meetings} meeting(s)", name="Export", files=files
        )
        tell("end", made=1, failed=0, fresh=0, note=f"In the folder {out.name}. {WHOSE}")
        return
    typer.echo(f"{made.entries} entries of {made.meetings} meeting(s):")
    for path in made.files:
        typer.echo(f"  {path}")
    left = [
        (made.private, "private to their seats"),
        (made.off, "not for the record"),
    ]
    for number, what in left:
        if number:
            typer.echo(f"Left out: {number} {what}.")
    if made.unplaced:
        typer.echo(f"Without their question: {made.unplaced}, since their session has it no longer.")
    typer.echo(WHOSE)


def import_(
    file: Annotated[Path, typer.Argument(help="A file of entries or meetings, or the folder of an export.")],
    into: Annotated[
        str, typer.Option(help="The file holds results, such as those of a survey, for this meeting.")
    ] = "",
    activity: Annotated[
        str, typer.Option(help="Which activity of the meeting takes them, where several could.")
    ] = "",
    team: Annotated[str, typer.Option(help="Which team brings the results; the first by default.")] = "",
    sheet: Annotated[str, typer.Option(help="Which sheet of a workbook; the first by default.")] = "",
    sure: Annotated[
        bool, typer.Option("--sure", help="Keep texts that could name a student; you have read them.")
    ] = False,
) -> None:
    """Read entries from a file: what `kit export` wrote, or what was keyed in from paper.

    It may be a table as text or a workbook (.xlsx). A keyed-in file needs the columns meeting, team, seat, activity, field and
    value. Reading a file again adds nothing that is here already.

    Example: kit import export/entries.csv
    """
    from kitlib.exchange.entries import import_entries
    from kitlib.exchange.results import import_results
    from kitlib.tabular.refusals import first_lines

    places, library, store = everything()
    service = MeetingService(store, library, places.roster)
    command = shlex.join(["kit", "import", *(["--into", into] if into else []), str(file)])
    if into:
        result, meeting, which = import_results(
            service, into, file, activity=activity, team=team, sheet=sheet, command=command
        )
        typer.echo(f"Into {which} of meeting {meeting.id}:")
    else:
        result = import_entries(service, file, sheet=sheet, sure=sure, command=command)
    empty = f", {result.empty} left empty" if result.empty else ""
    typer.echo(f"{result.new} new, {result.unchanged} here already, {len(result.refused)} refused{empty}.")
    if result.notes:
        typer.echo(first_lines(f"  {note}" for note in result.notes))
    if result.refused:
        raise KitError(
            f"{len(result.refused)} line(s) of {file} were not taken:\n{first_lines(result.refused, 50)}",
            f"Mend them, then run again; what is here already is not doubled: {command}",
        )
