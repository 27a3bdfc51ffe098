"""What a roll-up counts: each question with what each person, team or thing said to it, district by district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.asked import id_of

__all__ = [
    "Question",
    "Response",
    "one_of_points",
    "place_of",
    "responses_of_teams",
    "round_of",
    "teams_by_point",
]


@dataclass(frozen=True)
class Response:
    """What one person said, or one team, or what is known of one action. `counts` are people (or actions) by point."""

    who: str  # begins with the id of the meeting; the same from one roll-up to the next
    district: str  # code
    team: str
    counts: tuple[int, ...]
    meeting: str = ""


@dataclass(frozen=True)
class Question:
    """One question of one round. `show` turns the answers of a row into the numbers that stand in it.

    Its `form` says how a roll-up presents it: who took part; how many chose each point of a scale; what was
    talked about; what was chosen among others; or a tally of where things stand.
    """

    form: Literal["participation", "scale", "discussed", "priority", "status"]
    table: str  # what the tidy table calls these
    activity: str
    title: str
    item: str
    text: str
    points: tuple[str, ...]
    round: int = 1
    domain: str = ""
    values: tuple[int, ...] = ()  # of the points, where they are a scale
    answers: list[Response] = field(default_factory=list)
    show: Callable[[Sequence[Response]], tuple[int, ...]] | None = None
    about: str = ""  # what a reader should know of where the answers come from

    @property
    def family(self) -> str:
        """All rounds of one question in all its wordings, over which something withheld could be worked out."""
        return "/".join([self.table, id_of(self.activity), self.item])

    def numbers(self, answers: Sequence[Response]) -> tuple[int, ...]:
        """What stands in a row of these answers."""
        if self.show is not None:
            return self.show(answers)
        return tuple(map(sum, zip(*(answer.counts for answer in answers), strict=True)))


def round_of(
    answers: DistrictAnswers, activity: str, answered: Callable[[TeamAnswers], bool]
) -> Iterator[tuple[int, TeamAnswers]]:
    """Each team's answers to an activity, and the round: the first, second, … time that this team answered."""
    times: dict[tuple[str | None, str], int] = defaultdict(int)
    for team in answers.teams(activity):
        if answered(team):
            key = team.meeting.school, team.team.label
            times[key] += 1
            yield times[key], team


def place_of(team: TeamAnswers) -> str:
    """Where a team's answers come from, the same from one roll-up to the next."""
    return f"{team.meeting.id}/{team.team.id}"


def one_of_points(points: Sequence[object], point: object, weight: int = 1) -> tuple[int, ...]:
    """Counts by point with `weight` at one of them."""
    return tuple(weight if each == point else 0 for each in points)


def responses_of_teams(
    here: Iterable[tuple[DistrictAnswers, TeamAnswers]],
    points: Sequence[str],
    of: Callable[[TeamAnswers], str],
) -> list[Response]:
    """One response a team, which weighs as much as it has people, so that few people are told as few."""
    return [
        Response(
            place_of(team),
            answers.district.code,
            place_of(team),
            one_of_points(points, of(team), max(1, len(team.seats))),
        )
        for answers, team in here
    ]


def teams_by_point(points: Sequence[str]) -> Callable[[Sequence[Response]], tuple[int, ...]]:
    """Turns responses of teams into how many teams stand at each point."""

    def show(row: Sequence[Response]) -> tuple[int, ...]:
        return tuple(sum(1 for response in row if response.counts[i]) for i in range(len(points)))

    return show
