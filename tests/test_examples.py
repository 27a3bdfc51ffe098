"""Worked examples: each session has one, it could have been written, and it is shown whole on screen, on paper and in a record."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path

import pytest
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.begun import still_as_begun
from kitlib.content.examples import answers_of_example
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.handouts.blank_example import begin_example
from kitlib.handouts.making import pages
from kitlib.handouts.ordering import order
from kitlib.records.examples import example_page, example_record, write_example
from kitlib.store import Store
from kitlib.typeset import pdf

SESSIONS = list(SHIPPED.session_files)
SENTENCE = 15  # characters from which on a text is more than the name of a choice


def sentences(session: str) -> list[str]:
    """What people wrote in their own words in the example of a session."""
    example = SHIPPED.example(session)
    told = answers_of_example(example, SHIPPED.session(session), SHIPPED)
    return [each.value for each in told if isinstance(each.value, str) and len(each.value) > SENTENCE]


def as_read(html: str) -> str:
    return unescape(html.replace("<br>", "\n"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return Store(f"sqlite:///{tmp_path_factory.mktemp('examples') / 'kit.db'}")


@pytest.mark.parametrize("session", SESSIONS)
def test_every_session_has_an_example_that_stands_whole_on_screen_on_paper_and_in_the_record(session, store):
    handout = {page.name: page.html for page in pages(order(store, SHIPPED, session).plan)}["example"]
    shown = {
        "screen": example_page(SHIPPED, session),
        "paper": handout,
        "record": example_record(SHIPPED, session),
    }
    written = sentences(session)

    assert len(written) >= 5
    for where, html in shown.items():
        assert "Made up by the facilitation kit, to show" in html, where
        assert [text for text in written if text not in as_read(html)] == [], where
        assert "<script" not in html


def test_examples_are_of_all_levels_in_turn():
    levels = [SHIPPED.example(session).level for session in SESSIONS]

    assert set(levels) == {"elementary", "secondary", "district"}
    assert min(levels.count("elementary"), levels.count("secondary")) > len(levels) / 4


def test_examples_name_no_place_and_say_that_they_are_made_up():
    for session in SESSIONS:
        example = SHIPPED.example(session)

        assert "made-up" in example.school.casefold(), session
        assert example.look_at.endswith(".")


@pytest.mark.parametrize(
    "session", ["lever-resources-services", "tiered-map", "shared-beliefs", "student-schedule"]
)
def test_an_example_can_be_printed_for_a_screen_reader_and_edited_in_word(session, tmp_path, store):
    for path in write_example(SHIPPED, session, tmp_path, ("html", "pdf", "docx")):
        assert path.stat().st_size > 5_000
    plan = order(store, SHIPPED, session).plan

    assert pdf(plan.example, title=session)[:5] == b"%PDF-"


def test_a_meeting_s_screens_offer_the_example_only_where_there_is_one(tmp_path):
    library = Library(tmp_path)

    assert SHIPPED.has_example("why-mtss")
    assert not library.has_example("why-mtss")


# -- what an author is told -----------------------------------------------------------------------------


@pytest.fixture
def author(tmp_path):
    """A copy of one session with its example; `author(old, new)` changes the example and tells what a check says."""
    import shutil

    folder = tmp_path / "facilitation"
    shutil.copytree(ROOT / "facilitation" / "blocks", folder / "blocks")
    shutil.copytree(ROOT / "facilitation" / "mtss-videos", folder / "mtss-videos")
    path = folder / "mtss-videos" / "2-video-tiers.example.yaml"

    def author(old: str, new: str) -> str:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as told:
            Library(folder).check(Path(path))
        Library(folder).session("video-tiers")  # the session itself is none the worse
        return str(told.value)

    return author


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("session: video-tiers", "session: video-udl", "must be the session beside which it stands"),
        ("  plain:", "  plane:", 'the session has no activity "plane"; did you mean "plan"?'),
        ("sentence:", "sentense:", "has no field"),
        ('due: "2026-10-23"', 'due: "soon"', 'answers > plan > 1 > due: "r001-example.due"'),
    ],
    ids=["session", "activity", "field", "value"],
)
def test_what_could_not_have_been_written_is_told_with_its_place(author, old, new, told):
    assert told in author(old, new)


def test_a_session_without_an_example_says_so(tmp_path):
    with pytest.raises(NotFoundError, match="has no worked example"):
        example_page(Library(tmp_path), "why-mtss")
    with pytest.raises(KitError):
        write_example(SHIPPED, "nothing", tmp_path, ("html",))


def test_an_example_is_begun_for_every_session_sound_as_it_is_and_with_nothing_private_in_it(tmp_path):
    own = shutil.copytree(
        ROOT / "facilitation", tmp_path / "own", ignore=shutil.ignore_patterns("*.example.yaml")
    )
    library = Library(own)
    for id in library.session_files:
        path = begin_example(library, own, id)  # checks it
        example = library.example(id)
        assert path.name.endswith(".example.yaml")
        session = library.session(id)
        private = {
            p.id
            for a in session.activities.values()
            for p in getattr(a, "prompts", ())
            if p.visibility == "private"
        }
        said = {field for given in example.answers.values() if isinstance(given, dict) for field in given}
        assert not private & said
        assert any("Say what they wrote." in told for told in still_as_begun(path))
    with pytest.raises(KitError, match="is there already"):
        begin_example(library, own, "why-mtss")
    with pytest.raises(KitError, match='"why-mtss" is no session of your own'):
        begin_example(Library(ROOT / "facilitation", own), tmp_path / "elsewhere", "why-mtss")
