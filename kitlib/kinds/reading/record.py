"""Readings in a record: what a team chose and said, then how the pieces were marked."""

from __future__ import annotations

from html import escape

import pandas as pd

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.reading.frame import pieces_of
from kitlib.kinds.reading.rule import ReadingRule
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, bullets, paragraphs, show, table

__all__ = ["RECORD", "show_reading"]


def show_reading(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One reading, team by team. The words of the pieces stand in the session, and not here."""
    rule = answers.rule(activity)
    assert isinstance(rule, ReadingRule)
    headed = False
    for team in answers.teams(activity):
        found = pieces_of(rule, team)
        if found.empty:
            continue
        if not headed:
            show(f"<h2>{escape(answers.heading(activity))}</h2>")
            headed = True
        title = page.title(rule.activity.title or "What we read", team)
        show(f"<h3>{escape(title)}</h3>")
        _show_choice(found, rule)
        _show_marks(found, rule, title)


def _show_choice(found: pd.DataFrame, rule: ReadingRule) -> None:
    chosen = found[found["chosen"]]
    if not chosen.empty:
        show("<h4>What we chose</h4>" + bullets(list(chosen["title"])))
    said = found[found["said"] != ""]
    if not said.empty:
        quotes = "".join(
            f"<li><strong>{escape(title)}</strong><br>{paragraphs(words)}</li>"
            for title, words in zip(said["title"], said["said"], strict=True)
        )
        show(f'<h4>{escape(rule.activity.say or "What we said")}</h4><ul class="words">{quotes}</ul>')


def _show_marks(found: pd.DataFrame, rule: ReadingRule, title: str) -> None:
    names = list(rule.marks.values())
    marked = found[found[names].sum(axis=1) > 0] if names else found.iloc[:0]
    if not marked.empty:
        counts = marked[["title", *names]].rename(columns={"title": "What was read"})
        show(table(counts, f"{title.rstrip('?!.:')}: how many seats gave each mark", wide="What was read"))


RECORD = RecordPart(work=show_reading)
