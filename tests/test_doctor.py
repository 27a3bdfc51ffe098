"""`kit doctor`: all is well in a new home, and each thing that is wrong is found and told with the next command."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kitlib.keeping import doctor
from kitlib.keeping.doctor import Home, examine
from kitlib.store import Address, NewEntry, Store
from kitlib.store.inspecting import inspect_database


@pytest.fixture
def path(places) -> Path:
    return Path(places.database_url.removeprefix("sqlite:///"))


def said(findings) -> str:
    return "\n".join(f"{finding.what} -> {finding.next}" for finding in findings)


def look(places) -> Home:
    return Home(places, inspect_database(places.database_url))


def test_in_a_home_where_meetings_were_held_all_is_well(kit, store, hold, page):
    page(hold("why-mtss")).write("seats", "seat-1.role", "Principal", scope="team")

    ran = kit("doctor")

    assert ran.returncode == 0, ran.stdout
    assert "All is well" in ran.stdout


def test_in_a_home_without_a_database_all_is_well_and_none_is_made(kit, path):
    assert kit("doctor").returncode == 0
    assert not path.exists()


def test_everything_wrong_is_told_at_once_with_exit_1(kit, store, path, places):
    store.close()
    path.chmod(0o644)
    places.hidden.mkdir(exist_ok=True)
    places.hidden.chmod(0o755)

    ran = kit("doctor")

    assert ran.returncode == 1
    assert f"Others on this computer can read {path}.\n  chmod go= {path}" in ran.stdout
    assert f"chmod go= {places.hidden}" in ran.stdout
    assert "2 thing(s) to mend." in ran.stderr
    assert path.stat().st_mode & 0o077, "looking changes nothing"


# -- the program ----------------------------------------------------------------------------------


def test_an_old_python_is_told(places):
    assert "This is Python 3.9; the kit needs 3.11 or newer." in said(doctor.python(Home(places), (3, 9)))


def test_a_package_that_is_missing_or_too_old_is_told_with_how_to_install_it(places):
    needs = ["no-such-package>=2", "pandas>=999", "PyYAML>=1", "psycopg>=99; extra == 'postgres'"]
    told = said(doctor.packages(Home(places), needs))

    assert "no-such-package is not installed" in told
    assert "pip install 'no-such-package>=2'" in told
    assert "the kit needs pandas>=999" in told
    assert "PyYAML" not in told
    assert "psycopg" not in told


def test_a_jupyter_that_is_missing_is_told(places, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)

    assert "jupyterlab is missing, so no page can be opened." in said(doctor.jupyter(Home(places)))


def test_an_extension_that_is_switched_off_is_told(kit, tmp_path):
    (tmp_path / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": {"kitlib.server": False}}})
    )
    ran = kit("doctor", env={"JUPYTER_CONFIG_PATH": str(tmp_path)})

    assert ran.returncode == 1
    assert "is switched off: nothing typed would be kept" in ran.stdout
    assert "jupyter server extension enable kitlib.server" in ran.stdout


# -- the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "what", "next"),
    [
        ("0001", "of an older version of the kit", "kit backup"),
        ("9999", "made by a newer version of the kit", "git pull"),
    ],
)
def test_a_database_of_another_version_is_told_and_left_as_it_is(kit, store, path, version, what, next):
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])

    ran = kit("doctor")

    assert ran.returncode == 1
    assert what in ran.stdout
    assert next in ran.stdout
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(version,)]


def test_a_damaged_database_is_told_with_the_way_back(kit, store, path, hold):
    address = Address(hold("why-mtss").id, "team-1", "seat-1", "note", "hope")
    store.entries.save(NewEntry(address, "Principal " * 3_000, "team", "writer-a", 1, None))
    store.close()
    raw = bytearray(path.read_bytes())
    raw[-8192:] = bytes(8192)
    path.write_bytes(raw)

    ran = kit("doctor")

    assert ran.returncode == 1
    assert "damaged" in ran.stdout
    assert "kit restore FILE" in ran.stdout


def test_a_row_whose_meeting_is_gone_is_told(store, places, path, hold, page):
    page(hold("why-mtss")).write("seats", "seat-1.role", "Principal", scope="team")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM meetings")

    told = said(doctor.integrity(look(places)))
    assert "a row of entries belongs to a row of meetings that is not there" in told


def test_an_entry_from_the_future_is_told(store, places, hold):
    address = Address(hold("why-mtss").id, "team-1", "seat-1", "note", "hope")
    store.entries.save(NewEntry(address, "x", "team", "writer-a", 1, None, at=time.time() + 7_300))

    assert "stored 2 hours from now" in said(doctor.clock(look(places)))


def test_a_database_that_another_program_holds_is_told(store, places, path):
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert "keeps" in said(doctor.held(look(places)))
        holder.execute("ROLLBACK")
        assert said(doctor.held(look(places))) == ""


def test_what_a_killed_run_left_is_told_with_how_to_take_it_away(places):
    left = places.records / "why-mtss" / ".making-abc"
    left.mkdir(parents=True)

    assert f"rm -r {left}" in said(doctor.leftovers(Home(places)))


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "9p"])
def test_a_database_on_a_network_share_is_told(places, path, kind):
    mounts = f"/ ext4\n{path.parent} {kind}\n/elsewhere nfs"

    assert f"lies on a network share ({kind})" in said(doctor.share(Home(places), mounts))


def test_a_database_on_a_disk_of_its_own_below_a_share_is_well(places, path):
    assert said(doctor.share(Home(places), f"/ nfs\n{path.parent} ext4")) == ""


def test_two_servers_on_one_home_are_told_and_one_is_not(kit, home, tmp_path):
    """Two processes that run, each with the file by which a Jupyter server says so."""
    running = [subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) for _ in range(2)]
    try:
        for number, process in enumerate(running):
            told = {"pid": process.pid, "url": f"http://localhost:{8873 + number}/", "port": 8873 + number}
            told |= {
                "root_dir": str(home),
                "base_url": "/",
                "token": "",
                "secure": False,
                "hostname": "localhost",
            }
            (tmp_path / f"jpserver-{process.pid}.json").write_text(json.dumps(told))
            ran = kit("doctor", env={"JUPYTER_RUNTIME_DIR": str(tmp_path)})
            assert ran.returncode == number, ran.stdout
    finally:
        for process in running:
            process.communicate()

    assert "2 servers run on this home and its one database" in ran.stdout
    assert "jupyter server stop 887" in ran.stdout


# -- the disk -------------------------------------------------------------------------------------


def test_what_others_can_read_is_told_with_how_to_narrow_it(kit, places, store):
    store.close()
    places.meetings.mkdir()
    places.meetings.chmod(0o755)
    ran = kit("doctor")

    assert f"chmod go= {places.meetings}" in ran.stdout
    (command,) = (line for line in ran.stdout.splitlines() if line.strip().startswith("chmod"))
    subprocess.run(command.split(), check=True)
    assert kit("doctor").returncode == 0


def test_a_disk_that_is_nearly_full_is_told(places):
    more = shutil.disk_usage(places.home).free * 2

    assert "MB left" in said(doctor.space(Home(places), more))


def test_a_database_of_a_server_is_looked_at_without_being_made(postgres, places):
    from dataclasses import replace

    url = postgres.database()
    assert "older version" in said(examine(replace(places, database_url=url)))
    assert postgres.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", url) == [(0,)]

    Store(url).close()
    assert said(examine(replace(places, database_url=url))) == ""
    gone = said(examine(replace(places, database_url=url.replace("/kit_", "/no_"))))
    assert "KIT_DATABASE_URL" in gone
    assert "secret@all" not in gone


def test_rules_of_postgresql_that_were_switched_off_are_told(places, postgres):
    url = postgres.database()
    Store(url).close()
    assert inspect_database(url).unguarded == []
    postgres.ask("ALTER TABLE entries DISABLE ROW LEVEL SECURITY", url)

    told = said(doctor.apart(Home(places, inspect_database(url))))
    assert 'districts apart are switched off on the table "entries".' in told
    assert "ALTER TABLE entries ENABLE ROW LEVEL SECURITY" in told
