"""How well notes are grouped: labelled walls in four languages, and how many pairs the kit puts together rightly.

`walls/` holds the notes as school teams write them, made up, each under the theme where a reader would put it. Of every
language the first wall was there when the plain reader's threshold was chosen; the second was kept aside. Pair precision:
of two notes that the kit puts together, how often they belong together. Pair recall: of two that belong together, how often
the kit puts them together. Alone: how many of the notes that belong to no theme stay alone.

    python benchmarks/themes.py
    python benchmarks/themes.py --model /folder    # with a sentence model, as KIT_THEMES_MODEL names it
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from kitlib.themes.grouping import group
from kitlib.themes.readers import Reader
from kitlib.themes.words import WordReader

WALLS = Path(__file__).parent / "walls"
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese", "ht": "Haitian Creole"}
LABEL_OF_NONE = ("alone", "sola", "sozinha", "sèl")


class Score(NamedTuple):
    """Pairs put together, those of them that belong together, all that do; notes of no theme that stay alone, and all."""

    together: int = 0
    right: int = 0
    all: int = 0
    alone: int = 0
    of: int = 0

    @property
    def precision(self) -> float:
        """Of the pairs put together, the share that belongs together."""
        return self.right / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that belong together, the share put together."""
        return self.right / self.all if self.all else 1.0


def read(file: Path) -> dict[str, list[str]]:
    """Label to its notes; the file's first lines say what was asked."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            label = line.removeprefix("== ")
        elif line.strip() and not line.startswith("#"):
            found.setdefault(label, []).append(line.strip())
    return found


def score(wall: Mapping[str, Iterable[str]], reader: Reader) -> Score:
    """How one wall is grouped."""
    labels = {note: label for label, notes in wall.items() for note in notes}
    themes = group({note: note for note in labels}, reader=reader)
    belong = {
        frozenset(pair)
        for label, notes in wall.items()
        if label not in LABEL_OF_NONE
        for pair in combinations(notes, 2)
    }
    put = {frozenset(pair) for theme in themes.themes for pair in combinations(theme.members, 2)}
    single = {note for note, label in labels.items() if label in LABEL_OF_NONE}
    return Score(len(put), len(put & belong), len(belong), len(single & set(themes.alone)), len(single))


def scores(reader: Reader, which: str) -> Iterator[tuple[str, Score]]:
    """Each language's wall of a number, and last all of them together."""
    found = [(code, score(read(WALLS / f"{code}-{which}.txt"), reader)) for code in LANGUAGES]
    yield from found
    yield "all", Score(*(sum(column) for column in zip(*(each for _, each in found), strict=True)))


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="the folder of a sentence model")
    folder = parser.parse_args().model
    reader: Reader = WordReader()
    if folder:
        from kitlib.themes.readers import model_in

        reader = model_in(str(folder))
    began = time.perf_counter()
    print(f"{reader.by} Certainty {reader.certainty:.2f}.\n")
    print("| walls | language | precision | recall | of no theme, alone |\n|---|---|---|---|---|")
    for which, told in (("1", "seen"), ("2", "kept aside")):
        for code, each in scores(reader, which):
            name = LANGUAGES.get(code, "all four")
            print(
                f"| {told} | {name} | {each.precision:.2f} | {each.recall:.2f} | {each.alone} of {each.of} |"
            )
    print(f"\n{time.perf_counter() - began:.2f} s for eight walls.")


if __name__ == "__main__":
    main()
