"""The key under which words are looked up, the same in Python and in the browser (frontend/static/ui/tabular.js)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["BLANK", "fold", "heading_key", "match", "tidy"]

#: Blanks of every kind, as a class of a regular expression; Python and browsers differ in what `\s` is.
BLANK = (
    "[ \\t\\n\\v\\f\\r\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"
)
_BLANKS = re.compile(f"{BLANK}+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LIKE = str.maketrans({"ß": "ss", "ς": "σ", **dict.fromkeys("‘’‚‛ʼ`´′", "'"), **dict.fromkeys("“”„‟″", '"')})
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def tidy(text: str) -> str:
    """A text with single plain blanks, and none around it."""
    return _BLANKS.sub(" ", text).strip(" ")


def fold(text: str) -> str:
    """The same for texts that differ in case, accents, blanks, dashes and quotes only: "École  Rivière" is "ecole riviere"."""
    # Signs that look like a quote are mapped before some of them fall apart into a blank and an accent.
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_LIKE)))
    return tidy(_DASHES.sub("-", plain.lower().translate(_LIKE)))


def heading_key(text: str) -> str:
    """The letters and digits of a heading, folded: "District Name", "district_name" and "DISTRICT-NAME" are one."""
    return "".join(c for c in fold(text) if c.isalnum())


def match(words: str, labels: Iterable[str]) -> str | None:
    """The label that is meant: the very same, or the only one that folds to the same; else None."""
    known = list(dict.fromkeys(labels))
    if words in known:
        return words
    key = fold(words)
    found = [label for label in known if fold(label) == key]
    return found[0] if len(found) == 1 else None
