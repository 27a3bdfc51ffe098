"""What is erased is gone from the disk, the database is its owner's alone, and its file is whole once it is let go."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from kit_home import make_home
from postgres import on_both
from running_lab import running_lab

from kitlib.errors import StoreError
from kitlib.store import Act, Address, NewEntry, Store
from kitlib.store.database import Database

SECRET = "A secret XYZZY that only I may read. "


@pytest.fixture
def path(places) -> Path:
    return Path(places.database_url.removeprefix("sqlite:///"))


@pytest.fixture
def meeting(hold):
    return hold("why-mtss")


def address_in(meeting) -> Address:
    return Address(meeting.id, "team-1", "seat-1", "note", "hope")


def written(store, meeting, text: str, seq: int = 1) -> None:
    store.entries.save(NewEntry(address_in(meeting), text, "private", "writer-a", seq, None))


def on_disk(path: Path, text: str = "XYZZY") -> list[str]:
    """The files of the database in which a text stands at this moment."""
    found = path.parent.glob(f"{path.name}*")
    return sorted(file.name for file in found if text.encode() in file.read_bytes())


@pytest.mark.parametrize("times", [1, 2_000], ids=["short", "on pages of its own"])
def test_an_erased_text_is_in_no_file_of_the_database_right_after(store, meeting, path, times):
    written(store, meeting, SECRET * times)
    assert on_disk(path)

    store.entries.erase(address_in(meeting), "writer-a", 2)

    assert on_disk(path) == []


@on_both
def test_an_erasing_that_arrives_late_takes_nothing_that_was_written_elsewhere_since(store, meeting):
    written(store, meeting, "to be gone")
    seen = store.entries.last_change(meeting.id)
    late = store.entries.save(NewEntry(address_in(meeting), "since", "private", "writer-b", 1, seen))

    stands = store.entries.erase(address_in(meeting), "writer-a", 2, seen)

    assert stands == late.entry
    assert [entry.value for entry in store.entries.history(address_in(meeting))] == [None, "since", None]


def test_an_erased_text_is_gone_as_soon_as_whoever_was_reading_it_has_read(store, meeting, path):
    written(store, meeting, SECRET)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert SECRET in reader.execute("SELECT value FROM entries").fetchone()[0]

    store.entries.erase(address_in(meeting), "writer-a", 2)

    assert on_disk(path), "who reads sees one moment to the end, and that moment lies in the files"
    (retry,) = (each for each in threading.enumerate() if each.name == "kit-forgetting")
    reader.execute("COMMIT")
    retry.join(20)
    assert on_disk(path) == []
    reader.close()


def test_while_an_erasing_waits_for_a_reader_others_go_on_writing(store, meeting, path):
    written(store, meeting, SECRET)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT value FROM entries").fetchone()
        store.entries.erase(address_in(meeting), "writer-a", 2)

        written(store, meeting, "Written meanwhile.", seq=3)

    assert [a.value for a in store.entries.history(address_in(meeting))][-1] == "Written meanwhile."


def test_what_could_not_be_forgotten_before_the_kit_ends_is_when_the_last_one_lets_go(store, meeting, path):
    written(store, meeting, SECRET)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT value FROM entries").fetchone()
    store.entries.erase(address_in(meeting), "writer-a", 2)
    store.close()
    assert on_disk(path)

    reader.execute("COMMIT")
    reader.close()

    assert on_disk(path) == []


# -- one whole file ----------------------------------------------------------------------------

LEAVING = """
import os, signal, sys
from kitlib.store import District, Store
store = Store(sys.argv[1])
store.districts.load([District("777", "Kept to the end")])
print("written", flush=True)
"""


@pytest.mark.parametrize(
    "end",
    ["", "raise SystemExit(3)", "1 / 0", "store.close()"],
    ids=["falls off", "leaves", "fails", "closes"],
)
def test_however_a_process_ends_the_file_alone_holds_everything(tmp_path, end):
    path = tmp_path / "kit.db"
    subprocess.run(
        [sys.executable, "-c", LEAVING + end, f"sqlite:///{path}"],
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert [file.name for file in tmp_path.iterdir()] == ["kit.db"]
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as copied:
        assert copied.execute("SELECT name FROM districts").fetchall() == [("Kept to the end",)]


WAITING = """
import signal, sys
from kitlib import cli
from kitlib.cli.common import everything
from kitlib.store import District

@cli.app.command("wait")
def wait():
    _, _, store = everything()
    store.districts.load([District("777", "Kept to the end")])
    print("ready", flush=True)
    signal.pause()

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have it ignored
sys.argv = ["kit", "wait"]
cli.run()
"""


@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_command_that_is_stopped_leaves_one_whole_file(home, path, signal_, code):
    running = subprocess.Popen(
        [sys.executable, "-c", WAITING], cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout.readline() == b"ready\n"
    assert Path(f"{path}-wal").exists()

    running.send_signal(signal_)
    _, said = running.communicate(timeout=60)

    assert running.returncode == code
    assert b"Traceback" not in said
    assert [file.name for file in path.parent.glob("kit.db*")] == ["kit.db"]


def test_a_server_that_is_asked_to_stop_leaves_one_whole_file(tmp_path):
    with running_lab(make_home(tmp_path / "kit")) as lab:
        meeting = lab.open("introducing-bias").meeting
        looked = f"{lab.url}/kit/api/state?meeting={meeting.id}&team=team-1&seat="
        assert (
            urllib.request.urlopen(looked, timeout=60).status == 200
        )  # so the server has opened the database
        lab.store.close()
        assert Path(f"{tmp_path}/kit.db-shm").exists()

        lab.process.send_signal(signal.SIGTERM)
        lab.process.wait(60)

        assert [file.name for file in tmp_path.glob("kit.db*")] == ["kit.db"]
        with closing(sqlite3.connect(f"file:{tmp_path}/kit.db?immutable=1", uri=True)) as copied:
            assert copied.execute("SELECT id FROM meetings").fetchall() == [(meeting.id,)]
        lab.process = None


def test_closing_while_others_have_the_database_open_puts_all_into_its_file(store, meeting, path):
    other = Store(f"sqlite:///{path}")
    written(store, meeting, "Kept, whoever copies it.")

    store.close()

    assert on_disk(path, "Kept, whoever") == ["kit.db"]
    other.close()


# -- its owner's alone ---------------------------------------------------------------------------


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_rights():
    """As most systems have it: what a program makes, others may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_new_database_and_what_lies_beside_it_is_its_owners_alone(tmp_path, usual_rights):
    folder = tmp_path / "data" / ".kit"
    database = Database(f"sqlite:///{folder / 'kit.db'}")

    assert {file.name: rights(file) for file in folder.iterdir()} == dict.fromkeys(
        ["kit.db", "kit.db-shm", "kit.db-wal"], 0o600
    )
    assert rights(folder) == 0o700
    database.close()


def test_a_database_that_others_could_read_is_narrowed_when_it_is_opened(tmp_path):
    folder = tmp_path / ".kit"
    Store(f"sqlite:///{folder / 'kit.db'}").close()
    folder.chmod(0o755)
    (folder / "kit.db").chmod(0o664)

    Store(f"sqlite:///{folder / 'kit.db'}").close()

    assert (rights(folder), rights(folder / "kit.db")) == (0o700, 0o600)


def test_what_commands_write_is_their_owners_alone(process, home, hold, page, usual_rights):
    page(hold("why-mtss")).write("seats", "seat-1.role", "Principal", scope="team")
    (home / "meetings").mkdir(mode=0o755)
    for words in (["open", "why-mtss", "--district", "999001"], ["export"], ["backup"], ["records"]):
        assert process(*words).returncode == 0, words

    tops = [home / name for name in ("meetings", "export", "backups", "records")]
    below = [file for top in tops for file in top.rglob("*")]
    assert len(below) > 10
    assert {(str(f), rights(f)) for f in [*tops, *below] if rights(f) & 0o077} == set()


# -- the audit -------------------------------------------------------------------------------------


@on_both
def test_a_line_of_the_audit_is_never_changed_or_taken_away(store):
    store.audit.add("opened", meeting="m-1", district="999001")

    for act in ("UPDATE audit SET who = 'nobody'", "DELETE FROM audit"):
        with (
            pytest.raises(StoreError, match="the audit is only ever added to"),
            store._db.write("audit") as db,
        ):
            db.exec_driver_sql(act)

    assert [(a.what, a.meeting, a.district) for a in store.audit.list()] == [("opened", "m-1", "999001")]


@on_both
def test_acts_that_come_from_elsewhere_are_taken_once(store):
    acts = [Act(1.5, "ana", "opened", "m-1", "1"), Act(2.5, "ana", "erased", "m-1", "1")]

    store.audit.take_over(acts)
    store.audit.take_over(acts)

    assert store.audit.list() == acts
