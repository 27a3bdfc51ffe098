"""Files as they lie on the disk: their paths without links, and what is another when one of them changes."""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from kitlib.errors import KitError

__all__ = ["Mark", "mark", "marks", "resolved", "text_of", "written"]

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


def text_of(path: Path) -> str:
    """All that a file says, its line ends as they are. Raises KitError where it is not UTF-8 text."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise KitError(f"{path.name} is not UTF-8 text.", "Save it again as UTF-8, then try again.") from None


def written(path: Path, raw: bytes) -> None:
    """Write a file so that it is there whole, or as it was. Raises KitError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        os.chmod(aside, path.stat().st_mode if path.exists() else 0o644)  # else nobody else could read it
        os.replace(aside, path)
    except OSError as error:
        raise KitError(
            f"{path.name} cannot be written: {error.strerror or error}.",
            "See that the folder may be written to, then try again.",
        ) from None
