"""Groups of notes that are alike. A note of which that is not certain stays alone, and no note that has a place is moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kitlib.themes.readers import Reader, reader_here
from kitlib.themes.words import said_by, words_in

__all__ = ["MOST", "Theme", "Themes", "group"]

MOST = 1_000  # notes that are compared with each other; the rest stay alone
NAMED_BY, LONGEST = 3, 80  # words in the name of a group, and its letters
_WRITTEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEAREST = 3  # notes of a standing group, which people may have put together from quite unlike ones, that a new one must be like
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Theme:
    """Notes that belong together, the most typical first."""

    members: Sequence[str]
    name: str  # the words that most of them share
    standing: str = ""  # the group that it adds to; empty for one that was not there


@dataclass(frozen=True)
class Themes:
    """What is offered: groups, the largest first, and the notes that stay alone."""

    by: str  # how they were found, as people are told
    themes: Sequence[Theme]
    alone: Sequence[str] = field(default=())


def group(
    texts: Mapping[str, str],
    standing: Mapping[str, Iterable[str]] | None = None,
    reader: Reader | None = None,
) -> Themes:
    """Offer groups of notes, by their ids.

    The notes of a group that is `standing` (its id to theirs) keep their place; others may be added to it. The same
    notes give the same groups, in whatever order they come.
    """
    reader = reader or reader_here()
    known = {group: [note for note in of if note in texts] for group, of in (standing or {}).items()}
    placed = {note for of in known.values() for note in of}
    loose = [note for note in sorted(texts) if note not in placed]
    order = [*sorted(placed), *loose][:MOST]
    at = {note: i for i, note in enumerate(order)}
    alike = reader.alike([texts[note] for note in order]) if order else np.zeros((0, 0))
    added = _added(
        [n for n in loose if n in at],
        {g: [n for n in of if n in at] for g, of in known.items()},
        at,
        alike,
        reader,
    )
    joined = {note for theme in added for note in theme.members}
    rest = [note for note in loose if note in at and note not in joined]
    heaps = _heaps(alike[np.ix_([at[n] for n in rest], [at[n] for n in rest])], reader.certainty)
    new = [Theme([rest[i] for i in heap], _name([texts[rest[i]] for i in heap])) for heap in heaps]
    new.sort(key=lambda theme: (-len(theme.members), theme.members[0]))
    held = joined | {note for theme in new for note in theme.members}
    return Themes(reader.by, [*added, *new], [note for note in loose if note not in held])


def _added(
    loose: Sequence[str],
    known: Mapping[str, Sequence[str]],
    at: Mapping[str, int],
    alike: Matrix,
    reader: Reader,
) -> list[Theme]:
    """What each standing group would take in: the notes that are certain to be more like it than like any other."""
    found: dict[str, list[str]] = {}
    groups = {group: [at[note] for note in of] for group, of in known.items() if of}
    for note in loose:
        near = {group: float(np.sort(alike[at[note], of])[-NEAREST:].mean()) for group, of in groups.items()}
        best = max(near, key=lambda group: near[group], default=None)
        if best is not None and near[best] >= reader.certainty:
            found.setdefault(best, []).append(note)
    return [Theme(notes, "", group) for group, notes in found.items()]


def _heaps(alike: Matrix, certainty: float) -> list[list[int]]:
    """Join the two most alike heaps, by the mean of all their pairs, while that is certain; then leave out whom that pulled in.

    Each heap begins with its most typical member. Heaps of one are left out.
    """
    near = alike.copy()
    np.fill_diagonal(near, -1)
    heaps: dict[int, list[int]] = {i: [i] for i in range(len(near))}
    while len(heaps) > 1:
        one, other = np.unravel_index(int(near.argmax()), near.shape)
        if near[one, other] < certainty:
            break
        a, b = sorted((int(one), int(other)))
        sizes = len(heaps[a]), len(heaps[b])
        both = (near[a] * sizes[0] + near[b] * sizes[1]) / sum(sizes)
        near[a], near[:, a] = both, both
        near[b], near[:, b], near[a, a] = -1, -1, -1
        heaps[a] += heaps.pop(b)
        near[a, [i for i in range(len(near)) if i not in heaps]] = -1
        near[[i for i in range(len(near)) if i not in heaps], a] = -1
    return [kept for heap in heaps.values() if len(kept := _certain(heap, alike, certainty)) > 1]


def _certain(heap: Sequence[int], alike: Matrix, certainty: float) -> list[int]:
    """The members that are as like the others as is certain, the most typical first."""
    if len(heap) < 2:
        return []
    mean = {i: (alike[i, heap].sum() - alike[i, i]) / (len(heap) - 1) for i in heap}
    return sorted((i for i in heap if mean[i] >= certainty), key=lambda i: (-mean[i], i))


def _name(texts: Sequence[str]) -> str:
    """A few words of the notes that say what most of them share, as they are written there; else the first note."""
    carried = [_carried(text) for text in texts]
    shared = Counter(part for parts in carried for part in parts)
    words: list[str] = []
    untold = list(carried)
    while untold and len(words) < NAMED_BY:
        here = Counter(part for parts in untold for part in parts if shared[part] > 1)
        if not here:
            break
        best = min(here, key=lambda part: (-here[part], -shared[part], part.startswith("="), part))
        said = Counter(parts[best] for parts in carried if best in parts)
        words.append(min(said, key=lambda word: (-said[word], word)))
        untold = [parts for parts in untold if best not in parts]
    name = ", ".join(dict.fromkeys(words)) or " ".join(texts[0].split())
    return name[:1].upper() + name[1:LONGEST]


def _carried(text: str) -> dict[str, str]:
    """What the words of a text may share with others, each with the word as it is written."""
    found: dict[str, str] = {}
    for written in _WRITTEN.findall(text):
        for word in words_in(written):
            for part in said_by(word):
                found.setdefault(part, written.lower())
    return found
