"""Whose words a session is made of: told wherever it is shown, and of nobody what is not true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kit_home import SHIPPED

from kitlib.content import Library
from kitlib.content.home import read_home
from kitlib.content.provenance import Provenance, Publisher
from kitlib.content.snapshot import Snapshot, take_snapshot
from kitlib.content.starters import start_file
from kitlib.errors import ContentError
from kitlib.handouts.making import pages
from kitlib.handouts.plan import Plan
from kitlib.keeping.new_home import make_home
from kitlib.meetings.screens import screens_of
from kitlib.meetings.service import MeetingService
from kitlib.settings import Settings, sqlite_url

KITS_OWN = "the kit’s own drafts"


def begun(places: Settings, noun: str, id: str, of: str = "") -> Library:
    start_file(Library.of(places), read_home(places), places.own, noun, id, of)
    return Library.of(places)


@pytest.fixture
def ours(tmp_path: Path) -> Settings:
    """A home of a publisher of its own, who has the kit's sessions as well."""
    home = make_home(tmp_path / "ours", publisher="Hill County Schools")
    return Settings(home, sqlite_url(home / "data" / ".kit" / "kit.db"))


def test_a_session_of_the_kit_is_a_companion_in_the_kits_own_words():
    said = SHIPPED.provenance("why-mtss").sentences()

    assert said.startswith("A companion to “")
    assert KITS_OWN in said
    assert "Some of" not in said


def test_a_publishers_own_session_says_nothing_of_a_companion_and_names_whose_its_parts_are(ours):
    begun(ours, "resource", "our-evenings")
    said = begun(ours, "session", "evening", "our-evenings").provenance("evening")

    assert said.sentences() == (
        "“Our evenings” (Hill County Schools). Prompts and items are by Hill County Schools. "
        "Some of its steps are by the facilitation kit."
    )
    assert said.honesty() == "Prompts and items are by Hill County Schools."


@pytest.mark.parametrize(
    ("steps", "items", "told"),
    [
        (["A"], ["A"], "Some of its steps and items are by A."),
        (["A", "B", "Us"], ["B"], "Some of its steps and items are by B. Some of its steps are by A."),
        ([], ["A"], "Some of its items are by A."),
    ],
)
def test_what_others_made_is_named_as_what_it_is(steps, items, told):
    resource = SHIPPED.resource("mtss-videos")
    said = Provenance.by(Publisher(publisher="Us"), resource, steps_by=steps, items_by=items)

    assert said.sentences().endswith(f"by Us. {told}")


def test_braces_for_which_nothing_is_filled_in_are_refused(ours):
    ours.kit_file.write_text(
        'provenance: "By {Publisher}."\ntranslations: {es: "De {publisher} y {year}."}\n', encoding="utf-8"
    )
    with pytest.raises(ContentError) as error:
        read_home(ours)

    assert "line 1, provenance: nothing is filled in for {Publisher}; in braces may stand {publisher}" in str(
        error.value
    )
    assert "line 2, translations > es: nothing is filled in for {year}" in str(error.value)


def test_a_version_says_who_made_it_and_whose_the_words_are_that_it_keeps(ours):
    said = begun(ours, "version", "bias-here", "introducing-bias").provenance("bias-here").sentences()

    assert "A companion to “" in said
    assert "A version made by Hill County Schools." in said
    assert KITS_OWN in said


def test_a_layer_says_it_in_its_own_words_and_languages(tmp_path, ours):
    shared = tmp_path / "shared"
    (ours.home / "kit.yaml").write_text(f"publisher: Hill County Schools\nlayers: [{shared}]\n")
    shared.mkdir()
    (shared / "publisher.yaml").write_text(
        "# Whose this is.\npublisher: The Lake Collaborative\n"
        "provenance: Written by teachers for {publisher}.\n"
        "translations:\n  es: Escrito por docentes.\n"
    )
    begun(ours, "resource", "our-evenings")
    begun(ours, "session", "evening", "our-evenings")
    (ours.own / "our-evenings").rename(shared / "our-evenings")
    library = Library.of(ours)

    said = library.provenance("evening")
    assert "Written by teachers for The Lake Collaborative." in said.sentences()
    assert said.translations == {"es": "Escrito por docentes."}
    assert "A companion to “Our evenings” (Hill County Schools)." in said.sentences()


def test_screens_and_sheets_say_it_and_only_it(ours, store):
    begun(ours, "resource", "our-evenings")
    library = begun(ours, "session", "evening", "our-evenings")
    said = library.provenance("evening").sentences()

    shown = screens_of(
        MeetingService(store, library), session="evening", meeting="", role="facilitator", team="team-1"
    )
    sheets = " ".join(page.html for page in pages(Plan(library, "evening")))
    for text in (json.dumps(shown, ensure_ascii=False), sheets):
        assert said in text
        assert KITS_OWN not in text


def test_a_meeting_goes_on_saying_what_it_was_opened_with(ours):
    begun(ours, "resource", "our-evenings")
    library = begun(ours, "session", "evening", "our-evenings")
    kept = take_snapshot(library, "evening").to_json()

    assert Snapshot.from_json(json.loads(json.dumps(kept))).provenance("evening") == library.provenance(
        "evening"
    )


def test_of_a_meeting_that_did_not_keep_it_no_more_is_said_than_is_known():
    kept = take_snapshot(SHIPPED, "why-mtss").to_json()
    del kept["provenance"]

    said = Snapshot.from_json(kept).provenance("why-mtss").sentences()
    assert said.startswith("“")
    assert "drafts" not in said
    assert "companion" not in said


def test_a_publisher_file_that_is_not_sound_is_told_with_its_line(ours):
    ours.own.joinpath("publisher.yaml").write_text("# Whose this is.\npubliser: Us\n")

    with pytest.raises(ContentError, match='line 2, publiser: unknown key; did you mean "publisher"'):
        Library.of(ours).check(ours.own / "publisher.yaml")
