"""Fishbowl: who sits inside is the team's; a note belongs to the seat that took it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kitlib.errors import AnswerError
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.rows import cell_text
from kitlib.kinds.shared.rule import Field, Group, Rule
from kitlib.kinds.shared.seats import MOST_SEATS
from kitlib_fishbowl.keys import Fishbowl

__all__ = ["SEATS", "FishbowlRule", "inner_circle"]

SEATS = tuple(f"seat-{n}" for n in range(1, MOST_SEATS + 1))


@dataclass(frozen=True)
class inner_circle:
    """A list of at most `chairs` seats, none of them twice."""

    chairs: int

    def __call__(self, value: Any) -> None:
        """Raises AnswerError for what is no such list."""
        if not isinstance(value, list) or not all(seat in SEATS for seat in value):
            raise AnswerError(f"must be a list of seats such as seat-1; found {str(value)[:40]!r}")
        if len(set(value)) < len(value):
            raise AnswerError("names a seat twice.", "Take one of them out.")
        if len(value) > self.chairs:
            raise AnswerError(
                f"names {len(value)} seats; the inner circle has {self.chairs} chairs.",
                "Ask one person to listen in this round.",
            )


class FishbowlRule(Rule[Fishbowl]):
    """Round by round: who sits inside, what the outer circle heard, what the inner circle takes from that."""

    title = "Fishbowl"

    def fields(self) -> Mapping[str, Field]:
        """For each round `inside`, `heard`, `kept` (private) and `takes`, as `<what>.<round>`."""
        found = {}
        for each in self.activity.rounds:
            here = {
                "inside": Field("team", "team", inner_circle(self.activity.chairs), "Who sits inside"),
                "heard": Field("seat", "team", text(2_000), "What you heard from the outer circle"),
                "kept": Field("seat", "private", text(2_000), "What you keep to yourself"),
                "takes": Field("team", "team", text(2_000), "What the inner circle takes from the notes"),
            }
            for what, field in here.items():
                label = f"{each.question} {field.label}"
                found[f"{what}.{each.id}"] = Field(field.scope, field.visibility, field.check, label)
        return found

    def config(self) -> dict[str, Any]:
        """With the seats that a team can have."""
        return {**super().config(), "seats": list(SEATS)}

    def inside(self, team: Mapping[str, Any], round_id: str) -> Sequence[str]:
        """The seats in the inner circle of a round; `team` are the fields of the whole team."""
        seats: Sequence[str] = team.get(f"inside.{round_id}") or ()
        return seats

    def share(self, group: Group) -> dict[str, Any]:
        """`heard.<round>` -> `count` of the team's other notes, and `texts` once this seat wrote its own or sat inside.

        Whoever listens writes first, so that no note leans on another; whoever talked waits for the notes.
        """
        shared = {}
        for each in self.activity.rounds:
            field = f"heard.{each.id}"
            ours = [cell_text(w.values.get(field)) for w in group.others if w.seat and w.team == group.at]
            notes = [note for note in ours if note]
            may_read = cell_text(group.mine.get(field)) or group.seat in self.inside(group.team, each.id)
            shared[field] = {"count": len(notes), "texts": notes if may_read else []}
        return shared
