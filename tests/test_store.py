from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from pool_work import write_many
from postgres import on_both
from sqlalchemy import func, select

from kitlib.errors import NotFoundError, StoreError
from kitlib.store import Address, Disclosure, District, KeptContent, NewEntry, Store
from kitlib.store.database import MIGRATIONS, Database
from kitlib.store.tables import REVISION, districts


@pytest.fixture
def meeting(store, hold):
    return hold("why-mtss")


def entry(
    meeting, value, *, writer="writer-a", seq=1, base=None, field="hope", seat="seat-1", visibility="team"
):
    return NewEntry(Address(meeting.id, "team-1", seat, "note", field), value, visibility, writer, seq, base)


@on_both
def test_a_retry_never_doubles_an_entry(store, meeting):
    first = store.entries.save(entry(meeting, "one"))
    again = store.entries.save(entry(meeting, "one"))

    assert (first.status, again.status) == ("saved", "already")
    assert len(store.entries.history(first.entry.address)) == 1


@on_both
def test_erasing_takes_what_was_written_before_it_and_spares_what_came_after_in_any_order(store, meeting):
    """One page writes twice, erases and writes again; its messages may arrive in any order, and twice."""
    sent = {1: "first", 2: "second", 3: None, 4: "after"}
    for order in permutations(sent):
        writer, field = f"writer-{order}", f"hope-{order}"
        address = entry(meeting, "", field=field).address
        for seq in (*order, *order):
            if seq == 3:
                store.entries.erase(address, writer, seq)
                continue
            said = entry(meeting, sent[seq], writer=writer, seq=seq, field=field, visibility="private")
            store.entries.save(said)

        history = store.entries.history(address)
        assert [each.value for each in history if each.value is not None] == ["after"], order
        assert len(history) == len(sent), order
        (mine,) = (
            each
            for each, _ in store.entries.private_of(meeting.id, "team-1", "seat-1")
            if each.address == address
        )
        assert mine.value == "after", order


@on_both
def test_the_newest_answer_counts_and_the_older_ones_stay_as_history(store, meeting):
    one = store.entries.save(entry(meeting, "one"))
    store.entries.save(entry(meeting, "two", seq=2, base=one.entry.id))

    assert [a.value for a in store.entries.current(meeting.id)] == ["two"]
    assert [a.value for a in store.entries.history(one.entry.address)] == ["one", "two"]


@on_both
def test_an_old_write_of_the_same_writer_never_overtakes_a_newer_one(store, meeting):
    store.entries.save(entry(meeting, "newer", seq=5))
    late = store.entries.save(entry(meeting, "older", seq=4))

    assert late.status == "overtaken"
    assert [a.value for a in store.entries.current(meeting.id)] == ["newer"]


@on_both
def test_a_second_writer_is_told_and_both_texts_are_kept(store, meeting):
    mine = store.entries.save(entry(meeting, "mine"))
    theirs = store.entries.save(entry(meeting, "theirs", writer="writer-b"))

    assert theirs.status == "stale"
    assert theirs.current.value == "mine"
    assert [a.value for a in store.entries.history(mine.entry.address)] == ["mine", "theirs"]
    assert [a.value for a in store.entries.current(meeting.id)] == ["mine"]


@on_both
def test_a_second_writer_who_saw_the_first_answer_may_change_it(store, meeting):
    mine = store.entries.save(entry(meeting, "mine"))
    theirs = store.entries.save(entry(meeting, "theirs", writer="writer-b", base=mine.entry.id))

    assert theirs.status == "saved"


@on_both
def test_private_answers_are_read_by_their_seat_alone(store, meeting):
    store.entries.save(entry(meeting, "between me and me", visibility="private"))

    assert store.entries.current(meeting.id) == []
    assert store.entries.private_of(meeting.id, "team-1", "seat-2") == []
    assert store.entries.private_of(meeting.id, "team-2", "seat-1") == []
    assert [a.value for a, _ in store.entries.private_of(meeting.id, "team-1", "seat-1")] == [
        "between me and me"
    ]


@on_both
def test_writers_in_processes_of_their_own_lose_nothing(store, meeting, places):
    writers = [f"writer-{n}" for n in range(4)]
    context = multiprocessing.get_context("spawn")
    running = [
        context.Process(target=write_many, args=(places.database_url, meeting.id, w, 50)) for w in writers
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()

    assert [process.exitcode for process in running] == [0, 0, 0, 0]
    fields = [Address(meeting.id, "team-1", "seat-1", "note", f"field-{n}") for n in range(7)]
    found = sorted(a.value for address in fields for a in store.entries.history(address))
    assert found == sorted(f"{writer} {seq}" for writer in writers for seq in range(1, 51))


@on_both
def test_all_reads_of_one_look_see_the_same_moment(store, places):
    def count(connection):
        return connection.execute(select(func.count()).select_from(districts)).scalar()

    looking = Database(places.database_url)
    with looking.read() as connection:
        before = count(connection)
        store.districts.load([District("1", "Came in between")])
        after = count(connection)
    looking.close()

    assert before == after


def test_the_code_and_the_migrations_name_the_same_version():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


@on_both
def test_the_migrations_make_the_tables_that_the_code_describes(store, places):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from kitlib.store.tables import metadata

    with create_engine(places.database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def migrated(url: str, way: str, revision: str) -> None:
    """Bring a database up or down to a revision, as Alembic's own command does."""
    from alembic import command
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        getattr(command, way)(config, revision)
    engine.dispose()


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All that is in a database, table by table."""
    from sqlalchemy import MetaData, create_engine

    found, engine = MetaData(), create_engine(url)
    found.reflect(engine)
    with engine.connect() as connection:
        rows = {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in found.tables.items()
            if name != "alembic_version"
        }
    engine.dispose()
    return rows


@on_both
def test_a_database_from_before_gets_the_new_tables_and_keeps_all_it_has_and_so_it_does_on_the_way_back(
    store, meeting, places
):
    store.entries.save(entry(meeting, "kept, ñ"))
    before = rows_of(places.database_url)
    store.close()
    migrated(places.database_url, "downgrade", "0001")
    old = rows_of(places.database_url)

    def as_old(rows):
        """The same without the columns that came later, which stand last."""
        return {name: [row[: len(old[name][0])] for row in rows[name]] for name in old if old[name]}

    new = {
        "access",
        "audit",
        "contents",
        "disclosures",
        "doors",
        "leaders",
        "ledgers",
        "open_items",
        "seats",
        "showings",
        "standings",
        "tickets",
    }
    assert set(before) - set(old) == new
    assert as_old(old) == as_old(before)

    opened = Store(places.database_url)

    assert [a.value for a in opened.entries.current(meeting.id)] == ["kept, ñ"]
    shown = Disclosure("s", "f", "", 1, "", {"m/t/s": (1,)}, (1,), "2026-11-28")
    opened.disclosures.disclose("s", "f", lambda _: (None, [shown]))
    assert opened.disclosures.of("s", "f") == [shown]
    assert [(m.id, m.content) for m in opened.meetings.without_content()] == [(meeting.id, None)]
    opened.close()
    assert as_old(rows_of(places.database_url)) == as_old(old)


# -- a database that cannot be used -------------------------------------------------


def test_a_database_of_a_newer_kit_is_left_alone(tmp_path):
    path = tmp_path / "kit.db"
    Store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(
        StoreError, match=rf"made by a newer version of the kit \(9999; this one knows up to {REVISION}\)"
    ):
        Store(f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "kit.db"
    path.write_text("this is a shopping list, not a database, and it is long enough to look like one " * 20)
    before = path.read_bytes()

    with pytest.raises(StoreError, match="is not a database of the kit") as told:
        Store(f"sqlite:///{path}")

    assert "KIT_DATABASE_URL" in told.value.next
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_database_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        Store(f"sqlite:///{tmp_path}")


def test_a_database_that_another_program_holds_is_told_and_nothing_is_lost(store, meeting, places):
    path = places.database_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()

    with pytest.raises(StoreError, match="is in use by another program"):
        store.entries.save(entry(meeting, "waits"))

    assert time.monotonic() - began > 4  # it waited its turn before it gave up
    holder.execute("ROLLBACK")
    assert store.entries.save(entry(meeting, "waits")).status == "saved"


def test_a_full_disk_is_told_and_the_next_try_succeeds(tmp_path, places):
    store = Store(places.database_url)
    store.districts.load([District("1", "A")])
    meeting = store.meetings.open(
        session="s", date="2026-11-23", minutes=45, teams_=["T"], content=KeptContent.of({}), district="1"
    )
    engine = store._db._engine
    with engine.connect() as connection:  # SQLite then says what it says on a full disk
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    from sqlalchemy import event

    def limit(connection, _):
        connection.execute(f"PRAGMA max_page_count = {pages}")

    engine.dispose()
    event.listen(engine, "connect", limit)

    with pytest.raises(StoreError, match="The disk that holds .* is full"):
        store.entries.save(entry(meeting, "x" * 200_000))

    engine.dispose()
    event.remove(engine, "connect", limit)
    assert store.entries.save(entry(meeting, "x" * 200_000)).status == "saved"


def test_a_database_file_that_is_taken_away_is_told_instead_of_written_into_nowhere(
    store, meeting, places, tmp_path
):
    path = Path(places.database_url.removeprefix("sqlite:///"))
    path.rename(tmp_path / "moved.db")

    with pytest.raises(StoreError, match="was moved, deleted or replaced"):
        store.entries.save(entry(meeting, "into nowhere"))


def test_more_looks_at_once_than_there_are_connections_for_are_told_to_try_again(store, meeting):
    store._db._engine.pool._timeout = 0.1
    with ExitStack() as looking:
        for _ in range(15):
            looking.enter_context(store._db.read())
        with pytest.raises(StoreError, match="too much waits for it at once"):
            store.entries.last_change(meeting.id)

    assert store.entries.last_change(meeting.id) == 0


def test_an_address_of_no_database_is_told():
    with pytest.raises(StoreError, match="names no database that can be used here"):
        Store("shelf:///kit")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be made|cannot be written"):
        Store(f"sqlite:///{tmp_path}/file/kit.db")


# -- meetings and districts ------------------------------------------------------------


@on_both
def test_two_meetings_on_one_day_have_ids_of_their_own(store, hold):
    assert hold("why-mtss").id != hold("why-mtss").id


@on_both
def test_an_unknown_meeting_offers_the_nearest(store, meeting):
    with pytest.raises(NotFoundError, match=f'did you mean "{meeting.id}"'):
        store.meetings.get(meeting.id.replace("why", "whi"))


@on_both
def test_a_district_is_found_by_code_or_by_name_in_any_case(store):
    assert store.districts.find("999001") == store.districts.find("north haven TEST")


@on_both
def test_an_unknown_district_offers_the_nearest(store):
    with pytest.raises(
        NotFoundError, match='There is no district "North Heaven Test"; did you mean "North Haven Test"'
    ):
        store.districts.find("North Heaven Test")


@on_both
def test_loading_a_list_again_changes_nothing(store):
    north = store.districts.find("999001")

    assert store.districts.load([north]) == (0, 0)
    assert store.districts.load([District(north.code, north.name, "Elsewhere", 1)]) == (0, 1)
    assert store.districts.find("999001").county == "Elsewhere"


def test_the_database_is_made_with_its_folder(tmp_path: Path):
    Store(f"sqlite:///{tmp_path}/deep/er/kit.db")

    assert (tmp_path / "deep" / "er" / "kit.db").exists()


WRITE_AND_END = """
import sys
from kitlib.store import Store
store = Store(sys.argv[1])
print(store.entries.last_change(sys.argv[2]), flush=True)
store.close()
"""


def test_a_database_that_is_opened_twice_in_one_program_stays_one_for_all_others(places, hold):
    """Whoever closes a file gives up all the locks that the program holds on it: nothing of ours may do so."""
    url = places.database_url
    first = Store(url)
    meeting = hold("why-mtss")
    first.entries.save(entry(meeting, "one", seq=1))
    second = Store(url)

    def others_see() -> int:
        command = [sys.executable, "-c", WRITE_AND_END, url, meeting.id]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(ran.stdout)

    for seq in (2, 3, 4):
        newest = first.entries.save(entry(meeting, f"more {seq}", seq=seq)).entry.id
        assert others_see() == newest
        assert second.entries.last_change(meeting.id) == newest
        Store(url).close()
    first.close()
    second.close()
    assert others_see() == newest
