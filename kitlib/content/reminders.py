"""Reminders of law and care: written once, and read into the care of each session that names them.

A session says `reminders: [reporting, help-lines]`. Each file of `facilitation/reminders/` then stands among its lines of
care and its sources, as if it had been written there; so it is on every screen and sheet that shows them, and a meeting
keeps it with everything else.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from kitlib.content.base import Content, Id, Text
from kitlib.content.models import Session, Source

__all__ = ["Reminder", "remind"]

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Reminder(Content):
    """One thing that whoever leads must know, with the day it was checked and room for a district's own."""

    id: Id
    title: Text
    checked: Day  # when it was last compared with its sources
    text: Text
    #: What a district fills in: what is asked as the kit ships it, the answers in a district's own file.
    here: list[Text] = []
    sources: list[Source] = Field(min_length=1)

    def lines(self) -> list[str]:
        """What stands among a session's lines of care."""
        year, month, day = map(int, self.checked.split("-"))
        when = f"Checked {MONTHS[month - 1]} {day}, {year}; check again before you print."
        local = f" **Here:** {' '.join(self.here)}" if self.here else ""
        return [f"**{self.title}.** {self.text} {when}{local}"]


def remind(session: Session, reminders: list[Reminder]) -> Session:
    """The session with these reminders after its own lines of care; a source stands there once."""
    if not reminders:
        return session
    known = {source.id: source for each in reminders for source in each.sources}
    sources = {**known, **{source.id: source for source in session.sources}}
    own = [source.id for source in session.sources]
    order = [*own, *(id for id in known if id not in own)]
    lines = [line for each in reminders for line in each.lines()]
    return session.model_copy(
        update={"care": [*session.care, *lines], "sources": [sources[id] for id in order]}
    )
