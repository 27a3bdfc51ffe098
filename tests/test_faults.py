"""An author hears of all that is wrong with a file at once, whatever kinds of faults stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit_home import ROOT

from kitlib.content import Library
from kitlib.errors import ContentError


@pytest.fixture
def session(tmp_path) -> Path:
    """A sound session of an author's own, above what ships."""
    text = (ROOT / "examples/another-state/own/family-evenings/2-look-back.yaml").read_text("utf-8")
    resource = (ROOT / "examples/another-state/own/family-evenings/resource.yaml").read_text("utf-8")
    folder = tmp_path / "family-evenings"
    folder.mkdir()
    (folder / "resource.yaml").write_text(resource.replace("number: 1", "number: 99"))
    path = folder / "2-look-back.yaml"
    path.write_text(text.replace("minutes: 45", "minutes: 44"))
    return path


def told(path: Path, *changes: tuple[str, str]) -> list[str]:
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text)
    with pytest.raises(ContentError) as found:
        Library(ROOT / "facilitation", path.parent.parent).check(path)
    return [problem.what for problem in found.value.problems]


def test_a_missing_block_hides_no_other_fault(session):
    said = told(session, ("block: check-out", "block: chek-out"), ("title: What did", "titel: What did"))

    assert any('there is no block "chek-out"; did you mean "check-out"' in what for what in said)
    assert any('unknown key; did you mean "title"' in what for what in said)
    assert len(said) == 2, said


def test_a_misspelt_key_hides_nothing_of_what_the_whole_says(session):
    said = told(
        session,
        ("title: What did", "titel: What did"),
        ("minutes: 44", "minutes: 99"),
        ("id: look-back", "id: look-behind"),
        ("number: 2", "number: 2\nnext: nowhere"),
    )

    assert any('did you mean "title"' in what for what in said)
    assert any("not to 99" in what for what in said)
    assert any("make them the same" in what for what in said)
    assert any('there is no session "nowhere"' in what for what in said)
    assert len(said) == 4, said


def test_a_key_that_stands_twice_hides_no_other_fault(session):
    said = told(session, ("number: 2", "number: 2\nnumber: 2\nnexxt: nowhere"))

    assert any("this key stands here twice; the first is in line" in what for what in said)
    assert any("nexxt" in what or 'did you mean "next"' in what for what in said)


def test_an_absent_reminder_hides_no_other_fault(session):
    said = told(session, ("number: 2", "number: 2\nreminders: [nobody]"), ("minutes: 44", "minutes: 99"))

    assert any('There is no reminder "nobody"' in what for what in said)
    assert any("not to 99" in what for what in said)


def test_a_resource_tells_its_number_and_its_name_together(session):
    path = session.parent / "resource.yaml"
    said = told(path, ("number: 99", "number: 1"), ("id: family-evenings", "id: evenings"))

    assert any("must be the name of its folder" in what for what in said)
    assert any("1 is taken by" in what for what in said)
