"""Schedule: a day or a week of time blocks by group, held against stated minimums, with each clash named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, lru_cache
from typing import Any

from kitlib.errors import AnswerError
from kitlib.kinds.schedule.clashes import find_clashes
from kitlib.kinds.schedule.intervals import as_minutes, length, longest
from kitlib.kinds.schedule.keys import Limit, Schedule
from kitlib.kinds.schedule.sentences import clash_words
from kitlib.kinds.schedule.timetable import EVERY_WEEK, Block, Timetable
from kitlib.kinds.shared.checks import Check, one_of, text, whole
from kitlib.kinds.shared.rule import Field, Group, Rule, rows_with_removal

__all__ = ["ScheduleRule", "clock_time", "counted", "planning"]

_ADDED = re.compile(r"r[0-9a-z]+-[a-z0-9-]*")  # the row ids that pages make
MOST_TOLD = 200  # clashes, and blocks of one clash
_SORTS = ("core", "support", "planning", "other")


def clock_time(value: Any) -> None:
    """A time of the day as HH:MM."""
    if as_minutes(value) is None:
        raise AnswerError(f"must be a time such as 08:05 or 14:30; found {str(value)[:40]!r}")


class ScheduleRule(Rule[Schedule]):
    """Blocks as rows of the team: group, day, start, end, use, who, note. The limits' numbers are the team's to change."""

    title = "Schedule"
    most_rows = 600  # a week of a dozen grades, with ten blocks a day in each

    def fields(self) -> Mapping[str, Field]:
        """`limit.<id>` for each limit with a number."""
        found = {}
        for limit in self.activity.limits:
            if _number(limit) is not None:
                check, unit = _bounds(limit)
                found[f"limit.{limit.id}"] = Field("team", "team", check, f"{limit.text} ({unit})")
        return found

    def row_fields(self) -> Mapping[str, Field]:
        """`group`, `day`, `start`, `end`, `use`, `who`, `note`."""
        ids = {key: [each.id for each in getattr(self.activity, key)] for key in ("groups", "days", "uses")}
        return rows_with_removal(
            {
                "group": Field("team", "team", one_of(ids["groups"]), self.activity.noun),
                "day": Field("team", "team", one_of(ids["days"]), "Day"),
                "start": Field("team", "team", clock_time, "Start"),
                "end": Field("team", "team", clock_time, "End"),
                "use": Field("team", "team", one_of(ids["uses"]), "Use"),
                "who": Field("team", "team", text(120), "Who (a role)"),
                "note": Field("team", "team", text(1_000), "Note"),
            }
        )

    def given_rows(self) -> Collection[str]:
        """The session file's blocks."""
        return self.standing

    def config(self) -> dict[str, Any]:
        """With the rows that stand from the start, and each limit's number at the start."""
        start = [{"id": row, "values": cells} for row, cells in self.standing.items()]
        numbers = {limit.id: _number(limit) for limit in self.activity.limits}
        return {**super().config(), "rows": start, "numbers": numbers}

    @cached_property
    def standing(self) -> dict[str, dict[str, str]]:
        """The session file's blocks as rows: one for each block and day, under an id that stays the same."""
        found: dict[str, dict[str, str]] = {}
        for block in self.activity.blocks:
            for day in block.days or [day.id for day in self.activity.days]:
                row = f"{block.id}-{day}"
                if len(row) > 40 or row in found:
                    row = f"{block.id[:24]}-{hashlib.sha256(row.encode()).hexdigest()[:12]}"
                found[row] = {
                    "group": block.group,
                    "day": day,
                    "start": block.start,
                    "end": block.end,
                    "use": block.use,
                    "who": block.who,
                }
        return found

    def blocks(self, cells: Mapping[str, Any]) -> tuple[list[Block], int]:
        """The blocks as they stand, from the team's fields, and how many added rows are not complete yet."""
        written: dict[str, dict[str, Any]] = {row: dict(start) for row, start in self.standing.items()}
        for name, value in cells.items():
            row, dot, column = name.rpartition(".")
            if dot and value is not None and (row in self.standing or _ADDED.fullmatch(row)):
                written.setdefault(row, {})[column] = value
        found, unfinished = [], 0
        for row, values in written.items():
            block = None if values.get("removed") else self._block(row, values)
            if block is not None:
                found.append(block)
            elif not values.get("removed") and any(values.values()):
                unfinished += 1
        return found, unfinished

    def _block(self, row: str, values: Mapping[str, Any]) -> Block | None:
        start, end = as_minutes(values.get("start")), as_minutes(values.get("end"))
        group, day, use = (values.get(key) for key in ("group", "day", "use"))
        known = group in self._known["groups"] and day in self._known["days"] and use in self._known["uses"]
        if start is None or end is None or not known:
            return None
        words = (str(values.get(key) or "").strip() for key in ("who", "note"))
        return Block(row, str(group), str(day), start, end, str(use), *words)

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        of = self.activity
        return {
            "groups": frozenset(g.id for g in of.groups),
            "days": frozenset(d.id for d in of.days),
            "uses": frozenset(u.id for u in of.uses),
        }

    def asked(self, cells: Mapping[str, Any]) -> dict[str, int]:
        """The number of each limit as the team has it now; that of the session file where the team changed nothing."""
        found = {}
        for limit in self.activity.limits:
            number = cells.get(f"limit.{limit.id}")
            start = _number(limit)
            if start is not None:
                found[limit.id] = number if isinstance(number, int) else start
        return found

    def timetable(self, cells: Mapping[str, Any]) -> Timetable:
        """The schedule that a team's fields make."""
        return Timetable(self.activity, self.blocks(cells)[0], self.asked(cells))

    def share(self, group: Group) -> dict[str, Any]:
        """The checks, so that every page says the same: clashes, sums against the limits, minutes, shared planning."""
        return self._reckoned(json.dumps(group.team, sort_keys=True))

    @cached_property
    def _reckoned(self) -> Callable[[str], dict[str, Any]]:
        # Each seat of a team looks at the same blocks, so they are reckoned once for all.
        return lru_cache(maxsize=16)(self._reckon)

    def _reckon(self, team: str) -> dict[str, Any]:
        cells = json.loads(team)
        blocks, unfinished = self.blocks(cells)
        table = Timetable(self.activity, blocks, self.asked(cells))
        sums: dict[str, dict[str, dict[str, list[Any]]]] = {}
        for s in table.sums:
            sums.setdefault(s.limit, {}).setdefault(s.group, {})[s.day] = [s.found, s.standing]
        return {
            "clashes": told_clashes(table),
            "blank": table.blank,
            "sums": sums,
            "minutes": counted(table),
            "planning": planning(table),
            "unfinished": unfinished,
        }


def told_clashes(table: Timetable) -> list[dict[str, Any]]:
    """The clashes in words, each with where it is; of very many the first, and that there are more."""
    clashes = find_clashes(table)
    told = [
        {
            "text": clash_words(table, clash),
            "limit": clash.limit,
            "rows": sorted(clash.rows)[:MOST_TOLD],
            "groups": list(clash.groups),
            "days": list(clash.days),
        }
        for clash in clashes[:MOST_TOLD]
    ]
    if more := len(clashes) - len(told):
        words = f"And {more} more; they are told when these are put right."
        told.append({"text": words, "limit": "", "rows": [], "groups": [], "days": []})
    return told


def counted(table: Timetable) -> dict[str, dict[str, dict[str, int]]]:
    """Day (empty: the week) -> what is counted -> group -> minutes; zeros left out.

    Counted are `use:<id>`, `sort:<sort>`, `tier:<n>`, and as `stretch:<sort>` the longest unbroken stretch of
    core and of planning time, for the week the longest of any day.
    """
    uses = table.schedule.uses
    kinds_of: dict[str, frozenset[str]] = {f"use:{use.id}": frozenset([use.id]) for use in uses}
    for sort in _SORTS:
        kinds_of[f"sort:{sort}"] = frozenset(use.id for use in uses if use.sort == sort)
    for tier in (1, 2, 3):
        kinds_of[f"tier:{tier}"] = frozenset(use.id for use in uses if use.tier == tier)
    found: dict[str, dict[str, dict[str, int]]] = {day: {} for day in [EVERY_WEEK, *table.days]}
    for day in table.days:
        for group in table.groups:
            there = {b.use for b in table.of(group, day)}
            for name, of_it in kinds_of.items():
                if there.isdisjoint(of_it):
                    continue
                spans = table.spans(group, day, of_it)
                found[day].setdefault(name, {})[group] = length(spans)
                week = found[EVERY_WEEK].setdefault(name, {})
                week[group] = week.get(group, 0) + length(spans)
                if name in ("sort:core", "sort:planning"):
                    stretch = name.replace("sort", "stretch")
                    found[day].setdefault(stretch, {})[group] = longest(spans)
                    best = found[EVERY_WEEK].setdefault(stretch, {})
                    best[group] = max(best.get(group, 0), longest(spans))
    return found


def planning(table: Timetable) -> dict[str, list[str]]:
    """In words: when all groups that have planning time have it at once, and which pairs never do."""
    uses = {use.id for use in table.schedule.uses if use.sort == "planning"}
    plan = [group for group in table.groups if table.minutes(group, EVERY_WEEK, uses)]
    if len(plan) < 2:
        return {"together": [], "never": []}
    together = []
    for day in table.days:
        for start, end in table.planning(plan, day):
            when = f"{table.clock(start)} to {table.clock(end)}"
            together.append(" ".join(filter(None, [table.on([day]), when, f"({end - start} minutes)"])))
    never = [" and ".join(table.named(pair)) for pair in table.never_together]
    return {"together": together, "never": never}


def _number(limit: Limit) -> int | None:
    """The number that a limit is held to at the start; none where it only keeps uses apart."""
    return {"apart": None, "rooms": limit.at_once}.get(limit.check, limit.minutes)


def _bounds(limit: Limit) -> tuple[Check, str]:
    return (whole(1, 60), "groups at one time") if limit.check == "rooms" else (whole(1, 3000), "minutes")
