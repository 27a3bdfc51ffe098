"""Translations lie beside the content as catalogues, and no page ever shows words that were made of other English."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kit_home import ROOT

from kitlib.content import Library
from kitlib.content.snapshot import Snapshot, take_snapshot
from kitlib.handouts.making import pages
from kitlib.handouts.plan import Plan

SESSION = """\
# For the tests.
id: door
resource: welcome
number: 1
title: Who opens the door
purpose: See our school as a family does [@page].
audience: A team.
leads: A teacher.
in_room: [A family member]
minutes: 20
outcomes: [Name **one** thing to change.]
product: One change.
follow_up: Tell everybody.
reminders: []
sources: [{id: page, title: A page, publisher: The State, url: "https://www.example.org/a"}]
steps:
  - id: walk
    title: We walk
    minutes: 12
    readers: families
    prompt: Look at the door. What do you see?
    facilitator: Wait by the door.
    activities:
      - {id: notes, kind: reflection, prompts: [{id: seen, text: What I saw, readers: families}]}
      - {id: rate, kind: rating, instrument: door-look}
  - {block: close, id: close, minutes: 8}
"""
RESOURCE = """\
# For the tests.
id: welcome
number: 900
title: Welcome
publisher: The State
url: "https://www.example.org/a"
about: A page.
audience: Teams.
"""
INSTRUMENT = """\
# For the tests.
id: door-look
version: "1"
title: How is our door?
made_by: our own
scale: door
readers: families
items: [{id: open, text: It is open., domain: The way in}]
"""
SCALES = "# For the tests.\ndoor: {title: How much, points: [{value: 1, label: Little}, {value: 2, label: Much}]}\n"
BLOCK = (
    "# For the tests.\nid: close\ntitle: To end\nminutes: 8\nprompt: One word each.\nfacilitator: Listen.\n"
)


def entry(english: str, words: str, *marks: str) -> str:
    return "".join(f"{mark}\n" for mark in marks) + f'msgid "{english}"\nmsgstr "{words}"\n\n'


DRAFT = "#, fuzzy"


@pytest.fixture
def roots(tmp_path):
    """A small content of one session, and a district's own folder above it."""
    below, own = tmp_path / "kit" / "facilitation", tmp_path / "kit" / "own"
    files = {
        "welcome/1-door.yaml": SESSION,
        "welcome/resource.yaml": RESOURCE,
        "instruments/door-look.yaml": INSTRUMENT,
        "scales.yaml": SCALES,
        "blocks/close.yaml": BLOCK,
    }
    for place, text in files.items():
        _write(below / place, text)
    own.mkdir()
    return below, own


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sheets(library: Library, language: str = "es") -> str:
    return "".join(page.html for page in pages(Plan(library, "door"), language))


def test_a_session_is_read_in_the_words_of_the_catalogue_beside_it(roots):
    _write(
        roots[0] / "welcome" / "1-door.es.po",
        entry("We walk", "Caminamos")
        + entry("Look at the door. What do you see?", "Mire la puerta. ¿Qué ve?")
        + entry("See our school as a family does [@page].", "Ver la escuela como una familia [@page].")
        + entry("What I saw", "Lo que vi"),
    )
    library = Library(*roots)

    assert library.session("door").phrases["es"]["We walk"] == "Caminamos"
    said = sheets(library)
    assert "Caminamos" in said
    assert "¿Qué ve?" in said
    assert "Ver la escuela como una familia <a " in said
    assert "Lo que vi" in said
    assert '<span lang="en">Who opens the door</span>' in said


def test_what_sessions_share_is_translated_once_beside_itself(roots):
    _write(roots[0] / "blocks" / "close.es.po", entry("One word each.", "Una palabra cada uno.", DRAFT))
    _write(
        roots[0] / "instruments" / "door-look.es.po",
        entry("It is open.", "Está abierta.")
        + entry("How is our door?", "¿Cómo es nuestra puerta?")
        + entry("The way in", "La entrada"),
    )
    _write(roots[0] / "scales.es.po", entry("Much", "Mucho"))
    library = Library(*roots)

    assert library.session("door").phrases["es"] == {
        "One word each.": "Una palabra cada uno.",
        "The way in": "La entrada",
    }
    instrument = library.instrument("door-look")
    assert instrument.items[0].translations == {"es": "Está abierta."}
    assert (instrument.titles, instrument.reviewed) == ({"es": "¿Cómo es nuestra puerta?"}, ["es"])
    assert library.scale("door").points[1].translations == {"es": "Mucho"}


def test_when_the_english_changes_the_page_is_english_again_and_never_the_older_words(roots):
    catalogue = roots[0] / "welcome" / "1-door.es.po"
    _write(catalogue, entry("We walk", "Caminamos", "#: steps/walk/title") + entry("What I saw", "Lo que vi"))
    session = roots[0] / "welcome" / "1-door.yaml"
    _write(session, SESSION.replace("title: We walk", "title: We stand still"))

    assert list(Library(*roots).session("door").phrases["es"]) == ["What I saw"]

    _write(catalogue, entry("We stand still", "Caminamos", DRAFT, '#| msgid "We walk"'))
    assert Library(*roots).session("door").phrases == {}


def test_a_catalogue_that_is_not_sound_takes_nothing_from_the_others(roots):
    _write(roots[0] / "welcome" / "1-door.es.po", 'msgid "We walk"\nmsgstr "unfinished\n')
    _write(roots[0] / "welcome" / "1-door.ht.po", entry("We walk", "Nou mache"))

    assert Library(*roots).session("door").phrases == {"ht": {"We walk": "Nou mache"}}


@pytest.mark.parametrize(
    ("english", "words"),
    [("See our school as a family does [@page].", "Ver la escuela."), ("Name **one** thing to change.", "Una cosa."),
     ("See our school as a family does [@page].", "Ver la escuela [@other] [@page].")],
)  # fmt: skip
def test_words_that_lost_a_mark_of_their_english_are_not_shown(roots, english, words):
    _write(roots[0] / "welcome" / "1-door.es.po", entry(english, words))

    assert Library(*roots).session("door").phrases == {}


def test_a_districts_own_catalogue_goes_before_that_of_the_kit(roots):
    _write(
        roots[0] / "welcome" / "1-door.es.po",
        entry("We walk", "Caminamos") + entry("What I saw", "Lo que vi"),
    )
    _write(roots[1] / "welcome" / "1-door.es.po", entry("We walk", "Damos una vuelta"))

    assert Library(*roots).session("door").phrases["es"] == {
        "We walk": "Damos una vuelta",
        "What I saw": "Lo que vi",
    }


def test_what_the_file_itself_says_goes_before_any_catalogue(roots):
    _write(roots[0] / "welcome" / "1-door.yaml", SESSION + "phrases: {es: {We walk: A caminar}}\n")
    _write(
        roots[0] / "welcome" / "1-door.es.po",
        entry("We walk", "Caminamos") + entry("To end", "Para terminar"),
    )

    assert Library(*roots).session("door").phrases["es"] == {
        "We walk": "A caminar",
        "To end": "Para terminar",
    }


def test_a_version_is_read_in_the_words_of_the_session_that_it_extends(roots):
    _write(
        roots[0] / "welcome" / "1-door.es.po",
        entry("We walk", "Caminamos") + entry("What I saw", "Lo que vi"),
    )
    _write(
        roots[1] / "welcome" / "1-door-here.yaml",
        "# For us.\nid: door-here\nextends: door\nsteps: {walk: {title: We run}}\n",
    )
    _write(roots[1] / "welcome" / "1-door-here.es.po", entry("We run", "Corremos"))

    assert Library(*roots).session("door-here").phrases["es"] == {
        "We run": "Corremos",
        "What I saw": "Lo que vi",
    }


@pytest.mark.parametrize(
    ("marks", "reviewed"),
    [([], ["es"]), ([DRAFT], [])],
)
def test_sheets_say_that_they_are_a_draft_until_all_that_they_show_is_reviewed(roots, marks, reviewed):
    _write(
        roots[0] / "welcome" / "1-door.es.po",
        entry("We walk", "Caminamos", "# reviewed 2026-11-30") + entry("What I saw", "Lo que vi", *marks),
    )
    _write(roots[0] / "blocks" / "close.es.po", entry("One word each.", "Una palabra."))
    library = Library(*roots)

    assert library.session("door").reviewed == reviewed
    _write(
        roots[0] / "welcome" / "1-door.es.po", entry("Look at the door. What do you see?", "¿Qué ve?", *marks)
    )
    families = pages(Plan(Library(*roots), "door"), "es")[0]
    assert ("This translation is a draft" in families.html) == (not reviewed)


def test_a_meeting_keeps_the_words_that_it_was_opened_with(roots):
    catalogue = _write(roots[0] / "welcome" / "1-door.es.po", entry("We walk", "Caminamos"))
    kept = Snapshot.from_json(take_snapshot(Library(*roots), "door").to_json())
    catalogue.unlink()

    assert kept.session("door").phrases == {"es": {"We walk": "Caminamos"}}
    assert kept.session("door").reviewed == ["es"]


def test_a_pack_and_a_wheel_bring_their_catalogues():
    assert "facilitation/**/*.po" in (ROOT / "setup.py").read_text(encoding="utf-8")


def test_a_file_of_another_name_is_no_catalogue(roots):
    shutil.copy(
        _write(roots[0] / "welcome" / "1-door.po", entry("We walk", "Caminamos")),
        roots[0] / "welcome" / "notes.txt.po",
    )

    assert Library(*roots).session("door").phrases == {}
