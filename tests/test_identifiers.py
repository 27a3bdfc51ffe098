from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from locked import locked

from kitlib.errors import KitError
from kitlib.privacy import identifiers
from kitlib.privacy.identifiers import find_identifiers, read_roster

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
