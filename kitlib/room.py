"""The room: what a page of a meeting sends in, and what one seat sees now.

The Jupyter Server extension, the widgets' own channel and the loader of samples
all come through here, so there is one way to write and one way to look.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitlib.activities import CLOCK, Timekeeping, rule_of
from kitlib.activities.attendance import MOST_SEATS, seat_label
from kitlib.activities.base import Group, Written
from kitlib.clock import Marks, agenda, fit, rescue
from kitlib.content import Library, Session
from kitlib.errors import AnswerError, KitError
from kitlib.store import Address, Answer, Meeting, NewEntry, Saved, Store

__all__ = ["Message", "Room"]

SEATS = frozenset(f"seat-{n}" for n in range(1, MOST_SEATS + 1))


class Message(BaseModel):
    """One answer as a page sends it. It does not say who may read it; the session file does."""

    model_config = ConfigDict(extra="forbid", strict=True)

    meeting: Annotated[str, Field(max_length=120)]
    team: Annotated[str, Field(max_length=40)]
    seat: Annotated[str, Field(max_length=40)]
    activity: Annotated[str, Field(max_length=60)]
    field: Annotated[str, Field(max_length=120)]
    value: Any
    writer: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
    seq: Annotated[int, Field(ge=1, le=2**31 - 1)]
    base: Annotated[int, Field(ge=1)] | None


class Room:
    """The meetings of one store, seen with one library of sessions."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store = store
        self.library = library
        # Neither a meeting nor its session changes while it is held; both are asked for at every key pause.
        self._meeting = lru_cache(maxsize=256)(store.meetings.get)
        self._rule = lru_cache(maxsize=4096)(self._find_rule)
        self._marks = lru_cache(maxsize=256)(self._find_marks)

    # -- in ----------------------------------------------------------------------

    def save(self, raw: Any) -> Saved:
        """Check one message and store it. Raises AnswerError (nothing stored), NotFoundError or StoreError."""
        try:
            message = Message.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the whole message"
            raise AnswerError(
                f"A message from the page cannot be read ({where}: {first['msg']}). It was not stored.",
                "Reload the page; what you typed is still kept in this browser.",
            ) from None
        meeting = self._meeting(message.meeting)
        field = self._rule(meeting.session, message.activity).check(message.field, message.value)
        _belongs(message, field.scope, meeting)
        address = Address(message.meeting, message.team, message.seat, message.activity, message.field)
        entry = NewEntry(address, message.value, field.visibility, message.writer, message.seq, message.base)
        return self.store.entries.save(entry)

    def answer(self, raw: Any) -> dict[str, Any]:
        """`save`, told as the page understands it.

        `code` is 200 for what is on disk, 409 where another writer's answer
        stands (`current`; ours is kept as history), 422 for what does not fit,
        503 where the store cannot take it now and the page should try again.
        """
        try:
            saved = self.save(raw)
        except AnswerError as error:
            return {"code": 422, "what": error.what, "next": error.next}
        except KitError as error:
            return {"code": 503, "what": error.what, "next": error.next}
        code = 409 if saved.status == "stale" else 200
        told: dict[str, Any] = {
            "code": code,
            "status": saved.status,
            "rev": saved.entry.id,
            "at": saved.entry.at,
        }
        if saved.current.id != saved.entry.id:
            told["current"] = _told(saved.current)
        return told

    # -- out ---------------------------------------------------------------------

    def state(self, meeting_id: str, team: str, seat: str, since: int = 0) -> dict[str, Any]:
        """What a seat sees of its meeting now.

        Always the clock (`agenda`), `now` and the newest entry's id (`change`).
        When there are entries after `since`, also `mine`, `team` and `room`
        (answers by activity and field), `shared` (what each activity's rule
        lets this seat see of the others) and `seats`. Nobody else's private
        answer is in it.
        """
        meeting = self._meeting(meeting_id)
        session = self.library.session(meeting.session)
        change = self.store.entries.last_change(meeting_id)
        clock = {"change": change, "now": time.time(), "agenda": self._agenda(meeting, session, change)}
        if 0 < since == change:
            return clock
        answers = self.store.entries.current(meeting_id, team=team, seat=seat)
        ours = [a for a in answers if a.address.team == team]
        return {
            **clock,
            "mine": _by_field(a for a in ours if seat and a.address.seat == seat),
            "team": _by_field(a for a in ours if not a.address.seat),
            "room": _by_field(a for a in answers if not a.address.team),
            "shared": {id: self._shared(session, id, answers, team, seat) for id in session.activities},
            "seats": _seats(session, ours, self.store.entries.seats_used(meeting_id, team)),
        }

    def _agenda(self, meeting: Meeting, session: Session, change: int) -> dict[str, Any]:
        """The clock as plain JSON, with the cuts that would end the meeting on time."""
        state = agenda(
            session.steps, fit(session.steps, meeting.minutes), self._marks(meeting.id, change), time.time()
        )
        cuts, still_late = rescue(session.steps, state)
        titles = {step.id: step.title for step in session.steps}
        return {
            "slots": [{**slot.__dict__, "title": titles[slot.id]} for slot in state.slots],
            "running": state.running,
            "word": state.word,
            "late": state.late,
            "cuts": [{**cut.__dict__, "title": titles[cut.id]} for cut in cuts],
            "stillLate": still_late,
        }

    def _find_marks(self, meeting: str, _: int) -> Marks:
        """What was pressed on the clock, as of the meeting's newest entry."""
        answers = self.store.entries.current(meeting, activity=CLOCK)
        return Timekeeping.marks((a.address.field, a.value) for a in answers)

    def _find_rule(self, session: str, activity: str) -> Any:
        return rule_of(self.library.session(session), activity, self.library)

    def _shared(
        self, session: Session, activity: str, answers: list[Answer], team: str, seat: str
    ) -> dict[str, Any]:
        seats: dict[tuple[str, str], dict[str, Any]] = {}
        of_team: dict[str, Any] = {}
        for answer in answers:
            at = answer.address
            if at.activity == activity:
                if at.seat or at.team != team:
                    seats.setdefault((at.team, at.seat), {})[at.field] = answer.value
                else:
                    of_team[at.field] = answer.value
        mine = seats.pop((team, seat), {})
        others = [Written(t, s, values) for (t, s), values in seats.items()]
        shared: dict[str, Any] = self._rule(session.id, activity).share(Group(mine, of_team, others))
        return shared


def _belongs(message: Message, scope: Literal["seat", "team", "room"], meeting: Meeting) -> None:
    """Refuse an answer that names a team or seat it cannot belong to."""
    teams = {team.id for team in meeting.teams}
    if scope == "room":
        sound = not message.team and not message.seat
    else:
        sound = message.team in teams and (message.seat in SEATS if scope == "seat" else not message.seat)
    if not sound:
        raise AnswerError(
            f'"{message.activity} > {message.field}" belongs to one {scope}; '
            f'found team "{message.team}", seat "{message.seat}".',
            "Choose your team and seat at the top of the page, then try again.",
        )


def _told(answer: Answer) -> dict[str, Any]:
    return {"value": answer.value, "rev": answer.id, "at": answer.at, "writer": answer.writer}


def _by_field(answers: Iterable[Answer]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for answer in answers:
        found.setdefault(answer.address.activity, {})[answer.address.field] = _told(answer)
    return found


def _seats(session: Session, answers: list[Answer], used: set[str]) -> list[dict[str, Any]]:
    """The seats of a team with what people call them: as many as its attendance offers, and all with a role."""
    attendance = next((a for a in session.activities.values() if a.kind == "attendance"), None)
    offered = attendance.seats if attendance else 6
    roles = {
        answer.address.field.removesuffix(".role"): str(answer.value or "")
        for answer in answers
        if attendance and answer.address.activity == attendance.id and answer.address.field.endswith(".role")
    }
    most = max([offered, *(int(seat.removeprefix("seat-")) for seat, role in roles.items() if role)])
    ids = [f"seat-{n}" for n in range(1, most + 1)]
    return [{"id": id, "label": seat_label(id, roles.get(id, "")), "taken": id in used} for id in ids]
