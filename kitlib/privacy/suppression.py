"""Small groups: which counts may be shown, and what is said in place of the others.

The rules, for counts of students, families and staff:

1. A group of fewer than ten people is withheld, its size included. The ten can be raised, never lowered.
2. A group in which everyone gave the same answer is withheld: it would tell what each of them said.
3. What is left when all that is shown is taken from a total must itself be a group that rules 1 and 2
   let through, and the groups in it must differ in every count. Until that holds, the smallest group that
   is still shown is withheld too (a *second cell*; all of them, where several are equally small), and at
   last the total. So the withheld groups could be exchanged for one another, and even someone who knows
   this rule cannot tell which is which.
4. Rule 3 holds over everything that is ever shown together: districts within counties, and a roll-up made
   in May beside the one made in March. What is out already cannot be taken back, so the newer one gives way.
5. Where the people come from several contributors, such as districts, whose own counts are known to their own
   members, a group needs three contributors. Rules 1 to 4 hold for each contributor's members too, who take
   their own counts away from all they read: what is left for them is a group of two contributors at least.

Three is the threshold of statistical agencies for counts to which each contributor knows its own part: of two,
each is the total less the other. Someone who knows the records of two districts of three can still work out the
third; no threshold holds against everyone but one. Everything withheld is shown as the same sign, so that nobody
can tell a small group from the one that covers it. Rule 3 is the complementary suppression of statistical
agencies (Willenborg and de Waal, "Elements of Statistical Disclosure Control", 2001, chapter 4), rule 5 their
minimum frequency rule, applied to what each contributor can subtract (Hundepool et al., "Statistical Disclosure
Control", 2012, chapter 4); rules 1 and 2 are the limits under which state school surveys report.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kitlib.privacy.inference import Change, KnownSums

__all__ = [
    "CONTRIBUTORS",
    "SIGN",
    "SMALLEST",
    "Cell",
    "below_minimum",
    "grown_too_little",
    "may_show",
    "rule_text",
    "suppress",
    "unanimous",
    "validate_minimum",
]

SMALLEST = 10
CONTRIBUTORS = 3
SIGN = "~"  # stands where something is withheld

Counts = tuple[int, ...]
Parts = Mapping[str, Mapping[str, Counts]]  # member -> contributor -> what it has of the member's counts


def validate_minimum(minimum: int) -> int:
    """Return `minimum`. Raises ValueError where it is below ten."""
    if minimum < SMALLEST:
        raise ValueError(f"the smallest group that is shown may be raised above {SMALLEST}, not lowered")
    return minimum


def below_minimum(minimum: int = SMALLEST) -> str:
    """Say what stands in place of a group that is known to be small."""
    return f"{SIGN} fewer than {minimum}"


def rule_text(minimum: int = SMALLEST) -> str:
    """Say the rule, as it stands under a table in which something is withheld."""
    return (
        f"{SIGN} withheld: fewer than {minimum} answered, or all gave the same answer, "
        "or this number would give away another that is withheld."
    )


def unanimous(counts: Sequence[int]) -> bool:
    """Tell whether everyone in the group gave the same answer; a count of people alone never tells."""
    return len(counts) > 1 and sum(counts) > 0 and max(counts) == sum(counts)


def may_show(counts: Sequence[int], minimum: int = SMALLEST) -> bool:
    """Apply rules 1 and 2 to one group by itself: its counts by point, or one number of people."""
    return sum(counts) >= validate_minimum(minimum) and not unanimous(counts)


def grown_too_little(
    before: Sequence[Sequence[int]], now: Sequence[Sequence[int]], minimum: int = SMALLEST
) -> bool:
    """Tell whether `now` looks like `before` with a few late answers added, which the two together would give away.

    Each is a list of counts by point, one a question. True when no count fell and some question has
    between 1 and `minimum` - 1 answers more.
    """
    if len(before) != len(now) or any(len(b) != len(n) for b, n in zip(before, now, strict=True)):
        return False
    pairs = [(b, n) for old, new in zip(before, now, strict=True) for b, n in zip(old, new, strict=True)]
    more = [sum(new) - sum(old) for old, new in zip(before, now, strict=True)]
    return all(b <= n for b, n in pairs) and any(0 < m < validate_minimum(minimum) for m in more)


# -- several cells ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A group of people that is to be shown with its counts by point.

    `members` are the smallest groups that anything is ever added up from, such as one district's answers of one
    round, each with its counts; the cell's own counts are their sum. A member is the same in every cell.
    """

    name: str
    members: Mapping[str, Counts]
    sensitive: bool = False  # to be withheld whatever its size

    @property
    def counts(self) -> Counts:
        """The counts of all members together."""
        return _sum(self.members.values())


def suppress(
    cells: Sequence[Cell],
    minimum: int = SMALLEST,
    *,
    already: Sequence[Cell] = (),
    strict: bool = True,
    contributions: Mapping[str, Mapping[str, Counts]] | None = None,
) -> frozenset[str]:
    """Choose the names of the `cells` to withhold, so that neither they nor what is `already` out give a small group away.

    With `strict`, no single count of a withheld cell can be worked out, even by someone who knows the rules.
    Without it, counts of 0 may be worked out where they follow from a 0 in a total. `contributions` gives, for
    each member, what of its counts each contributor has; with it, rule 5 is applied, and that nobody of a cell chose
    a point may be worked out where rules 1 and 2 would let the cell through. `minimum` is not held to ten here, since adults of one team compare roles among themselves. Raises ValueError where a cell has no members,
    or a member has other counts in another cell.
    """
    return _Publication(cells, already, minimum, strict, contributions).withheld()


def _sum(rows: Iterable[Sequence[int]]) -> Counts:
    return tuple(map(sum, zip(*rows, strict=True)))


@dataclass
class _Node:
    """All cells about the same people."""

    members: frozenset[str]
    size: int
    fixed: bool  # out already
    sensitive: bool = False
    shown: bool = True


class _Reader:
    """Someone who reads all that is shown, and knows what one contributor has in it; `name` is empty for anyone else."""

    def __init__(
        self, minimum: int, counts: Mapping[str, Counts], parts: Parts | None, name: str = ""
    ) -> None:
        self.name, self._minimum, self._counts, self._parts = name, minimum, counts, parts
        self.own: dict[str, Counts] = {}  # what is left of members in which the contributor has a part

    def take_away(self, member: str, part: Counts) -> None:
        """Know so much of a member's counts."""
        self.own[member] = tuple(n - k for n, k in zip(self._counts[member], part, strict=True))

    def rest(self, member: str) -> Counts:
        """What the reader does not know already of a member's counts."""
        return self.own.get(member) or self._counts[member]

    def size(self, member: str) -> int:
        """The people of a member who are not the reader's own."""
        return sum(self.rest(member))

    @cached_property
    def known(self) -> list[str]:
        """The members in which everyone is the reader's own."""
        return [member for member, rest in self.own.items() if not any(rest)]

    def others(self, members: Iterable[str]) -> set[str]:
        """The contributors who have a part in the members, less the reader."""
        return set[str]().union(*((self._parts or {}).get(member, ()) for member in members)) - {self.name}

    def may_know(self, members: Collection[str], contributors: int = CONTRIBUTORS - 1) -> bool:
        """Tell whether the reader may know the counts of a group: rules 1, 2 and 5."""
        enough = self._parts is None or len(self.others(members)) >= contributors
        return enough and self.is_large(members)

    def may_know_count(self, members: Collection[str], point: int) -> bool:
        """Tell whether the reader may know that nobody of a withheld group chose a point.

        They may where the group is withheld for its few contributors, or to cover another: that nobody chose a
        point stands in every total over all.
        """
        if self._parts is None or point < 0 or not self.is_large(members):
            return False
        return not any(self.rest(member)[point] for member in members)

    def is_large(self, members: Collection[str]) -> bool:
        """Tell whether rules 1 and 2 let a group through."""
        rest = _sum(self.rest(member) for member in members)
        return sum(rest) >= self._minimum and not unanimous(rest)

    def dangers(self, start: str) -> Iterator[tuple[Callable[[str], bool], float]]:
        """The kinds of group with `start` in it that the reader must not know: which members, and fewer people than what."""
        size, rest = self.size, self.rest
        if not size(start):
            return
        if size(start) < self._minimum:
            yield lambda member: 0 < size(member) < self._minimum, self._minimum
        if unanimous(rest(start)):
            point = rest(start).index(size(start))
            yield lambda member: 0 < size(member) == rest(member)[point], math.inf
        if self._parts is not None and len(alone := self.others([start])) < CONTRIBUTORS - 1:
            yield lambda member: size(member) > 0 and self.others([member]) <= alone, math.inf


class _Publication:
    """Cells, those out already among them, and what their readers can work out from those that are shown."""

    def __init__(
        self,
        cells: Sequence[Cell],
        already: Sequence[Cell],
        minimum: int,
        strict: bool,
        parts: Parts | None,
    ) -> None:
        self.cells, self.strict, self.parts = cells, strict, parts
        self.counts: dict[str, Counts] = {}
        nodes: dict[frozenset[str], _Node] = {}
        for fixed, each in [*((True, cell) for cell in already), *((False, cell) for cell in cells)]:
            if not each.members:
                raise ValueError(f'cell "{each.name}" is about nobody')
            for member, counts in each.members.items():
                if self.counts.setdefault(member, counts) != counts:
                    raise ValueError(f'cell "{each.name}" says something else of the same people')
            members = frozenset(each.members)
            node = nodes.setdefault(members, _Node(members, sum(each.counts), fixed))
            node.sensitive |= each.sensitive
        self.nodes = list(nodes.values())
        self.anyone = _Reader(minimum, self.counts, parts)
        self.contributors: dict[str, _Reader] = {}
        for member in self.counts:
            for name, part in (parts or {}).get(member, {}).items():
                reader = self.contributors.setdefault(name, _Reader(minimum, self.counts, parts, name))
                reader.take_away(member, part)
        self.out = KnownSums({member: sum(counts) for member, counts in self.counts.items()})
        for i, node in enumerate(self.nodes):
            if node.fixed:
                self.out.add(node.members, i)

    def withheld(self) -> frozenset[str]:
        """The names of the cells that are not shown in the end."""
        for node in self.nodes:
            if not node.fixed and (node.sensitive or not self.anyone.may_know(node.members, CONTRIBUTORS)):
                node.shown = False
        while candidates := self._given_away():
            smallest = min(self.nodes[i].size for i in candidates)
            equal = [i for i in candidates if self.nodes[i].size == smallest]
            for i in equal if self.strict else equal[:1]:
                self.nodes[i].shown = False
        hidden = {node.members for node in self.nodes if not node.shown}
        return frozenset(cell.name for cell in self.cells if frozenset(cell.members) in hidden)

    def _given_away(self) -> list[int]:
        """The shown nodes of which one must go, for the first thing given away; none when nothing is."""
        sums = self.out.copy()
        # The largest first, so that what is given away is put down to few and large cells, of which the smallest goes.
        for i in sorted(range(len(self.nodes)), key=lambda i: -len(self.nodes[i].members)):
            if self.nodes[i].shown and not self.nodes[i].fixed:
                sums.add(self.nodes[i].members, i)
        for sources in self._leaks(sums):
            if found := [i for i in sorted(sources) if not self.nodes[i].fixed]:
                return found
        return []

    def _leaks(self, sums: KnownSums) -> Iterator[set[int]]:
        """The sources of each thing that somebody can work out and must not: anyone first, then each contributor."""
        yield from _groups(sums, self.anyone, sums.pivots)
        if self.strict:
            yield from self._alike(sums)
        changes: dict[tuple[int, int], Change] = {}
        touching: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for key in self._hidden_counts():
            change = self._other_counts(sums, self.anyone, *key)
            if change is None:
                yield sums.sources(self.nodes[key[0]].members)
            else:
                changes[key] = change
                for member in change:
                    touching[member].add(key)
        for reader in self.contributors.values():
            known = sums.with_known(reader.known)
            yield from _groups(known, reader, known.pivots_beside(sums, reader.own))
            for key in sorted({key for member in reader.own for key in touching.get(member, ())}):
                rest = self.nodes[key[0]].members.difference(reader.known)
                if not rest or reader.may_know(rest) or reader.may_know_count(rest, key[1]):
                    continue
                if not _still_possible(changes[key], reader, key[1]) and (
                    self._other_counts(known, reader, *key) is None
                ):
                    yield known.sources(rest)

    def _hidden_counts(self) -> Iterator[tuple[int, int]]:
        """Each withheld node with each point of which the count must not be known; point -1 where only all together count."""
        points = range(len(next(iter(self.counts.values()), ()))) if self.strict else [-1]
        for i, node in enumerate(self.nodes):
            if not node.shown:
                yield from (
                    (i, point) for point in points if not self.anyone.may_know_count(node.members, point)
                )

    def _other_counts(self, sums: KnownSums, reader: _Reader, i: int, point: int) -> Change | None:
        members = self.nodes[i].members.difference(reader.known)
        return sums.other_counts(members, None if point < 0 else lambda member: reader.rest(member)[point])

    def _alike(self, sums: KnownSums) -> Iterator[set[int]]:
        """The sources of sums over withheld cells that all have the same number at some point, or the same size.

        Someone who knows that each of two is below ten knows both from their sum, 18.
        """
        at = {node.members: node for node in self.nodes}
        for members, sources in sums.groups():
            cells = [frozenset([member]) for member in members]
            if (members in at and at[members].shown) or not all(cell in at for cell in cells):
                continue  # it stands there on purpose, or nobody knows how many cells to look for
            if self.parts is not None and all(self.anyone.is_large([member]) for member in members):
                continue  # withheld for few contributors, which bounds no count
            rows = [self.counts[member] for member in members]
            columns = [*zip(*rows, strict=True), [sum(row) for row in rows]]
            if any(len(set(column)) == 1 for column in columns):
                yield sources


def _groups(sums: KnownSums, reader: _Reader, pivots: Iterable[str]) -> Iterator[set[int]]:
    """The sources of each known sum over a group that the reader must not know."""
    for pivot in pivots:
        for fits, below in reader.dangers(pivot):
            if (sources := sums.group_with(pivot, fits, reader.size, below)) is not None:
                yield sources


def _still_possible(change: Change, reader: _Reader, point: int) -> bool:
    """Tell whether the counts could be otherwise by `change` in the eyes of a reader who knows some of them."""
    return all(
        any(reader.rest(member)) and (point < 0 or reader.rest(member)[point] + n >= 0)
        for member, n in change.items()
    )
