"""`kit records`: one record per district that held a session."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kitlib.cli.common import everything
from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.settings import Settings
from kitlib.store import Store

if TYPE_CHECKING:
    from kitlib.records.batch import Failure, Unit

__all__ = ["make_all", "records"]


def records(
    session: Annotated[str | None, typer.Option(help="Only of this session.")] = None,
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write; records/ by default.")] = None,
    formats: Annotated[
        str, typer.Option("--format", help="ipynb, html, or both with a comma.")
    ] = "ipynb,html",
) -> None:
    """Make the records, each as an executed notebook and a page, and an index of all.

    Example: kit records --session introducing-bias
    """
    # Imported here and below: pandas and papermill take a second that no other command should pay for.
    from kitlib.records.batch import check_formats, due

    places, library, store = everything()
    units = due(store, library, session, district)
    make_all(units, places, library, store, out or places.records, check_formats(formats))


def make_all(
    units: list[Unit],
    places: Settings,
    library: Library,
    store: Store,
    out: Path,
    formats: Sequence[str],
) -> Path:
    """Make records with progress, then the index. Raises KitError that names each failure."""
    from kitlib.records.batch import write_index

    if not units:
        typer.echo(
            "No district has held this yet: there is nothing to record. Open a meeting with: kit open SESSION"
        )
        return out
    began = time.monotonic()
    failures = _with_progress(units, places, out, formats)
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


def _with_progress(units: list[Unit], places: Settings, out: Path, formats: Sequence[str]) -> list[Failure]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from kitlib.records.batch import make

    console = Console()
    if not console.is_terminal:

        def tell(unit: Unit, failure: Failure | None) -> None:
            typer.echo(
                f"failed  {unit.name}: {failure.why}" if failure else f"{out / unit.stem}.{formats[-1]}"
            )

        return make(units, places, out, tell, formats)
    layout = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*layout, console=console) as progress:
        task = progress.add_task("Records", total=len(units))

        def step(unit: Unit, _: Failure | None) -> None:
            progress.update(task, advance=1, description=unit.name[:30])

        return make(units, places, out, step, formats)
