"""A step that people cannot do in its minutes is named, with what takes the time and what would fit."""

from __future__ import annotations

import re
from textwrap import indent

import pytest
from kit_home import ROOT, SHIPPED

from kitlib.content import Library
from kitlib.content.timing import CHOOSE, HEAR, LINE, READ, SAY, SETTLE
from kitlib.errors import ContentError

SESSION = """\
# For the tests.
id: retro
resource: looking
number: 1
title: Look back
purpose: Choose one change.
audience: A team.
leads: Anyone.
in_room: [Everyone]
minutes: {total}
outcomes: [One change]
product: One change
follow_up: Next week.
sources:
  - {{id: self, title: Looking, publisher: Us, url: "https://example.org/looking"}}
steps:
  - id: arrive
    title: Arrive
    minutes: 5
    prompt: Sit down.
    activities:
      - {{id: seats, kind: attendance, roles: [Teacher], seats: {seats}}}
  - id: work
    title: Work
    minutes: {minutes}
    {more}
    prompt: Do it.
    facilitator: Watch.
    activities:
"""
ROWS = """\
- id: rows
  kind: table
  rows: 6
  columns:
    - {id: what, title: What}
    - {id: by, title: By, type: date}
"""
VISITS = """\
- id: visits
  kind: checklist
  visits: 3
  items:
    - {id: door, text: The door is open}
"""
WRITE = """\
- id: words
  kind: reflection
  prompts:
    - {id: why, text: Why, lines: 2}
"""
ITEMS = """\
- id: rated
  kind: rating
  instrument: things
  discuss: 2
"""


@pytest.fixture
def told(tmp_path):
    """What a check says of the step "work" with these minutes, activities, grouping and seats; empty where it fits."""
    folder = tmp_path / "facilitation"
    (folder / "looking").mkdir(parents=True)
    (folder / "instruments").mkdir()
    (folder / "looking" / "resource.yaml").write_text(
        '# For the tests.\nid: looking\nnumber: 1\ntitle: Looking\npublisher: Us\nurl: "https://example.org"\n'
        "about: It.\naudience: Us.\n"
    )
    (folder / "scales.yaml").write_text(
        "two:\n  title: Two\n  points:\n    - {value: 1, label: 'No'}\n    - {value: 2, label: 'Yes'}\n"
    )
    (folder / "instruments" / "things.yaml").write_text(
        "# For the tests.\nid: things\nversion: '1'\ntitle: Things\nmade_by: us\nscale: two\nitems:\n"
        + "".join(f"  - {{id: item-{n}, text: One two three four}}\n" for n in range(30))
    )

    def told(minutes, activities, *, grouping="table", seats=6, short=None):
        more = f"grouping: {grouping}" + (f"\n    short: {short}" if short else "")
        path = folder / "looking" / "1-retro.yaml"
        head = SESSION.format(total=minutes + 5, minutes=minutes, seats=seats, more=more)
        path.write_text(head + indent(activities, " " * 6), encoding="utf-8")
        Library(folder).session("retro")  # it can be held all the same
        try:
            told.notes = Library(folder).check(path)
        except ContentError as error:
            return error.what
        return ""

    return told


def test_a_step_with_too_few_minutes_is_named_with_what_takes_the_time_and_what_would_fit(told):
    said = told(5, ROWS)

    seconds = 6 * (2 * SAY + LINE + CHOOSE)
    assert re.search(r"line \d+, steps > work > minutes: 6 people cannot do \"work\" in 5 minutes", said)
    assert f"6 rows of 2 cells {seconds // 60}:{seconds % 60:02d}" in said
    assert "give it 7, or ask for less" in said
    assert told(7, ROWS) == ""


def test_a_step_whose_work_leaves_no_room_is_noted_as_tight(told):
    assert told(7, ROWS) == ""
    assert [
        note for note in told.notes if "steps > work > minutes: 6 people need most of its 7 minutes" in note
    ]
    assert "; 10 leave room for a late start or a question" in told.notes[-1]

    assert told(10, ROWS) == ""
    assert not [note for note in told.notes if "work" in note]


def test_groups_share_the_rows_and_their_number_follows_from_the_seats(told):
    assert told(5, ROWS, grouping="pairs, then table") == ""
    assert "2 people cannot do" in told(5, ROWS, grouping="pairs, then table", seats=2)


def test_a_round_takes_time_for_each_person(told):
    alone = SETTLE + 2 * HEAR + READ + 2 * LINE
    assert told(2, WRITE, grouping="alone") == ""
    assert alone + 12 * SAY > 4 * 60
    said = told(4, WRITE, grouping='"alone, then table"', seats=12)
    assert "a round of 12 voices 3:00" in said
    assert told(4, WRITE, grouping='"alone, then pairs"', seats=12) == ""


def test_ratings_are_talked_over_where_the_step_goes_on_together(told):
    assert told(5, ITEMS, grouping="alone") == ""
    said = told(5, ITEMS, grouping='"alone, then table"')
    assert "rating 30 items 3:30" in said
    assert "agreeing on 2 items" in said


def test_visits_take_the_way_and_a_stay_in_each_room(told):
    assert "3 visits of 1 lines 19:" in told(15, VISITS)
    assert told(21, VISITS) == ""


def test_the_short_minutes_must_do_for_half_of_it(told):
    assert told(7, ROWS, short=4) == ""
    said = told(7, ROWS, short=2)
    assert "steps > work > short" in said
    assert "3 rows of 2 cells" in said


def test_the_figures_stand_in_the_docs_as_they_are_in_the_code():
    page = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(r"^\| ([a-z][^|]*?) \| ([^|]+?) \|", page.partition("### What can be done")[2], re.M)
    )

    assert rows["write a line of ten words"] == str(LINE)
    assert rows["a voice in a round"] == str(SAY)
    assert rows["settle at the start of a step"] == str(SETTLE)
    assert rows["choose: a point of a scale, a name from a list, a number, a day"].startswith(f"{CHOOSE},")
    assert rows["read a word in silence; hear it read aloud"] == "60/238; 60/183"


NUMBERS = {
    word: n
    for n, word in enumerate(
        [
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=4,
    )
}


@pytest.mark.parametrize("session", SHIPPED.sessions(), ids=lambda session: session.id)
def test_the_notes_on_a_shorter_version_name_the_minutes_that_the_step_has_then(session):
    for step in session.steps:
        for told in re.findall(r"\*\*(?:The )?(\w+)[- ]minutes?(?: version)?:\*\*", step.facilitator):
            named = int(told) if told.isdigit() else NUMBERS.get(told.lower(), 0)

            assert named == step.short, f"{step.id}: {told}"
