"""Districts and schools by button: what is typed or uploaded goes the way of `kit districts import`, and is told as it does."""

from __future__ import annotations

import pytest

from kitlib.errors import KitError
from kitlib.exchange.own_places import load_file, load_typed, load_upload

LIST = "code,name,county\n00990000,Alder Valley,Sample\n00990001,,Sample\n00990002,Quillhaven,Sample\n"


def test_an_uploaded_list_is_told_as_the_command_tells_it_row_by_row(kit, store, tmp_path):
    file = tmp_path / "our list.csv"
    file.write_text(LIST, encoding="utf-8")

    loaded = load_upload(store, "C:\\Users\\me\\our list.csv".replace("\\", "/"), LIST.encode())
    said = kit("districts", "import", str(file))

    assert loaded.told == "2 rows read, 2 new, 0 changed, 0 as before."
    assert "2 rows read, 0 new, 0 changed, 2 as before." in said.stdout
    [refused] = loaded.refused
    assert refused in said.stderr
    assert store.districts.find("Alder Valley").county == "Sample"


def test_a_district_is_typed_with_its_schools_and_typed_again_changes_nothing(store):
    first = load_typed(store, "  Harbor Falls ", schools=["North Elementary", "", "Harbor High"])
    district = store.districts.find("Harbor Falls")
    schools = [each.name for each in store.districts.schools(district.code)]

    again = load_typed(store, "harbor falls", schools=["Harbor High"])

    assert (district.code, sorted(schools)) == ("harbor-falls", ["Harbor High", "North Elementary"])
    assert "2 new" in first.told
    assert len(store.districts.schools(district.code)) == 2
    assert again.refused == []


def test_what_cannot_be_loaded_is_told_without_a_folder_of_this_computer(store):
    with pytest.raises(KitError) as typed:
        load_typed(store, "", "")
    with pytest.raises(KitError) as sent:
        load_upload(store, "../../notes.csv", b"nothing,here\n1,2\n")

    for told in (typed.value, sent.value):
        assert "/tmp" not in str(told)
        assert told.next
    assert "notes.csv" in sent.value.what


def test_a_workbook_is_read_too(store, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["District Code", "District Name"])
    book.active.append(["00990007", "Maple Ridge"])
    path = tmp_path / "list.xlsx"
    book.save(path)

    assert load_upload(store, "list.xlsx", path.read_bytes()).told.startswith("1 rows read, 1 new")
    assert load_file(store, path).told.endswith("1 as before.")
