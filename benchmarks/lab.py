"""A home of the kit and a JupyterLab on it, for whatever is measured or drawn through a real server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from kitlib.content import Library
from kitlib.exchange.districts import load_sample_districts
from kitlib.meetings.planning import CreatedMeeting, create_meeting
from kitlib.meetings.service import MeetingService
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["CHROMIUM", "ROOT", "WHOLE", "Lab", "lab", "painted"]

ROOT = Path(__file__).resolve().parents[1]
#: How Chromium is started. Without the last three flags it looks for its maker's hosts at every start.
CHROMIUM: dict[str, Any] = {
    "executable_path": shutil.which("chromium") or shutil.which("chromium-browser"),
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}

#: Has a page show all steps at once, as its own tick does; before anything is loaded.
WHOLE = "sessionStorage.setItem('kit.whole', '1')"

#: Milliseconds from the answer that holds the whole session to the first frame with so many of an element.
_PAINTED = """
([selector, count]) => new Promise(done => {
  const look = () => {
    if (document.querySelectorAll(selector).length < count) return requestAnimationFrame(look);
    const asked = performance.getEntriesByType('resource').filter(e => e.name.includes('/kit/api/screens'));
    setTimeout(() => done(performance.now() - asked.at(-1).responseEnd), 0);
  };
  look();
})
"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab, and the room behind it."""

    home: Path
    url: str
    service: MeetingService

    def open(self, session: str, **more: Any) -> CreatedMeeting:
        """Open a meeting, as the start page does; a rehearsal where no district is named."""
        return create_meeting(
            self.service.store, self.service.library, settings(self.home), session=session, **more
        )

    def address(self, opened: CreatedMeeting, name: str) -> str:
        """The notebook of a meeting: `facilitator`, or a team's id."""
        return f"{self.url}/doc/tree/meetings/{opened.meeting.id}/{name}.ipynb"


def home_in(folder: Path, *more: Path, database: str = "") -> Path:
    """The kit's content in a new folder, with the content of `more` folders over it; the kit works there from now on."""
    home = folder / "kit"
    for name in ("facilitation", "notebooks", "data"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("*.db*"))
    for content in more:
        shutil.copytree(content, home / "facilitation", dirs_exist_ok=True)
    os.environ |= {"KIT_HOME": str(home), "KIT_DATABASE_URL": database or f"sqlite:///{folder / 'kit.db'}"}
    os.environ |= {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("DATA", "CONFIG", "RUNTIME")}
    os.environ |= {
        f"JUPYTERLAB_{name}_DIR": str(folder / f"lab-{name}") for name in ("WORKSPACES", "SETTINGS")
    }
    return home


@contextmanager
def lab(*more: Path, database: str = "") -> Iterator[Lab]:
    """A home with the shipped content, and that of `more` folders, and JupyterLab on it. Both are gone afterwards.

    `database` is the URL of an empty one; without it there is a new SQLite file.
    """
    with tempfile.TemporaryDirectory(prefix="kit-lab-", ignore_cleanup_errors=True) as folder:
        home = home_in(Path(folder), *more, database=database)
        store = Store(os.environ["KIT_DATABASE_URL"])
        load_sample_districts(store, home / "data")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        # No token, since nobody but this script knows the port; no cookie is asked of those who are no browser.
        options = ["--allow-root", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
        command = [sys.executable, "-m", "kitlib.cli", "lab", "--no-browser", "--port", str(port), "--"]
        process = subprocess.Popen(
            [*command, *options], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _await(f"http://localhost:{port}")
            yield Lab(home, f"http://localhost:{port}", MeetingService(store, Library(home / "facilitation")))
        finally:
            process.terminate()  # JupyterLab then ends its kernels
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
            store.close()


def painted(page: Page, selector: str, count: int) -> float:
    """Milliseconds from the page having the session's texts to `count` of an element being painted."""
    return float(page.evaluate(_PAINTED, [selector, count]))


def _await(url: str) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/api", timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("JupyterLab did not start within three minutes.")
