"""Surveys over many districts: how many chose each point, as districts brought it in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.questions import Question, Response
from kitlib.kinds.survey.rule import SurveyRule

__all__ = ["questions"]

Brought = tuple[DistrictAnswers, str, dict[str, Sequence[int]]]  # whose, the meeting, item -> counts by point


def questions(found: Sequence[DistrictAnswers], activity: str) -> Iterator[Question]:
    """For each form, round and item: how many chose each point."""
    rule = found[0].rule(activity)
    assert isinstance(rule, SurveyRule)
    for form, model in rule.forms.items():
        points = tuple(point.label for point in rule.scales[form].points)
        for n, here in sorted(_rounds(found, activity, rule, form).items()):
            for item in rule.instruments[form].items:
                responses = [
                    Response(f"{meeting}/{form}", answers.district.code, meeting, tuple(counts[item.id]))
                    for answers, meeting, counts in here
                    if any(counts.get(item.id, ()))
                ]
                yield Question(
                    "scale", "survey", activity, model.title, f"{form}.{item.id}", item.text, points, n,
                    item.domain, tuple(rule.scales[form].values), responses,
                    about="Answers that districts brought in.",
                )  # fmt: skip


def _rounds(
    found: Sequence[DistrictAnswers], activity: str, rule: SurveyRule, form: str
) -> dict[int, list[Brought]]:
    """Round -> what was brought in of a form; of two teams of one meeting, who mean the same people, the first."""
    by_round: dict[int, list[Brought]] = defaultdict(list)
    for answers in found:
        rounds: dict[str | None, list[str]] = defaultdict(list)
        for team in answers.teams(activity):
            brought = rule.brought(team.of_team, form)
            days = rounds[team.meeting.school]
            if brought and team.meeting.id not in days:
                days.append(team.meeting.id)
                by_round[len(days)].append((answers, team.meeting.id, dict(brought.counts)))
    return by_round
