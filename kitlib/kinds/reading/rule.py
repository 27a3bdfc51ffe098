"""Reading: pieces that each seat marks, and those that a team chooses, with what it says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kitlib.content.markdown import as_html, as_plain
from kitlib.content.models import CITATION
from kitlib.errors import AnswerError
from kitlib.kinds.reading.keys import Piece, Reading
from kitlib.kinds.shared.checks import text
from kitlib.kinds.shared.rule import Field, Group, Rule

__all__ = ["ReadingRule"]

LONGEST = 2_000  # characters of what a team says of one piece


class ReadingRule(Rule[Reading]):
    """`mark.<piece>` of each seat; `chosen` and `said.<piece>` of the team."""

    @property
    def pieces(self) -> dict[str, Piece]:
        """The pieces by id, in the order in which they are read."""
        return {piece.id: piece for piece in self.activity.pieces}

    @property
    def marks(self) -> dict[str, str]:
        """The words of each mark by its id."""
        return {mark.id: mark.text for mark in self.activity.marks}

    def fields(self) -> Mapping[str, Field]:
        """The marks on each piece, then what was chosen, then what is said of each piece."""
        found = {}
        if self.activity.marks:
            for id, piece in self.pieces.items():
                found[f"mark.{id}"] = Field("seat", "team", self._marks, f"Our marks: {piece.title}")
        if self.activity.choose:
            found["chosen"] = Field("team", "team", self._chosen, "What we chose")
        if self.activity.say:
            for id, piece in self.pieces.items():
                label = f"{piece.title}: {self.activity.say}"
                found[f"said.{id}"] = Field("team", "team", text(LONGEST), label)
        return found

    def config(self) -> dict[str, Any]:
        """With each piece as HTML, the addresses that it cites, and its words about them without these."""
        known = {source.id: source for source in self.session.sources}
        pieces = []
        for piece in self.activity.pieces:
            cited = [known[id] for id in CITATION.findall(piece.source) if id in known]
            links = [{"title": each.publisher, "url": each.url} for each in cited]
            html = as_html(piece.text, self.session.sources)
            told = piece.model_dump(exclude={"text"})
            pieces.append({**told, "html": html, "source": as_plain(piece.source), "links": links})
        return {**super().config(), "pieces": pieces}

    def share(self, group: Group) -> dict[str, Any]:
        """How many others of the team gave a piece each mark, once this seat has marked any.

        Marking first keeps the second reader from leaning on the first.
        """
        others = [w.values for w in group.others if w.seat and w.team == group.at]
        marked = any(self._given(group.mine, id) for id in self.pieces)
        return {"others": self.tally(others) if marked else {}}

    def tally(self, seats: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
        """Piece to mark to how many of these seats gave it; pieces that nobody marked are left out."""
        found: dict[str, dict[str, int]] = {}
        for seat in seats:
            for piece in self.pieces:
                for mark in self._given(seat, piece):
                    counts = found.setdefault(piece, {})
                    counts[mark] = counts.get(mark, 0) + 1
        return {piece: found[piece] for piece in self.pieces if piece in found}

    def chosen(self, team: Mapping[str, Any]) -> list[str]:
        """What a team chose, in the order in which it is read."""
        value = team.get("chosen")
        return [id for id in self.pieces if id in value] if isinstance(value, list) else []

    def _given(self, seat: Mapping[str, Any], piece: str) -> list[str]:
        value = seat.get(f"mark.{piece}")
        return [mark for mark in value if mark in self.marks] if isinstance(value, list) else []

    # -- what may stand in a field ---------------------------------------------------------

    def _marks(self, value: Any) -> None:
        _some_of(value, self.marks, len(self.marks), "mark")

    def _chosen(self, value: Any) -> None:
        _some_of(value, self.pieces, self.activity.choose, "piece")


def _some_of(value: Any, known: Mapping[str, Any], most: int, noun: str) -> None:
    if not isinstance(value, list) or not all(isinstance(id, str) for id in value):
        raise AnswerError(f"must be a list of {noun}s.", "Reload the page and try again.")
    if wrong := [id for id in value if id not in known]:
        raise AnswerError(f'names "{wrong[0][:40]}", which is no {noun} here.', "Reload the page.")
    if len(set(value)) < len(value):
        raise AnswerError(f"names a {noun} twice.", "Reload the page and try again.")
    if len(value) > most:
        raise AnswerError(f"holds {len(value)} {noun}s; {most} is the most.", "Untick one first.")
