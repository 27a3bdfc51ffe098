"""What the wall shows of a meeting: the figures of the running step, of one team or of all, the words, and how many wrote and are ready."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from kitlib.content.activities import Again
from kitlib.content.models import Session
from kitlib.kinds.shared.figures import TeamView
from kitlib.kinds.shared.rule import Rule
from kitlib.meetings import protocol
from kitlib.meetings.leading import READY, says_ready
from kitlib.store import Answer

__all__ = ["activities_of", "figures_of", "ready_by_step", "team_views", "texts_of", "wrote_in"]

ON_THE_WALL = 500  # texts at most; the newest


def activities_of(session: Session, step: str | None) -> list[str]:
    """The activities that a step shows, those of other steps that it shows again too."""
    placed = next((each.activities for each in session.steps if each.id == step), [])
    return [each.again if isinstance(each, Again) else each.id for each in placed]


def ready_by_step(answers: Iterable[Answer]) -> dict[str, dict[str, int]]:
    """Step -> team -> how many seats say that they are done with it."""
    found: dict[str, dict[str, int]] = {}
    for answer in answers:
        at = answer.address
        if says_ready(at) and answer.value:
            teams = found.setdefault(at.field.removeprefix(READY), {})
            teams[at.team] = teams.get(at.team, 0) + 1
    return found


def team_views(answers: Iterable[Answer], activity: str, labels: Mapping[str, str]) -> list[TeamView]:
    """What each of the teams in `labels` answered in an activity; nothing private."""
    teams: dict[str, dict[str, dict[str, Any]]] = {team: {} for team in labels}
    for answer in answers:
        at = answer.address
        if at.activity == activity and at.team in teams and answer.visibility != "private":
            teams[at.team].setdefault(at.seat, {})[at.field] = answer.value
    return [
        TeamView(labels[team], places.get("", {}), [fields for seat, fields in places.items() if seat])
        for team, places in teams.items()
    ]


def figures_of(
    answers: Sequence[Answer],
    rules: Mapping[str, Rule[Any]],
    activities: Iterable[str],
    labels: Mapping[str, str],
) -> tuple[list[protocol.Figure], int]:
    """The figures of some activities over the teams in `labels`, and how many of these have not shown themselves their answers."""
    drawn, unshown = [], set()
    for id in dict.fromkeys(activities):
        views = team_views(answers, id, labels)
        drawn += rules[id].figures(views)
        if rules[id].reveals:
            unshown |= {each.label for each in views if each.seats and not each.team.get("revealed")}
    return [cast(protocol.Figure, asdict(figure)) for figure in drawn], len(unshown)


def texts_of(
    answers: Iterable[Answer], rules: Mapping[str, Rule[Any]], labels: Mapping[str, str]
) -> list[protocol.WallText]:
    """The newest words that a team or the room may read, newest first, but those of rows that were taken out."""
    answers = list(answers)
    found: list[protocol.WallText] = []
    shown = {id: rule for id, rule in rules.items() if rule.on_the_wall}
    removed = {_row(a) for a in answers if a.address.field.endswith(".removed") and a.value}
    for answer in sorted(answers, key=lambda a: -a.id):
        at, words = answer.address, answer.value
        if (
            at.activity not in shown
            or not isinstance(words, str)
            or not words.strip()
            or _row(answer) in removed
        ):
            continue
        field = shown[at.activity].field(at.field)
        if field.words:
            found.append(
                {
                    "activity": at.activity,
                    "field": at.field,
                    "label": field.label,
                    "team": labels.get(at.team, ""),
                    "text": words,
                    "at": answer.at,
                }
            )
            if len(found) == ON_THE_WALL:
                break
    return found


def wrote_in(
    session: Session, places: Iterable[tuple[str, str, str]]
) -> dict[str, dict[str, protocol.Wrote]]:
    """activity -> team -> how many seats answered, and whether the team did."""
    found: dict[str, dict[str, protocol.Wrote]] = {}
    for team, seat, activity in places:
        if team and activity in session.activities:
            of_team = found.setdefault(activity, {}).setdefault(team, {"seats": 0, "team": False})
            if seat:
                of_team["seats"] += 1
            else:
                of_team["team"] = True
    return found


def _row(answer: Answer) -> tuple[str, str, str, str]:
    """The row of a list that an answer belongs to."""
    at = answer.address
    return at.team, at.seat, at.activity, at.field.rpartition(".")[0]
