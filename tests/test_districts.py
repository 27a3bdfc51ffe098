from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from postgres import on_both

from kitlib.errors import KitError, NotFoundError
from kitlib.exchange.districts import read_list
from kitlib.meetings.contents import content_now
from kitlib.records.unit import Unit
from kitlib.rollup.groups import groups_of
from kitlib.store import District, School

STATE = [
    District("00050000", "Fall Harbor, City of"),
    District("00240000", "École Rivière"),
    District("10000000", "Ayer Hill"),
]


def listed(folder: Path, text: str, known=(), schools=(), coding: str = "utf-8"):
    path = folder / "list.csv"
    path.write_bytes(text.encode(coding))
    return read_list(path, list(known), list(schools))


def refused(found) -> list[str]:
    return [str(each).strip() for each in found.refused]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_states_list_is_read_as_it_comes(tmp_path, coding):
    text = (
        "2026-27 Enrollment Report (District)\r\n\r\n"
        "District Name\tDistrict Code\tGrade K\tTotal\r\n"
        'Abington\t="00010000"\t120\t" 1,916 "\r\n'
        "École Rivière\t'00240000\t***\t***\r\n"
        "\u00a0Fall Harbor, City of \t00050000\t1\t12.0\r\n"
        "State Total\t00000000\t1\t913,735\r\n"
        "\r\nNOTE: *** is shown for fewer than 10.\r\n"
    )

    found = listed(tmp_path, text, coding=coding)

    assert found.rows == [
        District("00010000", "Abington", "", 1916),
        District("00240000", "École Rivière", "", None),
        District("00050000", "Fall Harbor, City of", "", 12),
    ]
    assert found.refused == []
    assert [note for note in found.notes if "Windows-1252" not in note] == [
        "Line 1 above the headings: left out.",
        "Line 9 below the rows: left out, “NOTE: *** is shown for fewer than 10.”.",
        "Line 7: a total, left out.",
    ]


def test_a_workbook_is_read_with_the_zeros_that_it_shows(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["Enrollment"],
        ["Org Code", "Org Name", "Enrollment"],
        [50000, "Fall Harbor, City of", 1200],
    ):
        book.active.append(row)
    book.active["A3"].number_format = "00000000"
    book.save(tmp_path / "list.xlsx")

    assert read_list(tmp_path / "list.xlsx", []).rows == [
        District("00050000", "Fall Harbor, City of", "", 1200)
    ]


def test_a_code_that_a_spreadsheet_cut_is_the_one_that_is_loaded_and_told(tmp_path):
    text = "code,name\n50000,fall harbor city of\n50000,Fall Harbor, City of\n24,Ecole Riviere\n0024,Ecole Riviere\n7,New One\n"
    found = listed(tmp_path, text.replace("fall harbor city of", '"FALL HARBOR, CITY OF"'), STATE)

    assert [(each.code, each.name) for each in found.rows] == [
        ("00050000", "FALL HARBOR, CITY OF"), ("00240000", "Ecole Riviere"), ("7", "New One")
    ]  # fmt: skip
    assert found.notes == [
        "Line 2: code 50000 was read as 00050000 (Fall Harbor, City of), which is loaded.",
        "Line 4: code 24 was read as 00240000 (École Rivière), which is loaded.",
    ]
    assert refused(found) == [
        "line 3: It has 3 cells under 2 headings. Put quotes around a cell that holds a comma.",
        'line 5, code "0024": It stands on line 4 already.',
    ]


def test_a_cut_code_beside_another_name_is_asked_back(tmp_path):
    found = listed(tmp_path, "code,name\n50000,Abington\n9,A\n", STATE)

    assert refused(found) == [
        'line 2, code "50000": It may be 00050000 (Fall Harbor, City of) as a spreadsheet writes it, but the name '
        "differs. Write 00050000, if that is meant, or else another code."
    ]


def test_the_zeros_that_a_first_list_lacks_are_doubted(tmp_path):
    found = listed(tmp_path, "code,name\n10000,Abington\n35010000,Zenith\n")

    assert "have 5 to 8 digits and none begins with 0" in found.notes[0]
    assert listed(tmp_path, "code,name\n1,A\n22,B\n").notes == []
    again = listed(tmp_path, "code,name\n00010000,Abington\n", found.rows)
    assert [each.code for each in again.rows] == ["10000"], "no second district of the same number"


def test_a_comma_that_splits_a_name_is_told_with_what_was_meant(tmp_path):
    text = 'code,name,county,enrollment\n1,Fall Harbor, City of\n2,Fall Harbor, City of,Bristol,120\n3, "Fall Harbor, City of"\n4,A\n'

    assert refused(listed(tmp_path, text)) == [
        'line 2, county "City of": A comma splits the name: "Fall Harbor" and "City of" stand in two columns. '
        'Write "Fall Harbor, City of" in quotes.',
        "line 3: It has 5 cells under 4 headings. Put quotes around a cell that holds a comma.",
        'line 4, name ""Fall Harbor": A blank stands before the quote, so the comma splits the name.',
    ]


@pytest.mark.parametrize("code", ["12/34", "../../../zz", "a b", "北京", "-1", "x" * 61, "a\\b"])
def test_a_code_that_could_be_a_path_comes_in_by_no_list(tmp_path, code):
    found = listed(tmp_path, f"code,name\n{code},A\n12-34,B\nab,C\nAB,D\n", STATE)

    assert [each.code for each in found.rows] == ["12-34", "ab"]
    assert [(each.line, each.column) for each in found.refused] == [(2, "code"), (5, "code")]


def test_schools_find_their_district_by_a_code_in_any_form(tmp_path):
    text = (
        "School Name,School Code,District Code,School Type\nA,00050005,50000,High\nB,50010,0005,\nC,1,77,\n"
    )

    found = listed(tmp_path, text, STATE, [School("00050010", "00050000", "B")])

    assert found.rows == [
        School("00050005", "00050000", "A", "High"),
        School("00050010", "00050000", "B", ""),
    ]
    assert refused(found) == [
        'line 4, district_code "77": This district is not loaded. Import the list of districts first.'
    ]
    assert len(found.notes) == 3


def test_names_of_schools_are_never_taken_for_names_of_districts(tmp_path):
    with pytest.raises(KitError, match="needs the column"):
        listed(tmp_path, "district_code,name\n00050000,Elm School\n", STATE)


def test_a_list_loaded_again_doubles_nothing(store, tmp_path):
    store.districts.load(STATE)
    before = store.districts.all()
    text = 'code,name\n50000,"Fall Harbor, City of"\n240000,École Rivière\n10000000,Ayer Hill\n'

    new, changed = store.districts.load(listed(tmp_path, text, before).rows)

    assert (new, changed, store.districts.all()) == (0, 0, before)


@pytest.mark.parametrize(
    "words",
    [
        "École Rivière",
        "ÉCOLE RIVIÈRE",
        "ecole  riviere",
        "E\u0301cole Rivie\u0300re",
        " École\u00a0Rivière ",
        "00240000",
        "240000",
    ],
)
def test_a_district_is_found_by_its_own_name_however_it_is_typed(store, words):
    store.districts.load([*STATE, School("s1", "00240000", "Lycée d’Été")])

    assert store.districts.find(words).code == "00240000"
    assert store.districts.school("00240000", "lycee d'ete").code == "s1"
    with pytest.raises(NotFoundError, match='did you mean "École Rivière"'):
        store.districts.find("École Rivère")


def test_districts_of_one_name_are_told_by_their_codes(store):
    store.districts.load([District("a1", "Café"), District("a2", "CAFE")])

    with pytest.raises(NotFoundError, match='2 districts are called "cafe"') as told:
        store.districts.find("cafe")
    assert told.value.next == "Use the code: a1, a2"


def test_groups_name_districts_by_any_form_of_code_or_name(tmp_path):
    path = tmp_path / "groups.txt"
    path.write_text(
        "Regions of 2026\nDistrict Code\tRegion\n50000\tWest 👩‍🏫\n0024\tEast\nayer hill\tEast\n", "utf-16"
    )

    assert groups_of(str(path), STATE) == {"00050000": "West 👩‍🏫", "00240000": "East", "10000000": "East"}


ORGS = (
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "0f1e2d3c-aaaa-bbbb-cccc-000000000001,active,,École Rivière,district,00240000,st\n"
    "d2,active,,Ayer Hill,local,,st\n"
    "dep,active,,Elementary Office,department,,d2\n"
    "s1,active,,Elm School,school,00240005,0f1e2d3c-aaaa-bbbb-cccc-000000000001\n"
    "s2,active,,Ash School,school,,dep\n"
    "s3,tobedeleted,,Old School,school,00240006,d2\n"
    "s4,active,,Lost School,school,1,nowhere\n"
    "st,active,,The State,state,,\n"
)


def test_organizations_as_oneroster_lists_them_are_districts_with_their_schools(tmp_path):
    known = [District("00240000", "École Rivière", "Essex", 1200)]

    found = listed(tmp_path, ORGS, known)

    assert found.rows == [
        District("00240000", "École Rivière", "Essex", 1200),
        District("d2", "Ayer Hill"),
        School("00240005", "00240000", "Elm School"),
        School("s2", "d2", "Ash School"),
    ]
    assert refused(found) == [
        'line 8, district_code "1": This district is not loaded. Import the list of districts first.'
    ]
    assert found.notes == [
        "1 line(s) marked as deleted: left out.",
        "2 line(s) neither a district nor a school: left out.",
    ]


def test_what_a_list_has_no_column_for_stays_as_it_was(tmp_path):
    known = [District("00240000", "École Rivière", "Essex", 1200)]

    assert listed(tmp_path, "code,name\n00240000,Rivière\n", known).rows == [
        District("00240000", "Rivière", "Essex", 1200)
    ]
    assert listed(tmp_path, "code,name,county\n00240000,Rivière,\n", known).rows == [
        District("00240000", "Rivière", "", 1200)
    ]


@on_both
def test_two_districts_become_one_and_no_meeting_or_answer_is_lost(store, library, hold, page):
    store.districts.load(
        [School("s9", "999002", "HAVEN  Elementary School"), School("s8", "999002", "Other")]
    )
    meeting = store.meetings.open(
        session="why-mtss", date="2026-11-23", minutes=45, teams_=["A"], district="999002", school="s9",
        content=content_now(library, "why-mtss"),
    )  # fmt: skip
    plan = next(id for id, a in library.session("why-mtss").activities.items() if a.kind == "actions")
    page(meeting).write(plan, "r1.what", "stands", scope="team")
    with pytest.raises(KitError, match="has meetings"):
        store.districts.remove("999002")

    done = store.districts.join("999002", "999001")

    assert (done.meetings, done.schools, done.same_schools) == (1, 1, 1)
    assert [each.code for each in store.districts.all()] == ["999001"]
    assert {s.code for s in store.districts.schools("999001")} == {"99900101", "s8"}
    here = store.meetings.get(meeting.id)
    assert (here.district, here.school) == ("999001", "99900101")
    assert [a.value for a in store.entries.current(meeting.id)] == ["stands"]


def test_a_district_goes_or_joins_another_once_its_owner_says_yes(kit, store, hold):
    hold("why-mtss", district="999002")
    store.districts.load([District("9", "Twice Test"), School("91", "9", "A School")])

    def asked(answer: str, *words: str):
        ran = kit("districts", *words, given=answer)
        return ran.returncode, ran.stdout + ran.stderr

    assert "Nothing was changed." in asked("n\n", "remove", "twice test")[1]
    assert "Taken off the list: Twice Test (9), with 1 school." in asked("y\n", "remove", "9")[1]
    assert asked("y\n", "remove", "999002")[0] == 1
    assert "Nothing was changed." in asked("n\n", "join", "999002", "999001")[1]
    assert "1 meeting(s)" in asked("", "join", "999002", "999001", "--yes")[1]
    assert "Both are" in asked("", "join", "999001", "999001")[1]
    assert [act.what for act in store.audit.list()] == ["district removed", "districts joined"]


# -- names of files -----------------------------------------------------------------------


def unit(code: str, name: str) -> Unit:
    return Unit("why-mtss", "Why MTSS", code, name, 1, "2026-11-23")


def test_awkward_codes_and_names_make_files_of_their_own_on_any_system(tmp_path):
    units = [
        unit(code, name)
        for code, name in [
            ("12/34", "A"), ("12-34", "A"), ("12", "34 A"), ("../../../zz", "A"), ("..", "A"), ("zz", "A"), ("ZZ", "A"),
            ("con", ""), ("x" * 64, "y" * 120), ("x" * 60 + "z", "y" * 120), ("1", "北京"), ("2", "上海"), ("北京", ""), ("上海", ""),
            ("a.", "A"), ("a ", "A"), ("nul", "Nul"), ("3", "École Rivière"), ("{6F96}", "A"),
        ]
    ]  # fmt: skip
    stems = [each.stem for each in units]

    assert len({stem.casefold() for stem in stems}) == len(stems)
    for stem in stems:
        (tmp_path / f"{stem}.html").parent.mkdir(exist_ok=True)
        (tmp_path / f"{stem}.html").write_text("x")
        assert (tmp_path / f"{stem}.html").resolve().parent == tmp_path / "why-mtss"
        assert stem.isascii()
        assert len(stem) < 140
        assert stem.partition("/")[2] not in ("con", "nul")
    shutil.rmtree(tmp_path / "why-mtss")
    assert unit("00240000", "École Rivière").stem == "why-mtss/00240000-ecole-riviere"
    assert unit("99900001", "Alder Valley").stem == "why-mtss/99900001-alder-valley"


@given(
    st.lists(st.tuples(st.text(max_size=12), st.text(max_size=8)), unique_by=lambda each: each[0], max_size=8)
)
def test_no_two_codes_share_a_file_and_none_leaves_its_folder(pairs):
    stems = [unit(code, name).stem for code, name in pairs]

    assert len({stem.casefold() for stem in stems}) == len(stems)
    for stem in stems:
        assert stem.count("/") == 1
        assert stem.isascii()
        assert not stem.endswith((".", " "))
