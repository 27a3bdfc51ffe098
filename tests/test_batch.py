"""Batches of records under fault: nothing finished is lost or half written, and the summary tells the truth."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from multiprocessing import forkserver
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook
from pool_work import pid_of
from postgres import on_both
from sqlalchemy import and_, create_engine, delete
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.errors import KitError, KitWarning
from kitlib.meetings.contents import content_now
from kitlib.records import batch
from kitlib.records.batch import Batch
from kitlib.records.local import Local
from kitlib.records.lock import exclusive
from kitlib.records.making import make_one
from kitlib.records.manifest import Made, Manifest
from kitlib.records.pool import Pool
from kitlib.settings import environment
from kitlib.store import District, Store
from kitlib.store.tables import entries

SESSION = "why-mtss"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PATIENT = 120.0  # seconds for what must not be cut off on a busy machine


@pytest.fixture
def held(service, page):
    """`held(5)`: a meeting in each of five districts, with an answer; gives their codes."""

    def held(count: int) -> list[str]:
        codes = [f"77{n:04}" for n in range(1, count + 1)]
        service.store.districts.load([District(code, f"District {code}", "Sample County") for code in codes])
        for code in codes:
            meeting = service.store.meetings.open(
                session=SESSION,
                date="2026-11-23",
                minutes=45,
                teams_=["Team 1"],
                district=code,
                content=content_now(service.library, SESSION),
            )
            page(meeting).write("seats", "seat-1.role", "Teacher", scope="team")
        return codes

    return held


@pytest.fixture
def template(places):
    """`template("1 / 0")`: the template of records becomes a short one, whose third cell is that."""

    def template(source: str, name: str = "record.ipynb") -> Path:
        parameters = 'session = "a"  # which\ndistrict = "b"  # which'
        cells = [
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            new_code_cell(f"{source}\ndisplay({{'text/html': '<p>' + district + '</p>'}}, raw=True)"),
        ]
        path = places.notebooks / "records" / name
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)
        return path

    return template


def _run(places, out, *, runner=None, formats=("ipynb", "html"), **which):
    """Make what is due; gives what was made, and why the rest was not."""
    making = Batch(places, out, formats)
    ended = []
    plan = making.plan(making.units(**which))
    failures, _ = making.run(plan, runner or Local(2, PATIENT), lambda *told: ended.append(told))
    making.store.close()
    assert [failure for _, failure in ended if failure] == failures
    return sorted(unit.district for unit, failure in ended if not failure), {
        failure.unit.district: failure for failure in failures
    }


def _plan(places, out, formats=("ipynb", "html"), **more):
    making = Batch(places, out, formats)
    try:
        return making.plan(making.units(), **more)
    finally:
        making.store.close()


def _whys(places, out, **more):
    return {each.unit.district: each.why for each in _plan(places, out, **more).due}


def _whole(out: Path) -> set[str]:
    """The districts whose files are there and whole; fails for any that is cut short, or left aside."""
    codes = set()
    for path in out.glob("*/*"):
        assert not path.name.startswith("."), f"{path} was left"
        code = path.name.split("-")[0]
        if path.suffix == ".ipynb":
            nbformat.validate(nbformat.read(path, as_version=4))
        else:
            assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
        if path.suffix == ".html":
            codes.add(code)
    return codes


def _in_manifest(out: Path) -> set[str]:
    """The districts of the manifest; a line that is just being written does not count yet."""
    lines = re.findall(r"(.+)\n", (out / "manifest.jsonl").read_text(encoding="utf-8"))
    return {json.loads(line)["district"] for line in lines}


# -- what one record does to the others -------------------------------------------------------


def test_a_worker_that_is_killed_costs_no_record(places, held, template, tmp_path):
    codes = held(5)
    once = tmp_path / "once"
    template(
        "import os, pathlib, signal\n"
        f"once = pathlib.Path({str(once)!r})\n"
        f"if district == {codes[2]!r} and not once.exists():\n"
        "    once.touch()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    made, failed = _run(places, tmp_path / "out")

    assert once.exists()
    assert (made, failed) == (codes, {})
    assert _whole(tmp_path / "out") == set(codes)


def test_a_worker_that_is_killed_while_it_stands_by_costs_no_record(places, held, template, tmp_path):
    codes, killed = held(5), []
    template("pass")

    def kill_the_newest(unit, failure):
        if unit.district == codes[1]:
            newest = max(multiprocessing.active_children(), key=lambda process: process._identity)
            newest.kill()
            newest.join()
            killed.append(newest.exitcode)
        assert failure is None

    making = Batch(places, tmp_path / "out", ("ipynb", "html"))
    making.run(making.plan(making.units()), Local(1, PATIENT), kill_the_newest)
    making.store.close()

    assert killed == [-signal.SIGKILL]
    assert _whole(tmp_path / "out") == set(codes) == _in_manifest(tmp_path / "out")


def test_a_record_that_always_kills_its_worker_is_named_and_the_rest_are_made(
    places, held, template, tmp_path
):
    codes = held(5)
    template(f"import os, signal\nif district == {codes[0]!r}:\n    os.kill(os.getpid(), signal.SIGKILL)")
    made, failed = _run(places, tmp_path / "out")

    assert made == codes[1:]
    assert failed[codes[0]].why.startswith("cell 3: its process died twice, of signal SIGKILL")
    assert _whole(tmp_path / "out") == set(codes[1:]) == _in_manifest(tmp_path / "out")


def test_a_record_that_hangs_is_stopped_and_named_with_its_cell(places, held, template, tmp_path):
    codes = held(3)
    template(f"import threading\nif district == {codes[1]!r}:\n    threading.Event().wait()")
    made, failed = _run(places, tmp_path / "out", runner=Local(1, 10))

    assert made == [codes[0], codes[2]]
    assert failed[codes[1]].why == "cell 3: took more than 10 seconds and was stopped"
    assert _whole(tmp_path / "out") == {codes[0], codes[2]}


def test_a_record_that_eats_memory_fails_alone(places, held, template, tmp_path):
    codes = held(3)
    template(
        f"if district == {codes[1]!r}:\n    eaten = [bytearray(2**26) for _ in range(32)]  # 2 GB, if it may"
    )
    made, failed = _run(places, tmp_path / "out", runner=Local(2, PATIENT, memory=2**29))

    assert made == [codes[0], codes[2]]
    assert failed[codes[1]].why.startswith("cell 3: MemoryError")


def test_a_failure_keeps_the_notebook_that_shows_it_until_the_record_is_made(
    places, held, template, tmp_path
):
    (code,) = held(1)
    template("1 / 0")
    _, failed = _run(places, tmp_path / "out")
    kept = failed[code].notebook

    assert failed[code].why == "cell 3: ZeroDivisionError: division by zero"
    assert "papermill-error-cell" in kept.read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "manifest.jsonl").read_text()

    template("1 / 1")
    assert _run(places, tmp_path / "out") == ([code], {})
    assert not kept.exists()


def test_a_copy_is_known_as_the_one_that_was_made_also_after_it_was_made_anew(
    places, held, template, page, tmp_path
):
    (code,) = held(1)
    template("1")
    out, copy = tmp_path / "out", tmp_path / "sent in March.html"
    _run(places, out)
    (made,) = (out / SESSION).glob("*.html")
    shutil.copy(made, copy)

    def said(path: Path) -> tuple[int, str]:
        ran = CliRunner().invoke(app, ["records", "verify", str(path), "--out", str(out)])
        return int(isinstance(ran.exception, KitError)), ran.output

    first = said(copy)
    assert first[0] == 0
    assert re.search(
        rf"as it was made on .*, District {code}\. Nothing that it was made from changed", first[1]
    )
    (meeting,) = Store(places.database_url).meetings.list(district=code)
    page(meeting).write("seats", "seat-2.role", "Teacher", scope="team")
    assert "Since then there are new answers." in said(copy)[1]
    _run(places, out)
    assert (
        f"Since then there are new answers, and it was made anew ({made.relative_to(out)})." in said(copy)[1]
    )
    assert said(out)[1].endswith("2 of 2 are as they were made.\n")
    copy.write_bytes(copy.read_bytes().replace(b"<p>", b"<P>"))
    assert said(copy)[0] == 1


def test_the_records_of_a_district_are_a_bag_that_an_archive_takes(places, held, template, tmp_path):
    first, _ = held(2)
    template("1")
    out, to = tmp_path / "out", tmp_path / "archive"
    _run(places, out)

    def ran(*more: str):
        command = ["records", "archive", "--out", str(out), "--to", str(to)]
        return CliRunner().invoke(app, [*command, *more])

    assert ran().output.endswith("2 districts. Hand each folder over whole: its digests are inside.\n")
    bags = sorted(to.iterdir())
    assert [bag.name[:22] for bag in bags] == ["770001-district-770001", "770002-district-770002"]
    for bag in bags:
        for listed in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            lines = [line.split("  ") for line in (bag / listed).read_text().splitlines()]
            found = {path: hashlib.sha256((bag / path).read_bytes()).hexdigest() for _, path in lines}
            assert found == {path: digest for digest, path in lines}
        payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
        oxum = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
        assert {path.suffix for path in payload} == {".html", ".ipynb"}
        assert f"Payload-Oxum: {oxum}\n" in (bag / "bag-info.txt").read_text()
        assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

    page = next((out / SESSION).glob("770001*.html"))
    page.write_text("altered")
    assert "was altered since it was made" in str(ran("--district", first).exception)
    assert "has no record" in str(ran("--out", str(tmp_path)).exception)
    assert sorted(to.iterdir()) == bags, "what stood there stands"


def test_a_district_that_is_called_otherwise_has_one_record_under_its_new_name(
    places, held, template, store, tmp_path
):
    (code,) = held(1)
    template("1")
    out = tmp_path / "out"
    _run(places, out, formats=("ipynb", "html", "docx"))
    stale = out / SESSION / f"{code}-district-{code}.failed.ipynb"
    stale.write_text("{}")
    store.districts.load([District(code, "New Haven")])

    assert _run(places, out) == ([code], {})

    stems = {form: f"{SESSION}/{code}-new-haven.{form}" for form in ("docx", "html", "ipynb")}
    assert sorted(path.relative_to(out).as_posix() for path in (out / SESSION).iterdir()) == sorted(
        stems.values()
    )
    assert {form: made.path for form, made in Manifest(out).files[SESSION, code].items()} == stems
    assert _whys(places, out, formats=("docx",)) == {code: "a name changed"}
    stale = out / f"{SESSION}/{code}-new-haven.failed.ipynb"
    stale.write_text("{}")
    _run(places, out)
    assert not stale.exists(), "the record is up to date"


WHERE = """
import os, sys, tempfile, warnings, pathlib
print(os.getcwd(), os.environ['KIT_HOME'], tempfile.mkdtemp(), pathlib.Path.home() / "x", sys.executable)
warnings.warn(os.environ['KIT_DATABASE_URL'])
from kitlib.records import Record
"""


@pytest.mark.parametrize("last", ["", "Record('no-such-session', district)", "open(tempfile.gettempdir())"])
def test_no_notebook_of_a_record_says_where_things_lie_on_the_computer_that_made_it(
    places, held, template, tmp_path, last
):
    (code,) = held(1)
    template(f"{WHERE}\n{last}")
    _, failed = _run(places, tmp_path / "out", formats=("ipynb",))
    assert bool(failed) == bool(last)
    (path,) = (tmp_path / "out" / SESSION).glob("*.ipynb")
    said = path.read_text(encoding="utf-8")

    assert ("Traceback" in said or "ename" in said) == bool(last)
    for folder in (tmp_path, Path.cwd(), Path.home() / "x", Path(sys.prefix), Path(tempfile.gettempdir())):
        assert str(folder) not in said
    assert "sqlite" not in said.replace("sqlite3", "")
    assert nbformat.read(path, as_version=4).metadata.papermill.parameters == {
        "session": SESSION,
        "district": code,
    }


def test_what_one_record_leaves_in_its_process_no_other_sees(places, held, template, tmp_path):
    codes = held(6)
    template("import kitlib\nassert not hasattr(kitlib, 'left')\nkitlib.left = 1")

    assert _run(places, tmp_path / "out") == (codes, {})


def test_without_a_fork_server_records_are_made_all_the_same(places, held, template, tmp_path):
    codes = held(3)
    template(f"import os\nif district == {codes[0]!r}:\n    os._exit(3)")
    made, failed = _run(places, tmp_path / "out", runner=Local(1, PATIENT, method="spawn"))

    assert made == codes[1:]
    assert failed[codes[0]].why == "cell 3: its process died twice, with exit code 3"


def test_processes_that_are_not_forked_are_replaced_after_some_items(monkeypatch):
    monkeypatch.setattr("kitlib.records.pool.ITEMS_IN_SPAWNED", 2)
    found = [ended.value for ended in Pool(pid_of, jobs=1, method="spawn").run(range(4))]

    assert found[0] == found[1] != found[2] == found[3]
    assert os.getpid() not in found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are read from /proc")
def test_no_connection_of_the_fork_server_is_there_to_be_used_by_a_record(places, held, template, tmp_path):
    held(6)
    template("pass")
    runner = Local(1, PATIENT)
    _run(places, tmp_path / "out", runner=runner)
    server = forkserver._forkserver._forkserver_pid
    opened = {os.readlink(link) for link in Path(f"/proc/{server}/fd").iterdir() if link.is_symlink()}
    threads = list(Path(f"/proc/{server}/task").iterdir())

    assert not [name for name in opened if "kit.db" in name]
    assert len(threads) == 1, "a fork copies one thread only, and what the others held stays locked"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_forked_records_each_read_postgresql_by_a_connection_of_their_own(places, held, template, tmp_path):
    codes = held(6)  # enough for the fork server to make one first
    template(
        "from kitlib.records import Record\nfor _ in range(5):\n    Record(session, district).decisions()"
    )

    assert _run(places, tmp_path / "out") == (codes, {})


# -- what interrupts a run --------------------------------------------------------------------


@pytest.fixture
def running(home, held, template, tmp_path):
    """`kit records` in its third record of five, which waits; and what hears when that record's process ends."""
    codes, heard, go = held(5), tmp_path / "heard", tmp_path / "go"
    os.mkfifo(heard)
    template(
        "import os, pathlib, threading\n"
        f"if district == {codes[2]!r} and not pathlib.Path({str(go)!r}).exists():\n"
        f"    told = open({str(heard)!r}, 'w')\n"
        "    print(os.getpid(), file=told, flush=True)\n"
        "    threading.Event().wait()"
    )
    command = [sys.executable, "-m", "kitlib.cli", "records", "--jobs", "1"]
    process = subprocess.Popen(
        command,
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has them ignore what Ctrl-C sends.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with heard.open() as of_record:
        of_record.readline()
        # The third is at work before the second is written down; one that is not is only made again.
        deadline = time.monotonic() + PATIENT
        while _in_manifest(home / "records") != set(codes[:2]):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.01)
        yield process, command, codes, of_record, go
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("by", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGKILL", -9)], ids=["SIGINT", "SIGTERM", "SIGKILL"]
)
def test_an_interrupted_run_keeps_what_was_finished_and_the_next_goes_on(running, home, by, code):
    process, command, codes, of_record, go = running
    process.send_signal(getattr(signal, by))
    _, said = process.communicate(timeout=PATIENT)

    assert process.returncode == code
    assert "Traceback" not in said
    assert of_record.read() == "", "the record's own process has ended too"
    if by != "SIGKILL":
        assert _whole(home / "records") == set(codes[:2])
    assert _in_manifest(home / "records") == set(codes[:2])

    go.touch()
    ran = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
    assert re.search(r"3 of 3 records made in \d+ s, 2 were up to date", ran.stdout)
    assert _whole(home / "records") == set(codes) == _in_manifest(home / "records")


def test_two_runs_do_not_write_to_one_folder(running, home):
    process, command, _, _, _ = running
    second = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert "Another run is writing records to" in second.stderr
    assert process.poll() is None


def test_a_lock_is_refused_while_it_is_held_and_free_when_its_holder_is_killed(tmp_path):
    path, refusal = tmp_path / "folder" / ".lock", KitError("busy")
    code = (
        "import sys, threading\nfrom pathlib import Path\nfrom kitlib.records.lock import exclusive\n"
        "with exclusive(Path(sys.argv[1]), Exception('busy')):\n"
        "    print('held', flush=True)\n    threading.Event().wait()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(KitError, match="busy"), exclusive(path, refusal):
            pass
    finally:
        holder.kill()
        holder.communicate()

    with exclusive(path, refusal), pytest.raises(KitError, match="busy"), exclusive(path, refusal):
        pass
    with exclusive(path, refusal):
        pass


@pytest.mark.parametrize("answer", ["ENOLCK", "EOPNOTSUPP"])
def test_a_disk_without_locks_is_told_of_and_written_to(
    places, held, template, tmp_path, monkeypatch, answer
):
    codes = held(1)
    template("pass")

    def flock(*_):
        raise OSError(getattr(errno, answer), answer)

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.warns(KitWarning, match="keeps no locks"):
        assert _run(places, tmp_path / "out") == (codes, {})


def test_a_folder_that_cannot_be_written_to_is_no_disk_without_locks(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), exclusive(tmp_path / "file" / ".lock", KitError("busy")):
        pass


# -- the environment ------------------------------------------------------------------------------


def test_a_record_leaves_the_environment_as_it_was(places, held, template, tmp_path, monkeypatch):
    codes = held(2)
    template("import os\nos.environ['KIT_HOME']")
    monkeypatch.setenv("KIT_HOME", "before")
    monkeypatch.delenv("KIT_DATABASE_URL")
    before = dict(os.environ)
    making = Batch(places, tmp_path / "out")
    outcomes = [make_one(making._task(due), lambda _: None) for due in making.plan(making.units()).due]
    making.store.close()

    assert [(outcome.unit.district, outcome.failure) for outcome in outcomes] == [
        (code, None) for code in codes
    ]
    assert dict(os.environ) == before


@given(
    before=st.dictionaries(st.sampled_from(["KIT_A", "KIT_B", "KIT_C"]), st.text("xyz", max_size=3)),
    within=st.dictionaries(st.sampled_from(["KIT_A", "KIT_B", "KIT_C"]), st.text("xyz", max_size=3)),
    fails=st.booleans(),
)
def test_the_environment_ends_where_it_began(before, within, fails):
    with environment(before):
        outer = dict(os.environ)
        with contextlib.suppress(ZeroDivisionError), environment(within):
            assert outer | within == dict(os.environ)
            assert fails or 1 / 0
        assert dict(os.environ) == outer


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own that takes 400 kB, and what makes it larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder, lambda: subprocess.run(["mount", "-o", "remount,size=50m", str(folder)], check=True)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_whole_records_only(places, held, template, small_disk):
    out, more_room = small_disk
    codes = held(8)
    template("print('x' * 60_000)")
    with pytest.raises(KitError, match=r"is full\. \d of 8 records were made") as told:
        _run(places, out)
    made = int(re.search(r"full\. (\d) of", told.value.what)[1])

    assert 0 < made < 8
    assert made <= len(_whole(out)) < 8, "one may have been moved to its place as another met the end"
    assert len(_in_manifest(out)) == made

    more_room()
    again, failed = _run(places, out)
    assert (len(again), failed) == (8 - made, {})
    assert _whole(out) == set(codes) == _in_manifest(out)


# -- what is made again, and why --------------------------------------------------------------


@pytest.fixture
def made(places, held, template, tmp_path):
    """Three records that are up to date, and their codes."""
    codes = held(3)
    template("pass")
    out = tmp_path / "out"
    assert _run(places, out) == (codes, {})
    assert _whys(places, out) == {}
    return out, codes


@on_both
def test_an_answer_more_or_less_makes_its_record_again(places, made, service, page, database):
    out, codes = made
    (meeting,) = service.store.meetings.list(district=codes[1])
    page(meeting).write("seats", "seat-2.role", "Principal", scope="team")
    assert _whys(places, out) == {codes[1]: "there are new answers"}

    assert _run(places, out) == ([codes[1]], {})
    assert _whys(places, out) == {}

    engine = create_engine(database)
    with engine.begin() as connection:
        first = and_(entries.c.meeting == meeting.id, entries.c.field == "seat-1.role")
        connection.execute(delete(entries).where(first))
    engine.dispose()
    assert list(_whys(places, out)) == [codes[1]]


def test_a_second_meeting_makes_its_record_again(places, made, hold):
    out, codes = made
    hold(SESSION, district=codes[0])

    assert list(_whys(places, out)) == [codes[0]]


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("notebooks/records/record.ipynb", True),
        ("notebooks/start.ipynb", False),
        ("facilitation/mtss-videos/1-why-mtss.yaml", False),  # its meetings keep what they showed
        ("facilitation/mtss-videos/resource.yaml", False),
        ("facilitation/blocks/attendance.yaml", False),
        ("facilitation/scales.yaml", False),
    ],
)
def test_a_file_makes_those_records_again_that_rest_on_it(places, made, file, again):
    out, codes = made
    path = places.home / file
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert list(_whys(places, out)) == (codes if again else [])


def test_a_district_that_is_called_otherwise_gets_its_record_under_the_new_name(places, made, service):
    out, codes = made
    service.store.districts.load([District(codes[0], "New Name")])

    assert _whys(places, out) == {codes[0]: "a name changed"}
    _run(places, out)
    assert (out / SESSION / f"{codes[0]}-new-name.html").exists()


@pytest.mark.parametrize("ending", ["html", "ipynb"])
@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_text("cut"), "was altered"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), "was altered"),
        (lambda path: os.utime(path, (1, 1)), None),
    ],
    ids=["missing", "cut", "one byte", "touched"],
)
def test_a_file_that_is_not_as_it_was_written_is_made_again(places, made, harm, told, ending):
    out, codes = made
    path = next(out.glob(f"*/{codes[1]}-*.{ending}"))
    harm(path)
    whys = _whys(places, out)

    assert whys == ({codes[1]: f"{path.relative_to(out)} {told}"} if told else {})
    if told:
        assert _run(places, out) == ([codes[1]], {})
        assert _whole(out) == set(codes)


def test_each_format_is_made_when_it_is_asked_for_and_keeps_its_own_state(
    places, held, template, service, page, tmp_path
):
    (code,) = held(1)
    template("pass")
    out = tmp_path / "out"
    _run(places, out, formats=["html"])
    assert [p.suffix for p in out.glob("*/*")] == [".html"]
    assert _whys(places, out) == {code: "there is no ipynb of it yet"}

    _run(places, out)
    (meeting,) = service.store.meetings.list(district=code)
    page(meeting).write("seats", "seat-2.role", "Principal", scope="team")
    _run(places, out, formats=["html"])

    assert _whys(places, out, formats=["html"]) == {}
    assert _whys(places, out, formats=["ipynb"]) == {code: "there are new answers"}


def test_another_version_of_the_kit_makes_all_again(places, made):
    out, codes = made
    text = (out / "manifest.jsonl").read_text()
    (out / "manifest.jsonl").write_text(re.sub(r'"kit": "\S+', '"kit": "0.0.1', text))

    assert _whys(places, out) == dict.fromkeys(codes, "the kit changed")


def test_other_fonts_make_a_pdf_again_and_nothing_else(places, held, template, tmp_path):
    (code,) = held(1)
    template("pass")
    out = tmp_path / "out"
    _run(places, out, formats=["html", "pdf"])
    lines = (out / "manifest.jsonl").read_text()
    (out / "manifest.jsonl").write_text(lines.replace("manimgx-fonts-cjk 20", "manimgx-fonts-cjk 19"))

    assert _whys(places, out, formats=["html"]) == {}
    assert _whys(places, out, formats=["html", "pdf"]) == {code: "other fonts are installed"}


def test_all_are_made_when_all_are_asked_for(places, made):
    out, codes = made

    assert _whys(places, out, everything=True) == dict.fromkeys(codes, "all were asked for")


def test_a_record_whose_meetings_are_gone_is_told_and_left(places, made, tmp_path):
    out, codes = made
    with sqlite3.connect(tmp_path / "kit.db") as connection:
        for table, column in (("entries", "meeting"), ("teams", "meeting"), ("meetings", "id")):
            connection.execute(f"DELETE FROM {table} WHERE {column} LIKE ?", [f"%{codes[0]}%"])
    plan = _plan(places, out)

    assert not plan.due
    assert sorted(path.suffix for path in plan.gone) == [".html", ".ipynb"]
    assert all(path.exists() and codes[0] in path.name for path in plan.gone)


def test_only_what_was_held_since_a_day_is_due(places, made, service, page, library):
    _, codes = made
    meeting = service.store.meetings.open(
        session=SESSION,
        date="2027-01-31",
        minutes=45,
        teams_=["Team 1"],
        district=codes[2],
        content=content_now(service.library, SESSION),
    )
    page(meeting).write("seats", "seat-1.role", "Teacher", scope="team")

    assert [unit.district for unit in batch.due(service.store, library, since="2027-01-31")] == [codes[2]]
    assert [unit.district for unit in batch.due(service.store, library, since="2026-11-23")] == codes


# -- the manifest ---------------------------------------------------------------------------------

PLACES = st.text("abc", min_size=1, max_size=3)
MADE = st.builds(
    Made,
    path=PLACES,
    bytes=st.integers(0),
    mtime_ns=st.integers(0),
    sha256=PLACES,
    made=PLACES,
    seconds=st.just(0.5),
    inputs=st.fixed_dictionaries({"session": PLACES}),
)


@given(
    lines=st.lists(st.tuples(st.tuples(PLACES, PLACES), PLACES, MADE), max_size=8), cut=st.integers(0, 300)
)
def test_a_manifest_cut_anywhere_still_tells_of_every_whole_line_and_takes_more(tmp_path_factory, lines, cut):
    out = tmp_path_factory.mktemp("out")
    manifest = Manifest(out)
    for key, title, made in lines:
        manifest.add(key, title, {"html": made})
    raw = manifest.path.read_bytes() if lines else b""
    left = raw[: max(0, len(raw) - cut)]
    manifest.path.write_bytes(left)
    ends = itertools.accumulate(map(len, raw.splitlines(keepends=True)))
    whole = sum(end - 1 <= len(left) for end in ends)  # the last may lack its line end

    cut_one = Manifest(out)
    assert cut_one.files == {key: {"html": made} for key, _, made in lines[:whole]}

    cut_one.add(("new", "one"), "title", {"html": Made("p", 1, 1, "s", "m", 0.5, {"session": "x"})})
    assert Manifest(out).files == cut_one.files
    cut_one.tidy()
    assert Manifest(out).files == cut_one.files
    assert len(manifest.path.read_text().splitlines()) == len(cut_one.files)


# -- the command ------------------------------------------------------------------------------------


@pytest.fixture
def kit(home):
    def kit(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kitlib.cli", "records", *words]
        return subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)

    return kit


def test_the_command_names_each_failure_and_ends_with_1(kit, home, held, template):
    codes = held(3)
    template(f"if district != {codes[1]!r}:\n    raise ValueError(district)")
    ran = kit()

    assert ran.returncode == 1
    assert "1 of 3 records made" in ran.stdout
    assert "2 record(s) could not be made" in ran.stderr
    for code in (codes[0], codes[2]):
        assert f"District {code}, {SESSION}: cell 3: ValueError: {code}" in ran.stderr
        assert str(home / "records" / SESSION / f"{code}-district-{code}.failed.ipynb") in ran.stderr
    assert "Traceback" not in ran.stderr


def test_records_with_characters_that_no_font_draws_are_made_and_told_of(kit, home, held, template):
    codes = held(7)
    template("display({'text/html': '<p>𐎠</p>'}, raw=True)")
    ran = kit("--format", "pdf")

    assert "7 of 7 records made" in ran.stdout
    assert len(list((home / "records").rglob("*.pdf"))) == len(codes)
    told = [line for line in ran.stderr.splitlines() if line]
    assert len(told) == 6
    assert all(
        re.match(r"Note: In “District .*some characters show as boxes, such as '𐎠'", line)
        for line in told[:5]
    )
    assert told[5] == "Note: The same or the like was told of 2 more file(s)."


def test_a_dry_run_says_what_would_be_made_and_why_and_makes_nothing(kit, home, held, template):
    codes = held(2)
    template("pass")
    said = kit("--dry-run").stdout

    assert said.count("it was not made yet") == 2
    assert "2 record(s) would be made; 0 are up to date." in said
    assert not (home / "records").exists()

    kit("--district", codes[0])
    assert "1 record(s) would be made; 1 are up to date." in kit("--dry-run").stdout


def test_a_day_that_is_none_is_told(kit, held):
    held(1)

    assert '"soon" is no date' in kit("--since", "soon").stderr


# -- a cluster --------------------------------------------------------------------------------------


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("distributed", reason="distributed is not installed (kitlib[cluster])")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster:
        yield cluster


def test_a_cluster_makes_the_same_records_and_a_worker_that_dies_loses_none(
    places, held, template, cluster, tmp_path
):
    from kitlib.records.cluster import Cluster

    codes, once = held(5), tmp_path / "once"
    # The process of a record is a grandchild of the worker, by way of its fork server.
    template(
        "import os, pathlib, signal\n"
        f"once = pathlib.Path({str(once)!r})\n"
        f"if district == {codes[2]!r} and not once.exists():\n"
        "    once.touch()\n"
        "    server = os.getppid()\n"
        "    worker = int(pathlib.Path(f'/proc/{server}/stat').read_text().rsplit(')', 1)[1].split()[1])\n"
        "    once.write_text(str(worker))\n"
        "    os.kill(worker, signal.SIGKILL)\n"
        "    import threading; threading.Event().wait()"
    )
    workers = {nanny.pid for nanny in cluster.workers.values()}
    result = _run(places, tmp_path / "out", runner=Cluster(cluster.scheduler_address, PATIENT))

    assert int(once.read_text()) in workers
    assert result == (codes, {})
    assert _whole(tmp_path / "out") == set(codes) == _in_manifest(tmp_path / "out")


def test_a_cluster_that_does_not_answer_is_told(kit, held):
    pytest.importorskip("distributed", reason="distributed is not installed (kitlib[cluster])")
    held(1)
    said = kit("--dask", "tcp://127.0.0.1:9")

    assert said.returncode == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in said.stderr
