from __future__ import annotations

import os
import re
import shlex
import sqlite3
import subprocess
from pathlib import Path

import pytest
from kit_home import ROOT

from kitlib import __version__
from kitlib.exchange.sample import hold, read
from kitlib.settings import PORT
from kitlib.store import District

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def _told(ran: subprocess.CompletedProcess[str], code: int = 1) -> str:
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stderr


def _commands() -> list[str]:
    from kitlib.cli import app

    groups = [group.name for group in app.registered_groups if group.typer_instance.registered_callback]
    return [*(command.name for command in app.registered_commands), *groups]


def test_every_command_has_help_with_one_example_that_names_it(kit):
    for name in [*_commands(), "districts import", "districts list", "records verify", "records archive"]:
        said = kit(*name.split(), "--help").stdout
        assert f"Example: kit {name}" in said, name


def test_a_handout_with_a_character_that_no_font_draws_is_printed_and_told_of_in_words(kit, home):
    session = next((home / "facilitation").rglob("*why-mtss.yaml"))
    text = session.read_text(encoding="utf-8")
    session.write_text(re.sub(r"(?m)^title: ", "title: 𐎠 ", text, count=1), encoding="utf-8")
    ran = kit("handout", "why-mtss")

    assert ran.returncode == 0
    assert (home / "handouts" / "why-mtss-handout.pdf").is_file()
    assert re.match(r"Note: In “𐎠 .*”, some characters show as boxes, such as '𐎠'", ran.stderr)
    assert ".py" not in ran.stderr


def test_every_command_stands_in_the_docs():
    text = "".join(page.read_text(encoding="utf-8") for page in DOCS)
    for name in _commands():
        assert f"kit {name}" in text, name


def _kit_lines(page: Path) -> list[str]:
    found = re.findall(r"^    (?:\.venv/bin/)?(kit .*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [line for line in found if line.split()[1] not in ("lab", "demo", "serve")]


@pytest.mark.parametrize("page", [page for page in DOCS if _kit_lines(page)], ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_it_says(page, kit, home, places, service):
    kit("districts", "import", "data/districts.csv")
    if "kit rollup" in page.read_text(encoding="utf-8"):  # which rests on meetings that were held
        for path in (places.data / "sample").glob("shared-beliefs-*.json"):
            hold(read(path), service)
        (home / "regions.csv").write_text("district,group\nAlder Valley,West\nQuillhaven,East\n")
    service.store.close()  # as nobody else has it open who goes back to a backup
    for line in _kit_lines(page):
        ran = kit(*shlex.split(line)[1:])
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"


def test_the_demo_makes_its_records_anew_and_takes_away_nothing_that_it_did_not_make(process, home):
    first = process("demo")
    (home / "demo" / "notes.txt").write_text("Ours.")
    again = process("demo")

    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    listed = re.findall(r"(?m)^(demo/\S+\.html) ", again.stdout)
    assert len(listed) == 9
    assert all((home / each).is_file() for each in [*listed, "demo/records/index.html"])
    assert (home / "demo" / "notes.txt").read_text() == "Ours."
    assert "lead a session yourself: kit lab" in again.stdout


def test_the_version_is_told_as_a_report_needs_it(process):
    said = process("--version")

    assert said.returncode == 0
    assert re.fullmatch(rf"kit {re.escape(__version__)}, Python 3\.\d+\.\d+, .+\n", said.stdout)


def test_sessions_lists_by_word(kit):
    said = kit("sessions", "math", "beliefs").stdout

    assert "shared-beliefs" in said
    assert "introducing-bias" not in said
    assert "For: " in said  # of a few, who comes to each


def test_sessions_say_of_which_resource_they_are_how_long_and_what_follows(kit):
    said = kit("sessions").stdout

    assert "19. MTSS Introduction Videos and Video Facilitation Guide" in said
    assert "Why a system of tiers? (30 to 45 min, then 19.2)" in said
    assert max(map(len, said.splitlines())) < 160


def test_sessions_are_found_by_resource_time_and_audience(kit):
    assert "introducing-bias" in kit("sessions", "--resource", "7").stdout
    assert "introducing-bias" not in kit("sessions", "--resource", "mtss-videos").stdout
    assert "why-mtss" in kit("sessions", "--minutes", "30").stdout
    assert "introducing-bias" not in kit("sessions", "--minutes", "30").stdout
    assert "No session fits" in kit("sessions", "--audience", "astronauts").stdout


def test_opening_a_meeting_makes_its_notebooks(kit, home):
    kit("districts", "import", "data/districts.csv")
    ran = kit(
        "open", "why-mtss", "--district", "alder valley", "--team", "A", "--team", "B", "--date", "2026-12-01"
    )

    assert (
        f"http://localhost:{PORT}/doc/tree/meetings/why-mtss-99900001-2026-12-01/facilitator.ipynb"
        in ran.stdout
    )
    folder = home / "meetings" / "why-mtss-99900001-2026-12-01"
    assert sorted(p.name for p in folder.iterdir()) == ["facilitator.ipynb", "team-1.ipynb", "team-2.ipynb"]


# -- what a user can put right -----------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what", "next"),
    [
        (["open", "why-mts"], 'There is no session "why-mts"; did you mean "why-mtss"', "kit sessions"),
        (
            ["open", "why-mtss", "--district", "Nowhere"],
            'There is no district "Nowhere"',
            "kit districts import FILE",
        ),
        (
            ["open", "why-mtss", "--minutes", "20"],
            "cannot run in 20 minutes",
            "Choose one of its lengths: 30, 45",
        ),
        (
            ["open", "why-mtss", "--minutes", "90"],
            "cannot run in 90 minutes: it takes 45.",
            "Choose one of its lengths: 30, 45",
        ),
        (["open", "why-mtss", "--date", "tomorrow"], '"tomorrow" is no date', "for example 2027-01-31"),
        (["open", "why-mtss", "--team", "A", "--team", "A"], "Two teams are called A", "name of its own"),
        (["open", "why-mtss", "--school", "X"], "A school needs its district", "Name the district"),
        (["handout", "why-mts"], 'There is no session "why-mts"; did you mean "why-mtss"', "kit sessions"),
        (
            ["handout", "why-mtss", "--minutes", "20"],
            "cannot run in 20 minutes",
            "one of its lengths: 30, 45",
        ),
        (["handout", "why-mtss", "--language", "xx"], "is written in xx (xx)", "kit handout why-mtss"),
        (["handout", "why-mtss", "--keys"], "no meeting to key anything into", "kit open why-mtss"),
        (["records", "--session", "why-mts"], 'There is no session "why-mts"', "kit sessions"),
        (["records", "--district", "Nowhere"], 'There is no district "Nowhere"', "kit districts import FILE"),
        (["records", "--format", "odt"], 'Records are not made as "odt"', "html,pdf,docx,ipynb"),
        (["records", "--format", "htm"], 'did you mean "html"', "html,pdf,docx,ipynb"),
        (["meetings", "--session", "x"], 'There is no session "x"', "kit sessions"),
        (["districts", "import", "none.csv"], "There is no file none.csv", "Look at its name"),
        (["districts", "list", "Nowhere"], 'There is no district "Nowhere"', "kit districts import FILE"),
        (["check", "facilitation/none.yaml"], "There is no file facilitation/none.yaml", "kit sessions"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_done_is_told_with_the_next_command(kit, words, what, next):
    said = _told(kit(*words))

    assert what in said
    assert next in said


def test_an_unknown_option_is_told_without_a_traceback(kit):
    assert "No such option" in _told(kit("records", "--sesion", "x"), code=2)


def test_a_place_that_is_no_kit_is_told(kit, tmp_path):
    said = _told(kit("sessions", env={"KIT_HOME": str(tmp_path)}))

    assert 'has no "facilitation" folder' in said
    assert "KIT_HOME=" in said


@pytest.mark.parametrize("damage", ["newer", "not a database", "locked"])
def test_a_database_that_cannot_be_used_is_told(kit, tmp_path, damage):
    path = tmp_path / "kit.db"
    kit("meetings")
    holder = None
    if damage == "newer":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    elif damage == "not a database":
        for file in tmp_path.glob("kit.db*"):
            file.unlink()
        path.write_text("a shopping list " * 500)
    else:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")

    said = _told(kit("open", "why-mtss"))

    assert {"newer": "newer version", "locked": "in use by another"}.get(damage, "is not a database") in said
    if holder:
        holder.close()


def test_a_changed_notebook_is_told_and_built_again(kit, home):
    (home / "notebooks" / "start.ipynb").write_text("{}")
    said = _told(kit("build", "--check"))
    assert "start.ipynb: does not match its session file" in said
    assert "kit build" in said

    assert kit("build").returncode == 0
    assert kit("build", "--check").returncode == 0


def test_an_unsound_session_stops_check_and_names_every_file(kit, home):
    for name in ("bias-toolkit/1-introducing-bias.yaml", "mtss-videos/1-why-mtss.yaml"):
        path = home / "facilitation" / name
        path.write_text(path.read_text().replace("purpose:", "purpos:", 1))
    said = _told(kit("check"))

    for name in ("1-introducing-bias.yaml has 1 problem", "1-why-mtss.yaml has 1 problem"):
        assert name in said
    assert 'unknown key; did you mean "purpose"?' in said
    again = said.splitlines()[-1]
    assert again.startswith("Mend, then run: kit check facilitation/bias-toolkit/1-introducing-bias.")
    assert again.endswith(" facilitation/mtss-videos/1-why-mtss.yaml")
    assert "Nothing was started" not in said
    assert "1-why-mtss.yaml has 1 problem. No meeting was opened.\n" in _told(kit("open", "why-mtss"))


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("own/homework/1-worth-doing.yml", "its name must end in .yaml: call it 1-worth-doing.yaml"),
        ("own/homework/1-worth-doing.yaml.txt", "its name must end in .yaml: call it 1-worth-doing.yaml"),
        (
            "own/homework/worth-doing.yaml",
            "the name of a session begins with its number: call it 1-worth-doing.yaml",
        ),
        ("own/.homework/1-worth-doing.yaml", '".homework" begins with a dot, and what is hidden is not read'),
        ("own/homework/1-worth-doing.es.po", "it translates 1-worth-doing.yaml, and there is no such file"),
        ("facilitation/mtss-videos/1-why-mtss.po", "its name says no language: call it 1-why-mtss.es.po"),
        ("own/1-worth-doing.yaml", "a session lies in the folder of its resource"),
        ("shared/homework/drafts/1-worth-doing.yaml", "it lies in a folder within a folder"),
    ],
)
def test_a_file_that_nobody_reads_is_told_with_what_to_do(kit, home, place, why):
    (home / "kit.yaml").write_text("layers: [shared]\n")
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# For us.\nid: worth-doing\n")
    nobodys = home / "own" / ".ipynb_checkpoints" / "1-worth-doing-checkpoint.yaml"
    nobodys.parent.mkdir(parents=True, exist_ok=True)
    nobodys.write_text("id: worth-doing\n")
    for said in (_told(kit("check")), _told(kit("check", place)), kit("sessions").stdout):
        assert place in said
        assert why in said
        assert ".ipynb_checkpoints" not in said


def test_a_colon_in_one_title_harms_that_session_alone(kit, home, places, service, hold, page, tmp_path):
    meeting = hold("why-mtss")
    page(meeting).write("seats", "seat-1.role", "Kept word", scope="team")
    path = home / "facilitation" / "mtss-videos" / "1-why-mtss.yaml"
    path.write_text(path.read_text().replace("title: ", "title: Why: ", 1))

    listed = kit("sessions")
    assert listed.returncode == 0
    assert "introducing-bias" in listed.stdout
    assert "mended: why-mtss. See what: kit check facilitation/mtss-videos/1-why-mtss.yaml" in listed.stdout
    assert "it goes in quotes" in _told(kit("check", "facilitation/mtss-videos/1-why-mtss.yaml"))
    assert "Not built, since a file that they need is not sound: why-mtss" in _told(kit("build"))
    assert "why-mtss" in _told(kit("build", "--check"))
    assert kit("open", "introducing-bias", "--district", "999001").returncode == 0
    assert "No meeting was opened." in _told(kit("open", "why-mtss", "--district", "999001"))
    assert kit("handout", "why-mtss", "--meeting", meeting.id, "--out", str(tmp_path)).returncode == 0

    made = kit("records", "--out", str(tmp_path / "records"))
    assert made.returncode == 0, made.stderr
    assert "Kept word" in "".join(each.read_text() for each in (tmp_path / "records").glob("*/*.html"))
    assert kit("export", "--out", str(tmp_path / "export")).returncode == 0
    assert "Kept word" in (tmp_path / "export" / "entries.csv").read_text(encoding="utf-8-sig")


def test_what_a_session_says_of_others_is_checked(kit, home):
    folder = home / "facilitation" / "mtss-videos"
    path = folder / "1-why-mtss.yaml"
    path.write_text(re.sub("(?m)^next: .*$", "next: tired-schedule", path.read_text()))
    (home / "facilitation" / "bias-toolkit" / "9-why-mtss.yaml").write_text(path.read_text())
    hidden = folder / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "1-why-mtss-checkpoint.yaml").write_text("nobody's: [")

    said = _told(kit("check"))

    assert 'next: there is no session "tired-schedule"' in said
    assert "id: is the id of facilitation/bias-toolkit/9-why-mtss.yaml as well" in said
    assert "checkpoint" not in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"kode;name\n1;A\n", 'needs the column "code"; did you mean "kode"'),
        (b"PK\x03\x04rest", "is a workbook that cannot be read"),
        (b"code,name\n", "has no lines below its headings"),
        (b"code,name,Code\n1,A,2\n", 'line 1: "code" stands in the columns 1 and 3'),
        (b"code,name\n,A\n", 'line 2, code "": It needs a code.'),
        (b"code,name\n12/34,A\n", 'line 2, code "12/34": This is not a code: it may hold only letters'),
        (b"code,name,enrollment\n1,A,many\n", 'line 2, enrollment "many": This is not a whole number.'),
        (b'code,name\n1,"A\n', "line 2: A quote that opens here is never closed."),
        (b"code,district_code,name\n1,77,A\n", 'line 2, district_code "77": This district is not loaded.'),
    ],
)
def test_a_list_that_cannot_be_read_is_told_and_loads_nothing(kit, home, content, told):
    (home / "list.csv").write_bytes(content)
    said = _told(kit("districts", "import", "list.csv"))

    assert told in said
    assert "No district is loaded" in kit("districts", "list").stdout


def test_sound_rows_are_loaded_and_the_others_named(kit, home):
    (home / "list.csv").write_text("code,name\n1,A\n1,B\n2,C\n")
    said = _told(kit("districts", "import", "list.csv"))

    assert '1 row(s) were left out:\n  line 3, code "1": It stands on line 2 already.' in said
    assert kit("districts", "list").stdout.splitlines()[1:] == ["1     A", "2     C"]


def test_how_a_list_was_read_is_told_where_it_is_no_plain_file(kit, home):
    (home / "list.csv").write_bytes("List of 2026\ncode,name\n1,Café\n".encode("cp1252"))

    said = kit("districts", "import", "list.csv").stdout

    assert "1 rows read, 1 new, 0 changed, 0 as before." in said
    assert "Line 3: letters in an older code (Windows-1252), read so." in said
    assert "Line 1 above the headings: left out." in said
    assert "Café" in kit("districts", "list").stdout


def test_a_console_that_cannot_show_a_letter_shows_its_number(kit, process):
    kit("districts", "import", "data/districts.csv")
    kit("open", "why-mtss", "--district", "alder valley", "--team", "👩‍🏫 Maestras", "--date", "1/31/27")

    listed = process("meetings", env={"PYTHONIOENCODING": "cp1252"})

    assert (listed.returncode, listed.stderr) == (0, "")
    assert "\\U0001f469\\u200d\\U0001f3eb Maestras" in listed.stdout
    assert "2027-01-31" in listed.stdout


@pytest.mark.parametrize("name", ["what works?", "100% #1", "Schule für Ängste", "a%3Fb"])
def test_the_database_lies_in_the_home_whatever_the_home_is_called(kit, tmp_path, name):
    home = tmp_path / name
    (home / "facilitation").mkdir(parents=True)

    ran = kit("districts", "list", env={"KIT_HOME": str(home), "KIT_DATABASE_URL": ""})

    assert "No district is loaded" in ran.stdout, ran.stderr
    assert (home / "data" / ".kit" / "kit.db").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"kit", name}


def test_a_meeting_of_a_code_from_before_codes_were_checked_has_a_name_that_is_no_path(
    hold, store, kit, home
):
    store.districts.load([District("../../zz", "Old Test")])

    meeting = hold("why-mtss", district="../../zz")

    assert meeting.id == "why-mtss-..-..-zz-2026-11-23"
    asked = kit("calendar", meeting.id)
    assert (asked.returncode, asked.stderr.splitlines()[0]) == (1, "No team has set a next date yet.")


def test_a_taken_port_is_told(kit):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = _told(kit("lab", "--no-browser", "--port", str(taken.getsockname()[1])))

    assert "is taken: the kit may be running already" in said


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root is asked")
def test_root_is_told_how_to_start_jupyterlab_all_the_same(kit):
    assert "kit lab -- --allow-root" in _told(kit("lab", "--no-browser", "--port", "8899"))


def test_a_bug_leaves_with_3_and_says_where_to_report(kit, monkeypatch):
    monkeypatch.setattr("kitlib.content.loading.Library.sessions", lambda self: 1 / 0)
    said = kit("sessions")

    assert said.returncode == 3
    assert "This is a bug of the kit" in said.stderr
