"""A whole kit for another state, as `examples/another-state` has it: sound, held, on paper and in a record, and all its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from contract.world import Writer
from kit_home import ROOT
from test_packs import installed

from kitlib.content import Library
from kitlib.keeping.new_home import make_home
from kitlib.meetings.service import MeetingService
from kitlib.settings import settings
from kitlib.store import Store

EXAMPLE = ROOT / "examples" / "another-state"
OURS = "Prompts and items were written by the Northmark Department of Learning."
NOT_OURS = re.compile(r"the kit’s own|Massachusetts|DESE")


@pytest.fixture
def state(tmp_path, monkeypatch, kit) -> Path:
    """The example as somebody copies it."""
    home = shutil.copytree(EXAMPLE, tmp_path / "northmark")
    monkeypatch.setenv("KIT_HOME", str(home))
    monkeypatch.chdir(home)
    return home


def done(told: subprocess.CompletedProcess[str]) -> str:
    assert told.returncode == 0, told.stderr
    return told.stdout


def hold(kit) -> None:
    """A meeting of one team in a parish, in which something was written."""
    done(kit("districts", "import", str(EXAMPLE / "data" / "districts.csv")))
    done(kit("districts", "import", str(EXAMPLE / "data" / "schools.csv")))
    done(kit("open", "welcome", "--district", "Aldermoor Parish", "--date", "2026-11-30"))
    store = Store(settings().database_url)
    (meeting,) = store.meetings.list(session="welcome")
    writer = Writer(MeetingService(store, Library.of(settings())), meeting)
    writer.save("team", "small", "chosen", "A bench at the door.")
    store.close()


def test_it_is_sound_and_has_nothing_of_the_kits_own_content(kit, state):
    assert "own/family-evenings/1-welcome.yaml is sound." in done(kit("check"))

    library = Library.of(settings())
    assert sorted(library.session_files) == ["choose-books", "look-back", "welcome"]
    assert (
        library.provenance("welcome").sentences()
        == f"“Evenings with families” (Northmark Department of Learning). {OURS}"
    )
    assert library.provenance("choose-books").sentences() == (
        f"A companion to “A week of reading” (Northmark Public Libraries). {OURS}"
    )


def test_a_meeting_is_held_there_and_its_record_and_handouts_are_its_own(kit, state):
    hold(kit)
    done(kit("records", "--jobs", "1"))
    done(kit("handout", "welcome", "--language", "es"))

    (record,) = (state / "records" / "welcome").glob("*.html")
    page = record.read_text("utf-8")
    assert "A bench at the door." in page
    assert "Aldermoor Parish" in page
    assert OURS in page
    assert not NOT_OURS.search(page)
    assert not NOT_OURS.search((state / "records" / "index.html").read_text("utf-8"))
    assert (state / "handouts" / "welcome-families-es.pdf").is_file()


def test_as_a_pack_it_is_a_layer_of_a_home_that_has_nothing_else(kit, state, tmp_path, monkeypatch):
    done(kit("pack", "build", "."))
    (wheel,) = (state / "dist").glob("*.whl")
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(tmp_path / "at"), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    home = make_home(tmp_path / "school", empty=True)
    (home / "kit.yaml").write_text("content: none\ncalled: {district: parish}\n")
    monkeypatch.setenv("KIT_HOME", str(home))
    monkeypatch.setenv("KIT_DATABASE_URL", f"sqlite:///{tmp_path / 'school.db'}")

    with installed(tmp_path / "at"):
        hold(kit)
        done(kit("records", "--jobs", "1", "--format", "ipynb"))
    (record,) = (home / "records" / "welcome").glob("*.ipynb")
    text = json.dumps(json.loads(record.read_text("utf-8")), ensure_ascii=False)
    assert "A bench at the door." in text
    assert OURS in text
