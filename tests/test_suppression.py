"""Small groups: what is withheld cannot be worked out, not even by someone who knows the rule.

The attacker of these tests knows the rule in full. He goes through the tables that could stand behind what
is printed, keeps those from which the rule prints exactly that, and has won where they all agree on a
number that is withheld, or where a small group stands open. Two mutants show that he can win.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from kitlib.privacy import suppression
from kitlib.privacy.suppression import Cell, suppress

Rows = Mapping[str, tuple[int, ...]]
NAMES = "abcdefgh"
TABLES = 1_500
TOTAL = "all"


@dataclass(frozen=True)
class Printed:
    """What of a table of groups by points is printed."""

    shown: Rows
    withheld: frozenset[str]
    total: tuple[int, ...] | None  # the counts of everyone, None where they are withheld


Printer = Callable[[Rows], Printed]


def table(rows: Rows, minimum: int = suppression.SMALLEST) -> Printed:
    """A table of groups by points with its sums for everyone, less what the rule withholds."""
    out = suppress([*(Cell(name, {name: row}) for name, row in rows.items()), Cell(TOTAL, rows)], minimum)
    shown = {name: row for name, row in rows.items() if name not in out}
    return Printed(shown, out - {TOTAL}, None if TOTAL in out else total_of(rows))


def one_way(people: Mapping[str, int]) -> frozenset[str]:
    """Which groups of a list with its total the rule withholds, the total as "" among them."""
    printed = table({name: (n,) for name, n in people.items()})
    return printed.withheld | ({""} if printed.total is None else set())


def total_of(rows: Rows) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows.values(), strict=True)))


# -- the attacker ------------------------------------------------------------------------------


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to share `total` people out over `parts` groups."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


def near(rows: Rows, hidden: Sequence[str], kept: bool, chance: random.Random) -> Rows:
    """A table that differs from `rows` in the hidden groups alone; with `kept`, their sums stay."""
    found = {name: list(rows[name]) for name in hidden}
    points = range(len(next(iter(found.values()))))
    if chance.random() < 0.3:
        order = chance.sample(hidden, len(hidden))
        found = {name: found[other] for name, other in zip(hidden, order, strict=True)}
    for _ in range(chance.randint(0, 3)):
        point, giver, taker = chance.choice(points), chance.choice(hidden), chance.choice(hidden)
        n = chance.randint(0, found[giver][point])
        found[giver][point] -= n
        found[taker][point] += n if kept else chance.randint(0, 5)
    return {**rows, **{name: tuple(row) for name, row in found.items()}}


def worlds(rows: Rows, printed: Printed, points: int, chance: random.Random) -> Iterator[Rows]:
    """Tables that add up to what is printed: all of them. Those near the true one come first, to be quick."""
    hidden = sorted(printed.withheld)
    if not hidden:
        return
    for _ in range(600):
        yield near(rows, hidden, printed.total is not None, chance)
    if printed.total is None:
        for high in (1, 2, 3, 5):
            for _ in range(100):
                yield {
                    **rows,
                    **{name: tuple(chance.randint(0, high) for _ in range(points)) for name in hidden},
                }
        return
    rest = [n - sum(row[p] for row in printed.shown.values()) for p, n in enumerate(printed.total)]
    for columns in itertools.product(*(list(splits(n, len(hidden))) for n in rest)):
        yield {**printed.shown, **dict(zip(hidden, zip(*columns, strict=True), strict=True))}


def recovered(rows: Rows, prints: Printer, chance: random.Random) -> list[str]:
    """What the attacker knows for certain of groups that the rule is to protect."""
    printed, points = prints(rows), len(next(iter(rows.values())))
    open_ = [name for name in printed.shown if not suppression.may_show(rows[name])]
    seen: dict[tuple[str, int], set[int]] = {(n, p): set() for n in printed.withheld for p in range(points)}
    order = list(rows)
    for world in worlds(rows, printed, points, chance):
        if all(len(values) > 1 for values in seen.values()):
            break
        world = {name: world[name] for name in order}
        if any(world[n][p] not in values for (n, p), values in seen.items()) and prints(world) == printed:
            for (name, point), values in seen.items():
                values.add(world[name][point])
    return open_ + [f"{name}{point}" for (name, point), values in seen.items() if len(values) < 2]


def random_table(chance: random.Random) -> Rows:
    points = chance.choice([2, 2, 3])
    kinds = [(0, 2), (0, 4), (2, 9), (5, 14)]
    rows = {}
    for name in NAMES[: chance.randint(2, 4)]:
        low, high = chance.choice(kinds)
        rows[name] = tuple(chance.randint(low, high) for _ in range(points))
        if chance.random() < 0.15:  # all gave one answer
            rows[name] = tuple(chance.choice([12, 20]) if p == 0 else 0 for p in range(points))
    if chance.random() < 0.15:  # a point that nobody chose
        rows = {name: (*row[:-1], 0) for name, row in rows.items()}
    return rows


def test_nothing_withheld_can_be_worked_out_from_a_table_with_its_sums():
    chance, touched = random.Random(7), 0
    for _ in range(TABLES):
        rows = random_table(chance)
        touched += bool(table(rows).withheld)

        assert recovered(rows, table, chance) == [], rows
    assert touched > TABLES / 2, "most of the tables must have something to protect"


def no_second_cell(rows: Rows) -> Printed:
    """A mutant: small and unanimous groups are withheld, and nothing that covers them."""
    out = frozenset(name for name, counts in rows.items() if not suppression.may_show(counts))
    return Printed({name: row for name, row in rows.items() if name not in out}, out, total_of(rows))


def unanimity_shown(rows: Rows) -> Printed:
    """A mutant: only the size of a group counts."""
    from unittest.mock import patch

    with patch.object(suppression, "unanimous", lambda counts: False):
        return table(rows)


def total_kept(rows: Rows) -> Printed:
    """A mutant: where withholding every group would not do, the total stays all the same."""
    printed = table(rows)
    return Printed(printed.shown, printed.withheld, total_of(rows))


@pytest.mark.parametrize("mutant", [no_second_cell, unanimity_shown, total_kept])
def test_the_attacker_breaks_a_rule_that_leaves_something_out(mutant):
    chance = random.Random(7)
    broken = sum(bool(recovered(random_table(chance), mutant, chance)) for _ in range(60))

    assert broken >= 5


# -- one list ------------------------------------------------------------------------------------


def hidden_sizes(people: Mapping[str, int]) -> Printed:
    """A list of groups as a table of one point."""
    out = one_way(people)
    shown = {name: (n,) for name, n in people.items() if name not in out}
    return Printed(shown, out - {""}, None if "" in out else (sum(people.values()),))


def test_nothing_withheld_can_be_worked_out_from_a_list_with_its_total():
    chance = random.Random(11)
    for _ in range(TABLES):
        people = {
            name: chance.choice([chance.randint(0, 9), chance.randint(10, 15), chance.randint(10, 60)])
            for name in NAMES[: chance.randint(2, 5)]
        }

        found = recovered(
            {k: (v,) for k, v in people.items()},
            lambda rows: hidden_sizes({k: v[0] for k, v in rows.items()}),
            chance,
        )
        assert found == [], people


def test_one_small_group_takes_the_next_smallest_with_it():
    assert one_way({"grade 5": 40, "grade 6": 4, "grade 7": 12, "grade 8": 31}) == {"grade 6", "grade 7"}


def test_two_small_groups_cover_each_other_only_when_they_make_a_group_together():
    assert one_way({"a": 6, "b": 7, "c": 30, "d": 30}) == {"a", "b"}
    assert one_way({"a": 2, "b": 3, "c": 20, "d": 30}) == {"a", "b", "c"}
    assert one_way({"a": 9, "b": 9, "c": 10, "d": 30}) == {"a", "b", "c"}, "18 of two below ten is 9 and 9"


def test_of_equally_small_groups_all_are_withheld_so_that_the_order_tells_nothing():
    assert one_way({"a": 12, "b": 13, "c": 11, "d": 11, "e": 9}) == {"c", "d", "e"}


def test_a_list_without_small_groups_is_shown_whole():
    assert one_way({"a": 10, "b": 11}) == set()
    assert table({"a": (5, 5), "b": (0, 12)}).withheld == {"a", "b"}
    assert table({"a": (5, 5), "b": (4, 9)}) == Printed({"a": (5, 5), "b": (4, 9)}, frozenset(), (9, 14))


def test_a_small_total_shows_nothing_at_all():
    assert table({"a": (1, 2), "b": (3, 1)}) == Printed({}, frozenset("ab"), None)
    assert one_way({"a": 4, "b": 5}) == {"a", "b", ""}


# -- several tables --------------------------------------------------------------------------------


def county(name: str, districts: Rows) -> list[Cell]:
    return [*(Cell(d, {d: counts}) for d, counts in districts.items()), Cell(name, districts)]


def state(*counties: Rows) -> list[Cell]:
    cells = [cell for i, districts in enumerate(counties) for cell in county(f"county {i}", districts)]
    return [*cells, Cell("state", {k: v for districts in counties for k, v in districts.items()})]


def test_a_county_of_one_small_district_is_covered_by_another_county_and_one_of_its_districts():
    cells = state({"a": (4,)}, {"b": (30,), "c": (40,)}, {"d": (50,), "e": (60,)})

    assert suppress(cells) == {"a", "county 0", "county 1", "b"}


def test_a_district_whose_county_is_shown_is_covered_within_its_county():
    cells = state({"a": (4,), "b": (30,), "c": (45,)}, {"d": (50,), "e": (60,)})

    assert suppress(cells) == {"a", "b"}


def test_a_second_roll_up_does_not_give_away_who_came_in_between():
    march = {"a": (5, 10), "b": (7, 10), "c": (8, 20)}
    first = [Cell("state in March", march)]
    second = [Cell("state in May", {**march, "d": (2, 4)})]

    assert suppress(first) == set()
    assert suppress(second, already=first) == {"state in May"}
    assert suppress([Cell("state in May", {**march, "d": (10, 10)})], already=first) == set()


def test_what_is_out_already_is_taken_into_account_line_by_line():
    march = [*county("state in March", {"a": (9, 9), "b": (10, 20)})]
    # In May district a has three more answers: what it has now, less what it had, would tell theirs.
    may = [
        Cell("a", {"a": (9, 9), "a later": (1, 2)}),
        Cell("b", {"b": (10, 20)}),
        Cell("state in May", {"a": (9, 9), "b": (10, 20), "a later": (1, 2)}),
    ]

    assert suppress(may, already=march) == {"a", "state in May"}


@st.composite
def families(draw):
    """A state of counties of districts, now and some months ago."""
    points = draw(st.sampled_from([1, 2]))
    counts = st.tuples(*[st.integers(0, 12)] * points)
    before = draw(st.lists(st.lists(counts, min_size=1, max_size=3), min_size=1, max_size=3))
    names = [[f"d{i}{j}" for j in range(len(c))] for i, c in enumerate(before)]
    march = state(*[dict(zip(n, c, strict=True)) for n, c in zip(names, before, strict=True)])
    more = {n: draw(counts) for ns in names for n in ns if draw(st.booleans())}
    may = [
        Cell(cell.name, {**cell.members, **{f"{n} later": more[n] for n in cell.members if n in more}})
        for cell in march
    ]
    true = {n: c for ns, cs in zip(names, before, strict=True) for n, c in zip(ns, cs, strict=True)}
    return march, may, {**true, **{f"{n} later": counts for n, counts in more.items()}}


def could_be_else(target: Iterable[str], point: int, shown: Sequence[Cell], true: Rows) -> bool:
    """Whether another set of counts adds up to all that is shown, and to another number for `target`.

    Looks for counts that differ from the true ones by at most one in each group.
    """
    people = sorted(true, key=lambda p: (p not in target, p))
    sums = [set(cell.members) for cell in shown]
    within = {p: [k for k, members in enumerate(sums) if p in members] for p in people}
    left = [len(members) for members in sums]  # groups of each line still to be set

    def move(i: int, off: list[int], moved: int) -> bool:
        if any(abs(n) > left[k] for k, n in enumerate(off)):
            return False
        if i == len(people):
            return moved != 0
        person = people[i]
        for k in within[person]:
            left[k] -= 1
        steps = (1, -1, 0) if person in target else (0, 1, -1)
        found = any(
            move(
                i + 1,
                [n + step if k in within[person] else n for k, n in enumerate(off)],
                moved + step * (person in target),
            )
            for step in steps
            if true[person][point] + step >= 0
        )
        for k in within[person]:
            left[k] += 1
        return found

    return move(0, [0] * len(sums), 0)


@trying(max_examples=300)
@given(families())
def test_nothing_withheld_can_be_worked_out_across_counties_and_across_two_roll_ups(found):
    march, may, true = found
    points = range(len(march[0].counts))
    out = suppress(march)
    published = [cell for cell in march if cell.name not in out]
    for cell in march:
        if cell.name in out:
            assert all(could_be_else(cell.members, point, published, true) for point in points), cell

    later = suppress(may, already=published)
    visible = [*published, *(cell for cell in may if cell.name not in later)]
    for cell in may:
        if cell.name in later and not any(cell.members.keys() == b.members.keys() for b in published):
            assert all(could_be_else(cell.members, point, visible, true) for point in points), cell


def test_a_roll_up_that_forgets_the_one_before_gives_someone_away():
    march = state({"a": (20, 30), "b": (10, 20)})
    true = {"a": (20, 30), "b": (10, 20), "a later": (1, 1)}
    may = [Cell("state", true)]

    assert suppress(may) == set()
    assert not could_be_else(["a later"], 0, [*march, *may], true)
    assert suppress(may, already=march) == {"state"}


def test_a_small_group_that_only_three_cells_together_give_away_is_not_given_away():
    counts = {"a": (2, 2), "b": (2, 2), "c": (20, 30), "d": (20, 31)}
    cells = [Cell(name, {n: counts[n] for n in name}) for name in ("ad", "cd", "bc")]

    assert suppress(cells), "a and b, eight people, are ad less cd with bc"
    assert suppress(cells[:2]) == suppress(cells[1:]) == set()


def test_a_group_of_one_mind_that_only_three_cells_together_give_away_is_not_given_away():
    counts = {"a": (12, 0), "b": (13, 0), "c": (20, 20), "f": (2, 3)}
    cells = [Cell(name, {n: counts[n] for n in name}) for name in ("af", "bc", "cf")]

    assert suppress(cells), "a and b, of one mind, are af with bc less cf"
    assert suppress(cells[:2]) == suppress(cells[1:]) == set()


# -- contributors that know their own part -----------------------------------------------------------
#
# This attacker is of one district and knows its counts, in which group each district is, and the rule. He looks
# for other counts of the other districts that would have been printed as these were; a district for which he finds
# none is worked out.

Districts = Mapping[str, tuple[int, ...]]
Groups = Mapping[str, Sequence[str]]
Sheet = dict[str, tuple[int, ...] | None]


def sheet(world: Districts, groups: Groups, known_parts: bool = True) -> Sheet:
    """What is printed of each group and of all: its counts, None where they are withheld."""
    members = {name: total_of({d: world[d] for d in inside}) for name, inside in groups.items()}
    parts = {name: {d: world[d] for d in inside} for name, inside in groups.items()} if known_parts else None
    cells = [*(Cell(name, {name: counts}) for name, counts in members.items()), Cell(TOTAL, members)]
    out = suppress(cells, contributions=parts)
    return {cell.name: None if cell.name in out else cell.counts for cell in cells}


def changed_worlds(
    world: Districts, groups: Groups, printed: Sheet, knows: str, chance: random.Random
) -> Iterator[Districts]:
    """Counts near the true ones that agree with what is printed, those of the attacker's district as they are."""
    group_of = {d: name for name, inside in groups.items() for d in inside}
    others = [d for d in world if d != knows]
    points = range(len(world[knows]))
    for _ in range(600):
        new = {d: list(counts) for d, counts in world.items()}
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            one, two = chance.sample(others, 2)
            apart = group_of[one] != group_of[two]
            if apart and any(printed[group_of[d]] is not None for d in (one, two)):
                continue
            for giver, taker in [(one, two), (two, one)][: chance.randint(1, 2)]:
                point = chance.choice(points)
                n = min(chance.randint(1, 3), new[giver][point])
                new[giver][point] -= n
                new[taker][point] += n
        free = [d for d in others if printed[group_of[d]] is None]
        if printed[TOTAL] is None and free:
            new[chance.choice(free)][chance.choice(points)] += chance.randint(0, 3)
        yield {d: tuple(counts) for d, counts in new.items()}


def districts_worked_out(
    world: Districts, groups: Groups, knows: str, chance: random.Random, known_parts: bool = True
) -> set[str]:
    """The other districts of which the attacker knows all counts for certain."""
    printed = sheet(world, groups, known_parts)
    left = set(world) - {knows}
    for new in changed_worlds(world, groups, printed, knows, chance):
        if any(new[d] != world[d] for d in left) and sheet(new, groups, known_parts) == printed:
            left -= {d for d in left if new[d] != world[d]}
        if not left:
            break
    return left


def random_state(chance: random.Random) -> tuple[Districts, Groups]:
    """Three to fifteen districts in one to three groups."""
    sizes = [chance.choice([1, 2, 3, 3, 4, 5]) for _ in range(chance.randint(1, 3))]
    names = itertools.count()
    groups = {group: [f"d{next(names)}" for _ in range(n)] for group, n in zip("ABC", sizes, strict=False)}
    points, most = chance.choice([2, 2, 3]), chance.choice([3, 6, 10])
    world = {
        d: (chance.randint(1, most), *(chance.randint(0, most) for _ in range(points - 1)))
        for inside in groups.values()
        for d in inside
    }
    return (world, groups) if len(world) > 2 else random_state(chance)


def test_no_other_district_can_be_worked_out_by_someone_who_knows_the_record_of_one_and_the_rule():
    chance, printed = random.Random(5), 0
    for _ in range(120):
        world, groups = random_state(chance)
        printed += any(counts is not None for counts in sheet(world, groups).values())
        for knows in world:
            assert districts_worked_out(world, groups, knows, chance) == set(), (world, groups, knows)
    assert printed > 60, "most of the sheets must show something"


def test_the_attacker_breaks_a_rule_that_forgets_what_each_district_knows():
    chance, broken = random.Random(5), 0
    for _ in range(40):
        world, groups = random_state(chance)
        broken += any(districts_worked_out(world, groups, knows, chance, False) for knows in list(world)[:2])

    assert broken >= 5


@st.composite
def overlapping(draw):
    """Cells over the same members that overlap as they will, some out already, each member of one to three contributors."""
    names = "abcdefg"[: draw(st.integers(2, 7))]
    rows = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(any)
    parts = {n: draw(st.dictionaries(st.sampled_from("uvwxyz"), rows, min_size=1, max_size=3)) for n in names}
    counts = {n: total_of(parts[n]) for n in names}
    subsets = st.lists(st.sets(st.sampled_from(names), min_size=1), min_size=1, max_size=5)
    cells = [Cell(f"c{i}", {n: counts[n] for n in sorted(s)}) for i, s in enumerate(draw(subsets))]
    return cells, parts, draw(st.integers(0, len(cells)))


@trying(max_examples=300)
@given(overlapping())
def test_no_group_that_may_not_be_known_follows_from_the_cells_that_are_shown(found):
    cells, parts, first = found
    shown: list[Cell] = []
    for news in (cells[:first], cells[first:]):
        out = suppress(news, already=shown, contributions=parts)
        shown += [cell for cell in news if cell.name not in out]

    for reader in ["", *"uvwxyz"]:
        left = {n: {c: row for c, row in of_it.items() if c != reader} for n, of_it in parts.items()}
        columns = [n for n in parts if left[n]]
        matrix = np.array([[int(n in cell.members) for n in columns] for cell in shown], dtype=float)
        rank = np.linalg.matrix_rank(matrix) if shown and columns else 0
        for size in range(1, len(columns) + 1):
            for group in itertools.combinations(columns, size) if rank else ():
                row = [[float(n in group) for n in columns]]
                if np.linalg.matrix_rank(np.vstack([matrix, row])) == rank:
                    counts = total_of({(n, c): row for n in group for c, row in left[n].items()})
                    assert suppression.may_show(counts), (reader, group)
                    assert len({c for n in group for c in left[n]}) >= 2, (reader, group)


def test_four_hundred_districts_take_no_time():
    chance = random.Random(3)
    counties = [
        {f"d{i}-{j}": tuple(chance.randint(0, 40) for _ in range(4)) for j in range(20)} for i in range(20)
    ]
    cells = state(*counties)

    out = suppress(cells)

    shown = {cell.name: cell.counts for cell in cells if cell.name not in out}
    assert "state" in shown
    assert all(suppression.may_show(counts) for counts in shown.values())


# -- what is said and what may be set -----------------------------------------------------------------


def test_the_minimum_is_raised_and_never_lowered():
    assert suppression.validate_minimum(20) == 20
    assert suppression.may_show([15, 3], 20) is False
    for use in (
        suppression.validate_minimum,
        lambda n: suppression.may_show([50, 50], n),
        lambda n: suppression.grown_too_little([[1, 2]], [[1, 3]], n),
    ):
        with pytest.raises(ValueError, match="raised above 10, not lowered"):
            use(9)


def test_the_sign_and_the_rule_are_words_that_a_reader_understands():
    assert suppression.below_minimum() == "~ fewer than 10"
    assert suppression.below_minimum(20) == "~ fewer than 20"
    assert suppression.rule_text(20).startswith(
        "~ withheld: fewer than 20 answered, or all gave the same answer"
    )


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5))
def test_one_group_is_shown_when_it_is_large_enough_and_not_of_one_mind(counts):
    assert suppression.may_show(counts) == (sum(counts) >= 10 and max(counts) < sum(counts))


def test_a_few_late_answers_are_told_from_a_new_round():
    october = [[3, 10, 20], [8, 9, 16]]

    assert suppression.grown_too_little(october, [[4, 11, 20], [8, 9, 17]])
    assert not suppression.grown_too_little(october, october)
    assert not suppression.grown_too_little(october, [[9, 14, 25], [13, 14, 26]])
    assert not suppression.grown_too_little(october, [[2, 12, 20], [8, 9, 17]])


def test_a_cell_must_be_about_someone_and_two_cells_about_the_same_people_must_agree():
    with pytest.raises(ValueError, match="about nobody"):
        suppress([Cell("a", {})])
    with pytest.raises(ValueError, match="something else of the same people"):
        suppress([Cell("a", {"a": (10,)}), Cell("b", {"a": (11,)})])
