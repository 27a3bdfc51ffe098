"""Ratings over many districts: how many chose each point, what was talked about, and what comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kitlib.kinds.rating.rule import DIFFER, NOT_DISCUSSED, RatingRule
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.questions import (
    Question,
    Response,
    one_of_points,
    place_of,
    responses_of_teams,
    round_of,
    teams_by_point,
)

__all__ = ["questions"]

AGREED = ("Agreed on a rating", "We differ", "Not discussed", "Nothing entered")
FIRST = ("To work on first", "Not among the first")


def questions(found: Sequence[DistrictAnswers], activity: str) -> Iterator[Question]:
    """For each round and item: its ratings, whether it was talked about, and whether it comes first."""
    rule = found[0].rule(activity)
    assert isinstance(rule, RatingRule)
    title = rule.activity.title or rule.instrument.title
    rounds = [(answers, *each) for answers in found for each in round_of(answers, activity, _has_rated)]
    for n in sorted({n for _, n, _ in rounds}):
        here = [(answers, team) for answers, m, team in rounds if m == n]
        for item in rule.items:
            text = f"{item.text} (worded the other way)" if item.reverse else item.text
            common = (activity, title, item.id, text)
            yield _ratings(rule, here, item.id, Question(
                "scale", "ratings", *common, tuple(point.label for point in rule.scale.points), n, item.domain,
                tuple(rule.scale.values), about="People rated alone.",
            ))  # fmt: skip
            discussed = responses_of_teams(here, AGREED, _agreed(item.id))
            yield Question(
                "discussed", "talked", *common, AGREED, n, item.domain, (), discussed, teams_by_point(AGREED)
            )
            if rule.activity.priorities:
                chosen = responses_of_teams(here, FIRST, _chosen(item.id))
                yield Question(
                    "priority",
                    "priorities",
                    *common,
                    FIRST,
                    n,
                    item.domain,
                    (),
                    chosen,
                    teams_by_point(FIRST),
                )


def _ratings(
    rule: RatingRule, here: Sequence[tuple[DistrictAnswers, TeamAnswers]], item: str, question: Question
) -> Question:
    """The question with one response for each seat that rated the item."""
    values = rule.scale.values
    question.answers.extend(
        Response(
            f"{place_of(team)}/{seat}", answers.district.code, place_of(team), one_of_points(values, point)
        )
        for answers, team in here
        for seat, cells in team.seats.items()
        if (point := cells.get(f"own.{item}")) in values
    )
    return question


def _has_rated(team: TeamAnswers) -> bool:
    fields = [*team.of_team, *(name for seat in team.seats.values() for name in seat)]
    return any(name.startswith(("own.", "agreed.")) for name in fields)


def _agreed(item: str) -> Callable[[TeamAnswers], str]:
    def of(team: TeamAnswers) -> str:
        value = team.of_team.get(f"agreed.{item}")
        if value is None:
            return AGREED[3]
        return {DIFFER: AGREED[1], NOT_DISCUSSED: AGREED[2]}.get(value, AGREED[0])

    return of


def _chosen(item: str) -> Callable[[TeamAnswers], str]:
    return lambda team: FIRST[0] if item in (team.of_team.get("priorities") or []) else FIRST[1]
