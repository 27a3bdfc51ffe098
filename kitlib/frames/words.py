"""Frames of what people wrote in words, and of how they agreed to work."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from kitlib.activities.agreements import Agreements
from kitlib.clock import fit
from kitlib.frames.held import Held, said

__all__ = ["agreements", "answered", "notes", "rows_of", "words"]

IN_WORDS = ("reflection", "discussion", "exit")


def words(held: Held, scope: Literal["seat", "team"]) -> pd.DataFrame:
    """Columns step, prompt, date, label, text: answers in words of seats, or of whole teams, prompt by prompt.

    `label` names the team only where the team wrote as one. Beside the
    words of a single seat it could tell who wrote them.
    """
    rows = []
    for activity, model in held.session.activities.items():
        if model.kind not in IN_WORDS:
            continue
        step = held.session.step_of(activity).title
        for field, spec in held.rule(activity).fields().items():
            if spec.scope != scope:
                continue
            for part in held.parts(activity):
                places = [part.of_team] if scope == "team" else list(part.seats.values())
                label = part.team.label if scope == "team" else ""
                texts = (said(place.get(field)) for place in places)
                rows += [(step, spec.label, part.meeting.date, label, text) for text in texts if text]
    return pd.DataFrame(rows, columns=["step", "prompt", "date", "label", "text"])


def answered(held: Held) -> pd.DataFrame:
    """Columns prompt, answers: how many wrote under each prompt that is not private."""
    steps = held.session.steps
    kept = {
        step.id
        for meeting in held.meetings
        for step, minutes in zip(steps, fit(steps, meeting.minutes), strict=True)
        if minutes
    }
    prompts = []
    for activity, model in held.session.activities.items():
        if model.kind not in IN_WORDS:
            continue
        for field, spec in held.rule(activity).fields().items():
            if spec.scope == "seat" and spec.visibility != "private":
                wrote = sum(
                    1
                    for part in held.parts(activity)
                    for seat in part.seats.values()
                    if said(seat.get(field))
                )
                if wrote or held.session.step_of(activity).id in kept:
                    prompts.append((spec.label, wrote))
    return pd.DataFrame(prompts, columns=["prompt", "answers"])


def notes(held: Held) -> pd.DataFrame:
    """Columns date, label, notice, evidence, implication: what teams noted on a video or text."""
    return rows_of(held, "discussion", ["notice", "evidence", "implication"])


def agreements(held: Held) -> pd.DataFrame:
    """Columns date, label, text, agreed (bool), kept (kept, partly, not or empty), one row an agreement."""
    rules = {id: rule for id in held.of_kind("agreements") if isinstance(rule := held.rule(id), Agreements)}
    kept: dict[tuple[str, str, str, str], str] = {}
    for id, rule in rules.items():
        if rule.activity.review:
            for part in held.parts(id):
                for row, cells in part.rows.items():
                    at = (part.meeting.id, part.team.id, rule.activity.review, row)
                    kept[at] = said(cells.get("kept"))
    rows = []
    for id, rule in rules.items():
        if rule.activity.review:
            continue
        suggested = {s.id: s.text for s in rule.activity.suggest}
        for part in held.parts(id):
            for row in [*suggested, *(r for r in part.rows if r not in suggested)]:
                found = part.rows.get(row, {})
                text = said(found.get("text", suggested.get(row, "")))
                if text and not found.get("removed"):
                    k = kept.get((part.meeting.id, part.team.id, id, row), "")
                    rows.append((part.meeting.date, part.team.label, text, bool(found.get("agreed")), k))
    return pd.DataFrame(rows, columns=["date", "label", "text", "agreed", "kept"])


def rows_of(held: Held, kind: str, columns: list[str]) -> pd.DataFrame:
    """Columns date, label and `columns`: the rows of every list of a kind, without those taken out."""
    rows = []
    for activity in held.of_kind(kind):
        for part in held.parts(activity):
            for row, found in part.rows.items():
                values = [said(found.get(column)) for column in columns]
                if row != "next" and any(values) and not found.get("removed"):
                    rows.append((part.meeting.date, part.team.label, *values))
    return pd.DataFrame(rows, columns=["date", "label", *columns])
