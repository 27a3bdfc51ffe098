"""Records as PDF and Word: the same facts as on the page, and marked as a screen reader needs them."""

from __future__ import annotations

import base64
import io
import os
import random
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from itertools import cycle, islice
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from kit_home import SHIPPED, make_home
from pdf_tree import Table, Tree
from PIL import Image
from samples import SAMPLES, texts

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.exchange.districts import load_sample_districts
from kitlib.exchange.sample import hold
from kitlib.meetings.contents import Titles
from kitlib.meetings.rules import rule_of
from kitlib.meetings.service import MeetingService
from kitlib.records import batch
from kitlib.records.formats import check_formats
from kitlib.records.local import Local
from kitlib.records.origin import Origin
from kitlib.records.verify import Verifier
from kitlib.rollup.build import make_rollup
from kitlib.settings import settings
from kitlib.store import Store
from kitlib.typeset import docx

FORMS = ("html", "ipynb", "pdf", "docx")
COPIES = int(os.environ.get("KIT_COPIES", "60"))  # of which a byte is changed
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def squashed(text: str) -> str:
    """A text without its spaces: forms break their lines where they have to."""
    return re.sub(r"[\s\u200b]+", "", text)


# -- a page, as it was meant ------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """What a page holds: its title, its headings by level, its tables, the words that stand for its figures and
    those in them, each other piece of text."""

    title: str
    headings: list[tuple[int, str]]
    tables: list[Table]
    alts: list[str]
    drawn: list[str]
    texts: list[str]


def page_of(html: str) -> Page:
    soup = BeautifulSoup(html, "html.parser")
    body = soup.body
    for line in body.find_all("br"):
        line.replace_with(" ")
    return Page(
        soup.title.get_text(),
        [(int(h.name[1]), _said(h)) for h in body.find_all(re.compile(r"h\d"))],
        [_table(table) for table in body.find_all("table")],
        [image.get("alt") or image["aria-label"] for image in body.find_all(["img", "svg"])],
        [squashed(text) for text in body.find_all(string=True) if text.find_parent("svg")],
        [
            squashed(text)
            for text in body.find_all(string=True)
            if text.strip() and not text.find_parent("svg")
        ],
    )


def _said(tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text()).strip()


def _table(table) -> Table:
    names = {"col": "Column: ", "row": "Row: ", None: ""}
    rows = [
        [names[cell.get("scope")] + _said(cell) for cell in tr.find_all(["th", "td"])] for tr in table("tr")
    ]
    return Table(_said(table.caption), rows)


# -- a Word file ------------------------------------------------------------------------------


class Word:
    """What is in a Word file."""

    def __init__(self, raw: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.root = ElementTree.fromstring(self.parts["word/document.xml"])
        self.core = self.parts["docProps/core.xml"].decode()

    @property
    def text(self) -> str:
        return self._said(self.root)

    @property
    def headings(self) -> list[tuple[int, str]]:
        styled = ((p.find(f"{W}pPr/{W}pStyle"), p) for p in self.root.iter(f"{W}p"))
        found = ((style.get(f"{W}val", ""), p) for style, p in styled if style is not None)
        return [(int(style[-1]), self._said(p)) for style, p in found if re.fullmatch(r"Heading\d", style)]

    @property
    def alts(self) -> list[str]:
        return [shown.get("descr", "") for shown in self.root.iter(DESCRIBED)]

    @property
    def tables(self) -> list[tuple[int, bool, bool]]:
        """Of each table: its rows, whether its first one is repeated as a heading, whether its first column heads rows."""
        return [
            (
                len(table.findall(f"{W}tr")),
                table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None,
                table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstColumn") == "1",
            )
            for table in self.root.iter(f"{W}tbl")
        ]

    @staticmethod
    def _said(node) -> str:
        return "".join(piece.text or "" for piece in node.iter(f"{W}t"))


# -- the records ------------------------------------------------------------------------------


class Made:
    """A record in each of its forms, each read once."""

    def __init__(self, stem: Path) -> None:
        self._stem = stem

    def path(self, ending: str) -> Path:
        return self._stem.with_name(f"{self._stem.name}.{ending}")

    def raw(self, ending: str) -> bytes:
        return self.path(ending).read_bytes()

    @cached_property
    def page(self) -> Page:
        return page_of(self.raw("html").decode())

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.raw("pdf"))

    @cached_property
    def word(self) -> Word:
        return Word(self.raw("docx"))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Every sample's record in every form, made by the kit's own pool once for this module."""
    base = tmp_path_factory.mktemp("formats")
    before = {name: os.environ.get(name) for name in ("KIT_HOME", "KIT_DATABASE_URL")}
    os.environ["KIT_HOME"] = str(make_home(base / "kit"))
    os.environ["KIT_DATABASE_URL"] = f"sqlite:///{base / 'kit.db'}"
    try:
        places = settings()
        store = Store(places.database_url)
        load_sample_districts(store, places.data)
        service = MeetingService(store, Library(places.facilitation))
        for sample in SAMPLES.values():
            hold(sample, service)
        making = batch.Batch(places, base / "out", check_formats(",".join(FORMS)))
        failures, _ = making.run(making.plan(making.units()), Local(), lambda *_: None)
        assert failures == []
        yield making.out
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


@pytest.fixture(scope="module")
def records(out):
    """Each record by the name of its sample."""
    return {
        name: Made(next((out / sample.session).glob(f"{sample.district}-*.html")).with_suffix(""))
        for name, sample in SAMPLES.items()
    }


def test_every_form_of_a_record_says_what_it_was_made_from_and_nothing_of_the_computer(out, records):
    import sys
    import tempfile

    here = [str(out.parent), str(Path.cwd()), sys.prefix, tempfile.gettempdir(), "sqlite:"]
    for made in records.values():
        told = {Origin.in_file(made.path(form)) for form in FORMS}
        assert len(told) == 1
        (origin,) = told
        assert origin is not None
        assert origin.sentences in re.sub(r"\s+", " ", made.raw("html").decode())
        assert made.tree.reader.metadata["/CreationDate"].startswith(f"D:{origin.made.replace('-', '')}")
        parts = [made.raw("html"), *made.word.parts.values(), made.tree.root["/Metadata"].get_data()]
        for part in parts:
            assert not [place for place in here if place.encode() in part]


def _kept_back(sample, library) -> set[str]:
    """The words of a sample that no record may hold: what is private, and what was taken out of the record."""
    found = set()
    for places in sample.answers.values():
        for activities in places.values():
            for activity, fields in activities.items():
                rule = rule_of(library.session(sample.session), activity, library)
                off = tuple(
                    field.removesuffix("/off")
                    for field, on in fields.items()
                    if field.endswith("/off") and on
                )
                found |= {
                    value
                    for field, value in fields.items()
                    if isinstance(value, str) and len(value) > 12
                    if field in off
                    or field.rpartition(".")[0] in off
                    or rule.field(field).visibility == "private"
                }
    return found


def test_no_form_of_any_sample_s_record_holds_what_is_private_or_not_for_the_record(records):
    number = 0
    for name, made in records.items():
        raw = made.raw("html").decode()
        forms = [
            raw,
            made.tree.text,
            " ".join(made.tree.alts),
            *(part.decode("utf-8", "replace") for part in made.word.parts.values()),
        ]
        words = squashed("".join(forms))
        kept_back = _kept_back(SAMPLES[name], SHIPPED)
        number += len(kept_back)
        for value in kept_back:
            assert squashed(value) not in words
            assert squashed(escape(value)) not in words
    assert number > 20, "the samples hold something to look for"


@pytest.fixture
def verifier(out):
    places = settings()
    store = Store(places.database_url)
    return Verifier(
        out, store, Titles(store, Library(places.facilitation)), places.notebooks / batch.TEMPLATE
    )


def test_a_copy_with_one_byte_changed_is_never_taken_for_the_record(verifier, records, tmp_path):
    files = [made.path(form) for made in records.values() for form in FORMS]
    chance = random.Random(16)
    chance.shuffle(files)
    for path in islice(cycle(files), COPIES):
        raw = bytearray(path.read_bytes())
        at, by = chance.randrange(len(raw)), chance.randrange(1, 256)
        raw[at] ^= by
        changed = tmp_path / f"changed{path.suffix}"
        changed.write_bytes(raw)

        assert not verifier.verify(changed).genuine, f"{path}, byte {at} changed by {by:#x}"


def test_a_copy_is_the_record_and_one_cut_short_says_of_which(verifier, records, tmp_path):
    made = next(iter(records.values()))
    for form in FORMS:
        same = tmp_path / f"same.{form}"
        same.write_bytes(made.raw(form))

        assert verifier.verify(same).said.endswith("Nothing that it was made from changed since.")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(made.raw("pdf")[:-40])
    assert "ALTERED, or made elsewhere: it says that it is" in verifier.verify(cut).said


@pytest.mark.parametrize("name", SAMPLES)
def test_the_pdf_of_a_record_is_the_page_marked_for_a_screen_reader_and_fit_to_be_kept(name, records):
    page, tree = records[name].page, records[name].tree

    for mark in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<"):
        assert mark in tree.root["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in tree.root["/Metadata"].get_data()
    assert tree.root["/MarkInfo"]["/Marked"].value is True
    assert (tree.title, tree.root["/Lang"]) == (page.title, "en")
    assert [(int(tag[2]), words) for tag, words in tree.headings] == page.headings
    assert _squashed(tree.tables) == _squashed(page.tables)
    assert tree.alts == page.alts
    assert all(page.alts)
    text, printed = squashed(tree.text), squashed("".join(tree.pages))
    assert [each for each in page.texts if each not in text] == []
    assert [each for each in page.drawn if each not in printed] == []
    assert len(page.drawn) > 5


def _squashed(tables: list[Table]) -> list[tuple[str, list[list[str]]]]:
    return [(squashed(t.caption), [list(map(squashed, row)) for row in t.rows]) for t in tables]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_record_of_a_sample_holds_its_words_and_none_that_are_private(name, records):
    page = unescape(records[name].raw("html").decode())
    held = [text for text in texts(SAMPLES[name], shown=True) if "\n" not in text]

    assert len(held) > 20
    assert [text for text in held if text not in page] == []
    assert [text for text in texts(SAMPLES[name], shown=False) if len(text) > 7 and text in page] == []


def test_a_record_is_small_enough_to_be_sent_by_mail(records):
    sizes = {name: len(made.raw("html")) for name, made in records.items()}

    assert {name: size for name, size in sizes.items() if size >= 250_000} == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_page_one_of_a_pdf_says_what_it_is_of_whom_and_what_was_decided(name, records):
    tree, title = records[name].tree, squashed(records[name].page.title)
    first = squashed(tree.pages[0])

    assert title in first
    assert "Whatwedecided" in first
    assert all(f"{title}{n}/{len(tree.pages)}" in squashed(p) for n, p in enumerate(tree.pages, 1))
    assert tree.right_edge < 612 - 0.8 * 72 + 1


@pytest.mark.parametrize("name", SAMPLES)
def test_the_word_file_of_a_record_is_the_page_in_real_headings_and_tables(name, records):
    page, word = records[name].page, records[name].word

    assert f"<dc:title>{page.title}</dc:title>" in word.core
    assert "<dc:language>en</dc:language>" in word.core
    assert re.search(r'<w:lang [^>]*w:val="en"', word.parts["word/styles.xml"].decode())
    assert word.headings == page.headings
    assert word.tables == [
        (len(t.rows), t.rows[0][0].startswith("Column"), t.rows[-1][0].startswith("Row")) for t in page.tables
    ]
    assert word.alts == page.alts
    text = squashed(word.text)
    assert [each for each in page.texts if each not in text] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_says_what_it_is_for_whom_when_it_was_made_and_from_what(name, records):
    record = records[name]
    district = record.page.title.partition(":")[0]
    for text in ("".join(record.page.texts), record.tree.text, record.word.text):
        text = squashed(text)
        assert "Recordofateamsession" in text
        assert re.search(
            rf"Madeon\w+\d{{1,2}},20\d\dbythefacilitationkit,version[\d.]+,for{squashed(district)},from", text
        )
        assert "fromwhatitsteamswroteinthesession" in text


def test_word_files_and_pdfs_are_linked_from_the_index(out):
    soup = BeautifulSoup((out / "index.html").read_text("utf-8"), "html.parser")
    links = soup.find_all("a")

    assert len(links) == 4 * len(SAMPLES)
    assert all((out / link["href"]).is_file() for link in links)
    assert [link.contents[0] for link in links[:4]] == ["record", "PDF", "Word", "notebook"]


def test_a_run_without_a_format_makes_the_notebook_and_the_page(places, library):
    assert batch.Batch(places, places.home / "out").formats == check_formats("") == ("ipynb", "html")


def test_a_pdf_that_would_not_be_accessible_fails_alone_and_says_why(service, places, hold, page, tmp_path):
    meeting = hold("why-mtss")
    page(meeting, seat="seat-1").write("seats", "seat-1.role", "Teacher", scope="team")
    template = places.notebooks / "records" / "record.ipynb"
    text = template.read_text()
    template.write_text(
        text.replace(
            '"record.heading()"',
            '"from IPython.display import HTML, display\\n", "display(HTML(\'<h1>Bare</h1><img src=x.png>\'))"',
        )
    )
    assert template.read_text() != text
    making = batch.Batch(places, tmp_path / "out", ["pdf"])
    (failure,), _ = making.run(making.plan(making.units()), Local(), lambda *_: None)

    assert "A picture under “Bare” has no words" in failure.why
    assert list((tmp_path / "out").rglob("*.pdf")) == []


def test_the_pdf_of_a_roll_up_is_the_page_with_the_rule_in_print(service, places, tmp_path):
    load_sample_districts(service.store, places.data)
    for name, sample in SAMPLES.items():
        if name.startswith("shared-beliefs-"):
            hold(sample, service)
    environment = dict(os.environ)
    _, (html, pdf) = make_rollup(places, "shared-beliefs", "county", tmp_path, "html,pdf")
    page, tree = page_of(html.read_text("utf-8")), Tree(pdf.read_bytes())

    assert dict(os.environ) == environment
    assert (tree.title, tree.root["/Lang"]) == (page.title, "en")
    assert [(int(tag[2]), words) for tag, words in tree.headings] == page.headings
    assert _squashed(tree.tables) == _squashed(page.tables)
    assert tree.alts == page.alts
    text = squashed(tree.text)
    assert [each for each in page.texts if each not in text] == []
    assert "~" in text
    assert "fewerthan10" in text


def test_a_word_file_is_the_same_each_time_and_keeps_what_people_wrote():
    said = "#import &amp; <b> \\ 你好 😀 --- *x*"
    one = docx(f"<h3>{'x' * 300}</h3><p>{said}</p>", title="A & B", running="<i>")

    assert one == docx(f"<h3>{'x' * 300}</h3><p>{said}</p>", title="A & B", running="<i>")
    assert squashed("#import & \\ 你好 😀 --- *x*") in squashed(Word(one).text)
    assert Word(one).headings == [(1, "x" * 300)]
    assert b"&lt;i&gt;" in Word(one).parts["word/footer1.xml"]


def test_a_picture_without_words_is_refused_in_a_word_file_too():
    with pytest.raises(KitError, match="A picture under the start has no words"):
        docx('<img src="x.png">', title="x")


def test_every_page_of_a_word_file_has_the_running_title_and_its_number():
    foot = ElementTree.fromstring(Word(docx("<p>x</p>", title="A title")).parts["word/footer1.xml"])

    assert Word._said(foot).startswith("A title")
    assert [field.get(f"{W}instr") for field in foot.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_lists_of_a_word_file_are_its_own_lists_and_begin_where_they_say():
    html = '<ol start="4"><li>Four<ul><li>In it</li></ul></li><li>Five</li></ol><ol><li>One</li></ol>'
    word = Word(docx(html, title="x"))
    styles = [p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in word.root.iter(f"{W}p")]
    numbers = [number.get(f"{W}val") for number in word.root.iter(f"{W}numId")]
    numbering = ElementTree.fromstring(word.parts["word/numbering.xml"])
    starts = {
        num.get(f"{W}numId"): num.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val")
        for num in numbering.iter(f"{W}num")
        if num.find(f"{W}lvlOverride") is not None
    }

    assert styles == ["ListNumber", "ListBullet2", "ListNumber", "ListNumber"]
    assert [starts[number] for number in numbers] == ["4", "4", "1"]


def test_a_word_file_says_where_links_lead_what_is_in_another_language_and_what_runs_from_the_right():
    html = (
        '<p>See <a href="https://www.doe.mass.edu/x">there</a>, <span lang="es">hola</span></p>'
        "<p>שלום <strong>עולם</strong></p><p>Left</p>"
    )
    word = Word(docx(html, title="x"))
    first, second, third = word.root.iter(f"{W}p")
    relations = word.parts["word/_rels/document.xml.rels"].decode()

    assert Word._said(first.find(f"{W}hyperlink")) == "there"
    assert 'Target="https://www.doe.mass.edu/x" TargetMode="External"' in relations
    assert [lang.get(f"{W}val") for lang in first.iter(f"{W}lang")] == ["es"]
    assert second.find(f"{W}pPr/{W}bidi") is not None
    assert len(list(second.iter(f"{W}rtl"))) == 2
    assert len(list(second.iter(f"{W}bCs"))) == 1
    assert third.find(f"{W}pPr/{W}bidi") is None


def test_a_word_file_keeps_cells_over_many_and_a_table_in_a_cell():
    html = """<table><thead><tr><th scope="col" colspan="2">Wide</th></tr></thead>
      <tbody><tr><th scope="row" rowspan="2">Both</th><td><table><tr><td>In</td><td>side</td></tr></table></td></tr>
      <tr><td>Second</td></tr></tbody></table>"""
    word = Word(docx(html, title="x"))
    outer, inner = word.root.iter(f"{W}tbl")
    widths = [
        sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
        for table in (outer.find(f"{W}tblGrid"), inner)
    ]

    assert [span.get(f"{W}val") for span in outer.iter(f"{W}gridSpan")] == ["2"]
    assert [merged.get(f"{W}val") for merged in outer.iter(f"{W}vMerge")] == ["restart", None]
    assert Word._said(inner) == "Inside"
    assert widths[1] < 0.9 * widths[0]
    assert word.text == "WideBothInsideSecond"


def test_a_picture_that_word_does_not_know_is_turned_into_one_and_a_broken_one_is_refused():
    webp = io.BytesIO()
    Image.new("RGB", (4, 2), "red").save(webp, "WEBP")
    address = f"data:image/webp;base64,{base64.b64encode(webp.getvalue()).decode()}"
    word = Word(docx(f'<img alt="A square" src="{address}">', title="x"))

    assert word.alts == ["A square"]
    assert word.parts["word/media/image1.png"].startswith(b"\x89PNG")
    with pytest.raises(KitError, match="“Minutes” cannot be made as a Word document"):
        docx('<img alt="Broken" src="data:image/png;base64,AAAA">', title="Minutes")


@given(st.text(max_size=60), st.text(max_size=40))
def test_no_text_breaks_a_word_file(said, title):
    page = f"<h2>{escape(said)}</h2><ul class=words><li>{escape(title)}</li></ul><table><tr><th scope=row>{escape(said)}</th></tr></table>"

    assert Word(docx(page, title=title, running=said)).root is not None
