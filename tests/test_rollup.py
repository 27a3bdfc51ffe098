from __future__ import annotations

import csv
import itertools
import json
import multiprocessing
import os
import random
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pool_work import roll_up
from postgres import on_both
from sqlalchemy import select
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.content import Library
from kitlib.errors import KitError, NotFoundError, StoreError
from kitlib.kinds.shared.questions import Question, Response
from kitlib.meetings.contents import content_now
from kitlib.privacy.suppression import suppress
from kitlib.rollup import disclosure
from kitlib.rollup.build import make_county, make_rollup, tidy
from kitlib.rollup.disclosure import ALL, select_lines
from kitlib.rollup.earlier import import_database
from kitlib.rollup.groups import groups_of
from kitlib.rollup.result import EVERYONE, RollupResult
from kitlib.store import Disclosure, District, Store
from kitlib.store.tables import disclosures


def of_table(result, name):
    return [row for row in result.rows if row.table == name]


COUNTIES = {
    "North County": ["d1", "d2", "d6"],
    "South County": ["d3", "d4", "d7"],
    "West County": ["d5", "d8", "d9"],
}


@pytest.fixture
def state(store):
    """Nine districts in three counties."""
    found = [District(code, f"{code} Test", county) for county, codes in COUNTIES.items() for code in codes]
    store.districts.load(found)
    return store


@pytest.fixture
def fill(state, library, page, places):
    """Hold the workshop's rating: `fill("d1", teams=2, seats=5, chance)`, with priorities, gaps and actions."""
    from kitlib.meetings.rules import rule_of

    session = library.session("rating")
    rating = next(id for id, a in session.activities.items() if a.kind == "rating")
    rule = rule_of(session, rating, library)

    def fill(district: str, teams: int, seats: int, chance: random.Random, date: str = "2026-11-23"):
        meeting = state.meetings.open(
            session="rating", date=date, minutes=session.minutes, teams_=[f"Team {n}" for n in range(1, teams + 1)],
            district=district, content=content_now(Library.shared(places), "rating"))  # fmt: skip
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


def numbers(result: RollupResult, table: str, group: str = EVERYONE) -> list[tuple[int, ...] | None]:
    return [line.numbers for line in of_table(result, table) if line.group == group]


# -- what is shown ------------------------------------------------------------------------------


@on_both
def test_a_roll_up_counts_what_the_districts_entered(fill, places, tmp_path):
    chance = random.Random(1)
    for codes in COUNTIES.values():
        for code in codes:
            fill(code, 2, 4, chance)

    result, files = make_rollup(places, "rating", "county", tmp_path)

    assert [path.suffix for path in files] == [".html", ".csv", ".ipynb"]
    assert numbers(result, "participation") == [(9, 9, 18, 72)]
    assert numbers(result, "participation", "North County") == [(3, 3, 6, 24)]
    of_first = [line for line in of_table(result, "ratings") if line.item == fill.rule.items[0].id]
    assert [sum(line.numbers) for line in of_first] == [24, 24, 24, 72]
    assert all(sum(n) == 18 for n in numbers(result, "talked") if n)
    with files[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    seats = [r["value"] for r in rows if r["measure"] == "Seats" and r["group"] == EVERYONE]
    assert seats == ["72"]
    assert {r["measure"] for r in rows if r["table"] == "ratings"} >= {"answers", "median", "spread"}


def test_few_people_who_met_often_are_few(fill, places, tmp_path):
    chance = random.Random(8)
    for date in ("2026-11-23", "2026-12-07", "2027-01-11"):
        for code in ("d1", "d2", "d3"):
            fill(code, 1, 3, chance, date)  # nine people in all, nine meetings, 27 chairs that were taken

    few, _ = make_rollup(places, "rating", "", tmp_path / "few")
    for code in ("d1", "d2", "d3"):
        fill(code, 1, 6, chance, "2027-02-01")  # three more in each
    more, _ = make_rollup(places, "rating", "", tmp_path / "more")

    assert numbers(few, "participation") == [None]
    assert numbers(more, "participation") == [(3, 12, 12, 18)]


def test_the_page_stands_by_itself_says_the_rule_and_holds_no_words_teams_or_private_things(
    fill, places, tmp_path
):
    chance = random.Random(2)
    for code in ("d1", "d2", "d3", "d4", "d6", "d7"):
        fill(code, 2, 6, chance)

    _, (html, _, notebook) = make_rollup(places, "rating", "county", tmp_path)

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


def test_groupings_whose_names_look_alike_have_files_of_their_own(fill, places, tmp_path):
    """Two in Chinese letters once wrote over each other."""
    fill("999001", 2, 6, random.Random(2))
    made = set()
    for name in ("北京.csv", "上海.csv", "regions.csv"):
        path = tmp_path / name
        path.write_text("district,group\n999001,West\n", encoding="utf-8")
        made |= set(make_rollup(places, "rating", str(path), tmp_path / "out", "csv")[1])

    assert len(made) == 3
    assert tmp_path / "out" / "rating-rollup-by-regions.csv" in made


def test_the_notebook_runs_again_by_itself(fill, places, tmp_path):
    import papermill

    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, random.Random(3))
    _, (notebook,) = make_rollup(places, "rating", "", tmp_path, "ipynb")

    again = papermill.execute_notebook(str(notebook), None, engine_name="kit", progress_bar=False)

    assert ".making-" not in notebook.read_text(encoding="utf-8")
    assert "all districts" in json.dumps(again)


def test_a_single_team_and_a_small_group_are_never_a_line(fill, places, tmp_path):
    chance = random.Random(4)
    for codes, teams, seats in [(("d1", "d2", "d6"), 3, 8), (("d3", "d4", "d7"), 2, 7), (("d5",), 1, 10)]:
        for code in codes:
            fill(code, teams, seats, chance)

    result, files = make_rollup(places, "rating", "county", tmp_path)

    assert numbers(result, "participation", "West County") == [None]
    assert numbers(result, "participation", "South County") == [None], (
        "or the total would tell of West County"
    )
    assert numbers(result, "participation") == [(7, 7, 16, 124)]
    for line in result.rows:
        assert line.numbers is None or line.group in ("North County", EVERYONE)
    page = BeautifulSoup(files[0].read_text(encoding="utf-8"), "html.parser")
    said = re.sub(r"\s+", " ", page.get_text(" "))
    assert "~ withheld" in said
    assert "South County and West County: every statement is withheld." in said
    for grid in page.find_all("table"):
        cells = {cell.get_text() for cell in grid.select("tbody td")}
        assert cells != {"~"}, f"a table of nothing but signs: {grid.caption.get_text()}"


def test_few_people_in_all_show_nothing(fill, places, tmp_path):
    for code in ("d1", "d2", "d3"):
        fill(code, 1, 3, random.Random(5))

    result, files = make_rollup(places, "rating", "", tmp_path)

    assert all(line.numbers is None for line in result.rows)
    page = BeautifulSoup(files[0].read_text(encoding="utf-8"), "html.parser")
    assert "How many took part is withheld." in page.get_text()
    assert page.find("table") is None, "what is withheld altogether is told in a sentence"
    assert disclosed(places) == []


@pytest.fixture
def reworded(places):
    """`reworded()`: the first statement of the rating's instrument comes to say the opposite."""

    def reword() -> None:
        path = places.facilitation / "instruments" / "team-practices.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub("text: (.*)", r"text: It is not true that \1", text, count=1), encoding="utf-8"
        )

    return reword


def test_what_was_asked_in_other_words_is_counted_apart_and_says_until_when(fill, reworded, places, tmp_path):
    chance = random.Random(8)
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, chance, "2026-10-01")
    reworded()
    for code in ("d4", "d6", "d7"):
        fill(code, 2, 6, chance, "2027-03-01")

    result, files = make_rollup(places, "rating", "", tmp_path)

    first = [line for line in of_table(result, "ratings") if line.item == fill.rule.items[0].id]
    now, before = first
    assert [each.text.startswith("It is not true that") for each in (now, before)] == [True, False]
    assert [sum(line.numbers or ()) for line in first] == [36, 36]
    assert before.title == f"{now.title} (as it was asked until October 1, 2026)"
    assert before.activity != now.activity == fill.rating
    assert numbers(result, "participation") == [(6, 6, 12, 72)]
    page = files[0].read_text(encoding="utf-8")
    assert "as it was asked until October 1, 2026" in page


def test_rewording_lets_nobody_see_by_two_roll_ups_what_each_withholds(fill, reworded, places, tmp_path):
    """What was shown of a question is remembered under it, however it is worded since."""
    chance = random.Random(9)
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, chance, "2026-10-01")
    before, _ = make_rollup(places, "rating", "", tmp_path)
    fill("d4", 1, 4, chance, "2026-10-02")  # four people: the difference of two roll-ups would show them
    reworded()
    for code in ("d5", "d6", "d7"):
        fill(code, 2, 6, chance, "2027-03-01")

    after, _ = make_rollup(places, "rating", "", tmp_path)

    (shown,) = [x for x in of_table(before, "ratings") if x.item == fill.rule.items[0].id]
    old = [x for x in of_table(after, "ratings") if x.item == shown.item and x.activity != fill.rating]
    assert [x.numbers for x in old] == [shown.numbers]
    assert old[0].stands == shown.stands or old[0].stands == before.made


def test_rounds_stand_side_by_side_with_what_moved(fill, places, tmp_path):
    chance = random.Random(6)
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, chance, "2026-10-01")
        fill(code, 2, 6, chance, "2027-03-01")

    result, files = make_rollup(places, "rating", "", tmp_path)

    assert {line.round for line in of_table(result, "ratings")} == {1, 2}
    assert all(sum(line.numbers or ()) == 36 for line in of_table(result, "ratings"))
    text = files[0].read_text(encoding="utf-8")
    assert "Rounds side by side" in text
    assert '<th scope="col">Moved</th>' in text


def test_a_survey_is_rolled_up_and_a_group_of_few_answers_withheld_with_another(
    state, places, library, page, tmp_path
):
    brought = {"d1": [20, 5, 6, 9], "d2": [8, 5, 6, 1], "d6": [3, 3, 3, 3]}
    brought |= {"d3": [3, 8, 11, 4], "d4": [3, 2, 1, 4], "d7": [3, 1, 1, 4], "d5": [1, 0, 2, 1]}
    for code, counts in brought.items():
        meeting = state.meetings.open(
            session="survey",
            date="2026-11-23",
            minutes=60,
            teams_=["A", "B"],
            district=code,
            content=content_now(library, "survey"),
        )
        page(meeting).write("climate", "counts.students.place-good", counts, scope="team")
    path = tmp_path / "groups.csv"
    path.write_text("district,group\nd1,A\nd2,A\nd6,A\nd3,B\nd4,B\nd7,B\nd5,C\n")

    result, _ = make_rollup(places, "survey", str(path), tmp_path, "csv")

    assert {row.group: row.numbers for row in of_table(result, "survey")} == {
        "A": (31, 13, 15, 13), "B": None, "C": None, EVERYONE: (41, 24, 30, 26)
    }  # fmt: skip


# -- what two roll-ups tell together ------------------------------------------------------------


def test_a_second_roll_up_tells_nothing_of_a_team_that_came_in_between(fill, places, tmp_path):
    chance = random.Random(7)
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, chance)
    march, _ = make_rollup(places, "rating", "", tmp_path / "march", "csv")
    fill("d4", 1, 4, chance)

    may, _ = make_rollup(places, "rating", "", tmp_path / "may", "csv")

    assert numbers(march, "participation") == [(3, 3, 6, 36)]
    assert numbers(may, "participation") == [(3, 3, 6, 36)], "the numbers of March stand"
    assert all(line.stands for line in may.rows if line.numbers)
    fill("d5", 2, 6, chance)
    june, _ = make_rollup(places, "rating", "", tmp_path / "june", "csv")
    assert numbers(june, "participation") == [(3, 3, 6, 36)], "d4 could take itself away from the new ones"
    fill("d6", 2, 6, chance)
    july, _ = make_rollup(places, "rating", "", tmp_path / "july", "csv")
    assert numbers(july, "participation") == [(6, 6, 11, 64)]
    assert not [x for x in of_table(july, "participation") if x.stands]


def test_a_changed_answer_is_not_told_by_two_roll_ups(fill, places, page, state, tmp_path):
    chance = random.Random(8)
    for code in ("d1", "d2", "d6"):
        meeting = fill(code, 2, 6, chance)
    before, _ = make_rollup(places, "rating", "county", tmp_path / "a", "csv")
    item = fill.rule.items[0].id
    old = next(
        a for a in state.entries.current(meeting.id)
        if (a.address.seat, a.address.team, a.address.field) == ("seat-1", "team-1", f"own.{item}")
    )  # fmt: skip
    other = next(value for value in fill.rule.scale.values if value != old.value)
    page(meeting, seat="seat-1").write(fill.rating, f"own.{item}", other, base=old.id)

    after, _ = make_rollup(places, "rating", "county", tmp_path / "b", "csv")

    assert numbers(after, "ratings") == numbers(before, "ratings")
    assert [bool(x.stands) for x in of_table(after, "ratings") if x.item == item and x.group == EVERYONE] == [
        True
    ]


def two_groupings(fill, folder: Path, chance: random.Random) -> tuple[Path, Path]:
    """Seven districts, and two files of groups that differ in where d5 stands, a team of six."""
    for code in ("d1", "d2", "d3", "d4", "d6", "d7"):
        fill(code, 2, 8, chance)
    fill("d5", 1, 6, chance)
    first, second = folder / "first.csv", folder / "second.csv"
    first.write_text("district,group\nd1,A\nd2,A\nd6,A\nd3,B\nd4,B\nd7,B\nd5,B\n")
    second.write_text("district,group\nd1,A\nd2,A\nd6,A\nd5,A\nd3,B\nd4,B\nd7,B\n")
    return first, second


def test_another_grouping_of_the_same_districts_gives_no_district_away(fill, places, tmp_path):
    chance = random.Random(9)
    first, second = two_groupings(fill, tmp_path, chance)
    one, _ = make_rollup(places, "rating", str(first), tmp_path, "csv")
    assert numbers(one, "participation", "A") == [(3, 3, 6, 48)]

    two, _ = make_rollup(places, "rating", str(second), tmp_path, "csv")

    assert numbers(two, "participation", "A") == [None], "less the first A it would be district d5"
    assert numbers(two, "participation", "B") == [None], "all less this B and the first A too"


def disclosed(places) -> list[tuple[object, ...]]:
    """All that is noted as shown, without who answered what."""
    store = Store(places.database_url)
    columns = [column for column in disclosures.c if column.name != "answers"]
    with store._db.read() as connection:
        found = [tuple(row) for row in connection.execute(select(*columns).order_by(disclosures.c.id))]
    store.close()
    return found


@on_both
def test_what_is_shown_is_noted_once(fill, places, tmp_path):
    for code in ("d1", "d2", "d6"):
        fill(code, 2, 6, random.Random(11))
    make_rollup(places, "rating", "county", tmp_path, "csv")
    noted = disclosed(places)
    make_rollup(places, "rating", "county", tmp_path, "csv")

    assert disclosed(places) == noted
    assert len(noted) > 2


def rows_of(folder: Path) -> Mapping[tuple[str, ...], dict[str, str]]:
    """The numbers of a roll-up's table: (table, item, round, group) -> measure -> value."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    (path,) = folder.glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = row["table"], row["item"], row["round"], row["group"]
            found.setdefault(key, {})[row["measure"]] = row["value"]
    return found


def published(folder: Path, groups: Mapping[str, str], store: Store) -> dict[str, list[Disclosure]]:
    """What anybody reads in a roll-up of own ratings: item -> each line that stands there, with whose answers it adds up."""
    said: dict[str, dict[str, object]] = {}
    for meeting in store.meetings.list(session="rating"):
        for answer in store.entries.current(meeting.id):
            kind, _, item = answer.address.field.partition(".")
            if kind == "own":
                who = f"{meeting.district}/{answer.address.team}/{answer.address.seat}"
                said.setdefault(item, {})[who] = answer.value
    values = sorted({value for answers in said.values() for value in answers.values()})
    found: dict[str, list[Disclosure]] = {}
    for (table, item, _, group), numbers in rows_of(folder).items():
        if table == "ratings" and "~" not in numbers.values():
            inside = {
                who: tuple(int(value == point) for point in values)
                for who, value in said[item].items()
                if group == EVERYONE or groups[district_of(who)] == group
            }
            assert str(len(inside)) == numbers["answers"], "the attacker knows whose answers a line adds up"
            found.setdefault(item, []).append(Disclosure("rating", item, "", 1, group, inside, (), ""))
    return found


def read_together(first: dict[str, list[Disclosure]], second: dict[str, list[Disclosure]]) -> list[str]:
    """What someone who reads both works out and must not know."""
    districts = [district for codes in COUNTIES.values() for district in codes]
    return [
        what
        for item in first.keys() | second.keys()
        for what in worked_out([*first.get(item, []), *second.get(item, [])], districts)
    ]


def groups_in(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["district"]: row["group"] for row in csv.DictReader(file)}


@on_both
def test_two_roll_ups_at_once_on_two_computers_of_one_database_give_nobody_away(
    fill, state, places, tmp_path
):
    files = two_groupings(fill, tmp_path, random.Random(15))
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(2)
    running = [
        context.Process(target=roll_up, args=(places, str(path), tmp_path / path.stem, together))
        for path in files
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(300)

    assert [process.exitcode for process in running] == [0, 0]
    first, second = (published(tmp_path / path.stem, groups_in(path), state) for path in files)
    assert read_together(first, second) == []
    grouped = [item for item in first if len(first[item]) > 1 or len(second[item]) > 1]
    assert grouped, "the quicker of the two shows its groups"


def test_two_computers_that_do_not_know_of_each_other_do_give_somebody_away(fill, state, places, tmp_path):
    files = two_groupings(fill, tmp_path, random.Random(15))
    old = Path(places.database_url.removeprefix("sqlite:///"))
    with sqlite3.connect(old) as here, sqlite3.connect(tmp_path / "copy.db") as there:
        here.backup(there)
    roll_up(places, str(files[0]), tmp_path / "first")
    roll_up(replace(places, database_url=f"sqlite:///{tmp_path}/copy.db"), str(files[1]), tmp_path / "second")

    first, second = (published(tmp_path / path.stem, groups_in(path), state) for path in files)

    assert read_together(first, second)


# -- what was noted in a file before ---------------------------------------------------------------


def ledger_of(places, tmp_path) -> str:
    """The file that an earlier version would have written, for all that is noted in the store; which then forgets it."""
    store = Store(places.database_url)
    lines = []
    with store._db.write("test") as connection:
        families = connection.execute(select(disclosures.c.family).distinct()).scalars().all()
    for family in families:
        for each in store.disclosures.of("rating", family):
            found = {**each.__dict__, "said": each.answers}
            del found["answers"]
            lines.append(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n")
    with store._db.write("test") as connection:
        connection.execute(disclosures.delete())
    store.close()
    return "".join(lines)


@on_both
def test_what_an_earlier_version_noted_in_a_file_is_taken_over_once_and_the_file_left(
    fill, places, tmp_path, capsys
):
    first, second = two_groupings(fill, tmp_path, random.Random(9))
    make_rollup(places, "rating", str(first), tmp_path, "csv")
    before = disclosed(places)
    text = ledger_of(places, tmp_path)
    places.rollups.parent.mkdir(exist_ok=True)
    places.rollups.write_text(text, encoding="utf-8")
    assert disclosed(places) == []
    told: list[str] = []

    two, _ = make_rollup(places, "rating", str(second), tmp_path, "csv", notify=told.append)
    after = disclosed(places)
    again, _ = make_rollup(places, "rating", str(second), tmp_path, "csv", notify=told.append)

    assert told == [
        f"{len(before)} lines that earlier roll-ups showed were taken over from {places.rollups} into the database."
    ]
    assert {row[1:] for row in before} <= {row[1:] for row in after}
    assert disclosed(places) == after
    assert numbers(two, "participation", "A") == [None], "less the first A it would be district d5"
    assert numbers(again, "participation", "A") == [None]
    assert places.rollups.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("torn", ["torn{", '{"session":"rating"}', "[]", "\xff", "a good line and half of"])
def test_a_damaged_file_of_what_was_shown_stops_everything(fill, places, tmp_path, torn):
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, random.Random(10))
    make_rollup(places, "rating", "", tmp_path, "csv")
    good = ledger_of(places, tmp_path)
    places.rollups.parent.mkdir(exist_ok=True)
    places.rollups.write_bytes((good + (good[:50] if "half" in torn else torn)).encode("latin-1"))

    with pytest.raises(StoreError, match="small group away") as told:
        make_rollup(places, "rating", "", tmp_path / "again", "csv")

    assert "from a copy" in told.value.next
    assert not (tmp_path / "again").exists()
    assert disclosed(places) == []


def test_what_another_database_says_was_shown_counts_once_it_is_named(fill, places, tmp_path, monkeypatch):
    first, second = two_groupings(fill, tmp_path, random.Random(9))
    make_rollup(places, "rating", str(first), tmp_path, "csv")
    number = len(disclosed(places))
    old, new = Path(places.database_url.removeprefix("sqlite:///")), tmp_path / "new.db"
    with sqlite3.connect(old) as here, sqlite3.connect(new) as there:
        here.backup(there)
        there.execute("DELETE FROM disclosures")
    monkeypatch.setenv("KIT_DATABASE_URL", f"sqlite:///{new}")
    command = ["rollup", "--session", "rating", "--by", str(second), "--out", str(tmp_path / "out")]
    command += ["--format", "csv", "--earlier", places.database_url]

    said = [CliRunner().invoke(app, command).output for _ in range(2)]

    assert f"{number} lines that roll-ups showed were taken over" in said[0]
    assert said[1].startswith("0 lines that roll-ups showed were taken over")
    seats = rows_of(tmp_path / "out")["participation", "", "1", "A"]["Seats"]
    assert seats == "~", "less the first A it would be district d5"


def test_an_earlier_database_that_is_not_there_is_told_and_not_made(places, tmp_path, state):
    for url in (f"sqlite:///{tmp_path}/mistyped.db", "sqlite://"):
        with pytest.raises(StoreError, match="There is no database") as told:
            import_database(state, url)
        assert told.value.next
    with pytest.raises(StoreError, match="names no database"):
        import_database(state, "kit.db")
    assert not (tmp_path / "mistyped.db").exists()


def test_a_line_of_two_districts_that_was_shown_before_is_not_shown_again(fill, places, tmp_path):
    for code in ("d1", "d2", "d6"):
        fill(code, 2, 6, random.Random(16))
    make_rollup(places, "rating", "", tmp_path, "csv")
    lines = [json.loads(line) for line in ledger_of(places, tmp_path).splitlines()]
    for line in lines:
        line["said"] = {who: counts for who, counts in line["said"].items() if "-d6-" not in who}
    places.rollups.parent.mkdir(exist_ok=True)
    places.rollups.write_text("".join(json.dumps(line) + "\n" for line in lines))

    result, _ = make_rollup(places, "rating", "", tmp_path, "csv", notify=lambda _: None)

    assert {row.numbers for row in result.rows} == {None}, "and all three less those two would be d6"


def test_a_line_does_not_stand_for_the_group_of_another_file_of_the_same_name(fill, places, tmp_path):
    chance = random.Random(17)
    for code in ("d1", "d2", "d6", "d3", "d4", "d7"):
        fill(code, 2, 6, chance)
    paths = [tmp_path / name / "groups.csv" for name in ("one", "two")]
    for path, codes in zip(paths, ["d1 d2 d6", "d3 d4 d7"], strict=True):
        path.parent.mkdir()
        path.write_text("district,group\n" + "".join(f"{code},A\n" for code in codes.split()))
    make_rollup(places, "rating", str(paths[0]), tmp_path, "csv")
    fill("d3", 1, 8, chance, "2027-03-01")

    own, _ = make_rollup(places, "rating", str(paths[0]), tmp_path, "csv")
    other, _ = make_rollup(places, "rating", str(paths[1]), tmp_path, "csv")

    assert numbers(own, "participation", "A") == [(3, 3, 6, 36)]
    assert numbers(other, "participation", "A") == [None], "two more people of d3 would be told"


def test_a_notebook_that_is_run_by_hand_notes_what_it_shows(fill, places, tmp_path):
    import papermill

    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, random.Random(3))
    template = places.notebooks / "records" / "rollup.ipynb"

    made = papermill.execute_notebook(
        str(template), None, parameters={"session": "rating"}, engine_name="kit", progress_bar=False
    )

    assert "<dt>Seats</dt><dd>36</dd>" in json.dumps(made)
    assert len(disclosed(places)) > 2


def test_the_environment_is_left_as_it_was_also_where_the_notebook_fails(fill, places, tmp_path, monkeypatch):
    for code in ("d1", "d2", "d3"):
        fill(code, 2, 6, random.Random(3))
    monkeypatch.delenv("KIT_DATABASE_URL")
    monkeypatch.setenv("KIT_HOME", "elsewhere")
    before = dict(os.environ)

    make_rollup(places, "rating", "", tmp_path, "html")
    assert dict(os.environ) == before

    template = places.notebooks / "records" / "rollup.ipynb"
    template.write_text(template.read_text().replace("rollup.heading()", "1 / 0"))
    with pytest.raises(Exception, match="ZeroDivisionError"):
        make_rollup(places, "rating", "", tmp_path, "html")
    assert dict(os.environ) == before


# -- the attacker -------------------------------------------------------------------------------
#
# He has every line that any roll-up showed, adds and subtracts them in all ways, and knows the record of one
# district besides, whose answers he takes away from all of them. He has won where what is left is a group of fewer
# than ten, of one mind or of a single district, or tells how a few people changed their answers.


def attack(lines: Sequence[Disclosure], knows: str = "") -> Iterator[str]:
    """Everything that someone who knows the record of one district (or of none) works out and must not know."""
    sets = list({frozenset(line.answers.items()): line.answers for line in lines}.values())
    factors = np.array(list(itertools.product((0, 1, -1), repeat=len(sets))), dtype=np.int8)
    answers = {said for line in sets for said in line.items() if district_of(said[0]) != knows}
    within = {said: tuple(int(said in line.items()) for line in sets) for said in answers}
    if within:
        yield from _groups_left(factors, within)
        yield from _changes_told(factors, within)


def _groups_left(factors: np.ndarray, within: Mapping) -> Iterator[str]:
    kinds: dict[tuple[int, ...], list] = {}
    for said, where in within.items():
        kinds.setdefault(where, []).append(said)
    weights = factors @ np.array(list(kinds), dtype=np.int8).reshape(len(kinds), -1).T
    sums = weights[((weights == 0) | (weights == 1)).all(axis=1) & weights.any(axis=1)]
    for row in np.unique(sums, axis=0):
        group = [said for one, each in zip(row, kinds.values(), strict=True) if one for said in each]
        counts = [sum(column) for column in zip(*(counts for _, counts in group), strict=True)]
        districts = {district_of(who) for who, _ in group}
        if sum(counts) < 10 or max(counts) == sum(counts) or len(districts) < 2:
            yield f"{counts} of {sorted(districts)}"


def _changes_told(factors: np.ndarray, within: Mapping) -> Iterator[str]:
    """Differences in which everybody stands as often with one answer as with another."""
    people: dict[str, list[tuple[int, ...]]] = {}
    for (who, _), where in within.items():
        people.setdefault(who, []).append(where)
    kinds: dict[tuple, list[str]] = {}
    for who, wheres in people.items():
        kinds.setdefault(tuple(sorted(wheres)), []).append(who)
    even = np.ones(len(factors), dtype=bool)
    moved = np.zeros((len(factors), len(kinds)), dtype=bool)
    for i, wheres in enumerate(kinds):
        weights = factors @ np.array(wheres, dtype=np.int8).T
        even &= (weights.sum(axis=1) == 0) & (abs(weights) <= 1).all(axis=1)
        moved[:, i] = weights.any(axis=1)
    for row in np.unique(moved[even & moved.any(axis=1)], axis=0):
        group = [who for one, each in zip(row, kinds.values(), strict=True) if one for who in each]
        if len(group) < 10 or len({district_of(who) for who in group}) < 2:
            yield f"how {len(group)} of {sorted({district_of(who) for who in group})} changed"


def district_of(who: str) -> str:
    """In these tests a district holds one meeting, which is called as it is."""
    return who.partition("/")[0]


def worked_out(lines: Sequence[Disclosure], districts: Iterable[str]) -> list[str]:
    """What any reader works out: one from outside, and a member of each district."""
    return [f"{knows or 'anyone'}: {what}" for knows in ["", *districts] for what in attack(lines, knows)]


@st.composite
def some_roll_ups(draw):
    """What people of some districts said at two or three times, and how the districts were grouped each time."""
    districts = [f"d{i}" for i in range(draw(st.integers(3, 7)))]
    people = [
        (f"{district}/t{team}/s{seat}", district, f"{district}/t{team}")
        for district in districts
        for team in range(draw(st.integers(1, 3)))
        for seat in range(draw(st.integers(2, 7)))
    ]
    chance = random.Random(draw(st.integers(0, 10_000)))
    said = [{who: chance.randint(0, 2) for who, _, _ in people if chance.random() < 0.9}]
    for _ in range(draw(st.integers(1, 2))):
        change = draw(st.sampled_from([0.0, 0.05, 0.6]))
        come = draw(st.sampled_from([0.0, 0.7, 1.0]))
        said.append(
            {
                who: chance.randint(0, 2)
                if who not in said[-1] or chance.random() < change
                else said[-1][who]
                for who, _, _ in people
                if who in said[-1] or chance.random() < come
            }
        )
    groupings = [{d: draw(st.sampled_from("AB")) for d in districts} for _ in said]
    return people, said, groupings


def asked(people, said) -> Question:
    answers = [
        Response(who, district, team, tuple(int(said[who] == p) for p in range(3)))
        for who, district, team in people
        if who in said
    ]
    return Question("scale", "ratings", "a", "", "i", "", ("1", "2", "3"), answers=answers)


def shown(lines: Mapping, by: str = "") -> list[Disclosure]:
    return [
        Disclosure("s", "f", by, n, group, {a.who: a.counts for a in line}, (), "")
        for (_, n, group), line in lines.items()
        if line is not None
    ]


def rolled_up(people, said, groupings, select=select_lines) -> list[Disclosure]:
    """All that is shown by one roll-up after the other."""
    known = {district: district for _, district, _ in people}
    out: list[Disclosure] = []
    for by, (words, groups) in enumerate(zip(said, groupings, strict=True)):
        out += shown(select([asked(people, words)], groups, 10, out, frozenset(), known), str(by))
    return out


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(some_roll_ups())
def test_no_small_group_and_no_district_can_be_worked_out_from_roll_ups_and_the_record_of_a_district(found):
    people, said, groupings = found

    out = rolled_up(people, said, groupings)

    assert worked_out(out, groupings[0]) == []


def forgetful(rounds, groups, minimum, before, closed, known):
    """A mutant: what was shown before is forgotten."""
    return select_lines(rounds, groups, minimum, (), closed, known)


def trusting(rounds, groups, minimum, before, closed, known):
    """A mutant: nobody is thought to know the record of a district."""
    with patch.object(disclosure, "suppress", lambda *a, contributions, **k: suppress(*a, **k)):
        return select_lines(rounds, groups, minimum, before, closed, known)


def since_the_first(rounds, groups, minimum, before, closed, known):
    """A mutant: what changed is told from the first line that was shown, and not from each."""
    real = disclosure._changed_by_few
    with patch.object(disclosure, "_changed_by_few", lambda now, lines, *more: real(now, lines[:1], *more)):
        return select_lines(rounds, groups, minimum, before, closed, known)


@pytest.mark.parametrize("mutant", [forgetful, trusting, since_the_first])
def test_the_attacker_breaks_a_rule_that_leaves_something_out(mutant):
    people = [
        (f"d{d}/t{t}/s{s}", f"d{d}", f"d{d}/t{t}") for d in range(5) for t in range(2) for s in range(6)
    ]
    chance, broken = random.Random(1), 0
    for _ in range(20):
        march = {who: chance.randint(0, 2) for who, _, _ in people}
        april = {who: chance.randint(0, 2) if chance.random() < 0.7 else n for who, n in march.items()}
        may = {who: (n + 1) % 3 if chance.random() < 0.05 else n for who, n in april.items()}
        grouped = chance.random() < 0.5
        groupings = [{f"d{d}": chance.choice("AB") for d in range(5)} if grouped else {} for _ in range(3)]
        out = rolled_up(people, [march, april, may], groupings, mutant)
        broken += bool(worked_out(out, [f"d{d}" for d in range(5)]))

    assert broken >= 5


def test_a_line_of_two_districts_is_withheld_since_each_knows_its_own_record():
    people = [
        (f"d{d}/t{t}/s{s}", f"d{d}", f"d{d}/t{t}") for d in range(3) for t in range(2) for s in range(6)
    ]
    chance = random.Random(1)
    said = {who: chance.randint(0, 2) for who, _, _ in people}
    two = {who: n for who, n in said.items() if not who.startswith("d2")}

    assert select_lines([asked(people, two)], {}, 10) == {("a", 1, ALL): None}
    assert select_lines([asked(people, said)], {}, 10)["a", 1, ALL] is not None


def test_a_line_is_withheld_where_one_district_could_take_itself_away_and_see_few():
    sizes = {"d0": 20, "d1": 4, "d2": 5}
    people = [(f"{d}/t0/s{s}", d, f"{d}/t0") for d, n in sizes.items() for s in range(n)]
    said = {who: i % 3 for i, (who, _, _) in enumerate(people)}
    more = [*people, ("d2/t0/s9", "d2", "d2/t0")]

    assert select_lines([asked(people, said)], {}, 10) == {("a", 1, ALL): None}, "d0 would see 9 people"
    assert select_lines([asked(more, {**said, "d2/t0/s9": 0})], {}, 10)["a", 1, ALL] is not None


def test_a_group_withheld_among_people_is_withheld_everywhere():
    people = [
        (f"d{d}/t{t}/s{s}", f"d{d}", f"d{d}/t{t}") for d in range(9) for t in range(2) for s in range(4)
    ]
    chance = random.Random(2)
    question = asked(people, {who: chance.randint(0, 2) for who, _, _ in people})
    groups = {f"d{d}": "ABC"[d // 3] for d in range(9)}

    found = {group for (*_, group), line in select_lines([question], groups, 10).items() if line}
    closed = select_lines([question], groups, 10, (), frozenset("A"))

    assert found == {"A", "B", "C", ALL}
    assert closed["a", 1, "A"] is None
    assert sum(closed["a", 1, group] is None for group in "BC") >= 1, "or the total would tell of A"


# -- what the user can put right ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("district\nd1", 'needs the column "group"'),
        ("district,group\nd99,A", "is not loaded"),
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
        make_rollup(places, "ratin", "", tmp_path)
    with pytest.raises(KitError, match="nothing to roll up"):
        make_rollup(places, "rating", "", tmp_path)
    with pytest.raises(KitError, match="not lowered"):
        make_rollup(places, "rating", "", tmp_path, minimum=5)
    with pytest.raises(KitError, match='did you mean "html"'):
        make_rollup(places, "rating", "", tmp_path, "htm")
    fill("d1", 2, 6, random.Random(12))
    with pytest.raises(NotFoundError, match="no file"):
        make_rollup(places, "rating", "nowhere.csv", tmp_path)


def test_a_group_named_as_a_formula_is_text_in_the_tidy_table(fill, places, tmp_path):
    fill("d1", 2, 6, random.Random(13))
    fill("d2", 2, 6, random.Random(14))
    path = tmp_path / "groups.csv"
    path.write_text('district,group\nd1,"=cmd()"\nd2,"<b>B</b>"\n')

    result, files = make_rollup(places, "rating", str(path), tmp_path)

    assert "'=cmd()" in files[1].read_text(encoding="utf-8-sig")
    assert "<b>B</b>" not in files[0].read_text(encoding="utf-8")
    assert "=cmd()" in {row[7] for row in tidy(result)}


# -- the page of a county -------------------------------------------------------------------------


def test_the_page_of_a_county_says_what_its_roll_ups_say_and_withholds_what_they_withhold(
    fill, places, tmp_path
):
    chance = random.Random(23)
    for codes, seats in ((COUNTIES["North County"], 9), (COUNTIES["South County"], 6), (["d5"], 3)):
        for code in codes:
            fill(code, 2, seats, chance)

    rolled, _ = make_rollup(places, "rating", "county", tmp_path, "csv")
    county = next(
        row.group for row in of_table(rolled, "participation") if row.numbers and row.group != EVERYONE
    )
    page, files = make_county(places, county, tmp_path, "html,csv")

    assert page.sessions[0].rows == tuple(row for row in rolled.rows if row.group == county)
    text = files[0].read_text(encoding="utf-8")
    assert f"<h1>{county}</h1>" in text
    assert "Secret words" not in text
    assert "<script" not in text
    small = next(row.group for row in of_table(rolled, "participation") if row.numbers is None)
    withheld, _ = make_county(places, small, tmp_path, "csv")
    assert all(row.numbers is None for each in withheld.sessions for row in each.rows)


def test_a_county_that_is_not_there_or_has_not_met_is_told(kit, fill):
    fill("d1", 2, 6, random.Random(24))

    assert 'No loaded district is in "Nowhere"' in kit("rollup", "--county", "Nowhere").stderr
    assert (
        "No district of West County has held a session yet" in kit("rollup", "--county", "West County").stderr
    )
    assert "of one session, or of one county" in kit("rollup").stderr
