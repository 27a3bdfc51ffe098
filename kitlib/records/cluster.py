"""Records made by a Dask cluster: the same tasks, on as many machines as it has.

The machines share the kit's folder, the output folder and the database, under
the same names. On each, a record is made as it is here, in a warm process of
its own. A task whose worker dies goes to another worker.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterator, Sequence
from functools import cache

from kitlib.errors import KitError
from kitlib.records.local import outcome_of
from kitlib.records.making import make_one
from kitlib.records.pool import Pool
from kitlib.records.unit import Failure, Outcome, Task
from kitlib.records.warm import order

__all__ = ["Cluster"]

TRIES = 3  # of a task whose worker died


class Cluster:
    """The cluster whose scheduler is at `address`. Raises KitError when it does not answer."""

    def __init__(self, address: str, timeout: float | None = None) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise KitError(
                "Dask is not installed here.", "Install it: pip install 'kitlib[cluster]'"
            ) from None
        try:
            self._client = Client(address, timeout=20, set_as_default=False)
        except (OSError, ValueError) as error:
            raise KitError(
                f"No Dask scheduler answers at {address} ({error}).",
                "Start one with: dask scheduler; and on each machine: dask worker ADDRESS --nthreads 1",
            ) from None
        self._timeout = timeout

    def warm_up(self, tasks: Sequence[Task]) -> None:
        """Nothing: each machine gets ready when its first task comes."""

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Do the tasks, telling of each as it ends."""
        from distributed import as_completed

        warm = order(tasks, 0) if tasks else {}
        futures = {
            self._client.submit(_on_worker, task, self._timeout, warm, pure=False, retries=TRIES): task
            for task in tasks
        }
        try:
            for future in as_completed(list(futures), loop=self._client.loop):
                task = futures[future]
                error = future.exception()
                if error is None:
                    yield future.result()
                else:
                    why = f"{type(error).__name__}: {str(error).splitlines()[0]}"
                    yield Outcome(task.unit, failure=Failure(task.unit, why))
                future.release()
        finally:
            with contextlib.suppress(Exception):  # the cluster may be gone
                self._client.cancel(list(futures), force=True)
            self._client.close()


def _on_worker(task: Task, timeout: float | None, warm: dict[str, str]) -> Outcome:
    # A Dask worker under its nanny is "daemonic", which keeps it from starting processes lest they
    # outlive it. Those of the pool end with whoever started them.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    pool = _pool(timeout)
    pool.environment.update(warm)
    (ended,) = pool.run([task])
    if ended.died:
        raise RuntimeError(ended.trouble)  # Dask tries it elsewhere
    return outcome_of(ended)


@cache
def _pool(timeout: float | None) -> Pool[Task, Outcome]:
    return Pool(make_one, jobs=1, timeout=timeout, preload=["kitlib.records.warm"])
