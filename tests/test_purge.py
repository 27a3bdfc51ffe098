"""`kit purge`: what goes, what stays and is told, and that no byte of it is left."""

from __future__ import annotations

import datetime as dt
import json
import zipfile

import pytest
from postgres import on_both

from kitlib.store import Address, Disclosure, NewEntry

WORD = "XYZZY"


@pytest.fixture
def opened(kit, store):
    """`opened("999001", "2026-01-31")`: a meeting with its notebooks, as its owner opens it."""

    def opened(district: str, date: str = "2026-11-23"):
        assert kit("open", "introducing-bias", "--district", district, "--date", date).returncode == 0
        return next(m for m in store.meetings.list(district=district) if m.date == date)

    return opened


def write(page, meeting, word: str) -> None:
    one = page(meeting, seat="seat-1")
    one.write("first-thoughts", "too-fast", f"{word}, in private.")
    one.write("seats", "seat-1.role", f"{word} as a role", scope="team")


def found(folder, word: str) -> list[str]:
    """Every file in which a word stands, also within a backup."""
    here = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        if word.encode() in content:
            here.append(path.relative_to(folder).as_posix())
    return sorted(here)


def bytes_of(folder):
    return {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".db-" not in path.name
    }


def test_a_meeting_that_is_purged_leaves_no_byte_in_any_file_of_the_home(
    kit, home, tmp_path, store, places, opened, page
):
    gone, stays = opened("999001"), opened("999002")
    write(page, gone, WORD)
    write(page, stays, "Kept")
    (home / f"{gone.id}.ics").write_text(f"SUMMARY:{WORD}")
    (home / "my-notes.txt").write_text(f"I led {gone.id}.")
    for words in (
        ["records"],
        ["export"],
        ["backup"],
        ["handout", "introducing-bias", "--keys", "--meeting", gone.id],
    ):
        assert kit(*words).returncode == 0, words
    store._db.forget()
    before = bytes_of(home)
    assert len(found(tmp_path, WORD)) >= 7
    would = kit("purge", "--meeting", gone.id, "--backups")

    assert would.returncode == 0, would.stderr
    assert "Nothing was changed" in would.stdout
    assert bytes_of(home) == before
    done = kit("purge", "--meeting", gone.id, "--backups", "--yes")

    assert done.returncode == 0, done.stderr
    assert found(tmp_path, WORD) == []
    assert done.stdout.startswith(would.stdout.partition("Nothing was changed")[0]), (
        "exactly what was said before"
    )
    removed = {path for path in before if not path.exists()}
    assert removed == {path for path in before if f"  goes   {path}\n" in would.stdout}
    assert f"stays  {home / 'my-notes.txt'}" in would.stdout
    assert [meeting.id for meeting in store.meetings.list()] == [stays.id]
    assert not (home / "meetings" / gone.id).exists()
    (receipt,) = places.receipts.iterdir()
    told = json.loads(receipt.read_text())
    assert told["meetings"] == [{"id": gone.id, "district": "999001", "date": gone.date, "entries": 2}]
    assert set(told["files removed"]) == set(map(str, removed))
    assert told["nothing left in the database's files"] is True
    (act,) = store.audit.list(what="purged")
    assert (act.meeting, act.district, act.note) == (gone.id, "999001", "2 entries")
    assert "999001" not in (home / "records" / "manifest.jsonl").read_text()
    assert "North Haven Test" not in (home / "records" / "index.html").read_text()
    assert "South Haven Test" in (home / "records" / "index.html").read_text()
    assert "0 record(s) would be made; 1 are up to date." in kit("records", "--dry-run").stdout


def test_without_a_word_the_backups_stay_and_are_named(kit, home, opened, page):
    meeting = opened("999001")
    write(page, meeting, WORD)
    assert kit("backup").returncode == 0
    (backup,) = (home / "backups").iterdir()

    done = kit("purge", "--meeting", meeting.id, "--yes")

    assert backup.exists()
    assert f"stays  {backup}\n         (a backup that holds it: --backups deletes it too)" in done.stdout


def test_by_age_and_district_exactly_those_go_that_fit(kit, store, opened):
    today = dt.datetime.now().astimezone().date()
    days = {n: (today - dt.timedelta(days=n)).isoformat() for n in (30, 31)}
    young, _, other = opened("999001", days[30]), opened("999001", days[31]), opened("999002", days[31])

    done = kit("purge", "--district", "north haven test", "--older-than", "30", "--yes")

    assert done.returncode == 0, done.stderr
    assert {m.id for m in store.meetings.list()} == {young.id, other.id}


def test_by_kind_its_answers_go_and_everything_else_stays(kit, tmp_path, home, store, opened, page):
    meeting = opened("999001")
    one = page(meeting, seat="seat-1")
    one.write("first-thoughts", "too-fast", f"{WORD}, in private.")
    one.write("seats", "seat-1.role", "Kept as a role", scope="team")
    assert kit("records").returncode == 0
    kind = next(
        a.kind
        for id, a in library_of(home).session("introducing-bias").activities.items()
        if id == "first-thoughts"
    )

    done = kit("purge", "--kind", kind, "--yes")

    assert done.returncode == 0, done.stderr
    assert found(tmp_path, WORD) == []
    assert [a.value for a in store.entries.current(meeting.id)] == ["Kept as a role"]
    assert (home / "meetings" / meeting.id / "team-1.ipynb").exists()
    assert list((home / "records").glob("*/*.html")) == [], "a record of it is made anew"


def library_of(home):
    from kitlib.content import Library

    return Library(home / "facilitation")


def test_what_no_meeting_shows_any_more_goes_with_the_last_that_did(kit, store, opened):
    first, second = opened("999001"), opened("999002")
    assert first.content == second.content

    kit("purge", "--meeting", first.id, "--yes")
    assert first.content in store.contents
    kit("purge", "--meeting", second.id, "--yes")

    assert first.content not in store.contents


@on_both
def test_a_line_that_a_roll_up_showed_keeps_its_numbers_and_names_nobody_who_was_purged(store, hold):
    gone, stays = hold("introducing-bias"), hold("introducing-bias", district="999002")
    said = {f"{gone.id}/team-1/seat-1": (1, 0), f"{stays.id}/team-1/seat-1": (0, 1)}
    lines = [Disclosure("introducing-bias", f"t/{a}/i", "", 1, "", said, (1, 1), "2026-11-28") for a in "xy"]
    for line in lines:
        store.disclosures.disclose(line.session, line.family, lambda _, line=line: (None, [line]))

    purged = store.purging.purge({gone.id: None})

    assert purged.lines == 2
    after = [store.disclosures.of(line.session, line.family)[0] for line in lines]
    for line in after:
        assert line.numbers == (1, 1)
        assert sorted(line.answers.values()) == [(0, 1), (1, 0)]
        assert gone.id not in str(line)
        assert f"{stays.id}/team-1/seat-1" in line.answers
    assert after[0].answers.keys() == after[1].answers.keys(), "the same person is the same in both"
    assert store.purging.scrub() is True


@on_both
def test_what_comes_late_for_a_purged_meeting_is_refused(kit, store, opened, page):
    from kitlib.errors import KitError

    meeting = opened("999001")
    late = page(meeting, seat="seat-1")
    late.write("first-thoughts", "too-fast", "First.")
    store.purging.purge({meeting.id: None})

    with pytest.raises(KitError):
        late.write("first-thoughts", "too-fast", "Too late.")

    assert store.entries.marks() == {}


@pytest.mark.parametrize(
    ("words", "what", "next"),
    [
        ([], "Nothing was chosen", "kit purge --meeting ID"),
        (["--meeting", "why"], 'There is no meeting "why"', "kit meetings"),
        (["--district", "Nowhere"], 'There is no district "Nowhere"', "kit districts"),
        (
            ["--kind", "reflexion"],
            'There is no kind of activity "reflexion"; did you mean "reflection"',
            "Choose one",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_purged_is_told(kit, words, what, next):
    ran = kit("purge", *words, "--yes")

    assert ran.returncode == 1
    assert what in ran.stderr
    assert next in ran.stderr


def test_where_nothing_is_old_enough_all_is_done(kit, opened):
    opened("999001", dt.datetime.now().astimezone().date().isoformat())
    ran = kit("purge", "--older-than", "9", "--yes")

    assert ran.returncode == 0
    assert "No meeting fits" in ran.stdout


# -- the audit --------------------------------------------------------------------------------------


def test_the_audit_says_who_did_what_with_which_meeting_and_never_what_was_written(
    kit, home, store, opened, page, service
):
    meeting = opened("999001")
    other = opened("999002")
    write(page, meeting, WORD)
    writer = page(meeting, seat="seat-2")
    writer.write("first-thoughts", "too-fast", f"{WORD} to erase")
    service.erase(writer.message("first-thoughts", "too-fast", None))
    for words in (["export", "--district", "999001"], ["records"], ["backup"]):
        assert kit(*words).returncode == 0
    assert kit("purge", "--meeting", other.id, "--yes").returncode == 0

    listed = kit("audit").stdout
    assert [a.what for a in store.audit.list()] == [
        "opened", "opened", "erased", "exported", "records made", "backed up", "purged",
    ]  # fmt: skip
    assert WORD not in listed
    assert {a.who for a in store.audit.list(what="erased")} == {"a device"}
    of_other = kit("audit", "--meeting", other.id).stdout
    assert meeting.id not in of_other
    assert "purged" in of_other
    assert "exported" not in kit("audit", "--district", "South Haven Test").stdout
    assert "exported" in kit("audit", "--what", "exported", "--since", "2020-01-31").stdout
    assert "Nothing that fits was noted." in kit("audit", "--who", "nobody at all").stdout
    wrong = kit("audit", "--what", "export")
    assert wrong.returncode == 1
    assert 'did you mean "exported"' in wrong.stderr


# -- how long things are kept, and what was private before pages locked it -----------------------------


def test_what_is_older_than_the_setting_says_goes_and_the_rest_stays(kit, store, opened):
    today = dt.datetime.now().astimezone().date()
    old, new = (
        opened(code, f"{today - dt.timedelta(days=n)}") for code, n in (("999001", 400), ("999002", 300))
    )
    keeping = {"KIT_KEEP_DAYS": "365"}

    asked = kit("purge", "--due", env=keeping)
    assert old.id in asked.stdout
    assert new.id not in asked.stdout
    assert "Nothing was changed" in asked.stdout
    assert kit("purge", "--due", "--yes", env=keeping).returncode == 0
    assert [m.id for m in store.meetings.list()] == [new.id]


@pytest.mark.parametrize(
    ("setting", "what"), [("", "It is not set how long"), ("three years", 'says "three", which is no number')]
)
def test_a_setting_that_says_no_days_is_told_and_nothing_goes(kit, store, opened, setting, what):
    opened("999001", "2020-01-01")
    ran = kit("purge", "--due", "--yes", env={"KIT_KEEP_DAYS": setting})

    assert ran.returncode == 1
    assert what in ran.stderr
    assert "KIT_KEEP_DAYS=" in ran.stderr
    assert len(store.meetings.list()) == 1


@on_both
def test_private_answers_of_before_are_listed_and_emptied_when_told_so_and_locked_ones_stay(
    kit, home, tmp_path, store, hold, page, database
):
    meeting = hold("introducing-bias")
    sealed = page(meeting, seat="seat-1").write("first-thoughts", "too-fast", "sealed").entry.value
    plain = NewEntry(Address(meeting.id, "team-1", "seat-2", "first-thoughts", "too-fast"), f"{WORD} typed", "private", "writer-2", 1, None)  # fmt: skip
    store.entries.save(plain)
    is_file = database.startswith("sqlite")

    listed = kit("purge", "--unlocked")
    assert f"{meeting.id}  1" in listed.stdout
    assert "with --yes" in listed.stdout
    assert [a.value for a in store.entries.history(plain.address)] == [f"{WORD} typed"]
    if is_file:
        assert "1 private answer(s)" in kit("doctor").stdout
        assert kit("backup").returncode == 0
    emptied = kit("purge", "--unlocked", "--yes", "--backups")
    assert "Emptied: 1 private answers in 1 meeting(s)." in emptied.stdout
    assert [a.value for a in store.entries.history(plain.address)] == [None]
    assert [a.value for a, _ in store.entries.private_of(meeting.id, "team-1", "seat-1")] == [sealed]
    assert "nothing to purge" in kit("purge", "--unlocked").stdout
    assert "1 private answers that were not locked" in kit("audit", "--what", "purged").stdout
    if is_file:
        assert found(tmp_path, WORD) == []
