"""Leading: what the facilitator opens, closes or hides, the pace of the teams, a word to them, what the wall shows; and who is ready.

Not a kind that a session file can name: every session has it, under the
activity id "lead". Its fields belong to the whole room, but for `ready.<step>`,
by which each seat says that it is done with a step.
"""

from __future__ import annotations

from kitlib.content.models import Session
from kitlib.kinds.shared.checks import Check, moment, one_of, text, whole, yes_no
from kitlib.kinds.shared.rule import Field
from kitlib.meetings.builtin import BuiltinActivity
from kitlib.store import Address

__all__ = [
    "BREAK",
    "LEAD",
    "OWN",
    "PACES",
    "READY",
    "RENEWED",
    "SHOW",
    "SHOWN",
    "WALL_TEAM",
    "WALL_VIEW",
    "WALL_VIEWS",
    "Leading",
    "says_ready",
]

LEAD = "lead"
BREAK = "break"  # the moment at which the room goes on; the running step has so many minutes more
READY = "ready."  # and the id of a step
RENEWED = "renewed"  # how often the meeting took in a newer version of its session
SHOW = "show."  # and the id of an activity
WALL_VIEW, WALL_TEAM = "wall.view", "wall.team"
#: What the wall can show: the prompt, what the answers make together, the words as they come, how to join, or nothing.
WALL_VIEWS = ("prompt", "results", "words", "join", "nothing")
SHOWN = ("open", "closed", "hidden")
TOGETHER, OWN = "together", "own"
PACES = (TOGETHER, OWN)


def says_ready(at: Address) -> bool:
    """Whether an answer is a press of "I am ready": a sign to who leads, and nothing that anybody answered."""
    return at.activity == LEAD and at.field.startswith(READY)


class Leading(BuiltinActivity):
    """`show.<activity>`, `pace`, `nudge`, `break`, `wall.view`, `wall.team` and `renewed` of the room; `ready.<step>` of each seat."""

    kind = LEAD

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._activities = {id: activity.title or id for id, activity in session.activities.items()}
        self._steps = {step.id: step.title for step in session.steps}

    def field(self, name: str) -> Field:
        """The field called `name`; raises AnswerError when there is none."""
        checks: dict[str, tuple[Check, str]] = {
            "pace": (one_of(PACES), "Pace of the teams"),
            "nudge": (text(200), "Word to the teams"),
            BREAK: (moment, "Break until"),
            WALL_VIEW: (one_of(WALL_VIEWS), "What the wall shows"),
            WALL_TEAM: (text(40), "Of which team the wall shows it"),
            RENEWED: (whole(0, 10_000), "Newer versions taken in"),
        }
        checks |= {SHOW + id: (one_of(SHOWN), f"Shown: {title}") for id, title in self._activities.items()}
        step = name.removeprefix(READY)
        if name.startswith(READY) and step in self._steps:
            return Field("seat", "team", yes_no, f"Ready: {self._steps[step]}")
        if name not in checks:
            raise self.unknown(name, checks)
        check, label = checks[name]
        return Field("room", "room", check, label)
