"""What the instruments must hold: one thing an item, enough items a domain, and honest ways from one edition to the next."""

from __future__ import annotations

import pytest
from kit_home import ROOT, SHIPPED

from kitlib.content.statements import small_domains, two_things

FOLDER = ROOT / "facilitation" / "instruments"
INSTRUMENTS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
CROSSWALKS = sorted(path.stem for path in (FOLDER / "crosswalks").glob("*.yaml"))
#: Items that hold such a word and yet one thing, or whose contrast is what is asked; each with its reason.
ONE_THING: dict[str, str] = {
    "family-topics": "topics to choose from, not statements: a topic may have two words",
    "edtech-topics": "the names of the ten topics, each with what it means",
    "math-beliefs": "a belief is a contrast of two ways to teach; both halves are the question",
}
#: Forms that are read line by line, and have no score a domain.
LINE_BY_LINE: dict[str, str] = {
    "math-beliefs": "twelve statements to talk about, each a theme of its own",
    "mental-health-domains": "one line for each of seven published domains, to choose where to look",
    "task-review": "five questions to put to one task",
    "edtech-topics": "ten topics; their headings only group them",
    "student-places": "five lines to start from, changed by the students",
    "staff-places": "mirrors the students' five lines",
    "family-class-night": "six lines on one evening",
    "family-house-party": "five lines on one evening",
}


@pytest.mark.parametrize("id", INSTRUMENTS)
def test_every_item_holds_one_thing(id):
    found = [item.text for item in SHIPPED.instrument(id).items if two_things(item.text)]

    assert bool(found) == (id in ONE_THING), found


@pytest.mark.parametrize("id", INSTRUMENTS)
def test_every_domain_has_enough_items_to_mean_something(id):
    small = small_domains(SHIPPED.instrument(id).items)

    assert bool(small) == (id in LINE_BY_LINE), small


@pytest.mark.parametrize("id", ["conditions-students", "conditions-students-elementary"])
def test_students_are_asked_of_belonging_and_of_bullying_online_and_for_who_they_are(id):
    items = {item.id: item for item in SHIPPED.instrument(id).items}

    assert {"mean-online", "mean-who-i-am"} <= items.keys()
    assert items["mean-online"].reverse
    assert items["mean-who-i-am"].reverse
    assert any("part of" in item.text for item in items.values())


@pytest.mark.parametrize("id", CROSSWALKS)
def test_a_crosswalk_lays_numbers_side_by_side_only_where_the_words_and_the_points_are_the_same(id):
    crosswalk = SHIPPED.crosswalk(id)
    old, new = SHIPPED.instrument(crosswalk.old), SHIPPED.instrument(crosswalk.new)
    words = [{item.id: (item.text, item.domain, item.reverse) for item in each.items} for each in (old, new)]
    for pair in crosswalk.pairs:
        if pair.same:
            assert old.scale == new.scale
            assert [words[0][pair.old]] == [words[1][each] for each in pair.new]
    reached = {each for pair in crosswalk.pairs for each in pair.new}
    assert reached == set(words[1]), "says nothing of an item of the newer one"


@pytest.mark.parametrize("path", sorted((FOLDER / "earlier").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_earlier_edition_leads_to_the_one_that_is_asked_now(path):
    assert any(SHIPPED.crosswalk(id).old == path.stem for id in CROSSWALKS)
