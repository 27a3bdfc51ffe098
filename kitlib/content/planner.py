"""A session as somebody plans it: what each change makes of it, told back at once, before anything is written.

`kitlib.content.drafts` says what a change is, and writes the version in the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kitlib.clock import TooShort, fit
from kitlib.content.activities import keys_of
from kitlib.content.document import Document, Problem
from kitlib.content.drafts import Change, changed, draft_version, own_title
from kitlib.content.forms import fields_of
from kitlib.content.loading import Library
from kitlib.content.models import Session, Step
from kitlib.content.overlay import id_of
from kitlib.content.plan_changes import Difference, plan_differences
from kitlib.content.timing import timing_needs
from kitlib.content.versions import Version
from kitlib.errors import ContentError, KitError
from kitlib.tabular.folding import fold

__all__ = ["Planned", "fitting", "plan_session"]

#: In the words of a fault, where else it is written; on a page nobody needs that.
_ELSEWHERE = re.compile(r" \(in [^()]*, line \d+\)")
SHARED = 0.34  # of an outcome's longer words, how many a step holds that leads to it


@dataclass(frozen=True)
class Planned:
    """What changes make of a session. What is not sound of it is told at its place, and the data are as they were typed."""

    base: Mapping[str, Any]  # the session that is changed, or of a version the one that it extends
    data: Mapping[str, Any]
    session: Session | None  # None where it is not sound
    title: str  # under which it would stand on the shelf
    in_place: bool  # whether a version is changed that is there already
    problems: Sequence[Problem] = ()
    fault: str = ""  # why it could not be written, where that is not the fault of one place
    needs: Mapping[str, dict[str, Any]] = field(default_factory=dict)  # step -> why its minutes are too few

    def problems_at(self) -> dict[str, list[str]]:
        """What is wrong, by place: `title`, `steps/<id>/minutes`; of a place within a key, by the key."""
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(self._place(problem), []).append(_ELSEWHERE.sub("", problem.what))
        return found

    def _place(self, problem: Problem) -> str:
        loc = problem.loc
        if len(loc) > 1 and loc[0] == "steps" and isinstance(loc[1], int):
            step = self.data["steps"][loc[1]]
            return "/".join(["steps", id_of(step), *map(str, loc[2:3])])
        return str(loc[0]) if loc else ""

    def differences(self) -> list[Difference]:
        """What differs from the session that it is made of."""
        as_told = {"title": self.base["title"]} if self.title == own_title(self.base) else {}
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
        kinds = {each["kind"] for step in self._steps() for each in step["activities"]}
        return {
            "title": self.title,
            "of": self.base["title"],
            "in_place": self.in_place,
            "fields": {"session": fields_of(Session), "step": fields_of(Step)},
            "kinds": {kind: fields_of(keys_of(kind)) for kind in sorted(kinds)},
            "values": {each["key"]: self.data.get(each["key"]) for each in fields_of(Session)},
            "steps": list(self._steps()),
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

    def _steps(self) -> Iterator[dict[str, Any]]:
        for step in self.data["steps"]:
            activities = [each for each in step.get("activities", []) if "id" in each and "kind" in each]
            yield {
                "id": id_of(step),
                "values": {each["key"]: step.get(each["key"]) for each in fields_of(Step)},
                "activities": [
                    {"id": a["id"], "kind": a["kind"],
                     "values": {each["key"]: a.get(each["key"]) for each in fields_of(keys_of(a["kind"]))}}
                    for a in activities
                ],
            }  # fmt: skip


def plan_session(library: Library, own: Path, session: str, changes: Sequence[Change]) -> Planned:
    """What changes make of a session. Raises NotFoundError for a session that is not there, KitError for a change that cannot be."""
    at = library.document(session)
    try:
        draft = draft_version(library, own, session, changes)
    except KitError as error:
        found = error.problems if isinstance(error, ContentError) else ()
        data = _with_blocks(library, changed(at.data, changes, _base_of(at)))
        title = str(data.get("title", ""))
        fault = "" if found else f"{error.what} {error.next}".strip()
        return Planned(_base_of(at), data, None, title, False, tuple(found), fault)
    needs = {
        draft.session.steps[need.at].id: {"key": need.key, "needed": need.needed, "people": need.people, "longest": need.longest}
        for need in timing_needs(draft.session, library)
    }  # fmt: skip
    in_place = draft.session.id == session
    return Planned(_base_of(at), draft.data, draft.session, draft.session.title, in_place, needs=needs)


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


def _with_blocks(library: Library, data: dict[str, Any]) -> dict[str, Any]:
    """Data in which a step that takes a block says what that block says."""
    steps = []
    for step in data["steps"]:
        block = library.layers.find("blocks", f"{step['block']}.yaml") if "block" in step else None
        steps.append({**Document.read(block).data, **step} if block else step)
    return {**data, "steps": steps}


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


def _all_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(
            _all_text(each) for key, each in value.items() if key not in ("facilitator", "difficulties")
        )
    if isinstance(value, list):
        return " ".join(map(_all_text, value))
    return value if isinstance(value, str) else ""
