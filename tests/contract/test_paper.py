"""On paper and back: what is keyed in is what the screen would have stored, and nothing private is handed in."""

from __future__ import annotations

import csv
import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from contract.values import fits, valid
from contract.world import Case, Writer, cases, own_sessions, sample_fields, told_apart
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kitlib.exchange.entries import import_entries
from kitlib.handouts.keys import HEADS, key_lines
from kitlib.handouts.plan import Plan
from kitlib.kinds.shared.checks import day, one_of, whole, yes_no
from kitlib.kinds.shared.paper import Paper
from kitlib.kinds.shared.paper_form import Box, PaperForm, form_of
from kitlib.kinds.shared.rule import Rule
from kitlib.languages.catalogue import offered_words, own_words
from kitlib.meetings.contents import content_now
from kitlib.meetings.service import MeetingService
from kitlib.store import Meeting

MOST = 40  # lines of one file to key in
NOT_KNOWN = object()  # which value a text stands for is only its kind's to say


# -- how a person reads what fits ---------------------------------------------------------------------


def listed(hint: str) -> list[tuple[str, str]]:
    """`1 (Academics), 2 (Behavior)` as pairs of a number or letter and its words."""
    return re.findall(r"(?:^|, )(\d+|[A-Z]) \((.*?)\)(?=, (?:\d+|[A-Z]) \(|$)", hint)


def written(form: PaperForm[Any], rule: Rule[Any], box: Box, chance: random.Random) -> tuple[str, Any]:
    """What somebody writes into a box who reads what fits beside it, and the value it stands for where that is plain."""
    name, field = box.name, box.field
    check: Any = field.check
    if field.words:
        words = f"Written on paper, no. {chance.randrange(10_000)}: é, “so”"[: check.longest]
        return words, words
    if isinstance(check, one_of):
        choice = chance.choice([each for each in check.choices if each != ""])
        return chance.choice([str(choice), str(choice).upper()]), choice
    if isinstance(check, whole):
        number = chance.randint(check.low, check.high)
        return chance.choice([str(number), f"{number:,}"]), number
    if check is yes_no:
        return chance.choice([("yes", True), ("X", True), ("no", False)])
    if check is day:
        date = dt.date(2027, 1, 1) + dt.timedelta(chance.randrange(300))
        return chance.choice([date.isoformat(), f"{date.month}/{date.day}/{date.year}"]), date.isoformat()
    hint = form.input_hint(rule, name)
    if hint == "a number":
        value = chance.choice([each for each in valid(rule, name, field) if each != ""])
        return chance.choice([str(value), f"{value:,}"]), value
    tried = list(_as_hinted(hint, chance))
    assert tried, f'what may be keyed in for "{name}" of {rule.kind} is not said: {hint!r}'
    fitting = [text for text in tried if fits(field, form.parse_answer(rule, name, text))]
    assert fitting, f'nothing that follows "{hint}" fits "{name}" of {rule.kind}'
    return fitting[0], NOT_KNOWN


def _as_hinted(hint: str, chance: random.Random) -> Iterator[str]:
    """Texts that follow a hint in words."""
    if pairs := listed(hint):
        yield chance.choice(chance.choice(pairs))
    if example := re.search(r"such as (.+?)(, never .+)?$", hint):
        yield example[1]
    if asked := re.search(r"(\d+) numbers? with commas", hint):
        n = int(asked[1])
        order = [*range(1, n + 1)]
        chance.shuffle(order)
        yield ", ".join(map(str, order))
        yield ", ".join(["1", *["2"] * (n - 1)])
    if words := re.search(r": (.+ / .+); with commas", hint):
        choices = words[1].split(" / ")
        for n in range(1, 21):
            yield ", ".join(chance.choice(choices) for _ in range(n))
    if hint == "a letter":
        yield "A"


# -- and back -------------------------------------------------------------------------------------------


def _opened(service: MeetingService, session: str) -> Meeting:
    minutes = service.library.session(session).minutes
    # Of no district: no meeting looks back at another one.
    return service.store.meetings.open(
        session=session,
        date="2026-11-23",
        minutes=minutes,
        teams_=["Table 1", "Table 2"],
        content=content_now(service.library, session),
    )


def _lines(service: MeetingService, case: Case, meeting: Meeting) -> list[tuple[str, ...]]:
    """The lines of the file to key in that are of this activity."""
    return [
        line
        for line in key_lines(Plan(service.library, case.session.id), meeting)
        if line[3] == case.activity
    ]


def _printed(service: MeetingService, kind: str) -> list[Case]:
    """The activities of the tests' sessions of which something is keyed in; of one that is private to the last, nothing is."""
    found = told_apart(cases(service.library, kind, own_sessions(service.library)))
    shared = [
        case for case in found if any(field.visibility != "private" for _, field in sample_fields(case.rule))
    ]
    assert shared
    return shared


def _seen(
    service: MeetingService, meeting: Meeting, activity: str, seats: set[str]
) -> dict[tuple[str, str], Any]:
    """(team, seat) -> what it sees of an activity: the values of all answers, and what is shared of the others."""
    found = {}
    for team in meeting.teams:
        for seat in seats:
            state: Any = service.queries.state(meeting.id, team.id, seat)
            answers = {
                (part, name): answer["value"]
                for part in ("mine", "team", "room")
                for name, answer in state[part].get(activity, {}).items()
            }
            found[team.id, seat] = answers, state["shared"][activity]
    return found


def _key_in(path: Path, lines: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *lines])
    return path


@settings(
    max_examples=4,
    phases=[Phase.generate],  # there is nothing to shrink in the number that the chance starts from
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_is_keyed_in_from_paper_is_what_the_screen_would_have_stored(kind, service, tmp_path, data):
    case = data.draw(st.sampled_from(_printed(service, kind)))
    chance = random.Random(data.draw(st.integers(0, 2**16)))
    form = form_of(case.rule)
    assert form is not None
    on_paper, on_screen = (_opened(service, case.session.id) for _ in range(2))
    lines = _lines(service, case, on_paper)
    chosen = chance.sample(lines, min(MOST, len(lines)))
    assert chosen
    texts = {
        line: written(form, case.rule, Box(line[4], case.rule.field(line[4]), ""), chance) for line in chosen
    }

    taken = import_entries(
        service,
        _key_in(tmp_path / "keyed.csv", [(*line[:-1], text) for line, (text, _) in texts.items()]),
        sure=True,
    )

    assert taken.refused == []
    assert taken.new == len(texts)
    writer = Writer(service, on_screen)
    seats = {f"seat-{line[2] or 1}" for line in texts}
    stored = _seen(service, on_paper, case.activity, seats)
    for (_, label, number, _, name, *_), (_, meant) in texts.items():
        field = case.rule.field(name)
        team = next((each.id for each in on_paper.teams if each.label == label), "team-1")
        seat = f"seat-{number or 1}"
        part = {"seat": "mine", "team": "team", "room": "room"}[field.scope]
        value = stored[team, seat][0][part, name]
        assert meant is NOT_KNOWN or value == meant
        writer.save(field.scope, case.activity, name, value, team=team, seat=seat)
    assert stored == _seen(service, on_screen, case.activity, seats)


def test_a_line_that_was_left_empty_stores_nothing(kind, service, tmp_path):
    case = _printed(service, kind)[0]
    meeting = _opened(service, case.session.id)
    lines = _lines(service, case, meeting)
    before = service.store.entries.last_change(meeting.id)

    taken = import_entries(service, _key_in(tmp_path / "empty.csv", lines))

    assert (taken.new, taken.refused, taken.empty) == (0, [], len(lines))
    assert service.store.entries.last_change(meeting.id) == before


def test_every_box_that_is_not_for_words_says_what_fits_and_that_fits(kind, library):
    chance = random.Random(1)
    for case in told_apart(cases(library, kind)):
        form = form_of(case.rule)
        assert form is not None
        for box in [*form.boxes(case.rule, None), *form.boxes(case.rule, 1)]:
            if box.field.visibility == "private":
                continue  # nobody hands that in
            text, meant = written(form, case.rule, box, chance)
            value = form.parse_answer(case.rule, box.name, text)

            assert fits(box.field, value), (case, box.name, text)
            assert meant is NOT_KNOWN or value == meant


def test_a_number_and_the_words_behind_it_mean_the_same(kind, library):
    for case in told_apart(cases(library, kind, own_sessions(library))):
        form = form_of(case.rule)
        assert form is not None
        for seat in (None, 1):
            for box in form.boxes(case.rule, seat):
                for sign, words in listed(form.input_hint(case.rule, box.name)):
                    by_sign = form.parse_answer(case.rule, box.name, sign)

                    assert fits(box.field, by_sign), (box.name, sign)
                    assert form.parse_answer(case.rule, box.name, words) == by_sign


# -- what is private ------------------------------------------------------------------------------------


def _asked(html: str) -> list[str]:
    """What is asked above each place to write, in words."""
    page = BeautifulSoup(html, "html.parser")
    before = [lines.find_previous("strong") for lines in page.find_all(class_="lines")]
    return [" ".join(strong.get_text().split()) for strong in before if strong]


def test_nothing_private_is_on_a_sheet_that_is_handed_in_and_all_of_it_on_the_sheet_that_is_kept(
    kind, library
):
    for case in told_apart(cases(library, kind)):
        form = form_of(case.rule)
        assert form is not None
        fixed = case.rule.fields().values()
        private = [" ".join(field.label.split()) for field in fixed if field.visibility == "private"]
        handed_in = _asked(form.html(case.rule, Paper(case.session)))
        kept = _asked(form.html(case.rule, Paper(case.session, yours=True))) if form.keeps_private else []

        assert [asked for asked in handed_in if any(label.endswith(asked) for label in private)] == []
        if form.keeps_private:
            assert len(kept) == len(private)
            assert all(any(label.endswith(asked) for label in private) for asked in kept)


def test_the_file_to_key_in_has_no_line_for_what_is_private(kind, service):
    for case in _printed(service, kind):
        names = [line[4] for line in _lines(service, case, _opened(service, case.session.id))]

        assert names
        assert [name for name in names if case.rule.field(name).visibility == "private"] == []


# -- another language -----------------------------------------------------------------------------------


def _words(html: str) -> set[str]:
    """The words of a form that are not marked as English; addresses are in no language."""
    page = BeautifulSoup(html, "html.parser")
    for marked in [*page.select('[lang="en"]'), *page.find_all("a")]:
        marked.decompose()
    return _split(page.get_text(" "))


def _split(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", text)}


def _spanish(case: Case, library: Any) -> set[str]:
    """Every Spanish word that the kit, its kinds, the session or what it rates could print."""
    given = [*own_words("es").values(), *offered_words("es").values()]
    models: list[Any] = [case.session]
    for id in case.rule.activity.instruments():
        instrument = library.instrument(id)
        models += [instrument, library.scale(instrument.scale)]
    if scale := getattr(case.rule, "scale", None):
        models.append(scale)
    for model in models:
        given += _under("es", model.model_dump())
    return _split(" ".join(given))


def _under(key: str, value: Any, here: bool = False) -> Iterator[str]:
    """Every text that stands below `key` in nested mappings and lists."""
    if isinstance(value, str) and here:
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _under(key, inner, here or name == key)
    elif isinstance(value, list):
        for inner in value:
            yield from _under(key, inner, here)


def test_every_word_of_a_form_in_spanish_is_translated_or_marked_as_english(kind, library):
    for case in told_apart(cases(library, kind)):
        form = form_of(case.rule)
        assert form is not None
        for yours in (False, True) if form.keeps_private else (False,):
            english, spanish = (
                form.html(case.rule, Paper(case.session, language=language, yours=yours))
                for language in ("en", "es")
            )
            left = (_words(spanish) & _words(english)) - _spanish(case, library)

            assert left == set(), (case.session.id, case.activity)
