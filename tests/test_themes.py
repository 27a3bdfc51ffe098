"""Groups of notes that are alike: offered, certain or alone, and nothing that has its place is moved."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from kitlib.errors import AnswerError, KitError, NotFoundError
from kitlib.meetings.devices import Device
from kitlib.meetings.endpoint import Endpoint
from kitlib.themes.grouping import group
from kitlib.themes.readers import reader_here
from kitlib.themes.words import WordReader

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import themes as benchmark

BUS = {"b1": "The bus is late every day", "b2": "No bus for families up the hill", "b3": "Bus drivers quit"}
DATA = {"d1": "Nobody looks at our data", "d2": "The data sit in five spreadsheets"}
ODD = {"z": "Paint the yard blue"}


def piles(themes):
    return [set(theme.members) for theme in themes.themes]


def test_notes_that_share_words_are_one_group_and_one_that_shares_none_stays_alone():
    found = group({**BUS, **DATA, **ODD})

    assert piles(found) == [set(BUS), set(DATA)]
    assert found.alone == ["z"]
    assert [theme.name for theme in found.themes] == ["Bus", "Data"]


def test_the_plain_reader_says_what_it_is():
    assert group({}).by.startswith(
        "Grouped by shared words: notes that say the same in quite other words are not"
    )


def test_the_same_notes_give_the_same_groups_in_whatever_order_they_came():
    notes = {**ODD, **DATA, **BUS}

    assert group(notes) == group(dict(reversed(notes.items())))


@pytest.mark.parametrize("notes", [{}, {"a": "One"}, {"a": "", "b": "…"}, {"a": "😀", "b": "the"}], ids=str)
def test_where_nothing_can_be_compared_every_note_stays_alone(notes):
    found = group(notes)

    assert found.themes == []
    assert found.alone == sorted(notes)


def test_a_new_note_moves_no_other():
    wall = {**BUS, **DATA, **ODD}
    standing = {"one": ["b1", "d1"], "two": ["d2"]}  # as people put them, alike or not

    found = group({**wall, "n": "The bus again"}, standing)

    moved = {note for theme in found.themes for note in theme.members}
    assert moved.isdisjoint({"b1", "d1", "d2"})


def test_a_new_note_is_added_to_the_group_that_it_is_like():
    found = group({**BUS, **DATA, "n": "The bus was late again"}, {"heap": list(BUS), "other": list(DATA)})

    assert [(theme.standing, theme.members) for theme in found.themes] == [("heap", ["n"])]


def test_words_of_two_languages_that_say_the_same_are_alike():
    found = group({"a": "Letters only in English", "b": "Cartas solo en inglés", **ODD})

    assert piles(found) == [{"a", "b"}]


# -- what was measured -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("which", "precision", "recall"), [("1", 0.7, 0.3), ("2", 0.45, 0.15)], ids=["seen", "kept"]
)
def test_labelled_walls_in_four_languages_are_grouped_as_well_as_the_docs_say(which, precision, recall):
    found = dict(benchmark.scores(WordReader(), which))["all"]

    assert found.precision >= precision
    assert found.recall >= recall
    assert found.alone >= found.of - 1


# -- a sentence model ------------------------------------------------------------------------------

#: A model as small as one can be: a word a token, and words that mean the same near each other.
MEANINGS = {"car": (1, 0), "automobile": (0.97, 0.2), "soup": (0, 1), "broth": (0.1, 0.98)}


@pytest.fixture
def model(tmp_path, monkeypatch):
    """A folder with a tiny model, named in the environment."""
    model2vec = pytest.importorskip("model2vec", reason="the extra kitlib[themes] is not installed")
    import numpy as np
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", *MEANINGS]
    tokens = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, "[UNK]"))
    tokens.pre_tokenizer = Whitespace()
    vectors = np.array([(0, 0), *MEANINGS.values()], dtype=np.float32)
    folder = tmp_path / "tiny"
    model2vec.StaticModel(vectors, tokens).save_pretrained(folder)
    monkeypatch.setenv("KIT_THEMES_MODEL", str(folder))
    return folder


def test_a_model_in_a_folder_groups_what_shares_no_word_and_asks_no_network(model, monkeypatch):
    def refuse(*_):
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    found = group({"a": "car", "b": "automobile", "c": "soup", "d": "broth", "e": "moon"})

    assert piles(found) == [{"a", "b"}, {"c", "d"}]
    assert found.alone == ["e"]
    assert "by meaning" in found.by
    assert "“tiny”" in found.by


def test_a_folder_says_from_which_likeness_on_its_model_is_certain(model):
    (model / "certainty.txt").write_text("0.999\n", encoding="utf-8")

    assert group({"a": "car", "b": "automobile"}).themes == []


def test_a_certainty_that_is_no_number_is_told(model):
    (model / "certainty.txt").write_text("often\n", encoding="utf-8")

    with pytest.raises(KitError, match=r"certainty.txt must hold a number between 0 and 1"):
        reader_here()


def test_a_package_brings_a_model_and_the_folder_that_is_named_goes_before_it(model, monkeypatch):
    class Entry:
        name = "ours"

        def load(self):
            return lambda: model

    monkeypatch.setattr("kitlib.themes.readers.entry_points", lambda group: [Entry()])
    monkeypatch.delenv("KIT_THEMES_MODEL")
    assert "“tiny”" in reader_here().by

    monkeypatch.setenv("KIT_THEMES_MODEL", str(model / "elsewhere"))
    with pytest.raises(KitError, match="elsewhere"):
        reader_here()


def test_a_folder_without_a_model_is_told_and_not_looked_for_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("KIT_THEMES_MODEL", str(tmp_path / "nowhere"))

    with pytest.raises(KitError, match=r"is no folder with a sentence model: config.json is not in it"):
        group(BUS)


# -- a board ---------------------------------------------------------------------------------------


@pytest.fixture
def wall(service, hold, page):
    """A board of two seats, and how its page asks for piles."""
    meeting = hold("board", teams=["North", "South"])
    for seat, notes in (("seat-1", BUS), ("seat-2", {**DATA, **ODD})):
        for row, text in notes.items():
            page(meeting, seat=seat).write("barriers", f"{row}.text", text)
    endpoint = Endpoint(service)

    def ask(team="team-1", device=None, **more):
        body = {"meeting": meeting.id, "team": team, "activity": "barriers", **more}
        return endpoint.call("offer", body, *([device] if device else []))

    ask.meeting, ask.page = meeting, page(meeting, seat="seat-1")
    return ask


def test_a_board_offers_piles_and_moves_no_note(wall):
    before = wall.page.sees()["change"]

    offer = wall()

    assert [pile["rows"] for pile in offer["piles"] if "b1" in pile["rows"]]
    assert wall.page.sees()["change"] == before


def test_a_note_that_people_grouped_is_in_no_pile(wall):
    wall.page.write("barriers", "b1.cluster", "people", scope="team")

    assert all("b1" not in pile["rows"] for pile in wall()["piles"])


def test_what_is_like_the_name_of_a_heading_is_offered_to_it_even_where_it_has_no_note_yet(wall):
    offer = wall()

    assert {pile["to"] for pile in offer["piles"] if "d1" in pile["rows"]} == {"data"}


def test_a_pile_on_the_page_keeps_its_notes_and_takes_in_what_came_since(wall):
    wall.page.write("barriers", "b4.text", "The bus never waits")

    offer = wall(piles={"r1a": list(BUS)})

    assert [(pile["to"], pile["rows"]) for pile in offer["piles"] if "b4" in pile["rows"]] == [
        ("r1a", ["b4"])
    ]
    assert all(set(BUS).isdisjoint(pile["rows"]) for pile in offer["piles"])


def test_another_team_is_offered_nothing_of_these_notes(wall):
    assert wall("team-2")["piles"] == []


def test_a_device_of_another_team_may_not_ask(wall):
    with pytest.raises(KitError, match="joined to another team"):
        wall(device=Device("d" * 32, (wall.meeting.id, "team-2")))


def test_a_half_written_note_is_in_no_pile(wall):
    wall.page.write("barriers", "draft", "The bus, the bus")

    assert {row for pile in wall()["piles"] for row in pile["rows"]} <= {*BUS, *DATA, *ODD}


@pytest.mark.parametrize("given", [["b1"], {"../x": ["b1"]}, {"r1": "b1"}, {"r1": [1]}], ids=str)
def test_piles_that_are_none_are_refused(wall, given):
    with pytest.raises(AnswerError, match="cannot be read"):
        wall(piles=given)


def test_an_activity_that_offers_nothing_says_so(wall):
    with pytest.raises(NotFoundError, match="nothing to offer"):
        wall(activity="attendance")
