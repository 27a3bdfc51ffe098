"""`kit due`: what is due in the coming weeks, and a message for each district that is ready to send."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import columns, everything
from kitlib.cli.events import AsJson, tell
from kitlib.content.home import look_of
from kitlib.errors import KitError

__all__ = ["due"]


def due(
    weeks: Annotated[int, typer.Option(min=0, max=52, help="How many weeks to look ahead.")] = 4,
    county: Annotated[str, typer.Option(help="Only districts of this county.")] = "",
    to: Annotated[
        Path | None,
        typer.Option(help='A list of mail addresses with the columns "district" and "email"; needs --out.'),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write a page, a table, and for each district a message and a calendar into this folder."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which actions are due or overdue and who meets again; with --out, as messages ready to send. The kit sends nothing.

    Example: kit due --weeks 4 --out due
    """
    from kitlib.exchange.contacts import read_contacts
    from kitlib.meetings.due import find_due
    from kitlib.meetings.queries import MeetingQueries
    from kitlib.records.notices import write_notices

    if to is not None and out is None:
        raise KitError(
            "Addresses are for messages, and none are written.",
            f"Say where: {shlex.join(['kit', 'due', '--to', str(to), '--out', 'due'])}",
        )
    places, library, store = everything()
    today = dt.datetime.now().astimezone().date()
    until = (today + dt.timedelta(weeks=weeks)).isoformat()
    contacts = read_contacts(to, store.districts.all()) if to else {}
    found = find_due(MeetingQueries(store, library), today.isoformat(), until, county)
    if not as_json:
        rows = [
            [each.district.name, action.due + (" overdue" if action.is_overdue else ""), action.owner, action.what[:80]]
            for each in found
            for action in each.actions
        ]  # fmt: skip
        columns(rows, ["District", "Due", "Owner", "Action"]) if rows else typer.echo(
            f"Nothing is due until {until}."
        )
    if out is None:
        return
    page = write_notices(found, until, contacts, out, look_of(places))
    store.audit.add("exported", note=f"notices of what is due to {len(found)} districts")
    if as_json:
        tell("plan", due=1, fresh=0)
        tell("made", title=f"Due until {until}", name=f"{len(found)} districts", files={"html": page})
        tell("end", made=1, failed=0, fresh=0, open=page)
    else:
        typer.echo(f"{len(found)} messages are ready to send; see {page}")
