from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from nbformat import read as read_notebook

from kitlib.charts import bars, minutes, spread
from kitlib.errors import KitError, NotFoundError
from kitlib.exchange.sample import hold as hold_sample
from kitlib.exchange.sample import read
from kitlib.kinds.shared.words import words
from kitlib.meetings.answers import read_answers
from kitlib.records import Record, batch
from kitlib.records.local import Local
from kitlib.store import District

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "data" / "sample").glob("*.json"))


@pytest.fixture
def sampled(service, places):
    """The worked sample in the test's own store: every district and meeting of data/."""
    from kitlib.exchange.districts import load_sample_districts

    load_sample_districts(service.store, places.data)
    for path in SAMPLES:
        hold_sample(read(path), service)
    return service


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_meeting_goes_through_the_rules(path, service, places):
    from kitlib.exchange.districts import load_sample_districts

    load_sample_districts(service.store, places.data)
    meeting = hold_sample(read(path), service)

    assert len(service.store.entries.current(meeting.id)) > 40


def test_frames_hold_no_private_answer(sampled, library):
    private = {
        value
        for path in SAMPLES
        for team in read(path).answers.values()
        for place, activities in team.items()
        if place != "team"
        for activity, fields in activities.items()
        for field, value in fields.items()
        if _visibility(library, read(path).session, activity, field) == "private"
    }
    assert private
    for unit in batch.due(sampled.store, library):
        held = read_answers(sampled.store, library, unit.session, unit.district)
        seen = {
            str(value)
            for of_it in held.answers.values()
            for part in of_it.values()
            for values in (part.of_team, *part.seats.values())
            for value in values.values()
        }
        assert not private & seen


def _visibility(library, session, activity, field):
    from kitlib.meetings.rules import rule_of

    return rule_of(library.session(session), activity, library).field(field).visibility


def test_one_record_is_due_for_each_session_and_district(sampled, library):
    units = batch.due(sampled.store, library)

    assert len(units) == len(SAMPLES)
    assert len({unit.stem for unit in units}) == len(units)


def test_a_rehearsal_and_an_empty_meeting_make_no_record(service, library, hold, page):
    hold("why-mtss", district="999002")
    rehearsal = hold("why-mtss", district=None)
    page(rehearsal).write("seats", "seat-1.role", "Principal", scope="team")

    assert batch.due(service.store, library) == []


def test_a_meeting_that_was_opened_by_mistake_counts_for_nothing(service, library, hold, page):
    meeting = hold("why-mtss")
    page(meeting).write("seats", "seat-1.role", "Principal", scope="team")
    hold("why-mtss")
    hold("why-mtss")

    held = read_answers(service.store, library, "why-mtss", "999001")

    assert [each.id for each in held.meetings] == [meeting.id]
    assert [(unit.meetings, unit.last) for unit in batch.due(service.store, library)] == [(1, "2026-11-23")]


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Records of two districts, made by papermill once for this module, each with a word of its own."""
    import os

    from kit_home import make_home

    from kitlib.content import Library
    from kitlib.exchange.districts import load_sample_districts
    from kitlib.meetings.service import MeetingService
    from kitlib.settings import settings
    from kitlib.store import Store

    base = tmp_path_factory.mktemp("records")
    before = {name: os.environ.get(name) for name in ("KIT_HOME", "KIT_DATABASE_URL")}
    os.environ["KIT_HOME"] = str(make_home(base / "kit"))
    os.environ["KIT_DATABASE_URL"] = f"sqlite:///{base / 'kit.db'}"
    try:
        places = settings()
        library, store = Library(places.facilitation), Store(places.database_url)
        load_sample_districts(store, places.data)
        service = MeetingService(store, library)
        for name in (
            "shared-beliefs-alder-valley",
            "shared-beliefs-quillhaven",
            "introducing-bias-alder-valley",
        ):
            hold_sample(read(places.data / "sample" / f"{name}.json"), service)
        out = base / "out"
        told = []
        making = batch.Batch(places, out)
        failures, index = making.run(
            making.plan(making.units()), Local(), lambda unit, failure: told.append(unit)
        )
        yield {"out": out, "failures": failures, "told": told, "index": index}
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


def test_every_district_gets_an_executed_notebook_and_a_page(records):
    assert records["failures"] == []
    assert len(records["told"]) == 3
    for unit in records["told"]:
        notebook = read_notebook(records["out"] / f"{unit.stem}.ipynb", as_version=4)
        assert all(
            cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.source
        )
        assert (records["out"] / f"{unit.stem}.html").exists()
    assert not list(records["out"].rglob(".making-*"))


def _pages(records):
    return {
        unit.stem: (records["out"] / f"{unit.stem}.html").read_text(encoding="utf-8")
        for unit in records["told"]
    }


def test_a_page_has_no_script_and_asks_for_nothing_beyond_itself(records):
    for page in [*_pages(records).values(), records["index"].read_text(encoding="utf-8")]:
        assert page.count("<script") == ("<h1>Records of team sessions" in page)  # the index has its search
        assert not re.search(r'(?:src|srcset)="(?!data:)', page)
        assert not re.search(r"<link\b|<image\b|<use\b|@import|url\((?!#)", page)
        assert 'lang="en"' in page


def test_a_page_has_two_figures_or_more_each_with_words_that_stand_for_it(records):
    for page in _pages(records).values():
        alts = re.findall(r'<figure><svg [^>]*role="img" aria-label="([^"]*)"', page)
        assert len(alts) >= 2
        assert all(len(alt) > 40 for alt in alts)


def test_no_id_stands_twice_in_a_page_and_each_that_is_called_is_there(records):
    pages = _pages(records).values()
    for page in pages:
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert any("url(#" in page for page in pages)


def test_a_page_begins_with_what_was_decided(records):
    for page in _pages(records).values():
        heads = re.findall(r"<h([1-6])[^>]*>(.*?)</h", page)
        assert [level for level, _ in heads].count("1") == 1
        assert heads[0][0] == "1"
        assert heads[1] == ("2", "What we decided")
        steps = [int(level) for level, _ in heads]
        assert all(b - a <= 1 for a, b in itertools.pairwise(steps)), "no level is skipped"


def test_the_words_of_one_district_never_stand_in_the_record_of_another(records):
    pages = _pages(records)
    alder, quill = (
        pages[s] for s in ("shared-beliefs/99900001-alder-valley", "shared-beliefs/99900002-quillhaven")
    )
    ours = _said(read(ROOT / "data/sample/shared-beliefs-alder-valley.json"))
    theirs = _said(read(ROOT / "data/sample/shared-beliefs-quillhaven.json"))

    assert sum(_in(text, alder) for text in ours) > 10
    assert not [text for text in ours - theirs if _in(text, quill)]
    assert not [text for text in theirs - ours if _in(text, alder)]


def _said(sample):
    texts = (
        v
        for team in sample.answers.values()
        for acts in team.values()
        for fs in acts.values()
        for v in fs.values()
    )
    return {text for text in texts if isinstance(text, str) and len(text) > 30}


def _in(text, page):
    from html import escape

    return escape(text) in page


def test_no_private_word_is_in_any_file(records, library):
    sample = read(ROOT / "data/sample/introducing-bias-alder-valley.json")
    private = {
        value
        for seats in sample.answers.values()
        for place, activities in seats.items()
        if place != "team"
        for activity, fields in activities.items()
        for field, value in fields.items()
        if _visibility(library, "introducing-bias", activity, field) == "private" and value
    }
    assert len(private) > 3
    everything = "".join(f.read_text(encoding="utf-8") for f in records["out"].rglob("*") if f.is_file())
    assert not [text for text in private if text in everything]


def test_the_index_lists_every_record_with_working_links(records):
    page = records["index"].read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', page)

    assert len(links) == 6
    assert all((records["out"] / link).exists() for link in links)


def test_a_record_that_fails_does_not_stop_the_rest(sampled, places, tmp_path):
    template = places.notebooks / "records" / "record.ipynb"
    notebook = json.loads(template.read_text())
    about, parameters, opening, *_ = notebook["cells"]
    failing = ['if district == "99900002":\n', '    raise ValueError("no such luck")\n']
    notebook["cells"] = [about, parameters, {**opening, "source": failing}]
    template.write_text(json.dumps(notebook))
    making = batch.Batch(places, tmp_path / "out")
    units = [u for u in making.units(session="why-mtss") if u.district != "99900003"]
    (failure,), _ = making.run(making.plan(units), Local(), lambda *_: None)

    assert (failure.unit.district, failure.why) == ("99900002", "cell 3: ValueError: no such luck")
    assert "no such luck" in failure.notebook.read_text(encoding="utf-8")
    assert [p.name for p in (tmp_path / "out").rglob("*/*.html")] == ["99900001-alder-valley.html"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"distrct": "999001"}, 'has no parameter "distrct"; did you mean "district"'),
        ({"district": 999001}, 'Parameter "district" must be text, found int'),
    ],
)
def test_an_unknown_or_ill_typed_parameter_is_refused_before_papermill_starts(places, given, told):
    with pytest.raises(KitError, match=re.escape(told)):
        batch.check_parameters(places.notebooks / "records" / "record.ipynb", given)


def test_a_record_of_an_unknown_district_offers_the_nearest(sampled, library):
    with pytest.raises(NotFoundError, match='did you mean "Quillhaven"'):
        batch.due(sampled.store, library, district="Quilhaven")


# -- frames and charts -----------------------------------------------------------------


def test_actions_come_by_due_date_with_the_undated_last(service, hold, page, library):
    meeting = hold("why-mtss")
    writer = page(meeting)
    for row, due in [("r1-a", ""), ("r2-b", "2027-03-01"), ("r3-c", "2027-01-15")]:
        writer.write(_id(library, "why-mtss", "actions"), f"{row}.what", f"due {due}", scope="team")
        writer.write(_id(library, "why-mtss", "actions"), f"{row}.due", due, scope="team")

    held = read_answers(service.store, library, "why-mtss", "999001")

    assert list(held.frame(_id(library, "why-mtss", "actions"))["due"]) == ["2027-01-15", "2027-03-01", ""]


def test_a_row_taken_out_is_in_no_record_and_one_put_back_is(service, hold, page, library):
    meeting = hold("why-mtss")
    writer, lot = page(meeting), _id(library, "why-mtss", "parking_lot")
    writer.write(lot, "r1-a.text", "Who decides?", scope="team")
    writer.write(lot, "r1-a.removed", True, scope="team")
    assert read_answers(service.store, library, "why-mtss", "999001").frame(lot).empty

    writer.write(lot, "r1-a.removed", False, scope="team")

    assert list(read_answers(service.store, library, "why-mtss", "999001").frame(lot)["text"]) == [
        "Who decides?"
    ]


def test_people_are_counted_by_role_and_never_by_name(service, hold, page, library):
    meeting = hold("why-mtss", teams=["A", "B"])
    for team, seat in [("team-1", 1), ("team-1", 2), ("team-2", 1)]:
        page(meeting, team=team).write(
            _id(library, "why-mtss", "attendance"), f"seat-{seat}.role", "Teacher", scope="team"
        )
    held = read_answers(service.store, library, "why-mtss", "999001")

    assert held.people().to_dict("records") == [{"role": "Teacher", "seats": 3}]
    assert len(held.seats()) == 3


def _id(library, session, kind):
    return next(a.id for a in library.session(session).activities.values() if a.kind == kind)


def test_a_district_that_held_nothing_has_an_empty_record(service, library):
    held = read_answers(service.store, library, "why-mtss", "999002")

    assert held.frame(_id(library, "why-mtss", "actions")).empty
    assert list(words(held, "seat").columns) == ["step", "prompt", "date", "label", "text"]


def test_alt_text_says_what_the_figure_shows():
    import pandas as pd

    chart = minutes(pd.DataFrame({"step": ["Norms", "Plan"], "planned": [10, 20], "used": [12, None]}))
    assert (
        chart.alt
        == "Bar chart of minutes by step. Planned 30 minutes, used 12. Steps that differed: Norms: 10 planned, 12 used."
    )

    chart = bars(pd.DataFrame({"prompt": ["Why?"], "answers": [3]}), "prompt", "answers", "answers by prompt")
    assert chart.alt == "Bar chart: answers by prompt. Why?: 3."

    frame = pd.DataFrame({"text": ["We plan together."], "Disagree": [1], "Agree": [4]})
    assert spread(frame, ["Disagree", "Agree"]).alt.endswith("We plan together. 1 disagree, 4 agree")


def test_the_same_data_gives_the_same_picture():
    import pandas as pd

    frame = pd.DataFrame({"text": ["We plan together."], "Disagree": [1], "Agree": [4]})
    one, two = (spread(frame, ["Disagree", "Agree"])._repr_mimebundle_() for _ in range(2))

    assert one == two
    assert "url(#" in one[0]["image/svg+xml"]


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        ("-p", "00240000", ""),
        ("-r", "00240000", ""),
        ("-p", "École Rivière", ""),
        ("-p", "1e5", "came as 100000.0, which is no code or name"),
        ("-p", "99", "There is no district"),
    ],
)
def test_papermill_s_own_command_makes_a_record_of_a_code_with_zeros(
    store, places, hold, page, tmp_path, option, code, said
):
    """Its -p reads 00240000 as the number 240000."""
    from click.testing import CliRunner
    from papermill.cli import papermill

    store.districts.load([District("00240000", "École Rivière")])
    page(hold("why-mtss", district="00240000")).write("seats", "seat-1.role", "Teacher", scope="team")
    out = tmp_path / "out.ipynb"
    words = [
        str(places.notebooks / "records" / "record.ipynb"),
        str(out),
        "--engine",
        "kit",
        "--no-progress-bar",
    ]

    ran = CliRunner().invoke(papermill, [*words, "-p", "session", "why-mtss", option, "district", code])

    assert (ran.exception is None) == (not said)
    assert (said or "École Rivière: ") in out.read_text(encoding="utf-8")
    if "which is no code" in said:
        assert "papermill … -r district CODE" in out.read_text(encoding="utf-8")


def test_three_meetings_of_the_same_people_are_not_three_times_as_many_people(hold, page):
    for seats in (5, 5, 3):
        held = page(hold("why-mtss"))
        for n in range(1, seats + 1):
            held.write("seats", f"seat-{n}.role", "Teacher", scope="team")

    making = Record("why-mtss", "999001")

    assert "<dt>People</dt><dd>3 to 5 seats a meeting</dd>" in making._glance()
