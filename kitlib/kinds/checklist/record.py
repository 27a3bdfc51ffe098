"""Checklists in a record: how often each look-for was seen, visit by visit, and what was said and done."""

from __future__ import annotations

from html import escape

import pandas as pd

from kitlib.content.home import called_here
from kitlib.kinds.checklist.chart import tallies
from kitlib.kinds.checklist.frame import Walk, walks
from kitlib.kinds.checklist.keys import Checklist
from kitlib.kinds.checklist.rule import NOT_APPLICABLE, NOT_SEEN, SEEN
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.page import Page, paragraphs, show, show_chart, table

__all__ = ["RECORD", "show_checklist"]

_SIGNS = {
    SEEN: "✓ seen",
    NOT_SEEN: "○ not seen",
    NOT_APPLICABLE: "– not applicable",
    "": "not marked",
}
_MOST = 6  # visits side by side in one table; more go into a further one
_COUNTS = {SEEN: SEEN, NOT_SEEN: NOT_SEEN, NOT_APPLICABLE: NOT_APPLICABLE, "open": "not marked"}


def show_checklist(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """One checklist, meeting by meeting, over all visits of a meeting's teams."""
    model = answers.model(activity)
    assert isinstance(model, Checklist)
    title = model.title or "What we looked for"
    noun = model.noun.lower()
    for i, walk in enumerate(walks(answers, activity)):
        if i == 0:
            show(
                f"<h2>{escape(answers.heading(activity))}</h2><p>Each look-for was marked at each {escape(noun)}. "
                "“Not applicable” is counted apart. Marks and words stand without the place, because they are "
                f"{called_here().words('about the school')} and rate no room and no person.</p>"
            )
        day = f" · {long_day(walk.date)}" if page.many_meetings else ""
        show(f"<h3>{escape(title + day)}</h3>" + _where(walk, noun))
        _often(walk, noun, title)
        tables = max(1, -(-walk.visits // _MOST))
        beside = max(1, -(-walk.visits // tables))  # so that no last table holds one visit alone
        for first in range(0, walk.visits, beside):
            numbers = [str(n) for n in range(first + 1, min(first + beside, walk.visits) + 1)]
            shown = walk.marks[["text", *numbers]].replace(dict.fromkeys(numbers, _SIGNS))
            names = {"text": "Look-for", **{n: f"{model.noun} {n}" for n in numbers}}
            shown = shown.rename(columns=names)
            show(table(shown, f"{title}: each {noun}", wide="Look-for"))
        if not walk.evidence.empty:
            show("<p>What was said and done, look-for by look-for:</p>" + _evidence(walk.evidence))


def _where(walk: Walk, noun: str) -> str:
    """How many visits, and where, by the alphabet."""
    if walk.visits == 1:
        return (
            f"<p>One {escape(noun)} was made. One is no pattern, so it is shown without a count and "
            "without the place.</p>"
        )
    lines = [f"{walk.visits} {noun}s were made."]
    if walk.places:
        lines.append(f"Places, in the order of the alphabet: {', '.join(walk.places)}.")
    if walk.unnamed:
        lines.append("A place that reads like a name is left out.")
    return f"<p>{escape(' '.join(lines))}</p>"


def _often(walk: Walk, noun: str, title: str) -> None:
    """The chart; one visit is no pattern."""
    if walk.visits == 1:
        return
    same = walk.often[["text", *_COUNTS]].rename(columns={"text": "Look-for", "open": "not marked"})
    of = walk.often[SEEN] + walk.often[NOT_SEEN]
    cell_text = [f"{s} of {n}" if n else "not looked for" for s, n in zip(walk.often[SEEN], of, strict=True)]
    same.insert(1, "Seen", cell_text)
    same = same.drop(columns=[SEEN]).rename(columns=str.capitalize)
    chart = tallies(walk.often, "text", _COUNTS, "how often each look-for was seen", f"{noun}s")
    show_chart(chart, same, f"{title}: how often seen", wide="Look-for")


def _evidence(found: pd.DataFrame) -> str:
    """Evidence under its look-for, with the mark it goes with and no number of a visit."""
    all_answers = []
    for prompt, group in found.groupby("prompt", sort=False):
        quotes = [
            f'<li>{paragraphs(str(row.text))} <span class="quiet">({escape(str(row.mark) or "not marked")})</span></li>'
            for row in group.itertuples()
        ]
        all_answers.append(f'<h4>{escape(str(prompt))}</h4><ul class="words">{"".join(quotes)}</ul>')
    return "".join(all_answers)


RECORD = RecordPart(work=show_checklist)
