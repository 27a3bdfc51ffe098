"""Instruments by form: what each change makes of one, told at its place, kept in the home's own folder and nowhere else."""

from __future__ import annotations

import hashlib

import pytest
import yaml
from kit_home import SHIPPED

from kitlib.content import Library
from kitlib.errors import AnswerError, KitError, NotFoundError
from kitlib.meetings.queries import MeetingQueries
from kitlib.server.instruments import CALLS

BASE = "family-welcome"
HAND = """\
# For our front office.   Written by hand, in June.
id: front-door
version: "1.0"      # as it was asked first
title: 'At the front door'
titles: {es: "En la puerta"}
made_by: our parents' council
scale: agreement-4
reviewed: [es]
items:
  # the first two go together
  - id: seen
    text: I was greeted.          # by whom?
    translations: {es: Me saludaron.}

  - {id: named, text: "Somebody knew my name"}
  - id: late
    text: When I was late, I was welcome.
# that is all for now
"""


@pytest.fixture
def call(store, places):
    """`call("instrument", *changes)` asks as the page does, by the files as they are now."""

    def call(name, *changes, of=BASE, **more):
        queries = MeetingQueries(store, Library.of(places))
        return CALLS[name]({"instrument": of, "changes": list(changes), **more}, queries, places)

    return call


@pytest.fixture
def hand(places):
    path = places.own / "instruments" / "front-door.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(HAND, encoding="utf-8")
    return path


def typed_again(shown):
    """Every field of the page, as if somebody had typed what stands there."""
    yield {"instrument": shown["values"]}
    for item in shown["items"]:
        yield {"item": item["id"], "keys": item["values"]}


def digests(folder):
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("id", SHIPPED.instruments())
def test_every_shipped_instrument_opens_in_the_form_and_comes_back_from_its_fields_byte_for_byte(call, id):
    shown = call("instrument", of=id)

    assert (shown["problems"], shown["fault"], shown["differences"], shown["newer"]) == ({}, "", [], "")
    assert [item["values"]["text"] for item in shown["items"]] == [
        item.text for item in SHIPPED.instrument(id).items
    ]
    again = call("instrument", *typed_again(shown), of=id)
    assert (again["problems"], again["differences"], again["newer"]) == ({}, [], "")
    assert call("keep-instrument", *typed_again(shown), of=id)["files"] == []


def test_the_start_page_tells_each_instrument_with_whom_it_is_for_and_whose_it_is(call, hand):
    told = call("instruments")

    by_id = {each["id"]: each for each in told["instruments"]}
    assert by_id.keys() >= {*SHIPPED.instruments(), "front-door"}
    assert by_id["front-door"] == {
        "id": "front-door", "title": "At the front door", "readers": "staff", "statements": 3, "own": True,
        "by": "Our district",
    }  # fmt: skip
    assert (by_id[BASE]["own"], by_id[BASE]["by"], by_id[BASE]["readers"]) == (
        False,
        "the facilitation kit",
        "families",
    )
    assert told["readers"]["families"] == "Families"


def test_a_new_instrument_is_made_from_the_form_alone_and_a_session_can_ask_it(call, places):
    blank = call("instrument", of="")
    assert blank["is_new"]
    first = blank["items"][0]["id"]
    changes = [
        {"instrument": {"title": "At the door", "readers": "families"}},
        {"item": first, "keys": {"text": "Somebody said hello."}},
        {"add": {"id": "+2", "text": "I found the office.", "domain": "Way"}, "after": first},
        {"add": {"id": "+3", "text": "Somebody said hello."}, "after": ""},
    ]

    assert call("instrument", *changes, of="")["problems"] == {}
    kept = call("keep-instrument", *changes, of="")

    assert kept["files"] == ["own/instruments/at-the-door.yaml"]
    found = Library.of(places).instrument("at-the-door")
    assert [(item.id, item.text) for item in found.items] == [
        ("somebody-said-hello", "Somebody said hello."),
        ("somebody-said-hello-2", "Somebody said hello."),
        ("i-found-the-office", "I found the office."),
    ]
    assert (found.made_by, found.readers) == ("Our district", "families")
    assert (
        (places.own / "instruments/at-the-door.yaml").read_text().startswith("# For whoever rates with it.")
    )


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(call, places):
    item = SHIPPED.instrument(BASE).items[1].id
    changes = [
        {"instrument": {"title": "", "scale": "true-4"}},
        {"item": item, "keys": {"text": ""}},
    ]

    shown = call("instrument", *changes)

    assert shown["problems"] == {
        "title": ["must not be empty"],
        "scale": ['There is no scale "true-4" in scales.yaml; did you mean "true-3"?'],
        f"items/{item}/text": ["must not be empty"],
    }
    assert shown["values"]["title"] == ""
    with pytest.raises(KitError):
        call("keep-instrument", *changes)
    assert not (places.own / "instruments").exists()


def test_two_things_in_one_statement_and_a_domain_of_two_are_told_as_worth_a_look(call):
    item = SHIPPED.instrument(BASE).items[0]

    advice = call("instrument", {"item": item.id, "keys": {"text": "I am safe and fed.", "domain": "Alone"}})[
        "advice"
    ]

    assert advice[f"items/{item.id}/text"] == [
        "This may be two things in one. Whoever agrees with one half cannot answer."
    ]
    assert any("“Alone”" in words for words in advice["items"])


def test_other_statements_need_another_version_which_keeps_the_edition_before_and_the_way_to_it(call, places):
    first, second, third = SHIPPED.instrument(BASE).items[:3]
    changes = [
        {"item": first.id, "keys": {"text": "The right door is easy to find."}},
        {"drop": second.id},
        {"add": {"id": "+1", "text": "Somebody said hello."}, "after": third.id},
    ]
    old = SHIPPED.instrument(BASE).version

    shown = call("instrument", *changes)
    assert list(shown["problems"]) == ["version"]
    assert shown["newer"] == f"{int(old.split('.')[0]) + 1}.0"
    with pytest.raises(KitError, match="cannot be kept"):
        call("keep-instrument", *changes)

    kept = call("keep-instrument", *changes, {"instrument": {"version": shown["newer"]}})

    n = int(old.split(".")[0])
    assert kept["files"] == [
        f"own/instruments/{BASE}.yaml",
        f"own/instruments/earlier/{BASE}-{n}.yaml",
        f"own/instruments/crosswalks/{BASE}-{n}-{n + 1}.yaml",
        *(f"own/instruments/{BASE}.{code}.po" for code in ("es", "ht", "pt")),
    ]
    library = Library.of(places)
    for file in kept["files"][:3]:
        library.check(places.home / file)
    pairs = {pair.old: pair for pair in library.crosswalk(f"{BASE}-{n}-{n + 1}").pairs}
    assert (pairs[first.id].same, pairs[first.id].new) == (False, ["the-right-door-is-easy"])
    assert (pairs[second.id].same, pairs[second.id].new) == (False, [])
    assert (pairs[third.id].same, pairs[third.id].new) == (True, [third.id])
    assert pairs[None].new == ["somebody-said-hello"]
    assert library.instrument(f"{BASE}-{n}").items[0].text == first.text
    spanish = {w["english"]: w for w in call("instrument", language="es")["words"]}
    changed = spanish["The right door is easy to find."]  # under an id of its own, and its words are not lost
    assert (changed["state"], changed["before"]) == ("look again", first.text)
    assert changed["words"] == SHIPPED.instrument(BASE).items[0].translations["es"]
    assert library.instrument(BASE).items[0].translations == {}


def test_the_kit_s_own_files_are_never_written_and_a_copy_takes_their_place(call, places):
    before = digests(places.facilitation)

    kept = call(
        "keep-instrument",
        {"instrument": {"title": "Are you welcome here?"}},
        {
            "words": "title",
            "language": "es",
            "of": "Are you welcome here?",
            "says": "¿Le damos la bienvenida?",
        },
    )

    assert kept["files"] == [f"own/instruments/{BASE}.yaml", f"own/instruments/{BASE}.es.po"]
    assert digests(places.facilitation) == before
    library = Library.of(places)
    assert library.instrument(BASE).title == "Are you welcome here?"
    assert library.instrument(BASE).titles["es"] == "¿Le damos la bienvenida?"
    kits, ours = (
        (root / "instruments" / f"{BASE}.yaml").read_text(encoding="utf-8")
        for root in (places.facilitation, places.own)
    )
    assert ours == kits.replace("title: Do you feel welcome at our school?", "title: Are you welcome here?")


def test_a_file_that_a_hand_wrote_keeps_its_comments_quoting_and_order(call, hand):
    changes = [
        {"instrument": {"title": "At our door", "readers": "families", "version": "2.0"}},
        {"item": "named", "keys": {"text": "Someone knew my name"}},
        {"move": "late", "after": ""},
    ]

    told = call("instrument", *changes, of="front-door")
    assert [(each["sort"], each["step"], each["what"]) for each in told["differences"]] == [
        ("changed", "Of all of it", "Version"),
        ("changed", "Of all of it", "Title"),
        ("changed", "Of all of it", "For whom"),
        ("moved", "Statement 1", ""),
        ("changed", "Statement 3", "Statement"),
    ]
    call("keep-instrument", *changes, of="front-door")

    assert hand.read_text(encoding="utf-8") == (
        "# For our front office.   Written by hand, in June.\n"
        "id: front-door\n"
        'version: "2.0"      # as it was asked first\n'
        "title: 'At our door'\n"
        "made_by: our parents' council\n"
        "scale: agreement-4\n"
        "readers: families\n"
        "reviewed: [es]\n"
        "items:\n"
        "  # the first two go together\n"
        "  - id: late\n"
        "    text: When I was late, I was welcome.\n"
        "\n"
        "  - id: seen\n"
        "    text: I was greeted.          # by whom?\n"
        "    translations: {es: Me saludaron.}\n"
        "\n"
        '  - {id: someone-knew-my-name, text: "Someone knew my name"}\n'
        "# that is all for now\n"
    )


def test_line_ends_and_the_mark_of_an_editor_stay_as_they_were(call, hand):
    hand.write_bytes(b"\xef\xbb\xbf" + HAND.replace("\n", "\r\n").encode())

    call("keep-instrument", {"instrument": {"title": "At our door"}}, of="front-door")

    expected = HAND.replace("At the front door", "At our door").replace('titles: {es: "En la puerta"}\n', "")
    assert hand.read_bytes() == b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()


def test_a_translation_of_a_text_that_is_another_now_waits_for_somebody_and_counts_as_reviewed_no_more(
    call, hand, places
):
    changes = [{"item": "seen", "keys": {"text": "I was seen."}}, {"instrument": {"version": "2.0"}}]

    words = {w["english"]: w for w in call("instrument", *changes, of="front-door", language="es")["words"]}
    assert (words["I was seen."]["state"], words["I was seen."]["before"]) == (
        "look again",
        "I was greeted.",
    )
    assert words["At the front door"]["state"] == "reviewed"

    call("keep-instrument", *changes, of="front-door")

    found = Library.of(places).instrument("front-door")
    assert found.items[0].translations == {}
    again = {w["english"]: w for w in call("instrument", of="front-door", language="es")["words"]}
    assert (again["I was seen."]["words"], again["I was seen."]["state"]) == ("Me saludaron.", "look again")


def test_what_is_typed_beside_the_english_is_a_draft_until_a_speaker_went_over_it(call, places):
    item = SHIPPED.instrument(BASE).items[0]
    place = f"items/{item.id}/text"
    said = {"words": place, "language": "fr", "of": item.text, "says": "Je trouve la porte."}

    shown = call("instrument", said, language="fr")
    assert [(each["step"], each["what"], each["after"]) for each in shown["differences"]] == [
        ("In French", item.text, "Je trouve la porte.")
    ]
    line = next(w for w in shown["words"] if w["english"] == item.text)
    assert (line["words"], line["state"], line["within"]) == ("Je trouve la porte.", "draft", [place])
    call("keep-instrument", said)
    assert "#, fuzzy" in (places.own / f"instruments/{BASE}.fr.po").read_text(encoding="utf-8")

    call("keep-instrument", {**said, "reviewed": True})
    line = next(w for w in call("instrument", language="fr")["words"] if w["english"] == item.text)
    assert line["state"] == "reviewed"
    assert not (places.own / f"instruments/{BASE}.yaml").exists()


def test_a_translation_of_a_file_that_says_it_itself_is_changed_there(call, hand):
    said = {
        "words": "items/seen/text",
        "language": "es",
        "of": "I was greeted.",
        "says": "Alguien me saludó.",
    }

    call("keep-instrument", said, of="front-door")

    assert hand.read_text(encoding="utf-8") == HAND.replace("Me saludaron.", "Alguien me saludó.")


def test_a_scale_of_our_own_is_kept_beside_the_instrument(call, places):
    scale = {"title": "How often", "points": [{"label": "Never"}, {"label": "Often", "help": "Each week."}]}
    wrong = call("instrument", {"points": {**scale, "points": [{"label": "Never"}]}})["problems"]
    assert wrong["points"] == ["needs at least 2, found 1"]

    changes = [{"points": scale}, {"instrument": {"version": "9.0"}}]
    assert call("instrument", *changes)["problems"] == {}
    kept = call("keep-instrument", *changes)

    assert kept["files"][1] == "own/scales.yaml"
    library = Library.of(places)
    assert library.instrument(BASE).scale == "how-often"
    assert [(p.value, p.label, p.help) for p in library.scale("how-often").points] == [
        (1, "Never", ""),
        (2, "Often", "Each week."),
    ]
    assert yaml.safe_load((places.own / "scales.yaml").read_text(encoding="utf-8")).keys() == {"how-often"}


@pytest.mark.parametrize("id", SHIPPED.instruments())
def test_it_is_shown_as_it_will_be_rated_printed_and_recorded_before_it_is_kept(call, id, places):
    item = SHIPPED.instrument(id).items[0].id

    shown = call("preview-instrument", {"item": item, "keys": {"text": "All of us were heard."}}, of=id)

    ((part, config),) = shown["parts"]
    assert config["instrument"]["items"][0]["text"] == "All of us were heard."
    assert part in shown["assets"]["modules"]
    for page in ("paper", "record"):
        assert "All of us were heard." in shown[page]
    before, after = shown["shared"][config["id"]]
    assert before == {"rated": 6}
    assert len(after["spread"]) == len(config["instrument"]["items"])
    assert not (places.own / "instruments").exists()


def test_a_meeting_that_is_open_goes_on_with_what_it_was_opened_with(call, hold, store, library):
    session = next(
        s for s in library.sessions() if BASE in {i for a in s.activities.values() for i in a.instruments()}
    )
    meeting = hold(session.id)
    first = SHIPPED.instrument(BASE).items[0]
    assert session.title in call("instrument", first=True)["asked_in"]

    call(
        "keep-instrument",
        {"item": first.id, "keys": {"text": "Something else."}},
        {"instrument": {"version": "9.0"}},
    )

    queries = MeetingQueries(store, library)
    assert queries.content(queries.meeting(meeting.id)).instrument(BASE).items[0].text == first.text


def test_what_no_page_sends_is_told_like_any_other_fault(call):
    with pytest.raises(AnswerError):
        call("instrument", {"item": "+1"}, of="")
    with pytest.raises(KitError, match="no change of an instrument"):
        call("instrument", {"shout": True})
    with pytest.raises(NotFoundError, match="no statement"):
        call("instrument", {"drop": "nothing"})
    with pytest.raises(NotFoundError):
        call("instrument", of="family-welcom")
