"""`kit backup` while people write, and `kit restore` to where it was."""

from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from pool_work import write_many
from test_store import rows_of

from kitlib.keeping.archive import Archive
from kitlib.keeping.backup import back_up
from kitlib.store import Store
from kitlib.store.tables import REVISION


@pytest.fixture
def held(hold, page):
    """A meeting with a shared answer and a private one, in a home in which it has its notebooks."""
    meeting = hold("introducing-bias")
    page(meeting, seat="seat-1").write("first-thoughts", "too-fast", "A private word, ñ.")
    return meeting


def made(ran, home: Path) -> Path:
    assert ran.returncode == 0, ran.stderr
    (file,) = (home / "backups").glob("kit-*.zip")
    return file


def told(ran, *words: str) -> str:
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert [word for word in words if word not in ran.stderr] == [], ran.stderr
    return ran.stderr


def records(url: str):
    """All rows but those of the audit, which goes on."""
    return {name: rows for name, rows in rows_of(url).items() if name != "audit"}


def test_a_backup_brings_everything_back_and_what_was_there_before_is_kept(
    kit, home, places, held, page, store
):
    notebook = home / "meetings" / held.id / "team-1.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("mine")
    places.hidden.mkdir(parents=True, exist_ok=True)
    places.roster.write_bytes(key := b"Robin Sample")
    own = places.facilitation / "ours" / "1-own.yaml"
    own.parent.mkdir()
    own.write_text("# For us")
    before = records(places.database_url)
    ran = kit("backup")
    file = made(ran, home)
    assert "1 meetings with 1 entries, 1 contents" in ran.stdout

    page(held, seat="seat-2").write("first-thoughts", "too-fast", "Written after.")
    store.close()
    notebook.write_text("changed")
    places.roster.write_bytes(b"other" * 10)
    own.unlink()
    later = records(places.database_url)
    told(kit("restore", str(file)), "holds 1 meeting(s) already", f"kit restore {file} --replace")
    assert records(places.database_url) == later

    ran = kit("restore", str(file), "--replace")

    assert ran.returncode == 0, ran.stderr
    assert records(places.database_url) == before
    assert (notebook.read_text(), places.roster.read_bytes(), own.read_text()) == ("mine", key, "# For us")
    (aside,) = (home / "backups").glob("before-restore-*.zip")
    assert str(aside) in ran.stdout
    assert kit("restore", str(aside), "--replace").returncode == 0
    assert records(places.database_url) == later
    acts = [act.what for act in Store(places.database_url).audit.list()]
    assert acts == ["backed up", "restored", "restored"], "going back takes no line out of the audit"


def test_a_backup_is_whole_while_four_write(kit, home, places, held, store):
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=write_many, args=(places.database_url, held.id, f"writer-{n}", 300))
        for n in range(4)
    ]
    for writer in writers:
        writer.start()
    file = made(kit("backup"), home)
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 4
    url = f"sqlite:///{home / 'elsewhere.db'}"
    assert kit("restore", str(file), env={"KIT_DATABASE_URL": url}).returncode == 0
    came = [row for row in rows_of(url)["entries"] if "writer-" in str(row)]
    all_ = [row for row in rows_of(places.database_url)["entries"] if "writer-" in str(row)]
    assert len(all_) == 1200
    assert set(came) <= set(all_)
    for n in range(4):
        sent = sorted(row[9] for row in came if row[8] == f"writer-{n}")
        assert sent == list(range(1, len(sent) + 1)), "of each writer the first so many, none left out"


def test_a_backup_is_its_owners_alone_and_takes_no_other_files_place(kit, home, held):
    file = made(kit("backup"), home)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file], "nothing is left aside"
    content = file.read_bytes()
    told(kit("backup", str(file)), "is there already")
    assert file.read_bytes() == content


def test_backups_of_one_second_have_names_of_their_own(home, places, held):
    assert len({back_up(places).path for _ in range(5)}) == 5
    assert len(list((home / "backups").glob("kit-*.zip"))) == 5


def test_where_nothing_was_written_yet_there_is_nothing_to_back_up(kit):
    told(kit("backup"), "There is no database", "kit lab")


def test_a_damaged_backup_changes_nothing(kit, home, places, held):
    file = made(kit("backup"), home)
    before = records(places.database_url)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as found:
        at = found.getinfo("kit.db").header_offset + 2_000
    cases = {
        "cut": (whole[: len(whole) // 2], "is not a backup of the kit"),
        "other": (b"a shopping list", "is not a backup of the kit"),
        "bent": (whole[:at] + bytes(64) + whole[at + 64 :], "is damaged"),
    }
    for name, (content, said) in cases.items():
        (home / f"{name}.zip").write_bytes(content)
        told(kit("restore", f"{name}.zip", "--replace"), said, "Take another one")

    told(kit("restore", "none.zip"), "There is no file none.zip")
    assert records(places.database_url) == before


def test_a_backup_with_a_file_that_would_lie_outside_the_home_is_refused(kit, home, tmp_path):
    database = tmp_path / "copy.db"
    Store(f"sqlite:///{database}").close()
    (home / "data" / ".kit").mkdir(exist_ok=True)
    (tmp_path / "outside.txt").write_text("x")
    from kitlib.store.copying import figures_of, looked_at

    with looked_at(database) as connection:
        figures = figures_of(connection)
    Archive.write(tmp_path / "odd.zip", database, figures, tmp_path, [tmp_path / "outside.txt"])

    told(kit("restore", str(tmp_path / "odd.zip")), "outside.txt has no place in a home of the kit")


def test_a_database_and_a_backup_of_a_newer_kit_are_left_alone(kit, home, places, held, store):
    file = made(kit("backup"), home)
    store.close()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(home / "newer.zip", "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(f'"version": "{REVISION}"'.encode(), b'"version": "9999"')
            )
    told(kit("restore", "newer.zip", "--replace"), "made by a newer version of the kit", "Update the kit")
    with closing(sqlite3.connect(places.database_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    told(kit("backup", "second.zip"), "made by a newer version of the kit (9999)", "Update the kit")
    assert not (home / "second.zip").exists()


def test_restoring_is_refused_while_a_program_has_the_database_open(kit, home, places, held, store):
    file = made(kit("backup"), home)
    before = records(places.database_url)

    said = kit("restore", str(file), "--replace")  # this process has it open, as a server would

    told(said, "is open in another program", "Stop the kit")
    assert records(places.database_url) == before
    store.close()
    assert kit("restore", str(file), "--replace").returncode == 0


def test_a_damaged_database_is_put_aside_and_the_backup_takes_its_place(kit, home, places, held, store):
    file = made(kit("backup"), home)
    before = records(places.database_url)
    store.close()
    path = Path(places.database_url.removeprefix("sqlite:///"))
    path.write_bytes(b"no database at all " * 500)
    told(kit("restore", str(file)), "cannot be read")

    assert kit("restore", str(file), "--replace").returncode == 0

    assert records(places.database_url) == before
    (kept,) = (home / "backups").glob("damaged-*.db")
    assert kept.read_bytes().startswith(b"no database at all")


@pytest.mark.parametrize("command", [["backup"], ["restore", "any.zip"]], ids=" ".join)
def test_on_postgresql_the_servers_own_command_is_told_without_the_password(kit, command):
    url = "postgresql+psycopg://kit:secret@db.example/kit"
    said = told(kit(*command, env={"KIT_DATABASE_URL": url}), "kept by its own server")

    wanted = {
        "backup": "pg_dump --format=custom --file=kit.dump",
        "restore": "pg_restore --clean --if-exists",
    }
    assert wanted[command[0]] in said
    assert "postgresql://kit@db.example/kit" in said
    assert "secret" not in said
