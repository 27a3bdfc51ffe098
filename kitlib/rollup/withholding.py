"""Which lines of one question may be shown, beside one another and beside what earlier roll-ups showed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kitlib.kinds.shared.questions import Question, Response
from kitlib.suppression import Line, across

__all__ = ["ALL", "Published", "lines_to_show"]

ALL = ""  # the line of everyone
Name = tuple[int, str]  # round and group
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Published:
    """A line that an earlier roll-up showed: of whom, with what each of them said; and the numbers that stood there."""

    family: str
    by: str
    round: int
    group: str
    said: Mapping[str, Counts]
    numbers: Counts
    day: str

    @property
    def counts(self) -> Counts:
        """What all of them said together."""
        return _sum(self.said.values())


def lines_to_show(
    rounds: Sequence[Question],
    groups: Mapping[str, str],
    minimum: int,
    before: Sequence[Published] = (),
    closed: frozenset[str] = frozenset(),
) -> dict[Name, list[Response] | None]:
    """For each round of a question and each group (`ALL` too): its answers, or None where they are withheld.

    `groups` maps districts to groups, and is empty where only everyone is shown. A line is withheld by the
    rules of `suppression`; where it is of a single team; where its group is `closed`, being withheld among
    those who took part; and where fewer than `minimum` changed what they said since it was shown `before`.
    """
    now: dict[Name, list[Response]] = {}
    for question in rounds:
        for answer in question.answers:
            if groups:
                now.setdefault((question.round, groups[answer.district]), []).append(answer)
            now.setdefault((question.round, ALL), []).append(answer)
    if not now:
        return {}
    shaky = _changed_by_few(now, before, minimum)
    of_teams = rounds[0].of_teams
    given = {name: {answer.who: answer.counts for answer in line} for name, line in now.items()}
    out = [published.said for published in before]
    people = _classes([*given.values(), *out])
    lines = []
    for i, (name, line) in enumerate(now.items()):
        teams = {answer.team for answer in line}
        alone = name[1] in closed or (of_teams and len(teams) < 2) or bool(shaky & set(given[name]))
        lines.append(Line(str(i), people[i], _sum(answer.counts for answer in line), alone))
    already = [
        Line(f"before {k}", people[len(lines) + k], _sum(said.values())) for k, said in enumerate(out) if said
    ]
    hidden = across(lines, minimum, already=already)
    return {name: None if str(i) in hidden else line for i, (name, line) in enumerate(now.items())}


def _sum(rows: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*rows, strict=True)))


def _classes(lines: Sequence[Mapping[str, Counts]]) -> list[frozenset[str]]:
    """Each line as the smallest groups from which all lines can be added up.

    Someone who says something else now is another person here; `_changed_by_few` sees to what the two would tell.
    """
    member: dict[tuple[str, Counts], set[int]] = defaultdict(set)
    for i, line in enumerate(lines):
        for each in line.items():
            member[each].add(i)
    found: list[set[str]] = [set() for _ in lines]
    for where in {frozenset(lines_) for lines_ in member.values()}:
        name = ",".join(map(str, sorted(where)))
        for i in where:
            found[i].add(name)
    return [frozenset(names) for names in found]


def _changed_by_few(
    now: Mapping[Name, Sequence[Response]], before: Sequence[Published], minimum: int
) -> set[str]:
    """Who stands in a group of people, told apart by any line, of whom some but fewer than `minimum` changed or left."""
    today = {answer.who: answer.counts for line in now.values() for answer in line}
    changed: dict[str, int] = {}
    for published in before:
        for who, counts in published.said.items():
            new = today.get(who)
            if new != counts:
                pairs = list(zip(counts, new or (0,) * len(counts), strict=True))
                up, down = (sum(max(0, s * (b - a)) for a, b in pairs) for s in (1, -1))
                changed[who] = max(changed.get(who, 0), up, down)
    if not changed:
        return set()
    member: dict[str, set[int]] = defaultdict(set)
    sets = [{a.who for a in line} for line in now.values()] + [set(p.said) for p in before]
    for i, line in enumerate(sets):
        for who in line:
            member[who].add(i)
    classes: dict[frozenset[int], list[str]] = defaultdict(list)
    for who, where in member.items():
        classes[frozenset(where)].append(who)
    shaky: set[str] = set()
    for who_ in classes.values():
        if 0 < sum(changed.get(who, 0) for who in who_) < minimum:
            shaky |= set(who_)
    # Someone who left is in no line of today; then every line that is like one they stood in gives way.
    left = shaky - set(today)
    for published in before:
        if left & set(published.said):
            shaky |= set(published.said)
    return shaky
