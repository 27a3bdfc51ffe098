"""What a session file may say of a checklist."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Content, Id, Text

__all__ = ["Checklist", "LookFor"]


class LookFor(Content):
    """One thing to look for on a visit."""

    id: Id
    text: Text
    domain: str = ""
    help: str = ""


class Checklist(Activity):
    """Look-fors on visits, each seen, not seen or not applicable, with evidence and the place."""

    kind: Literal["checklist"]
    noun: Text = "Visit"
    place: Text = "Where (a room or place by number, never a person)"
    items: list[LookFor] = Field(min_length=1, max_length=40)
    visits: Annotated[int, Field(ge=1, le=12)] = 1  # empty visits offered
