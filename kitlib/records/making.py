"""One record, made in the process that is asked to: executed and written aside, then moved to its place."""

from __future__ import annotations

import datetime as dt
import errno
import os
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kitlib.content.home import look_of
from kitlib.errors import KitWarning
from kitlib.records.formats import FORMATS
from kitlib.records.manifest import Made, fingerprint
from kitlib.records.origin import Origin
from kitlib.records.portable import make_portable, write_notebook
from kitlib.records.unit import Failure, Outcome, Task
from kitlib.settings import Settings, environment
from kitlib.startup import leave_out_address_checks
from kitlib.store.inspecting import sqlite_files

__all__ = ["ASIDE", "FAILED", "FULL", "make_one"]

ASIDE = ".making-"
EXECUTED = "executed.ipynb"
FAILED = ".failed.ipynb"
#: What a disk says that takes no more; the last is said where a file may only be so large.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def make_one(task: Task, tell: Callable[[int], None]) -> Outcome:
    """Make one record in this process, telling the number of each cell as it begins.

    Whatever goes wrong is in the outcome. A notebook that failed is kept beside the place of its record.
    """
    leave_out_address_checks()
    import papermill

    unit, folder = task.unit, (task.out / task.unit.stem).parent
    kept = task.out / f"{unit.stem}{FAILED}"
    places = {"KIT_HOME": str(task.home), "KIT_DATABASE_URL": task.database_url}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with environment(places), tempfile.TemporaryDirectory(dir=folder, prefix=ASIDE) as aside:
            try:
                outcome = _make_aside(task, Path(aside), tell)
            except papermill.PapermillExecutionError as error:
                _keep_failed(task, Path(aside), kept)
                return Outcome(unit, failure=Failure(unit, _why(error), kept))
        kept.unlink(missing_ok=True)
        return outcome
    except OSError as error:
        return Outcome(unit, failure=Failure(unit, _why(error)), full=error.errno in FULL)
    except Exception as error:
        return Outcome(unit, failure=Failure(unit, _why(error)))


def _make_aside(task: Task, aside: Path, tell: Callable[[int], None]) -> Outcome:
    """Execute the notebook in the folder `aside`, write each format there, then move all to their places."""
    import papermill

    from kitlib.records.engine import on_cell_start

    began = time.perf_counter()
    with on_cell_start(tell):
        executed = papermill.execute_notebook(
            str(task.template),
            str(aside / EXECUTED),
            parameters=task.parameters,
            engine_name="kit",
            request_save_on_cell_execute=False,
            progress_bar=False,
        )
    made = dt.datetime.now().astimezone()
    Origin.of(*task.unit.key, made.date().isoformat(), task.inputs).put_into(executed)
    _make_portable(task, aside, executed)
    written: dict[str, Path] = {}
    look = look_of(Settings(task.home, task.database_url))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", KitWarning)
        for form in task.formats:
            write = FORMATS[form].write
            written[form] = aside / (f"record.{form}" if write else EXECUTED)
            if write:
                write(executed, task.unit, written[form], look)
    files = {}
    for form, path in written.items():
        place = f"{task.unit.stem}.{form}"
        os.replace(path, task.out / place)
        seconds = round(time.perf_counter() - began, 3)
        files[form] = Made(
            place, *fingerprint(task.out / place), made.isoformat(timespec="seconds"), seconds, task.inputs
        )
    amiss = tuple(str(each.message) for each in caught if issubclass(each.category, KitWarning))
    return Outcome(task.unit, files, amiss)


def _keep_failed(task: Task, aside: Path, kept: Path) -> None:
    """Keep the notebook of a record that failed at its place, as fit to be handed on as one that did not."""
    import nbformat

    _make_portable(task, aside, nbformat.read(aside / EXECUTED, as_version=4))
    os.replace(aside / EXECUTED, kept)


def _make_portable(task: Task, aside: Path, notebook: Any) -> None:
    """Take what it says of this computer out of a notebook that was executed, and write it again."""
    places = [aside, task.out, task.home, task.template.parent]
    files = sqlite_files(task.database_url)[:1]
    secrets = [task.database_url, *map(str, files)]
    make_portable(notebook, places, secrets)
    write_notebook(notebook, aside / EXECUTED)


def _why(error: Exception) -> str:
    """The failing cell and the last line of what it said."""
    name = getattr(error, "ename", type(error).__name__)
    value = getattr(error, "evalue", None) or str(error)
    cell = getattr(error, "exec_count", None)
    where = f"cell {cell}: " if cell else ""
    return f"{where}{name}: {value.splitlines()[0] if value else ''}"
