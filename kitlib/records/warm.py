"""What the fork server does before it forks, so that no record pays for it.

Imported for its effect, when KIT_WARM_UP is set: it imports all that a record
needs and makes one record of each of a few units, by the kit's own code and
not by the template, which might hang or fail; nothing of it is kept on disk. Then
it closes every database: a connection must not be used on both sides of a fork.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kitlib.content.look import PLAIN
from kitlib.errors import KitError
from kitlib.startup import leave_out_address_checks

if TYPE_CHECKING:
    from kitlib.records.unit import Task

__all__ = ["order"]

VARIABLE = "KIT_WARM_UP"
UNITS_EACH = 25  # a unit more is worth its while for every so many that follow
MOST = 8
SECONDS = 60  # after which a fork is better cold than late


def order(tasks: Sequence[Task], jobs: int) -> Mapping[str, str]:
    """The environment that tells the fork server to warm up for `tasks`: one unit of each of the first sessions."""
    of_session = {task.unit.session: task for task in reversed(tasks) if task.unit.session}
    # What is made of a place is of many sessions; no one unit would get ready for the others.
    many = min(MOST, -(-len(tasks) // UNITS_EACH)) if len(tasks) > 2 * jobs else 0
    chosen = list(of_session.values())[::-1][:many]
    told = [
        {"session": t.unit.session, "title": t.unit.title, "district": t.unit.district, "name": t.unit.name}
        for t in chosen
    ]
    first = tasks[0]
    places = {"KIT_HOME": str(first.home), "KIT_DATABASE_URL": first.database_url}
    more = {"sessions": list(of_session), "formats": first.formats}
    return {VARIABLE: json.dumps({"units": told, **more}), **places}


def _warm_up(units: Sequence[Mapping[str, str]], sessions: Sequence[str], formats: Sequence[str]) -> None:
    leave_out_address_checks()
    import nbconvert  # noqa: F401
    import papermill

    from kitlib.content import Library
    from kitlib.records.formats import FORMATS
    from kitlib.records.record import Record
    from kitlib.records.shell import Shell, keep_ready
    from kitlib.records.unit import Unit
    from kitlib.settings import settings

    library = Library.shared(settings())
    for session in sessions:
        with contextlib.suppress(KitError):  # its records will say so
            library.resource(library.session(session).resource)
    with Shell():
        pass  # what IPython imports when it starts
    steps = [name for name, thing in vars(Record).items() if callable(thing) and not name.startswith("_")]
    began = time.monotonic()
    for each in units:
        unit = Unit(**each, meetings=1, last="")
        with tempfile.TemporaryDirectory() as folder:
            made = papermill.execute_notebook(
                _notebook(steps),
                str(Path(folder) / "warm.ipynb"),
                parameters={"session": unit.session, "district": unit.district},
                engine_name="kit",
                request_save_on_cell_execute=False,
                progress_bar=False,
            )
            for name in formats:
                form = FORMATS[name]
                if form.get_ready:
                    form.get_ready()
                elif form.write:
                    form.write(made, unit, Path(folder) / f"warm.{name}", PLAIN)
        if time.monotonic() - began > SECONDS / 10:
            break
    keep_ready()


def _notebook(steps: Sequence[str]) -> Any:
    from nbformat.v4 import new_code_cell, new_notebook

    tagged = {"tags": ["parameters"]}
    cells = [
        new_code_cell('session = ""\ndistrict = ""', metadata=tagged),
        new_code_cell("from kitlib.records import Record\n\nrecord = Record(session, district)"),
        *(new_code_cell(f"record.{step}()") for step in steps),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    notebook.metadata["papermill"] = {}
    return notebook


@contextlib.contextmanager
def _databases_closed() -> Iterator[None]:
    """Close every connection that was opened within, whoever opened it."""
    from sqlalchemy import Connection, Engine, event

    opened: set[Engine] = set()

    def note(connection: Connection) -> None:
        opened.add(connection.engine)

    event.listen(Engine, "engine_connect", note)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", note)
        for engine in opened:
            engine.dispose()


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TimeoutError

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if VARIABLE in os.environ:
    # Whatever goes wrong here goes wrong again in a record, where it is told.
    with contextlib.suppress(Exception), _databases_closed(), _at_most(SECONDS):
        _warm_up(**json.loads(os.environ.pop(VARIABLE)))
    # What is there now stays to the end, so a fork need not look through it, nor copy it by doing so.
    gc.collect()
    gc.freeze()
    # A record is soon over: what it leaves in circles need not be looked for as often as in a process that stays.
    gc.set_threshold(50_000, 20, 50)
