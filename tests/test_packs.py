"""A pack is a wheel that brings content: built without a network, installed, and a layer of another home like any other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kitlib.content import Library
from kitlib.content.layers import packs
from kitlib.keeping.new_home import make_home
from kitlib.meetings.planning import create_meeting
from kitlib.settings import environment, settings, shipped
from kitlib.store import Store

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def installed(target: Path) -> Iterator[None]:
    """What was installed into a folder is there, for this process and those that it starts."""
    with environment({"PYTHONPATH": os.pathsep.join([str(target), os.environ.get("PYTHONPATH", "")])}):
        sys.path.insert(0, str(target))
        packs.cache_clear()
        try:
            yield
        finally:
            sys.path.remove(str(target))
            packs.cache_clear()


@pytest.fixture
def pack(kit, tmp_path) -> Path:
    told = kit("pack", "new", str(tmp_path / "lake-sessions"), "--publisher", "The Lake Collaborative")
    assert told.returncode == 0, told.stderr
    return tmp_path / "lake-sessions"


def pip(wheel: Path, target: Path) -> None:
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet", "--target", str(target)]
    command = [sys.executable, "-m", "pip", "install", *options, str(wheel)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def test_a_pack_is_built_installed_and_held_in_another_home(kit, process, pack, tmp_path, monkeypatch):
    built = kit("pack", "build", str(pack))
    assert built.returncode == 0, built.stderr
    (wheel,) = (pack / "dist").glob("*.whl")
    assert f"pip install {wheel}" in built.stdout
    assert "brings 1 session" in built.stdout
    pip(wheel, tmp_path / "installed")
    home = make_home(tmp_path / "elsewhere", publisher="Hill County Schools")
    monkeypatch.setenv("KIT_HOME", str(home))

    with installed(tmp_path / "installed"):
        library = Library.of(settings())
        assert list(packs().folders) == ["lake-sessions"]
        assert library.session("first-lake-sessions").resource == "lake-sessions"
        assert (
            "Prompts and items are by The Lake Collaborative."
            in library.provenance("first-lake-sessions").sentences()
        )
        store = Store(settings().database_url)
        opened = create_meeting(store, library, settings(), session="first-lake-sessions")
        store.close()
        assert all((home / path).is_file() for path in opened.notebooks)
        assert "first-lake-sessions" in process("sessions", "lake").stdout
    assert "first-lake-sessions" not in Library.of(settings()).session_files


@pytest.mark.parametrize("is_a_clone", [False, True], ids=["home", "clone"])
def test_a_pack_with_blocks_of_its_own_changes_no_session_that_is_there_and_keeps_its_own(
    is_a_clone, kit, tmp_path, monkeypatch
):
    state = shutil.copytree(ROOT / "examples" / "another-state", tmp_path / "northmark")
    with environment({"KIT_HOME": str(state)}):
        own = {session.id: session for session in Library.of(settings()).sessions()}
        built = kit("pack", "build", str(state))
        assert built.returncode == 0, built.stderr
    pip(next(state.glob("dist/*.whl")), tmp_path / "installed")
    home = make_home(tmp_path / "elsewhere")
    if is_a_clone:
        shutil.copytree(shipped() / "facilitation", home / "facilitation")
    monkeypatch.setenv("KIT_HOME", str(home))
    before = {session.id: session for session in Library.of(settings()).sessions()}

    with installed(tmp_path / "installed"):
        library = Library.of(settings())
        assert library.faults() == {}
        assert {session.id: session for session in library.sessions()} == before | own
        checked = kit("check")
        assert checked.returncode == 0, checked.stderr
    assert len(before) > 80
    assert own


@pytest.mark.parametrize(
    ("place", "text", "told"),
    [
        ("lake-sessions/2-why-mtss.yaml", "", "why-mtss is also the id of a session that comes with the kit"),
        ("instruments/math-beliefs.yaml", "", "math-beliefs is also the id of an instrument that comes with the kit"),
        (
            "scales.yaml",
            "agreement-4: {title: Ours, points: [{value: 1, label: Rarely}, {value: 2, label: Often}]}",
            "agreement-4 is also the id of a scale with other points that comes with the kit",
        ),
    ],
)  # fmt: skip
def test_what_would_stand_behind_the_kits_own_is_not_packed(place, text, told, kit, pack):
    session = (pack / "own/lake-sessions/1-first-lake-sessions.yaml").read_text()
    texts = {
        "lake-sessions/2-why-mtss.yaml": session.replace("first-lake-sessions", "why-mtss").replace(
            "number: 1", "number: 2"
        ),
        "instruments/math-beliefs.yaml": (
            shipped() / "facilitation/instruments/math-beliefs.yaml"
        ).read_text(),
    }
    (pack / "own" / place).parent.mkdir(exist_ok=True)
    (pack / "own" / place).write_text(text or texts[place])
    refused = kit("pack", "build", str(pack))
    assert refused.returncode == 1
    assert told in refused.stderr
    assert not list(pack.glob("dist/*"))


def test_the_same_content_gives_the_same_file(kit, pack, tmp_path):
    for folder in ("one", "two"):
        assert kit("pack", "build", str(pack), "--out", str(tmp_path / folder)).returncode == 0
    (one,), (two,) = ((tmp_path / folder).glob("*.whl") for folder in ("one", "two"))

    assert one.read_bytes() == two.read_bytes()
    assert zipfile.ZipFile(one).testzip() is None


def test_what_jupyterlab_keeps_beside_is_not_packed(kit, pack):
    hidden = pack / "own" / "lake-sessions" / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "1-old.yaml").write_text("id: old\n")
    assert kit("pack", "build", str(pack)).returncode == 0
    (wheel,) = (pack / "dist").glob("*.whl")

    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "checkpoints" in name]


def test_a_folder_that_cannot_be_packed_is_told_with_the_next_command(kit, pack, tmp_path):
    def told(*words: str) -> str:
        found = kit("pack", "build", *words)
        assert found.returncode == 1
        assert "Traceback" not in found.stderr
        return found.stderr

    assert "kit pack new FOLDER" in told(str(tmp_path))
    whole = (pack / "kit.yaml").read_text()
    (pack / "kit.yaml").write_text("publisher: Us\n")
    assert 'pack: {name: our-sessions, version: "1.0"}' in told(str(pack))
    (pack / "kit.yaml").write_text(whole.replace('version: "1.0"', "version: next"))
    assert 'line 15, pack > version: must be numbers with points, such as "1.0", found "next"' in told(
        str(pack)
    )
    (pack / "kit.yaml").write_text(whole)
    session = pack / "own" / "lake-sessions" / "1-first-lake-sessions.yaml"
    session.write_text(session.read_text().replace("minutes: 60", "minutes: 61"))
    assert "the steps add up to 60 minutes, not to 61" in told(str(pack))
    assert not list(pack.glob("dist/*"))


@pytest.mark.parametrize("package", ["kit_pack_gone", "kit_pack_gone.within", ""])
def test_a_broken_pack_is_named_with_how_to_be_rid_of_it_and_takes_nothing_from_the_kit(
    package, kit, tmp_path
):
    at = tmp_path / "empty_pack-1.0.dist-info"
    at.mkdir()
    (at / "METADATA").write_text("Metadata-Version: 2.1\nName: empty-pack\nVersion: 1.0\n")
    (at / "entry_points.txt").write_text(f"[kitlib.content]\nempty = {package}\n")
    with installed(tmp_path):
        assert "why-mtss" in kit("sessions").stdout
        for command in ("check", "doctor"):
            told = kit(command)
            assert told.returncode == 1
            assert 'The pack "empty" holds no folder "facilitation"' in told.stdout + told.stderr
            assert "Update or remove it: pip uninstall empty-pack" in told.stdout + told.stderr
