"""What the author of a sound session should know besides: a step that is tight, a promise that no box keeps, what a version leaves stale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kitlib.content.activities import Again
from kitlib.content.checks import NOTE_FROM
from kitlib.content.document import Document
from kitlib.content.models import Session
from kitlib.content.source import ContentSource
from kitlib.content.texts import texts_in
from kitlib.content.timing import tight_steps
from kitlib.content.versions import Version, version_notes

__all__ = ["advice"]

#: What promises that a box is private.
_NOBODY_ELSE = re.compile(
    r"\bonly you\s+(?:can\s+)?(?:see|read)\b|\b(?:nobody|no one) else\s+(?:sees|reads|can\s+(?:see|read|open))\b",
    re.I,
)
_MINUTES = re.compile(r"\b(\d{1,3})[ \u00a0-]minutes?\b")
#: A number that can only be of the whole meeting, whichever it is.
_OF_THE_WHOLE = re.compile(
    r"\b(?:if|when) (?:you|we|there|your team) (?:only )?(?:have|has|are|is)\W*$", re.I
)


def advice(session: Session, at: Document, library: ContentSource) -> Iterator[str]:
    """What the author of a session should know of it."""
    yield from _promises(session)
    for need in tight_steps(session, library):
        yield (
            f"steps > {session.steps[need.at].id} > {need.key}: {need.people} people need most of its {need.minutes} minutes for the least of it "
            f"({need.longest}); {need.needed} leave room for a late start or a question"
        )
    if not isinstance(at, Version):
        return
    yield from version_notes(at)
    yield from _other_minutes(session, at)
    base = {step.get("id") for step in at.base.data["steps"]}
    for step in session.steps:
        if step.id in base:
            continue
        if step.minutes >= NOTE_FROM and not step.facilitator:
            yield f'steps > {step.id}: {step.minutes} minutes, and no note for who leads; say it as "facilitator"'
        if not step.grouping:
            yield f'steps > {step.id}: says not who works with whom, so the agenda leaves it open; say it as "grouping"'


def _promises(session: Session) -> Iterator[str]:
    """Steps that say nobody else reads what is written there, and in which others can read every box."""
    for step in session.steps:
        here = [
            session.activities[each.again] if isinstance(each, Again) else each for each in step.activities
        ]
        found = _NOBODY_ELSE.search(f"{step.prompt} {step.facilitator}")
        if found and here and "private" not in texts_in([each.model_dump() for each in here]):
            yield (
                f'steps > {step.id}: says "{" ".join(found[0].split())}", and others can read every box of it; '
                'give one "visibility: private", or say it otherwise'
            )


def _other_minutes(session: Session, at: Version) -> Iterator[str]:
    """Texts that speak of a length which the session of the base has and this one has not."""
    mine = {session.minutes, *session.lengths}
    of_base = {at.base.data.get("minutes"), *(at.base.data.get("lengths") or [])} - mine
    places = [
        (key, text) for key in ("prework", "care", "materials", "roles") for text in getattr(session, key)
    ]
    places += [("announcement", session.announcement), ("follow_up", session.follow_up)]
    takes = dict.fromkeys((key for key, _ in places), 0)
    for step in session.steps:
        for key in ("prompt", "facilitator"):
            places.append((f"steps > {step.id} > {key}", getattr(step, key)))
            takes[f"steps > {step.id} > {key}"] = step.minutes
    for place, text in places:
        for found in _MINUTES.finditer(text):
            n = int(found[1])
            whole = (n in of_base and n != takes[place]) or _OF_THE_WHOLE.search(text[: found.start()])
            if whole and n not in mine:
                takes_here = " or ".join(map(str, sorted(mine)))
                yield f"{place}: speaks of {n} minutes, and this one takes {takes_here}; say it anew"
