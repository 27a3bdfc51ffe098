"""Fishbowls in a record: each round with who sat inside by role, what the inner circle took from it, and the notes."""

from __future__ import annotations

from collections import Counter
from html import escape

import pandas as pd

from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.page import Page, show, table
from kitlib.kinds.shared.rows import cell_text
from kitlib_fishbowl.frame import frame, notes
from kitlib_fishbowl.rule import FishbowlRule

__all__ = ["RECORD"]

NO_ROLE = "no role given"
COLUMNS = ["Round", "Minutes", "Inside", "What the inner circle takes"]


def show_fishbowl(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """A table for each team and meeting, then all notes of the outer circle without their seats."""
    rule = answers.rule(activity)
    assert isinstance(rule, FishbowlRule)
    if frame(answers, activity).empty:
        return
    show(f"<h2>{escape(answers.session.step_of(activity).title)}</h2>")
    for team in answers.teams(activity):
        rounds = _rounds(answers, rule, team)
        if not rounds.empty:
            show(table(rounds, page.title(rule.activity.title or rule.title, team), wide=COLUMNS[-1]))
    heard = notes(answers, activity)
    if not heard.empty:
        show(f"<h3>What the outer circle heard</h3>{page.quotes(heard, level=4)}")


def _rounds(answers: DistrictAnswers, rule: FishbowlRule, team: TeamAnswers) -> pd.DataFrame:
    """The rounds of one team of which it said who sat inside, or what it takes from them."""
    roles = answers.roles(team.meeting.id, team.team.id)
    rows = []
    for each in rule.activity.rounds:
        counted = Counter(roles.get(seat, NO_ROLE) for seat in rule.inside(team.of_team, each.id))
        inside = ", ".join(role if n == 1 else f"{role} ({n})" for role, n in counted.items())
        takes = cell_text(team.of_team.get(f"takes.{each.id}"))
        if inside or takes:
            rows.append((each.question, each.minutes, inside, takes))
    return pd.DataFrame(rows, columns=COLUMNS)


RECORD = RecordPart(work=show_fishbowl)
