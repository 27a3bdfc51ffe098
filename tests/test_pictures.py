"""Figures in documents: a chart's words are text in a page and a PDF, and a bitmap in Word; alt texts stay in all of them."""

from __future__ import annotations

import io
import re
import zipfile

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pdf_tree import Tree
from PIL import Image

from kitlib import charts
from kitlib.errors import KitError
from kitlib.records.formats import as_html
from kitlib.typeset import docx, pdf
from kitlib.typeset.bitmaps import with_bitmaps
from kitlib.typeset.reading import read

SAID = {
    "Latin": "Each teacher tries one small thing",
    "Cyrillic": "Кожен учитель пробує одну дрібницю",
    "Arabic": "يجرب كل معلم شيئاً صغيراً واحداً",
    "Chinese with Latin": "office 每位老師 ﬁrst",
    "emoji": "Staff 👍🏽 office 😀",
    "markup": '</text><script>alert(1)</script> & "url(#h1)" id="x" #panic("run") *bold*',
}
FOREIGN = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<script>alert(1)</script><g id="twice"/></svg>'
)


def chart_of(*texts):
    frame = pd.DataFrame([{"text": text, "Disagree": 1, "Agree": 4} for text in texts])
    return charts.spread(frame, ["Disagree", "Agree"])


def notebook_of(*bundles):
    outputs = [new_output("display_data", data, metadata=metadata) for data, metadata in bundles]
    return new_notebook(cells=[new_code_cell("record.work()", outputs=outputs)])


def squashed(text):
    return re.sub(r"\s+", "", text)


# -- a page ----------------------------------------------------------------------------------


def test_the_same_chart_twice_in_a_page_shares_no_id():
    bundle = chart_of("We plan together.")._repr_mimebundle_()
    page = BeautifulSoup(as_html(notebook_of(bundle, bundle), "x"), "html.parser")

    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids)) > 0
    assert {f"url(#{id_})" for id_ in ids} == {tag["fill"] for tag in page.find_all(fill=re.compile("url"))}
    assert len(page.find_all("svg")) == 2
    assert not page.find_all("img")


def test_an_svg_of_another_author_is_an_image_in_which_nothing_can_run():
    told = {"image/svg+xml": {"alt": 'A "map"'}}
    html = as_html(notebook_of(({"image/svg+xml": FOREIGN}, {}), ({"image/svg+xml": FOREIGN}, told)), "x")
    page = BeautifulSoup(html, "html.parser")

    assert [image["alt"] for image in page.find_all("img")] == ["", 'A "map"']
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.find_all("img"))
    assert "<script" not in html
    assert not page.find_all("svg")
    assert Tree(pdf(html, title="x")).alts == ['A "map"']


def test_a_page_shows_the_html_of_an_output_that_also_has_a_picture_without_words():
    html = as_html(notebook_of(({"image/svg+xml": FOREIGN, "text/html": "<p>Read me</p>"}, {})), "x")

    assert "<p>Read me</p>" in html
    assert "<figure>" not in html


# -- a PDF -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAID.values(), ids=SAID)
def test_the_words_of_a_chart_are_printed_as_text_and_its_alt_is_what_is_read_aloud(text):
    chart = chart_of(text)
    tree = Tree(pdf(f"<h1>Record</h1><figure>{chart.svg}</figure>", title="x"))

    printed = squashed("".join(tree.pages))
    assert tree.alts == [chart.alt]
    assert "Disagree" in printed
    missing = {c for c in squashed(text) if c not in printed and c not in "ﬁ\U0001f3fd"}
    assert missing == set()
    assert "Disagree" not in tree.text
    assert any(font.startswith("OpenSans") for font in tree.fonts)


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_in_a_chart_breaks_a_document(text):
    tree = Tree(pdf(f"<figure>{chart_of(text, 'Plain').svg}</figure>", title="x"))

    assert len(tree.alts) == 1
    assert "Plain" in "".join(tree.pages)


def test_a_chart_in_a_pdf_is_vector_and_keeps_its_hatches():
    tree = Tree(pdf(f"<figure>{chart_of('We plan together.').svg}</figure>", title="x"))
    resources = tree.reader.pages[0]["/Resources"]

    assert not [
        each for each in resources.get("/XObject", {}).values() if each.get_object()["/Subtype"] == "/Image"
    ]
    assert _has_pattern(resources)


def _has_pattern(resources):
    """Whether a page, or a form that it draws, calls a pattern."""
    if resources.get("/Pattern"):
        return True
    forms = (form.get_object() for form in resources.get("/XObject", {}).values())
    return any(_has_pattern(form.get("/Resources", {})) for form in forms)


def test_an_svg_says_its_alt_in_a_label_or_a_title():
    shape = '<rect width="9" height="9"/>'
    tree = Tree(
        pdf(
            f'<svg viewBox="0 0 9 9" aria-label="A square">{shape}</svg>'
            f'<svg viewBox="0 0 9 9"><title>A title</title>{shape}</svg>'
            f'<svg viewBox="0 0 9 9" aria-hidden="true">{shape}</svg>',
            title="x",
        )
    )

    assert tree.alts == ["A square", "A title"]
    with pytest.raises(KitError, match="has no words"):
        pdf(f'<svg viewBox="0 0 9 9">{shape}</svg>', title="x")


# -- Word ------------------------------------------------------------------------------------


def test_a_chart_in_a_word_file_is_a_bitmap_with_its_alt():
    chart = chart_of("We plan together.")
    raw = docx(f"<table><tr><td><figure>{chart.svg}</figure></td></tr></table>", title="x")

    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        (name,) = [name for name in file.namelist() if "/media/" in name]
        picture = Image.open(io.BytesIO(file.read(name)))
        document = file.read("word/document.xml").decode()
    assert picture.format == "PNG"
    assert picture.width > 900
    assert f'descr="{chart.alt}"' in document
    darkest, lightest = picture.convert("L").getextrema()
    assert (darkest < 0x20, lightest) == (True, 255)  # its words are drawn on it, on white


def test_a_bitmap_holds_the_words_of_its_chart():
    (with_words,) = with_bitmaps(read(chart_of("We plan together.").svg)).pictures.values()
    (without,) = with_bitmaps(read(chart_of("").svg)).pictures.values()
    (again,) = with_bitmaps(read(chart_of("We plan together.").svg)).pictures.values()

    assert with_words != without
    assert with_words == again


def test_an_svg_that_cannot_be_drawn_is_refused_in_a_word_file():
    with pytest.raises(KitError, match="A picture cannot be drawn"):
        docx('<img alt="Broken" src="data:image/svg+xml,%3Csvg">', title="x")
