"""A real JupyterLab as `kit lab` starts it, in a home and with a database of its own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitlib.content import Library
from kitlib.meetings.planning import CreatedMeeting, create_meeting
from kitlib.settings import environment, settings
from kitlib.store import District, Store

__all__ = ["Lab", "running_lab"]


@dataclass
class Lab:
    """A running `kit lab` in a home of its own."""

    home: Path
    url: str
    store: Store
    library: Library
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    serving: subprocess.Popen[bytes] | None = None
    _participants: str = ""

    @property
    def participants(self) -> str:
        """Where other devices join: the participants' own server, started at the first use."""
        if self.serving is None:
            port = free_port()
            command = [
                sys.executable,
                "-m",
                "kitlib.cli",
                "serve",
                "--port",
                str(port),
                "--address",
                "127.0.0.1",
            ]
            log = (self.home.parent / "serve.log").open("ab")
            self.serving = subprocess.Popen(
                command, env=self.environment, cwd=self.home, stdout=log, stderr=log
            )
            self._participants = f"http://localhost:{port}"
            await_answer(f"{self._participants}/kit/join", self.home.parent / "serve.log")
        return self._participants

    def code(self, opened: CreatedMeeting, team: str = "team-1") -> str:
        """The code by which devices join a team."""
        doors = self.store.doors.of(opened.meeting.id, [each.id for each in opened.meeting.teams])
        return next(door.code for door in doors if door.team == team)

    def stop_serving(self) -> None:
        if self.serving is not None:
            self.serving.terminate()
            self.serving.wait()
            self.serving = None

    def start(self, token: str = "") -> None:
        command = [sys.executable, "-m", "kitlib.cli", "lab", "--no-browser", "--port", str(self.port), "--"]
        options = ["--allow-root", f"--IdentityProvider.token={token}", "--expose-app-in-browser"]
        log = (self.home.parent / "lab.log").open("ab")
        self.process = subprocess.Popen(
            [*command, *options],
            env=self.environment,
            cwd=self.home,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        await_answer(f"{self.url}/api", self.home.parent / "lab.log")

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def open(self, session: str, **more: Any) -> CreatedMeeting:
        places = settings(self.home)
        return create_meeting(
            self.store, self.library, places, session=session, **{"district": "Alder Valley", **more}
        )

    def new_district(self) -> str:
        """The name of a district in which nothing was held before."""
        n = len(self.store.districts.all())
        self.store.districts.load([District(f"{88880000 + n}", f"District {n}")])
        return f"District {n}"

    def address(self, opened: CreatedMeeting, name: str = "facilitator") -> str:
        return f"{self.url}/doc/tree/meetings/{opened.meeting.id}/{name}.ipynb"


def free_port() -> int:
    """A port that is free with the one after it, where the participants' server may stand.

    Below those that a system gives out by itself: there any connection may take one meanwhile.
    """
    while True:
        port = random.SystemRandom().randrange(10_000, 32_000)
        with socket.socket() as one, socket.socket() as next_, suppress(OSError):
            one.bind(("127.0.0.1", port))
            next_.bind(("127.0.0.1", port + 1))
            return port


def await_answer(url: str, log: Path) -> None:
    """Wait until something answers; what it said instead, where nothing does."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


@contextmanager
def running_lab(home: Path, *, notebooks: bool = True) -> Iterator[Lab]:
    """Start one in a home, or without `notebooks` only what it needs for participants; its database lies beside it, and this process finds both by the environment meanwhile."""
    url = f"sqlite:///{home.parent / 'kit.db'}"
    port = free_port()
    with environment({"KIT_HOME": str(home), "KIT_DATABASE_URL": url}), closing(Store(url)) as store:
        library = Library(home / "facilitation")
        lab = Lab(home, f"http://localhost:{port}", store, library, port, dict(os.environ))
        try:
            if notebooks:
                lab.start()
            yield lab
        finally:
            lab.stop()
            lab.stop_serving()
