"""What a roll-up counts of a session: who took part, and what the kinds of its activities count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.questions import Question, Response
from kitlib.registry import find_kind

__all__ = ["questions"]

TAKEN_PART = ("Districts", "Meetings", "Teams", "People")


def questions(found: Sequence[DistrictAnswers]) -> Iterator[Question]:
    """All questions over the districts, who took part first."""
    yield _taken_part(found)
    for key in dict.fromkeys(key for answers in found for key in answers.activities):
        asking = [answers for answers in found if key in answers.asked]
        asked = asking[0].asked[key]
        of_kind = find_kind(asked.model.kind).load("rollup")
        if of_kind is not None:
            for question in of_kind(asking, key):
                yield (
                    replace(question, title=f"{question.title} (as it was asked before)")
                    if key != asked.id
                    else question
                )


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
