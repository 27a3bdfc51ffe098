"""Frames of schedules: the blocks as they stand, sums against the limits, the clashes left, and changed limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from kitlib.kinds.schedule.clashes import find_clashes
from kitlib.kinds.schedule.rule import ScheduleRule
from kitlib.kinds.schedule.sentences import clash_words
from kitlib.kinds.schedule.timetable import EVERY_WEEK, Timetable
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, with_origin

__all__ = ["Week", "frame", "like_days", "weeks"]


@dataclass(frozen=True)
class Week:
    """The schedule of one team in one meeting, with what follows from it."""

    team_answers: TeamAnswers
    table: Timetable
    #: group, day, start, end (minutes since midnight), use, sort, who, note (titles and names, not ids).
    blocks: pd.DataFrame
    #: rule, group, found (minutes, in words with their days), standing (in words).
    sums: pd.DataFrame
    #: clash, rule: each in words.
    clashes: pd.DataFrame
    #: rule, before, now: the limits whose number the team changed, with their unit.
    changed: pd.DataFrame
    unfinished: int  # rows that somebody began and did not complete


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, group, day, start, end (minutes since midnight), use, sort, who, note: one row a block."""
    found = [with_origin(week.blocks, week.team_answers) for week in weeks(answers, activity)]
    columns = ["date", "label", "group", "day", "start", "end", "use", "sort", "who", "note"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def weeks(answers: DistrictAnswers, activity: str) -> Iterator[Week]:
    """The schedule of each meeting and team that wrote in it."""
    rule = answers.rule(activity)
    assert isinstance(rule, ScheduleRule)
    for team_answers in answers.teams(activity):
        blocks, unfinished = rule.blocks(team_answers.of_team)
        table = rule.timetable(team_answers.of_team)
        if blocks or unfinished:
            yield Week(
                team_answers,
                table,
                _blocks(table),
                _sums(table),
                _clashes(table),
                _changed(rule, team_answers),
                unfinished,
            )


def like_days(table: Timetable) -> list[list[str]]:
    """The days that hold any block, those with the same blocks together, in the order of the week."""
    found: dict[frozenset[object], list[str]] = {}
    for day in table.days:
        there = frozenset(
            (b.group, b.start, b.end, b.use, b.who, b.note) for g in table.groups for b in table.of(g, day)
        )
        if there:
            found.setdefault(there, []).append(day)
    return list(found.values())


def _blocks(table: Timetable) -> pd.DataFrame:
    rows = [
        (
            *table.named([b.group]),
            table.day_name(b.day),
            b.start,
            b.end,
            table.uses[b.use].title,
            table.uses[b.use].sort,
            b.who,
            b.note,
        )
        for b in table.blocks
    ]
    columns = ["group", "day", "start", "end", "use", "sort", "who", "note"]
    return pd.DataFrame(rows, columns=columns)


def _sums(table: Timetable) -> pd.DataFrame:
    """One row a limit and number; days and groups with the same numbers are named together."""
    limits = {limit.id: limit for limit in table.schedule.limits}
    found: dict[tuple[str, str], dict[tuple[int, str], list[str]]] = {}
    for s in table.sums:
        if s.standing != "empty":
            gap = abs(s.found - s.asked)
            words = {"met": "✓ met", "short": f"⚠ short by {gap}", "over": f"⚠ over by {gap}"}[s.standing]
            found.setdefault((s.limit, s.group), {}).setdefault((s.found, words), []).append(s.day)
    alike: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for (limit, group), by in found.items():
        lines = tuple((f"{n} {_when(table, days)}".strip(), words) for (n, words), days in by.items())
        groups = [group] if group else limits[limit].groups or table.groups
        alike.setdefault((limit, lines), []).extend(groups)
    rows = [
        (limits[limit].text, ", ".join(table.named(groups)), number, words)
        for (limit, lines), groups in alike.items()
        for number, words in lines
    ]
    return pd.DataFrame(rows, columns=["rule", "group", "found", "standing"])


def _when(table: Timetable, days: list[str]) -> str:
    if days == [EVERY_WEEK]:
        return "in the week" if len(table.days) > 1 else ""
    return table.on(days)


def _clashes(table: Timetable) -> pd.DataFrame:
    limits = {limit.id: limit.text for limit in table.schedule.limits}
    own = {
        "twice": "One group can be in one place at a time.",
        "adult": "One adult can be in one place at a time.",
        "outside": "A block lies within the day.",
        "backwards": "A block ends after it starts.",
    }
    rows = [(clash_words(table, c), limits.get(c.limit) or own[c.kind]) for c in find_clashes(table)]
    return pd.DataFrame(rows, columns=["clash", "rule"])


def _changed(rule: ScheduleRule, team_answers: TeamAnswers) -> pd.DataFrame:
    rows = []
    before, now = rule.asked({}), rule.asked(team_answers.of_team)
    for limit in rule.activity.limits:
        if before.get(limit.id) != now.get(limit.id):
            unit = "groups at one time" if limit.check == "rooms" else "minutes"
            rows.append((limit.text, f"{before[limit.id]} {unit}", f"{now[limit.id]} {unit}"))
    return pd.DataFrame(rows, columns=["rule", "before", "now"])
