"""The held sample meetings: one and more of each resource, every kind of activity, words that people might write."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from kit_home import ROOT, SHIPPED, kit_kinds
from samples import SAMPLES, off_the_record, told

MORE = sorted(path.stem for path in (ROOT / "data" / "sample" / "more").glob("*.json"))
SHORT = 80  # characters: as much as a role or a place may have


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
