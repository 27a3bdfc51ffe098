"""A home made from what is installed, the files that authors begin in it, and what it says of itself."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from jsonschema import Draft202012Validator
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.begun import still_as_begun
from kitlib.content.examples import ENDING
from kitlib.content.home import read_home
from kitlib.content.schemas import SCHEMAS, schema_text
from kitlib.content.starters import start_file
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.keeping.new_home import make_home
from kitlib.meetings.planning import create_meeting
from kitlib.settings import Settings, see_that_work_can_be_kept, settings, shipped, sqlite_url
from kitlib.store import Store

NOBODY = 65534


def places_of(home: Path) -> Settings:
    return Settings(home, sqlite_url(home / "data" / ".kit" / "kit.db"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home with the kit's sessions."""
    return places_of(make_home(tmp_path_factory.mktemp("homes") / "ours", publisher='The "Hill" schools'))


def begin(places: Settings, noun: str, id: str, of: str = "") -> Path:
    return start_file(Library.of(places), read_home(places), places.own, noun, id, of)


def test_a_new_home_has_the_kits_sessions_and_a_place_of_its_own(made):
    library = Library.of(made)

    assert set(library.session_files) == set(SHIPPED.session_files)
    assert not library.faults()
    assert (made.notebooks / "start.ipynb").is_file()
    assert (made.notebooks / "records" / "record.ipynb").is_file()
    assert not made.facilitation.exists(), "what ships stays in the package, which may be read-only"
    assert read_home(made).publisher == 'The "Hill" schools'


def test_what_its_kit_file_shows_of_other_keys_is_sound_and_needs_no_page_that_is_not_there(tmp_path, kit):
    places = places_of(make_home(tmp_path / "home", empty=True))
    text = places.kit_file.read_text("utf-8")
    (places.home / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="44"></svg>', encoding="utf-8"
    )
    places.kit_file.write_text(re.sub("(?m)^# ([a-z]+: )", r"\1", text), encoding="utf-8")

    said = read_home(places)

    assert said.called.schools == "campuses"
    assert said.provenance == "Written by teachers for {publisher}."
    assert (said.logo, said.languages) == ("logo.svg", ["es", "pt"])
    assert "docs/" not in text
    assert "called" in kit(*re.search("(?m): kit (schema kit)$", text)[1].split()).stdout
    assert not list(places.data.rglob("*.csv")), "no district of an empty home is made up"


def test_what_is_begun_there_is_sound_and_a_meeting_can_be_held_with_it(made):
    paths = [
        begin(made, "resource", "our-evenings"),
        begin(made, "session", "family-evening", "our-evenings"),
        begin(made, "session", "second-evening", "our-evenings"),
        begin(made, "instrument", "our-look"),
        begin(made, "version", "bias-here", "introducing-bias"),
    ]
    library = Library.of(made)
    for path in paths:
        library.check(path)

    assert library.resource("our-evenings").publisher == 'The "Hill" schools'
    assert library.resource("our-evenings").number > 20
    assert library.session("second-evening").number == 2
    store = Store(made.database_url)
    opened = create_meeting(store, library, made, session="family-evening")
    store.close()
    assert all((made.home / path).is_file() for path in opened.notebooks)
    with pytest.raises(KitError, match="is there already"):
        begin(made, "instrument", "our-look")
    with pytest.raises(KitError, match='There is a session "bias-here" already'):
        begin(made, "session", "bias-here", "our-evenings")
    with pytest.raises(KitError, match="kit new session third --of RESOURCE"):
        begin(made, "session", "third")


def test_in_an_empty_home_a_session_is_begun_with_blocks_that_are_begun_too(tmp_path):
    places = places_of(make_home(tmp_path / "empty", empty=True))
    begin(places, "resource", "first-days")
    assert not Library.of(places).session_files
    with pytest.raises(NotFoundError, match="There is no block attendance, agreements") as found:
        begin(places, "session", "hello", "first-days")
    assert found.value.next == "Begin them: " + ", ".join(
        f"kit new block {name}" for name in ("attendance", "agreements", "next-steps", "check-out")
    )

    for name in ("attendance", "agreements", "next-steps", "check-out", "our-walk"):
        Library.of(places).check(begin(places, "block", name))
    session = begin(places, "session", "hello", "first-days")

    Library.of(places).check(session)
    assert [step.id for step in Library.of(places).session("hello").steps] == [
        "attendance", "agreements", "think", "next-steps", "check-out",
    ]  # fmt: skip


def test_what_still_stands_as_it_was_begun_is_told_with_its_line(tmp_path):
    places = places_of(make_home(tmp_path / "home", empty=True))
    begin(places, "resource", "our-evenings")
    blocks = [begin(places, "block", n) for n in ("attendance", "agreements", "next-steps", "check-out")]
    session = begin(places, "session", "family-evening", "our-evenings")
    told = list(still_as_begun(session))

    assert (
        "line 6, purpose: still says “Say in one sentence what the meeting is for.”, as it was begun; write it over"
        in told
    )
    assert not [note for note in told if "alone, then table" in note]
    for path in (session, *blocks):
        said = [line for line in path.read_text("utf-8").splitlines() if re.search("(: |- )Say ", line)]
        assert len([note for note in still_as_begun(path) if "still says “Say " in note]) == len(said) > 0
        path.write_text(path.read_text("utf-8").replace("Say ", "We say "), encoding="utf-8")
        assert not [note for note in still_as_begun(path) if "still says “Say" in note]


def test_an_instrument_is_begun_with_domains_that_can_be_averaged(made):
    path = begin(made, "instrument", "two-domains")
    instrument = Library.of(made).instrument("two-domains")
    path.unlink()

    by_domain = [[item.domain for item in instrument.items].count(each) for each in instrument.domains]
    assert by_domain == [3, 3]


def test_a_version_is_begun_with_the_steps_from_which_it_may_differ(made):
    path = begin(made, "version", "why-here", "why-mtss")
    text = path.read_text("utf-8")

    for step in Library.of(made).session("why-mtss").steps:
        assert f"# {step.id} " in text
    assert len(Library.of(made).session("why-here").steps) == len(Library.of(made).session("why-mtss").steps)
    path.unlink()


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(KitError, match="is not empty"):
        make_home(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_kit_file_that_is_not_sound_is_told_and_the_smallest_group_is_never_lowered(tmp_path):
    places = places_of(tmp_path)
    for text, told in (
        ("smallest_group: 5\n", "line 1, smallest_group: must be at least 10, found 5"),
        ("publiser: Us\n", 'unknown key; did you mean "publisher"?'),
        ("content: half\n", "must be 'shipped' or 'none'"),
    ):
        places.kit_file.write_text(text, encoding="utf-8")
        with pytest.raises(ContentError, match=told.replace("?", r"\?")):
            read_home(places)


def test_further_folders_stand_above_what_ships_and_below_what_is_own(tmp_path, monkeypatch):
    home, shared = tmp_path / "home", tmp_path / "shared"
    (shared / "blocks").mkdir(parents=True)
    (home / "own" / "blocks").mkdir(parents=True)
    block = "# For us.\nid: break\ntitle: {}\nminutes: 5\nprompt: Rest.\n"
    (shared / "blocks" / "break.yaml").write_text(block.format("Of all"))
    (home / "kit.yaml").write_text("layers: [../shared]\n")
    monkeypatch.setenv("KIT_HOME", str(home))
    assert Library.of(settings()).block("break").title == "Of all"

    (home / "own" / "blocks" / "break.yaml").write_text(block.format("Ours"))
    assert Library.of(settings()).block("break").title == "Ours"


def test_the_installed_package_brings_what_a_home_needs(tmp_path, kit):
    told = kit("init", str(tmp_path / "new"), "--empty")

    assert told.returncode == 0, told.stderr
    assert "is a home of the kit" in told.stdout
    for name in SCHEMAS:
        json.loads((tmp_path / "new" / "schemas" / f"{name}.schema.json").read_text("utf-8"))


def test_where_notebooks_cannot_be_written_no_meeting_is_opened(home, kit, store):
    home.joinpath("meetings").write_text("a file stands in the way")
    told = kit("open", "why-mtss", "--date", "2026-11-30")

    assert told.returncode == 1
    assert "No meeting was opened." in told.stderr
    assert store.meetings.list() == []


def test_a_home_that_may_not_be_written_is_told_in_words(kit, monkeypatch):
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_text", refuse)
    told = kit("new", "resource", "our-evenings")

    assert told.returncode == 1
    assert "resource.yaml cannot be opened or written: Permission denied." in told.stderr
    assert "Traceback" not in told.stderr


@contextmanager
def who_may_only_read(folder: Path) -> Iterator[None]:
    """Within it this process is somebody who may read a folder and write nothing in it."""
    parts = [folder, *(each for each in folder.rglob("*") if each.is_dir())]
    for each in parts:
        each.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:  # to whom modes are nothing
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for each in parts:
            each.chmod(0o755)


@pytest.fixture
def shared():
    """A home at a place that everybody can reach, with a session of its own."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        places = places_of(make_home(Path(folder) / "kit"))
        begin(places, "resource", "our-evenings")
        begin(places, "session", "family-evening", "our-evenings")
        yield places


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights in lists, not in modes")
def test_a_home_that_can_only_be_read_says_so_before_anything_is_stored_and_is_a_layer_of_another(
    shared, kit, tmp_path
):
    everything = sorted(shared.home.rglob("*"))
    with who_may_only_read(shared.home):
        told = [kit(command, env={"KIT_HOME": str(shared.home)}) for command in ("lab", "serve")]
    for each in told:
        assert each.returncode == 1
        assert f"You may not write in {shared.home}" in each.stderr
        assert f"kit init FOLDER --layer {shared.own}" in each.stderr
    assert sorted(shared.home.rglob("*")) == everything

    mine = places_of(make_home(tmp_path / "mine", layers=[shared.own]))
    assert Library.of(mine).session("family-evening").resource == "our-evenings"
    see_that_work_can_be_kept(mine)
    with pytest.raises(KitError, match="is no folder"):
        make_home(tmp_path / "other", layers=[tmp_path / "gone"])


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights in lists, not in modes")
def test_where_only_what_people_write_can_be_written_the_kit_starts(shared):
    for folder in (shared.meetings, shared.data):
        folder.mkdir(exist_ok=True)
    with who_may_only_read(shared.home):
        with pytest.raises(KitError, match="You may not write in"):
            see_that_work_can_be_kept(shared)
        if os.geteuid() == NOBODY:
            os.seteuid(0)
        for folder in (shared.meetings, shared.data):
            folder.chmod(0o777)
        if os.getuid() == 0:
            os.seteuid(NOBODY)
        see_that_work_can_be_kept(shared)


# -- schemas ---------------------------------------------------------------------------------------------


def sort_of(path: Path) -> str:
    place = path.relative_to(ROOT / "facilitation").parts
    if path.stem.endswith(ENDING):
        return "example"
    if path.name in ("resource.yaml", "scales.yaml", "topics.yaml", "publisher.yaml"):
        return path.stem
    if place[0] == "instruments":
        return "crosswalk" if place[1] == "crosswalks" else "instrument"
    return {"blocks": "block", "reminders": "reminder"}.get(place[0], "session")


def test_every_shipped_file_fits_its_schema():
    checks = {name: Draft202012Validator(json.loads(schema_text(name))) for name in SCHEMAS}
    files = Library(shipped() / "facilitation").files()
    for path in files:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        error = next(
            checks[sort_of(ROOT / "facilitation" / path.relative_to(shipped() / "facilitation"))].iter_errors(
                data
            ),
            None,
        )
        assert error is None, f"{path}: {error.message[:300] if error else ''}"


def test_a_schema_finds_what_the_check_finds():
    check = Draft202012Validator(json.loads(schema_text("session")))

    assert check.is_valid({"id": "ours", "extends": "why-mtss", "steps": {"break": "drop"}})
    assert not check.is_valid({"id": "ours", "extends": "why-mtss", "stepps": {}})
    assert not check.is_valid({"id": "ours", "title": "No version, and not whole"})


def test_what_kit_check_names_it_takes_again_wherever_it_lies(kit, tmp_path, monkeypatch):
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("KIT_HOME", str(home))
    monkeypatch.chdir(home)
    sound = kit("check", str(home / "kit.yaml"))
    assert sound.returncode == 0, sound.stderr
    assert "kit.yaml is sound." in sound.stdout
    assert "kit.yaml is sound." in kit("check").stdout

    shipped_one = kit("check", "facilitation/mtss-videos/1-why-mtss.yaml")
    assert shipped_one.returncode == 0, shipped_one.stderr
    assert "facilitation/mtss-videos/1-why-mtss.yaml is sound." in shipped_one.stdout

    (home / "kit.yaml").write_text("publisher: [Us]\n")
    refused = kit("check", str(home / "kit.yaml"))
    assert refused.returncode == 1
    assert "publisher" in refused.stderr


def test_a_kind_of_activity_is_begun_as_a_package_and_never_over_another(kit, tmp_path, monkeypatch):
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("KIT_HOME", str(home))
    told = kit("new", "kind", "our-question")
    assert told.returncode == 0, told.stderr
    assert f"pip install {home / 'kinds' / 'our-question'}" in told.stdout
    assert (home / "kinds/our-question/kit_kind_our_question/screen.js").is_file()

    for name, why in (("our-question", "already"), ("rating", "already"), ("Our question", "cannot be")):
        refused = kit("new", "kind", name)
        assert refused.returncode == 1
        assert why in refused.stderr
