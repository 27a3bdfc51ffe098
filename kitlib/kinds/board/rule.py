"""Board: short notes on a wall, grouped under named headings, then dots within a limit.

A note belongs to the seat that wrote it; under which heading it stands, and the
headings, belong to the team. A dot backs a note or a heading, and a seat gives
each at most one, so that a count of dots says how many people want it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kitlib.errors import AnswerError
from kitlib.kinds.board.keys import Board
from kitlib.kinds.shared.checks import Check, text, yes_no
from kitlib.kinds.shared.figures import FEWEST, Figure, FigureRow, TeamView, revealed
from kitlib.kinds.shared.keys import Option
from kitlib.kinds.shared.offers import Offer, Pile
from kitlib.kinds.shared.quota import Quota
from kitlib.kinds.shared.rule import Field, Group, Rule, rows_with_removal
from kitlib.kinds.shared.seats import MOST_SEATS

__all__ = ["LONGEST_NOTE", "BoardRule", "Heap", "counted", "headings", "heaps", "notes"]

LONGEST_NOTE = 300  # characters: what still fits a sticky note
#: What a seat may hang up, and a team's headings: a person writes twenty notes in ten minutes, and a wall of more
#: than some dozen headings is read by nobody.
MOST_NOTES, MOST_HEADINGS = 60, 60
_NAME_OF = "#"  # before the id of a heading, its name among the notes; no row begins so
_ROW = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Heap:
    """The notes under one heading; `heading` is empty for those that stand under none."""

    heading: str
    name: str
    notes: Sequence[str]  # row ids, in the order in which they were written


def notes(seats: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Row id to text of every note that hangs on the wall, in the order in which they were written."""
    found = {}
    for values in seats:
        for field, value in values.items():
            row, _, column = field.rpartition(".")
            if row and column == "text" and str(value or "").strip() and not values.get(f"{row}.removed"):
                found[row] = str(value).strip()
    return dict(sorted(found.items()))


def headings(given: Sequence[Option], team: Mapping[str, Any]) -> dict[str, str]:
    """Row id to name of every heading that stands: the given ones first, then the added ones as they came."""
    start = [option.id for option in given]
    names: dict[str, Any] = {option.id: option.text for option in given}
    for field, value in team.items():
        row, _, column = field.rpartition(".")
        if row and column == "name" and value is not None:
            names[row] = value
    order = [*start, *sorted(set(names) - set(start))]
    return {row: str(names[row]).strip() for row in order if not team.get(f"{row}.dropped")}


def heaps(found: Iterable[str], under: Mapping[str, str], team: Mapping[str, Any]) -> list[Heap]:
    """Each heading with its notes, even where there are none, and last the notes under no heading.

    A note whose heading was taken out stands under none, and is back under it when the heading is put back.
    """
    by_heading: dict[str, list[str]] = {heading: [] for heading in [*under, ""]}
    for note in found:
        heading = str(team.get(f"{note}.cluster") or "")
        by_heading[heading if heading in under else ""].append(note)
    return [Heap(heading, under.get(heading, ""), rows) for heading, rows in by_heading.items()]


def counted(votes: Iterable[Any], standing: Iterable[str]) -> dict[str, int]:
    """Dots of each note and heading that has any, most first; dots on what was taken out do not count."""
    there = set(standing)
    dots = Counter(row for given in votes if isinstance(given, list) for row in given if row in there)
    return dict(sorted(dots.items(), key=lambda item: (-item[1], item[0])))


class BoardRule(Rule[Board]):
    """A wall of notes for each team; with visibility `room` the other teams' notes can be read too."""

    def fields(self) -> Mapping[str, Field]:
        """`draft`, the note being written; and where there are dots, `votes` and `revealed`."""
        # A half-written note is kept like any answer, and shown to nobody before its writer puts it up.
        found = {"draft": Field("seat", "private", text(2_000), "A note not put up yet")}
        if self.activity.votes:
            found["votes"] = Field("seat", "team", _dots(self.activity.votes), "Dots")
            found["revealed"] = Field("team", "team", yes_no, "The dots are shown")
        return found

    def row_fields(self) -> Mapping[str, Field]:
        """Of a note: `text`, `removed` (its seat's), `cluster` (the team's). Of a heading: `name`, `dropped`."""
        who = self.activity.visibility
        return {
            **rows_with_removal({"text": Field("seat", who, text(LONGEST_NOTE), "Note")}),
            "cluster": Field("team", who, _row, "Under which heading"),
            "name": Field("team", who, text(80), "Heading"),
            "dropped": Field("team", who, yes_no, "Heading taken out"),
        }

    def given_rows(self) -> Collection[str]:
        """The given headings."""
        return [option.id for option in self.activity.clusters]

    def quotas(self) -> Sequence[Quota]:
        """Notes by seat, headings by team; and of which note the team says where it hangs."""
        once = "Take down one that is not needed, or write on in one of them. What you typed stays in this browser."
        return [
            Quota(
                frozenset({"text", "removed"}), MOST_NOTES, "This seat has put up {most} notes already.", once
            ),
            Quota(
                frozenset({"name", "dropped"}),
                MOST_HEADINGS,
                "This wall has {most} headings already.",
                "Take out one that is not needed, or rename one. What you typed stays in this browser.",
                frozenset({"dropped"}),
            ),
            Quota(
                frozenset({"cluster"}),
                MOST_NOTES * MOST_SEATS,
                "{most} notes of this wall hang under a heading already.",
                "Take down notes that are not needed.",
            ),
        ]

    def config(self) -> dict[str, Any]:
        """With the most that a note may hold."""
        return {**super().config(), "longest": LONGEST_NOTE}

    def share(self, group: Group) -> dict[str, Any]:
        """The others' notes without their seats, how many placed dots, and once revealed how many dots each has."""
        ours = [w for w in group.others if w.seat and w.team == group.at]
        shared: dict[str, Any] = {"notes": notes(w.values for w in ours)}
        if self.activity.votes:
            votes = [group.mine.get("votes"), *(w.values.get("votes") for w in ours)]
            shared["voted"] = sum(1 for given in votes if given)
            if group.team.get("revealed"):
                standing = [
                    *shared["notes"],
                    *notes([group.mine]),
                    *headings(self.activity.clusters, group.team),
                ]
                shared["dots"] = counted(votes, standing)
        if self.activity.visibility == "room":
            shared["elsewhere"] = self._elsewhere(group)
        return shared

    def offer(self, group: Group, piles: Mapping[str, Sequence[str]]) -> Offer:
        """Piles of notes that are not grouped yet: for the headings that stand, for the piles on the page, and new ones."""
        from kitlib.themes.grouping import group as grouped  # numpy is not needed to open a session

        found = notes([group.mine, *(w.values for w in group.others if w.seat and w.team == group.at)])
        under = headings(self.activity.clusters, group.team)
        told = {f"{_NAME_OF}{row}": name for row, name in under.items() if name}
        standing: dict[str, Sequence[str]] = {pile: list(rows) for pile, rows in piles.items()}
        for heap in heaps(found, under, group.team):
            if heap.heading:  # its name is compared as a note is, so that one without notes takes some in too
                standing[heap.heading] = [f"{_NAME_OF}{heap.heading}", *heap.notes]
        themes = grouped({**found, **told}, standing)
        added = [Pile(under.get(t.standing, t.name), t.members, t.standing) for t in themes.themes]
        return Offer(themes.by, added, themes.alone)

    def short_notes(self, seats: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
        """The notes on the wall."""
        return notes(seats)

    def figures(self, teams: Sequence[TeamView]) -> list[Figure]:
        """The notes of each team under its headings, with their dots where the team shows them."""
        return [figure for each in teams if (figure := self._heaps(each)).rows]

    def _heaps(self, view: TeamView) -> Figure:
        found = notes(view.seats)
        under = headings(self.activity.clusters, view.team)
        votes = [values["votes"] for values in view.seats if values.get("votes")]
        may_count = bool(revealed([view])) and len(votes) >= FEWEST
        dots = counted(votes, [*found, *under]) if may_count else {}
        rows = []
        for heap in heaps(found, under, view.team):
            order = sorted(heap.notes, key=lambda note: -dots.get(note, 0))
            if order:
                own = [dots[heap.heading]] if heap.heading in dots else []
                rows.append(
                    FigureRow(heap.name, own, [found[n] for n in order], [dots.get(n, 0) for n in order])
                )
        return Figure("heaps", view.label, ["dots"], rows)

    def _elsewhere(self, group: Group) -> list[dict[str, Any]]:
        """The walls of other teams, to be read only."""
        walls = []
        for team in dict.fromkeys(w.team for w in group.others if w.team not in ("", group.at)):
            theirs = [w for w in group.others if w.team == team]
            of_team = next((w.values for w in theirs if not w.seat), {})
            found = notes(w.values for w in theirs if w.seat)
            under = headings(self.activity.clusters, of_team)
            shown = [
                {"name": heap.name, "notes": [found[row] for row in heap.notes]}
                for heap in heaps(found, under, of_team)
                if heap.notes
            ]
            if shown:
                walls.append({"team": group.labels.get(team, team), "heaps": shown})
        return walls


def _row(value: Any) -> None:
    """The id of a row."""
    if not isinstance(value, str) or not _ROW.fullmatch(value):
        raise AnswerError(f"must be the id of a heading; found {str(value)[:40]!r}")


def _dots(most: int) -> Check:
    """A list of at most `most` row ids, none of them twice."""

    def check(value: Any) -> None:
        if not isinstance(value, list):
            raise AnswerError(f"must be a list of notes; found {type(value).__name__}")
        for row in value:
            _row(row)
        if len(set(value)) < len(value):
            raise AnswerError("gives one note more than one dot.", "Take one of them back.")
        if len(value) > most:
            raise AnswerError(f"holds {len(value)} dots; each seat has {most}.", "Take one back first.")

    return check
