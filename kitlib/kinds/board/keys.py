"""What a session file may say of a board."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kitlib.content.activities import Activity
from kitlib.content.base import Text
from kitlib.kinds.shared.keys import Option

__all__ = ["Board"]


class Board(Activity):
    """Short notes on a wall, grouped into named clusters; then dots within a limit."""

    kind: Literal["board"]
    question: Text
    clusters: list[Option] = []  # headings to start from; people add and rename
    votes: Annotated[int, Field(ge=0, le=10)] = 0  # dots each seat has; 0: no vote
    visibility: Literal["team", "room"] = "team"
