"""The one door through which everything comes into a meeting.

The Jupyter Server extension, the widgets' own channel and the loader of samples
all come through here. What is seen where is in `queries`.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitlib.content import Library
from kitlib.errors import AnswerError, ForbiddenError, KitError
from kitlib.kinds.shared.rule import Rule
from kitlib.kinds.shared.seats import MOST_SEATS, seat_label
from kitlib.meetings import protocol
from kitlib.meetings.builtin import BuiltinActivity
from kitlib.meetings.carry_over import EARLIER
from kitlib.meetings.devices import KERNEL, Device
from kitlib.meetings.error_answers import refused
from kitlib.meetings.known_words import words_of_meeting
from kitlib.meetings.placing import key_of, shown_in
from kitlib.meetings.queries import MeetingQueries, to_json
from kitlib.meetings.quotas import row_limit
from kitlib.meetings.rules import BUILTIN
from kitlib.meetings.timekeeping import CLOCK
from kitlib.privacy.identifiers import find_identifiers, read_roster
from kitlib.registry import kinds
from kitlib.store import Address, Meeting, NewEntry, RowLimit, Saved, SeatAddress, Store
from kitlib.store.audit import DEVICE

__all__ = ["SEATS", "MeetingService", "Message"]

LAST_WORDS = 30  # seconds after closing in which what was being typed still arrives
MOST_ASKED = 100  # findings of one text; nobody decides about more
SEATS = frozenset(f"seat-{n}" for n in range(1, MOST_SEATS + 1))


class Message(BaseModel):
    """One answer as a page sends it (`protocol.Entry`), checked for its shape."""

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
    sure: Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=1_000)] = []
    #: Where it erases, the newest entry of the meeting that the page knew of; none of an older page.
    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    #: Of a meeting that takes in newer versions, the number of the one that the page shows; none for the newest.
    shows: Annotated[int, Field(ge=0, le=10_000)] | None = None

    @property
    def address(self) -> Address:
        """Where the answer belongs."""
        return Address(self.meeting, self.team, self.seat, self.activity, self.field)


class MeetingService:
    """Takes answers into the meetings of one store, by one library of sessions. `roster` is a file of students' names."""

    def __init__(self, store: Store, library: Library, roster: Path | None = None) -> None:
        self.store = store
        self.library = library
        self.queries = MeetingQueries(store, library)
        self._roster = read_roster(roster) if roster else frozenset[str]()
        for kind in kinds().values():
            kind.load("rule")  # now, and not while somebody waits for a page
        self._known = lru_cache(maxsize=256)(partial(words_of_meeting, self.queries))

    def save(self, raw: Any, at: float | None = None) -> Saved:
        """Check one answer and store it. Raises AnswerError (nothing stored), NotFoundError or StoreError.

        `at` is when it was given, where it comes back from a file; a page cannot say. What comes from a file or
        from paper through here is held to no quota of rows: it was written, so it is kept.
        """
        return self._store(self._checked(raw), at)

    def review(self, raw: Any) -> list[protocol.Finding]:
        """What of an answer could name a student and was not said to be kept. Raises as `save` does; stores nothing.

        It tells who is on the roster, so it is for the computer that the roster is kept on, and for no device.
        """
        return self._findings(self._checked(raw), self._roster)

    def submit(self, raw: Any, device: Device = KERNEL) -> protocol.SaveResult:
        """Check one answer of a device, ask where it could name a student, and store it; what became of it, in a word.

        What cannot be found is "invalid": trying again would not bring it back.
        """
        return self.take(self.examined(raw, device), device)

    def examined(self, raw: Any, device: Device) -> Message | protocol.SaveResult:
        """One answer of a device, checked; else why it is not to be stored. A seat that nobody holds becomes the device's by it."""
        try:
            with self.store.moment():
                message = self._checked(raw)
                self._see_whose(message, device)
                if asked := self._findings(message):
                    return {"outcome": "needs_review", "findings": asked}
        except KitError as error:
            return refused(error)
        return message

    def take(self, message: Message | protocol.SaveResult, device: Device) -> protocol.SaveResult:
        """Store an answer that was examined; what became of it, in a word."""
        if not isinstance(message, Message):
            return message
        try:
            limit = row_limit(self._rule(message), message.field)
            return _result(self._store(message, device=device, limit=limit), device)
        except KitError as error:
            return refused(error)

    def erase(self, raw: Any, device: Device = KERNEL) -> protocol.StoredAnswer:
        """Take away for good what a seat wrote in private, in every version. Raises as `save` does, and ForbiddenError."""
        message = self._checked(raw)
        self._see_whose(message, device)
        field = self._rule(message).field(message.field)
        if field.visibility != "private":
            raise AnswerError(
                f'"{field.label}" was shared, so it cannot be erased by one seat.',
                "Empty its box, or mark it as not for the record.",
            )
        writer = device.signs(message.writer)
        first, *others = self._addresses(message)
        stands = self.store.entries.erase(first, writer, message.seq, message.seen)
        for other in others:
            if self.store.entries.history(other):
                signed = f"{writer}-{shown_in(other.activity)[1]}"
                self.store.entries.erase(other, signed, message.seq, message.seen)
        district = self.queries.meeting(message.meeting).district
        self.store.audit.add("erased", meeting=message.meeting, district=district, who=DEVICE)
        return to_json(stands, device)

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
        self.queries.standing(message.meeting)  # whether it took in a newer version meanwhile
        meeting = self.queries.meeting(message.meeting)
        field = self._rule(message).check(message.field, message.value)
        _belongs(message, field.scope, meeting)
        if message.activity == CLOCK and message.field == "end" and message.value is not None:
            self._may_end(meeting)
        return message

    def _rule(self, message: Message) -> Rule[Any] | BuiltinActivity:
        meeting = self.queries.meeting(message.meeting)
        key = message.activity
        if meeting.showings and key not in BUILTIN:
            key = key_of(self.queries.placing(meeting).name(key, message.shows))
        rule: Rule[Any] | BuiltinActivity = self.queries.rule(meeting, key)
        return rule

    def _addresses(self, message: Message) -> list[Address]:
        """Where an answer is stored, and of which other places what stood there may have come."""
        meeting = self.queries.meeting(message.meeting)
        at = message.address
        if not meeting.showings or at.activity in BUILTIN:
            return [at]
        placing = self.queries.placing(meeting)
        if message.shows is not None and message.shows < len(meeting.showings) - 1:
            return [replace(at, activity=placing.name(at.activity, message.shows))]
        return placing.addresses(at)

    def _store(
        self,
        message: Message,
        at: float | None = None,
        device: Device | None = None,
        limit: RowLimit | None = None,
    ) -> Saved:
        visibility = self._rule(message).field(message.field).visibility
        writer = device.signs(message.writer) if device else message.writer
        new = NewEntry(
            self._addresses(message)[0], message.value, visibility, writer, message.seq, message.base, at
        )
        return self.store.entries.save(new, limit)

    def _see_whose(self, message: Message, device: Device) -> None:
        """Refuse what a device may not write: for a seat of another device, for another team, or of the lead.

        A seat that nobody holds becomes the device's by what it writes there.
        """
        at = message.address
        if device.joined and not _is_its_own(message, device):
            raise ForbiddenError("This page may write for its own team only.", "Join again with your code.")
        closed_at = None if device.leads else self.queries.closed_at(at.meeting, at.activity)
        if closed_at is not None and time.time() - closed_at > LAST_WORDS:
            raise ForbiddenError(
                "This activity is closed.", "Ask who leads to open it again; what you typed is kept here."
            )
        if not at.seat or device == KERNEL:
            return
        held = self.store.seats.take(SeatAddress(at.meeting, at.team, at.seat), device.id)
        if held.device != device.id:
            raise ForbiddenError(
                f"{seat_label(at.seat)} belongs to another device.",
                "Choose a free seat, or ask your facilitator to free this one.",
            )

    def _findings(self, message: Message, roster: frozenset[str] = frozenset()) -> list[protocol.Finding]:
        """What of a text could name a student and was not said to be kept; what a device is told knows of no roster."""
        if not isinstance(message.value, str) or not self._rule(message).field(message.field).words:
            return []
        found = find_identifiers(message.value, roster, known=self._known(message.meeting))[:MOST_ASKED]
        sure = frozenset(message.sure)
        return [{"text": each.text, "what": each.what} for each in found if each.text not in sure]

    def _may_end(self, meeting: Meeting) -> None:
        """Refuse the end of a meeting that leaves no next date with an owner, and no reason for none."""
        rules = self.queries.rules(meeting)
        asking = {id: rule for id, rule in rules.items() if rule.plans_next_meeting}
        if meeting.rehearsal or not asking:
            return
        for id, rule in asking.items():
            said: dict[str, dict[str, Any]] = {}
            for answer in self.queries.current(meeting):
                if answer.address.activity != id:
                    continue
                said.setdefault(answer.address.team, {})[answer.address.field] = answer.value
            for fields in said.values():
                following = rule.next_meeting(fields)
                if following.none or (following.date and following.owner):
                    return
        raise AnswerError(
            "The meeting has no next date with someone who calls it.",
            "Fill in “Next meeting” below the actions, or write there why there is none. Then press End again.",
        )


def _is_its_own(message: Message, device: Device) -> bool:
    """Whether an answer is such as a device that came by a code may send: of its meeting alone; and from a team's
    page, nothing of other teams and nothing of the lead."""
    meeting, team = device.joined or ("", "")
    ours = message.team == team or (message.team == "" and message.activity == EARLIER)
    return message.meeting == meeting and (device.leads or ours)


def _result(saved: Saved, device: Device) -> protocol.SaveResult:
    if saved.status == "stale":
        return {
            "outcome": "conflict",
            "rev": saved.entry.id,
            "at": saved.entry.at,
            "current": to_json(saved.current, device),
        }
    result: protocol.Saved = {"outcome": "saved", "rev": saved.entry.id, "at": saved.entry.at}
    if saved.current.id != saved.entry.id:
        result["current"] = to_json(saved.current, device)
    return result


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
