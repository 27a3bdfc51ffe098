"""The record of a kind: nothing where nobody wrote, and every word where much was written."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from contract.world import Case, cases, fill, own_sessions, sample_fields, told_apart
from docx import Document
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from pdf_tree import FOOT, Tree

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.page import Page
from kitlib.meetings.answers import read_answers
from kitlib.meetings.contents import content_now
from kitlib.records.record import Record
from kitlib.registry import find_kind
from kitlib.typeset import docx, pdf

TEAMS, SEATS = 4, 12
LONG = (
    " and so on, at length" * 60
)  # more than a thousand characters behind every sentence that has room for them
PARTS = ("heading", "decisions", "agreements", "work", "words", "questions", "people", "time", "colophon")


@pytest.fixture(scope="module")
def shell():
    """A shell to show things in, as a notebook has one."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def shown(call: Callable[[], Any]) -> str:
    """All that a call puts into a record, as HTML."""
    with capture_output() as captured:
        call()
    return _html(captured.outputs)


def test_a_record_of_nothing_says_nothing_and_fails_nowhere(kind, service, library, shell):
    part = find_kind(kind).load("record")
    for case in told_apart(cases(library, kind)):
        service.store.meetings.open(
            session=case.session.id,
            date="2026-11-23",
            minutes=case.session.minutes,
            teams_=["Table 1"],
            district="999001",
            content=content_now(library, case.session.id),
        )
        answers = read_answers(service.store, library, case.session.id, "999001")
        if part is None:
            assert find_kind(kind).record.reason
            continue
        for name, said in _in_sections(part, answers, case.activity).items():
            assert said == "", name
        glance = part.glance(answers, [case.activity]) if part.glance else {}
        assert all(value.split()[0] in ("0", "none") for value in glance.values())


def _in_sections(part: RecordPart, answers: DistrictAnswers, activity: str) -> dict[str, str]:
    """What a part puts into each section, and what it says of it, as one text."""
    page, found = Page(answers), {}
    for name in ("work", "decisions", "agreements", "words", "questions"):
        call = getattr(part, name)
        if call is not None:
            given = activity if name == "work" else [activity]
            with capture_output() as captured:
                told = call(answers, given, page)
            found[name] = _html(captured.outputs) + (str(told) if told else "")
    return found


def _html(outputs: list[Any]) -> str:
    return "".join(output.data.get("text/html", "") for output in outputs)


def test_a_record_of_much_holds_every_word_and_runs_none_of_them(kind, service, library, home, shell):
    case = max(cases(library, kind, own_sessions(library)), key=lambda case: len(_shared(case)))
    held = fill(service, case.session.id, "999002", teams=TEAMS, seats=SEATS, rows=3, more=LONG, only=kind)
    record = Record(case.session.id, "999002")

    raw = "".join(shown(getattr(record, part)) for part in PARTS)

    page = BeautifulSoup(raw, "html.parser")
    words = page.get_text()
    written = [each.words for each in held.on_record(kind)]
    assert len(written) >= TEAMS * len(_shared(case)), "each team wrote in every field that others read"
    assert any(len(each) > 1_000 for each in written) == any(check.longest > 1_000 for check in _shared(case))
    if find_kind(kind).has("record") or case.rule.in_own_words:
        assert [each for each in written if each not in words] == []
    assert page.find("script") is None
    assert "<script" not in raw


LONGEST = 20_000  # characters of a box
NUMBERED = " ".join(f"w{n}" for n in range(LONGEST // 6))


@pytest.mark.filterwarnings("ignore::kitlib.typeset.drawing.MissingGlyphWarning")
def test_the_page_the_pdf_and_the_word_file_say_the_same_of_texts_as_long_as_they_may_be(
    kind, service, library, home, shell
):
    case = max(cases(library, kind, own_sessions(library)), key=lambda case: len(_shared(case)))
    held = fill(service, case.session.id, "999003", teams=1, seats=1, rows=2, more=f" {NUMBERED}", only=kind)
    record = Record(case.session.id, "999003")

    raw = "".join(shown(getattr(record, part)) for part in PARTS)

    tree, word = Tree(pdf(raw, title="A record")), Document(io.BytesIO(docx(raw, title="A record")))
    said = {
        "page": BeautifulSoup(raw, "html.parser").get_text(" "),
        "pdf": tree.text,
        "Word": " ".join(node.text or "" for node in word.element.iter() if node.tag.endswith("}t")),
    }
    words = {form: Counter(re.findall(r"w\d+", text)) for form, text in said.items()}
    if find_kind(kind).has("record") or case.rule.in_own_words:
        assert words["page"].total() >= max(
            (each.words.count(" w") for each in held.on_record(kind)), default=0
        )
    assert words["pdf"] == words["page"]
    assert words["Word"] == words["page"]
    assert tree.bottom_edge > FOOT


def _shared(case: Case) -> list[text]:
    """The checks of all fields in which words are written that others read."""
    return [
        field.check
        for _, field in sample_fields(case.rule)
        if isinstance(field.check, text) and field.visibility != "private"
    ]
