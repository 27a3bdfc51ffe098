"""A session as somebody plans it: what each change makes of it, told back at once, before anything is written.

`kitlib.content.plan_acts` says what a change is. In the end `drafts` writes a version, or `whole` the session's own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kitlib.clock import TooShort, fit
from kitlib.content.activities import keys_of
from kitlib.content.base import Content
from kitlib.content.document import Document, Problem, short
from kitlib.content.drafts import draft_version, own_title
from kitlib.content.forms import Fields, fields_of
from kitlib.content.loading import Library
from kitlib.content.models import Session, Step
from kitlib.content.overlay import id_of
from kitlib.content.plan_acts import Change, blocks_in, changed, with_blocks
from kitlib.content.plan_changes import Difference, plan_differences
from kitlib.content.plan_offers import earlier, fitting_choices, kind_words, offers, sorts
from kitlib.content.said import Said, said_in
from kitlib.content.texts import texts_at
from kitlib.content.timing import timing_needs
from kitlib.content.versions import Version
from kitlib.content.whole import Whole, can_be_put_back, own_file, whole
from kitlib.errors import ContentError, KitError
from kitlib.tabular.folding import fold

__all__ = ["Planned", "fitting", "plan_session"]

#: In the words of a fault, where else it is written; on a page nobody needs that.
_ELSEWHERE = re.compile(r" \(in [^()]*, line \d+\)")
#: How it is said that a key is missing, or a note for who leads.
_NEEDS = re.compile(r'needs (?:a )?"(\w+)"')
SHARED = 0.34  # of an outcome's longer words, how many a step holds that leads to it


@dataclass(frozen=True)
class Planned:
    """What changes make of a session. What is not sound of it is told at its place, and the data are as they were typed."""

    base: Mapping[str, Any]  # the session that is changed, or of a version the one that it extends
    data: Mapping[str, Any]
    session: Session | None  # None where it is not sound
    title: str  # under which it would stand on the shelf
    in_place: (
        bool  # whether what is changed is written where it stands: a version of the kit, or a whole session
    )
    problems: Sequence[Problem] = ()
    fault: str = ""  # why it could not be written, where that is not the fault of one place
    needs: Mapping[str, dict[str, Any]] = field(default_factory=dict)  # step -> why its minutes are too few
    path: Path | None = None  # of a whole session in the home's own folder
    itself: bool = False  # whether that file is changed, and not a version made
    by_hand: bool = False  # whether somebody wrote that file, so that both can be had
    at: Document | None = None  # its file with what it takes from others, as it is to be
    said: Sequence[Said] = ()  # what was typed in other languages
    says_only: bool = False  # whether nothing else was changed

    def problems_at(self) -> dict[str, list[str]]:
        """What is wrong, by place: `title`, `steps/<id>/minutes`, `activities/<id>/question`; within a key, by the key."""
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            place, what = self._told(problem)
            found.setdefault(place, []).append(what)
        return found

    def _told(self, problem: Problem) -> tuple[str, str]:
        """The place of a problem, and its words there."""
        what, rest = _ELSEWHERE.sub("", problem.what), problem.loc
        start, model = "", "session"
        if len(rest) > 1 and rest[0] == "steps" and isinstance(rest[1], int):
            step = self.data["steps"][rest[1]]
            start, model, rest = f"steps/{id_of(step)}/", "step", rest[2:]
            if len(rest) > 1 and rest[0] == "activities" and isinstance(rest[1], int):
                activity = step["activities"][rest[1]]
                start, model, rest = f"activities/{id_of(activity)}/", str(activity.get("kind")), rest[2:]
        missing = _NEEDS.search(what)
        if not rest and missing and missing[1] in {each["key"] for each in _fields(model)}:
            return start + missing[1], "Write this: it is needed."
        row = rest[1] if len(rest) > 1 else None
        named = f"{row + 1}: " if isinstance(row, int) else ""
        return (start + str(rest[0]) if rest else start.rstrip("/")), named + what

    def differences(self) -> list[Difference]:
        """What differs from the session that it is made of."""
        as_told = (
            {"title": self.base["title"]} if self.title == own_title(self.base) and not self.itself else {}
        )
        return list(plan_differences(self.base, {**self.data, **as_told}))

    def lost_outcomes(self) -> dict[str, str]:
        """Outcomes that stand yet, each with the title of the step that led to it and is left out: somebody should look."""
        gone = [step for step in self.base["steps"] if step["id"] not in map(id_of, self.data["steps"])]
        found = {}
        for outcome in self.data.get("outcomes") or []:
            led = _leads_to(str(outcome), self.base["steps"])
            if led is not None and led in gone:
                found[str(outcome)] = str(led["title"])
        return found

    def to_json(self, library: Library) -> dict[str, Any]:
        """All that the planner's page shows."""
        steps = list(self._steps(library))
        used = {each["kind"] for step in steps for each in step["activities"]}
        return {
            "title": self.title,
            "of": self.base["title"],
            "in_place": self.in_place,
            "fields": {"session": fields_of(Session), "step": fields_of(Step)},
            "kinds": {kind: fields_of(keys_of(kind)) for kind in sorted(used)},
            "sorts": sorts(),
            "offers": offers(library),
            "file": short(self.path) if self.path else "",
            "itself": self.itself,
            "by_hand": self.by_hand,
            "says_only": self.says_only,
            "can_be_put_back": bool(self.itself and self.path and can_be_put_back(self.path)),
            "values": {each["key"]: self.data.get(each["key"]) for each in fields_of(Session)},
            "steps": steps,
            "minutes": _sum(self.data["steps"]),
            "minutes_of": _sum(self.base["steps"]),
            "lengths": self.session.lengths if self.session else [],
            "problems": self.problems_at(),
            "fault": self.fault,
            "needs": self.needs,
            "lost": self.lost_outcomes(),
            "differences": self.differences(),
            "blocks": [{"id": each.id, "title": each.title, "minutes": each.minutes} for each in library.blocks()],
        }  # fmt: skip

    def _steps(self, library: Library) -> Iterator[dict[str, Any]]:
        kinds = {a["id"]: a["kind"] for step in self.data["steps"] for a in _activities(step) if "kind" in a}
        for step in self.data["steps"]:
            yield {
                "id": id_of(step),
                "values": {each["key"]: step.get(each["key"]) for each in fields_of(Step)},
                "activities": [
                    told for a in _activities(step) if (told := self._activity(library, step, a, kinds))
                ],
                "earlier": [choice for choice, _ in earlier(self.data["steps"], id_of(step))],
            }  # fmt: skip

    def _activity(
        self, library: Library, step: Mapping[str, Any], activity: Mapping[str, Any], kinds: Mapping[str, str]
    ) -> dict[str, Any] | None:
        again = str(activity.get("again", ""))
        kind = kinds.get(again) if again else activity.get("kind")
        if kind is None:
            return None
        told = {"id": id_of(activity), "kind": kind, "again": bool(again), "called": kind_words(kind)}
        if again:
            return {**told, "values": {}, "choices": {}}
        choices = fitting_choices(library, self.data["steps"], self.session, id_of(step), activity)
        values = {each["key"]: activity.get(each["key"]) for each in fields_of(keys_of(kind))}
        return {**told, "values": values, "choices": choices}


def plan_session(
    library: Library, own: Path, session: str, changes: Sequence[Change], *, itself: bool = False
) -> Planned:
    """What changes make of a session. Raises NotFoundError for a session that is not there, KitError for a change that cannot be.

    A whole session in the home's own folder is changed in its own file: one that the kit made always, one of a hand
    where `itself` says so. Of all others a version is made.
    """
    path = own_file(library, own, session)
    plan = whole(library, path, changes) if path else None
    said = tuple(said_in(changes).values())
    says_only = bool(said) and all("words" in change for change in changes)
    if plan and (plan.is_made or itself):
        return replace(_plan_whole(library, plan), said=said, says_only=says_only)
    planned = _plan_version(library, own, session, changes)
    return replace(planned, path=path, by_hand=path is not None, said=said, says_only=says_only)


def _plan_whole(library: Library, plan: Whole) -> Planned:
    title = str(plan.data.get("title", ""))
    planned = Planned(
        plan.kept, plan.data, None, title, True, path=plan.path, itself=True, by_hand=not plan.is_made
    )
    try:
        at = library.completed(plan.document())
        session = library.as_session(at)
    except KitError as error:
        return replace(planned, **_faults(error))
    return replace(planned, session=session, needs=_needs(session, library), at=at)


def _plan_version(library: Library, own: Path, session: str, changes: Sequence[Change]) -> Planned:
    at = library.document(session)
    try:
        draft = draft_version(library, own, session, changes)
    except KitError as error:
        blocks = blocks_in(library.layers)
        data = with_blocks(changed(at.data, changes, _base_of(at), blocks), blocks)
        return replace(Planned(_base_of(at), data, None, str(data.get("title", "")), False), **_faults(error))
    in_place = draft.session.id == session
    needs = _needs(draft.session, library)
    title = draft.session.title
    return Planned(_base_of(at), draft.data, draft.session, title, in_place, needs=needs, at=draft.at)


def _faults(error: KitError) -> dict[str, Any]:
    found = error.problems if isinstance(error, ContentError) else ()
    return {"problems": tuple(found), "fault": "" if found else f"{error.what} {error.next}".strip()}


def _needs(session: Session, library: Library) -> dict[str, dict[str, Any]]:
    return {
        session.steps[need.at].id: {"key": need.key, "needed": need.needed, "people": need.people, "longest": need.longest}
        for need in timing_needs(session, library)
    }  # fmt: skip


def fitting(session: Session, minutes: int) -> list[Change]:
    """The changes that bring a session to so many minutes by its own cuts. Raises KitError where these do not reach so far."""
    try:
        given = fit(session.steps, minutes)
    except TooShort as error:
        raise KitError(
            f"What may be cut leaves {error.shortest} minutes.", "Take a step out, or let more be cut."
        ) from None
    changes: list[Change] = []
    for step, left in zip(session.steps, given, strict=True):
        if not left:
            changes.append({"drop": step.id})
        elif left != step.minutes:
            short = {"short": None} if step.short is not None and step.short >= left else {}
            changes.append({"step": step.id, "keys": {"minutes": left, **short}})
    return changes


def _base_of(at: Document) -> Mapping[str, Any]:
    return at.base.data if isinstance(at, Version) else at.data


def _activities(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in step.get("activities") or [] if isinstance(each, Mapping)]


def _fields(model: str) -> Fields:
    """The fields of a session, of a step, or of a kind of activity."""
    of: dict[str, type[Content]] = {"session": Session, "step": Step}
    return fields_of(of.get(model) or keys_of(model))


def _sum(steps: Sequence[Mapping[str, Any]]) -> int:
    return sum(n for step in steps if isinstance(n := step.get("minutes"), int))


def _leads_to(outcome: str, steps: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The step whose words an outcome shares most, None where it shares few with any."""
    wanted = _stems(outcome)
    shares = [len(wanted & _stems(_all_text(step))) for step in steps]
    most = max(shares, default=0)
    if not wanted or most < SHARED * len(wanted) or shares.count(most) > 1:
        return None
    return steps[shares.index(most)]


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{5,}", fold(text))}


def _all_text(step: Mapping[str, Any]) -> str:
    """All that participants read of it."""
    return " ".join(text for at, text in texts_at(step) if not {"facilitator", "difficulties"} & {*at})
