"""Tables in a record: each team's rows, the sums, and how often each choice was made."""

from __future__ import annotations

from html import escape

import pandas as pd

from kitlib import charts
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.cells import plain
from kitlib.kinds.shared.column_frames import titled
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.page import Page, bullets, show, show_chart, table
from kitlib.kinds.table.frame import choices, rows, sums, tables, untouched

__all__ = ["RECORD", "show_table"]

CHART_FROM = 4  # rows with a choice from which on bars tell more than a line of words


def show_table(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One table, team by team."""
    model = answers.model(activity)
    heading = answers.heading(activity, model.title)
    for i, (team_answers, rule) in enumerate(tables(answers, activity)):
        if i == 0:
            show(f"<h2>{escape(heading)}</h2>")
        title = page.title(heading, team_answers)
        if page.many_teams or page.many_meetings:
            show(f"<h3>{escape(title)}</h3>")
        columns = rule.activity.columns
        frame = rows(team_answers, rule)
        wide = next((c.title for c in columns if c.wide), "")
        caption = f"{title}: {len(frame)} row{'' if len(frame) == 1 else 's'}"
        show(table(titled(frame, columns), caption, wide=wide))
        if left := untouched(team_answers, rule):
            show(f'<p class="quiet">Nothing was written for: {escape("; ".join(left))}.</p>')
        _show_numbers(sums(team_answers, rule), choices(team_answers, rule), columns, title, len(frame))


def _show_numbers(
    summed: pd.DataFrame, counted: pd.DataFrame, columns: list[Column], title: str, of: int
) -> None:
    """Sums and counts in words; bars where one column of choices has rows enough."""
    asked = [column for column in columns if column.type == "choice"]
    bars = counted[counted["column"] == asked[0].id] if len(asked) == 1 else counted.iloc[0:0]
    drawn = int(bars["rows"].sum()) >= CHART_FROM
    lines = [
        f"{what!s}, total: {plain(float(n))} {unit!s}".strip()
        for what, unit, n in zip(summed["title"], summed["unit"], summed["total"], strict=True)
    ]
    for column in columns:
        made = counted[(counted["column"] == column.id) & (counted["rows"] > 0)]
        if made.empty or (drawn and column in asked):
            continue
        if column.type == "tick":
            lines.append(f"{_named(column)} {made['rows'].sum()} of {of}")
        else:
            told = (f"{choice} {n}" for choice, n in zip(made["choice"], made["rows"], strict=True))
            lines.append(f"{_named(column)} {', '.join(told)}")
    if lines:
        show(bullets(lines))
    if drawn:
        what = f"{title}: rows by {asked[0].title}"
        same = bars[["choice", "rows"]].rename(columns={"choice": asked[0].title, "rows": "Rows"})
        show(f'<p class="quiet">How many rows have each answer under “{escape(asked[0].title)}”:</p>')
        show_chart(charts.bars(bars, "choice", "rows", what), same, what)


def _named(column: Column) -> str:
    """A column's title, as words go on after it."""
    return column.title if column.title[-1:] in "?:" else f"{column.title}:"


RECORD = RecordPart(work=show_table)
