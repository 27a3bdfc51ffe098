"""Charts in a real browser: their words are found, and stay within the figure in whatever font."""

from __future__ import annotations

import pandas as pd
import pytest

from kitlib import charts

LONG = (
    "A statement of many words that goes on for so long that nobody would read it aloud at the end of a day."
)


def pages():
    """A page of charts with long words."""
    items = pd.DataFrame([{"text": LONG, "name": LONG, "No": 1, "Partly": 30, "Yes": 412}] * 2)
    shown = [
        charts.spread(items, ["No", "Partly", "Yes"]),
        charts.domains(items, ["No", "Partly", "Yes"], "ratings"),
        charts.bars(pd.DataFrame({"a": [LONG, "W" * 60], "n": [1, 40404]}), "a", "n", "x"),
        charts.minutes(pd.DataFrame({"step": [LONG, "b"], "planned": [5, 120], "used": [None, 240]})),
    ]
    return "".join(f"<figure>{chart.svg}</figure>" for chart in shown)


# The widest and the narrowest that machines without many fonts have, and the browser's own choice.
@pytest.mark.parametrize("font", ["DejaVu Sans", "Liberation Sans", "system-ui"])
def test_no_word_of_a_chart_leaves_it(chromium, font):
    page = chromium.new_page()
    page.set_content(f"<style>svg {{ font-family: {font}; }}</style>{pages()}")

    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter((text) => {
          const box = text.getBBox();
          const { width, height } = text.ownerSVGElement.viewBox.baseVal;
          return box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height;
        }).map((text) => text.textContent)"""
    )
    assert page.locator("svg text").count() > 20
    assert outside == []
    page.close()


def test_words_of_a_chart_are_found_across_their_lines_and_a_chart_is_one_picture_by_its_alt(chromium):
    page = chromium.new_page()
    page.set_content(pages())

    assert page.evaluate("window.find('goes on for so long that nobody would')") is True
    assert page.evaluate("window.find('nothing of the kind')") is False
    assert page.get_by_role("img", name="Bar chart: x.").count() == 1
    page.close()
