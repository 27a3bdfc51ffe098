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
5. Words of a small group stand in no roll-up, and a team of adults is always small.

Everything withheld is shown as the same sign, so that nobody can tell a small group from the one that
covers it. Rule 3 is the complementary suppression of statistical agencies (Willenborg and de Waal,
"Elements of Statistical Disclosure Control", 2001, chapter 4); rules 1 and 2 are the limits under which
state school surveys report. Plain rules: nothing is read and nothing is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = [
    "SIGN",
    "SMALLEST",
    "Line",
    "Table",
    "across",
    "few",
    "grown_too_little",
    "least",
    "may_print_words",
    "may_show",
    "one_way",
    "rule_text",
    "table",
    "unanimous",
]

SMALLEST = 10
SIGN = "~"  # stands where something is withheld
TOTAL = ""  # the name of the line of everyone; no group is called so


def least(minimum: int) -> int:
    """`minimum`, once it is known that it is not below ten. Raises ValueError."""
    if minimum < SMALLEST:
        raise ValueError(f"the smallest group that is shown may be raised above {SMALLEST}, not lowered")
    return minimum


def few(minimum: int = SMALLEST) -> str:
    """What stands in place of a group that is known to be small."""
    return f"{SIGN} fewer than {minimum}"


def rule_text(minimum: int = SMALLEST) -> str:
    """The line under a table in which something is withheld."""
    return (
        f"{SIGN} withheld: fewer than {minimum} answered, or all gave the same answer, "
        "or this number would give away another that is withheld."
    )


def unanimous(counts: Sequence[int]) -> bool:
    """Whether everyone in the group gave the same answer; a count of people alone never tells."""
    return len(counts) > 1 and sum(counts) > 0 and max(counts) == sum(counts)


def may_show(counts: Sequence[int], minimum: int = SMALLEST) -> bool:
    """Rules 1 and 2, for one group by itself: its counts by point, or one number of people."""
    return sum(counts) >= least(minimum) and not unanimous(counts)


def may_print_words(people: int, minimum: int = SMALLEST, *, adult_team: bool = False) -> bool:
    """Rule 5: whether words of a group of so many people may stand in a roll-up."""
    return not adult_team and people >= least(minimum)


def grown_too_little(
    before: Sequence[Sequence[int]], now: Sequence[Sequence[int]], minimum: int = SMALLEST
) -> bool:
    """Whether `now` looks like `before` with a few late answers added, which the two together would give away.

    Each is a list of counts by point, one a question. True when no count fell and some question has
    between 1 and `minimum` - 1 answers more.
    """
    if len(before) != len(now) or any(len(b) != len(n) for b, n in zip(before, now, strict=True)):
        return False
    pairs = [(b, n) for old, new in zip(before, now, strict=True) for b, n in zip(old, new, strict=True)]
    more = [sum(new) - sum(old) for old, new in zip(before, now, strict=True)]
    return all(b <= n for b, n in pairs) and any(0 < m < least(minimum) for m in more)


# -- one list, one table --------------------------------------------------------------------------


def one_way(people: Mapping[str, int], minimum: int = SMALLEST) -> frozenset[str]:
    """The groups to withhold from a list of groups, each with its number of people, and their total.

    The total is withheld too where `""` is among them.
    """
    return _of_groups({name: (n,) for name, n in people.items()}, minimum)


@dataclass(frozen=True)
class Table:
    """What of a table of groups by points may be shown."""

    shown: Mapping[str, tuple[int, ...]]  # group -> its counts by point
    withheld: frozenset[str]
    total: tuple[int, ...] | None  # the counts of everyone, None where they are withheld


def table(groups: Mapping[str, Sequence[int]], minimum: int = SMALLEST) -> Table:
    """A table of groups by points, with its sums for everyone, less what must be withheld.

    A group is shown or withheld as a whole, its own sum with it.
    """
    rows = {name: tuple(counts) for name, counts in groups.items()}
    out = _of_groups(rows, minimum)
    shown = {name: counts for name, counts in rows.items() if name not in out}
    total = None if TOTAL in out or not rows else _sum(rows.values())
    return Table(shown, out - {TOTAL}, total)


def _of_groups(rows: Mapping[str, tuple[int, ...]], minimum: int) -> frozenset[str]:
    if not rows:
        return frozenset()
    least(minimum)
    if TOTAL in rows:
        raise ValueError("every group needs a name")
    lines = [Line(name, frozenset([name]), counts) for name, counts in rows.items()]
    return across([*lines, Line(TOTAL, frozenset(rows), _sum(rows.values()))], minimum)


# -- several tables ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of a publication: the counts, by point, of the people in some groups.

    `people` names the smallest groups that anything is ever added up from, such as one district's answers
    of one round. Two lines about the same people have the same `people`, whatever their names.
    """

    name: str
    people: frozenset[str]
    counts: tuple[int, ...]
    alone: bool = False  # to be withheld whatever its size, such as a group of a single team


def across(
    lines: Sequence[Line],
    minimum: int = SMALLEST,
    *,
    already: Sequence[Line] = (),
    strict: bool = True,
) -> frozenset[str]:
    """The names of the `lines` to withhold, so that neither they nor what is `already` out give a small group away.

    With `strict`, no single count of a withheld line can be worked out, even by someone who knows the rules.
    Without it, counts of 0 may be worked out where they follow from a 0 in a total. (`minimum` is not held to ten here, since adults of
    one team compare roles among themselves; whatever leaves the team goes through `table` or `least`.)
    """
    return _Family(lines, already, minimum, strict).withheld()


def _sum(rows: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))


@dataclass
class _Node:
    """All lines about the same people."""

    people: frozenset[str]
    counts: tuple[int, ...]
    fixed: bool  # out already
    alone: bool = False
    shown: bool = True

    @property
    def size(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class _Known:
    """A sum that can be worked out from what is shown: people (with how often each counts), counts, from which nodes."""

    weights: Mapping[str, Fraction]
    counts: tuple[Fraction, ...]
    sources: tuple[int, ...]
    head: str = ""  # where sums were solved for single groups: the group that this one stands for

    def is_group(self) -> bool:
        return all(weight == 1 for weight in self.weights.values())


class _Family:
    """The lines of some publications, and what can be worked out from those that are shown."""

    def __init__(self, lines: Sequence[Line], already: Sequence[Line], minimum: int, strict: bool) -> None:
        self.lines, self.minimum, self.strict = lines, minimum, strict
        out = {line.people for line in already}
        found: dict[frozenset[str], _Node] = {}
        for line in [*already, *lines]:
            if not line.people:
                raise ValueError(f'line "{line.name}" is about nobody')
            node = found.setdefault(line.people, _Node(line.people, line.counts, line.people in out))
            if node.counts != line.counts:
                raise ValueError(f'line "{line.name}" says something else of the same people')
            node.alone |= line.alone
        self.nodes = list(found.values())
        self.at = {node.people: i for i, node in enumerate(self.nodes)}
        self.nested = self._is_nested()

    def withheld(self) -> frozenset[str]:
        for node in self.nodes:
            if not node.fixed and (node.alone or not self._fine(node.counts)):
                node.shown = False
        while (candidates := self._to_mend()) is not None:
            smallest = min(self.nodes[i].size for i in candidates)
            equal = [i for i in candidates if self.nodes[i].size == smallest]
            for i in equal if self.strict else equal[:1]:
                self.nodes[i].shown = False
        hidden = {node.people for node in self.nodes if not node.shown}
        return frozenset(line.name for line in self.lines if line.people in hidden)

    def _fine(self, counts: Sequence[int | Fraction]) -> bool:
        given = [int(n) for n in counts]
        return sum(given) >= self.minimum and not unanimous(given)

    # -- what an attentive reader can work out -------------------------------------------------

    def _to_mend(self) -> list[int] | None:
        """The shown nodes of which one must go, for the first thing given away; None when nothing is."""
        known = self._remainders() if self.nested else self._solved()
        for each in known:
            small = each.is_group() and min(each.counts) >= 0 and not self._fine(each.counts)
            alike = self.strict and self.nested and self._alike(each)
            if (small or alike) and not self._is_line(each) and (mend := self._open(each.sources)):
                return mend
        for node in self.nodes:
            if not node.shown:
                sources = self._worked_out(node, known)
                if sources and (mend := self._open(sources)):
                    return mend
        return None

    def _open(self, sources: Iterable[int]) -> list[int]:
        """Of the nodes that something was worked out from, those that can still be withheld."""
        return [i for i in sources if self.nodes[i].shown and not self.nodes[i].fixed]

    def _is_line(self, known: _Known) -> bool:
        """Whether a sum is one of the shown lines, which stands there on purpose."""
        i = self.at.get(frozenset(known.weights))
        return i is not None and self.nodes[i].shown

    def _alike(self, known: _Known) -> bool:
        """Whether all groups in a sum have the same number at some point, or the same size."""
        leaves = [self.at.get(frozenset([person])) for person in known.weights]
        rows = [self.nodes[i].counts for i in leaves if i is not None]
        if len(rows) < len(leaves):
            return False  # some are in no line of their own, so nobody knows how many to look for
        return any(len(set(column)) == 1 for column in [*zip(*rows, strict=True), [sum(row) for row in rows]])

    def _worked_out(self, node: _Node, known: Sequence[_Known]) -> set[int]:
        """The nodes from which a withheld node, or with `strict` one count of it, can be worked out; empty if it cannot."""
        if self.nested:
            by_person = {person: each for each in known for person in each.weights}
            inside, across_ = set(), []
            for person in node.people:
                each = by_person.get(person)
                if each is None:
                    return set()  # nothing at all is known of these people
                if set(each.weights) <= node.people:
                    inside |= set(each.sources)
                elif each not in across_:
                    across_.append(each)
            if not across_:
                return inside
            if self.strict:
                # Partly known people have from 0 to all of a count; where that is 0, they are known.
                for point in range(len(node.counts)):
                    if all(each.counts[point] == 0 for each in across_):
                        return inside.union(*(each.sources for each in across_))
            return set()
        return self._solved_for(node, known)

    # -- families in which one line holds another, or they do not meet ----------------------------

    def _is_nested(self) -> bool:
        by_size = sorted(self.nodes, key=lambda node: len(node.people))
        seen: dict[str, frozenset[str]] = {}  # the largest line so far that holds a person
        for node in by_size:
            if any(person in seen and not seen[person] <= node.people for person in node.people):
                return False
            for person in node.people:
                seen[person] = node.people
        return True

    def _remainders(self) -> list[_Known]:
        """For each shown line, what is left when the shown lines within it are taken away.

        In a nested family everything that can be worked out is a union of these.
        """
        order = sorted(
            (i for i, node in enumerate(self.nodes) if node.shown), key=lambda i: len(self.nodes[i].people)
        )
        owner: dict[str, int] = {}  # person -> the smallest shown line that holds them
        top: dict[str, int] = {}  # person -> the largest shown line so far
        inner: dict[int, list[int]] = {}
        for i in order:
            inner[i] = sorted({top[person] for person in self.nodes[i].people if person in top})
            for person in self.nodes[i].people:
                owner.setdefault(person, i)
                top[person] = i
        rest: dict[int, dict[str, Fraction]] = {}
        for person, i in owner.items():
            rest.setdefault(i, {})[person] = Fraction(1)
        found = []
        for i, weights in rest.items():
            taken = [self.nodes[j].counts for j in inner[i]]
            left = [n - sum(t[p] for t in taken) for p, n in enumerate(self.nodes[i].counts)]
            found.append(_Known(weights, tuple(map(Fraction, left)), (i, *inner[i])))
        return found

    # -- lines that overlap: linear algebra over exact fractions ------------------------------------

    def _solved(self) -> list[_Known]:
        """What follows from the shown lines: their reduced form, and what is left of each within another."""
        shown = [i for i, node in enumerate(self.nodes) if node.shown]
        rows = [(dict.fromkeys(self.nodes[i].people, Fraction(1)), {i: Fraction(1)}) for i in shown]
        done: list[tuple[str, dict[str, Fraction], dict[int, Fraction]]] = []
        for weights, used in rows:
            for pivot, other, other_used in done:
                if factor := weights.get(pivot):
                    weights, used = _less(weights, other, factor), _less(used, other_used, factor)
            if not weights:
                continue
            pivot = min(weights)
            scale = weights[pivot]
            weights = {k: v / scale for k, v in weights.items()}
            used = {k: v / scale for k, v in used.items()}
            done = [
                (p, _less(w, weights, w[pivot]), _less(u, used, w[pivot])) if pivot in w else (p, w, u)
                for p, w, u in done
            ]
            done.append((pivot, weights, used))
        found = [self._known(weights, used, head) for head, weights, used in done]
        for i in shown:
            for j in shown:
                a, b = self.nodes[i].people, self.nodes[j].people
                if b < a:
                    found.append(
                        self._known(dict.fromkeys(a - b, Fraction(1)), {i: Fraction(1), j: Fraction(-1)})
                    )
        return found

    def _known(self, weights: dict[str, Fraction], used: dict[int, Fraction], head: str = "") -> _Known:
        points = len(self.nodes[0].counts)
        counts = tuple(
            sum((share * self.nodes[i].counts[p] for i, share in used.items()), Fraction(0))
            for p in range(points)
        )
        return _Known(weights, counts, tuple(sorted(used)), head)

    def _solved_for(self, node: _Node, known: Sequence[_Known]) -> set[int]:
        left = dict.fromkeys(node.people, Fraction(1))
        used: set[int] = set()
        for each in known:
            if each.head and (factor := left.get(each.head)):
                left = _less(left, each.weights, factor)
                used |= set(each.sources)
        if not left:
            return used
        if self.strict:
            for point in range(len(node.counts)):
                low, high = _bounds(known, point)
                least_, most = (
                    sum(side.get(p, default) for p in node.people)
                    for side, default in ((low, 0.0), (high, math.inf))
                )
                if least_ == most:
                    return {i for each in known if set(each.weights) & node.people for i in each.sources}
        return set()


def _less(weights: Mapping, other: Mapping, factor: Fraction) -> dict:  # type: ignore[type-arg]
    """`weights` less `factor` times `other`, without what is then 0."""
    found = dict(weights)
    for key, value in other.items():
        found[key] = found.get(key, Fraction(0)) - factor * value
    return {key: value for key, value in found.items() if value}


def _bounds(known: Sequence[_Known], point: int) -> tuple[dict[str, float], dict[str, float]]:
    """The least and the most that each group can have of a point: no count is below 0, and all sums hold."""
    people = {person for each in known for person in each.weights}
    low, high = dict.fromkeys(people, 0.0), dict.fromkeys(people, math.inf)
    changed = True
    while changed:
        changed = False
        for each in known:
            total = float(each.counts[point])
            for person, weight in each.weights.items():
                w = float(weight)
                rest_low = rest_high = 0.0
                for other, share in each.weights.items():
                    if other != person:
                        s = float(share)
                        rest_low += s * (low[other] if s > 0 else high[other])
                        rest_high += s * (high[other] if s > 0 else low[other])
                ends = sorted(((total - rest_high) / w, (total - rest_low) / w))
                lower, upper = (
                    math.ceil(ends[0] - 1e-9) if math.isfinite(ends[0]) else -math.inf,
                    ends[1] + 1e-9,
                )
                upper = math.floor(upper) if math.isfinite(upper) else math.inf
                if lower > low[person]:
                    low[person], changed = lower, True
                if upper < high[person]:
                    high[person], changed = upper, True
    return low, high
