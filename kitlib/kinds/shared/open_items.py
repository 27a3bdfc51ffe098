"""What a meeting leaves to come back to: actions, held questions, and the next date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CarriedItem", "NextMeeting", "OpenItem"]


@dataclass(frozen=True)
class OpenItem:
    """Something that a team means to come back to: an action, or a question that is held."""

    sort: Literal["action", "question"]
    id: str  # its row
    what: str
    owner: str = ""
    due: str = ""  # ISO, or empty
    measure: str = ""
    status: str = ""


@dataclass(frozen=True)
class CarriedItem(OpenItem):
    """One of an earlier meeting, as it stands now."""

    label: str = ""  # of the team that wrote it
    date: str = ""  # of the meeting in which it was written
    moved: int = 0  # how many times it was given a new date


@dataclass(frozen=True)
class NextMeeting:
    """When a team meets again and who calls that meeting, or why it does not meet."""

    date: str = ""  # ISO
    owner: str = ""  # a role
    none: str = ""  # the reason for no next meeting
    time: str = ""  # HH:MM, where an hour is set

    def __bool__(self) -> bool:
        return bool(self.date or self.owner or self.none)
