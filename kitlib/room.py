"""The room: the one door through which everything comes into a meeting, and out of it.

The Jupyter Server extension, the widgets' own channel and the loader of samples
all come through here. What is seen where is in `view`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitlib.activities import CLOCK
from kitlib.activities.attendance import MOST_SEATS
from kitlib.content import Library
from kitlib.errors import AnswerError, KitError
from kitlib.privacy.identifiers import find_identifiers, read_roster
from kitlib.store import Address, Meeting, NewEntry, Saved, Store
from kitlib.view import View, told

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
    base: Annotated[int, Field(ge=1, le=2**31 - 1)] | None
    #: What could name a student, and the writer keeps all the same.
    sure: Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=100)] = []

    @property
    def address(self) -> Address:
        """Where the answer belongs."""
        return Address(self.meeting, self.team, self.seat, self.activity, self.field)


class Room:
    """The meetings of one store, with one library of sessions. `roster` names the file of students' names, if any."""

    def __init__(self, store: Store, library: Library, roster: Path | None = None) -> None:
        self.store = store
        self.library = library
        self.view = View(store, library)
        self._roster = read_roster(roster) if roster else frozenset[str]()

    def save(self, raw: Any, at: float | None = None) -> Saved:
        """Check one message and store it. Raises AnswerError (nothing stored), NotFoundError or StoreError.

        `at` is when it was given, where it comes back from a file; a page cannot say.
        """
        return self._store(self._checked(raw), at)

    def answer(self, raw: Any) -> dict[str, Any]:
        """`save`, told as the page understands it.

        `code` is 200 for what is on disk, 409 where another writer's answer
        stands (`current`; ours is kept as history), 422 for what does not fit,
        428 for what could name a student and is not stored until its writer has
        decided (`findings`), 503 where the store cannot take it now and the page
        should try again.
        """
        try:
            message = self._checked(raw)
            if asked := self._findings(message):
                return {"code": 428, "findings": asked}
            saved = self._store(message)
        except AnswerError as error:
            return {"code": 422, "what": error.what, "next": error.next}
        except KitError as error:
            return {"code": 503, "what": error.what, "next": error.next}
        code = 409 if saved.status == "stale" else 200
        answer: dict[str, Any] = {
            "code": code,
            "status": saved.status,
            "rev": saved.entry.id,
            "at": saved.entry.at,
        }
        if saved.current.id != saved.entry.id:
            answer["current"] = told(saved.current)
        return answer

    def erase(self, raw: Any) -> dict[str, Any]:
        """Take away for good what a seat wrote in private, in every version. Raises as `save` does."""
        message = self._checked(raw)
        field = self._rule(message).field(message.field)
        if field.visibility != "private":
            raise AnswerError(
                f'"{field.label}" was shared, so it cannot be erased by one seat.',
                "Empty its box, or mark it as not for the record.",
            )
        return told(self.store.entries.erase(message.address, message.writer, message.seq))

    # -- checks --------------------------------------------------------------------------

    def _checked(self, raw: Any) -> Message:
        try:
            message = Message.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the whole message"
            raise AnswerError(
                f"A message from the page cannot be read ({where}: {first['msg']}). It was not stored.",
                "Reload the page; what you typed is still kept in this browser.",
            ) from None
        meeting = self.view.meeting(message.meeting)
        field = self._rule(message).check(message.field, message.value)
        _belongs(message, field.scope, meeting)
        if message.activity == CLOCK and message.field == "end" and message.value is not None:
            self._may_end(meeting)
        return message

    def _rule(self, message: Message) -> Any:
        return self.view.rule(self.view.meeting(message.meeting).session, message.activity)

    def _store(self, message: Message, at: float | None = None) -> Saved:
        visibility = self._rule(message).field(message.field).visibility
        new = NewEntry(
            message.address, message.value, visibility, message.writer, message.seq, message.base, at
        )
        return self.store.entries.save(new)

    def _findings(self, message: Message) -> list[dict[str, str]]:
        """What of a text could name a student and was not said to be kept."""
        if not isinstance(message.value, str) or not self._rule(message).field(message.field).words:
            return []
        found = find_identifiers(message.value, self._roster)
        return [each.__dict__ for each in found if each.text not in message.sure]

    def _may_end(self, meeting: Meeting) -> None:
        """Refuse the end of a meeting that leaves no next date with an owner, and no reason for none."""
        session = self.view.session(meeting)
        plans = [id for id, activity in session.activities.items() if activity.kind == "actions"]
        if meeting.rehearsal or not plans:
            return
        said: dict[tuple[str, str], dict[str, str]] = {}
        for plan in plans:
            for a in self.store.entries.current(meeting.id, activity=plan):
                if a.address.field.startswith("next."):
                    of_it = said.setdefault((plan, a.address.team), {})
                    of_it[a.address.field.removeprefix("next.")] = str(a.value or "").strip()
        if not any(n.get("none") or (n.get("date") and n.get("owner")) for n in said.values()):
            raise AnswerError(
                "The meeting has no next date with someone who calls it.",
                "Fill in “Next meeting” below the actions, or write there why there is none. Then press End again.",
            )


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
