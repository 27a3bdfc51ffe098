"""`kit calendar`: the next meeting as a calendar file."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import everything
from kitlib.errors import KitError
from kitlib.tabular.filenames import file_name

__all__ = ["calendar"]


def calendar(
    meeting: Annotated[str, typer.Argument(help="The id of the meeting; list them with: kit meetings")],
    out: Annotated[Path | None, typer.Option(help="Where to write; MEETING.ics by default.")] = None,
) -> None:
    """Write the next date of a meeting as an .ics file that any calendar opens.

    Example: kit calendar why-mtss-99900001-2026-11-23
    """
    from kitlib.meetings.calendar import next_meetings
    from kitlib.meetings.queries import MeetingQueries

    _, library, store = everything()
    text = next_meetings(store, MeetingQueries(store, library), meeting)
    path = out or Path(f"{file_name(meeting)}.ics")
    try:
        path.write_bytes(text)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written: {error.strerror}.",
            f"Name another file: {shlex.join(['kit', 'calendar', meeting, '--out', 'FILE.ics'])}",
        ) from None
    typer.echo(f"Written: {path}")
