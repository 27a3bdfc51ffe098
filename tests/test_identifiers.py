from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from locked import locked

from kitlib.errors import KitError
from kitlib.meetings.service import MeetingService
from kitlib.privacy import identifiers
from kitlib.privacy.identifiers import find_identifiers, read_roster
from kitlib.store import District

TODAY = dt.date(2026, 11, 23)


def what(text: str, roster: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    return [(f.text, f.what) for f in find_identifiers(text, roster, TODAY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Student 1098765432 reads at home.", "a student’s state number (ten digits)"),
        ("Write to a.b-c@school.example.org today", "an e-mail address"),
        ("Call 617-555-0123 before noon", "a phone number"),
        ("Call (617) 555-0123", "a phone number"),
        ("She turned nine on 3/14/2017", "a date of birth"),
        ("March 14, 2017 was the day", "a date of birth"),
        ("2015-06-30", "a date of birth"),
        ("born 11/2/26", "a date of birth"),
    ],
)
def test_what_could_name_a_student_is_found(text, found):
    assert [w for _, w in what(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "We meet on 12/14/2026 at 3:30.",
        "Send it by January 15, 2027.",
        "In 2017 we had 1,098,765,432 reasons.",
        "Grade 3, room 204, 24 students, 90 minutes, code A-12.",
        "The plan of March 2019 and the May 3, 1998 report.",
        "12345678901 is eleven digits and 123456789 is nine.",
    ],
)
def test_plans_counts_and_years_are_left_alone(text):
    assert what(text) == []


def test_a_name_of_the_roster_is_found_either_way_round(tmp_path):
    path = tmp_path / "roster.txt"
    path.write_text("Robin Sample\nExample, Jo Ann\n\nOne\n", encoding="utf-8")
    roster = read_roster(path)

    assert what("We spoke of robin SAMPLE today.", roster) == [("robin SAMPLE", "the name of a student")]
    assert what("Sample, Robin did well.", roster) == [("Sample, Robin", "the name of a student")]
    assert what("Jo Example", roster) == [("Jo Example", "the name of a student")]
    assert what("A sample of Robin.", roster) == []


def test_a_roster_that_is_no_text_says_so(tmp_path):
    path = tmp_path / "roster.txt"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(KitError, match="not UTF-8"):
        read_roster(path)


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at_and_each_finding_stands_in_it(text):
    for finding in find_identifiers(text, frozenset({"a b"}), TODAY):
        assert finding.text in text


def test_no_pattern_looks_further_than_some_hundred_characters_from_where_it_starts():
    patterns = [each for each in vars(identifiers).values() if isinstance(each, re.Pattern)]

    assert len(patterns) >= 7
    for pattern in patterns:
        _, longest = re._parser.parse(pattern.pattern, pattern.flags).getwidth()
        assert longest <= 300, f"{pattern.pattern} could read a long text anew from each of its characters"


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        ".",
        "-",
        "@",
        "a@",
        "@a.",
        "a@a",
        "a.@-",
        "1",
        "1-",
        "(1",
        "1.1.",
        "Ma",
        "May 1 ",
        "born ",
        "a'",
        "é",
    ],
)
def test_what_stands_at_the_end_of_a_long_and_odd_text_is_found(piece):
    text = (piece * 20_000)[:20_000] + " Jo Ann, me@example.org, 617-555-0123, 1098765432, 3/14/2017"

    found = [f for f in find_identifiers(text, frozenset({"jo ann"}), TODAY) if f.text in text[20_000:]]

    assert [f.text for f in found if f.what != "an e-mail address"] == [
        "Jo Ann", "617-555-0123", "1098765432", "3/14/2017"
    ]  # fmt: skip
    assert "me@example.org" in [f.text for f in found]


@given(st.text(alphabet="ab.-@ \n", max_size=60))
def test_an_address_is_found_where_the_plain_pattern_finds_it(text):
    plain = re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", text)

    assert [f.text for f in find_identifiers(text, today=TODAY)] == list(dict.fromkeys(plain))


def test_a_page_is_asked_before_such_a_text_is_stored_and_may_keep_it(service, hold, page):
    writer = page(hold("introducing-bias"), seat="seat-1")
    message = writer.message("scene", "moment", "I thought of 1098765432 and of me@example.org.")

    asked = service.submit(message)
    assert asked["outcome"] == "needs_review"
    assert [f["text"] for f in asked["findings"]] == ["1098765432", "me@example.org"]
    assert service.submit({**message, "sure": ["1098765432"]})["findings"][0]["text"] == "me@example.org"
    assert writer.sees()["mine"] == {}

    assert service.submit({**message, "sure": ["1098765432", "me@example.org"]})["outcome"] == "saved"
    assert writer.sees()["mine"]["scene"]["moment"]["value"].startswith("I thought of 1098765432")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Robin Sample did well.", ["Robin Sample"]),
        ("We spoke of Sample, Robin.", ["Sample, Robin"]),
        ("Ana María Ruiz y su familia", ["Ana María Ruiz"]),
        ("Will Green met Grace Hill.", ["Will Green", "Grace Hill"]),
    ],
)
def test_what_reads_like_a_name_is_asked_about_in_the_same_words_whoever_it_is(text, named):
    assert what(text) == [(each, "the name of a person") for each in named]


@pytest.mark.parametrize(
    "text",
    [
        "Ask Robin again.",
        "Check In with the Assistant Principal",
        "Portuguese Club, Monday Morning Meeting",
        "THE WHOLE TEAM SAID SO",
        "robin sample",
    ],
)
def test_everyday_words_are_not_asked_about_or_nobody_would_read_the_question(text):
    assert what(text) == []


def test_a_word_of_the_meeting_is_no_name_in_it(service, hold, page, store):
    store.districts.load([District("999003", "Quillhaven Thistledown", "Sample County", 90)])
    writer = page(hold("introducing-bias", district="999003"), seat="seat-1")

    def asked(text):
        return service.submit(writer.message("scene", "moment", text))["outcome"]

    assert asked("We of Quillhaven Thistledown think so.") == "saved"
    assert asked("Thornby Sorrowby thinks so.") == "needs_review"


NAMES_ON_THE_ROSTER = ["Robin Sample", "Jo Ann Example", "Ana María Ruiz", "Will Green", "Grace O'Brien"]
SOME_NAMES = [
    *NAMES_ON_THE_ROSTER,
    "Pia Nobody",
    "Teo Elsewhere",
    "Sample, Robin",
    "robin sample",
    "ROBIN SAMPLE",
]
TEXTS = st.lists(
    st.sampled_from(SOME_NAMES)
    | st.sampled_from(["met", "and", "The", ",", "\n", "Tier 2", "1098765432", "me@example.org"])
    | st.text("abRS ,'-.", max_size=12),
    max_size=8,
).map(" ".join)


@pytest.fixture
def with_and_without(store, library, tmp_path):
    """Two services on one store, one of which has a roster."""
    path = tmp_path / "roster.txt"
    path.write_text("\n".join(NAMES_ON_THE_ROSTER), encoding="utf-8")
    return MeetingService(store, library, path), MeetingService(store, library)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), kept=st.lists(st.sampled_from(SOME_NAMES), max_size=3))
def test_no_answer_to_a_device_tells_who_is_on_the_roster(with_and_without, hold, page, texts, kept):
    told = []
    for service in with_and_without:
        sender = page(hold("introducing-bias"), seat="seat-1")
        messages = [sender.message("scene", "moment", text) for text in texts]
        answers = [service.submit(each | {"sure": sure}) for each in messages for sure in ([], kept)]
        told.append([(answer["outcome"], answer.get("findings")) for answer in answers])

    assert told[0] == told[1]


def test_what_is_read_in_where_the_roster_lies_is_held_against_it(with_and_without, hold, page):
    message = page(hold("introducing-bias"), seat="seat-1").message("scene", "moment", "robin sample")

    assert [each["what"] for each in with_and_without[0].review(message)] == ["the name of a student"]
    assert with_and_without[1].review(message) == []


def test_a_text_with_very_many_findings_can_be_kept_once_its_writer_decided(service, hold, page):
    text = " ".join(
        f"Robin{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]} Sampleby and" for n in range(0, 300)
    )
    message = page(hold("introducing-bias"), seat="seat-1").message("scene", "moment", text)

    asked = service.submit(message)["findings"]

    assert service.submit({**message, "sure": [each["text"] for each in asked]})["outcome"] == "saved"


# -- erasing ----------------------------------------------------------------------------------


def test_a_private_text_is_erased_in_every_version_even_on_disk(service, hold, page, places):
    writer = page(hold("introducing-bias"), seat="seat-1")
    first = writer.write("first-thoughts", "too-fast", "A secret XYZZY one.")
    writer.write("first-thoughts", "too-fast", "A secret XYZZY two.", base=first.entry.id)
    message = writer.message("first-thoughts", "too-fast", None)

    service.erase(message)

    assert writer.sees()["mine"]["first-thoughts"]["too-fast"]["value"] is None
    files = list((places.home.parent).glob("kit.db*"))
    assert files
    assert not [
        file for file in files if locked("A secret XYZZY two.")["sealed"].encode() in file.read_bytes()
    ]


def test_a_message_that_comes_late_brings_nothing_erased_back(service, hold, page):
    writer = page(hold("introducing-bias"), seat="seat-1")
    late = writer.message("first-thoughts", "too-fast", "Take this back.")
    service.submit(late)
    service.erase(writer.message("first-thoughts", "too-fast", None))

    service.submit(late)

    assert writer.sees()["mine"]["first-thoughts"]["too-fast"]["value"] is None


def test_what_was_shared_cannot_be_erased_by_one_seat(service, hold, page):
    writer = page(hold("why-mtss"), seat="seat-1")
    activity, field = next(
        (a.id, prompt.id)
        for a in service.library.session("why-mtss").activities.values()
        for prompt in getattr(a, "after", [])
        if prompt.visibility == "team"
    )
    writer.write(activity, field, "We paused.")

    with pytest.raises(KitError, match="was shared"):
        service.erase(writer.message(activity, field, None))
