"""Translations lie beside the content as catalogues, and no page ever shows words that were made of other English."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.snapshot import Snapshot, take_snapshot
from kitlib.errors import ContentError
from kitlib.handouts.making import pages
from kitlib.handouts.plan import Plan
from kitlib.languages.catalogue import entries_in
from kitlib.settings import Settings
from kitlib.translating.checking import CatalogueCheck
from kitlib.translating.files import FORMATS, read_list, write_list
from kitlib.translating.keeping import Kept, keep
from kitlib.translating.lines import Line, lines_of
from kitlib.translating.parts import ALL, parts_of

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


# -- what ships ------------------------------------------------------------------------------------------


def test_what_ships_is_translated_into_the_same_texts_in_each_language():
    held: dict[str, set[tuple[str, str]]] = {}
    for path in SHIPPED.layers.catalogues():
        place, _, language = SHIPPED.place(path).rpartition(".")
        held.setdefault(language, set()).update((place, each.english) for each in entries_in(path))

    assert held.keys() == {"es", "pt", "ht"}
    assert [each for code in ("pt", "ht") for each in held[code] ^ held["es"]] == []


# -- a translator's list ---------------------------------------------------------------------------------


@pytest.fixture
def home(roots):
    """A home whose content may be written, but not what it was shipped with."""
    return Settings(roots[0].parent, "sqlite://")


def lists(library: Library, language: str = "es") -> dict[str, Line]:
    return {
        line.english: line for part in parts_of(library, "door") for line in lines_of(library, part, language)
    }


def back(roots, home: Settings, file: Path, **changed: tuple[str, str]) -> Kept:
    """What comes of a list that a translator fills in: `english=(words, state)`."""
    language, given = read_list(file)
    filled = [
        replace(each, words=changed[each.english][0], state=changed[each.english][1])
        if each.english in changed
        else each
        for each in given
    ]
    library = Library(*roots)
    return keep(library, home, parts_of(library, ALL), language, filled, today="2026-11-30")


def listed(roots, file: Path, language: str = "es") -> Path:
    library = Library(*roots)
    write_list(
        file,
        [line for part in parts_of(library, "door") for line in lines_of(library, part, language)],
        language,
    )
    return file


AWKWARD = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff\ufffe\uffff*[]{}@") | st.sampled_from("\n\"'=+-@,;\\\t"),
    min_size=1,
    max_size=40,
).map(str.strip).filter(bool).filter(lambda words: "@" not in words[1:])  # fmt: skip


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(words="=1+1\n‏مرحبا “بكم”, \\n", state="reviewed")
@given(words=AWKWARD, state=st.sampled_from(["draft", "reviewed"]))
def test_any_words_go_out_and_come_back_as_they_were(roots, home, tmp_path, ending, words, state):
    for path in roots[0].rglob("*.po"):
        path.unlink()
    file = tmp_path / f"list{ending}"
    assert (
        back(roots, home, listed(roots, file), **{"We walk": (words, state), "To end": (words, state)}).taken
        == 2
    )
    first = lists(Library(*roots))

    assert (first["We walk"].words, first["We walk"].state) == (words, state)
    assert first["We walk"].day == ("2026-11-30" if state == "reviewed" else "")
    assert Library(*roots).session("door").phrases["es"]["To end"] == words
    again = back(roots, home, listed(roots, file))
    assert (again.taken, again.known, again.refused) == (0, 2, [])
    assert lists(Library(*roots)) == first


def test_changed_english_stands_on_the_list_as_to_be_looked_at_again_until_somebody_has(
    roots, home, tmp_path
):
    file = tmp_path / "list.csv"
    back(
        roots,
        home,
        listed(roots, file),
        **{"We walk": ("Caminamos", "reviewed"), "What I saw": ("Lo que vi", "draft")},
    )
    _write(roots[0] / "welcome" / "1-door.yaml", SESSION.replace("title: We walk", "title: We stand still"))

    line = lists(Library(*roots))["We stand still"]
    assert (line.state, line.words, line.before) == ("look again", "Caminamos", "We walk")
    assert back(roots, home, listed(roots, file), **{"What I saw": ("Lo que yo vi", "reviewed")}).taken == 1
    assert 'msgid "We walk"' in (roots[0] / "welcome" / "1-door.es.po").read_text(encoding="utf-8")
    assert lists(Library(*roots))["We stand still"] == line
    assert "We stand still" not in Library(*roots).session("door").phrases["es"]

    assert back(roots, home, listed(roots, file), **{"We stand still": ("Nos paramos", "draft")}).taken == 1
    assert Library(*roots).session("door").phrases["es"]["We stand still"] == "Nos paramos"


def test_what_is_not_taken_is_told_with_the_reason_and_the_rest_is(roots, home, tmp_path):
    file = listed(roots, tmp_path / "list.csv")
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(
        text.replace("We walk,,new", "We walk,Caminamos,finished")
        .replace("To end,,new", "To finish,Para terminar,draft")
        .replace("Name **one** thing to change.,,new", "Name **one** thing to change.,Una cosa.,draft")
        .replace("What I saw,,new", "What I saw,Lo que vi,draft"),
        encoding="utf-8",
    )
    kept = back(roots, home, file)

    assert kept.taken == 1
    assert [why.partition(": ")[2] for why in kept.refused] == [
        "** must stand in the translation as often as in the English",
        'the state must be one of new, draft, reviewed, look again, found "finished"',
        '"To finish" does not stand there, or says something else now',
    ]


def test_what_may_not_be_written_where_it_ships_is_kept_in_own(roots, tmp_path):
    elsewhere = Settings(tmp_path / "home", "sqlite://")
    library = Library(roots[0], elsewhere.own)
    file = tmp_path / "list.po"
    write_list(file, list(lists(library).values()), "es")
    language, given = read_list(file)
    filled = [
        replace(each, words="Caminamos", state="draft") if each.english == "We walk" else each
        for each in given
    ]
    kept = keep(library, elsewhere, parts_of(library, ALL), language, filled)

    assert kept.written == [elsewhere.own / "welcome" / "1-door.es.po"]
    assert Library(roots[0], elsewhere.own).session("door").phrases["es"] == {"We walk": "Caminamos"}


def test_a_check_names_a_broken_catalogue_one_of_nothing_and_what_is_to_be_looked_at_again(roots):
    broken = _write(roots[0] / "welcome" / "1-door.es.po", 'msgid "We walk"\nmsgstr "unfinished\n')
    nowhere = _write(roots[0] / "welcome" / "2-window.es.po", entry("We walk", "Caminamos"))
    older = _write(roots[0] / "welcome" / "1-door.ht.po", entry("We run", "Nou kouri", "#: steps/walk/title"))
    checking = CatalogueCheck(Library(*roots))

    with pytest.raises(ContentError, match="line 2 has no closing quote"):
        checking.notes(broken)
    with pytest.raises(ContentError, match="there is no such file"):
        checking.notes(nowhere)
    assert checking.notes(older) == [
        "welcome/1-door > steps > walk > title: to be looked at again, since “We run” is “We walk” now"
    ]
