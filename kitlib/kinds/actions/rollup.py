"""Actions over many districts: how many there are, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kitlib.kinds.actions.rule import STATUSES
from kitlib.kinds.shared.answers import DistrictAnswers
from kitlib.kinds.shared.questions import Question, Response, one_of_points, place_of
from kitlib.kinds.shared.rows import cell_text

__all__ = ["questions"]

NO_STATUS = "no status"
POINTS = (*STATUSES, NO_STATUS)


def questions(found: Sequence[DistrictAnswers], activity: str) -> Iterator[Question]:
    """One: where each action stands."""
    responses = [
        Response(
            f"{place_of(team)}/{row}",
            answers.district.code,
            place_of(team),
            one_of_points(POINTS, cell_text(cells.get("status")) or NO_STATUS),
        )
        for answers in found
        for team in answers.teams(activity)
        for row, cells in team.rows.items()
        if row != "next" and cell_text(cells.get("what")) and not cells.get("removed")
    ]
    yield Question(
        "status", "actions", activity, "Actions", "", "Actions by where they stand", POINTS, answers=responses
    )
