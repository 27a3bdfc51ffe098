"""Which lines of one question may be shown, beside one another and beside what earlier roll-ups showed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kitlib.kinds.shared.questions import Question, Response
from kitlib.privacy.suppression import CONTRIBUTORS, Cell, suppress
from kitlib.store import Disclosure

__all__ = ["ALL", "is_safe_alone", "select_lines"]

ALL = ""  # the line of everyone
Name = tuple[str, int, str]  # activity (as it was asked), round and group
Counts = tuple[int, ...]
Said = tuple[str, Counts]  # who, and what they said by point
NOTHING: Mapping[str, str] = {}


def select_lines(
    rounds: Sequence[Question],
    groups: Mapping[str, str],
    minimum: int,
    before: Sequence[Disclosure] = (),
    closed: frozenset[str] = frozenset(),
    district_of: Mapping[str, str] = NOTHING,
) -> dict[Name, list[Response] | None]:
    """Choose the lines to show: for each wording and round of a question and each group (`ALL` too) its answers, None where withheld.

    `groups` maps districts to groups, and is empty where only everyone is shown. `district_of` gives the district
    of each meeting, for answers that stand in earlier lines alone. A line is withheld by the rules of
    `privacy.suppression`, with each district as a contributor that knows its own record; where its group is
    `closed`, being withheld among those who took part; and where few changed what they said since it was shown `before`.
    """
    now: dict[Name, list[Response]] = {}
    for question in rounds:
        asked = question.activity, question.round
        for answer in question.answers:
            if groups:
                now.setdefault((*asked, groups[answer.district]), []).append(answer)
            now.setdefault((*asked, ALL), []).append(answer)
    if not now:
        return {}
    chosen, (now, before) = now, _of_one_width(now, before)
    districts = {who: district_of.get(_meeting(who), "") for line in before for who in line.answers}
    districts |= {answer.who: answer.district for line in now.values() for answer in line}
    shaky = _changed_by_few(now, before, minimum, districts)
    given = [{answer.who: answer.counts for answer in line} for line in now.values()]
    members, parts = _members([*given, *(line.answers for line in before)], districts)
    cells = [
        Cell(str(i), members[i], sensitive=name[-1] in closed or bool(shaky & given[i].keys()))
        for i, name in enumerate(now)
    ]
    already = [Cell(f"before {k}", found) for k, found in enumerate(members[len(cells) :]) if found]
    hidden = suppress(cells, minimum, already=already, contributions=parts)
    return {name: None if str(i) in hidden else line for i, (name, line) in enumerate(chosen.items())}


def _of_one_width(
    now: Mapping[Name, Sequence[Response]], before: Sequence[Disclosure]
) -> tuple[dict[Name, list[Response]], list[Disclosure]]:
    """The same lines with as many points in each: a question that was asked otherwise once may have had fewer."""
    rows = [answer.counts for line in now.values() for answer in line]
    width = max(map(len, [*rows, *(counts for line in before for counts in line.answers.values())]))

    def wide(counts: Counts) -> Counts:
        return counts + (0,) * (width - len(counts))

    return (
        {name: [replace(each, counts=wide(each.counts)) for each in line] for name, line in now.items()},
        [replace(line, answers={who: wide(c) for who, c in line.answers.items()}) for line in before],
    )


def is_safe_alone(line: Disclosure, minimum: int, district_of: Mapping[str, str]) -> bool:
    """Tell whether a line that was shown would be shown today if it were the only one."""
    members, parts = _members(
        [line.answers], {who: district_of.get(_meeting(who), "") for who in line.answers}
    )
    return not suppress([Cell("", members[0])], minimum, contributions=parts)


def _meeting(who: str) -> str:
    return who.partition("/")[0]


def _sum(rows: Iterable[Counts]) -> Counts:
    return tuple(map(sum, zip(*rows, strict=True)))


def _members(
    lines: Sequence[Mapping[str, Counts]], districts: Mapping[str, str]
) -> tuple[list[dict[str, Counts]], dict[str, dict[str, Counts]]]:
    """Each line as the smallest groups from which all lines can be added up, and what of each group each district has.

    Someone who says something else now is another person here; `_changed_by_few` sees to what the two would tell.
    Answers of a meeting that is not known here belong to no district.
    """
    within: dict[Said, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        for said in line.items():
            within[said].append(i)
    groups: dict[tuple[int, ...], list[Said]] = defaultdict(list)
    for said, where in within.items():
        groups[tuple(where)].append(said)
    members: list[dict[str, Counts]] = [{} for _ in lines]
    parts: dict[str, dict[str, Counts]] = {}
    for where_, group in groups.items():
        name = ",".join(map(str, where_))
        by_district: dict[str, list[Counts]] = defaultdict(list)
        for who, counts in group:
            by_district[districts[who]].append(counts)
        for i in where_:
            members[i][name] = _sum(counts for _, counts in group)
        parts[name] = {district: _sum(rows) for district, rows in by_district.items() if district}
    return members, parts


def _changed_by_few(
    now: Mapping[Name, Sequence[Response]],
    before: Sequence[Disclosure],
    minimum: int,
    districts: Mapping[str, str],
) -> set[str]:
    """Who stands in a group of people, told apart by any line, of whom few changed or left since one of the lines was shown.

    They are few where fewer than `minimum` changed in the eyes of a district that takes its own away, or in fewer
    than three districts: the line of today less the earlier one tells how they changed.
    """
    today = {answer.who: answer.counts for line in now.values() for answer in line}
    changes = [changed for line in before if (changed := _changed(line.answers, today))]
    if not changes:
        return set()
    group_of = _groups(
        [*({a.who for a in line} for line in now.values()), *(line.answers for line in before)]
    )
    few: set[tuple[int, ...]] = set()
    for changed in changes:
        in_group: dict[tuple[int, ...], Counter[str]] = defaultdict(Counter)
        for who, people in changed.items():
            in_group[group_of[who]][districts[who]] += people
        for group, by_district in in_group.items():
            known = [people for district, people in by_district.items() if district]
            if len(known) < CONTRIBUTORS or by_district.total() - max(known) < minimum:
                few.add(group)
    shaky = {who for who, group in group_of.items() if group in few}
    # Someone who left is in no line of today; then every line that is like one they stood in gives way.
    left = shaky - today.keys()
    for line in before:
        if not left.isdisjoint(line.answers):
            shaky |= line.answers.keys()
    return shaky


def _changed(before: Mapping[str, Counts], today: Mapping[str, Counts]) -> dict[str, int]:
    """Who said something else than they say today, or left, with how many people that is."""
    found = {}
    for who, counts in before.items():
        if (new := today.get(who)) != counts:
            pairs = list(zip(counts, new or (0,) * len(counts), strict=True))
            found[who] = max(sum(max(0, sign * (b - a)) for a, b in pairs) for sign in (1, -1))
    return found


def _groups(lines: Sequence[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """For each person the numbers of the lines they stand in."""
    within: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        for who in line:
            within[who].append(i)
    return {who: tuple(where) for who, where in within.items()}
