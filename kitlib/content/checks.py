"""What a model alone cannot see: that minutes add up, ids are met once, and what is referred to exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from kitlib.clock import TooShort, fit
from kitlib.content.activities import ALL_PARTS, Activity, Again
from kitlib.content.base import Content
from kitlib.content.document import Document, Loc, Problem
from kitlib.content.instruments import Crosswalk, Instrument
from kitlib.content.models import CITATION, Session
from kitlib.content.phrases import phrase_problems
from kitlib.content.places import inner
from kitlib.content.source import ContentSource
from kitlib.content.texts import texts_at
from kitlib.errors import NotFoundError, did_you_mean

__all__ = ["ActivityCheck", "crosswalk_problems", "instrument_problems", "session_problems", "twice"]

NOTE_FROM = 6  # minutes from which a step needs a note for its facilitator
RESERVED = ("clock", "pace", "lead", "earlier")  # ids under which the kit keeps what the facilitator presses


@dataclass(frozen=True)
class ActivityCheck:
    """Where one activity stands in its file, and where what it names is looked up."""

    session: Session
    library: ContentSource
    document: Document
    where: Loc  # of the activity

    def problem(self, within: Loc, what: str) -> Problem:
        """A problem at a place within the activity, such as `("options", 2)`."""
        return self.document.problem((*self.where, *within), what)

    def known(self, within: Loc, id: str, known: Collection[str], noun: str) -> Iterator[Problem]:
        """A problem where `id` is none of those that are `known`."""
        yield from _known(self.document, (*self.where, *within), id, known, noun)


def session_problems(session: Session, at: Document, library: ContentSource) -> Iterator[Problem]:
    """All that is wrong in a session beyond its keys and types."""
    number, _, name = at.path.stem.partition("-")
    if session.id != name:
        yield at.problem(
            ("id",),
            f'the name of the file says "{name}", the id says "{session.id}": make them the same '
            f'("{number}-{session.id}.yaml", or id: {name})',
        )
    if str(session.number) != number:
        yield at.problem(
            ("number",),
            f'the name of the file says "{number}", the number says {session.number}: make them the same',
        )
    if session.resource != at.path.parent.name:
        yield at.problem(("resource",), f'must be the name of its folder, "{at.path.parent.name}"')
    try:
        library.resource(session.resource)
    except NotFoundError as error:
        yield at.problem(("resource",), error.what)
    yield from _minutes(session, at)
    yield from _ids(session, at)
    yield from _activities(session, at, library)
    yield from _citations(session, at)
    yield from phrase_problems(session, at, library)


def instrument_problems(
    instrument: Instrument, at: Document, library: ContentSource, scales: Collection[str] = ()
) -> Iterator[Problem]:
    """Its file is called as it is, each statement has an id of its own, and its scale is there or one of `scales`."""
    if instrument.id != at.path.stem:
        yield at.problem(("id",), f'must be the name of its file, "{at.path.stem}"')
    yield from twice(at, ("items",), [item.id for item in instrument.items])
    if instrument.scale in scales:
        return
    try:
        library.scale(instrument.scale)
    except NotFoundError as error:
        yield at.problem(("scale",), error.what)


def crosswalk_problems(crosswalk: Crosswalk, at: Document, library: ContentSource) -> Iterator[Problem]:
    """Every pair names items that exist, and no item of the older instrument is forgotten."""
    items: dict[str, list[str]] = {}
    for key, id in (("old", crosswalk.old), ("new", crosswalk.new)):
        try:
            items[key] = [item.id for item in library.instrument(id).items]
        except NotFoundError as error:
            yield at.problem((key,), error.what)
    if len(items) < 2:
        return
    for i, pair in enumerate(crosswalk.pairs):
        if pair.old is not None:
            yield from _known(at, ("pairs", i, "old"), pair.old, items["old"], f"item of {crosswalk.old}")
        for k, new in enumerate(pair.new):
            yield from _known(at, ("pairs", i, "new", k), new, items["new"], f"item of {crosswalk.new}")
        if pair.old is None and not pair.new:
            yield at.problem(("pairs", i), "names no item at all")
    left = [id for id in items["old"] if id not in {pair.old for pair in crosswalk.pairs}]
    if left:
        yield at.problem(("pairs",), f"says nothing of {', '.join(left)}")


def twice(at: Document, where: Loc, ids: Sequence[str]) -> Iterator[Problem]:
    """Ids that stand in a list more than once."""
    for i, id in enumerate(ids):
        if id in ids[:i]:
            first = at.line_of((*where, ids.index(id)))
            yield at.problem((*where, i, "id"), f'"{id}" stands here twice; the first is in line {first}')


def _minutes(session: Session, at: Document) -> Iterator[Problem]:
    total = sum(step.minutes for step in session.steps)
    if total != session.minutes:
        yield at.problem(("minutes",), f"the steps add up to {total} minutes, not to {session.minutes}")
        return
    for i, length in enumerate(session.lengths):
        if length >= session.minutes:
            yield at.problem(("lengths", i), f"must be less than the full {session.minutes} minutes")
            continue
        try:
            if (reached := sum(fit(session.steps, length))) != length:
                yield at.problem(("lengths", i), f"the cuts reach {reached} minutes, not {length}")
        except TooShort as error:
            yield at.problem(("lengths", i), f"{error}, so {length} cannot be reached; mark more to cut")
    for i, step in enumerate(session.steps):
        if step.short is not None and step.short >= step.minutes:
            yield at.problem(("steps", i, "short"), f"must be less than the step's {step.minutes} minutes")
        if at.asks_for_notes and step.minutes >= NOTE_FROM and not step.facilitator:
            yield at.problem(("steps", i), f'a step of {step.minutes} minutes needs a "facilitator" note')


def _ids(session: Session, at: Document) -> Iterator[Problem]:
    yield from twice(at, ("steps",), [step.id for step in session.steps])
    yield from _former(at, ("steps",), session.steps)
    yield from twice(at, ("sources",), [source.id for source in session.sources])
    seen: set[str] = set()
    for i, step in enumerate(session.steps):
        for j, activity in enumerate(step.activities):
            where = ("steps", i, "activities", j)
            if isinstance(activity, Again):
                yield from _again(activity, session, at, where, seen)
                continue
            if activity.id in seen or activity.id in RESERVED:
                yield at.problem(
                    (*where, "id"), f'"{activity.id}" is taken; give each activity an id of its own'
                )
            if activity.was in session.activities.keys() - {activity.id}:
                yield at.problem((*where, "was"), f'"{activity.was}" is the id of another activity here')
            seen.add(activity.id)


def _again(again: Again, session: Session, at: Document, where: Loc, seen: set[str]) -> Iterator[Problem]:
    if again.again not in seen and (lost := at.lost(again.again)):
        yield from _needed(at, where, *lost, again.again)
    elif again.again not in seen:
        hint = did_you_mean(again.again, seen)
        yield at.problem((*where, "again"), f'no earlier step has an activity "{again.again}"{hint}')
    elif again.part != ALL_PARTS:
        first = session.activities[again.again]
        if not first.parts:
            yield at.problem((*where, "part"), f'an activity of the kind "{first.kind}" has no parts')
        else:
            yield from _known(at, (*where, "part"), again.part, first.parts, "part")


def _activities(session: Session, at: Document, library: ContentSource) -> Iterator[Problem]:
    for i, step in enumerate(session.steps):
        for j, activity in enumerate(step.activities):
            if isinstance(activity, Activity):
                where = ("steps", i, "activities", j)
                for key, things in _lists(activity):
                    yield from twice(at, (*where, key), [each.id for each in things])
                    yield from _former(at, (*where, key), things)
                yield from activity.problems(ActivityCheck(session, library, at, where))


def _former(at: Document, where: Loc, things: Sequence[Any]) -> Iterator[Problem]:
    """A former id that another thing has now: answers would stand with both."""
    ids = {each.id for each in things}
    for i, each in enumerate(things):
        was = getattr(each, "was", None)
        if was in ids - {each.id}:
            yield at.problem(
                (*where, i, "was"), f'"{was}" is the id of another one here; give that another id'
            )


def _lists(activity: Activity) -> Iterator[tuple[str, list[Any]]]:
    """Each list of an activity whose things have ids, and these things."""
    for key in type(activity).model_fields:
        value = getattr(activity, key)
        if (
            isinstance(value, list)
            and value
            and all(isinstance(v, Content) and hasattr(v, "id") for v in value)
        ):
            yield key, value


# -- helpers ------------------------------------------------------------------------------------


def _known(at: Document, where: Loc, id: str, known: Collection[str], noun: str) -> Iterator[Problem]:
    if id not in known and (lost := at.lost(id)):
        yield from _needed(at, where, *lost, id)
    elif id not in known:
        yield at.problem(where, f'there is no {noun} "{id}"{did_you_mean(id, known)}')


def _needed(at: Document, where: Loc, dropped: Loc, step: str, activity: str) -> Iterator[Problem]:
    """An activity that is gone, since this file drops its step, and that a later step needs."""
    by = reduce(inner, where[:2], at.data)
    who = f'step "{by["id"]}"' if isinstance(by, dict) and "id" in by else "another step"
    yield at.problem(
        dropped,
        f'the {who} needs "{activity}", which is not there because you dropped "{step}": drop that as well, or keep this',
    )


def _citations(session: Session, at: Document) -> Iterator[Problem]:
    known = {source.id for source in session.sources}
    for loc, text in texts_at(session.model_dump()):
        for id in CITATION.findall(text):
            if id not in known:
                yield at.problem(loc, f'no source has the id "{id}"{did_you_mean(id, known)}')
