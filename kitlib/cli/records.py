"""`kit records`: one record per district that held a session."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kitlib.cli.common import columns, counted, everything
from kitlib.cli.events import AsJson, tell
from kitlib.content.home import called_here, look_of
from kitlib.errors import KitError
from kitlib.settings import settings

if TYPE_CHECKING:
    from kitlib.records.batch import Batch, Failure, Plan, Runner, Unit

__all__ = ["app", "make_all", "say"]

app = typer.Typer()

NOTHING = (
    "Nothing to record: no district has held a meeting that fits, and a rehearsal makes no record. "
    "Open one with: kit open SESSION --district NAME"
)


@app.callback(invoke_without_command=True)
def records(
    context: typer.Context,
    session: Annotated[str | None, typer.Option(help="Only of this session.")] = None,
    district: Annotated[str | None, typer.Option(help="Only of this district, by code or name.")] = None,
    since: Annotated[
        str, typer.Option(help="Only of sessions held on this day or later, for example 2027-01-31.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Where to write; records/ by default.")] = None,
    formats: Annotated[
        str, typer.Option("--format", help="ipynb, html, pdf, docx (Word), or several with commas.")
    ] = "ipynb,html",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many at once; by default as many as there are cores.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that one record may take.")] = 300,
    memory: Annotated[
        int | None, typer.Option(min=64, help="Megabytes that one record may take; by default its share.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Make all, not only those that changed since they were made.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made, and why.")] = False,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="A parameter that your own template has, as NAME=VALUE; may stand often."),
    ] = None,
    dask: Annotated[str, typer.Option(help="Address of a Dask cluster that makes them.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make the records that changed, each as an executed notebook and a page (or PDF and Word), and an index.

    Example: kit records --session introducing-bias
    """
    if context.invoked_subcommand:
        return
    # Imported here and below: what the other commands need not wait for.
    from kitlib.meetings.planning import read_day
    from kitlib.records.batch import Batch, check_formats
    from kitlib.records.local import Local

    places = settings()
    wanted = check_formats(formats)
    batch = Batch(places, out or places.records, wanted, given=_given(given or []))
    units = batch.units(session, district, read_day(since) if since else "")
    plan = batch.plan(units, everything)
    if dry_run:
        say(plan, as_json)
        return
    runner: Runner
    if dask:
        from kitlib.records.cluster import Cluster

        runner = Cluster(dask, timeout)
    else:
        runner = Local(jobs, timeout, memory * 2**20 if memory else None)
    code = batch.store.districts.find(district).code if district else ""
    batch.store.audit.add(
        "records made", district=code, note=f"{len(plan.due)} of {session or 'all sessions'}"
    )
    make_all(batch, plan, runner, as_json)


@app.command("verify")
def verify(
    files: Annotated[list[Path], typer.Argument(help="Records in any form, or folders of them.")],
    out: Annotated[
        Path | None, typer.Option(help="The folder in which they were made; records/ by default.")
    ] = None,
) -> None:
    """Say of each copy of a record whether it is the one that was made, and what changed since.

    Example: kit records verify records
    """
    from kitlib.meetings.contents import Titles
    from kitlib.records.batch import TEMPLATE
    from kitlib.records.verify import Verifier, files_among

    places, library, store = everything()
    verifier = Verifier(
        out or places.records, store, Titles(store, library), places.record_template(TEMPLATE)
    )
    verdicts = [verifier.verify(path) for path in files_among(files)]
    for each in verdicts:
        typer.echo(f"{each.path}: {each.said}")
    false = sum(not each.genuine for each in verdicts)
    typer.echo(f"{len(verdicts) - false} of {len(verdicts)} are as they were made.")
    if false:
        raise KitError(
            f"{false} file(s) are not as they were made here.",
            "Take the record again from where it was made, or make it anew: kit records --all",
        )


@app.command("archive")
def archive(
    district: Annotated[str, typer.Option(help="Only of this district, by code or name.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="The folder in which they were made; records/ by default.")
    ] = None,
    to: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("archive"),
) -> None:
    """Put the records of each district into a bag (BagIt), the form in which archives take files in.

    Example: kit records archive --district "Alder Valley"
    """
    from kitlib.records.bags import make_bags

    places, _, store = everything()
    code = store.districts.find(district).code if district else ""
    names = {each.code: each.name for each in store.districts.all()}
    bags = []
    for bag in make_bags(out or places.records, to, names, code):
        bags.append(bag)
        typer.echo(str(bag))
    store.audit.add("records archived", district=code, note=f"{len(bags)} bag(s) in {to.name}")
    typer.echo(f"{counted(len(bags), 'district')}. Hand each folder over whole: its digests are inside.")


@app.command("deliver")
def deliver(
    to: Annotated[
        str, typer.Option(help="Folder to write to, or an address such as s3://bucket/records.")
    ] = "delivery",
    district: Annotated[str, typer.Option(help="Only to this district, by code or name.")] = "",
    archive: Annotated[
        bool, typer.Option("--zip", help="One ZIP file a district, in place of a folder.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="The folder in which they were made; records/ by default.")
    ] = None,
) -> None:
    """Put together what each district is handed: its page, its records in every form that was made, and an index.

    Example: kit records deliver --to shared-drive/records
    """
    from kitlib.records.batch import due, places_due
    from kitlib.records.delivery import deliver

    places, library, store = everything()
    code = store.districts.find(district).code if district else ""
    units = [*places_due(store, code or None), *due(store, library, district=code or None)]
    names = {each.code: each.name for each in store.districts.all()}
    delivered = []
    for place in deliver(out or places.records, units, to, names, archive=archive, look=look_of(places)):
        delivered.append(place)
        typer.echo(place)
    store.audit.add("records delivered", district=code, note=f"to {len(delivered)} district(s)")
    handed = counted(len(delivered), "district")
    typer.echo(
        f"{handed}. The kit sends nothing: share each with {called_here().words('its district')} alone."
    )


def _given(words: Sequence[str]) -> dict[str, str]:
    """`["language=es"]` as a mapping. Raises KitError for a word without a sign of equality."""
    for word in words:
        if not word.partition("=")[0].isidentifier() or "=" not in word:
            raise KitError(f'"{word}" sets no parameter.', "Write a name and its value: --set name=value")
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def say(plan: Plan, as_json: bool) -> None:
    """Tell what would be made, and why, without making it."""
    if as_json:
        for each in plan.due:
            tell("due", **_unit(each.unit), why=each.why)
        tell("plan", due=len(plan.due), fresh=len(plan.fresh), gone=plan.gone)
        return
    rows = [[each.unit.session or each.unit.title, each.unit.name, each.why] for each in plan.due]
    if rows:
        columns(rows, ["SESSION", "DISTRICT", "WHY"])
    typer.echo(f"{len(plan.due)} record(s) would be made; {len(plan.fresh)} are up to date.")
    _say_gone(plan)


def _say_gone(plan: Plan) -> None:
    if plan.gone:
        typer.echo(
            f"{len(plan.gone)} file(s) are of meetings that are no longer in the database. "
            "They were left; delete them if they must go:\n" + "\n".join(f"  {path}" for path in plan.gone)
        )


def make_all(batch: Batch, plan: Plan, runner: Runner, as_json: bool = False) -> Path:
    """Make what the plan says with progress, then the index. Raises KitError that names each failure."""
    if as_json:
        tell("plan", due=len(plan.due), fresh=len(plan.fresh), gone=plan.gone)
    if not plan.due and not plan.fresh:
        if as_json:
            tell("end", made=0, failed=0, fresh=0, note=called_here().words(NOTHING))
        else:
            typer.echo(called_here().words(NOTHING))
        return batch.out
    began = time.monotonic()
    with _stopped_by_term(), _lines(batch) if as_json else _progress(batch, len(plan.due)) as done:
        failures, index = batch.run(plan, runner, done)
    took = time.monotonic() - began
    made = len(plan.due) - len(failures)
    fresh = f", {len(plan.fresh)} were up to date" if plan.fresh else ""
    if as_json:
        counts = {"made": made, "failed": len(failures), "fresh": len(plan.fresh)}
        tell("end", **counts, seconds=round(took, 1), open=index)
    else:
        typer.echo(f"{made} of {len(plan.due)} records made in {took:.0f} s{fresh}. Open: {index}")
        _say_gone(plan)
    if failures:
        raise KitError(
            f"{len(failures)} record(s) could not be made:\n" + "\n".join(map(_line, failures)),
            f"Look closer: {failures[0].unit.again}",
        )
    return index


def _line(failure: Failure) -> str:
    shown = f"\n    {failure.notebook}" if failure.notebook else ""
    return f"  {failure.unit.name}, {failure.unit.session or failure.unit.title}: {failure.why}{shown}"


@contextlib.contextmanager
def _stopped_by_term() -> Iterator[None]:
    """A request to end is met like Ctrl-C: what was finished is kept, nothing is left running or aside."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        sys.exit(143)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _unit(unit: Unit) -> dict[str, str]:
    return {"title": unit.title, "name": unit.name, "session": unit.session, "district": unit.district}


@contextlib.contextmanager
def _lines(batch: Batch) -> Iterator[Callable[[Unit, Failure | None], None]]:
    """What to call after each record: it tells of it as a line of JSON."""

    def done(unit: Unit, failure: Failure | None) -> None:
        if failure:
            tell("failed", **_unit(unit), why=failure.why, notebook=failure.notebook)
            return
        made = batch.manifest.files[unit.key]
        files = {form: batch.out / made[form].path for form in batch.formats}
        tell("made", **_unit(unit), files=files, seconds=max(made[form].seconds for form in batch.formats))

    yield done


@contextlib.contextmanager
def _progress(batch: Batch, total: int) -> Iterator[Callable[[Unit, Failure | None], None]]:
    """What to call after each record: it moves a bar, or prints a line where there is no terminal."""
    if not total or not sys.stdout.isatty():

        def tell(unit: Unit, failure: Failure | None) -> None:
            place = batch.out / f"{unit.stem}.{batch.formats[-1]}"
            of = unit.session or unit.title
            typer.echo(f"failed  {unit.name}, {of}: {failure.why}" if failure else f"{place}")

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console()
    layout = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[failed]}"),
    )
    failed, began = 0, time.monotonic()
    with Progress(*layout, console=console) as progress:
        task = progress.add_task("Getting ready", total=total, rate="", failed="")

        def step(unit: Unit, failure: Failure | None) -> None:
            nonlocal failed
            failed += failure is not None
            ended = progress.tasks[0].completed + 1
            rate = f"{ended / (time.monotonic() - began):.1f}/s"
            said = f"{failed} failed" if failed else ""
            progress.update(task, advance=1, description=unit.name[:30].ljust(30), rate=rate, failed=said)

        yield step
