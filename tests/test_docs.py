"""The documentation: every kind has its page, and nothing in it leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from kit_home import ROOT
from PIL import Image

from kitlib.content import Library
from kitlib.registry import kinds

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


@pytest.mark.parametrize("kind", kinds())
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
    sessions = Library(ROOT / "facilitation").sessions()
    lengths = [n for session in sessions for n in (session.minutes, *session.lengths)]
    resources = {session.resource for session in sessions}

    said = (
        f"{len(sessions)} sessions of {min(lengths)} to {max(lengths)} minutes on {len(resources)} resources"
    )
    assert said in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


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
