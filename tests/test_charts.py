"""Figures: nothing is cut off, and a picture keeps its colors."""

from __future__ import annotations

import base64
import io

import pandas as pd
import pytest
from PIL import Image

from kitlib import charts
from kitlib.charts.colors import BLUE, SWATCH, WHITE
from kitlib.charts.sheet import Sheet, Style

LONG = (
    "A statement of many words that goes on for so long that nobody would read it aloud at the end of a day. "
    * 2
)
POINTS = ["Not at all true of us", "True of a few of us on a good day", "True of most of us", "True of all"]
ITEMS = pd.DataFrame([{"text": LONG, "name": LONG, **dict.fromkeys(POINTS, n)} for n in (1, 30, 412)])
GAPS = pd.DataFrame(
    [(LONG, 1, 4, "1 Low", "4 High", 3), (LONG, 4, 1, "4 High", "1 Low", -3)],
    columns=["text", "first", "second", "first_label", "second_label", "gap"],
)
BLOCKS = pd.DataFrame(
    [(LONG[:40], 480, 500, LONG[:60], "core"), (LONG[:40], 500, 900, LONG[:60], "support")],
    columns=["group", "start", "end", "use", "sort"],
)

CHARTS = {
    "minutes": lambda: charts.minutes(
        pd.DataFrame({"step": [LONG, "b"], "planned": [5, 120], "used": [None, 240]})
    ),
    "bars": lambda: charts.bars(pd.DataFrame({"a": [LONG, "b"], "n": [1, 40404]}), "a", "n", "x"),
    "spread": lambda: charts.spread(ITEMS, POINTS),
    "domains": lambda: charts.domains(ITEMS, POINTS, "ratings"),
    "tallies": lambda: charts.tallies(ITEMS, "text", dict(zip(POINTS, POINTS, strict=True)), "x", "visits"),
    "gaps": lambda: charts.gaps(
        GAPS, ("How much it matters", "How ready we are"), [1, 2, 3, 4], [1, 2, 3, 4]
    ),
    "places": lambda: charts.places(
        ITEMS.rename(columns=dict(zip(POINTS, "1234", strict=True))), list("1234")
    ),
    "coverage": lambda: charts.coverage(
        pd.DataFrame(
            [(LONG, "Tier 1", 1, 0), (LONG, "Tier 2", 0, 12)], columns=["area", "tier", "used", "goals"]
        )
    ),
    "radar": lambda: charts.radar(
        pd.DataFrame([("W" * 18, 1, 2, 4)] * 5, columns=["name", "low", "middle", "high"]), [1, 2, 3, 4]
    ),
    "timetable": lambda: charts.timetable(BLOCKS, [LONG[:40]], "Monday", (480, 900)),
}


@pytest.mark.parametrize("name", CHARTS)
def test_no_word_of_a_figure_is_cut_off_at_its_edge(name):
    sheet = CHARTS[name]().sheet

    for words in sheet.words:
        (left, top), (width, height) = words.corner, words.extent
        inside = left >= 0 and top >= 0 and left + width <= sheet.width and top + height <= sheet.height
        assert inside, words.text


def test_words_stand_as_they_were_written():
    chart = charts.bars(pd.DataFrame({"a": ["$5 or $6_x^2?"], "n": [1]}), "a", "n", "x")

    assert [words.text for words in chart.sheet.words] == ["$5 or $6_x^2?", "1"]
    assert _picture(chart).getbbox() is not None


@pytest.mark.parametrize("color", SWATCH)
def test_a_picture_has_the_very_color_that_was_asked_for_on_white(color):
    sheet = Sheet(1, 1)
    sheet.box(0.25, 0.25, 0.5, 0.5, Style(color, edge=color))

    picture = _picture(charts.Chart(sheet, ""))

    assert picture.getpixel((5, 5)) == _rgb(WHITE)
    assert picture.getpixel((72, 72)) == _rgb(color)


def test_of_two_styles_the_one_used_first_lies_below():
    sheet = Sheet(1, 1)
    for style in (Style(BLUE), Style(WHITE, edge=BLUE), Style(BLUE)):
        sheet.box(0, 0, 1, 1, style)

    assert _picture(charts.Chart(sheet, "")).getpixel((72, 72)) == _rgb(WHITE)


def _picture(chart):
    data, _ = chart._repr_mimebundle_()
    return Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGB")


def _rgb(color):
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
