"""Frames of actions: who does what by when, and what a session asks of them beyond that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from kitlib.kinds.actions.rule import ActionsRule
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.cells import rows_in, shown
from kitlib.kinds.shared.column_frames import column_texts
from kitlib.kinds.shared.keys import Column
from kitlib.kinds.shared.rows import cell_text

__all__ = ["actions", "frame", "more_of_actions"]

COLUMNS = ("what", "owner", "due", "measure", "status")


def frame(answers: DistrictAnswers, activity: str) -> pd.DataFrame:
    """Columns date, label, what, owner, due, measure, status; by due date, undated last."""
    return actions(answers, [activity])


def actions(answers: DistrictAnswers, activities: Sequence[str]) -> pd.DataFrame:
    """The actions of several lists together; columns as in `frame`."""
    found = answers.rows(activities, COLUMNS)
    found = found[found["what"] != ""]
    return found.sort_values(
        "due", key=lambda due: due.where(due != "", "9999"), kind="stable", ignore_index=True
    )


def more_of_actions(
    answers: DistrictAnswers, activity: str
) -> Iterator[tuple[TeamAnswers, list[Column], pd.DataFrame]]:
    """Each team that filled in a session file's own columns of its actions: those columns, and a frame.

    Columns what and one a column that was filled in, by id; only the actions
    of which it says something.
    """
    rule = answers.rule(activity)
    assert isinstance(rule, ActionsRule)
    for team in answers.teams(activity):
        found = rows_in(team.of_team, rule.activity.columns, {})
        columns = [
            c for c in rule.activity.columns if any(shown(c, cells.get(c.id)) for cells in found.values())
        ]
        if columns:
            texts = column_texts(columns, found.values())
            texts.insert(0, "what", [cell_text(team.of_team.get(f"{row}.what")) for row in found])
            yield team, columns, texts
