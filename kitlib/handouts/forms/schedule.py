"""A schedule on paper: for each day a grid of half hours by group, and the rules it is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kitlib.activities.schedule import Schedule
from kitlib.content.kinds import Option
from kitlib.handouts.paper import Paper, Row
from kitlib.spans import as_clock, as_minutes

__all__ = ["schedule"]

SLOT = 30  # minutes of one row
ACROSS = 5  # groups beside each other that leave room to write


def schedule(rule: Schedule, paper: Paper) -> str:
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


def _chunks(groups: Sequence[Option], most: int) -> Iterator[Sequence[Option]]:
    """The groups in as few parts of nearly the same size as there must be."""
    parts = -(-len(groups) // most)
    size = -(-len(groups) // parts)
    for start in range(0, len(groups), size):
        yield groups[start : start + size]


def _grid(rule: Schedule, day: Option, groups: Sequence[Option], paper: Paper) -> str:
    starts, ends = as_minutes(rule.activity.starts), as_minutes(rule.activity.ends)
    assert starts is not None
    assert ends is not None
    rows = [
        Row([as_clock(at), *(_standing(rule, day.id, group.id, at, paper) for group in groups)], 1)
        for at in range(starts, ends, SLOT)
    ]
    heads = [paper.say("From"), *(paper.words(group.text) for group in groups)]
    return paper.table(paper.words(day.text), heads, rows, widths=[2, *[4] * len(groups)])


def _standing(rule: Schedule, day: str, group: str, at: int, paper: Paper) -> str:
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


def _limits(rule: Schedule, paper: Paper) -> str:
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
