"""Frames of ratings: the spread of each item, what was agreed, and what follows from it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from kitlib.activities.rating import (
    DIFFER,
    NOT_DISCUSSED,
    PASS,
    Rating,
    Tally,
    by_domain,
    spread,
    standing,
    turned,
)
from kitlib.content.instruments import Scale
from kitlib.frames.held import Held, Part, long_day, said

__all__ = ["domains", "gaps", "middles", "priorities", "ratings", "roles", "rounds"]


def ratings(held: Held, activity: str) -> Iterator[tuple[Part, Rating, pd.DataFrame]]:
    """For each meeting and team that rated: the part, the rule, a frame.

    One row an item: item, text, domain, one column of counts a point (named by
    its label), passed, spread (population standard deviation), agreed (the
    point's label, "we differ", "not discussed" or empty), reason, evidence,
    dissent, priority (1 for the first that was marked; 0: not marked).
    """
    rule = held.rule(activity)
    assert isinstance(rule, Rating)
    for part in held.parts(activity):
        yield part, rule, _frame(part, rule)


def _frame(part: Part, rule: Rating) -> pd.DataFrame:
    points = {point.value: point.label for point in rule.scale.points}
    agreed_labels: dict[object, str] = {DIFFER: "we differ", NOT_DISCUSSED: "not discussed"}
    agreed_labels |= points.items()
    counted = rule.counts(part.seats.values())
    marked = part.of_team.get("priorities") or []
    rows = [
        {
            "item": item.id,
            "text": f"{item.text} (worded the other way)" if item.reverse else item.text,
            "domain": item.domain,
            **{points[value]: n for value, n in counted[item.id].items()},
            "passed": sum(1 for seat in part.seats.values() if seat.get(f"own.{item.id}") == PASS),
            "spread": round(spread(counted[item.id]), 2),
            "agreed": agreed_labels.get(part.of_team.get(f"agreed.{item.id}"), ""),
            "reason": said(part.of_team.get(f"reason.{item.id}")),
            "evidence": said(part.of_team.get(f"evidence.{item.id}")),
            "dissent": said(part.of_team.get(f"dissent.{item.id}")),
            "priority": marked.index(item.id) + 1 if item.id in marked else 0,
        }
        for item in rule.items
    ]
    return pd.DataFrame(rows)


def priorities(frame: pd.DataFrame) -> list[str]:
    """The texts of the items to work on first, in the order in which they were marked."""
    return list(frame[frame["priority"] > 0].sort_values("priority")["text"])


def domains(part: Part, rule: Rating) -> pd.DataFrame:
    """Columns name and one a point: the ratings of each domain together, turned where worded the other way."""
    labels = [point.label for point in rule.scale.points]
    found = by_domain(rule.counts(part.seats.values()), rule.items)
    rows = [[domain, *tally.values()] for domain, tally in found.items() if any(tally.values())]
    return pd.DataFrame(rows, columns=["name", *labels])


def middles(part: Part, rule: Rating) -> pd.DataFrame:
    """Columns name, low, middle, high: the median rating of each domain and the middle half of its ratings."""
    counted = rule.counts(part.seats.values())
    rows = []
    for domain in dict.fromkeys(item.domain for item in rule.items if item.domain):
        tallies = [
            turned(counted[item.id]) if item.reverse else counted[item.id]
            for item in rule.items
            if item.domain == domain
        ]
        given = sorted(_ratings(tallies))
        if len(given) > 1:
            low, middle, high = statistics.quantiles(given, n=4, method="inclusive")
            rows.append((domain, low, middle, high))
    return pd.DataFrame(rows, columns=["name", "low", "middle", "high"])


def roles(held: Held, part: Part, rule: Rating) -> pd.DataFrame:
    """Columns text, role and one a point: ratings by role, of the items and roles for which they may be shown."""
    given = held.roles(part.meeting.id, part.team.id)
    labels = [point.label for point in rule.scale.points]
    found = rule.roles((given.get(seat, ""), values) for seat, values in part.seats.items() if _rated(values))
    rows = [
        [item.text, each["role"], *each["counts"]] for item in rule.items for each in found.get(item.id, ())
    ]
    return pd.DataFrame(rows, columns=["text", "role", *labels])


def gaps(held: Held, part: Part, rule: Rating) -> tuple[Rating | None, pd.DataFrame]:
    """The compared rating (none where there is none), and columns text, first, second, first_label, second_label, gap.

    Widest first. `first` and `second` are where the team stands: the point it agreed on, else the median.
    """
    columns = ["text", "first", "second", "first_label", "second_label", "gap"]
    other = held.rule(rule.beside) if rule.beside else None
    theirs = held.answers.get(rule.beside or "", {}).get((part.meeting.id, part.team.id))
    if not isinstance(other, Rating) or theirs is None:
        return None, pd.DataFrame(columns=columns)
    counted = [rule.counts(part.seats.values()), other.counts(theirs.seats.values())]
    found = rule.gaps(part.of_team, counted[0], other, theirs.of_team, counted[1])
    texts = {item.id: item.text for item in rule.items}
    rows = [
        (
            texts[each["item"]],
            each["first"],
            each["second"],
            _label(each["first"], other.scale),
            _label(each["second"], rule.scale),
            each["gap"],
        )
        for each in found
    ]
    return other, pd.DataFrame(rows, columns=columns)


def rounds(held: Held, activity: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """For each team (label) of a school that rated in more than one meeting: its label, a frame.

    Columns text, one a day with where the team stood and how far its ratings reached, and moved: points
    from the first of these days to the last, missing where one of them has none.
    """
    rule = held.rule(activity)
    assert isinstance(rule, Rating)
    teams: dict[tuple[str | None, str], list[Part]] = {}
    for part in held.parts(activity):
        if any(_rated(seat) for seat in part.seats.values()) or any(
            f.startswith("agreed.") for f in part.of_team
        ):
            teams.setdefault((part.meeting.school, part.team.label), []).append(part)
    for (_, label), parts in teams.items():
        if len(parts) < 2:
            continue
        days = _days(part.meeting.date for part in parts)
        counted = [rule.counts(part.seats.values()) for part in parts]
        rows = []
        for item in rule.items:
            agreed = [part.of_team.get(f"agreed.{item.id}") for part in parts]
            stood = [standing(a, c[item.id]) for a, c in zip(agreed, counted, strict=True)]
            cells = [
                _stood(a, s, c[item.id], rule.scale) for a, s, c in zip(agreed, stood, counted, strict=True)
            ]
            first, last = stood[0], stood[-1]
            moved = None if first is None or last is None else round(last - first, 1)
            rows.append([item.text, *cells, moved])
        yield label, pd.DataFrame(rows, columns=["text", *days, "moved"])


def _days(dates: Iterable[str]) -> list[str]:
    """Days in words, told apart where one day had two meetings."""
    found: list[str] = []
    for date in dates:
        day, n = long_day(date), 1
        while day in found:
            n += 1
            day = f"{long_day(date)} ({n})"
        found.append(day)
    return found


def _stood(agreed: Any, stood: float | None, tally: Tally, scale: Scale) -> str:
    if stood is None:
        return ""
    given = _ratings([tally])
    reach = f" (ratings from {min(given)} to {max(given)})" if given else ""
    how = "" if isinstance(agreed, int) else "we differ; middle " if agreed == DIFFER else "middle "
    return f"{how}{_label(stood, scale)}{reach}"


def _label(value: float, scale: Scale) -> str:
    labels = {point.value: point.label for point in scale.points}
    return f"{value:g} {labels[int(value)]}" if value in labels else f"{value:g}"


def _ratings(tallies: Iterable[Tally]) -> list[int]:
    return [value for tally in tallies for value, n in tally.items() for _ in range(n)]


def _rated(values: Any) -> bool:
    return any(field.startswith("own.") for field in values)
