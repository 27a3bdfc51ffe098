"""What follows from sums that somebody knows: every sum that adding and subtracting gives, in exact arithmetic.

The sums are over *members*, the smallest groups that anything is ever added up from. What follows from them is
the row space of a matrix with a column for each member; it is kept in reduced row echelon form. A published
number can be worked out exactly if it lies in that space (Willenborg and de Waal, "Elements of Statistical
Disclosure Control", 2001, section 4.3).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

__all__ = ["Change", "KnownSums"]

Number = int | Fraction
Change = dict[str, int]  # by how much the count of each member changes
K = TypeVar("K", str, int)
N = TypeVar("N", int, Fraction, Number)
STEPS = 500  # of a search for groups, after which it stops on the safe side
PAIRS = 2_000  # of free members whose common change is tried


@dataclass(frozen=True)
class _Row:
    """A known sum: how often each member counts in it, and from which published sums it was worked out."""

    weights: Mapping[str, Number]
    sources: Mapping[int, Number]

    def less(self, other: _Row, factor: Number) -> _Row:
        return _Row(
            _combined(self.weights, other.weights, -factor), _combined(self.sources, other.sources, -factor)
        )

    def over(self, divisor: Number) -> _Row:
        if divisor == 1:
            return self
        share = Fraction(1) / divisor
        return _Row(
            {k: v * share for k, v in self.weights.items()}, {k: v * share for k, v in self.sources.items()}
        )


def _combined(one: Mapping[K, N], other: Mapping[K, N], factor: N) -> dict[K, N]:
    """`one` with `factor` times `other`, without what is then 0."""
    found = dict(one)
    for key, value in other.items():
        if total := found.get(key, 0) + factor * value:
            found[key] = total
        else:
            del found[key]
    return found


class KnownSums:
    """Sums that somebody knows, with all that follows from them.

    `size` gives the number of people of each member: the largest member of a sum becomes its pivot, so that
    another is easily found whose people could be exchanged for its own.
    """

    def __init__(self, size: Mapping[str, int]) -> None:
        self._size = size
        self._rows: dict[str, _Row] = {}  # by pivot; a pivot counts once in its own row and in no other
        self._holding: dict[str, frozenset[str]] = {}  # member -> the pivots of the rows in which it counts

    def copy(self) -> KnownSums:
        """The same sums, to which others can be added."""
        made = KnownSums(self._size)
        made._rows, made._holding = dict(self._rows), dict(self._holding)
        return made

    def with_known(self, members: Iterable[str]) -> KnownSums:
        """These sums for somebody who knows the counts of each of `members` besides."""
        alone = list(members)
        made = self.copy() if alone else self
        for member in alone:
            made.add([member])
        return made

    def add(self, members: Iterable[str], source: int | None = None) -> None:
        """Take in the sum over `members`; `source` is the number by which `sources` will name it."""
        row = _Row(dict.fromkeys(members, 1), {} if source is None else {source: 1})
        for pivot in [member for member in row.weights if member in self._rows]:
            row = row.less(self._rows[pivot], row.weights[pivot])
        if not row.weights:
            return
        pivot = max(row.weights, key=lambda member: (self._size[member], member))
        row = row.over(row.weights[pivot])
        for other in self._holding.get(pivot, frozenset()):
            self._put(other, self._rows[other].less(row, self._rows[other].weights[pivot]))
        self._put(pivot, row)

    def _put(self, pivot: str, row: _Row) -> None:
        before = self._rows[pivot].weights if pivot in self._rows else {}
        for member in before.keys() - row.weights.keys():
            self._holding[member] -= {pivot}
        for member in row.weights.keys() - before.keys():
            self._holding[member] = self._holding.get(member, frozenset()) | {pivot}
        self._rows[pivot] = row

    @property
    def pivots(self) -> list[str]:
        """One member of each row."""
        return list(self._rows)

    def pivots_beside(self, other: KnownSums, members: Iterable[str]) -> list[str]:
        """The pivots of the rows that `other` does not have, or in which one of `members` counts."""
        touched = frozenset[str]().union(*(self._holding.get(member, frozenset()) for member in members))
        return [
            pivot
            for pivot, row in self._rows.items()
            if pivot in touched or other._rows.get(pivot) is not row
        ]

    def groups(self) -> Iterator[tuple[frozenset[str], set[int]]]:
        """The rows in which every member counts once, each with its sources."""
        for row in self._rows.values():
            if all(weight == 1 for weight in row.weights.values()):
                yield frozenset(row.weights), set(row.sources)

    def sources(self, members: Iterable[str]) -> set[int]:
        """The published sums that tell anything of `members`."""
        pivots = frozenset[str]().union(*(self._holding.get(member, frozenset()) for member in members))
        return {source for pivot in pivots for source in self._rows[pivot].sources}

    # -- groups whose sum is known ----------------------------------------------------------------

    def group_with(
        self, start: str, fits: Callable[[str], bool], size: Callable[[str], int], below: float = math.inf
    ) -> set[int] | None:
        """Look for a group with a known sum that holds the pivot `start`, whose members all fit, of fewer people than `below`.

        Returns the sources of its sum, None where there is no such group. Each group with a known sum holds a
        pivot and is the sum of the rows of all its pivots, so the search adds rows whose pivots fit until
        nothing is left over. A search that grows too long counts as one that found something.
        """
        seen: set[frozenset[str]] = set()
        waiting = [(frozenset([start]), self._rows[start])]
        while waiting:
            chosen, row = waiting.pop()
            people = sum(map(size, chosen))
            if chosen in seen or people >= below:
                continue
            if len(seen) >= STEPS:
                return set(row.sources)
            seen.add(chosen)
            free = [member for member in row.weights if member not in chosen]
            loose = [member for member in free if row.weights[member] != 1 or not fits(member)]
            if not loose and people + sum(map(size, free)) < below:
                return set(row.sources)
            # A member that does not fit must go; where all fit and are too many, any of them may.
            for member in loose[:1] or free:
                waiting += [
                    (chosen | {pivot}, row.less(self._rows[pivot], -1))
                    for pivot in self._holding[member] - chosen
                    if fits(pivot)
                ]
        return None

    # -- what could be otherwise ----------------------------------------------------------------------

    def other_counts(
        self, target: Iterable[str], counts: Callable[[str], int] | None = None
    ) -> Change | None:
        """Look for a change of the members' counts that leaves every known sum as it is, and not the sum over `target`.

        With `counts`, no member's count may fall below 0 by it; without, any change will do, and there is none
        exactly where the sum over `target` is known. Where nothing is found (changes of one free member and of
        two are tried), the sum over `target` has to be taken for known.
        """
        wanted = frozenset(target)
        for member in wanted:
            if member not in self._holding:
                return {member: 1}
        tried: list[tuple[Change, int]] = []
        pivots = frozenset[str]().union(*(self._holding[member] for member in wanted))
        near = {member for pivot in pivots for member in self._rows[pivot].weights}
        for free in sorted(near - self._rows.keys()):
            change = self._change(free)
            effect = sum(change.get(member, 0) for member in wanted)
            if effect and (found := _possible(change, counts)) is not None:
                return found
            tried.append((change, effect))
        tried.sort(key=lambda each: not each[1])  # one of the two must change the target
        for (one, a), (other, b) in itertools.islice(itertools.combinations(tried, 2), PAIRS):
            for sign in (-1, 1):
                if a + sign * b and (found := _possible(_combined(one, other, sign), counts)) is not None:
                    return found
        return None

    def _change(self, free: str) -> Change:
        """One person more, or a few, in a member that is no pivot, and what that asks of the pivots."""
        asked = {pivot: -self._rows[pivot].weights[free] for pivot in self._holding[free]}
        whole = math.lcm(*(Fraction(step).denominator for step in asked.values()))
        return {free: whole, **{pivot: int(step * whole) for pivot, step in asked.items()}}


def _possible(change: Change, counts: Callable[[str], int] | None) -> Change | None:
    """The change, or its opposite, by which no count falls below 0."""
    for sign in (1, -1):
        if counts is None or all(counts(m) + sign * n >= 0 for m, n in change.items() if sign * n < 0):
            return {m: sign * n for m, n in change.items()}
    return None
