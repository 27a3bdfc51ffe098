"""What a roll-up counts: each question with what each person, team or action said to it, district by district."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kitlib.activities.actions import STATUSES
from kitlib.activities.rating import DIFFER, NOT_DISCUSSED, Rating
from kitlib.activities.survey import Survey
from kitlib.frames import Held, Part
from kitlib.frames.held import said

__all__ = ["Answer", "Question", "questions", "round_of"]

AGREED = ("Agreed on a rating", "We differ", "Not discussed", "Nothing entered")
FIRST = ("To work on first", "Not among the first")
TAKEN_PART = ("Districts", "Meetings", "Teams", "People")
NO_STATUS = "no status"


@dataclass(frozen=True)
class Answer:
    """What one person said, or one team, or what is known of one action. `counts` are people (or actions) by point."""

    who: str  # begins with the id of the meeting; the same from one roll-up to the next
    district: str  # code
    team: str
    counts: tuple[int, ...]
    meeting: str = ""


@dataclass(frozen=True)
class Question:
    """One question of one round. `show` turns the answers of a line into the numbers that stand in it."""

    table: str
    activity: str
    title: str
    item: str
    text: str
    points: tuple[str, ...]
    round: int = 1
    domain: str = ""
    values: tuple[int, ...] = ()  # of the points, where they are a scale
    answers: list[Answer] = field(default_factory=list)
    show: Callable[[Sequence[Answer]], tuple[int, ...]] | None = None
    of_teams: bool = True  # whether the people are adults in teams, of which no single one is shown

    @property
    def family(self) -> str:
        """All rounds of one question, over which something withheld could be worked out."""
        return "/".join([self.table, self.activity, self.item])

    def numbers(self, answers: Sequence[Answer]) -> tuple[int, ...]:
        """What stands in a line of these answers."""
        if self.show is not None:
            return self.show(answers)
        return tuple(map(sum, zip(*(answer.counts for answer in answers), strict=True)))


def questions(found: Sequence[Held]) -> Iterator[Question]:
    """All questions over the districts, who took part first."""
    yield _taken_part(found)
    for activity, model in found[0].session.activities.items():
        if model.kind == "rating":
            yield from _rating(found, activity)
        elif model.kind == "survey":
            yield from _survey(found, activity)
        elif model.kind == "actions":
            yield _actions(found, activity)


def round_of(held: Held, activity: str, answered: Callable[[Part], bool]) -> Iterator[tuple[int, Part]]:
    """Each team's answers to an activity, with the how manieth time it is that this team answered."""
    times: dict[tuple[str | None, str], int] = defaultdict(int)
    for part in held.parts(activity):
        if answered(part):
            key = part.meeting.school, part.team.label
            times[key] += 1
            yield times[key], part


def _place(part: Part) -> str:
    return f"{part.meeting.id}/{part.team.id}"


def _taken_part(found: Sequence[Held]) -> Question:
    answers: dict[str, Answer] = {}
    for held in found:
        seats = {
            (part.meeting.id, part.team.id, seat)
            for of_it in held.answers.values()
            for part in of_it.values()
            for seat in part.seats
        }
        for id in held.of_kind("attendance"):
            for part in held.parts(id):
                seats |= {
                    (part.meeting.id, part.team.id, s) for s in held.roles(part.meeting.id, part.team.id)
                }
        for meeting, team, seat in sorted(seats):
            who = f"{meeting}/{team}/{seat}"
            answers[who] = Answer(who, held.district.code, f"{meeting}/{team}", (1,), meeting)

    def show(line: Sequence[Answer]) -> tuple[int, ...]:
        sets = ({a.district for a in line}, {a.meeting for a in line}, {a.team for a in line}, line)
        return tuple(map(len, sets))

    return Question(
        "participation", "", "Who took part", "", "", TAKEN_PART, answers=list(answers.values()), show=show
    )


# -- ratings -------------------------------------------------------------------------------


def _rating(found: Sequence[Held], activity: str) -> Iterator[Question]:
    rule = found[0].rule(activity)
    assert isinstance(rule, Rating)
    title = rule.activity.title or rule.instrument.title
    labels = tuple(point.label for point in rule.scale.points)
    values = tuple(rule.scale.values)
    parts = [(held, *each) for held in found for each in round_of(held, activity, _has_rated)]
    for n in sorted({n for _, n, _ in parts}):
        here = [(held, part) for held, m, part in parts if m == n]
        for item in rule.items:
            text = f"{item.text} (worded the other way)" if item.reverse else item.text
            common = (activity, title, item.id, text)
            answers = [
                Answer(f"{_place(part)}/{seat}", held.district.code, _place(part), _one_of(values, point))
                for held, part in here
                for seat, cells in part.seats.items()
                if (point := cells.get(f"own.{item.id}")) in values
            ]
            yield Question("ratings", *common, labels, n, item.domain, values, answers)
            yield Question(
                "talked", *common, AGREED, n, item.domain, (), _by_team(here, AGREED, _agreed(item.id)), _teams(AGREED)
            )  # fmt: skip
            if rule.activity.priorities:
                chosen = _by_team(here, FIRST, _chosen(item.id))
                yield Question("priorities", *common, FIRST, n, item.domain, (), chosen, _teams(FIRST))


def _has_rated(part: Part) -> bool:
    fields = [*part.of_team, *(name for seat in part.seats.values() for name in seat)]
    return any(name.startswith(("own.", "agreed.")) for name in fields)


def _one_of(points: Sequence[object], point: object, weight: int = 1) -> tuple[int, ...]:
    return tuple(weight if each == point else 0 for each in points)


def _agreed(item: str) -> Callable[[Part], str]:
    def of(part: Part) -> str:
        value = part.of_team.get(f"agreed.{item}")
        if value is None:
            return AGREED[3]
        return {DIFFER: AGREED[1], NOT_DISCUSSED: AGREED[2]}.get(value, AGREED[0])

    return of


def _chosen(item: str) -> Callable[[Part], str]:
    return lambda part: FIRST[0] if item in (part.of_team.get("priorities") or []) else FIRST[1]


def _by_team(
    here: Iterable[tuple[Held, Part]], points: Sequence[str], of: Callable[[Part], str]
) -> list[Answer]:
    """One answer a team, which weighs as much as it has people, so that few people are told as few."""
    return [
        Answer(
            _place(part), held.district.code, _place(part), _one_of(points, of(part), max(1, len(part.seats)))
        )
        for held, part in here
    ]


def _teams(points: Sequence[str]) -> Callable[[Sequence[Answer]], tuple[int, ...]]:
    def show(line: Sequence[Answer]) -> tuple[int, ...]:
        return tuple(sum(1 for answer in line if answer.counts[i]) for i in range(len(points)))

    return show


# -- surveys and actions ------------------------------------------------------------------------


def _survey(found: Sequence[Held], activity: str) -> Iterator[Question]:
    rule = found[0].rule(activity)
    assert isinstance(rule, Survey)
    for form, model in rule.forms.items():
        by_round: dict[int, list[tuple[Held, str, dict[str, Sequence[int]]]]] = defaultdict(list)
        for held in found:
            rounds: dict[str | None, list[str]] = defaultdict(list)
            for part in held.parts(activity):
                brought = rule.brought(part.of_team, form)
                days = rounds[part.meeting.school]
                # Two teams that key in results of one meeting mean the same people: the first counts.
                if brought and part.meeting.id not in days:
                    days.append(part.meeting.id)
                    by_round[len(days)].append((held, part.meeting.id, dict(brought.counts)))
        points = tuple(point.label for point in rule.scales[form].points)
        for n, here in sorted(by_round.items()):
            for item in rule.instruments[form].items:
                answers = [
                    Answer(f"{meeting}/{form}", held.district.code, meeting, tuple(counts[item.id]))
                    for held, meeting, counts in here
                    if any(counts.get(item.id, ()))
                ]
                yield Question(
                    "survey", activity, model.title, f"{form}.{item.id}", item.text, points, n, item.domain,
                    tuple(rule.scales[form].values), answers, of_teams=False,
                )  # fmt: skip


def _actions(found: Sequence[Held], activity: str) -> Question:
    points = (*STATUSES, NO_STATUS)
    answers = [
        Answer(
            f"{_place(part)}/{row}",
            held.district.code,
            _place(part),
            _one_of(points, said(cells.get("status")) or NO_STATUS),
        )
        for held in found
        for part in held.parts(activity)
        for row, cells in part.rows.items()
        if row != "next" and said(cells.get("what")) and not cells.get("removed")
    ]
    return Question("actions", activity, "Actions", "", "Where the actions stand", points, answers=answers)
