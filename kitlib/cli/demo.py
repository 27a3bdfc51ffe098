"""`kit demo`: the main job on the worked sample, in a database of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kitlib.cli.common import columns
from kitlib.cli.records import make_all
from kitlib.content import Library
from kitlib.exchange.districts import load_sample_districts
from kitlib.exchange.sample import hold, read
from kitlib.meetings.service import MeetingService
from kitlib.settings import settings, sqlite_url
from kitlib.store import Store

__all__ = ["demo"]


DATABASE = "demo.db"
AS_SQLITE = ("", "-wal", "-shm", "-journal")  # how it calls the files of one


def demo(
    everything: Annotated[
        bool,
        typer.Option("--all", help="Hold a sample meeting of every resource, not only of three sessions."),
    ] = False,
) -> None:
    """Load the worked sample, make its records, and say where they are. Your own data stays untouched.

    Example: kit demo --all
    """
    from kitlib.records.batch import Batch
    from kitlib.records.local import Local

    places = settings()
    folder = places.home / "demo"
    folder.mkdir(exist_ok=True)
    for beside in AS_SQLITE:  # nothing else there is known to be ours
        (folder / f"{DATABASE}{beside}").unlink(missing_ok=True)
    places = replace(places, database_url=sqlite_url(folder / DATABASE))
    library, store = Library.of(places), Store(places.database_url)
    load_sample_districts(store, places.data)
    service = MeetingService(store, library)
    folder_of = places.data / "sample"
    samples = sorted(folder_of.rglob("*.json") if everything else folder_of.glob("*.json"))
    for path in samples:
        hold(read(path), service)
    typer.echo(f"{len(samples)} sample meetings held in {store.place}. Making their records:")
    batch = Batch(places, folder / "records")
    index = make_all(batch, batch.plan(batch.units()), Local())
    made = (batch.manifest.files.get(unit.key, {}) for unit in batch.units())
    files = sorted(batch.out / each.path for forms in made for each in forms.values())
    columns(
        [[str(p.relative_to(places.home)), f"{p.stat().st_size / 1024:.0f} kB"] for p in files],
        ["FILE", "SIZE"],
    )
    lab = "make lab" if (places.home / "Makefile").is_file() else "kit lab"
    typer.echo(f"\nOpen this page in your browser:\n  {_address(index)}\nThen lead a session yourself: {lab}")


def _address(index: Path) -> str:
    return index.resolve().as_uri()
