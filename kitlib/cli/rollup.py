"""`kit rollup`: many districts as one picture."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.events import AsJson, tell
from kitlib.errors import KitError
from kitlib.settings import settings

__all__ = ["rollup"]


def rollup(
    session: Annotated[str, typer.Option(help="Which session; list them with: kit sessions")] = "",
    county: Annotated[
        str, typer.Option(help="Instead of a session: all sessions of this county on one page.")
    ] = "",
    by: Annotated[
        str, typer.Option(help='Groups: county, or a CSV file with the columns "district" and "group".')
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Where to write; records/ by default.")] = None,
    formats: Annotated[
        str, typer.Option("--format", help="html, pdf, csv, ipynb, or several with commas.")
    ] = "html,csv,ipynb",
    smallest: Annotated[int, typer.Option(help="The smallest group that is shown; 10 or more.")] = 10,
    earlier: Annotated[
        str,
        typer.Option(help="Another database whose roll-ups count as shown too, such as the one used before."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Put what all districts made of a session together, with small groups withheld.

    Example: kit rollup --session shared-beliefs --by county
    """
    from kitlib.rollup.build import make_county, make_rollup
    from kitlib.rollup.earlier import import_database
    from kitlib.store import Store

    if bool(session) == bool(county) or (county and by):
        raise KitError(
            "A roll-up is of one session, or of one county.",
            "Name the one: kit rollup --session shared-beliefs, or: kit rollup --county NAME",
        )
    places = settings()

    def notify(words: str) -> None:
        tell("note", words=words) if as_json else typer.echo(words)

    if earlier:
        with closing(Store(places.database_url)) as store:
            lines = import_database(store, earlier)
        notify(f"{lines} lines that roll-ups showed were taken over from the other database.")
    if as_json:
        tell("plan", due=1, fresh=0)
    if county:
        of_county, files = make_county(places, county, out or places.records, formats, smallest, notify)
        title, name = "All sessions", of_county.county
        rows = [row for each in of_county.sessions for row in each.rows]
    else:
        result, files = make_rollup(places, session, by, out or places.records, formats, smallest, notify)
        title, name = result.title, f"All districts, by {result.by}" if result.by else "All districts"
        rows = list(result.rows)
    withheld = sum(1 for row in rows if row.numbers is None)
    counts = f"{len(rows) - withheld} lines shown, {withheld} withheld."
    if as_json:
        tell("made", title=title, name=name, files={path.suffix[1:]: path for path in files})
        tell("end", made=1, failed=0, fresh=0, note=counts)
        return
    for path in files:
        typer.echo(str(path))
    typer.echo(counts)
