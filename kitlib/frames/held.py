"""All that a district wrote in one session, read once; and who took part when.

The other modules of this package make frames of it: of words, of plans, of
each kind of activity. Nobody's private answers are read. Each function says
which columns it returns; the order of the rows is the order in which people
should read them. An empty result keeps its columns.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from kitlib.activities import CLOCK, EARLIER, Timekeeping, rule_of
from kitlib.activities.base import OFF, Rule
from kitlib.activities.carried import Carried
from kitlib.clock import Agenda, agenda, fit
from kitlib.content import Library, Session
from kitlib.store import District, Meeting, Store, Team
from kitlib.view import View

__all__ = ["Held", "Part", "gather", "long_day", "said"]


@dataclass
class Part:
    """What one team wrote in one activity of one meeting."""

    meeting: Meeting
    team: Team
    of_team: dict[str, Any] = field(default_factory=dict)  # by field
    seats: dict[str, dict[str, Any]] = field(default_factory=dict)  # seat -> by field

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The team's lists: row -> its cells by column; rows in the order in which they were made."""
        found: dict[str, dict[str, Any]] = {}
        for name in sorted(self.of_team):
            row, dot, column = name.rpartition(".")
            if dot:
                found.setdefault(row, {})[column] = self.of_team[name]
        return found


@dataclass(frozen=True)
class Held:
    """All meetings of one session in one district, with every answer that is neither private nor off the record."""

    session: Session
    library: Library
    district: District
    schools: tuple[str, ...]  # names of the schools that held it, none where the whole district did
    meetings: tuple[Meeting, ...]
    #: activity -> (meeting, team) -> what was written; what belongs to the room stands under the team "".
    answers: Mapping[str, Mapping[tuple[str, str], Part]]
    #: Meeting -> what it found open from earlier ones; only of meetings that said what became of it.
    carried: Mapping[str, Sequence[Carried]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[str]:
        """The ids of the session's activities of a kind, in the order of the agenda."""
        return [id for id, activity in self.session.activities.items() if activity.kind == kind]

    def rule(self, activity: str) -> Rule[Any]:
        """The rule of an activity of the session."""
        found = rule_of(self.session, activity, self.library)
        assert isinstance(found, Rule)
        return found

    def parts(self, activity: str) -> Iterator[Part]:
        """Each team that answered an activity, by meeting and team."""
        of_it = self.answers.get(activity, {})
        for meeting in self.meetings:
            for team in meeting.teams:
                if (meeting.id, team.id) in of_it:
                    yield of_it[meeting.id, team.id]

    # -- who and when --------------------------------------------------------------

    def people(self) -> pd.DataFrame:
        """Columns role, seats: how many seats had each role, over all meetings, most first."""
        roles = Counter(
            role
            for id in self.of_kind("attendance")
            for part in self.parts(id)
            for role in _roles(part).values()
        )
        return pd.DataFrame(roles.most_common(), columns=["role", "seats"])

    def roles(self, meeting: str, team: str) -> dict[str, str]:
        """Seat -> its role, of a team; seats without one are left out."""
        found: dict[str, str] = {}
        for id in self.of_kind("attendance"):
            part = self.answers.get(id, {}).get((meeting, team))
            found |= _roles(part) if part else {}
        return found

    def attendance(self) -> int:
        """How many seats took part: those with a role, and those that wrote or rated without one."""
        seats: set[tuple[str, str, str]] = set()
        for of_it in self.answers.values():
            for (meeting, team), part in of_it.items():
                seats |= {(meeting, team, seat) for seat in part.seats}
        for id in self.of_kind("attendance"):
            seats |= {(p.meeting.id, p.team.id, seat) for p in self.parts(id) for seat in _roles(p)}
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
        pressed = self.answers.get(CLOCK, {}).get((meeting.id, ""))
        marks = Timekeeping.marks(pressed.of_team.items() if pressed else ())
        return agenda(self.session.steps, fit(self.session.steps, meeting.minutes), marks, time.time())


def said(value: object) -> str:
    """A cell as text without blanks around it; nothing is the empty text."""
    return str(value if value is not None else "").strip()


def _roles(part: Part) -> dict[str, str]:
    return {seat: role for seat, cells in part.rows.items() if (role := said(cells.get("role")))}


def gather(store: Store, library: Library, session: str, district: str) -> Held:
    """All that a district wrote in a session. Raises NotFoundError for an unknown session or district."""
    plan = library.session(session)
    where = store.districts.find(district)
    meetings = [m for m in store.meetings.list(session=session, district=where.code) if not m.rehearsal]
    meetings.sort(key=lambda meeting: (meeting.date, meeting.opened_at))
    answers: dict[str, dict[tuple[str, str], Part]] = {}
    for meeting in meetings:
        teams = {"": Team("", ""), **{team.id: team for team in meeting.teams}}
        current = store.entries.current(meeting.id)
        off = {
            (a.address.team, a.address.seat, a.address.activity, a.address.field.removesuffix(OFF))
            for a in current
            if a.address.field.endswith(OFF) and a.value
        }
        for answer in current:
            at = answer.address
            if answer.value is None or at.team not in teams or at.field.endswith(OFF):
                continue
            if any(
                (at.team, at.seat, at.activity, w) in off for w in (at.field, at.field.rpartition(".")[0])
            ):
                continue  # its writer took it out of the record
            of_it = answers.setdefault(at.activity, {})
            part = of_it.get((meeting.id, at.team))
            if part is None:
                part = of_it[meeting.id, at.team] = Part(meeting, teams[at.team])
            (part.seats.setdefault(at.seat, {}) if at.seat else part.of_team)[at.field] = answer.value
    held_by = {meeting.school for meeting in meetings}
    schools = tuple(school.name for school in store.districts.schools(where.code) if school.code in held_by)
    view = View(store, library)
    carried = {meeting: view.carried(meeting) for meeting, _ in answers.get(EARLIER, {})}
    return Held(plan, library, where, schools, tuple(meetings), answers, carried)


def long_day(day: str) -> str:
    """`2026-11-23` as people write it: "November 23, 2026"; other text as it is."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date:%B} {date.day}, {date.year}"
