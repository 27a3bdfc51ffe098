"""Frames of checklists: what was seen on visits, look-for by look-for, and never which room it was.

Two things are kept apart on purpose: what was marked and written, and where
the visits were. A room is mostly one teacher's, so a mark or a sentence beside
a room number would rate a person. Visits have numbers; places are a list of
their own, in the order of the alphabet and not of the visits, and it is left
out where there was only one visit, or where it reads like a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from kitlib.kinds.checklist.rule import MARKS, ChecklistRule, name_like, pattern
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.rows import cell_text

__all__ = ["Walk", "frame", "walks"]


@dataclass(frozen=True)
class Walk:
    """All visits of one meeting, of all its teams."""

    date: str
    visits: int
    #: item, domain, text, seen, not seen, not applicable, open (counts of visits); in the order of the list.
    often: pd.DataFrame
    #: text, then one column a visit, "1", "2", …: seen, not seen, not applicable or empty.
    marks: pd.DataFrame
    #: prompt (the look-for), mark, text: what was said and done.
    evidence: pd.DataFrame
    places: list[str]  # by the alphabet, each once; empty for a single visit
    unnamed: int  # places that read like a name and are left out


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, item, domain, text, seen, not seen, not applicable, open: counts of visits, by meeting and look-for."""
    found = [walk.often.assign(date=walk.date) for walk in walks(answers, activity)]
    columns = ["date", "item", "domain", "text", *MARKS, "open"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def walks(answers: DistrictAnswers, activity: str) -> Iterator[Walk]:
    """The visits of each meeting in which any was made."""
    rule = answers.rule(activity)
    assert isinstance(rule, ChecklistRule)
    for meeting in answers.meetings:
        visits = [
            cells
            for team_answers in answers.teams(activity)
            if team_answers.meeting.id == meeting.id
            for cells in rule.visits(team_answers.of_team).values()
        ]
        if visits:
            yield _walk(meeting.date, rule, visits)


def _walk(date: str, rule: ChecklistRule, visits: list[dict[str, object]]) -> Walk:
    items = rule.activity.items
    counts = pattern(visits, [item.id for item in items])
    often = [{"item": i.id, "domain": i.domain, "text": i.text, **counts[i.id]} for i in items]
    marks = [
        {"text": i.text, **{str(n): cell_text(v.get(f"mark-{i.id}")) for n, v in enumerate(visits, start=1)}}
        for i in items
    ]
    evidence = [
        (item.text, cell_text(visit.get(f"mark-{item.id}")), words)
        for item in items
        for mark in (*MARKS, "")
        for visit in visits
        if cell_text(visit.get(f"mark-{item.id}")) == mark
        and (words := cell_text(visit.get(f"evidence-{item.id}")))
    ]
    named = {cell_text(visit.get("place")) for visit in visits} - {""}
    sound = sorted((place for place in named if not name_like(place)), key=str.casefold)
    single = len(visits) < 2
    return Walk(
        date,
        len(visits),
        pd.DataFrame(often),
        pd.DataFrame(marks),
        pd.DataFrame(evidence, columns=["prompt", "mark", "text"]),
        [] if single else sound,
        0 if single else len(named) - len(sound),
    )
