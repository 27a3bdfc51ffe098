"""What of a meeting is seen where: by one seat, and by the room as a whole.

Nobody's private answers are shown to anyone but their own seat. The wall tells
teams apart, and never seats.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from kitlib.activities import CLOCK, EARLIER, LEAD, PACE, Timekeeping, rule_of
from kitlib.activities.attendance import seat_label
from kitlib.activities.base import Beside, Earlier, Group, Rule, Written
from kitlib.activities.carried import Carried, Minutes, still_open
from kitlib.activities.leading import OWN
from kitlib.clock import agenda, fit, rescue
from kitlib.content import Library, Session
from kitlib.store import Answer, Meeting, Store

__all__ = ["View", "told"]

ON_THE_WALL = 500  # texts at most; the newest


class View:
    """The meetings of one store, looked at with one library of sessions."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store = store
        self.library = library
        # Neither a meeting nor its session changes while it is held; both are asked for at every look.
        self.meeting = lru_cache(maxsize=256)(store.meetings.get)
        self.rule = lru_cache(maxsize=4096)(self._rule)
        self._earlier = lru_cache(maxsize=1024)(self._find_earlier)
        self.carried = lru_cache(maxsize=256)(self._find_carried)

    def session(self, meeting: Meeting) -> Session:
        """The session that a meeting holds."""
        return self.library.session(meeting.session)

    def _rule(self, session: str, activity: str) -> Any:
        return rule_of(self.library.session(session), activity, self.library)

    # -- one seat ------------------------------------------------------------------------

    def state(
        self, meeting_id: str, team: str, seat: str, since: int = 0, *, leads: bool = False
    ) -> dict[str, Any]:
        """What a seat sees of its meeting now.

        Always the clock (`agenda`), `now` and the newest entry's id (`change`).
        When there are entries after `since`, also `mine`, `team` and `room`
        (answers by activity and field), `shared` (what each activity's rule
        lets this seat see of the others), `seats`, and `carried` (what is still
        open from earlier meetings). Nobody else's private answer is in it. The one
        who `leads` sees the room's clock, whatever the pace of the teams.
        """
        meeting = self.meeting(meeting_id)
        session = self.session(meeting)
        change = self.store.entries.last_change(meeting_id)
        pressed = self._pressed(meeting_id, change)
        clock = {
            "change": change,
            "now": time.time(),
            "agenda": self._agenda(meeting, session, pressed, "" if leads else team),
        }
        if 0 < since == change:
            return clock
        answers = self.store.entries.current(meeting_id, team=team, seat=seat)
        ours = [a for a in answers if a.address.team == team]
        return {
            **clock,
            "mine": _by_field(a for a in ours if seat and a.address.seat == seat),
            "team": _by_field(a for a in ours if not a.address.seat),
            "room": _by_field(a for a in answers if not a.address.team),
            "shared": {
                id: self._shared(meeting, session, id, answers, team, seat) for id in session.activities
            },
            "seats": _seats(session, ours, self.store.entries.seats_used(meeting_id, team)),
            "carried": [each.__dict__ for each in self.carried(meeting_id)],
        }

    def _pressed(self, meeting: str, change: int) -> dict[str, dict[str, dict[str, Any]]]:
        """What was pressed on the clocks and by the lead, as of the newest entry: activity -> team -> field -> value."""
        if self._last_pressed[:2] != (meeting, change):
            found: dict[str, dict[str, dict[str, Any]]] = {}
            for activity in (CLOCK, PACE, LEAD):
                for answer in self.store.entries.current(meeting, activity=activity):
                    at = answer.address
                    found.setdefault(activity, {}).setdefault(at.team, {})[at.field] = answer.value
            self._last_pressed = (meeting, change, found)
        return self._last_pressed[2]

    _last_pressed: tuple[str, int, dict[str, dict[str, dict[str, Any]]]] = ("", -1, {})

    def _agenda(
        self, meeting: Meeting, session: Session, pressed: dict[str, dict[str, dict[str, Any]]], team: str
    ) -> dict[str, Any]:
        """The clock as plain JSON, with the cuts that would end the meeting on time.

        A team that goes at its own pace has its own: what it started stands
        above what was started for the room.
        """
        marks = dict(pressed.get(CLOCK, {}).get("", {}))
        own = pressed.get(LEAD, {}).get("", {}).get("pace") == OWN
        if own and team:
            marks |= pressed.get(PACE, {}).get(team, {})
        plan = fit(session.steps, meeting.minutes)
        state = agenda(session.steps, plan, Timekeeping.marks(marks.items()), time.time())
        cuts, still_late = rescue(session.steps, state)
        titles = {step.id: step.title for step in session.steps}
        return {
            "slots": [{**slot.__dict__, "title": titles[slot.id]} for slot in state.slots],
            "running": state.running,
            "word": state.word,
            "late": state.late,
            "cuts": [{**cut.__dict__, "title": titles[cut.id]} for cut in cuts],
            "stillLate": still_late,
            "own": own,
        }

    def _shared(
        self, meeting: Meeting, session: Session, activity: str, answers: list[Answer], team: str, seat: str
    ) -> dict[str, Any]:
        rule = self.rule(session.id, activity)
        group = self._group(meeting, session, activity, answers, team, seat)
        if rule.beside is not None:
            other = self.rule(session.id, rule.beside)
            theirs = self._group(meeting, session, rule.beside, answers, team, seat)
            group = replace(group, beside=Beside(other, theirs))
        shared: dict[str, Any] = rule.share(group)
        return shared

    def _group(
        self, meeting: Meeting, session: Session, activity: str, answers: list[Answer], team: str, seat: str
    ) -> Group:
        seats: dict[tuple[str, str], dict[str, Any]] = {}
        of_team: dict[str, Any] = {}
        for answer in answers:
            at = answer.address
            if at.activity == activity:
                if at.seat or at.team != team:
                    seats.setdefault((at.team, at.seat), {})[at.field] = answer.value
                else:
                    of_team[at.field] = answer.value
        mine = seats.pop((team, seat), {})
        others = [Written(t, s, values) for (t, s), values in seats.items()]
        rule = self.rule(session.id, activity)
        earlier = self._earlier(meeting.id, activity) if rule.looks_back else ()
        labels = {each.id: each.label for each in meeting.teams}
        return Group(mine, of_team, others, seat, team, _roles(session, answers), earlier, labels)

    # -- the room ------------------------------------------------------------------------

    def wall(self, meeting_id: str, since: int = 0) -> dict[str, Any]:
        """What all teams send, for the one who leads.

        Always `change` and `now`. When there are entries after `since`, also
        `teams`: id, label, `seats` in use and the team's own `agenda`; `wrote`:
        activity -> team -> how many seats answered, or whether the team did;
        and `texts`: the newest words that a team or the room may read, each
        with activity, label, team, text and at, newest first.
        """
        meeting = self.meeting(meeting_id)
        session = self.session(meeting)
        change = self.store.entries.last_change(meeting_id)
        pressed = self._pressed(meeting_id, change)
        agendas = {team.id: self._agenda(meeting, session, pressed, team.id) for team in meeting.teams}
        seen = {"change": change, "now": time.time(), "agendas": agendas}
        if 0 < since == change:
            return seen
        answers = [a for a in self.store.entries.current(meeting_id) if a.value is not None]
        labels = {team.id: team.label for team in meeting.teams}
        return {
            **seen,
            "teams": [
                {"id": id, "label": label, "seats": len(self.store.entries.seats_used(meeting_id, id))}
                for id, label in labels.items()
            ],
            "wrote": _wrote(session, self.store.entries.who_wrote(meeting_id)),
            "texts": self._texts(session, answers, labels),
        }

    def _texts(self, session: Session, answers: list[Answer], labels: dict[str, str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        removed = {
            (a.address.team, a.address.seat, a.address.activity, a.address.field.removesuffix(".removed"))
            for a in answers
            if a.address.field.endswith(".removed") and a.value
        }
        for answer in sorted(answers, key=lambda a: -a.id):
            at = answer.address
            row = at.field.rpartition(".")[0]
            if (
                at.activity not in session.activities
                or session.activities[at.activity].kind == "attendance"
                or not isinstance(answer.value, str)
                or not answer.value.strip()
                or (at.team, at.seat, at.activity, row) in removed
            ):
                continue
            rule = self.rule(session.id, at.activity)
            assert isinstance(rule, Rule)
            if rule.field(at.field).words:
                found.append(
                    {
                        "activity": at.activity,
                        "field": at.field,
                        "label": rule.field(at.field).label,
                        "team": labels.get(at.team, ""),
                        "text": answer.value,
                        "at": answer.at,
                    }
                )
                if len(found) == ON_THE_WALL:
                    break
        return found

    # -- earlier meetings -------------------------------------------------------------------

    def _before(self, now: Meeting) -> list[Meeting]:
        """Meetings of the same school, or district, before this one, oldest first."""
        if now.district is None:
            return []
        held = self.store.meetings.list(district=now.district)
        found = [
            m for m in held if m.school == now.school and (m.date, m.opened_at) < (now.date, now.opened_at)
        ]
        return found[::-1]

    def _find_earlier(self, meeting_id: str, activity: str) -> tuple[Earlier, ...]:
        """What teams wrote in an activity in earlier meetings of the same session."""
        now = self.meeting(meeting_id)
        found = []
        for held in self._before(now):
            if held.session != now.session:
                continue
            answers = self.store.entries.current(held.id, activity=activity)
            for team in held.teams:
                seats: dict[str, dict[str, Any]] = {}
                for a in answers:
                    if a.address.team == team.id and a.value is not None:
                        seats.setdefault(a.address.seat, {})[a.address.field] = a.value
                of_team = seats.pop("", {})
                if of_team or seats:
                    found.append(Earlier(held.date, team.label, of_team, list(seats.values())))
        return tuple(found)

    def _find_carried(self, meeting_id: str) -> list[Carried]:
        """What earlier meetings on the same resource left open."""
        now = self.meeting(meeting_id)
        resource = self.session(now).resource
        before = []
        for held in self._before(now):
            if held.session not in self.library.session_files:
                continue  # its session file was taken away
            session = self.session(held)
            if session.resource == resource:
                before.append(minutes_of(session, held, self.store.entries.current(held.id)))
        return still_open(before)


def minutes_of(session: Session, meeting: Meeting, answers: Iterable[Answer]) -> Minutes:
    """A meeting's lists of actions and held questions, and what it said of those before it."""
    lists: dict[str, dict[str, dict[str, dict[str, Any]]]] = {"actions": {}, "parking_lot": {}}
    outcomes: dict[str, dict[str, Any]] = {}
    labels = {team.id: team.label for team in meeting.teams}
    for answer in answers:
        at = answer.address
        row, dot, column = at.field.rpartition(".")
        if not dot or answer.value is None or row == "next":
            continue
        if at.activity == EARLIER:
            outcomes.setdefault(row, {})[column] = answer.value
        elif at.activity in session.activities and session.activities[at.activity].kind in lists:
            of_kind = lists[session.activities[at.activity].kind]
            of_kind.setdefault(labels.get(at.team, ""), {}).setdefault(row, {})[column] = answer.value
    return Minutes(meeting.date, lists["actions"], lists["parking_lot"], outcomes)


def told(answer: Answer) -> dict[str, Any]:
    """An answer as a page needs it."""
    return {"value": answer.value, "rev": answer.id, "at": answer.at, "writer": answer.writer}


def _by_field(answers: Iterable[Answer]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for answer in answers:
        found.setdefault(answer.address.activity, {})[answer.address.field] = told(answer)
    return found


def _wrote(session: Session, places: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, dict[str, Any]]]:
    """activity -> team -> {"seats": how many seats answered, "team": whether the team did}."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for team, seat, activity in places:
        if team and activity in session.activities:
            of_team = found.setdefault(activity, {}).setdefault(team, {"seats": 0, "team": False})
            if seat:
                of_team["seats"] += 1
            else:
                of_team["team"] = True
    return found


def _roles(session: Session, answers: Iterable[Answer]) -> dict[tuple[str, str], str]:
    """(team, seat) -> the role given to it."""
    asked = {id for id, activity in session.activities.items() if activity.kind == "attendance"}
    return {
        (answer.address.team, answer.address.field.removesuffix(".role")): str(answer.value).strip()
        for answer in answers
        if answer.address.activity in asked
        and answer.address.field.endswith(".role")
        and str(answer.value or "").strip()
    }


def _seats(session: Session, answers: list[Answer], used: set[str]) -> list[dict[str, Any]]:
    """The seats of a team with what people call them: as many as its attendance offers, and all with a role."""
    attendance = next((a for a in session.activities.values() if a.kind == "attendance"), None)
    offered = attendance.seats if attendance else 6
    roles = {seat: role for (_, seat), role in _roles(session, answers).items()}
    most = max([offered, *(int(seat.removeprefix("seat-")) for seat in roles)])
    ids = [f"seat-{n}" for n in range(1, most + 1)]
    return [{"id": id, "label": seat_label(id, roles.get(id, "")), "taken": id in used} for id in ids]
