"""Frames of rankings: what the seats' answers made together, and what the team agreed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kitlib.kinds.ranking.rule import DECISIONS, RankingRule
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, with_origin
from kitlib.kinds.shared.rows import cell_text

__all__ = ["Ranked", "frame", "rankings"]


@dataclass(frozen=True)
class Ranked:
    """One team's ranking. Whose answer is whose is not in it."""

    team_answers: TeamAnswers
    rule: RankingRule
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


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, text, one of counts for each place, pile or number of fingers, agreed: one row an option.

    To put in order also place and points (Borda), for fingers worries (seats with two or fewer).
    """
    found = [
        with_origin(
            ranked.answers.assign(agreed=ranked.answers["text"].map(dict(ranked.agreed)).fillna("")),
            ranked.team_answers,
        )
        for ranked in rankings(answers, activity)
    ]
    return (
        pd.concat(found, ignore_index=True)
        if found
        else pd.DataFrame(columns=["date", "label", *_of_nobody(answers, activity), "agreed"])
    )


def rankings(answers: DistrictAnswers, activity: str) -> Iterator[Ranked]:
    """The ranking of each meeting and team in which a seat answered or the team agreed on anything."""
    rule = answers.rule(activity)
    assert isinstance(rule, RankingRule)
    for team_answers in answers.teams(activity):
        given = rule.answers(team_answers.seats.values())
        made = rule.together(given)
        agreed = _agreed(rule, team_answers.of_team.get("agreed"))
        texts = {option.id: option.text for option in rule.activity.options}
        chosen = [texts[option] for option in team_answers.of_team.get("chosen") or [] if option in texts]
        reason, dissent = (
            cell_text(team_answers.of_team.get("reason")),
            cell_text(team_answers.of_team.get("dissent")),
        )
        if given or agreed or chosen or reason or dissent:
            frame = _answers(rule, made)
            w, words = made.get("w"), made.get("words", "")
            yield Ranked(team_answers, rule, frame, len(given), w, words, agreed, chosen, reason, dissent)


def _of_nobody(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    rule = answers.rule(activity)
    assert isinstance(rule, RankingRule)
    return _answers(rule, rule.together([]))


def _answers(rule: RankingRule, made: Mapping[str, Any]) -> pd.DataFrame:
    texts = {option.id: option.text for option in rule.activity.options}
    rows = []
    for option in made["order"]:
        row = {"text": texts[option], **dict(zip(rule.labels, made["counts"][option], strict=True))}
        for name, key in (("place", "places"), ("points", "points"), ("worries", "worries")):
            if key in made:
                row[name] = made[key][option]
        rows.append(row)
    return pd.DataFrame(rows)


def _agreed(rule: RankingRule, value: Any) -> list[tuple[str, str]]:
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
