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

from kitlib.activities.checklist import MARKS, Checklist, name_like, pattern
from kitlib.frames.held import Held, said

__all__ = ["Walk", "walks"]


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


def walks(held: Held, activity: str) -> Iterator[Walk]:
    """The visits of each meeting in which any was made."""
    rule = held.rule(activity)
    assert isinstance(rule, Checklist)
    for meeting in held.meetings:
        visits = [
            cells
            for part in held.parts(activity)
            if part.meeting.id == meeting.id
            for cells in rule.visits(part.of_team).values()
        ]
        if visits:
            yield _walk(meeting.date, rule, visits)


def _walk(date: str, rule: Checklist, visits: list[dict[str, object]]) -> Walk:
    items = rule.activity.items
    counts = pattern(visits, [item.id for item in items])
    often = [{"item": i.id, "domain": i.domain, "text": i.text, **counts[i.id]} for i in items]
    marks = [
        {"text": i.text, **{str(n): said(v.get(f"mark-{i.id}")) for n, v in enumerate(visits, start=1)}}
        for i in items
    ]
    evidence = [
        (item.text, said(visit.get(f"mark-{item.id}")), words)
        for item in items
        for mark in (*MARKS, "")
        for visit in visits
        if said(visit.get(f"mark-{item.id}")) == mark and (words := said(visit.get(f"evidence-{item.id}")))
    ]
    named = {said(visit.get("place")) for visit in visits} - {""}
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
