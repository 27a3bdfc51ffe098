"""Figures: their words are text that nothing cuts off and that runs nothing, and each can be taken further in matplotlib."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from matplotlib.patches import PathPatch
from PIL import Image

from kitlib import charts
from kitlib.charts.colors import BLUE, HATCHES, SKY, SWATCH, VERMILION, WHITE
from kitlib.charts.sheet import Mark, Sheet, Style
from kitlib.charts.svg import with_ids
from kitlib.kinds.checklist.chart import tallies
from kitlib.kinds.map.chart import coverage
from kitlib.kinds.ranking.chart import places
from kitlib.kinds.rating.gaps_chart import gaps
from kitlib.kinds.rating.radar_chart import radar
from kitlib.kinds.schedule.chart import timetable
from kitlib.typeset.bitmaps import with_bitmaps
from kitlib.typeset.reading import read

LONG = (
    "A statement of many words that goes on for so long that nobody would read it aloud at the end of a day. "
    * 2
)
POINTS = ["Not at all true of us", "True of a few of us on a good day", "True of most of us", "True of all"]
SCRIPTS = {
    "Latin": LONG,
    "wide Latin": "W" * 60,
    "Cyrillic": "Команда щомісяця переглядає дані про кожного учня і записує, що з цього випливає. " * 2,
    "Arabic": "يراجع الفريق بيانات كل طالب مرة واحدة على الأقل في الشهر ويدوّن ما يترتب على ذلك " * 2,
    "Chinese": "團隊每個月至少看一次每位學生的資料，並寫下接下來要做的事。" * 4,
    "Hindi": "टीम महीने में कम से कम एक बार हर छात्र के आँकड़े देखती है और लिखती है कि आगे क्या होगा। " * 2,
    "emoji": "👩‍🏫🏳️‍🌈😀 👍🏽 " * 12,
    "signs": "\ufdfd\u2e3b\U00012219" * 20,
}
SVG = "{http://www.w3.org/2000/svg}"


def all_charts(text):
    """A chart of every kind, with a text wherever people's words can stand."""
    items = pd.DataFrame([{"text": text, "name": text, **dict.fromkeys(POINTS, n)} for n in (1, 30, 412)])
    return {
        "minutes": charts.minutes(
            pd.DataFrame({"step": [text, "b"], "planned": [5, 120], "used": [None, 240]})
        ),
        "bars": charts.bars(pd.DataFrame({"a": [text, "b"], "n": [1, 40404]}), "a", "n", "x"),
        "spread": charts.spread(items, POINTS),
        "domains": charts.domains(items, POINTS, "ratings"),
        "tallies": tallies(items, "text", dict(zip(POINTS, POINTS, strict=True)), "x", "visits"),
        "gaps": gaps(
            pd.DataFrame(
                [(text, 1, 4, "1 Low", "4 High", 3), (text, 4, 1, "4 High", "1 Low", -3)],
                columns=["text", "first", "second", "first_label", "second_label", "gap"],
            ),
            ("How much it matters", "How ready we are"),
            [1, 2, 3, 4],
            [1, 2, 3, 4],
        ),
        "places": places(items.rename(columns=dict(zip(POINTS, "1234", strict=True))), list("1234")),
        "coverage": coverage(
            pd.DataFrame(
                [(text, "Tier 1", 1, 0), (text, "Tier 2", 0, 12)], columns=["area", "tier", "used", "goals"]
            )
        ),
        "radar": radar(
            pd.DataFrame([(text[:18], 1, 2, 4)] * 5, columns=["name", "low", "middle", "high"]), [1, 2, 3, 4]
        ),
        "timetable": timetable(
            pd.DataFrame(
                [(text[:40], 480, 500, text[:60], "core"), (text[:40], 500, 900, text[:60], "support")],
                columns=["group", "start", "end", "use", "sort"],
            ),
            [text[:40]],
            "Monday",
            (480, 900),
        ),
    }


CHARTS = all_charts(LONG)


def drawn(chart):
    """The SVG of a chart, read."""
    return ElementTree.fromstring(chart.svg)


def words_of(chart):
    return [" ".join("".join(text.itertext()).split()) for text in drawn(chart).iter(f"{SVG}text")]


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_word_of_a_figure_is_cut_off_at_its_edge(script):
    for name, chart in all_charts(SCRIPTS[script]).items():
        sheet = chart.sheet
        for words in sheet.words:
            (left, top), (width, height) = words.corner, words.extent
            inside = left >= 0 and top >= 0 and left + width <= sheet.width and top + height <= sheet.height
            assert inside, (name, words.text)


def test_words_stand_as_they_were_written():
    chart = charts.bars(pd.DataFrame({"a": ["$5 or $6_x^2 & <b>?"], "n": [1]}), "a", "n", "x")

    assert words_of(chart) == ["$5 or $6_x^2 & <b>?", "1"]


def test_words_on_several_lines_are_one_text_and_are_found_across_them():
    chart = charts.spread(pd.DataFrame([{"text": LONG, "No": 1, "Yes": 2}]), ["No", "Yes"])

    assert words_of(chart)[0].startswith(
        "A statement of many words that goes on for so long that nobody would"
    )


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_whatever_people_write_a_chart_is_sound_and_holds_nothing_but_shapes_and_words(text):
    for chart in all_charts(text).values():
        tags = [element.tag.removeprefix(SVG) for element in drawn(chart).iter()]
        names = {name for element in drawn(chart).iter() for name in element.attrib}

        assert set(tags) <= {"svg", "rect", "pattern", "path", "text", "tspan"}
        assert not {name for name in names if name.startswith("on") or "href" in name}
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", chart.svg)
        assert chart.svg.encode()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_its_alt_text_to_those_who_cannot_see_it(name):
    root, chart = drawn(CHARTS[name]), CHARTS[name]
    data, metadata = chart._repr_mimebundle_()

    assert (root.get("role"), root.get("aria-label")) == ("img", chart.alt)
    assert data["text/plain"] == metadata["image/svg+xml"]["alt"] == chart.alt
    assert data["image/svg+xml"] == chart.svg
    found = re.fullmatch(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)">', data["text/html"])
    assert base64.b64decode(found[1]).decode() == chart.svg


# -- hatches and their ids -------------------------------------------------------------------


@pytest.mark.parametrize("hatch", [hatch for hatch in HATCHES if hatch])
def test_each_hatch_is_a_pattern_that_its_shapes_call_by_its_id(hatch):
    sheet = Sheet(1, 1)
    for _ in range(2):
        sheet.box(0.25, 0.25, 0.5, 0.5, Style(SKY, hatch, BLUE))
    root = drawn(charts.Chart(sheet, "x"))

    (pattern,) = root.iter(f"{SVG}pattern")
    hatched = [path for path in root.iter(f"{SVG}path") if path.get("fill") == f"url(#{pattern.get('id')})"]
    assert len(hatched) == 1
    assert BLUE in {pattern[0].get("stroke"), pattern[0].get("fill")}


def test_no_two_hatches_look_alike():
    def looks(hatch):
        sheet = Sheet(1, 1)
        sheet.box(0, 0, 1, 1, Style(BLUE, hatch))
        return _bitmap(charts.Chart(sheet, "x")).tobytes()

    assert len({looks(hatch) for hatch in HATCHES}) == len(HATCHES)


def test_ids_of_different_charts_differ_and_a_prefix_never_changes_a_word():
    hostile = 'id="h1" ="url(#h1) url(#h1)'
    one, two = (
        charts.spread(pd.DataFrame([{"text": hostile, "No": n, "Yes": 2}]), ["No", "Yes"]) for n in (1, 2)
    )
    ids = [element.get("id") for chart in (one, two) for element in drawn(chart).iter() if element.get("id")]

    assert len(ids) == len(set(ids)) > 1
    again = ElementTree.fromstring(with_ids(one.svg, "page"))
    assert {e.get("id") for e in again.iter() if e.get("id")} == {
        f"page-{id_}" for id_ in ids[: len(ids) // 2]
    }
    texts = ["".join(text.itertext()) for text in again.iter(f"{SVG}text")]
    assert texts == ["".join(text.itertext()) for text in drawn(one).iter(f"{SVG}text")]
    assert hostile in " ".join(texts)
    assert set(re.findall(r'"url\(#([^)]+)\)"', with_ids(one.svg, "page"))) == {
        e.get("id") for e in again.iter(f"{SVG}pattern")
    }


# -- what is seen ----------------------------------------------------------------------------


@pytest.mark.parametrize("color", SWATCH)
def test_a_picture_has_the_very_color_that_was_asked_for_on_white(color):
    sheet = Sheet(1, 1)
    sheet.box(0.25, 0.25, 0.5, 0.5, Style(color, edge=color))
    picture = _bitmap(charts.Chart(sheet, "x"))

    assert picture.getpixel((5, 5)) == _rgb(WHITE)
    assert _near(picture.getpixel((picture.width // 2, picture.height // 2)), color)
    assert f'fill="{color}"' in charts.Chart(sheet, "x").svg


def test_of_two_styles_the_one_used_first_lies_below():
    sheet = Sheet(1, 1)
    for style in (Style(BLUE), Style(WHITE, edge=BLUE), Style(BLUE)):
        sheet.box(0, 0, 1, 1, style)
    picture = _bitmap(charts.Chart(sheet, "x"))

    assert picture.getpixel((picture.width // 2, picture.height // 2)) == _rgb(WHITE)


def test_every_shape_lies_where_it_was_put():
    sheet = Sheet(2, 2)
    sheet.box(0.1, 0.1, 0.3, 0.3, Style(BLUE))
    sheet.circle(1.5, 0.5, 0.2, Style(BLUE))
    sheet.line([(0.1, 1.5), (0.9, 1.5)], BLUE, 10)
    sheet.mark(1.5, 1.5, Mark(Style(BLUE), 0.2, diamond=True))
    sheet.write(1, 1, "x", color=VERMILION, plate=BLUE, across="center")
    picture = _bitmap(charts.Chart(sheet, "x"))

    def at(x, y):
        return picture.getpixel((round(x * picture.width / 2), round(y * picture.height / 2)))

    for x, y in ((0.25, 0.25), (1.5, 0.5), (1.35, 0.5), (0.5, 1.5), (1.5, 1.5), (1.5, 1.35), (0.94, 1)):
        assert _near(at(x, y), BLUE), (x, y)
    for x, y in ((0.45, 0.25), (1.75, 0.5), (0.5, 1.6), (1.35, 1.35), (1, 0.85)):
        assert at(x, y) == _rgb(WHITE), (x, y)


def _bitmap(chart):
    """A chart as it comes into Word."""
    body = with_bitmaps(read(chart.svg))
    (raw,) = body.pictures.values()
    return Image.open(io.BytesIO(raw)).convert("RGB")


def _rgb(color):
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def _near(pixel, color):
    return all(abs(a - b) <= 4 for a, b in zip(pixel, _rgb(color), strict=True))


# -- matplotlib ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_the_figure_of_a_chart_is_the_same_shapes_and_words_and_can_be_changed_and_saved(name):
    chart = CHARTS[name]
    figure, raw = chart.figure(), io.BytesIO()
    patches = [patch for patch in figure.findobj(PathPatch) if patch.get_transform() != figure.transFigure]

    assert tuple(figure.get_size_inches()) == pytest.approx((chart.sheet.width, chart.sheet.height))
    assert [text.get_text() for text in figure.texts] == [words.text for words in chart.sheet.words]
    assert [patch.get_hatch() or "" for patch in patches] == [style.hatch for style, _ in chart.sheet.layers]
    for text in figure.texts:
        text.set_fontsize(text.get_fontsize() + 1)
    patches[0].set_facecolor("black")
    figure.savefig(raw, format="png", dpi=50)
    assert Image.open(raw).size == pytest.approx((50 * chart.sheet.width, 50 * chart.sheet.height), abs=1)


@pytest.mark.parametrize("name", CHARTS)
def test_words_of_a_figure_lie_within_it(name):
    figure = CHARTS[name].figure()
    figure.draw_without_rendering()
    width, height = figure.bbox.size

    for text in figure.texts:
        box = text.get_window_extent()
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y1 <= height + 1, text


def test_what_a_page_shows_needs_no_matplotlib():
    code = (
        "import pandas, sys\n"
        "from nbformat.v4 import new_code_cell, new_notebook, new_output\n"
        "import kitlib.records.record\n"
        "from kitlib import charts\n"
        "from kitlib.records.formats import as_html\n"
        "data, metadata = charts.bars(pandas.DataFrame({'a': ['b'], 'n': [1]}), 'a', 'n', 'x')._repr_mimebundle_()\n"
        "output = new_output('display_data', data, metadata=metadata)\n"
        "page = as_html(new_notebook(cells=[new_code_cell('x', outputs=[output])]), 'x')\n"
        "print('<svg' in page, 'matplotlib' in sys.modules)"
    )

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "True False"
