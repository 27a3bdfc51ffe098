"""What comes from earlier meetings: actions and held questions that are still open.

Not a kind that a session file can name: every meeting has it, under the
activity id "earlier". What became of an action is written in the meeting in
which it was looked at, so each meeting keeps its own account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kitlib.activities.base import Check, Field, Standing, day, one_of, row_id, text

__all__ = ["EARLIER", "MOVED", "OUTCOMES", "Carried", "Carrying", "Minutes", "still_open"]

EARLIER = "earlier"
DONE, UNDER_WAY, MOVED, DROPPED, ANSWERED = "done", "under way", "moved", "dropped", "answered"
OUTCOMES = (DONE, UNDER_WAY, MOVED, DROPPED, ANSWERED)
CLOSED = (DONE, DROPPED, ANSWERED)


class Carrying(Standing):
    """Of each row that comes from earlier: `<row>.outcome`, `.due` where it was moved, and `.reason`."""

    kind = EARLIER

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""
        columns: dict[str, tuple[Check, str]] = {
            "outcome": (one_of(OUTCOMES), "What became of it"),
            "due": (day, "New date"),
            "reason": (text(1_000), "Why"),
        }
        row, _, column = name.rpartition(".")
        if column not in columns or not row_id(row):
            raise self.unknown(name, [f"<row>.{column}" for column in columns])
        check, label = columns[column]
        return Field("room", "room", check, label)


@dataclass(frozen=True)
class Carried:
    """An action or a held question of an earlier meeting, as it stands now."""

    id: str  # its row
    sort: Literal["action", "question"]
    what: str
    owner: str
    due: str  # ISO, or empty
    measure: str
    label: str  # of the team that wrote it
    date: str  # of the meeting in which it was written
    status: str
    moved: int = 0  # how many times it was given a new date


@dataclass(frozen=True)
class Minutes:
    """What matters of one earlier meeting: its lists, and what it said of the lists before it.

    `actions` and `questions` map a team's label to its rows of cells; `outcomes`
    maps rows of still earlier meetings to what was written under "earlier".
    """

    date: str
    actions: Mapping[str, Mapping[str, Mapping[str, Any]]]
    questions: Mapping[str, Mapping[str, Mapping[str, Any]]]
    outcomes: Mapping[str, Mapping[str, Any]]


def still_open(meetings: Sequence[Minutes]) -> list[Carried]:
    """What is still open after these meetings, oldest meeting first; actions by date, then questions.

    An action is closed once it was marked done or dropped in its own meeting or
    in a later one, a question once it was answered or dropped.
    """
    found: dict[str, Carried] = {}
    for meeting in meetings:
        for row, said in meeting.outcomes.items():
            if row in found:
                found[row] = _after(found[row], said)
        for label, rows in meeting.actions.items():
            for row, cells in rows.items():
                if (what := _text(cells, "what")) and not cells.get("removed"):
                    owner, due, measure = (_text(cells, key) for key in ("owner", "due", "measure"))
                    status = _text(cells, "status") or "not started"
                    found[row] = Carried(
                        row, "action", what, owner, due, measure, label, meeting.date, status
                    )
        for label, rows in meeting.questions.items():
            for row, cells in rows.items():
                if (what := _text(cells, "text")) and not cells.get("removed"):
                    status = _text(cells, "status") or "open"
                    owner = _text(cells, "owner")
                    found[row] = Carried(row, "question", what, owner, "", "", label, meeting.date, status)
    return sorted(
        (each for each in found.values() if each.status not in CLOSED),
        key=lambda each: (each.sort, each.due or "9999", each.date, each.id),
    )


def _after(before: Carried, said: Mapping[str, Any]) -> Carried:
    outcome = _text(said, "outcome")
    if outcome == MOVED:
        return replace(before, due=_text(said, "due") or before.due, moved=before.moved + 1)
    return replace(before, status=outcome or before.status)


def _text(cells: Mapping[str, Any], key: str) -> str:
    return str(cells.get(key) or "").strip()
