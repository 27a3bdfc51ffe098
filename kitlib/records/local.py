"""The processes of this computer as makers of records; those of a cluster are in `cluster`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from kitlib.records.making import make_one
from kitlib.records.pool import Ended, Pool, memory_share
from kitlib.records.unit import Failure, Outcome, Task

__all__ = ["Local", "outcome_of"]

TIMEOUT = 300  # seconds for one record, unless told otherwise


class Local:
    """Makes records on this machine: `jobs` at once, each in at most `timeout` seconds and `memory` bytes."""

    def __init__(
        self,
        jobs: int | None = None,
        timeout: float | None = TIMEOUT,
        memory: int | None = None,
        method: str | None = None,
    ) -> None:
        self._pool: Pool[Task, Outcome] = Pool(
            make_one,
            jobs=jobs,
            timeout=timeout,
            memory=memory,
            preload=["kitlib.records.warm"],
            method=method,
        )
        if memory is None:
            self._pool.memory = memory_share(self._pool.jobs)

    def warm_up(self, tasks: Sequence[Task]) -> None:
        """Start the fork server on work such as the first task of each session."""
        from kitlib.records.warm import order

        self._pool.environment.update(order(tasks, self._pool.jobs))
        self._pool.warm_up()

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Do the tasks, telling of each as it ends."""
        with contextlib.closing(self._pool.run(tasks)) as all_:  # type: ignore[type-var]
            for ended in all_:
                yield outcome_of(ended)


def outcome_of(ended: Ended[Task, Outcome]) -> Outcome:
    """What became of a task in the pool; where there is no outcome, why, and in which cell."""
    if ended.value is not None:
        return ended.value
    unit = ended.item.unit
    where = f"cell {ended.said}: " if ended.said else ""
    return Outcome(unit, failure=Failure(unit, f"{where}{ended.trouble}"))
