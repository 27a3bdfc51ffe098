"""Who asks: a browser, known by a secret that it alone has, and what it came to see."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from kitlib.store import LEADING

__all__ = ["KERNEL", "Device", "device_id", "new_secret"]


@dataclass(frozen=True)
class Device:
    """One browser, or the kernel of a notebook on behalf of whoever has it.

    `id` is a digest of its secret. One that came by a code sees what its ticket
    is for (`joined`: a meeting, and a team or `LEADING`) and nothing else; the
    others are signed in to the facilitator's own JupyterLab.
    """

    id: str
    joined: tuple[str, str] | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether it came by no code, but is signed in: then it sees every meeting."""
        return self.joined is None

    @property
    def leads(self) -> bool:
        """Whether it may lead: see all teams, press the room's clock, open and close. Where, `sees` says."""
        return self.joined is None or self.joined[1] == LEADING

    def sees(self, meeting: str, team: str) -> bool:
        """Whether a team of a meeting is its to see."""
        return self.joined is None or self.joined == (meeting, LEADING) or self.joined == (meeting, team)

    def signs(self, writer: str) -> str:
        """A writer of this device as it is stored: no other device can write under the same one."""
        return f"{self.id[:16]}.{writer}"

    def wrote(self, stored: str) -> str:
        """The writer of a stored answer as its own device called it; empty for those of others."""
        mark = f"{self.id[:16]}."
        return stored.removeprefix(mark) if stored.startswith(mark) else ""


#: The widgets' own channel: whoever has the kernel has the database.
KERNEL = Device("kernel")


def new_secret() -> str:
    """A secret for a browser that has none yet."""
    return secrets.token_hex(32)


def device_id(secret: str) -> str:
    """By what a browser is known here."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
