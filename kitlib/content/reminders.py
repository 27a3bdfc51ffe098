"""Reminders of law and care: written once, and read into the care of each session that names them.

A session says `reminders: [reporting, help-lines]`. Each file of `facilitation/reminders/` then stands among its lines of
care and its sources, as if it had been written there; so it is on every screen and sheet that shows them, and a meeting
keeps it with everything else.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from kitlib.content.base import Content, Id, Text
from kitlib.content.models import Source

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


def remind(data: dict[str, Any], reminders: list[Reminder]) -> None:
    """Read reminders into the data of a session, in their order, after its own lines; a source stands there once."""
    care, sources = data.get("care") or [], data.get("sources") or []
    if not isinstance(care, list) or not isinstance(sources, list):
        return  # told with the other problems
    known = {source.get("id") for source in sources if isinstance(source, dict)}
    data["care"] = [*care, *(line for each in reminders for line in each.lines())]
    added = {source.id: source for each in reminders for source in each.sources if source.id not in known}
    data["sources"] = [*sources, *(source.model_dump(exclude_unset=True) for source in added.values())]
