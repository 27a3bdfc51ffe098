"""The secret from which the codes are worked out by which other devices join: whether it is one."""

from __future__ import annotations

import shlex
from pathlib import Path

from kitlib.errors import KitError

__all__ = ["SECRET_BYTES", "fault_of"]

SECRET_BYTES = 32


def fault_of(path: Path) -> KitError | None:
    """What is wrong with the file of the secret, None where it is sound or not made yet."""
    if not path.is_file() or (size := path.stat().st_size) >= SECRET_BYTES:
        return None
    return KitError(
        f"{path} is {'too short' if size else 'empty'}, so that codes to join could be guessed.",
        f"Delete it, then start the kit again; it makes a new one, and new codes: rm {shlex.quote(str(path))}",
    )
