from __future__ import annotations

import csv
import itertools
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres import on_both

from kitlib.errors import KitError, NotFoundError, StoreError
from kitlib.kinds.shared.questions import Question, Response
from kitlib.records.rolling import make, tidy
from kitlib.rollup.groups import groups_of
from kitlib.rollup.ledger import Ledger
from kitlib.rollup.rolled import EVERYONE, Rolled
from kitlib.rollup.withholding import ALL, Published, lines_to_show
from kitlib.store import District

COUNTIES = {"North County": ["d1", "d2"], "South County": ["d3", "d4"], "West County": ["d5"]}


@pytest.fixture
def state(store):
    """Five districts in three counties."""
    found = [District(code, f"{code} Test", county) for county, codes in COUNTIES.items() for code in codes]
    store.districts.load(found)
    return store


@pytest.fixture
def fill(state, library, page):
    """Hold the workshop's rating: `fill("d1", teams=2, seats=5, chance)`, with priorities, gaps and actions."""
    from kitlib.meetings.rules import rule_of

    session = library.session("rating")
    rating = next(id for id, a in session.activities.items() if a.kind == "rating")
    rule = rule_of(session, rating, library)

    def fill(district: str, teams: int, seats: int, chance: random.Random, date: str = "2026-11-23"):
        meeting = state.meetings.open(
            session="rating", date=date, minutes=session.minutes, teams_=[f"Team {n}" for n in range(1, teams + 1)],
            district=district,
        )  # fmt: skip
        for team in range(1, teams + 1):
            for seat in range(1, seats + 1):
                one = page(meeting, team=f"team-{team}", seat=f"seat-{seat}")
                for item in rule.items:
                    one.write(rating, f"own.{item.id}", chance.choice(rule.scale.values))
            whole = page(meeting, team=f"team-{team}")
            for item in rule.items:
                agreed = chance.choice([*rule.scale.values, "differ", "not-discussed"])
                whole.write(rating, f"agreed.{item.id}", agreed, scope="team")
                whole.write(rating, f"reason.{item.id}", f"Secret words of {district} {team}", scope="team")
            if rule.activity.priorities:
                whole.write(rating, "priorities", [chance.choice(rule.items).id], scope="team")
        return meeting

    fill.rating, fill.rule = rating, rule  # type: ignore[attr-defined]
    return fill


def numbers(rolled: Rolled, table: str, group: str = EVERYONE) -> list[tuple[int, ...] | None]:
    return [line.numbers for line in rolled.of_table(table) if line.group == group]


# -- what is shown ------------------------------------------------------------------------------


@on_both
def test_a_roll_up_counts_what_the_districts_entered(fill, places, tmp_path):
    chance = random.Random(1)
    for code in ("d1", "d2", "d3", "d4", "d5"):
        fill(code, 2, 6, chance)

    rolled, files = make(places, "rating", "county", tmp_path)

    assert [path.suffix for path in files] == [".html", ".csv", ".ipynb"]
    assert numbers(rolled, "participation") == [(5, 5, 10, 60)]
    assert numbers(rolled, "participation", "North County") == [(2, 2, 4, 24)]
    of_first = [line for line in rolled.of_table("ratings") if line.item == fill.rule.items[0].id]
    assert [sum(line.numbers) for line in of_first] == [24, 24, 12, 60]
    assert all(sum(n) == 10 for n in numbers(rolled, "talked") if n)
    with files[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    people = [r["value"] for r in rows if r["measure"] == "People" and r["group"] == EVERYONE]
    assert people == ["60"]
    assert {r["measure"] for r in rows if r["table"] == "ratings"} >= {"answers", "median", "spread"}


def test_the_page_stands_by_itself_says_the_rule_and_holds_no_words_teams_or_private_things(
    fill, places, tmp_path
):
    chance = random.Random(2)
    for code in ("d1", "d2", "d3", "d4", "d5"):
        fill(code, 3, 6, chance)

    _, (html, _, notebook) = make(places, "rating", "county", tmp_path)

    text = html.read_text(encoding="utf-8")
    assert len(text.encode()) < 250_000
    assert "fewer than 10" in text
    assert "Secret words" not in text + notebook.read_text(encoding="utf-8")
    assert "Team 1" not in text
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!data:|https://)[^"]+', text)
    assert text.count("<caption>") == text.count("<table>")
    assert all('scope="' in head for head in re.findall(r"<th[ >][^>]*>", text))
    assert all(re.search('alt="[^"]+"', image) for image in re.findall("<img[^>]*>", text))
    assert re.findall("<h[1-6]", text)[0] == "<h1"
    assert re.findall("<h1", text) == ["<h1"]


def test_the_notebook_runs_again_by_itself(fill, places, tmp_path):
    import papermill

    for code in ("d1", "d2"):
        fill(code, 2, 6, random.Random(3))
    _, (notebook,) = make(places, "rating", "", tmp_path, "ipynb")

    again = papermill.execute_notebook(str(notebook), None, engine_name="kit", progress_bar=False)

    assert ".making-" not in notebook.read_text(encoding="utf-8")
    assert "all districts" in json.dumps(again)


def test_a_single_team_and_a_small_group_are_never_a_line(fill, places, tmp_path):
    chance = random.Random(4)
    for code, teams, seats in [("d1", 3, 8), ("d2", 3, 8), ("d3", 2, 7), ("d4", 2, 7), ("d5", 1, 10)]:
        fill(code, teams, seats, chance)

    rolled, files = make(places, "rating", "county", tmp_path)

    assert numbers(rolled, "participation", "West County") == [None]
    assert numbers(rolled, "participation", "South County") == [None], (
        "or the total would tell of West County"
    )
    assert numbers(rolled, "participation") == [(5, 5, 11, 86)]
    for line in rolled.lines:
        assert line.numbers is None or line.group in ("North County", EVERYONE)
    assert "~ withheld" in files[0].read_text(encoding="utf-8")


def test_few_people_in_all_show_nothing(fill, places, tmp_path):
    fill("d1", 1, 3, random.Random(5))
    fill("d2", 1, 3, random.Random(5))

    rolled, files = make(places, "rating", "", tmp_path)

    assert all(line.numbers is None for line in rolled.lines)
    assert "~ fewer than 10 took part" in files[0].read_text(encoding="utf-8")
    assert rolled.news == ()


def test_rounds_stand_side_by_side_with_what_moved(fill, places, tmp_path):
    chance = random.Random(6)
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, chance, "2026-10-01")
        fill(code, 2, 6, chance, "2027-03-01")

    rolled, files = make(places, "rating", "", tmp_path)

    assert {line.round for line in rolled.of_table("ratings")} == {1, 2}
    assert all(sum(line.numbers or ()) == 36 for line in rolled.of_table("ratings"))
    text = files[0].read_text(encoding="utf-8")
    assert "Rounds side by side" in text
    assert '<th scope="col">Moved</th>' in text


def test_a_survey_is_rolled_up_and_a_district_of_few_answers_withheld_with_another(
    state, places, page, tmp_path
):
    for code, counts in [("d1", [20, 5, 6, 9]), ("d2", [3, 8, 11, 4]), ("d3", [1, 0, 2, 1])]:
        meeting = state.meetings.open(
            session="survey", date="2026-11-23", minutes=60, teams_=["A", "B"], district=code
        )
        page(meeting).write("climate", "counts.students.place-good", counts, scope="team")
    path = tmp_path / "groups.csv"
    path.write_text("district,group\nd1,A\nd2,B\nd3,C\n")

    rolled, _ = make(places, "survey", str(path), tmp_path, "csv")

    assert {line.group: line.numbers for line in rolled.of_table("survey")} == {
        "A": (20, 5, 6, 9), "B": None, "C": None, EVERYONE: (24, 13, 19, 14)
    }  # fmt: skip


# -- what two roll-ups tell together ------------------------------------------------------------


def test_a_second_roll_up_tells_nothing_of_a_team_that_came_in_between(fill, places, tmp_path):
    chance = random.Random(7)
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, chance)
    march, _ = make(places, "rating", "", tmp_path / "march", "csv")
    fill("d4", 1, 4, chance)

    may, _ = make(places, "rating", "", tmp_path / "may", "csv")

    assert numbers(march, "participation") == [(3, 3, 6, 36)]
    assert numbers(may, "participation") == [(3, 3, 6, 36)], "the numbers of March stand"
    assert all(line.stands for line in may.lines if line.numbers)
    fill("d5", 2, 6, chance)
    june, _ = make(places, "rating", "", tmp_path / "june", "csv")
    assert numbers(june, "participation") == [(5, 5, 9, 52)]
    assert not [x for x in june.of_table("participation") if x.stands]


def test_a_changed_answer_is_not_told_by_two_roll_ups(fill, places, page, state, tmp_path):
    chance = random.Random(8)
    for code in ("d1", "d2", "d3"):
        meeting = fill(code, 2, 6, chance)
    before, _ = make(places, "rating", "county", tmp_path / "a", "csv")
    item = fill.rule.items[0].id
    old = next(
        a for a in state.entries.current(meeting.id)
        if (a.address.seat, a.address.team, a.address.field) == ("seat-1", "team-1", f"own.{item}")
    )  # fmt: skip
    other = next(value for value in fill.rule.scale.values if value != old.value)
    page(meeting, seat="seat-1").write(fill.rating, f"own.{item}", other, base=old.id)

    after, _ = make(places, "rating", "county", tmp_path / "b", "csv")

    assert numbers(after, "ratings") == numbers(before, "ratings")
    assert [bool(x.stands) for x in after.of_table("ratings") if x.item == item and x.group == EVERYONE] == [
        True
    ]


def test_another_grouping_of_the_same_districts_gives_no_district_away(fill, places, tmp_path):
    chance = random.Random(9)
    for code in ("d1", "d2", "d3", "d4"):
        fill(code, 2, 8, chance)
    fill("d5", 1, 6, chance)
    first = tmp_path / "first.csv"
    first.write_text("district,group\nd1,A\nd2,A\nd3,B\nd4,B\nd5,B\n")
    second = tmp_path / "second.csv"
    second.write_text("district,group\nd1,A\nd2,A\nd5,A\nd3,B\nd4,B\n")
    one, _ = make(places, "rating", str(first), tmp_path, "csv")
    assert numbers(one, "participation", "A") == [(2, 2, 4, 32)]

    two, _ = make(places, "rating", str(second), tmp_path, "csv")

    assert numbers(two, "participation", "A") == [None], "less the first A it would be district d5"
    assert numbers(two, "participation", "B") == [None], "all less this B and the first A too"


def test_without_what_was_shown_before_nothing_is_made(fill, places, tmp_path):
    for code in ("d1", "d2"):
        fill(code, 2, 6, random.Random(10))
    make(places, "rating", "", tmp_path, "csv")
    places.rollups.write_text("torn{", encoding="utf-8")

    with pytest.raises(StoreError, match="small group away"):
        make(places, "rating", "", tmp_path / "again", "csv")
    assert not (tmp_path / "again").exists()


def test_what_is_shown_is_noted_once(fill, places, tmp_path):
    for code in ("d1", "d2"):
        fill(code, 2, 6, random.Random(11))
    make(places, "rating", "county", tmp_path, "csv")
    size = places.rollups.stat().st_size
    again, _ = make(places, "rating", "county", tmp_path, "csv")

    assert places.rollups.stat().st_size == size > 0
    assert again.news == ()
    assert Ledger(places.rollups).read("rating")


# -- the attacker -------------------------------------------------------------------------------


@st.composite
def two_roll_ups(draw):
    """What people of some districts said in March and in May, and how the districts were grouped each time."""
    districts = [f"d{i}" for i in range(draw(st.integers(2, 5)))]
    people = [
        (f"{district}/t{team}/s{seat}", district, f"{district}/t{team}")
        for district in districts
        for team in range(draw(st.integers(1, 3)))
        for seat in range(draw(st.integers(2, 6)))
    ]
    march = {who: draw(st.integers(0, 2)) for who, _, _ in people if draw(st.integers(0, 9))}
    change = draw(st.sampled_from([0.0, 0.05, 0.6]))
    chance = random.Random(draw(st.integers(0, 1000)))
    may = {
        who: chance.randint(0, 2) if who not in march or chance.random() < change else march[who]
        for who, _, _ in people
        if who in march or chance.random() < 0.7
    }
    groupings = [{d: draw(st.sampled_from("AB")) for d in districts} for _ in range(2)]
    return people, (march, may), groupings


def answers(people, said) -> list[Response]:
    return [
        Response(who, district, team, tuple(int(said[who] == p) for p in range(3)))
        for who, district, team in people
        if who in said
    ]


def published(lines: Mapping, by: str) -> list[Published]:
    return [
        Published("f", by, n, group, {a.who: a.counts for a in line}, _sum(line), "")
        for (n, group), line in lines.items()
        if line is not None
    ]


def _sum(line: Sequence[Response]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(a.counts for a in line), strict=True)))


def told_by_subtraction(lines: Sequence[Published]) -> Iterator[tuple[set, tuple[int, ...]]]:
    """Every set of people, with the counts of what they said, that some lines less some others leave over."""
    sets = [({(who, counts) for who, counts in line.said.items()}, line.counts) for line in lines]
    for whole, total in sets:
        inside = [(people, counts) for people, counts in sets if people < whole]
        for n in range(1, min(3, len(inside)) + 1):
            for parts in itertools.combinations(inside, n):
                if sum(len(people) for people, _ in parts) == len(
                    set().union(*(people for people, _ in parts))
                ):
                    rest = whole - set().union(*(people for people, _ in parts))
                    yield rest, tuple(t - sum(c[p] for _, c in parts) for p, t in enumerate(total))


@settings(max_examples=300)
@given(two_roll_ups())
def test_no_small_group_can_be_worked_out_from_one_roll_up_or_from_two(found):
    people, said, groupings = found
    out: list[Published] = []
    for by, (words, groups) in enumerate(zip(said, groupings, strict=True)):
        question = Question("ratings", "a", "", "i", "", ("1", "2", "3"), answers=answers(people, words))
        lines = lines_to_show([question], groups, 10, out)
        fresh = published(lines, str(by))
        before = [p.said for p in out]
        out += [p for p in fresh if p.said not in before]
    for line in out:
        assert sum(line.counts) >= 10
        assert max(line.counts) < sum(line.counts)
        assert len({who.rpartition("/")[0] for who in line.said}) > 1
    for rest, counts in told_by_subtraction(out):
        if rest:
            assert sum(counts) >= 10, (rest, counts)
            assert max(counts) < sum(counts), (rest, counts)
    for a, b in itertools.combinations(out, 2):  # the same people, some of whom changed
        if set(a.said) == set(b.said):
            moved = sum(a.said[who] != b.said[who] for who in a.said)
            assert moved == 0 or moved >= 10


def test_the_attacker_breaks_a_roll_up_that_forgets_the_one_before():
    people = [
        (f"d{d}/t{t}/s{s}", f"d{d}", f"d{d}/t{t}") for d in range(3) for t in range(2) for s in range(4)
    ]
    chance = random.Random(1)
    may = {who: chance.randint(0, 2) for who, _, _ in people}
    march = {who: n for who, n in may.items() if not who.startswith("d2/t1")}
    out: list[Published] = []
    for words in (march, may):
        question = Question("ratings", "a", "", "i", "", ("1", "2", "3"), answers=answers(people, words))
        out += published(lines_to_show([question], {}, 10, []), "")

    assert any(0 < sum(counts) < 10 for _, counts in told_by_subtraction(out))


def test_a_group_withheld_among_people_is_withheld_everywhere():
    people = [
        (f"d{d}/t{t}/s{s}", f"d{d}", f"d{d}/t{t}") for d in range(3) for t in range(2) for s in range(6)
    ]
    chance = random.Random(2)
    question = Question(
        "ratings", "a", "", "i", "", ("1", "2", "3"),
        answers=answers(people, {who: chance.randint(0, 2) for who, _, _ in people}),
    )  # fmt: skip
    groups = {"d0": "A", "d1": "B", "d2": "C"}

    shown = {group for (_, group), line in lines_to_show([question], groups, 10).items() if line}
    closed = lines_to_show([question], groups, 10, (), frozenset("A"))

    assert shown == {"A", "B", "C", ALL}
    assert closed[1, "A"] is None
    assert sum(closed[1, group] is None for group in "BC") >= 1, "or the total would tell of A"


# -- what the user can put right ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("district\nd1", 'needs the column "group"'),
        ("district,group\nd9,A", "is not loaded"),
        ("district,group\nd1,", "1 to 80 characters"),
        ("district,group\nd1,A\nd1 Test,B", "another group already"),
    ],
)
def test_a_grouping_that_is_not_sound_says_where(state, tmp_path, text, said):
    path = tmp_path / "groups.csv"
    path.write_text(text)

    with pytest.raises(KitError, match=said) as told:
        groups_of(str(path), state.districts.all())
    assert told.value.next


def test_a_district_that_is_in_no_group_is_counted_as_such(state, tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text("district;group\nd1 test;A\nd2;B\n")

    found = groups_of(str(path), state.districts.all())

    assert (found["d1"], found["d2"], found["d3"]) == ("A", "B", "No group given")


def test_wrong_words_are_told(state, places, tmp_path, fill):
    with pytest.raises(NotFoundError, match="ratin"):
        make(places, "ratin", "", tmp_path)
    with pytest.raises(KitError, match="nothing to roll up"):
        make(places, "rating", "", tmp_path)
    with pytest.raises(KitError, match="not lowered"):
        make(places, "rating", "", tmp_path, smallest=5)
    with pytest.raises(KitError, match='did you mean "html"'):
        make(places, "rating", "", tmp_path, "htm")
    fill("d1", 2, 6, random.Random(12))
    with pytest.raises(NotFoundError, match="no file"):
        make(places, "rating", "nowhere.csv", tmp_path)


def test_a_group_named_as_a_formula_is_text_in_the_tidy_table(fill, places, tmp_path):
    fill("d1", 2, 6, random.Random(13))
    fill("d2", 2, 6, random.Random(14))
    path = tmp_path / "groups.csv"
    path.write_text('district,group\nd1,"=cmd()"\nd2,"<b>B</b>"\n')

    rolled, files = make(places, "rating", str(path), tmp_path)

    assert "'=cmd()" in files[1].read_text(encoding="utf-8-sig")
    assert "<b>B</b>" not in files[0].read_text(encoding="utf-8")
    assert "=cmd()" in {row[7] for row in tidy(rolled)}
