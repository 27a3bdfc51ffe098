"""Leading: what the facilitator opens, closes or hides, the pace of the teams, and a nudge.

Not a kind that a session file can name: every session has it, under the
activity id "lead". Its fields belong to the whole room.
"""

from __future__ import annotations

from kitlib.content.models import Session
from kitlib.kinds.shared.checks import Check, one_of, text
from kitlib.kinds.shared.rule import Field
from kitlib.meetings.builtin import BuiltinActivity

__all__ = ["LEAD", "OWN", "PACES", "SHOWN", "Leading"]

LEAD = "lead"
SHOWN = ("open", "closed", "hidden")
TOGETHER, OWN = "together", "own"
PACES = (TOGETHER, OWN)


class Leading(BuiltinActivity):
    """`show.<activity>`, `pace`, `nudge`, and the next date of a meeting whose session has no actions."""

    kind = LEAD

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._activities = {id: activity.title or id for id, activity in session.activities.items()}

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""
        checks: dict[str, tuple[Check, str]] = {
            "pace": (one_of(PACES), "Pace of the teams"),
            "nudge": (text(200), "Word to the teams"),
        }
        checks |= {f"show.{id}": (one_of(SHOWN), f"Shown: {title}") for id, title in self._activities.items()}
        if name not in checks:
            raise self.unknown(name, checks)
        check, label = checks[name]
        return Field("room", "room", check, label)
