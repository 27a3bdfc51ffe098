"""What could not be forgotten at once, since somebody was reading, and is as soon as they have read."""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Forgetting"]

FIRST, LONGEST = 0.05, 1.0  # seconds between two tries


class Forgetting:
    """Tries again beside the program's work until `attempt` says that it is done."""

    def __init__(self, attempt: Callable[[], bool]) -> None:
        self._attempt = attempt
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def soon(self) -> None:
        """Begin to try, unless it is being tried already."""
        if self._thread is None or not self._thread.is_alive():
            self._stopped.clear()
            self._thread = threading.Thread(target=self._run, name="kit-forgetting", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Try no more."""
        self._stopped.set()

    def _run(self) -> None:
        pause = FIRST
        while not self._stopped.wait(pause):
            if self._attempt():
                return
            pause = min(2 * pause, LONGEST)
