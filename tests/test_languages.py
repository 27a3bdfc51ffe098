"""What the kit says in other languages stands in catalogues that translators' tools read, and a draft is known as one."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from kit_home import ROOT
from said import counted_in, pages, said_in

from kitlib.errors import KitError
from kitlib.frontend import catalogues
from kitlib.keeping.new_home import make_home
from kitlib.kinds.shared.paper import DRAFT
from kitlib.languages import catalogue as language_catalogue
from kitlib.languages.catalogue import (
    KIT,
    Entry,
    counted_words,
    entries_in,
    forget,
    languages,
    own_words,
    places,
    write_entries,
)
from kitlib.languages.names import code_of, direction, english_name, long_day, own_name
from kitlib.meetings.screens import LINKED
from kitlib.server.language import LEFT
from kitlib.server.participants import CLOSED, _Join

CATALOGUES = [path for folder in places() for path in sorted(folder.glob("*.po"))]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_of_a_catalogue_is_one_that_the_kit_says(path):
    said = " ".join(
        re.sub(r'"\s*\n\s*"', "", file.read_text(encoding="utf-8"))
        for file in [
            *(ROOT / "kitlib").rglob("*.py"),
            *(ROOT / "kitlib").rglob("*.js"),
            *(ROOT / "facilitation").rglob("*.yaml"),
        ]
    )
    found = list(entries_in(path))
    assert len(found) > 100
    assert [each.english for each in found if each.context == KIT and each.english not in said] == []


#: Pages that are in English on purpose: those of who leads, plans and coordinates, and what staff do there with files.
ENGLISH_ONLY = (
    "screens/desk",
    "screens/start",
    "screens/planner",
    "screens/forms",
    "screens/instrument",
    "screens/projector",
)
PAGES = [
    page.read_text(encoding="utf-8")
    for page in pages(ROOT / "kitlib")
    if not any(each in page.as_posix() for each in ENGLISH_ONLY)
]


@pytest.mark.parametrize("language", ["es", "ht", "pt"])
def test_what_a_participants_page_says_stands_in_every_catalogue(language):
    own, counted = own_words(language), counted_words(language)
    said = set().union(*map(said_in, PAGES))
    things = set().union(*map(counted_in, PAGES))
    assert len(said) > 400

    assert sorted(said - own.keys()) == []
    assert sorted(one for one, _ in things if one not in counted.forms) == []


@pytest.mark.parametrize("language", ["es", "ht", "pt"])
def test_what_the_form_says_where_a_device_joins_stands_in_every_catalogue(language):
    own = own_words(language)
    assert {*_Join.shown.values(), CLOSED[False], LEFT, DRAFT, LINKED, "Language"} - {"lead"} <= own.keys()


def test_a_page_in_another_language_loads_its_words_alone_and_one_in_english_none(monkeypatch, tmp_path):
    (tmp_path / "ar.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgctxt "kit"\nmsgid "Saved {time}"\nmsgstr "حُفظ {time}"\n\n'
        'msgctxt "kit"\nmsgid "Only on paper"\nmsgstr "على الورق"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(language_catalogue, "places", lambda: (tmp_path,))
    language_catalogue.forget()

    found = catalogues.catalogue("ar")

    assert '"Saved {time}": "حُفظ {time}"' in found
    assert "على الورق" not in found
    assert catalogues.address("en") == ""
    assert catalogues.catalogue("en") is None
    monkeypatch.undo()
    language_catalogue.forget()


@pytest.mark.parametrize(
    ("code", "way", "day"),
    [("es", "ltr", "lunes, 30 de noviembre de 2026"), ("ar", "rtl", "الاثنين، 30 نوفمبر 2026"), ("ht", "ltr", "Monday, November 30, 2026")],
)  # fmt: skip
def test_a_language_has_its_direction_and_writes_its_days(code, way, day):
    assert (direction(code), long_day(dt.date(2026, 11, 30), code)) == (way, day)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_what_is_filled_in_is_filled_in_in_every_language(path):
    for each in entries_in(path):
        assert sorted(re.findall(r"\{\w+\}", each.words)) == sorted(re.findall(r"\{\w+\}", each.english)), (
            each
        )


LINE = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.tuples(LINE, st.sampled_from(["", KIT])), st.tuples(LINE | st.just(""), st.booleans()), max_size=6
    )
)
def test_any_entries_come_back_from_a_file_as_they_were(tmp_path_factory, drawn):
    entries = {
        Entry(english, words, context, reviewed=bool(words) and reviewed)
        for (english, context), (words, reviewed) in drawn.items()
    }
    path = tmp_path_factory.mktemp("po") / "ht.po"
    write_entries(path, "ht", list(entries), "A try")

    assert set(entries_in(path)) == entries
    assert read_po(path.open("rb")).locale.language == "ht" if path.stat().st_size else False


def test_a_catalogue_that_is_not_sound_is_named_with_the_next_command(tmp_path):
    path = tmp_path / "es.po"
    path.write_bytes(b'msgid "a"\nmsgstr "\xff\n')
    with pytest.raises(KitError, match="no sound catalogue") as found:
        list(entries_in(path))
    assert "take the file away: then English is shown" in found.value.next
    assert list(entries_in(tmp_path / "pt.po")) == []


def test_a_language_without_a_catalogue_has_no_words():
    assert own_words("kea") == {}


@pytest.mark.parametrize(
    ("code", "own", "english"),
    [("es", "Español", "Spanish"), ("ht", "Kreyòl Ayisyen", "Haitian Creole"), ("kea", "Kabuverdianu", "Kabuverdianu"),
     ("pt-BR", "Português (Brasil)", "Brazilian Portuguese"), ("ar", "العربية", "Arabic"), ("qqq", "Qqq", "qqq")],
)  # fmt: skip
def test_a_language_is_known_by_its_code_and_both_its_names(code, own, english):
    assert (own_name(code), english_name(code)) == (own, english)
    if code != "qqq":
        assert code_of(english) == code_of(own) == code_of(code) == code


def test_what_is_no_language_has_no_code():
    assert code_of("Elvish") is None


def test_a_home_says_what_the_kit_says_in_a_language_of_its_own_and_keeps_its_words_over_an_upgrade(
    kit, tmp_path, monkeypatch
):
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("KIT_HOME", str(home))
    told = kit("translate", "kit", "--language", "Polish")
    assert told.returncode == 0, told.stderr
    file = home / "own" / "locale" / "pl.po"
    assert f"{file}: " in told.stdout
    assert "pl" not in languages()

    text = file.read_text("utf-8")
    for english, words in (("Saved {time}", "Zapisano {time}"), ("I am ready", "Jestem gotów")):
        assert text.count(f'msgid "{english}"\nmsgstr ""') == 1
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{words}"')
    one = 'msgid_plural "Look at {n} new notes too"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""'
    three = one
    for n, words in enumerate(("{n} nowa kartka", "{n} nowe kartki", "{n} nowych kartek")):
        three = three.replace(f'msgstr[{n}] ""', f'msgstr[{n}] "{words}"')
    file.write_text(text.replace(one, three), "utf-8")
    forget()

    assert "pl" in languages()
    assert own_words("pl")["I am ready"] == "Jestem gotów"
    assert '"Saved {time}": "Zapisano {time}"' in catalogues.catalogue("pl")
    counted = counted_words("pl")
    assert counted.forms["Look at {n} new note too"][int(counted.rule[22])] == "{n} nowe kartki"
    again = kit("translate", "kit", "--language", "pl")
    assert "3 of them translated" in again.stdout
    assert "Jestem gotów" in file.read_text("utf-8")
    assert kit("check").returncode == 0
    monkeypatch.undo()
    assert "pl" not in languages()
