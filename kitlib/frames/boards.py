"""Frames of boards: notes under their headings, and the dots of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from kitlib.activities.board import Board, counted, headings, heaps, notes
from kitlib.frames.held import Held, Part

__all__ = ["Wall", "walls"]

UNNAMED = "Heading without a name"


@dataclass(frozen=True)
class Wall:
    """One team's board. Who wrote a note is in neither frame."""

    part: Part
    #: One row a note, heading by heading, those under none last: heap (the heading's id), heading (its name, both
    #: empty for none), note, dots.
    notes: pd.DataFrame
    #: Notes and headings with dots, most first: text, what ("note" or "heading"), dots.
    dots: pd.DataFrame
    placed: int  # how many seats placed dots


def walls(held: Held, activity: str) -> Iterator[Wall]:
    """The board of each meeting and team that wrote a note."""
    rule = held.rule(activity)
    assert isinstance(rule, Board)
    for part in held.parts(activity):
        found = notes(part.seats.values())
        under = headings(rule.activity.clusters, part.of_team)
        votes = [seat.get("votes") for seat in part.seats.values()]
        given = counted(votes, [*found, *under])
        rows = [
            (heap.heading, (heap.name or UNNAMED) if heap.heading else "", found[row], given.get(row, 0))
            for heap in heaps(found, under, part.of_team)
            for row in heap.notes
        ]
        most = [
            (found.get(row) or under[row] or UNNAMED, "note" if row in found else "heading", n)
            for row, n in given.items()
        ]
        if rows:
            wall = pd.DataFrame(rows, columns=["heap", "heading", "note", "dots"])
            dots = pd.DataFrame(most, columns=["text", "what", "dots"])
            yield Wall(part, wall, dots, sum(1 for vote in votes if vote))
