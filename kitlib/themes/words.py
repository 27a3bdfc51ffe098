"""Notes compared by the words that they share: needs no model, knows no meaning, and says so."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from kitlib.tabular.folding import fold

__all__ = ["WordReader", "is_small", "said_by", "words_in"]

_WORD = re.compile(r"[^\W\d_]+")
STEM = 6  # letters by which a word is known: "schedule" and "scheduling", "familia" and "familias"
#: What the parts of a note weigh: a word, one that the list of words alike knows, three letters in a row.
WORD, LISTED, LETTERS = 1.0, 2.5, 0.1
FEW = 5  # notes: what two of a small wall share by chance tells no more than what five share


class WordReader:
    """Compares texts by the words they share, by a short list of school words that say the same, and by their letters."""

    by = "Grouped by shared words: notes that say the same in quite other words are not found. Nothing left the kit’s computer."
    certainty = 0.26

    def alike(self, texts: list[str]) -> npt.NDArray[np.float64]:
        """How alike each text is to each, from 0 to 1; a part that many texts hold tells little."""
        found = [Counter(dict(_parts(text))) for text in texts]
        held = Counter(part for parts in found for part in parts)
        columns = {part: i for i, part in enumerate(part for part, n in held.items() if n > 1)}
        vectors = np.zeros((len(texts), max(1, len(columns))))
        lengths = np.zeros(len(texts))
        for row, parts in enumerate(found):
            for part, weight in parts.items():
                told = weight * math.log(1 + len(texts) / max(held[part], FEW))
                lengths[row] += told**2
                if part in columns:
                    vectors[row, columns[part]] = told
        vectors /= np.sqrt(np.where(lengths == 0, 1, lengths))[:, None]
        return np.clip(vectors @ vectors.T, 0, 1)


def words_in(text: str) -> Iterator[str]:
    """The words of a text that could tell what it is about, folded."""
    for word in _WORD.findall(fold(text).replace("'", " ")):
        if len(word) > 1 and not is_small(word):
            yield word


def is_small(word: str) -> bool:
    """Whether a folded word tells nothing of a theme: "the", "para", "pou"."""
    return word in _small()


def said_by(word: str) -> list[str]:
    """What a folded word may share with others: its beginning, and what it means in the list of words alike."""
    return [word[:STEM], *(f"={meaning}" for meaning in _meanings(word))]


def _parts(text: str) -> Iterator[tuple[str, float]]:
    """What is compared of a text, each with its weight."""
    for word in words_in(text):
        for part in said_by(word):
            yield part, LISTED if part.startswith("=") else WORD
        padded = f" {word} "
        for at in range(len(padded) - 2):
            yield f"~{padded[at : at + 3]}", LETTERS


@cache
def _meanings(word: str) -> Sequence[str]:
    """The lines of the list of words alike in which a word stands."""
    whole, begun = _alike()
    starts = (word[:n] for n in range(3, len(word) + 1))
    return tuple(
        dict.fromkeys([*whole.get(word, ()), *(line for start in starts for line in begun.get(start, ()))])
    )


@cache
def _alike() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Words, and beginnings of words (with a star in the list), to the lines in which they stand."""
    whole: dict[str, list[str]] = {}
    begun: dict[str, list[str]] = {}
    for line in _lines("alike.txt"):
        name, _, words = line.partition(":")
        for word in fold(words).split():
            into = begun if word.endswith("*") else whole
            into.setdefault(word.rstrip("*"), []).append(name)
    return whole, begun


@cache
def _small() -> frozenset[str]:
    return frozenset(word for line in _lines("small.txt") for word in fold(line).split())


def _lines(name: str) -> list[str]:
    text = files("kitlib.themes").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
