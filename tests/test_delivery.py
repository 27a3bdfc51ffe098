"""What districts are handed: each its own and nothing of others, whole or not at all, in a folder or at an address."""

from __future__ import annotations

import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from calling import called
from kit_home import make_home, say_in_a_meeting
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

from kitlib.content import Library
from kitlib.meetings.service import MeetingService
from kitlib.settings import environment
from kitlib.store import District, Store

ALDER, BIRCH = "999001", "88880001"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Records of two districts, each with a sentence of its own."""
    folder = tmp_path_factory.mktemp("delivery")
    home = make_home(folder / "kit")
    url = f"sqlite:///{folder / 'kit.db'}"
    with environment({"KIT_HOME": str(home), "KIT_DATABASE_URL": url}), closing(Store(url)) as store:
        store.districts.load([District(ALDER, "Alder Valley"), District(BIRCH, "Birch Hollow")])
        service = MeetingService(store, Library(home / "facilitation"))
        for code, said in ((ALDER, "Alder asked twice."), (BIRCH, "Birch waits.")):
            say_in_a_meeting(service, code, said)
        assert called(["records"], {}, "").returncode == 0
        assert called(["portfolio"], {}, "").returncode == 0
        yield home / "records"


@pytest.fixture
def deliver(made: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    return lambda *words: called(["records", "deliver", *words], {}, "")


def of(place: Path, code: str) -> Path:
    (folder,) = place.glob(f"{code}*")
    return folder


def test_each_district_gets_its_page_its_records_and_an_index_and_no_word_of_another(deliver, made, tmp_path):
    told = deliver("--to", str(tmp_path / "share"))

    assert told.returncode == 0, told.stderr
    assert "2 districts" in told.stdout
    folder = of(tmp_path / "share", ALDER)
    texts = {
        file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*") if file.is_file()
    }
    assert {Path(name).suffix for name in texts} == {".html", ".ipynb"}
    assert sum(name.startswith("_portfolio/") for name in texts) == 2
    assert any("Alder asked twice." in text for text in texts.values())
    assert not any("Birch" in text for text in texts.values())
    links = [name for name in texts if name != "index.html"]
    assert all(f'href="{name}"' in texts["index.html"] for name in links)


def test_a_delivery_takes_the_place_of_an_earlier_one_and_leaves_nothing_of_it(deliver, made, tmp_path):
    share = tmp_path / "share"
    deliver("--to", str(share))
    (of(share, ALDER) / "old.html").write_text("of last year")

    deliver("--to", str(share), "--district", ALDER)

    assert not (of(share, ALDER) / "old.html").exists()
    assert sorted(path.name[:6] for path in share.iterdir()) == ["888800", "999001"]


def test_an_archive_is_one_file_with_the_folder_in_it(deliver, made, tmp_path):
    deliver("--zip", "--to", str(tmp_path), "--district", ALDER)

    archive = of(tmp_path, ALDER)
    with zipfile.ZipFile(archive) as file:
        assert f"{archive.stem}/index.html" in file.namelist()
        assert file.testzip() is None


def test_a_record_that_was_altered_is_handed_to_nobody(deliver, made, tmp_path):
    record = next((made / "introducing-bias").glob(f"{ALDER}*.html"))
    genuine = record.read_text()
    record.write_text(genuine.replace("asked", "never asked"))
    try:
        told = deliver("--to", str(tmp_path / "share"), "--district", ALDER)
    finally:
        record.write_text(genuine)

    assert told.returncode == 1
    assert "was altered since it was made" in told.stderr
    assert not (tmp_path / "share").exists()


@pytest.fixture
def ftp(tmp_path: Path) -> Iterator[str]:
    """The address of a server of files, which keeps them under `served`."""
    (tmp_path / "served").mkdir()
    may = DummyAuthorizer()
    may.add_user("kit", "open-it", str(tmp_path / "served"), perm="elradfmwMT")
    handler = type("Handler", (FTPHandler,), {"authorizer": may})
    server = FTPServer(("127.0.0.1", 0), handler)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            server.serve_forever(timeout=0.1, blocking=False, handle_exit=False)
        server.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"ftp://kit:open-it@127.0.0.1:{server.address[1]}/records"
    stopped.set()
    thread.join()


def test_an_address_takes_what_a_folder_takes_and_nothing_old_or_half_stays_there(deliver, ftp, tmp_path):
    first = deliver("--to", ftp)
    assert first.returncode == 0, first.stderr
    assert "open-it" not in first.stdout, "a password is told to nobody"
    served = tmp_path / "served" / "records"
    (of(served, ALDER) / "old.html").write_text("of last year")

    assert deliver("--to", ftp).returncode == 0

    deliver("--to", str(tmp_path / "share"))
    for code in (ALDER, BIRCH):
        here, there = of(tmp_path / "share", code), of(served, code)
        files = {path.relative_to(here): path.read_bytes() for path in here.rglob("*") if path.is_file()}
        assert {
            path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()
        } == files


def test_an_address_that_takes_nothing_is_told_in_words(deliver):
    for address, said in (
        ("ftp://127.0.0.1:1/x", "refused"),
        ("nothing://x", "nothing"),
        ("s3://x/y", "s3fs"),
    ):
        told = deliver("--to", address)
        assert told.returncode == 1
        assert said in told.stderr, told.stderr
        assert "secret" not in told.stderr
