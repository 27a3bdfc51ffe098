"""What stands in a meeting: kept in memory, and brought up to date by what was entered since it was last asked for.

Every page of a meeting asks after each change. Read from the tables each time,
an evening's answers would cost more the longer people write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kitlib.meetings.leading import says_ready
from kitlib.store import Address, Answer, Mark, Store

__all__ = ["MeetingAnswers", "Standing"]


@dataclass(frozen=True)
class Standing:
    """The newest answer to every field of a meeting at one moment, oldest first; nobody's private ones."""

    mark: Mark
    answers: Mapping[Address, Answer]
    places: frozenset[tuple[str, str, str]]  # (team, seat, activity) where anything stands, private too
    private: frozenset[tuple[str, str]]  # (team, seat) of those that ever wrote in private

    @cached_property
    def by_activity(self) -> Mapping[str, list[Answer]]:
        """The answers of each activity, oldest first."""
        found: dict[str, list[Answer]] = {}
        for answer in self.answers.values():
            found.setdefault(answer.address.activity, []).append(answer)
        return found

    def of_team(self, team: str) -> Iterator[Answer]:
        """What a team may read: its own answers, and those that all in the meeting may read."""
        for answer in self.answers.values():
            if answer.address.team in ("", team) or answer.visibility == "room":
                yield answer

    def seats_used(self, team: str) -> set[str]:
        """The seats of a team at which anything was written, private or not."""
        return {seat for of, seat, _ in self.places if of == team and seat}


class MeetingAnswers:
    """The answers of one meeting, as they stand whenever they are asked for."""

    def __init__(self, store: Store, meeting: str) -> None:
        self._store = store
        self._meeting = meeting
        self._known: Standing | None = None

    def now(self) -> Standing:
        """What stands now. Threads may ask at once; each gets one moment whole."""
        with self._store.moment():
            return self._now()

    def _now(self) -> Standing:
        known, mark = self._known, self._store.entries.mark(self._meeting)
        if known is not None and known.mark.purged == mark.purged and known.mark.change >= mark.change:
            return known  # which may be of a moment later than what this thread sees
        if known is None or known.mark.purged != mark.purged:
            known = Standing(Mark(0, mark.purged), {}, frozenset(), frozenset())
        fresh = self._known = self._brought_up(known)
        return fresh

    def _brought_up(self, known: Standing) -> Standing:
        added = self._store.entries.added(self._meeting, known.mark.change)
        answers, places, private = dict(known.answers), set(known.places), set(known.private)
        for answer in added.answers:
            at = answer.address
            if not says_ready(at):
                places.add((at.team, at.seat, at.activity))
            answers.pop(at, None)  # the newest stands last
            if answer.visibility != "private":
                answers[at] = answer
            else:
                private.add((at.team, at.seat))
        mark = Mark(added.change, known.mark.purged)
        return Standing(mark, answers, frozenset(places), frozenset(private))
