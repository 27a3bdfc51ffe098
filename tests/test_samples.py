"""The held sample meetings: one and more of each resource, every kind of activity, words that people might write."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest
from kit_home import ROOT, kit_kinds

from kitlib.content import Library
from kitlib.exchange.sample import hold, read
from kitlib.meetings.rules import rule_of

SAMPLES = {path.stem: read(path) for path in sorted((ROOT / "data" / "sample").rglob("*.json"))}
MORE = sorted(path.stem for path in (ROOT / "data" / "sample" / "more").glob("*.json"))
SHIPPED = Library(ROOT / "facilitation")
SHORT = 80  # characters: as much as a role or a place may have


def told(sample):
    """Every answer of a sample: team, place, activity, field, its rule's field, and its value."""
    session = SHIPPED.session(sample.session)
    for team, places in sample.answers.items():
        for place, activities in places.items():
            for activity, fields in activities.items():
                rule = rule_of(session, activity, SHIPPED)
                for name, value in fields.items():
                    yield team, place, activity, name, rule.field(name), value


def off_the_record(sample):
    """What was marked as not for the record: team, place, activity, field."""
    return {
        (team, place, activity, name.removesuffix("/off"))
        for team, place, activity, name, _, value in told(sample)
        if name.endswith("/off") and value is True
    }


def texts(sample, *, shown):
    """What people wrote in their own words that a record may show, or may not."""
    off = off_the_record(sample)
    for team, place, activity, name, field, value in told(sample):
        hidden = field.visibility == "private" or (team, place, activity, name) in off
        if name.endswith(".job"):  # a record says who took part, not who kept the time
            continue
        if field.words and isinstance(value, str) and value.strip() and hidden != shown:
            yield value


def sentences(sample):
    """The sentences of a sample, of four words and more; short fields hold roles and places, no sentences."""
    for *_, field, value in told(sample):
        if field.words and field.check.longest > SHORT and isinstance(value, str):
            for sentence in re.split(r"(?<=[.!?])[”\"]?\s+|\n", value):
                if len(sentence.split()) >= 4:
                    yield sentence.strip(' .!?“”"…').casefold()


def test_every_resource_has_a_held_sample():
    folder = {id: path.parent.name for id, path in SHIPPED.session_files.items()}

    assert len(set(folder.values())) == 21  # the twenty resources, and the course for those who lead
    assert {folder[sample.session] for sample in SAMPLES.values()} == set(folder.values())


def test_the_samples_use_every_kind_of_activity():
    used = {
        SHIPPED.session(sample.session).activities[activity].kind
        for sample in SAMPLES.values()
        for _, _, activity, _, _, _ in told(sample)
    }

    assert used == set(kit_kinds())


def test_every_way_of_ranking_is_used():
    ways = {
        model.way
        for sample in SAMPLES.values()
        for model in SHIPPED.session(sample.session).activities.values()
        if model.kind == "ranking" and any(activity == model.id for _, _, activity, _, _, _ in told(sample))
    }

    assert ways == {"order", "sort", "fist"}


def test_the_samples_hold_what_is_said_seldom():
    answers = [answer for sample in SAMPLES.values() for answer in told(sample)]
    names = {name.partition(".")[0] for *_, name, _, _ in answers}

    assert any(field.visibility == "private" for *_, field, _ in answers)
    assert any(off_the_record(sample) for sample in SAMPLES.values())
    assert {"differ", "not-discussed", "pass"} <= {value for *_, value in answers if isinstance(value, str)}
    assert "dissent" in names


def test_no_sentence_is_used_in_two_samples():
    used = Counter(sentence for sample in SAMPLES.values() for sentence in set(sentences(sample)))

    assert sum(used.values()) > 800
    assert [sentence for sentence, n in used.items() if n > 1] == []


@pytest.mark.parametrize("name", MORE)
def test_a_table_has_four_to_seven_seats_in_one_or_two_teams(name):
    sample = SAMPLES[name]
    seats = [
        {field.partition(".")[0] for field in places["team"]["seats"]} for places in sample.answers.values()
    ]

    assert len(sample.teams) == len(seats) <= 2
    assert all(3 <= len(team) <= 7 for team in seats)
    assert max(map(len, seats)) >= 4


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The page of each further sample's record, made by the kit's own pool once for this module."""
    import os

    from kit_home import make_home

    from kitlib.exchange.districts import load_sample_districts
    from kitlib.meetings.service import MeetingService
    from kitlib.records.batch import Batch
    from kitlib.records.local import Local
    from kitlib.settings import settings
    from kitlib.store import Store

    base = tmp_path_factory.mktemp("samples")
    before = {name: os.environ.get(name) for name in ("KIT_HOME", "KIT_DATABASE_URL")}
    os.environ["KIT_HOME"] = str(make_home(base / "kit"))
    os.environ["KIT_DATABASE_URL"] = f"sqlite:///{base / 'kit.db'}"
    try:
        places = settings()
        store = Store(places.database_url)
        load_sample_districts(store, places.data)
        service = MeetingService(store, Library(places.facilitation))
        for name in MORE:
            hold(SAMPLES[name], service)
        making = Batch(places, base / "out", ["html"])
        failures, _ = making.run(making.plan(making.units()), Local(), lambda *_: None)
        assert failures == []
        yield {
            (unit.session, unit.district): (making.out / f"{unit.stem}.html").read_text("utf-8")
            for unit in making.units()
        }
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


@pytest.mark.parametrize("name", MORE)
def test_the_record_of_a_sample_holds_its_words_and_none_that_are_private(name, pages):
    sample = SAMPLES[name]
    page = unescape(pages[sample.session, sample.district])
    held = [text for text in texts(sample, shown=True) if "\n" not in text]

    assert len(held) > 20
    assert [text for text in held if text not in page] == []
    assert [text for text in texts(sample, shown=False) if len(text) > 7 and text in page] == []


def test_a_record_is_small_enough_to_be_sent_by_mail(pages):
    sizes = {session: len(page.encode()) for (session, _), page in pages.items()}

    assert {session: size for session, size in sizes.items() if size >= 250_000} == {}
