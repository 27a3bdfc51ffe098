"""A tab of Chromium that is driven by the browser's own protocol.

Playwright keeps every page in sight, and a page in sight is never frozen.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import websocket
from screen import STARTED

__all__ = ["BareTab", "bare_tab"]


class BareTab:
    """One tab."""

    def __init__(self, connection: websocket.WebSocket) -> None:
        self._connection = connection
        self._asked = 0
        self.ask("Page.enable")  # else no script is run in pages to come

    def ask(self, method: str, **given: Any) -> Any:
        """What the browser answers to one of its protocol's methods. Raises LookupError for what it refuses."""
        self._asked += 1
        self._connection.send(json.dumps({"id": self._asked, "method": method, "params": given}))
        while (said := json.loads(self._connection.recv())).get("id") != self._asked:
            pass
        if "error" in said:
            raise LookupError(said["error"])
        return said["result"]

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def await_(self, script: str, seconds: float = 60) -> None:
        """Wait until an expression is true."""
        deadline = time.monotonic() + seconds
        while True:
            with suppress(LookupError):  # as where the page just goes to another
                if self.evaluate(f"!!({script})"):
                    return
            assert time.monotonic() < deadline, (script, self.evaluate("document.body.innerText"))
            time.sleep(0.05)

    def open(self, address: str) -> None:
        """Go to a page, and wait until it stands."""
        self.ask("Page.navigate", url=address)
        self.await_(f"location.href.startsWith({json.dumps(address)}) && document.readyState === 'complete'")

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.ask("Input.insertText", text=text)

    def freeze(self, frozen: bool) -> None:
        """What the browser does to a tab long unseen, and to all when a laptop sleeps; False wakes it."""
        self.ask("Page.setWebLifecycleState", state="frozen" if frozen else "active")
        if not frozen:
            self.ask("Emulation.setFocusEmulationEnabled", enabled=True)  # who wakes it looks at it


@contextmanager
def bare_tab(profile: Path) -> Iterator[BareTab]:
    """A browser of its own with one tab."""
    command = [str(STARTED["executable_path"]), *STARTED["args"], "--headless", "--remote-debugging-port=0"]
    command += ["--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as browser:
        assert browser.stderr is not None
        try:
            said = iter(browser.stderr.readline, "")
            port = next(found[1] for line in said if (found := re.search(r"ws://127\.0\.0\.1:(\d+)", line)))
            tabs = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=60))
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            with closing(websocket.create_connection(address, timeout=60)) as connection:
                yield BareTab(connection)
        finally:
            os.killpg(browser.pid, signal.SIGKILL)  # with the processes of its pages
