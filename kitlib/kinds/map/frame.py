"""Frames of maps of support: what stands where, how much is covered, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kitlib.kinds.map.rule import STATES, Entry, MapRule, coverage, overlaps
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers

__all__ = ["covered", "entries", "findings", "frame", "grid", "maps"]

SIGNS = {False: "●", True: "○"}


def maps(answers: DistrictAnswers, activity: str) -> Iterator[tuple[TeamAnswers, MapRule, list[Entry]]]:
    """Each meeting and team whose map has an entry, with the rule and the entries."""
    rule = answers.rule(activity)
    assert isinstance(rule, MapRule)
    for team_answers in answers.teams(activity):
        if found := rule.entries(team_answers.of_team):
            yield team_answers, rule, found


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, what, area, tier, state ("in use now" or "a goal"), and one a column of the map by id."""
    rows = [
        (
            team.meeting.date, team.team.label, e.what, rule.area(e.area), rule.tier(e.tier),
            STATES["goal" if e.goal else "in-use"], *(e.more.get(c.id, "") for c in rule.activity.columns),
        )
        for team, rule, found in maps(answers, activity)
        for e in found
    ]  # fmt: skip
    rule = answers.rule(activity)
    assert isinstance(rule, MapRule)
    more = [column.id for column in rule.activity.columns]
    return pd.DataFrame(rows, columns=["date", "label", "what", "area", "tier", "state", *more])


def grid(rule: MapRule, found: list[Entry]) -> pd.DataFrame:
    """Column area, and one a tier by its title: the words of each place, one line an entry with its sign."""
    tiers = rule.activity.tiers
    return pd.DataFrame(
        [
            {
                "area": area.text,
                **{
                    tier.title: "\n".join(
                        f"{SIGNS[e.goal]} {e.what}{' (goal)' if e.goal else ''}"
                        for e in sorted(found, key=lambda e: e.goal)
                        if (e.area, e.tier) == (area.id, tier.id)
                    )
                    or "–"
                    for tier in tiers
                },
            }
            for area in rule.activity.areas
        ],
        columns=["area", *(tier.title for tier in tiers)],
    )


def covered(rule: MapRule, found: list[Entry]) -> pd.DataFrame:
    """Columns area, tier (both in words, the tier in short), used, goals: one row a place, area by area."""
    cells = coverage(found, [a.id for a in rule.activity.areas], [t.id for t in rule.activity.tiers])
    return pd.DataFrame(
        [(rule.area(c.area), rule.tier(c.tier), c.used, c.goals) for c in cells],
        columns=["area", "tier", "used", "goals"],
    )


def entries(rule: MapRule, found: list[Entry]) -> pd.DataFrame:
    """Columns what, place, state, and one a column of the map by id; area by area, then tier by tier."""
    areas = [a.id for a in rule.activity.areas]
    tiers = [t.id for t in rule.activity.tiers]
    ordered = sorted(found, key=lambda e: (areas.index(e.area), tiers.index(e.tier), e.goal))
    columns = [column.id for column in rule.activity.columns]
    return pd.DataFrame(
        [
            (
                e.what,
                rule.place(e.area, e.tier),
                STATES["goal" if e.goal else "in-use"],
                *(e.more.get(id, "") for id in columns),
            )
            for e in ordered
        ],
        columns=["what", "place", "state", *columns],
    )


def findings(rule: MapRule, found: list[Entry]) -> tuple[list[str], list[str]]:
    """The gaps, one line an area, and the overlaps, each in words."""
    empty: dict[str, list[str]] = {}
    for gap in rule.gaps(found):
        goals = f" ({gap.goals} goal{'' if gap.goals == 1 else 's'})" if gap.goals else ""
        empty.setdefault(rule.area(gap.area), []).append(rule.tier(gap.tier) + goals)
    return (
        [f"{area}: {', '.join(tiers)}" for area, tiers in empty.items()],
        [rule.overlap_words(overlap, found) for overlap in overlaps(found, rule.telling)],
    )
