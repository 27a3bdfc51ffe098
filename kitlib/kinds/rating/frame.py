"""Frames of ratings: the spread of each item, what was agreed, and what follows from it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from kitlib.content.instruments import Scale
from kitlib.kinds.rating.rule import DIFFER, NOT_DISCUSSED, RatingRule, standing
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, long_day, with_origin
from kitlib.kinds.shared.instruments import PASS, Tally, by_domain, spread, turned
from kitlib.kinds.shared.rows import cell_text

__all__ = ["domains", "frame", "gaps", "middles", "priorities", "ratings", "roles", "rounds"]


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, item, text, domain, one of counts a point, passed, spread, agreed, reason, evidence, dissent, priority.

    One row a team and item, over all meetings; what each column holds is told by `ratings`.
    """
    found = [with_origin(of_team, team) for team, _, of_team in ratings(answers, activity)]
    if found:
        return pd.concat(found, ignore_index=True)
    return pd.DataFrame(columns=["date", "label", *_of_nobody(answers, activity)])


def ratings(
    answers: DistrictAnswers, activity: str
) -> Iterator[tuple[TeamAnswers, RatingRule, pd.DataFrame]]:
    """For each meeting and team that rated: the part, the rule, a frame.

    One row an item: item, text, domain, one column of counts a point (named by
    its label), passed, spread (population standard deviation), agreed (the
    point's label, "we differ", "not discussed" or empty), reason, evidence,
    dissent, priority (1 for the first that was marked; 0: not marked).
    """
    rule = answers.rule(activity)
    assert isinstance(rule, RatingRule)
    for team_answers in answers.teams(activity):
        yield team_answers, rule, _frame(team_answers.of_team, list(team_answers.seats.values()), rule)


def _of_nobody(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    rule = answers.rule(activity)
    assert isinstance(rule, RatingRule)
    return _frame({}, [], rule)


def _frame(of_team: Mapping[str, Any], seats: Sequence[Mapping[str, Any]], rule: RatingRule) -> pd.DataFrame:
    points = {point.value: point.label for point in rule.scale.points}
    agreed_labels: dict[object, str] = {DIFFER: "we differ", NOT_DISCUSSED: "not discussed"}
    agreed_labels |= points.items()
    counted = rule.counts(seats)
    marked = of_team.get("priorities") or []
    rows = [
        {
            "item": item.id,
            "text": f"{item.text} (worded the other way)" if item.reverse else item.text,
            "domain": item.domain,
            **{points[value]: n for value, n in counted[item.id].items()},
            "passed": sum(1 for seat in seats if seat.get(f"own.{item.id}") == PASS),
            "spread": round(spread(counted[item.id]), 2),
            "agreed": agreed_labels.get(of_team.get(f"agreed.{item.id}"), ""),
            "reason": cell_text(of_team.get(f"reason.{item.id}")),
            "evidence": cell_text(of_team.get(f"evidence.{item.id}")),
            "dissent": cell_text(of_team.get(f"dissent.{item.id}")),
            "priority": marked.index(item.id) + 1 if item.id in marked else 0,
        }
        for item in rule.items
    ]
    return pd.DataFrame(rows)


def priorities(frame: pd.DataFrame) -> list[str]:
    """The texts of the items to work on first, in the order in which they were marked."""
    return list(frame[frame["priority"] > 0].sort_values("priority")["text"])


def domains(team_answers: TeamAnswers, rule: RatingRule) -> pd.DataFrame:
    """Columns name and one a point: the ratings of each domain together, turned where worded the other way."""
    labels = [point.label for point in rule.scale.points]
    found = by_domain(rule.counts(team_answers.seats.values()), rule.items)
    rows = [[domain, *tally.values()] for domain, tally in found.items() if any(tally.values())]
    return pd.DataFrame(rows, columns=["name", *labels])


def middles(team_answers: TeamAnswers, rule: RatingRule) -> pd.DataFrame:
    """Columns name, low, middle, high: the median rating of each domain and the middle half of its ratings."""
    counted = rule.counts(team_answers.seats.values())
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


def roles(answers: DistrictAnswers, team_answers: TeamAnswers, rule: RatingRule) -> pd.DataFrame:
    """Columns text, role and one a point: ratings by role, of the items and roles for which they may be shown."""
    given = answers.roles(team_answers.meeting.id, team_answers.team.id)
    labels = [point.label for point in rule.scale.points]
    found = rule.roles(
        (given.get(seat, ""), values) for seat, values in team_answers.seats.items() if _rated(values)
    )
    rows = [
        [item.text, each["role"], *each["counts"]] for item in rule.items for each in found.get(item.id, ())
    ]
    return pd.DataFrame(rows, columns=["text", "role", *labels])


def gaps(
    answers: DistrictAnswers, team_answers: TeamAnswers, rule: RatingRule
) -> tuple[RatingRule | None, pd.DataFrame]:
    """The compared rating (none where there is none), and columns text, first, second, first_label, second_label, gap.

    Widest first. `first` and `second` are where the team stands: the point it agreed on, else the median.
    """
    columns = ["text", "first", "second", "first_label", "second_label", "gap"]
    meeting, team = team_answers.meeting.id, team_answers.team.id
    compared = answers.key_in(meeting, rule.compared_with) if rule.compared_with else None
    other = answers.rule(compared) if compared else None
    theirs = answers.answers.get(compared or "", {}).get((meeting, team))
    if not isinstance(other, RatingRule) or theirs is None:
        return None, pd.DataFrame(columns=columns)
    counted = [rule.counts(team_answers.seats.values()), other.counts(theirs.seats.values())]
    found = rule.gaps(team_answers.of_team, counted[0], other, theirs.of_team, counted[1])
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


def rounds(answers: DistrictAnswers, activity: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """For each team (label) of a school that rated in more than one meeting: its label, a frame.

    Columns text, one a day with where the team stood and how far its ratings reached, and moved: points
    from the first of these days to the last, missing where one of them has none.
    """
    rule = answers.rule(activity)
    assert isinstance(rule, RatingRule)
    teams: dict[tuple[str | None, str], list[TeamAnswers]] = {}
    for team_answers in answers.teams(activity):
        if any(_rated(seat) for seat in team_answers.seats.values()) or any(
            f.startswith("agreed.") for f in team_answers.of_team
        ):
            teams.setdefault((team_answers.meeting.school, team_answers.team.label), []).append(team_answers)
    for (_, label), all_answers in teams.items():
        if len(all_answers) < 2:
            continue
        days = _days(team_answers.meeting.date for team_answers in all_answers)
        counted = [rule.counts(team_answers.seats.values()) for team_answers in all_answers]
        rows = []
        for item in rule.items:
            agreed = [team_answers.of_team.get(f"agreed.{item.id}") for team_answers in all_answers]
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
