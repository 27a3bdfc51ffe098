"""What the kit hands out of every sample: nothing kept back is in any file, and its PDFs can be read aloud and kept."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from calling import called
from kit_home import ROOT, make_home
from pdf_tree import FOOT, Tree
from samples import SAMPLES as ALL
from samples import texts

from kitlib.content import Library
from kitlib.exchange.districts import load_sample_districts
from kitlib.exchange.sample import hold
from kitlib.meetings.service import MeetingService
from kitlib.settings import environment, settings
from kitlib.store import Store

#: Without KIT_ALL_SAMPLES those of three sessions in three districts; test_formats looks at the records of all.
SAMPLES = {
    name: sample
    for name, sample in ALL.items()
    if os.environ.get("KIT_ALL_SAMPLES") or (ROOT / "data" / "sample" / f"{name}.json").is_file()
}
SHORTEST = 12  # letters: what is shorter may stand anywhere
#: Each way out, and the folder that it writes.
WAYS = (
    ("records", ("records", "--format", "ipynb,html,pdf,docx")),
    ("records", ("portfolio", "--format", "ipynb,html,pdf,docx")),
    ("records", ("rollup", "--session", "shared-beliefs", "--format", "html,pdf,csv,ipynb")),
    ("export", ("export", "--out", "export")),
    ("due", ("due", "--weeks", "52", "--out", "due")),
    ("folders", ("records", "deliver", "--to", "folders")),
    ("zips", ("records", "deliver", "--zip", "--to", "zips")),
    ("archive", ("records", "archive", "--to", "archive")),
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which every sample was held, and everything of it was handed out."""
    base = tmp_path_factory.mktemp("held-back")
    home, url = make_home(base / "kit"), f"sqlite:///{base / 'kit.db'}"
    with pytest.MonkeyPatch.context() as patch, environment({"KIT_HOME": str(home), "KIT_DATABASE_URL": url}):
        patch.chdir(home)
        with closing(Store(url)) as store:
            load_sample_districts(store, settings().data)
            service = MeetingService(store, Library(home / "facilitation"))
            for sample in SAMPLES.values():
                hold(sample, service)
        for _, words in WAYS:
            done = called(list(words), {}, "")
            assert done.returncode == 0, (words, done.stdout, done.stderr)
        yield home


@pytest.fixture(scope="module")
def read(out: Path) -> dict[str, str]:
    """All that stands in each file, packed ones too, without blanks."""
    found = {}
    for folder in dict.fromkeys(folder for folder, _ in WAYS):
        files = [path for path in sorted((out / folder).rglob("*")) if path.is_file()]
        assert files, folder
        for path in files:
            found |= dict(told(str(path.relative_to(out)), path.read_bytes()))
    return found


def told(name: str, raw: bytes) -> Iterator[tuple[str, str]]:
    """The file and what is packed in it, each as text: as it stands, and as a reader of its form reads it."""
    end = name.rpartition(".")[2]
    if end in ("zip", "docx"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for inside in packed.namelist():
                yield from told(f"{name}/{inside}", packed.read(inside))
        return
    yield name, _squashed(raw, end)


@cache
def _squashed(raw: bytes, end: str) -> str:
    plain = raw.decode("utf-8", "replace")
    read_by = {"ipynb": of_json, "json": of_json, "csv": of_table, "html": unescape, "xml": unescape}
    return squashed(of_pdf(raw) if end == "pdf" else plain + read_by.get(end, str)(plain))


def of_pdf(raw: bytes) -> str:
    """The words of its pages, what is read aloud in their place, its metadata and what it carries along."""
    reader = pypdf.PdfReader(io.BytesIO(raw))
    words = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    for number in range(1, int(reader.trailer["/Size"])):
        each = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        if isinstance(each, pypdf.generic.StreamObject) and each.get("/Type") in (
            "/Metadata",
            "/EmbeddedFile",
        ):
            words.append(each.get_data().decode("utf-8", "replace"))
        if isinstance(each, dict):
            words += [
                str(each[key])
                for key in ("/Alt", "/ActualText", "/E", "/Title", "/Contents", "/TU")
                if key in each
            ]
    return " ".join(words)


def of_json(text: str) -> str:
    """Every text in it, of a notebook its outputs and metadata too, as it was before it was escaped."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield str(key)
                yield from walk(each)
        elif isinstance(value, list):
            if all(isinstance(each, str) for each in value):
                yield "".join(value)  # a notebook's text, in lines
            else:
                for each in value:
                    yield from walk(each)
        else:
            yield str(value)

    return unescape(" ".join(walk(json.loads(text))))


def of_table(text: str) -> str:
    return " ".join(cell for row in csv.reader(io.StringIO(text)) for cell in row)


def squashed(text: str) -> str:
    """Without blanks, and without the signs by which forms break and mark words: a PDF sets blanks of its own."""
    return re.sub(r"[\W_]+", "", text)


def of_all_samples(*, shown: bool) -> set[str]:
    found = {text for sample in SAMPLES.values() for text in texts(sample, shown=shown)}
    return {text for text in found if len(squashed(text)) >= SHORTEST}


def test_what_is_private_or_not_for_the_record_is_in_no_file_of_any_way_out(read):
    kept_back = of_all_samples(shown=False) - of_all_samples(shown=True)
    assert len(kept_back) > 20, "the samples hold something to look for"

    names = {
        text: name for name, text in read.items()
    }  # what is handed out in several ways is looked through once
    found = {
        (name, value) for value in map(squashed, kept_back) for text, name in names.items() if value in text
    }

    assert found == set()


@pytest.mark.parametrize("end", ["html", "pdf", "ipynb", "csv", "xml"])
def test_what_is_for_the_record_is_found_in_files_of_each_form(read, end):
    shown = {squashed(text) for text in of_all_samples(shown=True)}
    everything = "\n".join(text for name, text in read.items() if name.endswith(f".{end}"))

    there = sum(value in everything for value in shown)

    assert there > len(shown) / 2, f"{there} of {len(shown)}"


def test_what_is_packed_for_districts_is_read_too(read):
    names = "\n".join(read)

    for inside in (
        r"zips/.+\.zip/.+\.html",
        r"zips/.+\.zip/.+\.docx/word/document\.xml",
        r"archive/.+/data/.+\.pdf",
    ):
        assert re.search(inside, names), inside


def test_the_pdf_of_a_district_s_page_and_of_a_roll_up_is_marked_for_a_screen_reader_and_fit_to_be_kept(out):
    sessions = {sample.session for sample in SAMPLES.values()}  # test_formats sees to the records of these
    files = [path for path in sorted((out / "records").rglob("*.pdf")) if path.parent.name not in sessions]
    assert len(files) >= 4, "pages of districts, a roll-up"

    for path in files:
        tree = Tree(path.read_bytes())
        marks = tree.root["/Metadata"].get_data()
        for mark in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
            assert mark in marks, (path.name, mark)
        assert tree.root["/MarkInfo"]["/Marked"].value is True, path.name
        assert tree.root["/Lang"] == "en", path.name
        assert tree.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True, path.name
        assert tree.title, path.name
        assert all(tree.alts), path.name
        levels = [int(tag[2]) for tag, _ in tree.headings]
        assert levels[0] == 1, path.name
        assert all(after - before <= 1 for before, after in pairwise(levels)), path.name
        assert all(table.caption and table.rows[0][0].startswith("Column") for table in tree.tables), (
            path.name
        )
        assert tree.undrawn == 0, path.name
        assert tree.bottom_edge > FOOT, path.name
