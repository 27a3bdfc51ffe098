"""Activities as they were asked: when a session file changes, meetings of before keep their own words.

An activity is the same in two meetings when everything that changes what an
answer means is the same: its keys, the items and the scale of its instruments.
Translations that came later, and how large a box is, change nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kitlib.content import Session
from kitlib.content.activities import Activity
from kitlib.content.snapshot import Snapshot
from kitlib.content.source import ContentSource
from kitlib.kinds.shared.rule import Rule, rule_for
from kitlib.registry import kinds
from kitlib.store import Meeting

__all__ = [
    "AskedActivity",
    "HeldMeeting",
    "asked_activities",
    "asked_now",
    "id_of",
    "is_earlier",
    "latest_marks",
    "meaning",
    "signature",
]

EARLIER = "@"  # in a key, before the mark of an activity that was asked otherwise since
_SAYS_NOTHING_OF_AN_ANSWER = {"hidden", "lines", "rows", "translations", "titles", "intros", "reviewed"}


@dataclass(frozen=True)
class HeldMeeting:
    """A meeting with what it showed."""

    meeting: Meeting
    session: Session
    source: ContentSource
    part: str = (
        ""  # of what it showed before it took in a newer version of its session, by which that is known
    )
    only: frozenset[str] | None = None  # of that, the activities whose answers stand under its words
    planned: Session | None = None  # what it was opened with, where it showed something else in the end
    breaks: tuple[tuple[float, float], ...] = ()  # when each began and was over

    @property
    def place(self) -> str:
        """By which a meeting, and what it showed before, are told apart."""
        return self.meeting.id + self.part


@dataclass(frozen=True)
class AskedActivity:
    """One activity as it was asked in some meetings."""

    key: str  # its id; of one that was asked otherwise since, with a mark of its own
    id: str
    model: Activity
    session: Session
    source: ContentSource
    meetings: frozenset[str]  # places of the meetings: their ids
    until: str = ""  # the day of the last meeting that asked it so; empty for how it is asked now

    @property
    def step(self) -> str:
        """The title of the step in which it stands."""
        return self.session.step_of(self.id).title

    def rule(self) -> Rule[Any]:
        """Its rule."""
        return rule_for(self.model, self.session, self.source)


def id_of(key: str) -> str:
    """The id of the activity that has this key."""
    return key.partition(EARLIER)[0]


def is_earlier(key: str) -> bool:
    """Whether it is the key of an activity as it was asked before."""
    return EARLIER in key


def signature(activity: Activity, source: ContentSource) -> str:
    """What tells an activity from one that asks something else under the same id, in hexadecimal."""
    instruments = [source.instrument(id) for id in activity.instruments()]
    scales = [source.scale(id) for id in (*(each.scale for each in instruments), *activity.scales())]
    told = [each.model_dump(mode="json") for each in (activity, *instruments, *scales)]
    text = json.dumps(meaning(told), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def meaning(told: Any) -> Any:
    """Plain JSON of content without what says nothing of an answer."""
    if isinstance(told, dict):
        return {key: meaning(value) for key, value in told.items() if key not in _SAYS_NOTHING_OF_AN_ANSWER}
    return [meaning(each) for each in told] if isinstance(told, list) else told


def asked_activities(
    held: Sequence[HeldMeeting], latest: Mapping[str, str] | None = None
) -> dict[str, AskedActivity]:
    """Every activity of these meetings by its key, those asked now first, in the order of the agenda.

    `held` is oldest first. An activity is known by its id as it was asked `latest` (id -> signature; by default in
    these meetings), and by a key of its own as it was asked before.
    """
    found: dict[tuple[str, str], list[HeldMeeting]] = {}
    for each in held:
        for id, mark in marks_of(each).items():
            found.setdefault((id, mark), []).append(each)
    latest = latest_marks(held) if latest is None else latest
    asked = [_asked(id, mark, of, latest, held[-1]) for (id, mark), of in found.items()]
    order = {id: i for i, id in enumerate(held[-1].session.activities)} if held else {}
    asked.sort(key=lambda a: (bool(a.until), order.get(a.id, len(order))))
    return {each.key: each for each in asked}


def asked_now(session: Session, source: ContentSource) -> dict[str, AskedActivity]:
    """Every activity of a session that no meeting has asked yet, by its key."""
    return {
        id: AskedActivity(id, id, activity, session, source, frozenset())
        for id, activity in session.activities.items()
        if activity.kind in kinds()
    }


def marks_of(held: HeldMeeting) -> dict[str, str]:
    """The signature of each activity of a meeting, by id; those of kinds that are not installed are left out."""
    if isinstance(held.source, Snapshot):  # it never changes, and many meetings share it
        marks = _kept_marks(held.source, held.session.id)
    else:
        marks = _marks(held.source, held.session.id)
    return {id: mark for id, mark in marks.items() if held.only is None or id in held.only}


@lru_cache(maxsize=256)
def _kept_marks(source: Snapshot, session: str) -> dict[str, str]:
    return _marks(source, session)


def _marks(source: ContentSource, session: str) -> dict[str, str]:
    activities = source.session(session).activities.items()
    return {id: signature(activity, source) for id, activity in activities if activity.kind in kinds()}


def latest_marks(held: Iterable[HeldMeeting]) -> dict[str, str]:
    """The signature of each activity as it was asked last; `held` is oldest first."""
    found: dict[str, str] = {}
    for each in held:
        found |= marks_of(each)
    return found


def _asked(
    id: str, mark: str, held: Sequence[HeldMeeting], latest: Mapping[str, str], newest: HeldMeeting
) -> AskedActivity:
    last = held[-1]
    return AskedActivity(
        key=id if latest.get(id) == mark else f"{id}{EARLIER}{mark}",
        id=id,
        model=last.session.activities[id],
        session=last.session,
        source=last.source,
        meetings=frozenset(each.place for each in held),
        until="" if last is newest else last.meeting.date,
    )
