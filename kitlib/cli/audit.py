"""`kit audit`: who did what, and when."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kitlib.cli.common import columns, everything
from kitlib.errors import NotFoundError, did_you_mean
from kitlib.store import Act

__all__ = ["audit"]


def audit(
    what: Annotated[
        str,
        typer.Option(
            help='Only this: opened, door, "came to lead", exported, erased, purged, "backed up", restored, '
            '"records made", "district removed", "districts joined", "access granted", "access revoked".'
        ),
    ] = "",
    meeting: Annotated[
        str, typer.Option(help="Only of this meeting, by its id; also one that was purged.")
    ] = "",
    district: Annotated[str, typer.Option(help="Only of this district, by code or name.")] = "",
    who: Annotated[str, typer.Option(help="Only by this user of the computer.")] = "",
    since: Annotated[str, typer.Option(help="Only on this day or later, for example 2027-01-31.")] = "",
) -> None:
    """List who opened, exported, erased, purged, backed up, restored or made records, and when; never what was written.

    Example: kit audit --what exported
    """
    from kitlib.meetings.planning import read_day
    from kitlib.store.audit import ACTS

    _, _, store = everything()
    if what and what not in ACTS:
        raise NotFoundError(
            f'Nothing is noted as "{what}"{did_you_mean(what, ACTS)}', f"It is one of: {', '.join(ACTS)}"
        )
    code = store.districts.find(district).code if district else ""
    begin = dt.datetime.fromisoformat(read_day(since)).astimezone().timestamp() if since else 0
    found = store.audit.list(what=what, meeting=meeting, district=code, who=who, since=begin)
    if found:
        columns([_cells(act) for act in found], ["WHEN", "WHO", "WHAT", "MEETING", "DISTRICT", "NOTE"])
    else:
        typer.echo("Nothing that fits was noted.")


def _cells(act: Act) -> list[str]:
    when = f"{dt.datetime.fromtimestamp(act.at).astimezone():%Y-%m-%d %H:%M}"
    return [when, act.who, act.what, act.meeting, act.district, act.note]
