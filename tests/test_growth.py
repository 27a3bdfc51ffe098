"""No rule takes much longer than its input is longer: with four times the text, or rows, at most eight times as long."""

from __future__ import annotations

import json
import string

import pytest
from growth import NEAR_LINEAR, growth

from kitlib.errors import AnswerError
from kitlib.kinds.shared import cells, checks, keyed
from kitlib.kinds.shared.rule import Group, rule_for
from kitlib.privacy.identifiers import find_identifiers
from kitlib.tabular import folding, values
from kitlib.typeset.reading import read
from kitlib.typeset.tables import columns
from kitlib.typeset.words import ARABIC, runs_of

# Pieces that patterns begin with, go on with or wait for; each is repeated, and then stands what none of them ends with.
PIECES = [
    "a", "A", "1", "1,", "1 ", "123 ", " ", "-", "(", "[a", "!", ".", "*", "$", "<", "'", '"', "=", "\n", "\t",
    "a@a", "a.@-", "1.1.", "Ma", "May 1 ", "s's", "mr ", "mr   ", "Ab ", "q 1.", "é", "سن", "سن ", "! سن", "\u200b",
    "\u0301", "\u00a0", "😀", "x" * 19 + " ",
]  # fmt: skip
CHECKED = (values.number, values.day, values.moment, values.time_of_day, values.yes_no)


def refused(work):
    """The same, whose refusals are answers too."""

    def tried(text):
        try:
            return work(text)
        except (values.Unreadable, AnswerError):
            return None

    return tried


RULES = {
    "what could name a student": find_identifiers,
    "words on paper": runs_of,
    "what is Arabic": ARABIC.search,
    "a number with its unit": refused(lambda text: values.number(text, "min")),
    **{f"a value: {reader.__name__}": refused(reader) for reader in CHECKED},
    "a choice": refused(lambda text: values.choice(text, ["Yes", "No thanks"])),
    "folded": folding.fold,
    "numbers on a sheet": keyed.numbers_in,
    "an answer keyed in": refused(lambda text: keyed.parse_answer(checks.one_of(["a"]), text)),
    "a code": refused(cells.code),
    "a day": refused(checks.day),
}


@pytest.mark.parametrize("rule", RULES)
def test_no_text_is_long_and_odd_enough_to_keep_a_rule_busy(rule):
    for piece in PIECES:
        for end in ("\x01", " é"):
            # Measured anew while it seems too long: a busy machine must fail no test, and what is quadratic stays so.
            took = (
                growth(RULES[rule], lambda n, p=piece, e=end: (p * n)[:n] + e, 2_500, tries)
                for tries in (2, 7, 20, 50)
            )
            assert any(ratio <= NEAR_LINEAR for ratio in took), f"{piece!r} and {end!r}"


def test_a_number_of_very_many_digits_on_a_sheet_is_no_number():
    assert keyed.numbers_in("1" * 5_000) is None
    assert keyed.numbers_in("3, 7") == [3, 7]


# -- rows ---------------------------------------------------------------------------------------------


@pytest.fixture
def rule_of(library):
    """The rule of the first activity of a kind."""

    def rule_of(kind):
        sessions = map(library.session, library.session_files)
        return next(
            rule_for(activity, session, library)
            for session in sessions
            for activity in session.activities.values()
            if activity.kind == kind
        )

    return rule_of


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def nested(rule, n):
    """Blocks of one day that all run at noon, with as many adults in each as its box takes."""
    of = rule.activity
    who = ",".join(string.ascii_lowercase)
    return {
        f"r{i:04}-a.{column}": value
        for i in range(n)
        for column, value in {
            "group": of.groups[i % len(of.groups)].id,
            "day": of.days[0].id,
            "start": clock(i % 700),
            "end": clock(1439 - i % 700),
            "use": of.uses[i % len(of.uses)].id,
            "who": who,
        }.items()
    }


def names(rule, n):
    """Entries with names of very many short words that are all nearly alike."""
    of = rule.activity
    return {
        f"r{i:04}-a.{column}": value
        for i in range(n)
        for column, value in {
            "what": " ".join(f"{i * k % 997:010b}".replace("0", "a").replace("1", "b") for k in range(18))[
                :200
            ],
            "area": of.areas[0].id,
            "tier": of.tiers[0].id,
        }.items()
    }


@pytest.mark.parametrize(("kind", "filled", "n"), [("schedule", nested, 75), ("map", names, 100)])
def test_what_a_team_sees_of_very_many_rows_takes_no_longer_than_they_are_more(rule_of, kind, filled, n):
    rule = rule_of(kind)

    def look(values):
        rule.__dict__.pop("_reckoned", None)
        return json.dumps(rule.share(Group({}, values, [], "seat-1", "team-1")))

    assert growth(look, lambda size: filled(rule, size), n, tries=2) <= 2 * NEAR_LINEAR
    assert len(look(filled(rule, 600))) < 400_000


def test_a_table_of_a_record_is_set_in_time_that_grows_with_its_rows():
    def page(n):
        row = "<tr><th scope='row'>The same</th><td></td><td>Principal</td></tr>"
        return read(f"<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>{row * n}</table>").blocks[
            0
        ]

    assert growth(columns, page, 400, tries=3) <= NEAR_LINEAR
