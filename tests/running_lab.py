"""A real JupyterLab as `kit lab` starts it, in a home and with a database of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/api", timeout=2).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.home.parent / "lab.log").read_text()[-3000:])

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


@contextmanager
def running_lab(home: Path) -> Iterator[Lab]:
    """Start one in a home; its database lies beside it, and this process finds both by the environment meanwhile."""
    url = f"sqlite:///{home.parent / 'kit.db'}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with environment({"KIT_HOME": str(home), "KIT_DATABASE_URL": url}), closing(Store(url)) as store:
        library = Library(home / "facilitation")
        lab = Lab(home, f"http://localhost:{port}", store, library, port, dict(os.environ))
        try:
            lab.start()
            yield lab
        finally:
            lab.stop()
