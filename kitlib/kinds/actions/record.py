"""Actions in a record: who does what by when on page one, and further on what a session asks of them beyond that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kitlib.kinds.actions.frame import actions, more_of_actions
from kitlib.kinds.contract import RecordPart
from kitlib.kinds.shared.answers import DistrictAnswers, long_day
from kitlib.kinds.shared.column_frames import titled
from kitlib.kinds.shared.page import Page, show, table

__all__ = ["RECORD"]

NAMES = {
    "what": "Action",
    "owner": "Owner",
    "due": "By when",
    "measure": "How we will know",
    "status": "Status",
}


def show_actions(answers: DistrictAnswers, activities: Sequence[str], page: Page) -> bool:
    """All actions in one table, by date; says whether there are any."""
    found = actions(answers, activities)
    if found.empty:
        return False
    found = found.assign(due=found["due"].map(lambda day: long_day(day) if day else "no date"))
    show(table(page.placed(found, NAMES), "Actions, by date", wide="Action"))
    return True


def show_more(answers: DistrictAnswers, activity: str, page: Page) -> None:
    """What a session asks of its actions beyond what, owner, date, measure and status."""
    for i, (team, columns, frame) in enumerate(more_of_actions(answers, activity)):
        if i == 0:
            show("<h2>More on the actions</h2>")
        names = titled(frame.drop(columns="what"), columns)
        names.insert(0, "Action", frame["what"].replace("", "(no words)"), allow_duplicates=True)
        show(table(names, page.title("More on the actions", team), wide="Action"))


def at_a_glance(answers: DistrictAnswers, activities: Sequence[str]) -> Mapping[str, str]:
    """How many there are."""
    return {"Actions": f"{len(actions(answers, activities))}"}


RECORD = RecordPart(decisions=show_actions, work=show_more, glance=at_a_glance)
