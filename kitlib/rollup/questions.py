"""What a roll-up counts of a session: who took part, and what the kinds of its activities count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.asked import is_earlier
from kitlib.kinds.shared.questions import Question, Response
from kitlib.registry import find_kind

__all__ = ["questions"]

TAKEN_PART = ("Districts", "Meetings", "Teams", "Seats")


def questions(found: Sequence[DistrictAnswers]) -> Iterator[Question]:
    """All questions over the districts, who took part first."""
    yield _taken_part(found)
    keys = dict.fromkeys(key for answers in found for key in answers.activities)
    for key in sorted(keys, key=is_earlier):
        asking = [answers for answers in found if key in answers.asked]
        of_kind = find_kind(asking[0].model(key).kind).load("rollup")
        if of_kind is not None:
            until = f" (as it was asked until {long_day(_last_day(asking, key))})" if is_earlier(key) else ""
            yield from (replace(each, title=each.title + until) for each in of_kind(asking, key))


def _last_day(found: Sequence[DistrictAnswers], key: str) -> str:
    """The day of the last meeting that asked an activity so."""
    asked = {meeting for answers in found for meeting in answers.asked[key].meetings}
    return max(m.date for answers in found for m in answers.meetings if m.id in asked)


def _taken_part(found: Sequence[DistrictAnswers]) -> Question:
    """A seat of a team counts once, however often that team met, so that few people who met often are told as few."""

    def show(row: Sequence[Response]) -> tuple[int, ...]:
        sets = ({r.district for r in row}, {r.meeting for r in row}, {r.team for r in row})
        return (*map(len, sets), sum(r.counts[0] for r in row))

    title, answers = "Who took part", [each for of_one in found for each in _seats_of(of_one)]
    return Question(
        "participation", "participation", "", title, "", "", TAKEN_PART, answers=answers, show=show
    )


def _seats_of(answers: DistrictAnswers) -> Iterator[Response]:
    team_at = {(m.id, team.id): (m.school, team.label) for m in answers.meetings for team in m.teams}
    order = {meeting.id: i for i, meeting in enumerate(answers.meetings)}
    known: set[tuple[object, str]] = set()
    for meeting, team, seat in sorted(answers.seats(), key=lambda at: (order[at[0]], at)):
        person = team_at[meeting, team], seat
        is_new = person not in known
        known.add(person)
        place = f"{meeting}/{team}"
        yield Response(f"{place}/{seat}", answers.district.code, place, (int(is_new),), meeting)
