"""Several things in one cell, whatever sign people put between them."""

from __future__ import annotations

import re

from kitlib.tabular.folding import tidy

__all__ = ["names_in", "parts_in", "words_in"]

# A stroke parts two names as a comma does, but not the numbers of 1/2; "w/" is "with".
_BETWEEN_NAMES = re.compile(r"\bw/|[,;+&|\n，；＋＆｜、·•／]|(?<![0-9])/|/(?![0-9])", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s,;，；、]+")


def names_in(text: str, most: int = 1_000) -> list[str]:
    """The names in "Reading specialist / Aide, Coach & OT"; the first `most` of them. The word "and" parts none."""
    found = (tidy(name) for name in _BETWEEN_NAMES.split(text, maxsplit=most)[:most])
    return [name for name in found if name]


def parts_in(text: str) -> list[str]:
    """What commas or semicolons part, such as labels of several words; an empty part stays."""
    return [tidy(part) for part in re.split("[,;]", text)]


def words_in(text: str) -> list[str]:
    """The words or numbers in "3, 7; 12" or "3 7 12"."""
    return _BETWEEN_WORDS.split(text)
