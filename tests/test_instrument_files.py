"""Instruments leave as files that other tools read, come back whole, and forms of other tools come in with each loss named."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit_home import ROOT, SHIPPED
from openpyxl import Workbook
from pyxform.xls2xform import convert
from typer.testing import CliRunner

from kitlib.cli import app
from kitlib.content import Library
from kitlib.content.instruments import Instrument, Item, Point, Scale
from kitlib.content.writing import add_instrument
from kitlib.errors import KitError
from kitlib.instruments.files import FORMATS, read_instrument, write_instrument

SCALES = list(SHIPPED.scales().values())
COMMAND = "kit instruments import form.xlsx"


def read(path: Path, **how):
    return read_instrument(path, SCALES, **{"command": COMMAND, **how})


def workbook(path: Path, **sheets) -> Path:
    """A workbook as another tool writes it: cells of any type."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


LIKERT = [
    ["list_name", "name", "label"],
    *[["agree", n, words] for n, words in enumerate(("No", "Partly", "Yes"), start=1)],
]


def told(draft) -> str:
    return "\n".join(map(str, draft.losses))


# -- out and back ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("id", SHIPPED.instruments())
def test_every_shipped_instrument_comes_back_as_it_left(id, format, tmp_path):
    instrument = SHIPPED.instrument(id)
    scale = SHIPPED.scale(instrument.scale)

    path = write_instrument(instrument, scale, format, tmp_path)

    here, elsewhere = read(path), read_instrument(path, [], command=COMMAND)
    assert here.instrument == instrument
    assert elsewhere.instrument == instrument
    assert here.scale == scale
    assert elsewhere.scale == scale
    assert not here.losses
    assert not elsewhere.losses


@pytest.mark.parametrize("id", SHIPPED.instruments())
def test_every_shipped_instrument_is_written_as_a_file_that_says_the_same_and_is_written_the_same_again(
    id, tmp_path
):
    instrument = SHIPPED.instrument(id)
    one, other = (tmp_path / name for name in ("one", "other"))

    first = add_instrument(Library(one), one, instrument, SHIPPED.scale(instrument.scale), note="Ours.")
    read_back, scale = Library(one).instrument(id), Library(one).scale(instrument.scale)
    second = add_instrument(Library(other), other, read_back, scale, note="Ours.")

    assert (read_back, scale) == (instrument, SHIPPED.scale(instrument.scale))
    assert second.read_bytes() == first.read_bytes()
    assert (other / "scales.yaml").read_bytes() == (one / "scales.yaml").read_bytes()


@pytest.mark.parametrize("id", SHIPPED.instruments())
def test_other_tools_accept_every_shipped_instrument(id, tmp_path):
    instrument = SHIPPED.instrument(id)
    path = write_instrument(instrument, SHIPPED.scale(instrument.scale), "xlsform", tmp_path)

    form = convert(io.BytesIO(path.read_bytes()), validate=False, file_type=".xlsx").xform

    assert form.count("<select1 ") == len(instrument.items)
    assert all(f'ref="/{instrument.id}/' in form or f"/{item.id}" in form for item in instrument.items)


LINE = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="<>&$"), min_size=1, max_size=40
)
SPOKEN = st.dictionaries(st.sampled_from(["es", "pt-BR", "ht", "ar", "kea"]), LINE, max_size=3)


@settings(max_examples=25)
@given(st.data())
def test_any_instrument_comes_back_as_it_left(tmp_path_factory, data):
    points = data.draw(st.lists(st.tuples(LINE, SPOKEN), min_size=2, max_size=11))
    scale = Scale(
        id="made",
        title="Made",
        points=[Point(value=n, label=label, translations=t) for n, (label, t) in enumerate(points)],
    )
    items = data.draw(
        st.lists(
            st.tuples(LINE, st.sampled_from(["", "One", "Two"]), st.booleans(), SPOKEN),
            min_size=1,
            max_size=8,
        )
    )
    instrument = Instrument(
        id="made-up", version="1.0", title="=1+1", made_by="a district", scale="made",
        intro=data.draw(st.just("") | LINE), intros={},
        items=[Item(id=f"item-{n}", text=text, domain=domain, reverse=turned, translations=t) for n, (text, domain, turned, t) in enumerate(items)],
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("out")
    for format in FORMATS:
        draft = read_instrument(write_instrument(instrument, scale, format, folder), [], command=COMMAND)
        assert (draft.instrument, draft.scale, draft.losses) == (instrument, scale, ())


# -- forms of other tools ----------------------------------------------------------------------------

SURVEY = [
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "required",
    "appearance",
    "constraint",
    "default",
    "media::image",
]
#: What people write for other tools, each form with what is told of it. Every row and cell that stands in none of these is kept.
FOREIGN = {
    "a form of many types": (
        [
            ["start", "start", None],
            ["note", "hello", "Welcome"],
            ["select_one agree", "safe", "I feel safe"],
            ["text", "why", "Why?"],
            ["integer", "age", "How old are you?"],
            ["geopoint", "where", "Where?"],
            ["select_multiple agree", "many", "Tick all"],
            ["calculate", "sum", None],
            ["note", "bye", "Thank you"],
        ],
        {},
        ["Why?", "How old", "Where?", "Tick all", "calculate", "Thank you", "(start)"],
    ),
    "questions that depend on others": (
        [["select_one agree", "a", "Asked", None, "${age} > 5", "yes"], ["select_one agree", "b", "Always ${name}", None, None, "no"]],
        {},
        ['relevant "${age} > 5" is not carried over: every statement is always asked', 'required "yes"', "what other answers would fill"],
    ),
    "a group that repeats": (
        [["begin repeat", "child", "Each child"], ["select_one agree", "a", "Happy"], ["end repeat", None, None]],
        {},
        ["what repeats is asked once"],
    ),
    "a further answer": ([["select_one agree or_other", "a", "Happy"]], {}, ["the further answer “other” is left out"]),
    "a list that is not there": (
        [["select_one nowhere", "a", "Lost"], ["select_one agree", "b", "Kept"]],
        {},
        ['"Lost" is left out: its list nowhere has not 2 to 11 choices'],
    ),
    "words with tags": ([["select_one agree", "a", "<b>Safe</b> &amp; sound", "look <i>here</i>"]], {}, ["the look of", "the look of"]),
    "a table of statements": (
        [["begin_group", "g", "How it is", "Tick one a line", None, None, "table-list"], ["select_one agree", "a", "Warm", None, None, None, "minimal"], ["end_group"]],
        {},
        ['the hint "Tick one a line" is left out', 'appearance "minimal"'],
    ),
    "limits, pictures and what is chosen beforehand": (
        [
            ["note", "hello", "Please be honest", "It stays here", "${age} > 5"],
            ["select_one agree", "a", "The building is clean", None, None, None, None, ". != 1", "2", "school.png"],
        ],
        {},
        ['the hint "It stays here" is left out', 'relevant "${age} > 5"', 'constraint ". != 1"', 'default "2"', 'media::image "school.png" is left out'],
    ),
    "choices in a file beside it, ranks and slides": (
        [
            ["select_one_from_file schools.csv", "school", "Your school"],
            ["select_one agree", "a", "I belong here"],
            ["rank agree", "order", "Put these in order"],
            ["range", "much", "How much, from 1 to 10?"],
            ["image", "picture", "A picture of the door"],
            ["acknowledge", "ok", "I have read this"],
        ],
        {},
        ['"Your school" is left out: its list schools.csv', "Put these in order", "How much", "A picture", "I have read"],
    ),
    "what a tool keeps of itself": (
        [["select_one agree", "a", "I am heard"]],
        {"settings": [["form_title", "form_id", "style", "public_key"], ["Heard", "form", "pages", "MIIB"]], "entities": [["dataset"], ["people"]]},
        ['style "pages" is left out', 'public_key "MIIB" is left out', "sheet entities"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", FOREIGN)
def test_what_a_foreign_form_says_beyond_its_statements_is_named_and_nothing_else(shape, tmp_path):
    rows, more, losses = FOREIGN[shape]
    draft = read(workbook(tmp_path / "form.xlsx", survey=[SURVEY, *rows], choices=LIKERT, **more))
    kept = [
        draft.instrument.intro,
        *(words for item in draft.instrument.items for words in (item.domain, item.help)),
    ]
    asked = {item.id for item in draft.instrument.items}

    assert draft.instrument.id == "form"
    assert asked
    for loss in losses:
        assert loss in told(draft)
    assert len(draft.losses) == len(losses), told(draft)
    for kind, *row in rows:
        name, label, hint, *behavior = row + [None] * (len(SURVEY) - 1 - len(row))
        there = {*kept, *(words for words in (label, name) if words and words in told(draft))}
        assert "end" in kind or name in asked or {label, name} & there, (
            f"{kind} {name} is neither kept nor named"
        )
        for cell in filter(None, [hint, *behavior]):
            assert cell in {"no", "table-list"} or cell in told(draft) or plain_of(cell) in kept


def plain_of(words: str) -> str:
    return re.sub("<[^>]*>", "", words)


def test_a_heading_in_another_language_is_named(tmp_path):
    heads = ["type", "name", "label::English (en)", "label::Spanish (es)"]
    rows = [
        ["begin_group", "g", "At school", "En la escuela"],
        ["select_one agree", "a", "Safe", "A salvo"],
        ["end_group"],
    ]
    draft = read(workbook(tmp_path / "form.xlsx", survey=[heads, *rows], choices=LIKERT))

    assert 'the heading "At school" in Spanish is left out' in told(draft)
    assert draft.instrument.items[0].translations == {"es": "A salvo"}


def test_words_lose_their_tags_and_keep_their_signs(tmp_path):
    rows, *_ = FOREIGN["words with tags"]
    (item,) = read(workbook(tmp_path / "form.xlsx", survey=[SURVEY, *rows], choices=LIKERT)).instrument.items
    assert (item.text, item.help) == ("Safe & sound", "look here")


def test_of_two_scales_the_one_with_more_statements_is_taken_and_the_other_can_be(tmp_path):
    choices = [*LIKERT, ["grade", "k", "Kindergarten"], ["grade", "1", "First"]]
    rows = [
        ["select_one agree", "a", "Safe"],
        ["select_one agree", "b", "Warm"],
        ["select_one grade", "g", "My grade"],
    ]
    path = workbook(tmp_path / "form.xlsx", survey=[SURVEY, *rows], choices=choices)

    draft, other = read(path), read(path, scale="grade")

    assert [item.text for item in draft.instrument.items] == ["Safe", "Warm"]
    assert "My grade" in told(draft)
    assert f"{COMMAND} --scale grade" in told(draft)
    assert [item.text for item in other.instrument.items] == ["My grade"]
    assert "the values k, 1 became 1 to 2" in told(other)
    with pytest.raises(KitError, match='no points called "grad"; did you mean "grade"'):
        read(path, scale="grad")


def test_languages_are_known_by_code_or_name_and_an_unknown_one_is_told(tmp_path):
    heads = [
        "type",
        "name",
        "label::English",
        "label::Spanish (es)",
        "label::Kreyòl Ayisyen",
        "label::Elvish",
    ]
    choices = [
        ["list_name", "name", "label::English", "label::Spanish (es)"],
        ["agree", 1, "No", "No"],
        ["agree", 2, "Yes", "Sí"],
    ]
    path = workbook(
        tmp_path / "form.xlsx",
        survey=[heads, ["select_one agree", "a", "Safe", "A salvo", "An sekirite", "x"]],
        choices=choices,
    )

    draft = read(path)

    assert draft.instrument.items[0].translations == {"es": "A salvo", "ht": "An sekirite"}
    assert draft.scale.points[1].translations == {"es": "Sí"}
    assert 'no language is known as "Elvish"' in told(draft)


def test_a_form_without_english_keeps_its_own_first_language(tmp_path):
    heads = ["type", "name", "label::Español (es)"]
    choices = [["list_name", "name", "label::Español (es)"], ["si", 1, "No"], ["si", 2, "Sí"]]
    draft = read(
        workbook(tmp_path / "form.xlsx", survey=[heads, ["select_one si", "a", "A salvo"]], choices=choices)
    )
    assert [item.text for item in draft.instrument.items] == ["A salvo"]


def test_a_form_with_nothing_to_rate_says_so_and_what_it_holds(tmp_path):
    path = workbook(tmp_path / "form.xlsx", survey=[SURVEY, ["text", "why", "Why?"]], choices=LIKERT)
    with pytest.raises(
        KitError, match="no question in it that is answered by one of 2 to 11 points"
    ) as found:
        read(path)
    assert '"Why?" (text) is left out' in found.value.what
    assert COMMAND in found.value.next


def test_a_sheet_of_answers_gives_its_statements_and_asks_for_the_order_of_its_points(tmp_path):
    heads = ["Timestamp", "How is school? [I feel safe]", "How is school? [Adults listen]", "Anything else?"]
    path = tmp_path / "answers.csv"
    rows = [
        ["1/2/2026 10:00:00", "Always", "Now and then", "No " * 40],
        ["1/2/2026 11:00:00", "Never", "Always", "The bus. " * 20],
    ]
    path.write_text(
        "\n".join(",".join(f'"{cell}"' for cell in row) for row in [heads, *rows]), encoding="utf-8"
    )

    with pytest.raises(KitError, match="in which order these answers stand") as found:
        read(path)
    assert '--order "' in found.value.next
    draft = read(path, order="Never; Now and then; Always")

    assert [(item.domain, item.text) for item in draft.instrument.items] == [
        ("How is school?", "I feel safe"),
        ("How is school?", "Adults listen"),
    ]
    assert [point.label for point in draft.scale.points] == ["Never", "Now and then", "Always"]
    assert "Anything else?" in told(draft)
    assert "2 people's answers stay in the file" in told(draft)


def test_answers_of_a_scale_that_the_kit_has_need_no_order(tmp_path):
    path = tmp_path / "answers.tsv"
    path.write_text("Timestamp\tAdults listen\n1\tagree\n2\tStrongly disagree\n", encoding="utf-16")
    draft = read(path)
    assert draft.scale.id == "agreement-4"
    assert draft.instrument.items[0].text == "Adults listen"


def qualtrics(tmp_path: Path, *payloads: dict) -> Path:
    questions = [
        {"Element": "SQ", "PrimaryAttribute": f"QID{n}", "Payload": payload}
        for n, payload in enumerate(payloads, start=1)
    ]
    blocks = [
        {
            "Type": "Default",
            "BlockElements": [
                {"Type": "Question", "QuestionID": f"QID{n}"} for n in range(len(payloads), 0, -1)
            ],
        },
        {"Type": "Trash", "BlockElements": []},
    ]
    flow = {"Flow": [{"Type": "Standard"}, {"Type": "Branch", "Flow": [{"Type": "EndSurvey"}]}]}
    elements = [{"Element": "BL", "Payload": blocks}, {"Element": "FL", "Payload": flow}, *questions]
    path = tmp_path / "form.qsf"
    path.write_text(
        json.dumps({"SurveyEntry": {"SurveyName": "Climate"}, "SurveyElements": elements}), encoding="utf-8"
    )
    return path


def test_a_survey_of_qualtrics_gives_its_statements_with_translations_and_names_what_it_loses(tmp_path):
    matrix = {
        "QuestionText": "How true is it?<br>", "DataExportTag": "Q2", "QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "SingleAnswer",
        "Choices": {"1": {"Display": "I feel <b>safe</b>"}, "2": {"Display": "Adults listen"}}, "ChoiceOrder": ["2", "1"],
        "Answers": {"1": {"Display": "Never"}, "4": {"Display": "Often"}, "5": {"Display": "Always"}},
        "Language": {"ES": {"QuestionText": "¿Qué tan cierto es?", "Choices": {"2": {"Display": "Me escuchan"}}, "Answers": {"1": {"Display": "Nunca"}}}},
        "DisplayLogic": {"0": {}}, "Validation": {"Settings": {"ForceResponse": "ON"}},
    }  # fmt: skip
    text = {"QuestionText": "Anything else?", "DataExportTag": "Q1", "QuestionType": "TE", "Selector": "SL"}

    draft = read(qualtrics(tmp_path, text, matrix))

    assert [(item.id, item.text, item.domain) for item in draft.instrument.items] == [
        ("q2-2", "Adults listen", "How true is it?"),
        ("q2-1", "I feel safe", "How true is it?"),
    ]
    assert draft.instrument.items[0].translations == {"es": "Me escuchan"}
    assert [(point.value, point.label) for point in draft.scale.points] == [
        (1, "Never"),
        (4, "Often"),
        (5, "Always"),
    ]
    assert draft.scale.points[0].translations == {"es": "Nunca"}
    for loss in ("Anything else?", "DisplayLogic", "it must be answered", "Branch (1)", "the look of"):
        assert loss in told(draft)


@pytest.mark.parametrize(
    "raw",
    [b"{", b'{"SurveyEntry": 3}', b"[" * 5000, b"", b"\xff\xfe\x00", b"PK\x03\x04", b"{}" * 9],
    ids=repr,
)
def test_what_is_no_form_is_told_with_the_next_command(raw, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(raw)
    with pytest.raises(KitError) as found:
        read(path)
    assert COMMAND in found.value.next


# -- into the kit ------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    home = tmp_path / "home"
    shutil.copytree(ROOT / "facilitation", home / "facilitation")
    (home / "notebooks").mkdir()
    monkeypatch.setenv("KIT_HOME", str(home))
    return home


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["instruments", *words])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_a_form_becomes_an_instrument_that_a_session_can_use(home, tmp_path):
    path = workbook(
        tmp_path / "Our welcome.xlsx",
        survey=[SURVEY, ["select_one agree", "safe", "I feel safe"], ["text", "why", "Why?"]],
        choices=LIKERT,
    )
    before = (home / "facilitation" / "scales.yaml").read_text(encoding="utf-8")

    said = run("import", str(path))

    library = Library(home / "facilitation", home / "own")
    assert library.instrument("our-welcome").items[0].text == "I feel safe"
    assert [point.label for point in library.scale("agree").points] == ["No", "Partly", "Yes"]
    assert (home / "facilitation" / "scales.yaml").read_text(encoding="utf-8") == before
    assert "Not carried over (1)" in said
    assert '"Why?"' in said


def test_an_instrument_is_never_overwritten_unasked_nor_changed_under_one_version(home):
    own = home / "own"
    library = Library(home / "facilitation", own)
    old = library.instrument("family-welcome")
    scale = library.scale(old.scale)
    other = old.model_copy(update={"items": old.items[:-1]})
    with pytest.raises(KitError, match="already") as found:
        add_instrument(library, own, other, scale, note="x")
    assert "--replace" in found.value.next
    with pytest.raises(KitError, match="other statements under the same version"):
        add_instrument(library, own, other, scale, note="x", replace=True)
    assert Library(home / "facilitation", own).instrument("family-welcome") == old
    (home / "a-file").touch()
    with pytest.raises(KitError, match="cannot be written"):
        add_instrument(library, home / "a-file", other.model_copy(update={"id": "new"}), scale, note="x")

    add_instrument(library, own, other.model_copy(update={"version": "9.0"}), scale, note="x", replace=True)
    assert Library(home / "facilitation", own).instrument("family-welcome").version == "9.0"


def test_a_person_lists_exports_edits_and_takes_back_an_instrument(home, tmp_path):
    assert "family-welcome" in run("list")
    run("export", "family-welcome", "--as", "table", "--out", str(tmp_path / "out"))
    said = run("import", str(tmp_path / "out" / "family-welcome-table.xlsx"))
    assert "Not carried over" not in said
    assert run("export", "--out", str(tmp_path / "all")).count(".xlsx") == len(SHIPPED.instruments())
