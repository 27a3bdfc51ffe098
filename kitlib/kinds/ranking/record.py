"""Rankings in a record: the group's order, how far the answers agree, what was agreed, and who differs."""

from __future__ import annotations

from html import escape

import pandas as pd

from kitlib import charts
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.ranking.chart import places
from kitlib.kinds.ranking.frame import Ranked, rankings
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, bullets, paragraphs, show, show_chart, table

__all__ = ["RECORD", "show_ranking"]

AGREED = {"order": "Place", "sort": "Pile", "fist": "We say"}
POINTS = (
    "Points by Borda’s count: the first of a list gets as many points as lines stand below it, the last none, "
    "added up over all seats. Equal points share a place."
)


def show_ranking(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One ranking, team by team: what was agreed first, then what the seats had answered."""
    for i, ranked in enumerate(rankings(answers, activity)):
        if i == 0:
            show(f"<h2>{escape(answers.heading(activity))}</h2>")
        title = page.title(ranked.rule.activity.title or ranked.rule.activity.question, ranked.team_answers)
        show(f"<h3>{escape(title)}</h3>")
        title = title.rstrip("?!.:")  # it goes on in a caption
        _show_agreed(ranked, title)
        if ranked.answered:
            _show_answers(ranked, title)


def _show_agreed(ranked: Ranked, title: str) -> None:
    if ranked.chosen:
        show("<h4>What we take on</h4>" + bullets(ranked.chosen))
    if ranked.agreed:
        frame = pd.DataFrame(ranked.agreed, columns=["Line", AGREED[ranked.rule.activity.way]])
        show(table(frame, f"{title}: what we agreed on", wide="Line"))
    for heading, text in (("Because", ranked.reason), ("What some of us see differently", ranked.dissent)):
        if text:
            show(f'<h4>{heading}</h4><ul class="words"><li>{paragraphs(text)}</li></ul>')
    if ranked.answered and not ranked.agreed and not ranked.chosen:
        show("<p>The team did not write down what it agreed on.</p>")


def _show_answers(ranked: Ranked, title: str) -> None:
    rule, frame, labels = ranked.rule, ranked.answers, ranked.rule.labels
    seats = f"{ranked.answered} seat{'' if ranked.answered == 1 else 's'}"
    show(f"<h4>What {seats} answered alone</h4>")
    if ranked.words and ranked.concordance is not None:
        w = f"{ranked.concordance:.2f}"
        show(
            f'<p>{escape(ranked.words)} <span class="quiet">(Kendall’s W {w}; 1 is full agreement.)</span></p>'
        )
    if rule.activity.way == "fist":
        worried = frame[frame["worries"] > 0]
        lines = [
            f"{text.rstrip('.')}: {n} of {ranked.answered}"
            for text, n in zip(worried["text"], worried["worries"], strict=True)
        ]
        if lines:
            show(
                "<p>Seats that showed two fingers or fewer, whose worry is to be heard first:</p>"
                + bullets(lines)
            )
    ordered = rule.activity.way == "order"
    counts = frame[["text", *labels]].rename(columns={"text": "Line"})
    if ordered:
        shown = frame[["text", "place", "points"]].rename(
            columns={"text": "Line", "place": "Place", "points": "Points"}
        )
        show(table(shown, f"{title}: the group’s order", wide="Line") + f'<p class="quiet">{POINTS}</p>')
    chart = places(frame, labels) if ordered else charts.spread(frame, labels)
    caption = f"{title}: how many seats gave each {'place' if ordered else 'answer'}"
    show_chart(chart, counts, caption, wide="Line")


RECORD = RecordPart(work=show_ranking)
