"""Work on many items at once, each in a process of its own that was warm before it began.

A fork server imports everything and does one piece of work; each item then gets
a fork of it, so that no item sees what another left behind, and none pays for
imports. Where there is no fork server (Windows), processes are started the
long way and each takes a number of items before it is replaced.

A process that dies is noticed, and so is one that takes too long; the others go
on. When this process ends, in whatever way, so do those it started. The work is
a function of an importable module: a shell may have replaced `__main__`.

Why not a library: with two workers, a fresh process each and 0.08 seconds of work an item, this pool takes 0.042 seconds
an item (0.040 were ideal), since one process stands by while the others work; `concurrent.futures` and
`multiprocessing.Pool` take 0.060, pebble 0.098. A worker killed by the system fails all that is at work in the
first, and its item never returns in the second; only pebble stops an item that takes too long, and none
hears how far it came.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from kitlib.settings import environment

__all__ = ["Ended", "Pool", "cores", "memory_share"]

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T, Callable[[Any], None]], R]

ITEMS_IN_SPAWNED = 40  # before a process that was started the long way is replaced
#: Beside other processes, threads of the linear algebra only take turns; a fork must not have any.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Ended(Generic[T, R]):
    """What became of an item: the value of its work, or in words why there is none."""

    item: T
    value: R | None
    trouble: str = ""
    said: Any = None  # the last that the work told on its way
    died: bool = False  # the process died; no fault of the work, or one that nobody can name


class Pool(Generic[T, R]):
    """`jobs` processes that each do `work(item, tell)` for one item after another.

    An item may take `timeout` seconds and `memory` bytes. `preload` names modules
    that the fork server imports, with `environment` set while they are.
    """

    def __init__(
        self,
        work: Work[T, R],
        *,
        jobs: int | None = None,
        timeout: float | None = None,
        memory: int | None = None,
        preload: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
        method: str | None = None,
    ) -> None:
        known = multiprocessing.get_all_start_methods()
        self.method = method or ("forkserver" if "forkserver" in known else "spawn")
        self.jobs = jobs or cores()
        self._work = work
        self._timeout = timeout
        self.memory = memory
        self._preload = [work.__module__, *preload]  # or every fork would import it to be told its work
        self.environment = {**ONE_THREAD, **(environment or {})}
        self._context = multiprocessing.get_context(self.method)

    def warm_up(self) -> None:
        """Start the fork server if it is not running. Returns at once, while the server gets ready."""
        if self.method == "forkserver":
            self._context.set_forkserver_preload(self._preload)
            with environment(self.environment):
                forkserver.ensure_running()

    def run(self, items: Iterable[T]) -> Iterator[Ended[T, R]]:
        """Work on `items` and give each as it ends. An item whose process died is tried once more.

        Closing the iterator ends all that is still running.
        """
        self.warm_up()
        waiting = deque((item, 1) for item in items)
        workers: list[_Worker[T, R]] = []
        results: list[Ended[T, R]] = []
        try:
            while waiting or results or any(worker.busy for worker in workers):
                workers = [worker for worker in workers if worker.usable]
                while waiting and sum(worker.busy for worker in workers) < self.jobs:
                    self._idle(workers).assign(*waiting.popleft())
                if waiting and self._items_each == 1:
                    self._idle(workers)  # stands by: its start need not be waited for
                yield from results  # only now that all are at work: whoever listens may take their time
                results.clear()
                for tries, ended in self._wait(workers):
                    if ended.died and tries == 1:
                        waiting.appendleft((ended.item, 2))
                    else:
                        results.append(ended)
        finally:
            for worker in workers:
                worker.end()

    def _idle(self, workers: list[_Worker[T, R]]) -> _Worker[T, R]:
        """Give a worker that has no item; start one, and add it to `workers`, if there is none."""
        for worker in workers:
            if worker.usable and not worker.busy:
                return worker
        with environment(self.environment):
            worker = _Worker[T, R](self._context, self._work, self.memory, self._items_each)
        workers.append(worker)
        return worker

    @property
    def _items_each(self) -> int:
        return 1 if self.method == "forkserver" else ITEMS_IN_SPAWNED

    def _wait(self, workers: list[_Worker[T, R]]) -> Iterator[tuple[int, Ended[T, R]]]:
        """Wait until a worker sends something, ends or runs out of time; give the items that ended, and how often each was tried."""
        busy = [worker for worker in workers if worker.busy]
        if not busy:
            return
        deadline = min(worker.began for worker in busy) + self._timeout if self._timeout else None
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        wait([thing for worker in busy for thing in (worker.parent_conn, worker.process.sentinel)], left)
        for worker in busy:
            ended = worker.receive()
            if ended is None and self._timeout and time.monotonic() - worker.began >= self._timeout:
                ended = worker.abandon(f"took more than {self._timeout:g} seconds and was stopped")
            if ended is not None:
                yield worker.tries, ended


class _Worker(Generic[T, R]):
    """One process, and the item it works on."""

    def __init__(self, context: BaseContext, work: Work[T, R], memory: int | None, items: int) -> None:
        self.parent_conn, child_conn = context.Pipe()
        # Not "daemonic", which would only keep a record from starting processes: ours end by themselves.
        self.process: BaseProcess = context.Process(target=_serve, args=(work, child_conn, memory))  # type: ignore[attr-defined]
        with _no_main():
            self.process.start()
        child_conn.close()
        self.began = 0.0
        self.tries = 0
        self._left = items
        self._item: T | None = None
        self._said: Any = None
        self._over = False

    @property
    def busy(self) -> bool:
        return self._item is not None

    @property
    def usable(self) -> bool:
        return self.busy or not self._over

    def assign(self, item: T, tries: int) -> None:
        """Send the process an item, which is tried for the `tries`-th time."""
        self._item, self._said, self.began, self.tries = item, None, time.monotonic(), tries
        self._left -= 1
        with contextlib.suppress(OSError):  # it died while idle: `receive` will say so
            self.parent_conn.send((item, self._left <= 0))

    def receive(self) -> Ended[T, R] | None:
        """Read what the process sent; gives the end of its item, if it has come."""
        assert self._item is not None
        try:
            while self.parent_conn.poll():
                kind, content = self.parent_conn.recv()
                if kind == "said":
                    self._said = content
                else:
                    item, self._item = self._item, None
                    if self._left <= 0:
                        self._over = True
                        self.parent_conn.close()  # it leaves by itself, while the next is at work
                    done = kind == "done"
                    return Ended(item, content if done else None, "" if done else content, self._said)
        except (EOFError, OSError):
            return self.abandon()
        return None if self.process.is_alive() else self.abandon()

    def abandon(self, trouble: str = "") -> Ended[T, R]:
        """End the process and let go of its item; without `trouble`, because the process died."""
        assert self._item is not None
        item, self._item = self._item, None
        self.end(kill=bool(trouble))
        return Ended(item, None, trouble or _death(self.process.exitcode), self._said, died=not trouble)

    def end(self, kill: bool = True) -> None:
        """End the process now, unless it is leaving by itself."""
        over, self._over = self._over, True
        self.parent_conn.close()
        if kill and not over:
            self.process.kill()
        self.process.join(5)


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"its process died twice, of signal {name}" + ("; memory may have run out" * (code == -9))
    return f"its process died twice, with exit code {code}"


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Start a process without this one's script: each would run it again, and the work needs none of it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(work: Work[Any, Any], child_conn: Connection, memory: int | None) -> None:
    """Work on items until the last, or until nobody listens any more. Runs in the process of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started us, who then ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _keep_quiet()
    if memory:
        _limit_memory(memory)

    def tell(said: Any) -> None:
        child_conn.send(("said", said))

    last = False
    while not last:
        try:
            item, last = child_conn.recv()
        except EOFError:
            return
        try:
            answer = ("done", work(item, tell))
        except BaseException as error:  # whatever it is, it must not end as a silent death
            answer = ("failed", f"{type(error).__name__}: {error}")
        child_conn.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _keep_quiet() -> None:
    """Send to nowhere what libraries print past the notebook: it must not tear the progress on screen."""
    sys.stdout.flush()
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _limit_memory(extra: int) -> None:
    """Let this process take so many bytes more than it has; then it gets a MemoryError."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return  # what it has cannot be told
    most = pages * resource.getpagesize() + extra
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))


# -- what the machine has ------------------------------------------------------------------


def cores() -> int:
    """How many processes can work at once: the cores this process may use, or its share of them."""
    try:
        found = len(os.sched_getaffinity(0))
    except AttributeError:
        found = os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()[:2]
        found = min(found, max(1, math.ceil(int(quota) / int(period))))
    except (OSError, ValueError):
        pass
    return found


def memory_share(jobs: int) -> int | None:
    """The bytes that each of `jobs` processes can take, None where that cannot be told."""
    try:
        most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    with contextlib.suppress(OSError, ValueError):
        most = min(most, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return int(most * 0.8 / jobs)
