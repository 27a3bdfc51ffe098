"""Which reader compares notes on this computer: the plain one, or a sentence model that somebody put there."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kitlib.errors import KitError
from kitlib.settings import themes_model
from kitlib.themes.words import WordReader

__all__ = ["GROUP", "Reader", "model_in", "reader_here"]

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
    folder = themes_model() or _brought()
    return model_in(folder) if folder else WordReader()


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
