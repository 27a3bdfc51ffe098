"""Finding a session: by what people say they need, in near words and misspelt, in the time they have."""

from __future__ import annotations

import json

import pytest
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.finding import Finder, proposed_minutes, topic_of
from kitlib.errors import ContentError
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.start_page import StartPage
from kitlib.settings import Settings


@pytest.fixture(scope="module")
def finder():
    return Finder(SHIPPED)


@pytest.mark.parametrize(
    ("words", "session"),
    [
        ("family engagement", "lever-family-engagement"),
        ("PBIS", "rethinking-recess"),
        ("attendance", "student-success-team"),
        ("chronic absenteeism", "student-success-team"),
        ("SEL", "student-supports"),
        ("bulying", "lever-leadership-culture"),
        ("parnts", "house-parties"),
        ("teacher burnout", "district-care-system"),
        ("too many initiatives", "coherence-priorities"),
        ("IEP math", "students-with-disabilities"),
        ("Chromebooks", "edtech-where-we-stand"),
        ("math protocol shared beliefs", "shared-beliefs"),
    ],
)
def test_a_session_is_among_the_first_for_the_words_people_use(finder, words, session):
    found = finder.find(words)

    assert not found.near
    assert session in [each.id for each in found.sessions[:8]]


def test_a_short_word_is_no_beginning_of_a_longer_one(finder):
    assert "edtech-selection" not in {s.id for s in finder.find("SEL").sessions}


def test_a_misspelt_word_is_said_to_have_been_read_otherwise(finder):
    assert finder.find("parnts").read == {"parnts": "parents"}
    assert finder.find("parents").read == {}


def test_where_not_all_words_are_met_the_nearest_are_named_and_said_to_be_near(finder):
    found = finder.find("quantum recess")

    assert found.near
    assert [s.id for s in found.sessions] == ["rethinking-recess"]
    assert finder.find("xylophone").sessions == []


def test_the_minutes_that_are_filtered_are_the_minutes_proposed(finder):
    for session in finder.find("", 60).sessions:
        proposed = proposed_minutes(session, 60)
        assert proposed is not None
        assert proposed <= 60
        assert proposed in {*session.lengths, session.minutes}
    assert {s.id for s in finder.find("", 30).sessions} == {
        s.id for s in SHIPPED.sessions() if min([*s.lengths, s.minutes]) <= 30
    }


def test_each_shipped_session_says_what_need_it_meets_in_one_sentence_of_its_own():
    needs = [session.need for session in SHIPPED.sessions()]

    assert all(need.endswith((".", "?")) and len(need.split()) <= 25 for need in needs)
    assert len(set(needs)) == len(needs)


def test_each_shipped_session_stands_under_a_topic_and_each_topic_holds_one():
    topics = SHIPPED.topics().topics

    assert {topic_of(s, topics) for s in SHIPPED.sessions()} == {topic.id for topic in topics}


def test_a_topic_that_is_misspelt_is_told_by_a_check_with_the_nearest(tmp_path):
    folder = tmp_path / "facilitation"
    file = SHIPPED.session_files["why-mtss"]
    shipped = ROOT / "facilitation"
    for path in [*shipped.glob("*.yaml"), *shipped.glob("blocks/*"), *file.parent.glob("*")]:
        to = folder / path.relative_to(shipped)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(path.read_bytes())
    mine = folder / file.relative_to(shipped)
    mine.write_text(
        mine.read_text(encoding="utf-8").replace("topics: [support]", "topics: [suport]"), encoding="utf-8"
    )

    with pytest.raises(ContentError, match='topics.yaml has no topic "suport"; did you mean "support"'):
        Library(folder).check(mine)


def test_the_start_page_finds_what_the_command_finds(store, finder):
    page = StartPage(MeetingQueries(store, SHIPPED), Settings(home=ROOT, database_url=""))

    found = page.answer("find", {"words": "attendance", "minutes": "60"})

    assert found["sessions"] == [s.id for s in finder.find("attendance", 60).sessions]
    assert json.dumps(found)
