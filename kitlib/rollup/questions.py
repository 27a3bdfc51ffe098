"""What a roll-up counts of a session: who took part, and what the kinds of its activities count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.questions import Question, Response
from kitlib.registry import find_kind

__all__ = ["questions"]

TAKEN_PART = ("Districts", "Meetings", "Teams", "People")


def questions(found: Sequence[DistrictAnswers]) -> Iterator[Question]:
    """All questions over the districts, who took part first."""
    yield _taken_part(found)
    for id, activity in found[0].session.activities.items():
        of_kind = find_kind(activity.kind).load("rollup")
        if of_kind is not None:
            yield from of_kind(found, id)


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
