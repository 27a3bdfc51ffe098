"""`kit rollup`: many districts as one picture."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.events import AsJson, tell
from kitlib.settings import settings

__all__ = ["rollup"]


def rollup(
    session: Annotated[str, typer.Option(help="Which session; list them with: kit sessions")],
    by: Annotated[
        str, typer.Option(help="Groups: county, or a CSV file with the columns district and group.")
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
    from kitlib.rollup.build import make_rollup
    from kitlib.rollup.earlier import import_database
    from kitlib.store import Store

    places = settings()

    def notify(words: str) -> None:
        tell("note", words=words) if as_json else typer.echo(words)

    if earlier:
        with closing(Store(places.database_url)) as store:
            lines = import_database(store, earlier)
        notify(f"{lines} lines that roll-ups showed were taken over from the other database.")
    if as_json:
        tell("plan", due=1, fresh=0)
    result, files = make_rollup(places, session, by, out or places.records, formats, smallest, notify)
    withheld = sum(1 for row in result.rows if row.numbers is None)
    counts = f"{len(result.rows) - withheld} lines shown, {withheld} withheld."
    if as_json:
        name = f"All districts, by {result.by}" if result.by else "All districts"
        tell("made", title=result.title, name=name, files={path.suffix[1:]: path for path in files})
        tell("end", made=1, failed=0, fresh=0, note=counts)
        return
    for path in files:
        typer.echo(str(path))
    typer.echo(counts)
