"""What a session file may say of attendance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text

__all__ = ["Attendance"]


class Attendance(Activity):
    """Who is here, as seats with a role; never names."""

    kind: Literal["attendance"]
    roles: list[Text] = Field(min_length=1)  # offered; a team may type its own
    jobs: list[Text] = ["Facilitator", "Timekeeper", "Recorder", "Focus monitor"]
    seats: Annotated[int, Field(ge=1, le=12)] = 6
