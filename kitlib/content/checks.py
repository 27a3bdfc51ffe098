"""What a model alone cannot see: that minutes add up, ids are met once, and what is referred to exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Protocol

from kitlib.clock import TooShort, fit
from kitlib.content import kinds
from kitlib.content.document import Document, Loc, Problem
from kitlib.content.instruments import Crosswalk, Instrument, Scale
from kitlib.content.models import CITATION, Resource, Session
from kitlib.content.phrases import phrase_problems
from kitlib.errors import NotFoundError, did_you_mean

__all__ = ["crosswalk_problems", "session_problems", "twice"]

NOTE_FROM = 6  # minutes from which a step needs a note for its facilitator
RESERVED = ("clock", "pace", "lead", "earlier")  # ids under which the kit keeps what the facilitator presses


class Shelf(Protocol):
    """Where what a session refers to is looked up; each raises NotFoundError."""

    def resource(self, id: str) -> Resource: ...

    def instrument(self, id: str) -> Instrument: ...

    def scale(self, id: str) -> Scale: ...


def session_problems(session: Session, at: Document, library: Shelf) -> Iterator[Problem]:
    """All that is wrong in a session beyond its keys and types."""
    number, _, name = at.path.stem.partition("-")
    if session.id != name or str(session.number) != number:
        yield at.problem(
            ("id",), f'file name must be "{session.number}-{session.id}.yaml", found "{at.path.name}"'
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


def crosswalk_problems(crosswalk: Crosswalk, at: Document, library: Shelf) -> Iterator[Problem]:
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
            yield at.problem((*where, i, "id"), f'"{id}" stands here twice')


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
        if step.minutes >= NOTE_FROM and not step.facilitator:
            yield at.problem(("steps", i), f'a step of {step.minutes} minutes needs a "facilitator" note')


def _ids(session: Session, at: Document) -> Iterator[Problem]:
    yield from twice(at, ("steps",), [step.id for step in session.steps])
    yield from twice(at, ("sources",), [source.id for source in session.sources])
    seen: set[str] = set()
    for i, step in enumerate(session.steps):
        for j, activity in enumerate(step.activities):
            where = ("steps", i, "activities", j)
            if isinstance(activity, kinds.Again):
                if activity.again not in seen:
                    hint = did_you_mean(activity.again, seen)
                    yield at.problem(
                        (*where, "again"), f'no earlier step has an activity "{activity.again}"{hint}'
                    )
                elif activity.part != "all" and session.activities[activity.again].kind != "discussion":
                    yield at.problem((*where, "part"), "only a discussion has parts")
                continue
            if activity.id in seen or activity.id in RESERVED:
                yield at.problem(
                    (*where, "id"), f'"{activity.id}" is taken; give each activity an id of its own'
                )
            seen.add(activity.id)


def _activities(session: Session, at: Document, library: Shelf) -> Iterator[Problem]:
    for i, step in enumerate(session.steps):
        for j, activity in enumerate(step.activities):
            where = ("steps", i, "activities", j)
            for key in ("suggest", "options", "clusters", "columns", "start", "tiers", "areas", "items"):
                yield from twice(at, (*where, key), [each.id for each in getattr(activity, key, [])])
            check = _OF_KIND.get(getattr(activity, "kind", ""))
            if check is not None:
                yield from check(activity, at, where, session, library)


# -- one of each kind -------------------------------------------------------------------------


def _prompts(activity: Any, at: Document, where: Loc, _: Session, __: Shelf) -> Iterator[Problem]:
    """A prompt's id is its field, whichever of the activity's lists it stands in."""
    seen = {"summary"}
    for key in ("prompts", "before", "after"):
        for i, prompt in enumerate(getattr(activity, key, [])):
            if prompt.id in seen:
                yield at.problem((*where, key, i, "id"), f'"{prompt.id}" is taken in this activity')
            if prompt.scope == "team" and prompt.visibility == "private":
                yield at.problem((*where, key, i, "visibility"), "what a whole team writes cannot be private")
            seen.add(prompt.id)


def _agreements(
    activity: kinds.Agreements, at: Document, where: Loc, session: Session, _: Shelf
) -> Iterator[Problem]:
    known = [id for id, other in session.activities.items() if other.kind == "agreements"]
    if activity.review:
        yield from _known(at, (*where, "review"), activity.review, known, "list of agreements")


def _rating(
    activity: kinds.Rating, at: Document, where: Loc, session: Session, library: Shelf
) -> Iterator[Problem]:
    try:
        instrument = library.instrument(activity.instrument)
    except NotFoundError as error:
        yield at.problem((*where, "instrument"), error.what)
        return
    for i, domain in enumerate(activity.domains):
        yield from _known(at, (*where, "domains", i), domain, instrument.domains, "domain of its instrument")
    if activity.scale is not None:
        try:
            library.scale(activity.scale)
        except NotFoundError as error:
            yield at.problem((*where, "scale"), error.what)
    if activity.compare is not None:
        same = [
            id
            for id, other in session.activities.items()
            if isinstance(other, kinds.Rating)
            and other.instrument == activity.instrument
            and id != activity.id
        ]
        yield from _known(at, (*where, "compare"), activity.compare, same, "other rating of this instrument")


def _ranking(activity: kinds.Ranking, at: Document, where: Loc, _: Session, __: Shelf) -> Iterator[Problem]:
    if activity.way == "sort" and len(set(activity.piles)) < max(2, len(activity.piles)):
        yield at.problem((*where, "piles"), "needs two or more piles, each with a name of its own")
    if activity.way != "sort" and activity.most is not None:
        yield at.problem((*where, "most"), "only sorting has piles")
    if activity.way == "order" and len(activity.options) < 2:
        yield at.problem((*where, "options"), "needs two or more to put in order")
    if activity.choose > len(activity.options):
        yield at.problem((*where, "choose"), f"there are only {len(activity.options)} options")


def _columns(at: Document, where: Loc, columns: Sequence[kinds.Column]) -> Iterator[Problem]:
    for i, column in enumerate(columns):
        here = (*where, i)
        if column.id == "removed":
            yield at.problem((*here, "id"), '"removed" is taken; use another id')
        if (column.type == "choice") != bool(column.choices):
            yield at.problem((*here, "choices"), 'goes with the type "choice", and only with it')
        if column.type != "number":
            for key in ("unit", "least", "most", "total"):
                if getattr(column, key) not in (None, "", False):
                    yield at.problem((*here, key), 'goes with the type "number" only')
        elif column.least is not None and column.most is not None and column.least > column.most:
            yield at.problem((*here, "least"), "is more than the most")
        if column.rotates and column.type != "who":
            yield at.problem((*here, "rotates"), 'goes with the type "who" only')


def _table(activity: kinds.Table, at: Document, where: Loc, _: Session, __: Shelf) -> Iterator[Problem]:
    yield from _columns(at, (*where, "columns"), activity.columns)
    known = {column.id: column for column in activity.columns}
    for i, line in enumerate(activity.start):
        for id, words in line.cells.items():
            here = (*where, "start", i, "cells", id)
            yield from _known(at, here, id, known, "column")
            choices = known[id].choices if id in known else []
            if choices:
                yield from _known(at, here, words, choices, "choice of this column")
            elif id in known and (fit := _unfit(known[id], words)):
                yield at.problem(here, f'must be {fit}, found "{words}"')
    if activity.fixed and not activity.start:
        yield at.problem((*where, "fixed"), 'a table that takes no rows needs some in "start"')


def _unfit(column: kinds.Column, words: str) -> str:
    """What a given cell of this column must be, where `words` are not that."""
    try:
        if column.type == "number":
            float(words)
        elif column.type == "date":
            dt.date.fromisoformat(words)
    except ValueError:
        return {"number": "a number", "date": "a day such as 2027-01-31"}[column.type]
    return "yes or no, in quotes" if column.type == "tick" and words not in ("yes", "no") else ""


def _more_columns(activity: Any, at: Document, where: Loc, _: Session, __: Shelf) -> Iterator[Problem]:
    yield from _columns(at, (*where, "columns"), activity.columns)
    own = {"actions": ("what", "owner", "due", "measure", "status"), "map": ("what", "area", "tier", "state")}
    for i, column in enumerate(activity.columns):
        if column.id in own[activity.kind]:
            yield at.problem((*where, "columns", i, "id"), f'"{column.id}" is there already')


def _schedule(activity: kinds.Schedule, at: Document, where: Loc, _: Session, __: Shelf) -> Iterator[Problem]:
    lists: dict[str, Sequence[kinds.Option | kinds.Use]] = {
        "days": activity.days,
        "groups": activity.groups,
        "uses": activity.uses,
    }
    known = {key: [each.id for each in found] for key, found in lists.items()}
    for key, ids in [*known.items(), ("limits", [x.id for x in activity.limits])]:
        yield from twice(at, (*where, key), ids)
    if activity.starts >= activity.ends:
        yield at.problem((*where, "ends"), f"must be later than {activity.starts}")
    for i, limit in enumerate(activity.limits):
        here = (*where, "limits", i)
        for k, use in enumerate([*limit.uses, *limit.from_uses]):
            key = "uses" if k < len(limit.uses) else "from_uses"
            yield from _known(at, (*here, key), use, known["uses"], "use")
        for group in limit.groups:
            yield from _known(at, (*here, "groups"), group, known["groups"], "group")
        needed = {"apart": "from_uses", "rooms": "at_once"}.get(limit.check, "minutes")
        if not getattr(limit, needed):
            yield at.problem(here, f'the check "{limit.check}" needs "{needed}"')
    for i, block in enumerate(activity.blocks):
        here = (*where, "blocks", i)
        yield from _known(at, (*here, "group"), block.group, known["groups"], "group")
        yield from _known(at, (*here, "use"), block.use, known["uses"], "use")
        for day in block.days:
            yield from _known(at, (*here, "days"), day, known["days"], "day")
        if block.start >= block.end:
            yield at.problem((*here, "end"), f"must be later than {block.start}")


def _survey(
    activity: kinds.Survey, at: Document, where: Loc, _: Session, library: Shelf
) -> Iterator[Problem]:
    yield from twice(at, (*where, "forms"), [form.id for form in activity.forms])
    readers = {}
    for i, form in enumerate(activity.forms):
        try:
            readers[form.id] = library.instrument(form.instrument).readers
        except NotFoundError as error:
            yield at.problem((*where, "forms", i, "instrument"), error.what)
    if activity.here is not None:
        yield from _known(at, (*where, "here"), activity.here, readers, "form")
        if readers.get(activity.here) == "students":
            yield at.problem(
                (*where, "here"), "students never answer in the kit; their counts are brought in"
            )


_OF_KIND: dict[str, Callable[[Any, Document, Loc, Session, Shelf], Iterator[Problem]]] = {
    "reflection": _prompts,
    "discussion": _prompts,
    "agreements": _agreements,
    "rating": _rating,
    "ranking": _ranking,
    "table": _table,
    "actions": _more_columns,
    "map": _more_columns,
    "schedule": _schedule,
    "survey": _survey,
}


# -- helpers ------------------------------------------------------------------------------------


def _known(at: Document, where: Loc, id: str, known: Collection[str], noun: str) -> Iterator[Problem]:
    if id not in known:
        yield at.problem(where, f'there is no {noun} "{id}"{did_you_mean(id, known)}')


def _citations(session: Session, at: Document) -> Iterator[Problem]:
    known = {source.id for source in session.sources}
    for loc, text in _texts(session.model_dump()):
        for id in CITATION.findall(text):
            if id not in known:
                yield at.problem(loc, f'no source has the id "{id}"{did_you_mean(id, known)}')


def _texts(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*loc, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*loc, i))
