"""Translations beside the English of a session by form: typed, kept where the English is kept, and never taken for newer English."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from kit_home import SHIPPED
from test_whole import BY_HAND

from kitlib.content import Library
from kitlib.languages.catalogue import entries_in
from kitlib.meetings.queries import MeetingQueries
from kitlib.server.planner import CALLS

BASE = "parent-teacher-teams"
PLACE = "wraparound/13-parent-teacher-teams"
STEP = "one-skill"
PROMPT = f"steps/{STEP}/prompt"


def step_of(session, id):
    return next(step for step in session.steps if step.id == id)


ENGLISH = step_of(SHIPPED.session(BASE), STEP).prompt
SPANISH = SHIPPED.session(BASE).phrases["es"][ENGLISH]
#: Words that fit the English: with as many marks, and no citation.
FITTING = " ".join(["**Uno**"] * (ENGLISH.count("**") // 2))


@pytest.fixture
def call(store, places):
    """`call("keep", *changes)` asks as the planner's page does, by the files as they are now."""

    def call(name, *changes, of=BASE, **more):
        queries = MeetingQueries(store, Library.of(places))
        return CALLS[name]({"session": of, "changes": list(changes), **more}, queries, places)

    return call


@pytest.fixture
def hand(places) -> Path:
    """A session that a hand wrote, whose file itself says a translation."""
    path = places.own / "bias-toolkit" / "77-by-hand.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    said = "    translations: {es: Escriba primero.}   # by Ana\n    facilitator: Read"
    path.write_text(BY_HAND.replace("    facilitator: Read", said), encoding="utf-8")
    return path


def said(place, english, words, language="es", **more):
    return {"words": place, "language": language, "of": english, "says": words, **more}


def lines(shown):
    """The lines of an answer, by each place where one stands."""
    return {place: line for line in shown["words"] for place in line["within"]}


def at(call, place, *changes, language="es", **more):
    return lines(call("plan", *changes, language=language, **more))[place]


def test_each_text_that_people_read_stands_with_its_translation_and_how_far_that_has_come(call):
    shown = call("plan", language="es")

    assert ("es", "Spanish") in map(tuple, shown["languages"])
    found = lines(shown)
    assert {"title", "purpose", "outcomes/1", "product", "roles/1", PROMPT, f"steps/{STEP}/title"} <= set(
        found
    )
    assert f"steps/{STEP}/activities/skill/prompts/how-seen/text" in found
    assert "steps/agreements/activities/norms/suggest/codes/text" in found
    assert (found[PROMPT]["words"], found[PROMPT]["state"]) == (SPANISH, "draft")
    assert at(call, PROMPT, language="fr")["state"] == "new"
    assert call("plan")["words"] == []


def test_words_alone_are_kept_beside_the_session_and_no_version_is_made(call, places):
    typed = said(PROMPT, ENGLISH, FITTING, "fr")

    shown = call("plan", typed, language="fr")
    assert shown["says_only"] is True
    assert [(d["step"], d["what"], d["before"], d["after"]) for d in shown["differences"]] == [
        ("In French", ENGLISH, "", FITTING)
    ]
    kept = call("keep", typed)

    assert (kept["id"], kept["catalogues"], kept["refused"]) == (BASE, [f"own/{PLACE}.fr.po"], [])
    assert [path.name for path in places.own.rglob("*.*")] == ["13-parent-teacher-teams.fr.po"]
    assert "#, fuzzy" in (places.home / kept["catalogues"][0]).read_text(encoding="utf-8")
    assert Library.of(places).session(BASE).phrases["fr"] == {ENGLISH: FITTING}
    assert at(call, PROMPT, language="fr")["state"] == "draft"

    call("keep", {**typed, "reviewed": True})
    line = at(call, PROMPT, language="fr")
    assert (line["words"], line["state"], bool(line["day"])) == (
        FITTING,
        "reviewed",
        True,
    )


def test_a_version_keeps_the_words_of_its_own_texts_and_takes_the_others_from_its_base(call, places):
    changed = {"step": STEP, "keys": {"prompt": "Choose a skill for families."}}

    line = at(call, PROMPT, changed)
    assert (line["state"], line["words"], line["before"], line["shared"]) == (
        "look again", SPANISH, ENGLISH, False,
    )  # fmt: skip
    title = at(call, f"steps/{STEP}/title", changed)
    assert (title["state"], title["place"], title["shared"]) == ("draft", PLACE, True)
    typed = said(PROMPT, "Choose a skill for families.", "Escoja una destreza.", reviewed=True)
    kept = call("keep", changed, typed)

    file = places.home / kept["catalogues"][0]
    assert kept["file"].endswith(f"13-{BASE}-ours.yaml")
    assert file.name == f"13-{BASE}-ours.es.po"
    assert [(each.english, each.words, each.reviewed) for each in entries_in(file)] == [
        ("Choose a skill for families.", "Escoja una destreza.", True)
    ]
    phrases = Library.of(places).session(kept["id"]).phrases["es"]
    assert phrases["Choose a skill for families."] == "Escoja una destreza."
    assert phrases[SHIPPED.session(BASE).purpose] == SHIPPED.session(BASE).phrases["es"][SHIPPED.session(BASE).purpose]  # fmt: skip
    assert at(call, PROMPT, of=kept["id"])["state"] == "reviewed"


def test_changed_english_is_to_be_looked_at_again_and_people_read_english_until_then(call, places):
    first = {"step": STEP, "keys": {"prompt": "First words."}}
    kept = call("keep", first, said(PROMPT, "First words.", "Primeras palabras.", reviewed=True))
    again = {"step": STEP, "keys": {"prompt": "Second words."}}

    line = at(call, PROMPT, again, of=kept["id"])
    assert (line["state"], line["words"], line["before"]) == (
        "look again",
        "Primeras palabras.",
        "First words.",
    )
    call("keep", again, of=kept["id"])

    assert "Second words." not in Library.of(places).session(kept["id"]).phrases["es"]
    line = at(call, PROMPT, of=kept["id"])
    assert (line["state"], line["words"], line["before"]) == (
        "look again",
        "Primeras palabras.",
        "First words.",
    )


def test_words_that_were_typed_for_english_which_was_changed_after_them_wait_and_are_not_lost(call, places):
    first, second = ({"step": STEP, "keys": {"prompt": words}} for words in ("First words.", "Second words."))
    typed = said(PROMPT, "First words.", "Primeras palabras.", reviewed=True)

    assert at(call, PROMPT, first, typed, second)["state"] == "look again"
    kept = call("keep", first, typed, second)

    line = at(call, PROMPT, of=kept["id"])
    assert (line["state"], line["words"], line["before"]) == (
        "look again",
        "Primeras palabras.",
        "First words.",
    )
    assert "Second words." not in Library.of(places).session(kept["id"]).phrases["es"]


def test_a_text_that_stands_in_several_places_is_translated_once(call, places):
    other = "steps/hard-moment/title"
    changes = [{"step": step, "keys": {"title": "Now we talk"}} for step in (STEP, "hard-moment")]
    typed = said(other, "Now we talk", "Ahora hablamos")

    found = lines(call("plan", *changes, typed, language="es"))
    assert found[f"steps/{STEP}/title"] is found[other]
    assert set(found[other]["within"]) == {f"steps/{STEP}/title", other}
    kept = call("keep", *changes, typed)

    assert Library.of(places).session(kept["id"]).phrases["es"]["Now we talk"] == "Ahora hablamos"


def test_an_outcome_that_is_put_before_others_does_not_take_their_words(call):
    outcomes = SHIPPED.session(BASE).outcomes
    typed = said("outcomes/1", outcomes[0], "Escoger una sola destreza.")

    found = lines(call("plan", typed, {"session": {"outcomes": ["Begin well.", *outcomes]}}, language="es"))

    assert (found["outcomes/1"]["state"], found["outcomes/1"]["words"]) == ("new", "")
    assert found["outcomes/2"]["words"] == "Escoger una sola destreza."


def test_a_text_of_a_block_is_translated_beside_the_block(call, places):
    session = SHIPPED.session(BASE)
    block = next(name for name in ("check-out", "next-steps", "attendance") if SHIPPED.block(name).title == step_of(session, name).title)  # fmt: skip
    place = f"steps/{block}/title"

    kept = call("keep", said(place, step_of(session, block).title, "Pour finir", "fr"))

    assert kept["catalogues"] == [f"own/blocks/{block}.fr.po"]
    assert Library.of(places).session(BASE).phrases["fr"][step_of(session, block).title] == "Pour finir"


def test_words_survive_an_upgrade_of_the_base_and_wait_where_its_english_is_another_then(call, places):
    title = step_of(SHIPPED.session(BASE), STEP).title
    call(
        "keep",
        said(PROMPT, ENGLISH, FITTING, "fr"),
        said(f"steps/{STEP}/title", title, "Un point", "fr"),
    )
    path = places.facilitation / f"{PLACE}.yaml"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace(f"title: {title}\n", "title: One skill, well\n", 1), encoding="utf-8")

    assert Library.of(places).session(BASE).phrases["fr"] == {ENGLISH: FITTING}
    line = at(call, f"steps/{STEP}/title", language="fr")
    assert (line["state"], line["words"], line["before"]) == ("look again", "Un point", title)


def test_a_whole_session_has_its_words_beside_its_file(call, places):
    id = call("begin", title="Our evening", minutes=60, resource="bias-toolkit")["session"]
    typed = said("title", "Our evening", "Nuestra noche", reviewed=True)

    assert at(call, "title", typed, of=id)["state"] == "reviewed"
    kept = call("keep", {"session": {"purpose": "Talk."}}, typed, said("purpose", "Talk.", "Hablar."), of=id)

    path = Library.of(places).session_files[id]
    assert [places.home / file for file in kept["catalogues"]] == [path.with_suffix(".es.po")]
    phrases = Library.of(places).session(id).phrases["es"]
    assert (phrases["Our evening"], phrases["Talk."]) == ("Nuestra noche", "Hablar.")
    assert (at(call, "title", of=id)["state"], at(call, "purpose", of=id)["state"]) == ("reviewed", "draft")

    call("forget", of=id)
    assert list(path.parent.glob("*.po")) == []


def test_what_the_file_says_itself_is_changed_there_and_waits_where_its_english_is_another(
    call, hand, places
):
    before = hand.read_text(encoding="utf-8")
    english = step_of(Library.of(places).session("by-hand"), "think").prompt
    typed = said("steps/think/prompt", english, "Escriba antes de hablar.")

    kept = call("keep", typed, of="by-hand", itself=True)
    assert hand.read_text(encoding="utf-8") == before.replace("Escriba primero.", "Escriba antes de hablar.")
    assert (kept["catalogues"], kept["refused"]) == ([], [])

    changed = {"step": "think", "keys": {"prompt": "Think for yourself."}}
    line = at(call, "steps/think/prompt", changed, of="by-hand", itself=True)
    assert (line["state"], line["words"], line["before"]) == (
        "look again",
        "Escriba antes de hablar.",
        english,
    )
    call("keep", changed, of="by-hand", itself=True)

    assert "translations:" not in hand.read_text(encoding="utf-8")
    line = at(call, "steps/think/prompt", of="by-hand", itself=True)
    assert (line["state"], line["words"], line["before"]) == (
        "look again",
        "Escriba antes de hablar.",
        english,
    )
    assert "es" not in Library.of(places).session("by-hand").reviewed


def test_what_does_not_fit_its_english_is_told_at_once_and_not_kept(call, places):
    english = next(
        line["english"] for line in call("plan", language="fr")["words"] if "**" in line["english"]
    )
    place = next(
        each for each, line in lines(call("plan", language="fr")).items() if line["english"] == english
    )

    assert at(call, place, said(place, english, "Sans", "fr"), language="fr")["lost"] == ["**"]
    kept = call("keep", said(place, english, "Sans", "fr"))

    assert kept["catalogues"] == []
    assert "**" in kept["refused"][0]


def test_the_kit_s_own_files_are_never_written(call, places):
    def digest():
        files = (path for path in places.facilitation.rglob("*") if path.is_file())
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = digest()

    call("keep", said(PROMPT, ENGLISH, FITTING, reviewed=True))

    assert Library.of(places).session(BASE).phrases["es"][ENGLISH] == FITTING
    changed = {path for path, each in digest().items() if each != before[path]}
    assert all(path.suffix == ".po" for path in changed)
    assert changed == set()
