"""What the kit says in other languages stands in catalogues that translators' tools read, and a draft is known as one."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from kit_home import ROOT

from kitlib.errors import KitError
from kitlib.languages.catalogue import KIT, Entry, entries_in, own_words, places, write_entries
from kitlib.languages.names import code_of, english_name, own_name

CATALOGUES = [path for folder in places() for path in sorted(folder.glob("*.po"))]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_of_a_catalogue_is_one_that_the_kit_says(path):
    said = " ".join(
        re.sub(r'"\s*\n\s*"', "", file.read_text(encoding="utf-8"))
        for file in [*(ROOT / "kitlib").rglob("*.py"), *(ROOT / "facilitation").rglob("*.yaml")]
    )
    found = list(entries_in(path))
    assert len(found) > 100
    assert [each.english for each in found if each.context == KIT and each.english not in said] == []


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
