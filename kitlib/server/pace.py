"""How often somebody may ask: so many times in a stretch, each for themselves, so that nobody can make others wait."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Pace"]

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
