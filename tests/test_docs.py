"""The documentation: every kind has its page, and nothing in it leads nowhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from kit_home import ROOT, SHIPPED, kit_kinds
from PIL import Image

from kitlib.content import Library
from kitlib.content.home import Home
from kitlib.content.instruments import Instrument, Item
from kitlib.content.models import Difficulty, Resource, Session, Source, Step

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "kitlib").rglob("README.md")),
]
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")


def _anchors(text: str) -> set[str]:
    """The anchors that a page's headings make, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("kind", kit_kinds())
def test_every_kind_has_a_page_with_a_picture_and_stands_in_the_index(kind):
    text = (ROOT / "kitlib" / "kinds" / kind / "README.md").read_text(encoding="utf-8")

    assert PICTURE.search(text), "no picture"
    assert f"`{kind}`" in text or f"kind: {kind}" in text, (
        "does not say what the kind is called in a session file"
    )
    for page in ("kinds/README.md", "leading.md", "writing.md"):
        assert f"kitlib/kinds/{kind}/README.md)" in (ROOT / "docs" / page).read_text(encoding="utf-8"), page
    assert "## On paper" in text, "does not say what is printed"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        to = page.parent / path if path else page
        assert to.exists(), target
        assert not anchor or anchor in _anchors(to.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_picture_is_there_and_told_in_words(page):
    for words, target in PICTURE.findall(page.read_text(encoding="utf-8")):
        assert len(words.split()) >= 8, f"{target}: its words do not say what it shows"
        with Image.open(page.parent / target) as image:
            assert image.width >= 400, target
        assert (page.parent / target).stat().st_size <= 80_000, target


def test_every_picture_is_shown_somewhere():
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for _, target in PICTURE.findall(page.read_text(encoding="utf-8"))
    }

    assert {path.resolve() for top in ("docs", "kitlib") for path in (ROOT / top).rglob("*.png")} == shown


def test_the_readme_says_how_many_sessions_there_are_and_how_long():
    sessions = SHIPPED.sessions()
    lengths = [n for session in sessions for n in (session.minutes, *session.lengths)]
    resources = {session.resource for session in sessions}

    said = (
        f"{len(sessions)} sessions of {min(lengths)} to {max(lengths)} minutes on {len(resources)} resources"
    )
    assert said in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


WRITING = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "model", [Session, Step, Resource, Source, Difficulty, Home], ids=lambda model: model.__name__
)
def test_every_key_of_a_session_file_is_named_where_writing_is_told(model):
    named = set(re.findall(r"`([a-z_]+):?[^`]*`", WRITING)) | set(
        re.findall(r"^ *(?:- )?([a-z_]+):", WRITING, re.MULTILINE)
    )

    assert set(model.model_json_schema()["properties"]) - named == set()


def _table_after(words: str) -> set[str]:
    """The keys that the first column of a table names, of the first table below some words."""
    rows = WRITING[WRITING.index(words) :].partition("| key | what it is |\n|---|---|\n")[2]
    table = rows.partition("\n\n")[0]
    return {key for row in table.splitlines() for key in re.findall("`([a-z_]+)`", row.split("|")[1])}


def test_the_tables_of_an_instrument_and_of_an_item_name_all_their_keys_and_no_others():
    assert _table_after("An instrument is a file in") == set(Instrument.model_fields)
    assert _table_after("\nOf an item:") == set(Item.model_fields)


def test_the_instrument_that_is_shown_to_authors_is_a_sound_one(tmp_path):
    (text,) = re.findall(r"^```yaml\n(# For teams that look.+?)^```", WRITING, re.MULTILINE | re.DOTALL)
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "our-homework.yaml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "facilitation" / "scales.yaml", tmp_path)
    library = Library(tmp_path)

    assert library.check(tmp_path / "instruments" / "our-homework.yaml") == []
    assert library.instrument("our-homework").domains == ["Worth doing", "Possible at home"]


def test_the_head_that_is_shown_to_authors_is_a_sound_one(tmp_path):
    head = re.findall(r"^```yaml\n(.+?)^```", WRITING, re.MULTILINE | re.DOTALL)[0]
    folder = tmp_path / "facilitation" / "our-evenings"
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "facilitation" / "blocks", folder.parent / "blocks")
    shipped = (ROOT / "facilitation" / "mtss-videos" / "resource.yaml").read_text(encoding="utf-8")
    (folder / "resource.yaml").write_text(shipped.replace("id: mtss-videos", "id: our-evenings"))
    steps = "steps:\n  - block: agreements\n    minutes: 45\n    short: 40\n"
    (folder / "1-family-evening.yaml").write_text(head + steps)

    Library(folder.parent).check(folder / "1-family-evening.yaml")


@pytest.mark.parametrize(
    "block", sorted((ROOT / "facilitation" / "blocks").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_block_is_listed_with_the_activities_that_it_brings_and_needs(block):
    (row,) = re.findall(rf"^\| `{block.stem}` \|(.+)$", WRITING, re.MULTILINE)
    brings, needs = (set(re.findall(r"`([a-z-]+)`", cell)) for cell in row.split("|")[:2])
    text = block.read_text(encoding="utf-8")

    asked = set(re.findall(r"^ +(?:- )?(?:again|review): (.+)$", text, re.MULTILINE))
    assert set(re.findall(r"^  - id: (.+)$", text, re.MULTILINE)) == brings - asked
    assert asked == needs - {"agreements"}


def test_the_copy_of_records_to_object_storage_is_the_same_each_time_it_is_made(tmp_path):
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    (command,) = re.findall(r'^python -c "(import fsspec; .+)"$', page, re.MULTILINE)
    made = tmp_path / "records" / "why-mtss" / "770001-quillhaven.html"
    made.parent.mkdir(parents=True)
    to = tmp_path / "store" / "records" / "why-mtss" / made.name
    told = command.replace("s3://BUCKET", (tmp_path / "store").as_uri())
    for text in ("first", "again"):
        made.write_text(text, encoding="utf-8")
        subprocess.run([sys.executable, "-c", told], cwd=tmp_path, check=True)

        assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == [to]
        assert to.read_text(encoding="utf-8") == text
