"""Files as they lie on the disk: their paths without links, and what is another when one of them changes."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

__all__ = ["Mark", "mark", "marks", "resolved"]

#: The path of a file, with what changes when it does.
Mark = tuple[str, int, int, int]


def resolved(path: Path) -> Path:
    """A path without links."""
    return _unlinked(path.absolute())


@lru_cache(maxsize=4096)
def _unlinked(path: Path) -> Path:
    # Every look at a session asks, and the system takes longer to say than all the rest.
    return path.resolve()


def marks(root: Path) -> frozenset[Mark]:
    """Every file under a folder."""
    files = (os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names)
    return frozenset().union(*map(mark, files))


def mark(path: str | Path) -> frozenset[Mark]:
    """One file; nothing where there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return frozenset()
    return frozenset([(str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)])
