"""`kit records`: one record per district that held a session."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kitlib.cli.common import everything
from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.records.batch import Failure, Unit, due, make, write_index
from kitlib.settings import Settings
from kitlib.store import Store

__all__ = ["make_all", "records"]


def records(
    session: Annotated[str | None, typer.Option(help="Only of this session.")] = None,
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write; records/ by default.")] = None,
) -> None:
    """Make the records, each as an executed notebook and a page, and an index of all.

    Example: kit records --session introducing-bias
    """
    places, library, store = everything()
    make_all(places, library, store, out or places.records, session, district)


def make_all(
    places: Settings, library: Library, store: Store, out: Path, session: str | None, district: str | None
) -> Path:
    """Make what is due with progress, then the index. Raises KitError that names each failure."""
    units = due(store, library, session, district)
    if not units:
        typer.echo(
            "No district has held this yet: there is nothing to record. Open a meeting with: kit open SESSION"
        )
        return out
    began = time.monotonic()
    failures = _with_progress(units, places, out)
    index = write_index(store, library, out)
    made = len(units) - len(failures)
    typer.echo(f"{made} of {len(units)} records made in {time.monotonic() - began:.0f} s. Open: {index}")
    if failures:
        lines = "\n".join(f"  {f.unit.name}, {f.unit.session}: {f.why}" for f in failures)
        raise KitError(
            f"{len(failures)} record(s) could not be made:\n{lines}",
            f"Look closer: kit records --session {failures[0].unit.session} --district {failures[0].unit.district}",
        )
    return index


def _with_progress(units: list[Unit], places: Settings, out: Path) -> list[Failure]:
    console = Console()
    if not console.is_terminal:

        def tell(unit: Unit, failure: Failure | None) -> None:
            typer.echo(f"failed  {unit.name}: {failure.why}" if failure else f"{out / unit.stem}.html")

        return make(units, places, out, tell)
    layout = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*layout, console=console) as progress:
        task = progress.add_task("Records", total=len(units))
        return make(
            units, places, out, lambda unit, _: progress.update(task, advance=1, description=unit.name[:30])
        )
