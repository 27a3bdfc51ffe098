"""Entries to DataFrames: what a record needs, and nobody's private answers.

Each function says which columns it returns; the order of the rows is the order
in which people should read them. An empty result keeps its columns.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kitlib.activities import CLOCK, KINDS, Timekeeping, rule_of
from kitlib.activities.agreements import Agreements
from kitlib.activities.rating import DIFFER, NOT_DISCUSSED, Rating, counts, spread
from kitlib.clock import Agenda, agenda, fit
from kitlib.content import Library, Session
from kitlib.store import District, Meeting, Store

__all__ = ["Held", "gather", "long_day"]


@dataclass(frozen=True)
class Held:
    """All meetings of one session in one district, with every answer that is not private.

    `answers` has one row an answer: meeting, date, team, label, seat,
    activity, field, row, column, value (any JSON), at (seconds since 1970).
    `row` and `column` are the two halves of a list's field, else empty.
    """

    session: Session
    library: Library
    district: District
    schools: tuple[str, ...]  # names of the schools that held it, none where the whole district did
    meetings: tuple[Meeting, ...]
    answers: pd.DataFrame

    # -- who and when --------------------------------------------------------------

    def people(self) -> pd.DataFrame:
        """Columns role, seats: how many seats had each role, over all meetings, most first."""
        roles: list[str] = []
        for activity in self._of_kind("attendance"):
            of_it = self._activity(activity)
            roles += [
                str(v).strip() for v in of_it[of_it["column"] == "role"]["value"] if str(v or "").strip()
            ]
        found = pd.Series(roles, dtype="object").value_counts()
        return pd.DataFrame({"role": found.index, "seats": found.to_numpy()})

    def attendance(self) -> int:
        """How many seats took part: those with a role, and those that wrote or rated without one."""
        seats: set[tuple[str, str, str]] = set()
        for row in self.answers.itertuples():
            if row.seat:
                seats.add((str(row.meeting), str(row.team), str(row.seat)))
            elif row.column == "role" and str(row.value or "").strip():
                seats.add((str(row.meeting), str(row.team), str(row.row)))
        return len(seats)

    def minutes(self, meeting: Meeting) -> pd.DataFrame:
        """Columns step, planned, used (minutes; used is missing for a step that was not started)."""
        plan = fit(self.session.steps, meeting.minutes)
        state = self._agenda(meeting)
        rows = []
        for step, planned, slot in zip(self.session.steps, plan, state.slots, strict=True):
            held = slot.state in ("done", "running") and slot.start is not None and slot.end is not None
            used = round((slot.end - slot.start) / 60) if held and slot.start and slot.end else None
            if planned or used:
                rows.append({"step": step.title, "planned": planned, "used": used})
        return pd.DataFrame(rows, columns=["step", "planned", "used"])

    def _agenda(self, meeting: Meeting) -> Agenda:
        of_it = self.answers[(self.answers["meeting"] == meeting.id) & (self.answers["activity"] == CLOCK)]
        marks = Timekeeping.marks((str(row.field), row.value) for row in of_it.itertuples())
        return agenda(self.session.steps, fit(self.session.steps, meeting.minutes), marks, time.time())

    # -- what was written ------------------------------------------------------------

    def words(self, scope: Literal["seat", "team"]) -> pd.DataFrame:
        """Columns step, prompt, date, label, text: answers in words of seats, or of whole teams, prompt by prompt.

        `label` names the team only where the team wrote as one. Beside the
        words of a single seat it could tell who wrote them.
        """
        rows = []
        for activity, model in self.session.activities.items():
            if model.kind not in ("reflection", "discussion", "exit"):
                continue
            of_it = self._activity(activity)
            rule = rule_of(self.session, activity, self.library)
            assert isinstance(rule, KINDS[model.kind])
            for field, spec in rule.fields().items():
                if spec.scope != scope:
                    continue
                for row in of_it[of_it["field"] == field].itertuples():
                    if str(row.value or "").strip():
                        step = self.session.step_of(activity).title
                        label = row.label if scope == "team" else ""
                        rows.append((step, spec.label, row.date, label, str(row.value).strip()))
        return pd.DataFrame(rows, columns=["step", "prompt", "date", "label", "text"])

    def answered(self) -> pd.DataFrame:
        """Columns prompt, answers: how many wrote under each prompt that is not private."""
        held = {
            step.id
            for meeting in self.meetings
            for step, minutes in zip(
                self.session.steps, fit(self.session.steps, meeting.minutes), strict=True
            )
            if minutes
        }
        prompts = []
        for activity, model in self.session.activities.items():
            if model.kind in ("reflection", "discussion", "exit"):
                rule = rule_of(self.session, activity, self.library)
                fields = rule.fields() if isinstance(rule, KINDS[model.kind]) else {}
                of_it = self._activity(activity)
                for field, spec in fields.items():
                    if spec.scope == "seat" and spec.visibility != "private":
                        texts = of_it[of_it["field"] == field]["value"]
                        wrote = sum(1 for text in texts if str(text or "").strip())
                        if wrote or self.session.step_of(activity).id in held:
                            prompts.append((spec.label, wrote))
        return pd.DataFrame(prompts, columns=["prompt", "answers"])

    def notes(self) -> pd.DataFrame:
        """Columns date, label, notice, evidence, implication: what teams noted on a video or text."""
        return self._rows("discussion", ["notice", "evidence", "implication"])

    def agreements(self) -> pd.DataFrame:
        """Columns date, label, text, agreed (bool), kept (kept, partly, not or empty), one row an agreement."""
        kept: dict[tuple[str, str, str, str], str] = {}
        for activity in self._of_kind("agreements"):
            model = self.session.activities[activity]
            review = getattr(model, "review", None)
            if review:
                of_it = self._activity(activity)
                for row in of_it[of_it["column"] == "kept"].itertuples():
                    kept[(str(row.meeting), str(row.team), review, str(row.row))] = str(row.value or "")
        rows = []
        for activity in self._of_kind("agreements"):
            rule = rule_of(self.session, activity, self.library)
            if not isinstance(rule, Agreements) or rule.activity.review:
                continue
            suggested = {s.id: s.text for s in rule.activity.suggest}
            for meeting, team, label, cells in self._teams(activity):
                for id in [*suggested, *(r for r in cells if r not in suggested)]:
                    found = cells.get(id, {})
                    text = str(found.get("text", suggested.get(id, "")) or "").strip()
                    if text and not found.get("removed"):
                        k = kept.get((meeting.id, team, activity, id), "")
                        rows.append((meeting.date, label, text, bool(found.get("agreed")), k))
        return pd.DataFrame(rows, columns=["date", "label", "text", "agreed", "kept"])

    # -- what was decided ------------------------------------------------------------

    def actions(self) -> pd.DataFrame:
        """Columns date, label, what, owner, due, measure, status; by due date, undated last."""
        found = self._rows("actions", ["what", "owner", "due", "measure", "status"])
        found = found[found["what"] != ""]
        return found.sort_values(
            "due", key=lambda due: due.where(due != "", "9999"), kind="stable", ignore_index=True
        )

    def next_meetings(self) -> pd.DataFrame:
        """Columns date, label, next (a day, or empty), owner, none (the reason for no next meeting)."""
        rows = []
        for activity in self._of_kind("actions"):
            for meeting, _, label, cells in self._teams(activity):
                found = cells.get("next", {})
                values = [str(found.get(key) or "").strip() for key in ("date", "owner", "none")]
                if any(values):
                    rows.append((meeting.date, label, *values))
        return pd.DataFrame(rows, columns=["date", "label", "next", "owner", "none"])

    def held_questions(self) -> pd.DataFrame:
        """Columns date, label, text, owner, status: the parking lot."""
        found = self._rows("parking_lot", ["text", "owner", "status"])
        return found[found["text"] != ""].reset_index(drop=True)

    # -- ratings ---------------------------------------------------------------------

    def ratings(self) -> Iterator[tuple[Meeting, str, Rating, pd.DataFrame]]:
        """For each meeting, team and instrument with ratings: the meeting, the team's label, the rule, a frame.

        One row an item: item, text, one column of counts a point (named by its
        label), passed, spread (population standard deviation), agreed (the
        point's label, "we differ", "not discussed" or empty), reason.
        """
        for activity in self._of_kind("rating"):
            rule = rule_of(self.session, activity, self.library)
            assert isinstance(rule, Rating)
            of_it = self._activity(activity)
            for meeting in self.meetings:
                for team in meeting.teams:
                    part = of_it[(of_it["meeting"] == meeting.id) & (of_it["team"] == team.id)]
                    frame = _ratings(part, rule)
                    if frame is not None:
                        yield meeting, team.label, rule, frame

    # -- helpers ---------------------------------------------------------------------

    def _of_kind(self, kind: str) -> list[str]:
        return [id for id, activity in self.session.activities.items() if activity.kind == kind]

    def _activity(self, activity: str) -> pd.DataFrame:
        return self.answers[self.answers["activity"] == activity]

    def _teams(self, activity: str) -> Iterator[tuple[Meeting, str, str, dict[str, dict[str, object]]]]:
        """Each team that answered: its meeting, id, label, and cells by row and column, in order of entry."""
        of_it = self._activity(activity)
        for meeting in self.meetings:
            for team in meeting.teams:
                part = of_it[(of_it["meeting"] == meeting.id) & (of_it["team"] == team.id)]
                cells: dict[str, dict[str, object]] = {}
                for row in part.sort_values("row", kind="stable").itertuples():
                    cells.setdefault(str(row.row), {})[str(row.column)] = row.value
                if cells:
                    yield meeting, team.id, team.label, cells

    def _rows(self, kind: str, columns: list[str]) -> pd.DataFrame:
        rows = []
        for activity in self._of_kind(kind):
            for meeting, _, label, cells in self._teams(activity):
                for id, found in cells.items():
                    values = [str(found.get(column) or "").strip() for column in columns]
                    if id not in ("", "next") and any(values) and not found.get("removed"):
                        rows.append((meeting.date, label, *values))
        return pd.DataFrame(rows, columns=["date", "label", *columns])


def _ratings(part: pd.DataFrame, rule: Rating) -> pd.DataFrame | None:
    own = part[part["seat"] != ""]
    if own.empty and part.empty:
        return None
    points = {point.value: point.label for point in rule.scale.points}
    agreed_labels: dict[object, str] = {DIFFER: "we differ", NOT_DISCUSSED: "not discussed"}
    agreed_labels |= points.items()
    team = part[part["seat"] == ""]
    of_team = dict(zip(team["field"], team["value"], strict=True))
    rows = []
    for item in rule.instrument.items:
        given = list(own[own["field"] == f"own.{item.id}"]["value"])
        found = counts(given, rule.scale.values)
        rows.append(
            {
                "item": item.id,
                "text": item.text,
                **{points[value]: n for value, n in found.items()},
                "passed": given.count("pass"),
                "spread": round(spread(found), 2),
                "agreed": agreed_labels.get(of_team.get(f"agreed.{item.id}"), ""),
                "reason": str(of_team.get(f"reason.{item.id}") or "").strip(),
            }
        )
    return pd.DataFrame(rows)


def gather(store: Store, library: Library, session: str, district: str) -> Held:
    """All that a district wrote in a session. Raises NotFoundError for an unknown session or district."""
    plan = library.session(session)
    where = store.districts.find(district)
    meetings = [m for m in store.meetings.list(session=session, district=where.code) if not m.rehearsal]
    meetings.sort(key=lambda meeting: (meeting.date, meeting.opened_at))
    rows = []
    for meeting in meetings:
        labels = {team.id: team.label for team in meeting.teams}
        for answer in store.entries.current(meeting.id):
            if answer.value is None:
                continue
            at = answer.address
            row, dot, column = at.field.rpartition(".")
            rows.append(
                {
                    "meeting": meeting.id,
                    "date": meeting.date,
                    "team": at.team,
                    "label": labels.get(at.team, ""),
                    "seat": at.seat,
                    "activity": at.activity,
                    "field": at.field,
                    "row": row if dot else "",
                    "column": column if dot else "",
                    "value": answer.value,
                    "at": answer.at,
                }
            )
    columns = [
        "meeting",
        "date",
        "team",
        "label",
        "seat",
        "activity",
        "field",
        "row",
        "column",
        "value",
        "at",
    ]
    answers = pd.DataFrame(rows, columns=columns, dtype="object")
    held_by = {meeting.school for meeting in meetings}
    schools = tuple(school.name for school in store.districts.schools(where.code) if school.code in held_by)
    return Held(plan, library, where, schools, tuple(meetings), answers)


def long_day(day: str) -> str:
    """`2026-11-23` as people write it: "November 23, 2026"; other text as it is."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date:%B} {date.day}, {date.year}"
