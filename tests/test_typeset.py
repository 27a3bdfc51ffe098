"""PDFs from HTML: what a screen reader finds in them, and that no word of a person is run."""

from __future__ import annotations

import base64
import io
import re
import struct
import unicodedata
import warnings
import zlib
from collections import Counter
from html import escape

import pytest
from docx import Document
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pdf_tree import FOOT, Tree, assert_each_object_begins_a_line
from pypdf.generic import ContentStream

from kitlib.errors import KitError
from kitlib.typeset import docx, fonts, pdf
from kitlib.typeset.drawing import MissingGlyphWarning
from kitlib.typeset.fonts import FontPackage
from kitlib.typeset.reading import read
from kitlib.typeset.tables import columns


def png(width: int = 4, height: int = 2) -> str:
    """A picture as an address that holds it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    raw = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return f"data:image/png;base64,{base64.b64encode(raw).decode()}"


def made(html: str, **how) -> Tree:
    return Tree(pdf(html, **{"title": "A page", **how}))


ACTIONS = """
<table><caption>Actions, by date</caption>
<thead><tr><th scope="col">Action</th><th scope="col">Owner</th><th scope="col">By when</th></tr></thead>
<tbody><tr><th scope="row">Agree on one form</th><td>Principal</td><td></td></tr>
<tr><th scope="row">Print it</th><td></td><td>December 1<br>or sooner</td></tr></tbody></table>
"""


# -- texts of every length -----------------------------------------------------------------------

CELL = '<table><caption>c</caption><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody>{}</tbody></table>'
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="150" role="img" aria-label="A bar"><rect width="9" height="9"/></svg>'
SHAPES = {
    "paragraph": "<p>{}</p>",
    "lead": '<p class="lead">{}</p><p>x</p>',
    "heading": "<h2>{}</h2><p>x</p>",
    "quotes": '<h2>h</h2><p>x</p><ul class="words"><li>{}</li><li>x</li><li>{}</li></ul>',
    "list": "<ul><li>{}<ul><li>{}</li></ul></li></ul>",
    "terms": "<dl><dt>{}</dt><dd>{}</dd></dl>",
    "glance": '<dl class="glance"><div><dt>t</dt><dd>{}</dd></div><div><dt>{}</dt><dd>x</dd></div></dl>',
    "summary": "<details><summary>{}</summary><p>{}</p></details>",
    "cell": CELL.format('<tr><th scope="row">{}</th><td>{}</td></tr>'),
    "lines of a cell": CELL.format('<tr><th scope="row">x</th><td><ul class="words"><li>{}</li></ul></td></tr>'),
    "cells over many": CELL.format(
        '<tr><th scope="rowgroup" rowspan="2">{}</th><td>{}</td></tr><tr><td>{}</td></tr>'
    ),
    "narrow cells": f"<table><tr>{'<td>x</td>' * 9}<td>{{}}</td></tr></table>",
    "head": CELL.replace(">a<", ">{}<").format("{}", "<tr><th>x</th><td>x</td></tr>" * 9),
    "caption": CELL.replace(">c<", ">{}<").format("{}", "<tr><th>x</th><td>x</td></tr>"),
    "table in a cell": CELL.format("<tr><td><table><tr><td>{}</td></tr></table></td><td>x</td></tr>"),
    "form": CELL.format('<tr data-height="2"><th scope="row">{}</th><td></td></tr>'),
    "label": '<div class="lines" data-lines="3" data-label="{}"></div>',
    "note": '<div class="note">{}</div>',
    "quotation": "<blockquote>{}</blockquote>",
    "caption of a figure": f"<figure>{DRAWN}<figcaption>{{}}</figcaption></figure>",
}  # fmt: skip


def written(length: int, sign: str) -> str:
    """A text of so many numbered words, none of which stands twice."""
    return " ".join(f"{sign}{n}" for n in range(length))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_of_any_length_is_on_paper_word_by_word_and_within_the_page(shape):
    for length in (1, 90, 320, 1900):  # the last is about what a box takes: 20,000 characters
        texts = [written(length, sign) for sign in ("ab", "cd", "ef", "gh")[: SHAPES[shape].count("{}")]]
        said = "<br>" if length == 90 and "class" not in shape and shape != "label" else " "
        html = SHAPES[shape].format(*(text.replace(" ", said) for text in texts))
        tree, word = made(html), Document(io.BytesIO(docx(html, title="A page")))

        words = [word for text in texts for word in text.split()]
        read = re.findall(r"(?:ab|cd|ef|gh)\d+", tree.text)
        assert [w for w in words if w not in read] == [], length
        assert tree.bottom_edge > FOOT, length
        in_word = " ".join(node.text or "" for node in word.element.iter() if node.tag.endswith("}t"))
        assert [w for w in words if w not in set(in_word.split())] == [], length


def test_a_long_answer_begins_where_the_one_before_it_ends_and_leaves_no_empty_page():
    for before in (1, 20, 35):
        html = "<p>word</p>" * before + f'<ul class="words"><li>{written(1200, "ab")}</li></ul>'
        assert "ab0" in made(html).pages[0], before


def test_a_figure_goes_over_the_page_with_the_text_that_leads_up_to_it():
    for before in range(20, 40):
        tree = made(
            "<p>word</p>" * before + f"<h3>A heading</h3><p>What it shows.</p><figure>{DRAWN}</figure>"
        )
        (shown,) = (tree.page_of(e) for e in tree.elements if e["/S"] == "/Figure")
        (said,) = [n for n, page in enumerate(tree.pages) if "What it shows." in page]
        assert shown == said, before


def test_a_document_says_its_title_its_language_and_that_it_is_tagged():
    tree = made("<p>Hola</p>", title="Acta de la reunión", language="es-MX")

    assert tree.title == "Acta de la reunión"
    assert tree.root["/Lang"] == "es-MX"
    assert tree.root["/MarkInfo"]["/Marked"].value is True
    assert tree.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in tree.root["/Metadata"].get_data()


def test_headings_never_skip_a_level_and_make_the_outline():
    tree = made(
        "<h2>One</h2><h4>Two</h4><h4>Two again</h4><h6>Three</h6><h2>One again</h2><h1>First of all</h1>"
    )

    assert tree.headings == [
        ("/H1", "One"),
        ("/H2", "Two"),
        ("/H2", "Two again"),
        ("/H3", "Three"),
        ("/H1", "One again"),
        ("/H1", "First of all"),
    ]
    assert tree.outline == ["One", ["Two", "Two again", ["Three"]], "One again", "First of all"]


def test_a_table_has_a_caption_and_headings_of_columns_and_of_rows():
    (table,) = made(ACTIONS).tables

    assert table.caption == "Actions, by date"
    assert table.rows == [
        ["Column: Action", "Column: Owner", "Column: By when"],
        ["Row: Agree on one form", "Principal", ""],
        ["Row: Print it", "", "December 1 or sooner"],
    ]


@pytest.mark.parametrize(
    "html", ["<p>Typst alone.</p>", ACTIONS], ids=["as typst wrote it", "with tags added"]
)
def test_each_object_of_a_pdf_begins_a_line_as_an_archive_asks(html):
    raw = pdf(html, title="A page")

    assert_each_object_begins_a_line(raw)
    assert raw.endswith(b"%%EOF\n"), "so that a signature begins a line as well"


def test_a_table_in_a_table_and_cells_over_many_keep_their_headings():
    html = """<table><thead><tr><th scope="col" colspan="2">Wide</th></tr></thead>
      <tbody><tr><th scope="row" rowspan="2">Both</th><td><table><tr><th scope="row">In</th><td>side</td></tr></table></td></tr>
      <tr><td>Second</td></tr><tr><th scope="row">Alone</th></tr></tbody></table>"""
    outer, inner = made(html).tables

    assert outer.rows == [["Column: Wide"], ["Row: Both", "In side"], ["Second"], ["Row: Alone", ""]]
    assert inner.rows == [["Row: In", "side"]]


def test_a_long_table_repeats_its_headings_and_they_are_read_once():
    rows = "".join(f"<tr><th scope=row>Row {n}</th><td>{'word ' * 40}</td></tr>" for n in range(60))
    tree = made(
        f"<table><thead><tr><th scope=col>Name</th><th scope=col>Words</th></tr></thead><tbody>{rows}</tbody></table>"
    )

    assert len(tree.pages) > 2
    assert all("Words" in page for page in tree.pages)
    assert [row[0] for row in tree.tables[0].rows] == ["Column: Name", *(f"Row: Row {n}" for n in range(60))]


def test_pictures_carry_their_words_and_an_ornament_carries_none():
    square = '<svg viewBox="0 0 9 9" aria-label="A square"><rect width="9" height="9"/></svg>'
    tree = made(
        f'<figure><img src="{png()}" alt="Four of six kept it"><figcaption>Spread</figcaption></figure>'
        f'<p>See <img src="{png()}" alt=""> this</p>{square}'
    )

    assert tree.alts == ["Four of six kept it", "A square"]
    assert "Spread" in tree.text


def test_a_picture_without_words_is_refused_by_the_heading_it_stands_under():
    with pytest.raises(KitError, match="A picture under “Ratings” has no words"):
        pdf(f'<h1>Ratings</h1><img src="{png()}">', title="x")


def test_a_picture_that_cannot_be_read_is_refused_by_the_name_of_the_document():
    with pytest.raises(KitError, match="“Minutes” cannot be made as an accessible PDF"):
        pdf('<img alt="Broken" src="data:image/png;base64,AAAA">', title="Minutes")


@pytest.mark.parametrize(
    "address", ["/etc/passwd", "https://example.org/a.png", "file:///etc/hostname", "data:text/html,x"]
)
def test_a_picture_from_elsewhere_is_not_fetched_and_its_words_stand_in_its_place(address):
    tree = made(f'<p>Before</p><img src="{address}" alt="A chart">')

    assert tree.alts == []
    assert "Picture: A chart" in tree.text


def test_lists_stay_lists_also_within_each_other():
    tree = made(
        '<ul><li>One<ol start="4"><li>Deep</li></ol></li></ul><ul class="words"><li>Said <span class="quiet">(Team 1)</span></li></ul>'
    )

    assert tree.names("/L", "/LI", "/LBody") == [
        "/L",
        "/LI",
        "/LBody",
        "/L",
        "/LI",
        "/LBody",
        "/L",
        "/LI",
        "/LBody",
    ]
    assert "4." in tree.text
    assert "Said (Team 1)" in tree.text


def test_what_is_folded_away_on_screen_is_open_on_paper():
    assert "The same as a table" in (
        text := made(f"<details><summary>The same as a table</summary>{ACTIONS}</details>").text
    )
    assert "Agree on one form" in text


def test_a_word_in_another_language_says_so():
    tree = made('<p>We say <span lang="ht">mèsi anpil</span> here</p>')

    assert "ht" in tree.languages
    assert "mèsi anpil" in tree.text


def test_addresses_of_the_web_are_links_and_others_are_only_words():
    tree = made(
        '<a href="https://www.doe.mass.edu/x">one</a> <a href="javascript:alert(1)">two</a> <a href="#x">three</a>'
    )

    assert tree.links == ["https://www.doe.mass.edu/x"]
    assert "one two three" in tree.text


def test_a_form_has_room_to_write_and_its_signs_are_read():
    rows = '<tr data-height="3"><th scope="row">First</th><td></td></tr>'
    form = (
        '<p><span class="tick"></span> Done <span class="point">1</span> <span class="point">2</span></p>'
        '<div class="lines" data-lines="20" data-label="Your words"></div>'
        f"<table><thead><tr><th scope=col>What</th><th scope=col>Who</th></tr></thead><tbody>{rows * 8}</tbody></table>"
    )
    tree = made(form)

    assert "Done 1 2 Your words" in tree.text
    assert len(tree.pages) == 2
    assert len(made(form.replace("data-height", "data-x").replace("20", "2")).pages) == 1
    assert tree.tables[0].rows[1] == ["Row: First", ""]


def test_a_page_break_begins_a_page_and_large_print_takes_more_of_them():
    two = "<p>One</p><hr class=page><p>Two</p>"
    long = "<p>A line of words that goes on. </p>" * 60

    assert [page.split()[0] for page in made(two).pages] == ["One", "Two"]
    assert len(made(long, large=True).pages) > len(made(long).pages)


def test_every_page_has_its_number_and_the_running_title():
    tree = made("<p>One</p><hr class=page><p>Two</p>", running="Alder Valley · Why MTSS")

    assert ["1 / 2" in tree.pages[0], "2 / 2" in tree.pages[1]] == [True, True]
    assert all("Alder Valley · Why MTSS" in page for page in tree.pages)


def test_the_same_page_gives_the_same_bytes_in_fonts_of_packages():
    assert pdf(ACTIONS, title="x") == pdf(ACTIONS, title="x")
    assert made(f"{ACTIONS}<p><em>and</em> <strong><em>so</em></strong></p>").fonts == {
        "OpenSans-Regular",
        "OpenSans-Italic",
    }
    assert made("<p>✓ مرحبا</p>").fonts == {"OpenSans-Regular", "DejaVuSans"}


# -- scripts ---------------------------------------------------------------------------------

#: A sentence in each script that comes without the extra, with its language.
SCRIPTS = {
    "Latin": ("pt", "Não há reunião às quintas: combinámos 3 ações"),
    "Vietnamese": ("vi", "Chúng tôi thống nhất một mẫu đơn, những ữ ợ ẵ"),
    "Greek": ("el", "Συμφωνούμε σε μία φόρμα, έως 1 Δεκεμβρίου"),
    "Cyrillic": ("ru", "Договоримся об одной форме до 1 декабря, її"),
    "Hebrew": ("he", "שלום עולם, זה טופס 12 של בית הספר"),
    "Arabic": ("ar", "مرحبا بالعالم، هذا نموذج رقم 12 للمدرسة"),
}
#: The same in scripts that the extra brings.
MORE_SCRIPTS = {
    "Chinese, simplified": ("zh", "我们同意使用一份表格"),
    "Chinese, traditional": ("zh-TW", "我們同意使用一份表格"),
    "Japanese": ("ja", "学校のための一つの様式"),
    "Korean": ("ko", "학교를 위한 하나의 양식"),
    "Khmer": ("km", "សាលារៀន"),
    "Ethiopic": ("am", "ትምህርት ቤት"),
    "Emoji": ("en", "Great 😀 ✅"),
}
ALL_SCRIPTS = SCRIPTS | MORE_SCRIPTS


@pytest.mark.parametrize(("language", "text"), ALL_SCRIPTS.values(), ids=ALL_SCRIPTS)
def test_every_script_is_drawn_and_read_as_it_was_written(language, text):
    page = (
        f"<h2>{text}</h2><p>{text}</p><p><strong>{text}</strong></p><p><em>{text}</em></p>"
        f'<table><caption>{text}</caption><tr><th scope="row">{text}</th><td>{text}</td></tr></table>'
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingGlyphWarning)
        tree = made(page, language=language, title=text)

    assert tree.text == " ".join([text] * 7)
    assert tree.undrawn == 0
    assert b"<pdfuaid:part>1</pdfuaid:part>" in tree.root["/Metadata"].get_data()


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا بالعالم", "12 שלום"])
def test_a_line_that_begins_from_right_to_left_begins_at_the_right(text):
    assert made(f"<p>{text}</p>").left_edge > 400
    assert made(f"<p>A {text}</p>").left_edge < 60


@pytest.mark.parametrize(
    "text",
    [
        "ABC قال الأستاذ: hello world now (نعم) 1234 لا",
        "He said: «نعم يا صديقي».",
        "המורה אמרה: “let us agree” ואז הלכה, 3 פעמים.",
        "שלום مرحبا, and both again: مرحبا שלום",
        "شكراً جزيلاً للجميع، من المدرّسة 12. (أهلاً) ABC, أهلاً!",
        "She said شكراً. And he (أهلاً) said שָׁלוֹם, too.",
        "בְּרֵאשִׁית בָּרָא, אָאָ " * 12,
        "wrapped " * 9 + "مرحبا بالعالم هذا نموذج " * 20 + "end",
    ],
)
def test_directions_that_are_mixed_are_read_in_order(text):
    assert made(f"<p>{text}</p>").text == text.strip()


DIRECTIONS = [
    "word", "12", "3.5", "(one)", "ok.", "—", "«نعم»", "שלום", "עוֹלָם", "[אָב]", "אָ!", "مرحبا", "شكراً", "(شكراً)",
    "<b>أهلاً</b>", "<em>שָׁלוֹם</em>",
]  # fmt: skip


# Of one line: where a line wraps, the space beside a sign is now and then read on its other side.
@hypothesis_settings(max_examples=100)
@given(st.lists(st.sampled_from(DIRECTIONS), min_size=1, max_size=12), st.sampled_from(["en", "ar"]))
def test_any_mixture_of_directions_is_read_in_order(words, language):
    said = " ".join(words)

    assert made(f"<p>{said}</p>", title="x", language=language).text == re.sub("<.*?>", "", said)


@pytest.mark.parametrize("before", range(8, 24))
def test_a_sign_after_a_word_with_points_is_read_after_it_wherever_the_line_wraps(before):
    said = " ".join(["word"] * before + ["12", "אָ!", "12"])

    assert made(f"<p>{said}</p>").text == said


def test_the_order_of_reading_changes_nothing_that_is_seen(monkeypatch):
    page = "".join(f"<p>{text} {text}</p>" for _, text in ALL_SCRIPTS.values())
    ordered = places(made(page))
    monkeypatch.setattr("kitlib.typeset.amending.put_in_order", lambda reader, blocks: [])

    assert ordered == places(made(page))


def places(tree: Tree) -> Counter[tuple[float, ...]]:
    """Where each piece of print stands."""
    found: Counter[tuple[float, ...]] = Counter()
    for page in tree.reader.pages:
        at: tuple[float, ...] = ()
        for operands, operator in ContentStream(page.get_contents(), tree.reader, "bytes").operations:
            if operator == b"cm":
                at = tuple(map(float, operands))
            elif operator == b"Tm":
                found[*at, *map(float, operands)] += 1
    return found


HOSTILE = {
    "typst": '#import "@preview/cetz:0.1.0" #panic("run") #read("/etc/passwd") = Heading *bold* _x_ $x^2$ `raw` @ref <label>',
    "backslashes": r"C:\new\table \u{1F600} \#x \\ ~ -- --- ... // /* */",
    "quotes": '"a" \'b\' “c” #"d" {e} [f] (g)',
    "html": "<script>alert(1)</script> &amp; <!-- x --> </p></table>",
    "right to left": "שלום עולם مرحبا بالعالم \u202eabc\u202c end",
    "emoji": "Great 😀 👩‍🏫 🏳️‍🌈 ✅ done",
    "unknown script": "你好 世界 𐎠𐎡 end",
    "combining": "a\u0301\u0302\u0303 e\u20dd x\u0336y end",
}


@pytest.mark.filterwarnings("ignore::kitlib.typeset.drawing.MissingGlyphWarning")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_people_write_is_printed_and_never_run(text):
    said = escape(text)
    table = f'<table><caption>{said}</caption><tr><th scope="row">{said}</th><td>{said}</td></tr></table>'
    tree = made(f"<h1>{said}</h1><p>{said}</p>{table}", title=text, running=text)

    letters, found = Counter(_seen(text)), Counter(_seen(tree.text))
    assert {c: n for c, n in letters.items() if found[c] < 5 * n} == {}
    assert tree.names("/H1", "/Table", "/TH", "/TD") == ["/H1", "/Table", "/TH", "/TD"]


def _seen(text: str) -> str:
    """A text without spaces and without what only steers how others are set."""
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf" and c != "\ufe0f")


@pytest.fixture
def without_extra(monkeypatch):
    """The fonts as they are without the extra `fonts`."""
    absent = [FontPackage("absent", "absent_fonts", ("Absent",))]
    monkeypatch.setattr(fonts, "MORE", absent)
    fonts.load.cache_clear()
    yield
    fonts.load.cache_clear()


def test_a_script_without_a_font_is_told_of_with_what_to_install_and_kept_in_the_file(without_extra):
    install = "pip install 'kitlib[fonts]'"
    with pytest.warns(MissingGlyphWarning, match="such as '你'") as told:
        tree = made("<p>你好</p>")

    assert tree.undrawn == 2
    assert "你好" in tree.text
    assert "show as boxes" in tree.text
    assert install in tree.text
    assert install in str(told[0].message)
    assert "show as boxes" not in made("<p>hello</p>").text


@pytest.mark.parametrize(("language", "text"), SCRIPTS.values(), ids=SCRIPTS)
def test_what_most_districts_write_needs_no_extra(language, text, without_extra):
    assert made(f"<p>{text} <em>{text}</em> <b>{text}</b></p>", language=language).undrawn == 0


def test_a_script_that_no_font_draws_is_told_of_without_asking_for_more():
    with pytest.warns(MissingGlyphWarning, match="No font of"):
        tree = made("<p>𐎠𐎡</p>")

    assert "𐎠𐎡" in tree.text
    assert "pip install" not in tree.text


@pytest.mark.parametrize(
    "word", ["بِسْمِاللَّهِالرَّحْمٰنِالرَّحِيمِ", "我们同意使用一份表格十二月一日之前我们同意", "👩‍🏫" * 12]
)
def test_a_long_word_breaks_nowhere_that_its_script_forbids(word):
    (block,) = read(f"<p>{word}</p>").blocks

    assert "\u200b" not in "".join(run["text"] for run in block["runs"])


def test_control_characters_and_halves_of_characters_are_left_out():
    tree = made("<p>a\0b\x07c\ud800d\ufffee</p>", title="t\0itle\ud800", running="r\0")

    assert "abcde" in tree.text
    assert tree.title == "title"


def test_a_very_long_word_breaks_and_stays_on_the_page():
    tree = made(f"<p>{'x' * 3000}</p><table><tr><td>{'y' * 400}</td><td>{'word ' * 60}</td></tr></table>")

    assert tree.text.replace("\u200b", "").replace("\n", "").replace(" ", "").count("x") == 3000
    assert tree.right_edge <= 612 - 0.8 * 72 + 1


@pytest.mark.filterwarnings("ignore::kitlib.typeset.drawing.MissingGlyphWarning")
@hypothesis_settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=30))
def test_no_text_breaks_a_document(said, title, cell):
    row = f"<th scope=row>{escape(cell)}</th><td>{escape(said)}</td>"
    page = f"<h2>{escape(said)}</h2><ul class=words><li>{escape(cell)}</li></ul><table><tr>{row}</tr></table>"

    assert len(Tree(pdf(page, title=title, running=said)).tables) == 1
    assert Tree(pdf(f"<p>{said}{cell}", title=title)).pages  # as HTML, whatever it may be


@hypothesis_settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.tuples(st.booleans(), st.integers(1, 3), st.integers(1, 3)), max_size=4),
        min_size=1,
        max_size=4,
    ),
    st.integers(0, 4),
)
def test_no_shape_of_a_table_breaks_a_document(rows, heads):
    def tr(row):
        return "<tr>" + "".join(
            f'<{"th scope=row" if head else "td"} colspan="{across}" rowspan="{down}">x'
            for head, across, down in row
        )

    html = f"<table><thead>{''.join(map(tr, rows[:heads]))}</thead><tbody>{''.join(map(tr, rows[heads:]))}</tbody></table>"
    assert len(Tree(pdf(html, title="x")).tables) == int(any(rows))


# -- forms to fill in ------------------------------------------------------------------------


def test_a_part_in_another_language_says_so_for_all_its_words():
    tree = made(
        '<div lang="es"><p>Lea la <strong>lista</strong>.</p><ul><li>Uno</li></ul></div><p>Read it.</p>'
    )

    assert tree.languages == {"es"}
    assert "Lea la lista." in tree.text


def test_columns_are_as_wide_as_their_headings_ask_and_no_word_is_cut():
    head = '<tr><th scope="col" data-width="3">A</th><th scope="col" data-width="1">B</th></tr>'
    grid = read(f"<table><thead>{head}</thead><tbody><tr><td>x</td><td>y</td></tr></tbody></table>").blocks[0]
    wide, narrow = columns(grid)
    assert wide == 3 * narrow

    word = "indispensable" * 2
    grid = read(
        f"<table><thead>{head}</thead><tbody><tr><td>x</td><td>{word}</td></tr></tbody></table>"
    ).blocks[0]
    assert columns(grid)[1] > 16


def test_in_large_print_no_word_reaches_out_of_its_column():
    def spread(larger: float) -> float:
        head = '<tr><th scope="col" data-width="1">Area</th><th scope="col" data-width="9">Words</th></tr>'
        row = '<tr><th scope="row">enrichment</th><td></td></tr>'
        grid = read(f"<table><thead>{head}</thead><tbody>{row}</tbody></table>").blocks[0]
        widths = columns(grid, larger)
        return widths[0] / sum(widths)

    assert spread(18 / 11) > 1.4 * spread(1)


def test_a_question_goes_over_the_page_with_its_lines():
    question = '<p>What do we see?</p><div class="lines" data-lines="3"></div>'
    counts = set()
    for before in range(30, 46):
        pages = made("<p>word</p>" * before + "<h2>Step</h2>" + question).reader.pages
        counts.add(len(pages))
        assert "What do we see?" in pages[len(pages) - 1].extract_text(), before

    assert counts == {1, 2}


def test_a_short_form_stays_on_one_page():
    rows = '<tr data-height="2"><th scope="row">A line</th><td></td></tr>' * 4
    form = f'<table><thead><tr><th scope="col">What</th><th scope="col">Words</th></tr></thead><tbody>{rows}</tbody></table>'
    for before in range(20, 44, 4):
        tree = made("<p>word</p>" * before + form)
        found = [n for n, page in enumerate(tree.reader.pages) if "A line" in page.extract_text()]
        assert len(found) == 1, before


def test_a_question_stays_with_its_lines_and_the_points_of_a_scale_side_by_side():
    rest = "<p>A line.</p>" * 26
    points = "".join(f'<span class="point">{n}</span> ' for n in range(1, 8))
    ask = '<p>What did you notice?</p><div class="lines" data-lines="6" data-label="Your words"></div>'
    scale = f"<table><tr><th scope=row>{'A long statement. ' * 9}</th><td>{points}</td><td></td></tr></table>"
    tree = made(rest + ask + scale, large=True)

    (page,) = (page for page in tree.pages if "What did you notice?" in page)
    assert "Your words" in page
    assert [row[1] for row in tree.tables[0].rows] == ["1 2 3 4 5 6 7"]
    assert "1 2 3 4 5 6 7" in tree.lines


def test_in_word_no_heading_of_a_narrow_column_breaks_within_a_word():
    points = [
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Somewhat agree",
        "Agree",
        "Strongly agree",
    ]
    heads = ["Statement", *points, "Middle", "Spread"]
    row = "<th scope=row>We look at the data of all students every month</th>" + "<td>12</td>" * 8
    html = f"<table><caption>c</caption><tr>{''.join(f'<th scope=col>{h}</th>' for h in heads)}</tr><tr>{row}</tr></table>"

    made = Document(io.BytesIO(docx(html, title="T")))

    (table,) = made.tables
    for column, head in zip(table.columns, heads, strict=True):
        (paragraph,) = column.cells[0].paragraphs
        size = paragraph.style.font.size.pt
        wide = max(sum(map(_calibri, word)) for word in head.split())
        assert wide * size <= column.width.pt - 6, f"{head} has no room beside its right margin"


def _calibri(letter: str) -> float:
    """About how wide a bold letter of Word's font is, in its size."""
    return 0.8 if letter in "mwMW" else 0.28 if letter in "ijl" else 0.5
