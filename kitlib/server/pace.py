"""How often somebody may ask: so many times in a stretch, each for themselves, so that nobody can make others wait."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Guesses", "Pace"]

MANY = 10_000  # askers, from which those are forgotten who have been silent


@dataclass
class Pace:
    """At most `most` askings within `seconds`, of each asker."""

    most: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _asked: dict[str, deque[float]] = field(default_factory=dict)

    def take(self, asker: str) -> bool:
        """Whether an asker may ask now; counted before anyone looks what is asked."""
        now = self.clock()
        if len(self._asked) > MANY:
            self._asked = {who: at for who, at in self._asked.items() if at and now - at[-1] < self.seconds}
        asked = self._asked.setdefault(asker, deque(maxlen=self.most))
        while asked and now - asked[0] >= self.seconds:
            asked.popleft()
        if len(asked) >= self.most:
            return False
        asked.append(now)
        return True

    def forget(self, asker: str) -> None:
        """Do not count the last asking."""
        if asked := self._asked.get(asker):
            asked.pop()


class Guesses:
    """Wrong codes from each source: no more are tried at once than may still be wrong, and right ones cost nothing.

    A whole school may stand behind one address. Whoever comes while as many codes are
    being looked up waits for one of them, and is refused only where they were wrong.
    """

    def __init__(self, wrong: Pace) -> None:
        self._wrong = wrong
        self._tried: dict[str, set[asyncio.Future[None]]] = {}  # by source, what is being looked up

    async def begin(self, source: str) -> asyncio.Future[None] | None:
        """What to give to `end` once a code was looked up; None where it is not to be tried."""
        while not self._wrong.take(source):
            if source not in self._tried:
                return None
            await asyncio.wait(self._tried[source], return_when=asyncio.FIRST_COMPLETED)
        attempt = asyncio.get_running_loop().create_future()
        self._tried.setdefault(source, set()).add(attempt)
        return attempt

    def end(self, source: str, attempt: asyncio.Future[None], *, wrong: bool) -> None:
        """A code was looked up, or could not be."""
        if not wrong:
            self._wrong.forget(source)
        attempt.set_result(None)
        self._tried[source].discard(attempt)
        if not self._tried[source]:
            del self._tried[source]
