"""The one protocol by which pages speak to the kit, whatever carries it: `protocol` says what is said.

HTTP (`kitlib.server`) and a kernel's channel (`kitlib.notebook`) are thin
adapters around `Endpoint.call`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kitlib.content.rearranging import added, brought_forward
from kitlib.content.texts import texts_in
from kitlib.errors import AnswerError, ForbiddenError, KitError, StoreError
from kitlib.meetings import protocol
from kitlib.meetings.devices import KERNEL, Device
from kitlib.meetings.doors import doors_for, leaders_of
from kitlib.meetings.error_answers import refused
from kitlib.meetings.parts import PartAnswer, Shown
from kitlib.meetings.placing import is_rearranged
from kitlib.meetings.renewal import Renewal, newer, rearranged, renew, taken_back
from kitlib.meetings.screens import Screens, screens_of
from kitlib.meetings.service import SEATS, MeetingService
from kitlib.meetings.term import see_open
from kitlib.store import LEADING, HeldSeat, Meeting, SeatAddress
from kitlib.store.audit import DEVICE

__all__ = ["Endpoint"]

MOST_ENTRIES = 200  # in one call
LEADS_FOR = (
    50  # seconds after its last word for which a page counts as leading; it speaks more than twice meanwhile
)
BASE64 = r"^[A-Za-z0-9+/]+={0,2}$"

_Row = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
_PILES = TypeAdapter(
    dict[_Row, Annotated[list[_Row], Field(max_length=3000)]], config=ConfigDict(strict=True)
)


class SeatLock(BaseModel):
    """How a seat is locked (`protocol.SeatLock`), checked for its shape."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    salt: Annotated[str, Field(max_length=64, pattern=BASE64)]
    rounds: Annotated[int, Field(ge=100_000, le=10_000_000)]
    wrapped: Annotated[str, Field(max_length=256, pattern=BASE64)]


class Endpoint:
    """The calls that a page of a meeting can make. What a device may ask for is decided here, at each call."""

    def __init__(self, service: MeetingService) -> None:
        self.service = service
        self._calls: Mapping[str, Callable[[Any, Device], Any]] = {
            "door": self.door,
            "entries": self.entries,
            "erase": self.erase,
            "lead": self.lead,
            "offer": self.offer,
            "part": self.part,
            "rearrange": self.rearrange,
            "renewal": self.renewal,
            "screens": self.screens,
            "seat": self.seat,
            "state": self.state,
            "wall": self.wall,
        }

    def call(self, name: str, body: Any, device: Device = KERNEL) -> Any:
        """The answer to a call, as plain JSON (`protocol`). Raises KitError."""
        if name not in self._calls:
            raise KitError(f'The page asked for "{name}", which the kit does not know.', "Reload the page.")
        return self._calls[name](body, device)

    # -- what a team's page asks ---------------------------------------------------------

    def entries(self, body: Any, device: Device) -> protocol.EntriesAnswer:
        """What became of each entry. Raises AnswerError for a body that is no list of entries; then none is stored."""
        entries = body.get("entries") if isinstance(body, dict) else None
        if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
            raise AnswerError(
                f'The page\'s message cannot be read: "entries" must be a list of at most {MOST_ENTRIES}. '
                "Nothing was stored.",
                "Reload the page; what you typed is still kept in this browser.",
            )
        results = []
        for entry in entries:  # one after the other, since what is checked of one may rest on the one before
            try:
                with self.service.store.moment():
                    self._see_open(device, writes=True)
                    examined = self.service.examined(entry, device)
            except StoreError as error:
                examined = refused(error)
            results.append(self.service.take(examined, device))
        return {"results": results}

    def erase(self, body: Any, device: Device) -> protocol.StoredAnswer:
        """Take away for good what a seat wrote in private."""
        self._see_open(device, writes=True)
        return self.service.erase(body, device)

    def state(self, body: Any, device: Device) -> protocol.State:
        """What the seat in the body sees of its meeting, where something changed `since`."""
        leads = device.leads and _text(body, "leads") == "1"
        seat, since = _text(body, "seat"), _number(body, "since")
        with self.service.store.moment():
            meeting, team = self._place(body, device)
            return self.service.queries.state(meeting, team, seat, since, leads=leads, device=device)

    def part(self, body: Any, device: Device) -> PartAnswer:
        """An activity that was hidden when the page was opened, once it is open: the `n`th of its step."""
        meeting, team = self._place(body, device)
        screens = Screens(self.service.queries, self.service.queries.meeting(meeting), team)
        config = screens.part(_text(body, "step"), _number(body, "n"))[1]
        language = _text(body, "language")
        return {
            "config": config,
            "words": screens.wording.words(language, texts_in(config)) if language else {},
        }

    def offer(self, body: Any, device: Device) -> protocol.Offer:
        """What the kit offers to put together in the activity of the body, beside the `piles` that its page shows already."""
        meeting, team = self._place(body, device)
        return self.service.queries.offer(meeting, team, _text(body, "activity"), _piles(body))

    def seat(self, body: Any, device: Device) -> protocol.SeatAnswer:
        """Take the seat in the body, with `proof` one whose phrase the device has; or `lock` it, `leave` it, or `free` it for others."""
        meeting, team = self._place(body, device)
        seat = _text(body, "seat")
        if seat not in SEATS:
            raise AnswerError(f'A team has no seat "{seat[:40]}".', "Choose a seat at the top of the page.")
        self._see_open(device, writes=True)
        at, seats = SeatAddress(meeting, team, seat), self.service.store.seats
        if body.get("free") and not device.leads:
            raise ForbiddenError("Only who leads can free a seat.", "Ask your facilitator.")
        if body.get("free") or body.get("leave"):
            seats.free(at, None if body.get("free") else device.id)
            return {"holding": "free"}
        if body.get("lock") is not None:
            held = seats.lock(at, device.id, _lock(body["lock"]), _text(body, "proof"))
        else:
            held = seats.take(at, device.id, _text(body, "proof"))
        return _seat_answer(held, device)

    # -- what only the one who leads asks --------------------------------------------------

    def screens(self, body: Any, device: Device) -> Shown:
        """All that a notebook shows; the body says session, meeting, role and team."""
        if not device.is_signed_in:
            raise ForbiddenError("Notebooks are shown on the facilitator's own computer.", "Reload the page.")
        asked = {name: _text(body, name) for name in ("session", "meeting", "role", "team")}
        return screens_of(self.service, **asked)

    def wall(self, body: Any, device: Device) -> protocol.Wall:
        """What all teams of the meeting in the body send, who leads it, and how devices join."""
        meeting = self._led(body, device)
        wall = self.service.queries.wall(meeting.id, _number(body, "since"))
        teams, store = [team.id for team in meeting.teams], self.service.store
        held = {team: sorted(store.seats.of_team(meeting.id, team)) for team in teams}
        if device == KERNEL:  # nobody can join where there is no server
            return {**wall, "held": held}
        doors = store.doors.of(meeting.id, teams)
        now = store.doors.leading(meeting.id, time.time() - LEADS_FOR)
        return {**wall, "held": held, "leaders": leaders_of(doors, now, device), **doors_for(doors, device)}

    def lead(self, body: Any, device: Device) -> dict[str, bool]:
        """Note that the device has a page open that leads the meeting in the body; a page says so every now and then."""
        meeting = self._led(body, device)
        if device != KERNEL:
            self.service.store.doors.lead(meeting.id, device.id)
        return {"noted": True}

    def renewal(self, body: Any, device: Device) -> protocol.Renewal:
        """What a newer version of its session would change in the meeting of the body; `do` is to look, take it in, or back."""
        meeting = self._led(body, device)
        if not device.is_signed_in:
            raise ForbiddenError(
                "What the meeting shows is decided on the facilitator's own computer.",
                "Ask who opened the meeting.",
            )
        queries, do = self.service.queries, _text(body, "do")
        back = do == "back"
        found = taken_back(queries, meeting.id) if back else newer(queries, queries.library, meeting.id)
        if found is not None and (back or (do == "take" and found.content.digest == _text(body, "content"))):
            renew(queries, found)
        return {
            "content": found.content.digest if found else "",
            "showings": len(queries.store.meetings.get(meeting.id).showings),
            "changes": list(found.changes) if found else [],
            "moved": [
                {"how": m.how, "step": m.step, "question": m.question, "number": m.number}
                for m in (found.moved if found else ())
            ],
        }

    def rearrange(self, body: Any, device: Device) -> protocol.Rearranging:
        """Change the agenda of the meeting in the body while it runs, and what can be done then.

        `do` is to bring a step `forward`, to `add` one (a `block`, or `title`, `minutes` and `prompt`) behind the one
        called `after`, to take what was done last `back`, or only to look.
        """
        meeting, queries, do = self._led(body, device), self.service.queries, _text(body, "do")
        if meeting.rehearsal:
            raise KitError(
                "A rehearsal shows the session as it is planned.", "Change the plan: press “Make it mine”."
            )
        running = queries.running(meeting)
        step, after = _text(body, "step"), _text(body, "after")
        new = {key: body.get(key) for key in ("block", "title", "minutes", "prompt")}
        acts: Mapping[str, Callable[[], Renewal]] = {
            "forward": lambda: rearranged(
                queries, meeting.id, lambda now: brought_forward(now, step, running)
            ),
            "add": lambda: rearranged(
                queries, meeting.id, lambda now: added(now, queries.library, new, after, running)
            ),
            "back": lambda: self._put_back(meeting.id),
        }
        if do in acts:
            renew(queries, acts[do]())
        shown = queries.store.meetings.get(meeting.id).showings
        return {
            "blocks": [
                {"id": b.id, "title": b.title, "minutes": b.minutes} for b in queries.library.blocks()
            ],
            "undo": bool(shown) and is_rearranged(shown[-1]),
        }

    def _put_back(self, meeting_id: str) -> Renewal:
        """What was shown before the agenda was changed last. Raises KitError where a newer version came since."""
        shown = self.service.store.meetings.get(meeting_id).showings
        if not shown or not is_rearranged(shown[-1]):
            raise KitError("Nothing was changed in this agenda.", "Nothing is to be taken back.")
        return taken_back(self.service.queries, meeting_id)

    def door(self, body: Any, device: Device) -> protocol.Doors:
        """Work the door of the team in the body, or with an empty team that of those who lead; the doors then.

        `do` is to open or close it, to renew its code, to turn out all devices that came, or to remove one (`guest`).
        """
        meeting = self._led(body, device)
        team, do, guest = _text(body, "team"), _text(body, "do"), _text(body, "guest")
        if team == LEADING and not device.is_signed_in:
            raise ForbiddenError(
                "Who else may lead is decided on the facilitator's own computer.",
                "Ask who opened the meeting.",
            )
        doors, teams = self.service.store.doors, [each.id for each in meeting.teams]
        doors.of(meeting.id, teams)  # a door that nobody has looked at yet is made before it is worked
        acts: Mapping[str, Callable[[], object]] = {
            "open": lambda: doors.set_open(meeting.id, team, True),
            "close": lambda: doors.set_open(meeting.id, team, False),
            "renew": lambda: doors.renew(meeting.id, team),
            "turn out": lambda: doors.turn_out(meeting.id, team),
            "remove": lambda: doors.remove(meeting.id, team, guest),
        }
        if do not in acts:
            raise AnswerError(f'A door cannot "{do[:40]}".', f"Ask one of: {', '.join(acts)}")
        acts[do]()
        note = f"{do}: {'those who lead' if team == LEADING else team}"
        who = "" if device.is_signed_in else DEVICE
        self.service.store.audit.add(
            "door", meeting=meeting.id, district=meeting.district, note=note, who=who
        )
        return doors_for(doors.of(meeting.id, teams), device)

    # -- what a device may ask for -----------------------------------------------------------

    def _place(self, body: Any, device: Device) -> tuple[str, str]:
        """Meeting and team of a body, where the device may see them. Raises ForbiddenError."""
        place = (_text(body, "meeting"), _text(body, "team"))
        if not device.sees(*place):
            raise ForbiddenError("This page is joined to another team.", "Join again with your code.")
        self._see_open(device)
        return place

    def _led(self, body: Any, device: Device) -> Meeting:
        """The meeting of a body, where the device may lead it. Raises ForbiddenError."""
        id = _text(body, "meeting")
        if not device.leads or not device.sees(id, LEADING):
            raise ForbiddenError("Only who leads the meeting sees this.", "Join again with your code.")
        self._see_open(device)
        return self.service.queries.meeting(id)

    def _see_open(self, device: Device, writes: bool = False) -> None:
        """Refuse a device that came by a code where its meeting is over; one that leads has no business there after its end."""
        if device.joined:
            see_open(self.service, device.joined[0], writes=writes or device.leads)


def _lock(given: Any) -> protocol.SeatLock:
    """The lock as a page sends it. Raises AnswerError for what is none."""
    try:
        return SeatLock.model_validate(given).model_dump()  # type: ignore[return-value]
    except ValidationError:
        raise AnswerError(
            "The lock of this seat cannot be read. Nothing was kept.", "Reload the page."
        ) from None


def _seat_answer(held: HeldSeat, device: Device) -> protocol.SeatAnswer:
    answer: protocol.SeatAnswer = {"holding": "free" if not held.device else "another's"}
    if held.device == device.id:
        answer["holding"] = "yours"
        if held.lock is not None:
            answer["lock"] = held.lock  # type: ignore[typeddict-item]
    elif held.lock is not None:
        answer |= {"salt": held.lock["salt"], "rounds": held.lock["rounds"]}
    return answer


def _piles(body: Any) -> dict[str, list[str]]:
    """The piles of a body, each with the ids of its rows. Raises AnswerError for what is none."""
    given = body.get("piles", {}) if isinstance(body, dict) else {}
    try:
        return _PILES.validate_python(given)
    except ValidationError:
        raise AnswerError("The piles on this page cannot be read.", "Reload the page.") from None


def _text(body: Any, name: str) -> str:
    value = body.get(name, "") if isinstance(body, dict) else ""
    return str(value if value is not None else "")


def _number(body: Any, name: str) -> int:
    """A whole number, 0 for anything else: a page that asks from 0 is told all."""
    text = _text(body, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
