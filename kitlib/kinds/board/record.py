"""Boards in a record: notes under their headings without authors, and the dots."""

from __future__ import annotations

from html import escape

import pandas as pd

from kitlib import charts
from kitlib.kinds.board.frame import Wall, walls
from kitlib.kinds.board.rule import BoardRule
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.page import Page, paragraphs, show, show_chart

__all__ = ["RECORD", "show_board"]


def show_board(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One board, team by team."""
    rule = answers.rule(activity)
    assert isinstance(rule, BoardRule)
    for i, wall in enumerate(walls(answers, activity)):
        if i == 0:
            show(f"<h2>{escape(answers.heading(activity))}</h2>")
        title = page.title(rule.activity.title or rule.activity.question, wall.team_answers)
        show(f"<h3>{escape(title)}</h3>")
        if not wall.dots.empty:
            _show_dots(wall, title.rstrip("?!.:"), rule.activity.votes)
        groups = wall.notes.groupby("heap", sort=False)
        show("".join(_heap(group) for _, group in groups))


def _show_dots(wall: Wall, title: str, most: int) -> None:
    seats = f"{wall.placed} seat{'' if wall.placed == 1 else 's'}"
    show(f'<p class="quiet">{seats} placed dots: at most {most} a seat, and one on the same line.</p>')
    heading = wall.dots["what"] == "heading"
    told = wall.dots.assign(text=wall.dots["text"].where(~heading, "Heading: " + wall.dots["text"]))
    chart = charts.bars(told, "text", "dots", f"dots on notes and headings; {seats} placed dots")
    named = told[["text", "dots"]].rename(columns={"text": "Note or heading", "dots": "Dots"})
    show_chart(chart, named, f"{title}: dots", wide="Note or heading")


def _heap(group: pd.DataFrame) -> str:
    """One heading and its notes, those with the most dots first."""
    name = str(group["heading"].iloc[0])
    lines = [
        f"<li>{paragraphs(str(row.note))}{_told(int(str(row.dots)))}</li>"
        for row in group.sort_values("dots", ascending=False, kind="stable").itertuples()
    ]
    return f'<h4>{escape(name or "Not grouped")}</h4><ul class="words">{"".join(lines)}</ul>'


def _told(n: int) -> str:
    return f' <span class="quiet">({n} dot{"" if n == 1 else "s"})</span>' if n else ""


RECORD = RecordPart(work=show_board)
