"""What holds on PostgreSQL beyond what the tests marked `on_both` ask of either database."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from locked import locked
from postgres import QUOTED, Postgres
from sqlalchemy import event, text

from kitlib.errors import StoreError
from kitlib.store import Address, NewEntry, Store, postgresql
from kitlib.store.database import Database
from kitlib.store.tables import REVISION, metadata

SEAT_1 = {"seat": "seat-1"}


@pytest.fixture
def database(postgres: Postgres) -> str:
    postgres.empty(postgres.usual)
    return postgres.usual


@pytest.fixture
def meeting(hold):
    return hold("introducing-bias", teams=["Table 1", "Table 2"])


@pytest.fixture
def stores(database: str) -> Iterator[Callable[[], Store]]:
    """`stores()`: another store of the same database, as another server of the kit has it."""
    opened: list[Store] = []

    def another() -> Store:
        opened.append(Store(database))
        return opened[-1]

    yield another
    for store in opened:
        store.close()


def entry(meeting, value, *, writer="writer-a", seq=1, field="hope", team="team-1") -> NewEntry:
    return NewEntry(Address(meeting.id, team, "seat-1", "note", field), value, "team", writer, seq, None)


# -- the order in which entries are seen -----------------------------------------------------


def waiting(postgres: Postgres, url: str) -> int:
    """How many wait for a lock that another writer holds."""
    return postgres.ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", url)[0][
        0
    ]


def test_a_look_never_passes_an_entry_whose_number_is_lower_and_that_commits_later(
    postgres, database, store, stores, meeting
):
    slow, quick = stores(), stores()
    entered, go_on = threading.Event(), threading.Event()

    def hold_back(_):
        entered.set()
        assert go_on.wait(60)

    event.listen(slow._db._engine, "commit", hold_back)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow.entries.save, entry(meeting, "slow"))
        assert entered.wait(60)  # it has its number, and has not committed
        second = pool.submit(quick.entries.save, entry(meeting, "quick", writer="writer-b", team="team-2"))
        while not second.done() and not waiting(postgres, database):
            time.sleep(0.01)
        seen = store.entries.last_change(meeting.id)
        go_on.set()
        first.result(60)
        second.result(60)

    assert seen == 0, "the later entry was seen first; who looks for what came after it misses the other"
    assert [a.value for a in store.entries.current(meeting.id)] == ["slow", "quick"]


def test_whoever_looks_while_many_write_has_seen_every_entry_up_to_the_newest(store, stores, meeting):
    done = threading.Event()
    looks: list[tuple[int, set[int]]] = []

    def write(n: int) -> None:
        mine, chance = stores(), random.Random(n)
        event.listen(mine._db._engine, "commit", lambda _: time.sleep(chance.random() / 100))
        for seq in range(1, 41):
            mine.entries.save(
                entry(meeting, seq, writer=f"writer-{n}", seq=seq, field=f"f-{seq}", team=f"team-{n}")
            )

    def look() -> None:
        mine = stores()
        while not done.is_set():
            newest = mine.entries.last_change(meeting.id)
            looks.append((newest, {a.id for a in mine.entries.current(meeting.id)}))

    with ThreadPoolExecutor(6) as pool:
        reader = pool.submit(look)
        for writing in [pool.submit(write, n) for n in range(5)]:
            writing.result(120)
        done.set()
        reader.result(60)

    written = {a.id for a in store.entries.current(meeting.id)}
    assert len(written) == 200
    assert len({newest for newest, _ in looks}) > 5  # it looked while they wrote
    for newest, seen in looks:
        assert {id for id in written if id <= newest} <= seen


# -- faults -------------------------------------------------------------------------------------


def test_connections_that_die_at_any_moment_lose_nothing_and_double_nothing(postgres, stores, meeting):
    saves, kills, done = threading.Semaphore(0), threading.Semaphore(0), threading.Event()
    told, killed = [], []
    writers = [stores() for _ in range(3)]

    def write(n: int, mine: Store) -> None:
        for seq in range(1, 41):
            while True:  # as a page does: the same message, until it is told that it is on disk
                try:
                    mine.entries.save(entry(meeting, seq, writer=f"writer-{n}", seq=seq, team=f"team-{n}"))
                    break
                except StoreError as error:
                    told.append(error)
            saves.release()
            if seq % 4 == 0:  # however quick the machine is, connections die all the while
                kills.acquire(timeout=10)

    def kill() -> None:
        while saves.acquire(timeout=10) and not done.is_set():
            killed.extend(
                postgres.ask(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE usename = 'kit' ORDER BY state = 'idle', random() LIMIT 1"
                )
            )
            kills.release()

    with ThreadPoolExecutor(4) as pool:
        killer = pool.submit(kill)
        for writing in [pool.submit(write, n, mine) for n, mine in enumerate(writers)]:
            writing.result(120)
        done.set()
        saves.release()
        killer.result(60)

    assert len(killed) > 10
    assert all(error.next for error in told)
    reading = stores()
    for n in range(3):
        history = reading.entries.history(Address(meeting.id, f"team-{n}", "seat-1", "note", "hope"))
        assert [(a.seq, a.value, a.standing) for a in history] == [
            (seq, seq, "accepted") for seq in range(1, 41)
        ]


def test_a_look_whose_connection_died_tells_so_even_where_whoever_was_told_first_went_on(postgres, store):
    with pytest.raises(StoreError, match="was lost") as told, store.moment():
        store.meetings.list()
        postgres.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'kit'")
        with pytest.raises(StoreError):
            store.meetings.list()

    assert told.value.next
    assert store.meetings.list() == []


def test_a_server_that_is_gone_asks_the_page_to_try_again_and_when_it_is_back_nothing_is_lost(
    postgres, database, page, meeting, service, store
):
    writer = page(meeting, **SEAT_1)
    kept = writer.write("scene", "moment", "before")
    message = writer.message("scene", "moment", "while it was away", base=kept.entry.id)
    postgres.stop()
    try:
        answer = service.submit(message)
        with pytest.raises(StoreError, match="does not answer") as opening:
            Store(database)
    finally:
        postgres.start()

    assert answer["outcome"] == "retry"
    assert "does not answer" in answer["what"]
    assert "KIT_DATABASE_URL" in answer["next"]
    assert "KIT_DATABASE_URL" in opening.value.next
    again = service.submit(message)
    assert again["outcome"] == "saved"
    assert service.submit(message) == again
    history = store.entries.history(kept.entry.address)
    assert [a.value for a in history] == ["before", "while it was away"]


def test_a_server_that_was_started_anew_is_used_again_without_a_word(postgres, store, meeting):
    store.entries.save(entry(meeting, "before"))
    postgres.stop()
    postgres.start()

    assert store.entries.save(entry(meeting, "after", seq=2)).status == "saved"


def test_a_writer_that_stops_in_the_middle_does_not_hold_up_its_meeting_for_long(
    monkeypatch, database, store, stores, meeting
):
    monkeypatch.setattr(postgresql, "BUSY_SECONDS", 1)
    stopped, waits = stores(), stores()
    told = []
    with (
        pytest.raises(StoreError, match="does not answer"),
        stopped._db.write(f"meeting {meeting.id}") as held,
    ):
        while len(told) < 10:  # whoever waits behind it is told, and tries again
            try:
                waits.entries.save(entry(meeting, "waited"))
                break
            except StoreError as error:
                told.append(error.what)
        held.execute(text("SELECT 1"))

    assert [a.value for a in store.entries.current(meeting.id)] == ["waited"]
    assert all("in use by another program" in what for what in told)


def test_a_table_that_another_program_holds_is_told_and_nothing_is_lost(
    monkeypatch, postgres, database, stores, meeting
):
    import psycopg

    monkeypatch.setattr(postgresql, "BUSY_SECONDS", 1)
    mine = stores()
    with psycopg.connect(database.replace("+psycopg", "")) as holder:
        holder.execute("LOCK TABLE entries")
        with pytest.raises(StoreError, match="is in use by another program") as told:
            mine.entries.save(entry(meeting, "waits"))
        holder.rollback()

    assert "pg_stat_activity" in told.value.next
    assert mine.entries.save(entry(meeting, "waits")).status == "saved"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_may_be_written_as_its_host_gives_it(database, scheme):
    store = Store(database.replace("postgresql+psycopg", scheme))
    assert store.meetings.list() == []
    store.close()


# -- a database that cannot be used -----------------------------------------------------------------


def test_a_wrong_password_is_told_without_it(postgres):
    with pytest.raises(
        StoreError, match=r'let the kit in: .*password authentication failed for user "kit"'
    ) as told:
        Store(postgres.url("postgres", "wrong-guess"))

    assert "KIT_DATABASE_URL" in told.value.next
    assert "wrong-guess" not in str(told.value)


def test_a_missing_password_is_told(postgres, monkeypatch):
    monkeypatch.setenv("HOME", "/nonexistent")
    with pytest.raises(StoreError, match="password") as told:
        Store(f"postgresql://kit@/postgres?host={postgres.folder}")

    assert ".pgpass" in told.value.next


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("kit:{}@/no_such", 'database "no_such" does not exist'),
        ("nobody@/postgres", 'role "nobody" does not exist'),
    ],
)
def test_a_database_or_user_that_does_not_exist_is_told_with_how_to_make_it(postgres, given, told):
    with pytest.raises(StoreError, match=told) as error:
        Store(f"postgresql://{given.format(QUOTED)}?host={postgres.folder}")

    assert "createdb" in error.value.next


def test_a_server_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(StoreError, match="does not answer") as told:
        Store(f"postgresql://kit@/kit?host={tmp_path}")

    assert "\n" not in told.value.what


def test_an_address_without_the_driver_is_told_with_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreError, match="its driver is not installed here") as told:
        Store("postgresql://kit@localhost/kit")

    assert told.value.next == "Install it: pip install 'kitlib[postgres]'"


def test_a_database_of_another_kind_is_told(tmp_path):
    with pytest.raises(StoreError, match="mysql is neither sqlite nor postgresql"):
        Store("mysql://kit@localhost/kit")


def test_a_database_that_cannot_hold_every_letter_is_refused_before_anything_is_written(postgres):
    url = postgres.database(encoding="LATIN1")

    with pytest.raises(StoreError, match="keeps its text as LATIN1") as told:
        Store(url)

    assert "createdb --encoding UTF8" in told.value.next
    assert postgres.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", url) == [(0,)]


def test_a_database_in_which_the_kit_may_make_nothing_is_told(postgres):
    with pytest.raises(StoreError, match="does not let the kit write .*permission denied") as told:
        Store(postgres.database(owner="postgres"))

    assert "OWNER TO" in told.value.next


def test_a_database_of_a_newer_kit_is_left_alone(postgres):
    url = postgres.database()
    Store(url).close()
    postgres.ask("UPDATE alembic_version SET version_num = '9999'", url)

    with pytest.raises(
        StoreError, match=rf"made by a newer version of the kit \(9999; this one knows up to {REVISION}\)"
    ):
        Store(url)

    assert postgres.ask("SELECT version_num FROM alembic_version", url) == [("9999",)]


def test_the_command_says_what_is_wrong_without_a_traceback(postgres, home, monkeypatch, capsys):
    from kitlib.cli import run

    monkeypatch.setenv("KIT_DATABASE_URL", postgres.url("postgres", "wrong-guess"))
    monkeypatch.setattr(sys, "argv", ["kit", "meetings"])
    with pytest.raises(SystemExit) as left:
        run()

    said = capsys.readouterr()
    assert left.value.code == 1
    assert "password authentication failed" in said.err
    assert "Traceback" not in said.err
    assert "wrong-guess" not in said.out + said.err


# -- made, kept, erased --------------------------------------------------------------------------


def test_an_empty_database_opened_by_several_at_once_is_made_once(postgres):
    url = postgres.database()
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(Store, [url] * 4):
            store.close()

    assert postgres.ask("SELECT version_num FROM alembic_version", url) == [(REVISION,)]
    found = postgres.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", url)
    assert {name for (name,) in found} == {*metadata.tables, "alembic_version"}


def test_what_is_told_as_saved_is_on_disk_whatever_the_server_was_told(postgres):
    url = postgres.database()
    postgres.ask("ALTER ROLE kit SET synchronous_commit = off")
    try:
        database = Database(url)
        with database.read() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        database.close()
    finally:
        postgres.ask("ALTER ROLE kit RESET synchronous_commit")


def test_every_letter_comes_back_as_it_was_typed(store, meeting):
    typed = "¿Qué? “Ça” — naïve, 日本, עברית, 👩🏽‍🏫\t\n\\u0000 % %s :name"

    saved = store.entries.save(entry(meeting, {"text": typed, "more": [1.5, None, True]}))

    assert store.entries.current(meeting.id)[0].value == {"text": typed, "more": [1.5, None, True]}
    assert saved.entry.at == store.entries.current(meeting.id)[0].at


def test_an_erased_answer_is_in_no_row_and_after_a_full_vacuum_in_no_file_of_the_table(
    postgres, database, page, meeting, service
):
    writer = page(meeting, **SEAT_1)
    base = None
    # Of the same beginning, which base64 keeps: it is what is looked for.
    mark = locked("A SECRET tale")["sealed"][:12]
    for secret in ("A SECRET tale in short", "A SECRET tale, changed"):
        base = writer.write("first-thoughts", "too-fast", secret, base=base).entry.id

    def rows() -> int:
        return postgres.ask(f"SELECT count(*) FROM entries e WHERE e::text LIKE '%{mark}%'", database)[0][0]

    def on_disk() -> bool:
        postgres.ask("CHECKPOINT")
        found = postgres.ask("SELECT pg_relation_filepath('entries')", database)[0][0]
        return mark.encode() in Path(postgres.folder / "data" / found).read_bytes()

    assert (rows(), on_disk()) == (2, True)
    service.erase(writer.message("first-thoughts", "too-fast", None))
    assert rows() == 0
    postgres.ask("VACUUM FULL entries", database)
    assert on_disk() is False
