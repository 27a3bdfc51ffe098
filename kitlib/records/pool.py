"""Work on many items at once, each in a process of its own that was warm before it began.

A fork server imports everything and does one piece of work; each item then gets
a fork of it, so that no item sees what another left behind, and none pays for
imports. Where there is no fork server (Windows), processes are started the
long way and each takes a number of items before it is replaced.

A process that dies is noticed, and so is one that takes too long; the others go
on. When this process ends, in whatever way, so do those it started. The work is
a function of an importable module: a shell may have replaced `__main__`.
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
        """Start the fork server if it is not running; returns at once, while it gets ready."""
        if self.method == "forkserver":
            self._context.set_forkserver_preload(self._preload)
            with _environment(self.environment):
                forkserver.ensure_running()

    def run(self, items: Iterable[T]) -> Iterator[Ended[T, R]]:
        """Work on `items`, telling of each as it ends. An item whose process died is tried once more.

        Whoever stops listening ends all that is still running.
        """
        self.warm_up()
        waiting = deque((item, 1) for item in items)
        hands: list[_Hand[T, R]] = []
        heard: list[Ended[T, R]] = []
        try:
            while waiting or heard or any(hand.busy for hand in hands):
                hands = [hand for hand in hands if hand.usable]
                while waiting and sum(hand.busy for hand in hands) < self.jobs:
                    self._free(hands).take(*waiting.popleft())
                if waiting and self._items_each == 1:
                    self._free(hands)  # stands by: its start need not be waited for
                yield from heard  # only now that all are at work: whoever listens may take their time
                heard.clear()
                for tries, ended in self._heard(hands):
                    if ended.died and tries == 1:
                        waiting.appendleft((ended.item, 2))
                    else:
                        heard.append(ended)
        finally:
            for hand in hands:
                hand.end()

    def _free(self, hands: list[_Hand[T, R]]) -> _Hand[T, R]:
        """One that has nothing in hand; started, and added to `hands`, if there is none."""
        for hand in hands:
            if hand.usable and not hand.busy:
                return hand
        with _environment(self.environment):
            hand = _Hand[T, R](self._context, self._work, self.memory, self._items_each)
        hands.append(hand)
        return hand

    @property
    def _items_each(self) -> int:
        return 1 if self.method == "forkserver" else ITEMS_IN_SPAWNED

    def _heard(self, hands: list[_Hand[T, R]]) -> Iterator[tuple[int, Ended[T, R]]]:
        """Wait for the next news; gives the items that have ended, each with how often it was tried."""
        busy = [hand for hand in hands if hand.busy]
        if not busy:
            return
        deadline = min(hand.began for hand in busy) + self._timeout if self._timeout else None
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        wait([thing for hand in busy for thing in (hand.ear, hand.process.sentinel)], left)
        for hand in busy:
            ended = hand.news()
            if ended is None and self._timeout and time.monotonic() - hand.began >= self._timeout:
                ended = hand.give_up(f"took more than {self._timeout:g} seconds and was stopped")
            if ended is not None:
                yield hand.tries, ended


class _Hand(Generic[T, R]):
    """One process, and what it has in hand."""

    def __init__(self, context: BaseContext, work: Work[T, R], memory: int | None, items: int) -> None:
        self.ear, mouth = context.Pipe()
        # Not "daemonic", which would only keep a record from starting processes: ours end by themselves.
        self.process: BaseProcess = context.Process(target=_serve, args=(work, mouth, memory))  # type: ignore[attr-defined]
        with _no_main():
            self.process.start()
        mouth.close()
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

    def take(self, item: T, tries: int) -> None:
        self._item, self._said, self.began, self.tries = item, None, time.monotonic(), tries
        self._left -= 1
        with contextlib.suppress(OSError):  # it died while idle: `news` will say so
            self.ear.send((item, self._left <= 0))

    def news(self) -> Ended[T, R] | None:
        """The end of the item in hand, if it has come."""
        assert self._item is not None
        try:
            while self.ear.poll():
                kind, found = self.ear.recv()
                if kind == "said":
                    self._said = found
                else:
                    item, self._item = self._item, None
                    if self._left <= 0:
                        self._over = True
                        self.ear.close()  # it leaves by itself, while the next is at work
                    done = kind == "done"
                    return Ended(item, found if done else None, "" if done else found, self._said)
        except (EOFError, OSError):
            return self.give_up()
        return None if self.process.is_alive() else self.give_up()

    def give_up(self, trouble: str = "") -> Ended[T, R]:
        """End the process and let go of its item; without `trouble`, because the process died."""
        assert self._item is not None
        item, self._item = self._item, None
        self.end(kill=bool(trouble))
        return Ended(item, None, trouble or _death(self.process.exitcode), self._said, died=not trouble)

    def end(self, kill: bool = True) -> None:
        """End the process now, unless it is leaving by itself."""
        over, self._over = self._over, True
        self.ear.close()
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


def _serve(work: Work[Any, Any], mouth: Connection, memory: int | None) -> None:
    """What a process does: items until the last, or until nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started us, who then ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _keep_quiet()
    if memory:
        _limit_memory(memory)

    def tell(said: Any) -> None:
        mouth.send(("said", said))

    last = False
    while not last:
        try:
            item, last = mouth.recv()
        except EOFError:
            return
        try:
            answer = ("done", work(item, tell))
        except BaseException as error:  # whatever it is, it must not end as a silent death
            answer = ("failed", f"{type(error).__name__}: {error}")
        mouth.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _keep_quiet() -> None:
    """What libraries print past the notebook must not tear the progress on screen."""
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


@contextlib.contextmanager
def _environment(names: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
