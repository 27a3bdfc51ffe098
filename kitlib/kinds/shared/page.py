"""How a record says things: tables, quotes, lists; and where a thing comes from.

All words of people are escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape

import pandas as pd
from IPython.display import HTML, display

from kitlib.charts import Chart
from kitlib.charts.svg import with_ids
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, long_day

__all__ = [
    "Page",
    "as_text",
    "behind",
    "bullets",
    "paragraphs",
    "show",
    "show_chart",
    "shown_as_html",
    "table",
]


MANY = 7  # columns of a table from which on its print is small, so that all of them are seen


class Page:
    """What all parts of one record share: whether a team, or a day, needs to be named."""

    def __init__(self, answers: DistrictAnswers) -> None:
        self.many_meetings = len(answers.meetings) > 1
        self.many_teams = any(len(meeting.teams) > 1 for meeting in answers.meetings)

    def origin(self, date: str, label: str) -> list[str]:
        """The team and the day, each only where there is more than one."""
        return [label] * (self.many_teams and bool(label)) + [long_day(date)] * self.many_meetings

    def title(self, words: str, team_answers: TeamAnswers) -> str:
        """`words` with the team and the day behind them, where there is more than one."""
        return " · ".join([words, *self.origin(team_answers.meeting.date, team_answers.team.label)])

    def placed(self, frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
        """The named columns of a frame with date and label, before the date and the team where there is more than one."""
        last = {}
        if self.many_meetings:
            last["date"] = "Meeting"
            frame = frame.assign(date=frame["date"].map(long_day))
        if self.many_teams:
            last["label"] = "Team"
        columns = {**names, **last}
        return frame[list(columns)].rename(columns=columns)

    def quotes(self, found: pd.DataFrame, level: int = 3) -> str:
        """Texts (columns prompt, date, label, text) under their prompts, each a heading of `level`."""
        under: dict[str, list[str]] = {}
        cells = (found[column] for column in ("prompt", "date", "label", "text"))
        for prompt, date, label, text in zip(*cells, strict=True):
            origin = self.origin(str(date), str(label))
            by = f' <span class="quiet">({escape(", ".join(origin))})</span>' if origin else ""
            under.setdefault(str(prompt), []).append(f"<li>{paragraphs(str(text))}{by}</li>")
        return "".join(
            f'<h{level}>{escape(prompt)}</h{level}><ul class="words">{"".join(quotes)}</ul>'
            for prompt, quotes in under.items()
        )


def table(frame: pd.DataFrame, caption: str, wide: str = "") -> str:
    """An HTML table with a caption and scoped headings; its first column heads the rows."""
    heads = "".join(
        f'<th scope="col"{" class=wide" if c == wide else ""}>{escape(str(c))}</th>' for c in frame.columns
    )
    many = ' class="many"' if len(frame.columns) > MANY else ""
    body = []
    for row in frame.itertuples(index=False, name=None):
        first, *rest = (paragraphs(str(value)) for value in row)
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table{many}><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def paragraphs(text: str) -> str:
    """Lines of a text, escaped."""
    return "<br>".join(escape(line) for line in text.splitlines())


def as_text(value: object) -> str:
    """An answer of any kind in words, where nothing is known of what it means."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(as_text, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {as_text(inner)}" for key, inner in value.items())
    return str(value)


def bullets(lines: list[str]) -> str:
    """A list of texts, escaped."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def behind(summary: str, inside: str) -> str:
    """HTML that is folded away under its summary on screen, and open in print."""
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"


class _Said(HTML):
    """HTML that is shown as it is: asking it for each of a dozen other forms would cost more than making it."""

    def _ipython_display_(self) -> None:
        display({"text/html": self.data}, raw=True)


#: Where what is shown goes in place of a cell's output.
_COLLECTED: ContextVar[list[str] | None] = ContextVar("collected", default=None)


@contextmanager
def shown_as_html() -> Iterator[list[str]]:
    """Collect what is shown as pieces of HTML, for a page that no notebook makes."""
    pieces: list[str] = []
    token = _COLLECTED.set(pieces)
    try:
        yield pieces
    finally:
        _COLLECTED.reset(token)


def show(html: str) -> None:
    """Put HTML into the record."""
    if (pieces := _COLLECTED.get()) is not None:
        pieces.append(html)
        return
    display(_Said(html))  # type: ignore[no-untyped-call]


def show_chart(chart: Chart, same: pd.DataFrame, caption: str, wide: str = "") -> None:
    """Put a figure into the record, with its data as a table behind it."""
    if (pieces := _COLLECTED.get()) is not None:
        pieces.append(f"<figure>{with_ids(chart.svg, f'figure-{len(pieces)}')}</figure>")
    else:
        display(chart)
    show(behind("The same as a table", table(same, caption, wide=wide)))
