"""Taking a newer version of its session into an open meeting: an act of the one who leads, who first sees what comes of it.

Nothing that was written is changed or moved. What each activity takes over from before is noted with the meeting, so
that it can be taken back: the meeting then shows again what it showed before, and its answers stand where they stood.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from kitlib.clock import TooShort, fit
from kitlib.content import Library, Session
from kitlib.content.activities import Activity
from kitlib.content.snapshot import Snapshot, take_snapshot
from kitlib.content.source import ContentSource
from kitlib.errors import KitError
from kitlib.kinds.shared.asked import meaning, signature
from kitlib.kinds.shared.off_record import on_record
from kitlib.kinds.shared.rule import OFF, Rule, rule_for
from kitlib.meetings.contents import content_now
from kitlib.meetings.leading import LEAD, RENEWED, says_ready
from kitlib.meetings.placing import REARRANGED, TIMES, Placing, is_rearranged, key_of, segments, shown_in
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.rules import BUILTIN
from kitlib.meetings.visible import visible_changes
from kitlib.registry import kinds
from kitlib.store import PLANNED, Address, KeptContent, Meeting, NewEntry, Showing

__all__ = ["Moved", "Renewal", "newer", "rearranged", "renew", "taken_back"]

How = Literal["carried", "reworded", "left"]


@dataclass(frozen=True)
class Moved:
    """What becomes of the answers to one question: `how` is carried, reworded or left."""

    how: How
    step: str  # its title
    question: str
    number: int


@dataclass(frozen=True)
class Renewal:
    """A version that a meeting could show: what changed in it, and what becomes of the answers given so far."""

    meeting: Meeting
    content: KeptContent
    session: Session
    places: str
    changes: tuple[str, ...]
    moved: tuple[Moved, ...]


def newer(queries: MeetingQueries, library: Library, meeting_id: str) -> Renewal | None:
    """What its files say now, for a meeting that shows something else; None where nobody would see a difference. Raises NotFoundError, ContentError."""
    meeting = queries.store.meetings.get(meeting_id)
    session = library.session(meeting.session)
    was: dict[str, dict[str, Any]] = {
        "steps": {s.id: s.was for s in session.steps if s.was},
        "activities": {id: a.was for id, a in session.activities.items() if a.was},
        "things": {id: _was(a, library) for id, a in session.activities.items()},
    }
    content = content_now(library, meeting.session)
    if content.digest == meeting.content:
        return None
    new = Snapshot.from_json(json.loads(content.text))
    if not any(visible_changes(_shown(queries, meeting), new, was["steps"])):
        return None
    return _renewal(queries, meeting, content, was)


def rearranged(queries: MeetingQueries, meeting_id: str, change: Callable[[Snapshot], Snapshot]) -> Renewal:
    """What a meeting shows with its agenda changed while it runs."""
    meeting = queries.store.meetings.get(meeting_id)
    kept = str(meeting.content or content_now(queries.library, meeting.session).digest)
    shown = Snapshot.from_json(json.loads(queries.store.contents.get(kept)))
    content = KeptContent.of(change(shown).to_json())
    nothing: dict[str, Any] = {"steps": {}, "activities": {}, "things": {}}
    return _renewal(queries, meeting, content, nothing, in_the_room=True)


def taken_back(queries: MeetingQueries, meeting_id: str) -> Renewal:
    """The version that a meeting showed before the newest one. Raises KitError where there was none."""
    meeting = queries.store.meetings.get(meeting_id)
    if not meeting.showings:
        raise KitError(
            f"The meeting {meeting.id} shows what it was opened with.", "Nothing is to be taken back."
        )
    noted = json.loads(meeting.showings[-1].places)["was"]
    names = dict(noted["activities"])
    was = {
        "steps": _turned(noted["steps"]),
        "activities": _turned(names),
        "things": {names.get(id, id): _turned(things) for id, things in noted["things"].items()},
    }
    text = queries.store.contents.get(meeting.showings[-2].content)
    content = KeptContent(meeting.showings[-2].content, text)
    return _renewal(queries, meeting, content, was, in_the_room=is_rearranged(meeting.showings[-1]))


def renew(queries: MeetingQueries, renewal: Renewal) -> Meeting:
    """Let the meeting show it from now on; open pages hear of it. Raises StoreError where somebody was first."""
    store, meeting = queries.store, renewal.meeting
    now = store.meetings.show(meeting, renewal.content, renewal.places)
    number = len(now.showings) - 1
    at = Address(meeting.id, "", "", LEAD, RENEWED)
    before = [a for a in store.entries.history(at) if a.standing == "accepted"]
    writer = f"{PLANNED}-{uuid.uuid4().hex[:16]}"
    store.entries.save(NewEntry(at, number, "room", writer, 1, before[-1].id if before else None))
    store.audit.add(
        "renewed", meeting=meeting.id, district=meeting.district, note=renewal.content.digest[:12]
    )
    return now


# -- what comes of it -----------------------------------------------------------------------------------


def _renewal(
    queries: MeetingQueries,
    meeting: Meeting,
    content: KeptContent,
    was: Mapping[str, Any],
    *,
    in_the_room: bool = False,
) -> Renewal:
    new = Snapshot.from_json(json.loads(content.text))
    session = new.session(meeting.session)
    try:
        fit(session.steps, meeting.minutes)
    except TooShort as error:
        raise KitError(
            f"The newer version does not fit into the {meeting.minutes} minutes of this meeting: {error}.",
            "Shorten the session, or open a new meeting: kit open",
        ) from None
    before = meeting.showings or (Showing(str(meeting.content), meeting.opened_at),)
    noted = _Places(queries, replace(meeting, showings=before), new, was).noted()
    places = json.dumps({**noted, **({REARRANGED: True} if in_the_room else {})}, sort_keys=True)
    then = replace(meeting, content=content.digest, showings=(*before, Showing(content.digest, 0.0, places)))
    moved = tuple(_moved(queries, meeting, then, new))
    changes = tuple(visible_changes(_shown(queries, meeting), new, was["steps"]))
    return Renewal(meeting, content, session, places, changes, moved)


def _shown(queries: MeetingQueries, meeting: Meeting) -> Snapshot:
    """What a meeting shows now."""
    if meeting.content is None:
        return take_snapshot(queries.library, meeting.session)
    return Snapshot.from_json(json.loads(queries.store.contents.get(meeting.content)))


class _Places:
    """Reckons what a newer version takes over, and from where."""

    def __init__(
        self, queries: MeetingQueries, meeting: Meeting, new: Snapshot, was: Mapping[str, Any]
    ) -> None:
        self._new, self._was, self._session = new, was, new.session(meeting.session)
        self._sources: list[ContentSource] = [
            queries.content(replace(meeting, content=each.content)) for each in meeting.showings
        ]
        self._parts = [json.loads(each.places) for each in meeting.showings]
        self._sessions = [source.session(meeting.session) for source in self._sources]

    def noted(self) -> dict[str, Any]:
        """The note that is kept with what is shown."""
        stored, carried = {}, {}
        for id, activity in self._session.activities.items():
            stored[id], carried[id] = self._of(id, activity)
        return {
            "was": self._was,
            "stored": stored,
            "carried": {id: each for id, each in carried.items() if each},
        }

    def _of(self, id: str, activity: Activity) -> tuple[str, list[Any]]:
        last = len(self._parts) - 1
        former, names = self._was["activities"].get(id, id), self._names(id)
        old = self._sessions[last].activities.get(former)
        if former == id and old is not None and self._is_same(activity, old, last):
            before = self._parts[last]
            return before.get("stored", {}).get(id, id), before.get("carried", {}).get(id, [])
        name = f"{id}{TIMES}{last + 1}"
        known = activity.kind in kinds()
        return name, [c for each in names if known and (c := self._compared(id, activity, each)) is not None]

    def _is_same(self, new: Activity, old: Activity, n: int) -> bool:
        if new.kind not in kinds():
            return new.kind == old.kind
        return signature(new, self._new) == signature(old, self._sources[n])

    def _names(self, id: str) -> list[str]:
        """The names under which answers to what an activity was are stored, the newest first."""
        found: dict[str, None] = {}
        for n in range(len(self._parts) - 1, -1, -1):
            id = self._before(n + 1, "activities").get(id, id)
            if id in self._sessions[n].activities:
                found[self._parts[n].get("stored", {}).get(id, id)] = None
        return list(found)

    def _before(self, n: int, *what: str) -> Mapping[str, str]:
        """The ids before the showing `n`, by those in it."""
        noted: Any = self._was if n == len(self._parts) else self._parts[n].get("was", {})
        for key in what:
            noted = noted.get(key, {})
        return dict(noted)

    def _compared(self, id: str, activity: Activity, name: str) -> dict[str, Any] | None:
        """What an activity takes over from the answers of a name; None for nothing."""
        _, n = shown_in(name)
        former = {}  # ids of things, now to then
        chain = id
        maps: list[Mapping[str, str]] = []
        for later in range(len(self._parts), n, -1):
            maps.append(self._before(later, "things", chain))
            chain = self._before(later, "activities").get(chain, chain)
        old = self._sessions[n].activities.get(chain)
        if old is None or old.kind != activity.kind:
            return None
        frame, things = _told(activity, self._new)
        frame_then, things_then = _told(old, self._sources[n])
        asked = _ids(rule_for(activity, self._session, self._new)) | _ids(
            rule_for(old, self._sessions[n], self._sources[n])
        )
        options = [{k: v for k, v in each.items() if k not in asked} for each in (things, things_then)]
        other = frame != frame_then or options[0] != options[1]
        if other and not self._was["activities"].get(id):
            return None
        for thing in things.keys() & asked:
            then = thing
            for noted in maps:
                then = noted.get(then, then)
            if then in things_then:
                former[then] = thing
        meant = set(self._was["things"].get(id, {}))
        changed = {then for then, thing in former.items() if things[thing] != things_then[then]}
        reworded = {then for then in changed if former[then] in meant}
        return {
            "from": name,
            "ids": {then: thing for then, thing in former.items() if then != thing},
            "gone": sorted((things_then.keys() & asked - former.keys()) | (changed - reworded)),
            "reworded": sorted(reworded),
            "all": other,
        }


def _told(activity: Activity, source: ContentSource) -> tuple[Any, dict[str, Any]]:
    """What an activity asks: its frame, and its things (prompts, items, columns) by id."""
    instruments = [source.instrument(id) for id in activity.instruments()]
    scales = [source.scale(id) for id in (*(each.scale for each in instruments), *activity.scales())]
    things: dict[str, Any] = {}

    def framed(each: dict[str, Any]) -> dict[str, Any]:
        rest: dict[str, Any] = {}
        for key, value in each.items():
            if value and isinstance(value, list) and all(isinstance(v, dict) and "id" in v for v in value):
                for v in value:
                    things.setdefault(v["id"], []).append({**v, "id": key})
            else:
                rest[key] = value
        return rest

    told = meaning([each.model_dump(mode="json") for each in (activity, *instruments, *scales)])
    frames = [framed(each) for each in told]
    for frame in frames[: 1 + len(instruments)]:
        for key in ("title", "made_by", "version"):
            frame.pop(key, None)
    frames[0].pop("id", None)
    return frames, things


def _ids(rule: Rule[Any]) -> set[str]:
    """The ids that its fields are called by."""
    return {part for name in (*rule.fields(), *rule.row_fields()) for part in segments(name)}


def _was(activity: Activity, source: ContentSource) -> dict[str, str]:
    """The former ids of an activity's things, by their ids."""
    held = [activity, *(source.instrument(id) for id in activity.instruments())]
    lists = [value for each in held for _, value in each if isinstance(value, list)]
    return {v.id: v.was for values in lists for v in values if getattr(v, "was", None)}


def _turned(names: Mapping[str, str]) -> dict[str, str]:
    return {old: new for new, old in names.items()}


# -- what is told of it ---------------------------------------------------------------------------------


def _moved(queries: MeetingQueries, meeting: Meeting, then: Meeting, new: Snapshot) -> Iterator[Moved]:
    """What becomes of the answers that stand now, question by question; private ones are counted, never read."""
    session = new.session(meeting.session)

    def field(activity: str, name: str) -> Any:
        if TIMES in activity:
            return queries.rule(replace(then, content=meeting.content), activity).field(name)
        return rule_for(session.activities[activity], session, new).field(name)

    placing = Placing(then, field)
    found: Counter[tuple[How, str, str]] = Counter()
    for answer in on_record(queries.store.entries.current(meeting.id)):
        at = answer.address
        if at.activity in BUILTIN or at.field.endswith(OFF) or answer.value is None or says_ready(at):
            continue
        placed = placing.place(answer)
        how: How = "left" if placed is None else "carried" if placed.same else "reworded"
        found[how, *_asked(queries, then, at)] += 1
    yield from (Moved(*what, number) for what, number in found.items())


def _asked(queries: MeetingQueries, then: Meeting, at: Address) -> tuple[str, str]:
    """The title of the step and the question of an answer, as they were when it was given."""
    id, n = shown_in(at.activity)
    session = queries.session(replace(then, content=then.showings[n].content))
    try:
        question = queries.rule(then, key_of(at.activity)).field(at.field).label
        return session.step_of(id).title, question
    except (KitError, StopIteration):
        return id, at.field
