"""Fishbowls over many districts: how many people spoke inside, and how many only listened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.questions import Question, Response, one_of_points, place_of, round_of
from kitlib_fishbowl.rule import FishbowlRule

__all__ = ["questions"]

POINTS = ("Spoke inside", "Only listened")


def questions(found: Sequence[DistrictAnswers], activity: str) -> Iterator[Question]:
    """One a time that teams held it: of the people at the table, how many sat inside at least once."""
    rule = found[0].rule(activity)
    assert isinstance(rule, FishbowlRule)
    by_time: dict[int, list[Response]] = {}
    for answers in found:
        for time, team in round_of(answers, activity, lambda team: bool(_spoke(rule, team))):
            spoke = _spoke(rule, team)
            here = {
                seat for *place, seat in answers.seats() if tuple(place) == (team.meeting.id, team.team.id)
            }
            by_time.setdefault(time, []).extend(
                Response(
                    f"{place_of(team)}/{seat}",
                    answers.district.code,
                    place_of(team),
                    one_of_points(POINTS, POINTS[0] if seat in spoke else POINTS[1]),
                )
                for seat in sorted(here | spoke)
            )
    title = rule.activity.title or rule.title
    for time, responses in sorted(by_time.items()):
        yield Question(
            "status", "fishbowl", activity, title, "", "Who spoke inside", POINTS, time, answers=responses
        )


def _spoke(rule: FishbowlRule, team: TeamAnswers) -> set[str]:
    """The seats that sat inside in any round."""
    return {seat for each in rule.activity.rounds for seat in rule.inside(team.of_team, each.id)}
