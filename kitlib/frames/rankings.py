"""Frames of rankings: what the seats' answers made together, and what the team agreed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kitlib.activities.ranking import DECISIONS, Ranking
from kitlib.frames.held import Held, Part, said

__all__ = ["Ranked", "rankings"]


@dataclass(frozen=True)
class Ranked:
    """One team's ranking. Whose answer is whose is not in it."""

    part: Part
    rule: Ranking
    #: One row an option, in the group's order: text, a column of counts for each label of the rule; to put in
    #: order also place and points (Borda); for fingers worries (seats with two or fewer).
    answers: pd.DataFrame
    answered: int  # seats
    concordance: float | None  # Kendall's W
    words: str  # and what it says
    agreed: list[tuple[str, str]]  # option and its place, pile or decision, as the team agreed
    chosen: list[str]
    reason: str
    dissent: str


def rankings(held: Held, activity: str) -> Iterator[Ranked]:
    """The ranking of each meeting and team in which a seat answered or the team agreed on anything."""
    rule = held.rule(activity)
    assert isinstance(rule, Ranking)
    for part in held.parts(activity):
        given = rule.answers(part.seats.values())
        made = rule.together(given)
        agreed = _agreed(rule, part.of_team.get("agreed"))
        texts = {option.id: option.text for option in rule.activity.options}
        chosen = [texts[option] for option in part.of_team.get("chosen") or [] if option in texts]
        reason, dissent = said(part.of_team.get("reason")), said(part.of_team.get("dissent"))
        if given or agreed or chosen or reason or dissent:
            frame = _answers(rule, made)
            w, words = made.get("w"), made.get("words", "")
            yield Ranked(part, rule, frame, len(given), w, words, agreed, chosen, reason, dissent)


def _answers(rule: Ranking, made: Mapping[str, Any]) -> pd.DataFrame:
    texts = {option.id: option.text for option in rule.activity.options}
    rows = []
    for option in made["order"]:
        row = {"text": texts[option], **dict(zip(rule.labels, made["counts"][option], strict=True))}
        for name, key in (("place", "places"), ("points", "points"), ("worries", "worries")):
            if key in made:
                row[name] = made[key][option]
        rows.append(row)
    return pd.DataFrame(rows)


def _agreed(rule: Ranking, value: Any) -> list[tuple[str, str]]:
    """What the team agreed on, of places and piles the first first."""
    texts = {option.id: option.text for option in rule.activity.options}
    if isinstance(value, list):
        standing = [option for option in value if option in texts]
        return [(texts[option], str(place)) for place, option in enumerate(standing, start=1)]
    if not isinstance(value, dict):
        return []
    words: dict[Any, str] = dict(DECISIONS)
    words |= dict(zip(rule.points, rule.labels, strict=True)) if rule.activity.way == "sort" else {}
    rank = {point: i for i, point in enumerate(words)}
    found = [(option, value[option]) for option in rule.options if value.get(option) in words]
    # Decisions stay in the order of the session: its lines may build on each other.
    if rule.activity.way == "sort":
        found.sort(key=lambda it: rank[it[1]])
    return [(texts[option], words[point]) for option, point in found]
