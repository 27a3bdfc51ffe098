"""What a hand wrote into a content file stays as it is, wherever the file is not to say something else."""

from __future__ import annotations

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from kit_home import SHIPPED

from kitlib.content.handwriting import rewritten

INSTRUMENT = """\
# For our teams.   Written by hand, in June.
version: "1"      # as it was asked first
id:   door
title: 'At the door'

scale: agreement-4
intro: >-
  Think of the last week.
  Answer for yourself.
items:
  # the first two go together
  - id: seen
    text: I was greeted.          # by whom?

  # from the parents' evening
  - {id: named, text: "Somebody knew my name", reverse: false}
  - id: late
    text: |
      When I was late,
      I was welcome.
  # that is all for now
"""


def _data(text: str = INSTRUMENT) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def test_a_file_that_says_the_same_is_the_same():
    data = _data()

    assert rewritten(INSTRUMENT, dict(reversed(data.items()))) == INSTRUMENT


def test_a_changed_text_is_the_only_byte_that_differs_and_keeps_its_quoting():
    data = _data()
    data["title"] = "At our door"
    data["items"][1]["text"] = "Someone knew my name"

    expected = INSTRUMENT.replace("'At the door'", "'At our door'").replace('"Somebody', '"Someone')
    assert rewritten(INSTRUMENT, data) == expected


def test_what_one_reader_of_yaml_takes_and_another_does_not_is_changed_as_the_kit_reads_it():
    text = "items:\n  - {id: a, text: What helps?, help: x}  # ours\n"

    said = rewritten(text, {"items": [{"id": "a", "text": "What helps?", "help": "y"}]})

    assert said == text.replace("help: x", "help: y")


def test_a_comment_behind_a_text_stays_behind_it():
    data = _data()
    data["items"][0]["text"] = "I was greeted: by name."

    assert '    text: "I was greeted: by name."          # by whom?\n' in rewritten(INSTRUMENT, data)


def test_a_folded_text_stays_folded_and_one_of_lines_stays_of_lines():
    data = _data()
    data["intro"] = "Think of the last month. " * 8
    data["items"][2]["text"] = "When I was late,\nnobody frowned.\n"

    said = rewritten(INSTRUMENT, {**data, "intro": data["intro"].strip()})

    assert "intro: >-\n  Think of the last month. Think" in said
    assert "    text: |\n      When I was late,\n      nobody frowned.\n  # that is all" in said


def test_what_is_moved_takes_the_comment_right_above_it_along():
    data = _data()
    data["items"].insert(0, data["items"].pop(1))

    assert rewritten(INSTRUMENT, data).partition("items:\n")[2] == (
        "  # the first two go together\n"
        "  # from the parents' evening\n"
        '  - {id: named, text: "Somebody knew my name", reverse: false}\n'
        "\n"
        "  - id: seen\n"
        "    text: I was greeted.          # by whom?\n"
        "  - id: late\n"
        "    text: |\n"
        "      When I was late,\n"
        "      I was welcome.\n"
        "  # that is all for now\n"
    )


def test_what_has_another_id_now_stays_as_it_was_written_where_that_is_said():
    data = _data()
    data["items"][1]["id"] = "known"

    said = rewritten(INSTRUMENT, data, {"named": "known"})

    assert said == INSTRUMENT.replace("id: named", "id: known")


def test_what_is_taken_out_goes_with_its_comment_and_nothing_else_does():
    data = _data()
    del data["items"][1]

    gone = """\

  # from the parents' evening
  - {id: named, text: "Somebody knew my name", reverse: false}
"""
    assert rewritten(INSTRUMENT, data) == INSTRUMENT.replace(gone, "")


def test_what_is_new_stands_where_the_data_have_it():
    data = _data()
    data["items"].insert(
        1, {"id": "help", "text": "I knew who helps: a sign says it.", "help": "Look at it."}
    )
    data["items"][-1]["domain"] = "Time"
    data = {key: value for key, value in data.items() if key != "scale"} | {"scale": data["scale"]}
    data["readers"] = "families"

    said = rewritten(INSTRUMENT, data)

    assert (
        "# by whom?\n\n  - id: help\n    text: 'I knew who helps: a sign says it.'\n    help: Look at it.\n"
        in said
    )
    assert "      I was welcome.\n    domain: Time\n  # that is all for now\n" in said
    assert "scale: agreement-4\nreaders: families\nintro" in said
    assert yaml.safe_load(said) == data


def test_line_ends_and_a_missing_last_one_stay():
    data = _data()
    data["title"] = "At our door"
    text = INSTRUMENT.removesuffix("\n")

    said = rewritten(text.replace("\n", "\r\n"), data)

    assert said == text.replace("At the door", "At our door").replace("\n", "\r\n")


WORDS = (
    "plain words", "a: colon", "'quoted'", 'say "x"', "# hash", "yes", "12", "long " * 40 + "end", "two\nlines", "- dash",
    "é — ’", " lead", "trail ", "08:05", "12:30", "{x}", "ends:", "x #y", "",
)  # fmt: skip


def _change(data: Any, chance: random.Random) -> None:
    """One change somewhere in the data."""
    places = list(data) if isinstance(data, dict) else list(range(len(data)))
    at, dice = chance.choice(places), chance.random()
    if isinstance(data[at], dict | list) and data[at] and dice < 0.7:
        _change(data[at], chance)
    elif dice < 0.78 and len(data) > 1:
        del data[at]
    elif isinstance(data, list) and dice < 0.9:
        moved = data.pop(at)
        data.insert(chance.randrange(len(data) + 1), moved)
    elif isinstance(data, list):
        thing = {"id": f"new-{chance.random()}", "text": chance.choice(WORDS), "words": ["a", "b: c"]}
        data.insert(at, thing if isinstance(data[at], dict) else chance.choice(WORDS))
    elif dice < 0.9:
        data[at] = chance.choice(WORDS)
    else:
        data[f"new{chance.random()}"] = chance.choice(
            [*WORDS, True, 5, [], {}, [{"id": "q", "text": "x: y"}]]
        )


@pytest.mark.parametrize("path", SHIPPED.files(), ids=lambda path: path.stem)
def test_every_shipped_file_says_what_it_is_told_and_keeps_its_first_comment(path: Path):
    chance = random.Random(path.name)
    text = path.read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    wanted = deepcopy(data)
    for _ in range(3):
        _change(wanted, chance)

    said = rewritten(text, wanted)

    assert rewritten(text, data) == text
    assert yaml.safe_load(said) == wanted
    assert said.splitlines()[0] == text.splitlines()[0]
