"""Long work that is begun on a page: one after another, each a command of the kit in a process of its own.

A job is what `kit … --json` does, so a page and the command say the same. It goes
on while pages are closed and opened again. Where each stands is kept on disk, so
that it is still told after the server was stopped; what ran then is told as cut off.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any, Literal

from kitlib.errors import KitError, NotFoundError
from kitlib.settings import Settings, private_folder

__all__ = ["Job", "Jobs"]

State = Literal["waiting", "running", "done", "failed", "cancelled", "cut off"]
KEPT = 30  # jobs that are remembered
MOST = 20  # that may wait
SHOWN = 100  # of what was made, and of what failed, that one job tells of; all of it is in the index
WRITTEN_EACH = 1.0  # second, while it runs
STOPPING = 20.0  # seconds in which a process that was asked to end does so
OVER: tuple[State, ...] = ("done", "failed", "cancelled", "cut off")


@dataclass
class Job:
    """One job and where it stands."""

    id: str
    title: str
    words: list[str]  # of the command, after `kit`
    asked: float  # when, as all times here in seconds since 1970
    state: State = "waiting"
    began: float = 0.0
    ended: float = 0.0
    total: int = 0  # documents that are due; 0 until that is known
    done: int = 0  # made or failed
    failed: int = 0
    fresh: int = 0  # that were up to date before
    last: str = ""  # of what was the newest document
    open: str = ""  # the page to open at the end: below the home, as are the files
    made: list[dict[str, Any]] = field(default_factory=list)  # title, name, files: form -> path
    failures: list[dict[str, Any]] = field(default_factory=list)  # title, name, why, notebook
    problem: str = ""  # why it failed as a whole
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The job as a page is told of it."""
        return asdict(self)


class Jobs:
    """The jobs of one home: at most one runs. Threads may call all of it."""

    def __init__(self, places: Settings) -> None:
        self._places = places
        self._folder = places.hidden / "jobs"
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._process: subprocess.Popen[str] | None = None
        self._running: Job | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._known: dict[str, Job] = {job.id: job for job in self._read()}

    def start(self, title: str, words: Sequence[str]) -> Job:
        """Put a command at the end of the queue. Raises KitError where too many wait already."""
        with self._changed:
            same = next((j for j in self._waiting if j.words == list(words)), None)
            if same is not None:
                return same  # pressed twice
            if len(self._waiting) >= MOST:
                raise KitError(f"{MOST} jobs wait already.", "Wait until some have ended, or cancel them.")
            job = Job(uuid.uuid4().hex[:12], title, list(words), time.time())
            self._known[job.id] = job
            self._waiting.append(job)
            self._write(job)
            self._forget_old()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return job

    def all(self) -> list[Job]:
        """All that are remembered, newest first."""
        with self._changed:
            return sorted(self._known.values(), key=lambda job: -job.asked)

    def get(self, id: str) -> Job:
        """The job of that id. Raises NotFoundError."""
        with self._changed:
            if id not in self._known:
                raise NotFoundError("This job is no longer known here.", "Start it again.")
            return self._known[id]

    def cancel(self, id: str) -> Job:
        """End a job that waits or runs; what it made is kept. One that is over stays as it is."""
        job = self.get(id)
        with self._changed:
            if job in self._waiting:
                self._waiting.remove(job)
                self._end(job, "cancelled")
            elif job is self._running:
                job.state = "cancelled"
                self._stop_process()
        return job

    def close(self) -> None:
        """End what runs, and wait until it has. What waited is told as cut off."""
        with self._changed:
            self._closed = True
            while self._waiting:
                self._end(self._waiting.popleft(), "cut off")
            if self._running is not None:
                self._running.state = "cut off"
                self._stop_process()
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(STOPPING + 5)

    # -- the work -------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    return
                job = self._running = self._waiting.popleft()
                job.state, job.began = "running", time.time()
                self._write(job)
            try:
                self._run(job)
            except Exception as error:  # the next one must not wait for ever
                job.problem = f"It could not be started: {error}"
                job.state = "failed"
            with self._changed:
                self._running = self._process = None
                self._end(job, job.state)

    def _run(self, job: Job) -> None:
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            with self._changed:
                if job.state != "running":
                    return
                self._process = process = self._started(job, said)
            assert process.stdout is not None
            written = time.monotonic()
            for line in process.stdout:
                self._hear(job, line)
                if time.monotonic() - written > WRITTEN_EACH:
                    self._write(job)
                    written = time.monotonic()
            code = process.wait()
            said.seek(0)
            words = said.read().strip()
        if job.state == "running":
            job.state = "done" if code == 0 else "failed"
            if code and not job.failures:
                job.problem = words[-2_000:] or f"It ended with the exit code {code}."

    def _started(self, job: Job, said: IO[str]) -> subprocess.Popen[str]:
        places = {"KIT_HOME": str(self._places.home), "KIT_DATABASE_URL": self._places.database_url}
        return subprocess.Popen(
            [sys.executable, "-m", "kitlib.cli", *job.words, "--json"],
            cwd=self._places.home,
            env={**os.environ, **places, "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def _hear(self, job: Job, line: str) -> None:
        """Take in one line of what the command tells (see `kitlib.cli.events`)."""
        try:
            told = json.loads(line)
            event = told.pop("event")
        except (ValueError, KeyError, AttributeError, TypeError):
            return
        with self._changed:
            if event == "plan":
                job.total, job.fresh = told["due"], told["fresh"]
            elif event == "made":
                files = {form: self._below(path) for form, path in told["files"].items()}
                job.made = [*job.made, {"title": told["title"], "name": told["name"], "files": files}][
                    -SHOWN:
                ]
            elif event == "failed":
                job.failed += 1
                notebook = self._below(told["notebook"]) if told["notebook"] else ""
                why = {**{key: told[key] for key in ("title", "name", "why")}, "notebook": notebook}
                job.failures = [*job.failures, why][-SHOWN:]
            elif event == "end":
                job.open = self._below(told["open"]) if told.get("open") else ""
                job.note = told.get("note", "")
            if event in ("made", "failed"):
                job.done += 1
                job.last = f"{told['name']}: {told['title']}"

    def _below(self, path: str) -> str:
        """A path as it stands below the home; one that does not, as it is."""
        with suppress(ValueError):
            return Path(path).relative_to(self._places.home).as_posix()
        return path

    def _stop_process(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        threading.Thread(target=_kill_late, args=(process,), daemon=True).start()

    # -- what is remembered -----------------------------------------------------------------

    def _end(self, job: Job, state: State) -> None:
        job.state, job.ended = state, time.time()
        self._write(job)

    def _write(self, job: Job) -> None:
        """Keep a job on disk. Where the disk takes nothing, it goes on and is known here alone."""
        path = self._folder / f"{job.id}.json"
        with suppress(OSError):
            private_folder(self._folder)
            aside = path.with_suffix(".tmp")
            aside.write_text(json.dumps(job.to_json(), ensure_ascii=False), encoding="utf-8")
            os.replace(aside, path)

    def _forget_old(self) -> None:
        over = sorted((j for j in self._known.values() if j.state in OVER), key=lambda job: -job.asked)
        for job in over[KEPT:]:
            del self._known[job.id]
            with suppress(OSError):
                (self._folder / f"{job.id}.json").unlink(missing_ok=True)

    def _read(self) -> list[Job]:
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError, ValueError, TypeError):
                told = json.loads(path.read_text(encoding="utf-8"))
                job = Job(**{each.name: told[each.name] for each in fields(Job) if each.name in told})
                if job.state not in OVER:
                    job.state = "cut off"
                found.append(job)
        return found


def _kill_late(process: subprocess.Popen[str]) -> None:
    """End a process that does not end by itself when asked to."""
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
