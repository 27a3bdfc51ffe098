"""Which reader compares notes on this computer: the plain one, or a sentence model that somebody put there."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kitlib.errors import KitError
from kitlib.settings import themes_model

if TYPE_CHECKING:  # who only asks which reader it is does not wait for numpy
    import numpy as np
    import numpy.typing as npt

__all__ = ["GROUP", "Reader", "digest_of_model", "model_in", "reader_here"]

#: The entry points of packages that bring a sentence model: each names a folder, or a function without arguments for it.
GROUP = "kitlib.themes"


class Reader(Protocol):
    """What compares texts."""

    by: str  # how it compares, as people are told
    certainty: float  # from which likeness on two texts belong together

    def alike(self, texts: list[str]) -> npt.NDArray[np.float64]:
        """How alike each text is to each, from 0 to 1."""
        ...


def reader_here() -> Reader:
    """The sentence model of `KIT_THEMES_MODEL` or of an installed package, else the plain reader.

    Raises KitError for a folder that is no such model, or where the extra `kitlib[themes]` is not installed.
    """
    if folder := themes_model() or _brought():
        return model_in(folder)
    from kitlib.themes.words import WordReader

    return WordReader()


def digest_of_model() -> str:
    """What tells the sentence model here from any other: of its folder's name and of all in it; empty for the plain reader."""
    if not (named := themes_model() or _brought()):
        return ""
    folder = Path(named)
    found = hashlib.sha256(folder.name.encode())  # pages tell the name
    for path in sorted(each for each in folder.glob("*") if each.is_file()):
        with path.open("rb") as file:
            found.update(f"\n{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}".encode())
    return found.hexdigest()


def model_in(folder: str) -> Reader:
    """The sentence model in a folder, read once. Raises KitError as `reader_here` does."""
    return _model(folder, certainty_of(folder))


def certainty_of(folder: str) -> float | None:
    """From which likeness on two texts belong together, as the folder says in `certainty.txt`; None where it does not."""
    file = Path(folder) / "certainty.txt"
    if not file.is_file():
        return None
    try:
        found = float(file.read_text(encoding="utf-8"))
    except ValueError:
        found = -1
    if not 0 < found < 1:
        raise KitError(f"{file} must hold a number between 0 and 1.", "Write one, such as 0.55.")
    return found


@lru_cache(maxsize=1)
def _model(folder: str, certainty: float | None) -> Reader:
    from kitlib.themes.model import ModelReader  # the extra brings what it needs

    return ModelReader(Path(folder), certainty)


def _brought() -> str:
    """The folder of the first package, by name, that brings a model; empty where none does."""
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        found: Any = entry.load()
        return str(found() if callable(found) else found)
    return ""
