"""A schedule on paper: for each day a grid of half hours by group, and the rules it is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kitlib.kinds.schedule.intervals import as_clock, as_minutes
from kitlib.kinds.schedule.rule import ScheduleRule, clock_time
from kitlib.kinds.shared.keyed import id_from_words, numbered, read_as
from kitlib.kinds.shared.keys import Option
from kitlib.kinds.shared.paper import Paper, Row
from kitlib.kinds.shared.paper_form import PaperForm
from kitlib.tabular import values

__all__ = ["PAPER"]

SLOT = 30  # minutes of one row
ACROSS = 5  # groups beside each other that leave room to write
BLOCKS = 12  # that can be keyed in; on the sheet they stand in the grid


class _Schedule(PaperForm[ScheduleRule]):
    def html(self, rule: ScheduleRule, paper: Paper) -> str:
        """The grids, what the time can be used for, and the rules with room for the team's own number."""
        of = rule.activity
        once = paper.quiet(
            paper.say("One copy for the team. Write the use of the time, and the role that leads it.")
        )
        uses = ", ".join(paper.words(use.title) for use in of.uses)
        found = once + f"<p><strong>{paper.say('Uses of time:')}</strong> {uses}.</p>"
        for day in of.days:
            for groups in _chunks(of.groups, ACROSS - paper.large):
                page = '<hr class="page">' if paper.room else ""  # one grid a page: a team can share them out
                found += page + _grid(rule, day, groups, paper)
        return found + _limits(rule, paper)

    def empty_rows(self, rule: ScheduleRule) -> int:
        """Blocks."""
        return BLOCKS

    def parse(self, rule: ScheduleRule, name: str, text: str) -> Any:
        """A time as people write it; a group, a day or a use by its words or its number."""
        column = name.rpartition(".")[2]
        if column in ("start", "end"):
            return read_as(lambda words: values.time_of_day(words, rule.activity.starts), text)
        return id_from_words(_names(rule).get(column, {}), text)

    def hint(self, rule: ScheduleRule, name: str) -> str | None:
        """The groups, days and uses with their numbers."""
        if rule.field(name).check is clock_time:
            return "a time, such as 1:30 pm"
        words = _names(rule).get(name.rpartition(".")[2])
        return numbered(words) if words else None


PAPER = _Schedule()


def _names(rule: ScheduleRule) -> dict[str, dict[str, str]]:
    """Column -> id -> its words on the sheet, in the order of the sheet."""
    of = rule.activity
    return {
        "group": {group.id: group.text for group in of.groups},
        "day": {one.id: one.text for one in of.days},
        "use": {use.id: use.title for use in of.uses},
    }


def _chunks(groups: Sequence[Option], most: int) -> Iterator[Sequence[Option]]:
    """The groups in as few parts of nearly the same size as there must be."""
    parts = -(-len(groups) // most)
    size = -(-len(groups) // parts)
    for start in range(0, len(groups), size):
        yield groups[start : start + size]


def _grid(rule: ScheduleRule, day: Option, groups: Sequence[Option], paper: Paper) -> str:
    starts, ends = as_minutes(rule.activity.starts), as_minutes(rule.activity.ends)
    assert starts is not None
    assert ends is not None
    rows = [
        Row([as_clock(at), *(_standing(rule, day.id, group.id, at, paper) for group in groups)], 1)
        for at in range(starts, ends, SLOT)
    ]
    heads = [paper.say("From"), *(paper.words(group.text) for group in groups)]
    return paper.table(paper.words(day.text), heads, rows, widths=[2, *[4] * len(groups)])


def _standing(rule: ScheduleRule, day: str, group: str, at: int, paper: Paper) -> str:
    """The blocks that begin in this half hour and stand there from the start."""
    titles = {use.id: use.title for use in rule.activity.uses}
    found = []
    for cells in rule.standing.values():
        begins, ends = as_minutes(cells["start"]), as_minutes(cells["end"])
        if (cells["day"], cells["group"]) != (day, group) or begins is None or ends is None:
            continue
        if at <= begins < at + SLOT:
            who = f" ({paper.words(cells['who'])})" if cells["who"] else ""
            found.append(f"{as_clock(begins)}–{as_clock(ends)} {paper.words(titles[cells['use']])}{who}")
    return "<br>".join(found)


def _limits(rule: ScheduleRule, paper: Paper) -> str:
    of = rule.activity
    numbers = {limit.id: limit.at_once if limit.check == "rooms" else limit.minutes for limit in of.limits}
    rows = [
        Row(
            [
                paper.words(limit.text),
                "" if numbers[limit.id] is None else str(numbers[limit.id]),
                "",
                paper.tick(),
            ]
        )
        for limit in of.limits
    ]
    heads = [paper.say(text) for text in ("Rule", "Starting point", "Our number", "It holds")]
    return (
        paper.table(paper.say("Rules that the schedule is held against"), heads, rows, widths=(6, 2, 2, 1))
        if rows
        else ""
    )
