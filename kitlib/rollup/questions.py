"""What a roll-up counts of a session: who took part, and what the kinds of its activities count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.asked import is_earlier
from kitlib.kinds.shared.questions import Question, Response
from kitlib.registry import find_kind

__all__ = ["questions"]

TAKEN_PART = ("Districts", "Meetings", "Teams", "Seats")  # a seat at each meeting that it took part in


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
    responses = [
        Response(f"{meeting}/{team}/{seat}", answers.district.code, f"{meeting}/{team}", (1,), meeting)
        for answers in found
        for meeting, team, seat in sorted(answers.seats())
    ]

    def show(row: Sequence[Response]) -> tuple[int, ...]:
        sets = ({r.district for r in row}, {r.meeting for r in row}, {r.team for r in row}, row)
        return tuple(map(len, sets))

    title = "Who took part"
    return Question(
        "participation", "participation", "", title, "", "", TAKEN_PART, answers=responses, show=show
    )
