"""The engine `kit` of papermill: it runs cells in its own process, without a kernel.

    papermill notebooks/records/record.ipynb out.ipynb --engine kit

papermill loads its engines while it is being imported itself, so nothing here
may import papermill on the way up; `KitEngine` therefore answers papermill's
calls without being one of its classes. A notebook that must not see what
another left behind is run in a process of its own: that is what `pool` does.
"""

from __future__ import annotations

import platform
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from kitlib.errors import KitError

__all__ = ["KitEngine", "on_cell_start"]

_listeners: list[Callable[[int], None]] = []


@contextmanager
def on_cell_start(listener: Callable[[int], None]) -> Iterator[None]:
    """Call `listener` with the number of each code cell, from 1, before it runs, as long as the context lasts."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


class KitEngine:
    """Runs a Python notebook in this process, and keeps papermill's own marks in it."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: Any = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **more: Any,
    ) -> Any:
        """Run `nb`; called by papermill. A cell that raises ends the run and stands in the notebook."""
        from papermill.engines import NotebookExecutionManager

        language = nb.metadata.get("kernelspec", {}).get("language", "python")
        if language.lower() != "python":
            raise KitError(
                f"The engine “kit” runs Python notebooks; this one is in {language}.",
                "Run it with its own kernel: leave out --engine kit",
            )
        manager = NotebookExecutionManager(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=autosave_cell_every,
        )
        manager.notebook_start()
        try:
            _run(manager, log_output=log_output, **more)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """What papermill writes down as the kernel; none is started."""
        return name or str(nb.metadata.get("kernelspec", {}).get("name", "python3"))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The language in which parameters are written."""
        return language or "python"


def _run(
    manager: Any,
    *,
    log_output: bool = False,
    stdout_file: IO[str] | None = None,
    stderr_file: IO[str] | None = None,
    execution_timeout: int | None = None,
    **_: Any,
) -> None:
    # Imported here: IPython is not needed to know this engine by name.
    from kitlib.records.shell import Shell

    def pass_on(output: Any) -> None:
        manager.autosave_cell()
        _pass_on(output, log_output, {"stdout": stdout_file, "stderr": stderr_file})

    with Shell(pass_on) as shell:
        for index, cell in enumerate(manager.nb.cells):
            manager.cell_start(cell, index)
            try:
                error = None
                if _is_run(cell):
                    for listener in _listeners:
                        listener(shell.count)
                    with _at_most(execution_timeout):
                        error = shell.run(cell)
                if error is not None and "raises-exception" not in cell.metadata.get("tags", []):
                    manager.cell_exception(cell, cell_index=index, exception=error)
                    if isinstance(error, KeyboardInterrupt):
                        raise error
                    break
            finally:
                manager.cell_complete(cell, cell_index=index)
    manager.nb.metadata["language_info"] = {
        "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }


def _is_run(cell: Any) -> bool:
    if cell.cell_type != "code" or not cell.source.strip():
        return False
    return "skip-execution" not in cell.metadata.get("tags", [])


def _pass_on(output: Any, log: bool, files: dict[str, IO[str] | None]) -> None:
    """Log what is shown and copy it to files, for papermill's --log-output, --stdout-file and --stderr-file."""
    from papermill.log import logger

    if output.output_type == "stream":
        if log:
            (logger.info if output.name == "stdout" else logger.warning)(output.text)
        if (file := files.get(output.name)) is not None:
            file.write(output.text)
            file.flush()
    elif log and "text/plain" in output.get("data", {}):
        logger.info(output.data["text/plain"])


@contextmanager
def _at_most(seconds: int | None) -> Iterator[None]:
    """End a cell that takes longer, with a TimeoutError in it."""
    if not seconds:
        yield
        return
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        raise KitError(
            "Cells cannot be timed here: it needs signals, and the main thread.",
            "Leave out --execution-timeout, or run the records with: kit records --timeout",
        )

    def stop(*_: Any) -> None:
        raise TimeoutError(f"The cell took more than {seconds} seconds.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
