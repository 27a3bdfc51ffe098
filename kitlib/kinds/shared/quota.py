"""How many rows a list may hold: as many as people need, and no more than every device of the room can be sent."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MOST_ROWS", "Quota"]

#: Rows of one list, unless its kind says otherwise. No team reads aloud a hundred actions or held questions in a
#: meeting; and all of a list is sent to each device of its team, carried into the next meeting and set on paper.
MOST_ROWS = 100
#: A list may be filled anew so many times: rows that were taken out can be put back, so they are kept too.
TIMES = 2


@dataclass(frozen=True)
class Quota:
    """How many rows some columns have: of a team's list, or of each seat where the columns are the seat's.

    Rows that a session gives do not count, nor do those that were taken out or emptied. What stands beyond it,
    since it came from a file or from paper, is kept, and can be edited and taken out.
    """

    columns: frozenset[str]
    most: int = MOST_ROWS
    holds: str = "This list holds {most} rows already."
    next: str = "Take out what is not needed, or write on in a row that is there. What you typed stays in this browser."
    #: The columns that say that a row was taken out.
    taken_out: frozenset[str] = frozenset({"removed"})

    @property
    def ever(self) -> int:
        """How many rows there may be with those that were taken out or emptied."""
        return TIMES * self.most

    @property
    def full(self) -> tuple[str, str]:
        """What is wrong, and what to do next, where one more would be too many."""
        return self.holds.format(most=self.most), self.next

    @property
    def used_up(self) -> tuple[str, str]:
        """The same where too many were added and taken out again."""
        return (
            f"{self.ever} rows were added here already, with those that were taken out.",
            "Put back one that was taken out and write in it, or go on in a row that is there. "
            "What you typed stays in this browser.",
        )
