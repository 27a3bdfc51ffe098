"""What of a meeting is seen where: by one seat, and by all teams together.

Nobody's private answers are shown to anyone but their own seat. The wall tells
teams apart, and never seats.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache, partial
from typing import Any, cast

from kitlib.clock import agenda, fit, rescue
from kitlib.content import Library, Session
from kitlib.content.snapshot import Snapshot
from kitlib.content.source import ContentSource
from kitlib.errors import NotFoundError
from kitlib.kinds.shared.rule import Compared, Group, Rule, Written
from kitlib.meetings import protocol
from kitlib.meetings.carry_over import shown
from kitlib.meetings.devices import KERNEL, Device
from kitlib.meetings.earlier import carried_over, written_before
from kitlib.meetings.leading import LEAD, OWN, RENEWED, SHOW, WALL_TEAM, WALL_VIEW
from kitlib.meetings.placing import TIMES, Placing, key_of, shown_in
from kitlib.meetings.rules import BUILTIN, rule_of
from kitlib.meetings.seating import Roles, holding, roles_of, seats_of
from kitlib.meetings.standing import MeetingAnswers, Standing
from kitlib.meetings.timekeeping import CLOCK, PACE, Timekeeping
from kitlib.meetings.walls import activities_of, figures_of, ready_by_step, texts_of, wrote_in
from kitlib.store import Address, Answer, Meeting, Store

__all__ = ["MeetingQueries", "to_json"]


class MeetingQueries:
    """The meetings of one store, looked at with one library of sessions."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store = store
        self.library = library
        # A meeting is asked for at every look; it changes only where it takes in a newer version of its session.
        self.meeting = lru_cache(maxsize=256)(store.meetings.get)
        self._rule = lru_cache(maxsize=4096)(self._find_rule)
        self._kept = lru_cache(maxsize=256)(
            lambda digest: Snapshot.from_json(json.loads(store.contents.get(digest)))
        )
        self._earlier = lru_cache(maxsize=1024)(partial(written_before, self))
        self.carried = lru_cache(maxsize=256)(partial(carried_over, self))
        self._answers = lru_cache(maxsize=256)(lambda meeting: MeetingAnswers(store, meeting))
        self._live: dict[str, tuple[Standing, Standing]] = {}  # of meetings that took in a newer version

    def standing(self, meeting_id: str) -> Standing:
        """What stands in a meeting now, nobody's private answers among it, each in its place in what is shown now."""
        stored = self._answers(meeting_id).now()
        renewed = stored.answers.get(Address(meeting_id, "", "", LEAD, RENEWED))
        if renewed is None:
            return stored
        if len(self.meeting(meeting_id).showings) - 1 != renewed.value:
            self.meeting.cache_clear()
            self._live.pop(meeting_id, None)
        known = self._live.get(meeting_id)
        if known is None or known[0] is not stored:
            known = self._live[meeting_id] = stored, self._placed(self.meeting(meeting_id), stored)
        return known[1]

    def _placed(self, meeting: Meeting, stored: Standing) -> Standing:
        placing = self.placing(meeting)
        placed = {answer.address: answer for answer in placing.live(stored.answers.values())}
        names = {name: id for id in self.session(meeting).activities for name in placing.names(id)}
        at = {(team, seat, names.get(activity, activity)) for team, seat, activity in stored.places}
        return replace(stored, answers=placed, places=frozenset(at))

    def meeting_now(self, meeting_id: str) -> Meeting:
        """The meeting as it is now, whoever renewed it meanwhile."""
        self.standing(meeting_id)
        return self.meeting(meeting_id)

    def placing(self, meeting: Meeting) -> Placing:
        """Where the answers stand of a meeting that took in a newer version."""
        return Placing(meeting, lambda activity, field: self.rule(meeting, activity).field(field))

    def current(self, meeting: Meeting) -> list[Answer]:
        """The newest answers of a meeting, nobody's private ones, under the words under which each was given.

        One for which what is shown now has no such place stands under a key of its activity, of which `rule` knows.
        """
        stored = self.store.entries.current(meeting.id)
        return self.placing(meeting).told(stored) if meeting.showings else stored

    def content(self, meeting: Meeting) -> ContentSource:
        """Where what a meeting shows is looked up: in what it keeps, else in the files as they are now."""
        return self._kept(meeting.content) if meeting.content else self.library

    def session(self, meeting: Meeting) -> Session:
        """The session that a meeting holds, as it was when the meeting was opened."""
        return self.content(meeting).session(meeting.session)

    def rule(self, meeting: Meeting, activity: str) -> Any:
        """The rule of an activity of a meeting, also of one that every meeting has. Raises AnswerError for neither."""
        if TIMES in activity and meeting.showings:
            activity, n = shown_in(activity)
            return self._rule(meeting.showings[n].content, meeting.session, activity)
        return self._rule(meeting.content, meeting.session, activity)

    def rule_of(self, meeting: Meeting, name: str) -> Any:
        """The rule under which the answers of a name were given, as they are stored. Raises AnswerError."""
        return self.rule(meeting, key_of(name) if meeting.showings and name not in BUILTIN else name)

    def rules(self, meeting: Meeting) -> dict[str, Rule[Any]]:
        """The rule of each activity of a meeting's session, by id."""
        return {id: self.rule(meeting, id) for id in self.session(meeting).activities}

    def _find_rule(self, digest: str | None, session: str, activity: str) -> Any:
        source = self._kept(digest) if digest else self.library
        return rule_of(source.session(session), activity, source)

    # -- one seat ------------------------------------------------------------------------

    def state(
        self,
        meeting_id: str,
        team: str,
        seat: str,
        since: int = 0,
        *,
        leads: bool = False,
        device: Device = KERNEL,
    ) -> protocol.State:
        """What a seat sees of its meeting now, on a device; what belongs to the seat, only where it is that device's.

        Always the clock (`agenda`), `now`, `seats`, and the newest entry's id (`change`).
        When there are entries after `since`, also `mine`, `team` and `room`
        (answers by activity and field), `shared` (what each activity's rule
        lets this seat see of the others), and `carried` (what is still
        open from earlier meetings, with `carriedMore` where that is not all). They tell what came after `since`
        only, where `since` is of this meeting's life so far; all of it otherwise (`whole`). Nobody else's
        private answer is in it. The one who `leads` sees the room's clock, whatever the pace of the teams.
        """
        standing = self.standing(meeting_id)
        meeting = self.meeting(meeting_id)
        # What all threads keep together may be of a later moment than what this one reads beside it.
        change = min(standing.mark.change, self.store.entries.last_change(meeting_id))
        held = self.store.seats.of_team(meeting_id, team)
        rules = self.rules(meeting)
        roles = roles_of(rules, standing.of_team(team))
        clock: protocol.State = {
            "change": change,
            "now": time.time(),
            "agenda": self._agenda(meeting, standing, "" if leads else team),
            "seat": holding(held, seat, device),
            "seats": seats_of(rules, roles, standing.seats_used(team), team, held, device),
        }
        if 0 < since == change:
            return clock
        whole = not 0 < since < change
        after = 0 if whole else since
        answers = list(standing.of_team(team))
        news = [answer for answer in answers if answer.id > after]
        if seat and clock["seat"] == "yours":
            wrote = (team, seat) in standing.private
            private = self._private(meeting, team, seat) if wrote else []
            answers += [answer for answer, _ in private]
            news += [answer for answer, touched in private if touched > after]
        else:
            seat = ""
        ours = [answer for answer in news if answer.address.team == team]
        hidden = frozenset[str]() if leads else self.hidden(meeting)
        seen_rules = {id: rule for id, rule in rules.items() if id not in hidden}
        seen: protocol.State = {
            **clock,
            "whole": whole,
            "mine": _by_field((a for a in ours if seat and a.address.seat == seat), device),
            "team": _by_field((a for a in ours if not a.address.seat), device),
            "room": _by_field((a for a in news if not a.address.team), device),
            "shared": self._all_shared(
                meeting, seen_rules, answers, None if whole else news, roles, team, seat
            ),
        }
        if meeting.showings and seat:
            _say_where_sealed(seen["mine"], self.store.entries.private_of(meeting_id, team, seat))
        return {**seen, **self._carried(meeting_id)} if whole else seen

    def _private(self, meeting: Meeting, team: str, seat: str) -> list[tuple[Answer, int]]:
        """What a seat wrote in private, in its place in what is shown now; beside each when it was touched last."""
        stored = self.store.entries.private_of(meeting.id, team, seat)
        if not meeting.showings:
            return stored
        touched = {answer.id: at for answer, at in stored}
        return [(a, touched[a.id]) for a in self.placing(meeting).live(answer for answer, _ in stored)]

    def _carried(self, meeting_id: str) -> protocol.CarriedOver:
        carried, more = shown(self.carried(meeting_id))
        found: protocol.CarriedOver = {"carried": cast(list[protocol.Carried], [asdict(c) for c in carried])}
        if more:
            found["carriedMore"] = {"count": more.count, "days": list(more.days)}
        return found

    def hidden(self, meeting: Meeting) -> frozenset[str]:
        """The activities that teams do not see now: hidden by the one who leads, or by the plan and not opened yet."""
        pressed = _pressed(self.standing(meeting.id), LEAD)
        activities = self.session(meeting).activities.items()
        return frozenset(
            id
            for id, activity in activities
            if (pressed.get(SHOW + id) or ("hidden" if activity.hidden else "open")) == "hidden"
        )

    def closed_at(self, meeting_id: str, activity: str) -> float | None:
        """Since when an activity is closed or hidden, None where it is open; 0 for one that was never opened."""
        for answer in self.standing(meeting_id).by_activity.get(LEAD, ()):
            if answer.address.field == SHOW + activity and answer.value:
                return answer.at if answer.value in ("closed", "hidden") else None
        known = self.session(self.meeting(meeting_id)).activities.get(activity)
        return 0.0 if known is not None and known.hidden else None

    def ended_at(self, meeting_id: str) -> float | None:
        """When the end of a meeting was pressed last, None where it was not."""
        return _pressed(self.standing(meeting_id), CLOCK).get("end")

    def running(self, meeting: Meeting) -> str | None:
        """The step that runs in the room, by the clock of who leads."""
        return self._agenda(meeting, self.standing(meeting.id), "")["running"]

    def _agenda(self, meeting: Meeting, standing: Standing, team: str) -> protocol.Agenda:
        """The clock, with the cuts that would end the meeting on time.

        A team that goes at its own pace has its own: what it started stands
        above what was started for the room.
        """
        session = self.session(meeting)
        marks = _pressed(standing, CLOCK)
        own = _pressed(standing, LEAD).get("pace") == OWN
        if own and team:
            marks |= _pressed(standing, PACE, team)
        plan = fit(session.steps, meeting.minutes)
        state = agenda(session.steps, plan, Timekeeping.marks(marks.items()), time.time())
        cuts, still_late = rescue(session.steps, state)
        titles = {step.id: step.title for step in session.steps}
        slots = [{**asdict(slot), "title": titles[slot.id]} for slot in state.slots]
        return {
            "slots": cast(list[protocol.Slot], slots),
            "running": state.running,
            "word": state.word,
            "late": state.late,
            "cuts": [{"id": c.id, "minutes": c.minutes, "to": c.to, "title": titles[c.id]} for c in cuts],
            "stillLate": still_late,
            "own": own,
        }

    def _all_shared(
        self,
        meeting: Meeting,
        rules: Mapping[str, Rule[Any]],
        answers: Iterable[Answer],
        news: Iterable[Answer] | None,
        roles: Roles,
        team: str,
        seat: str,
    ) -> dict[str, dict[str, Any]]:
        """What each activity lets a seat see of the others; with `news`, of the activities that these may have changed."""
        by_activity: dict[str, list[Answer]] = {}
        for answer in answers:
            by_activity.setdefault(answer.address.activity, []).append(answer)
        changed = set(rules)
        if news is not None:
            fresh = [answer.address for answer in news]
            changed = {at.activity for at in fresh} | {at.field.removeprefix(SHOW) for at in fresh}
        if any(rules[id].seats_offered is not None for id in changed & set(rules)):
            changed = set(rules)  # a seat's role stands beside what it wrote, wherever that is

        def group(activity: str) -> Group:
            there = by_activity.get(activity, [])
            return self._group(meeting, activity, there, roles, team, seat)

        shared = {}
        for id, rule in rules.items():
            other = rule.compared_with
            if id in changed or other in changed:
                compared = None if other is None else Compared(self.rule(meeting, other), group(other))
                shared[id] = rule.share(replace(group(id), compared=compared))
        return shared

    def _group(
        self, meeting: Meeting, activity: str, answers: list[Answer], roles: Roles, team: str, seat: str
    ) -> Group:
        seats: dict[tuple[str, str], dict[str, Any]] = {}
        of_team: dict[str, Any] = {}
        for answer in answers:
            at = answer.address
            if at.seat or at.team != team:
                seats.setdefault((at.team, at.seat), {})[at.field] = answer.value
            else:
                of_team[at.field] = answer.value
        mine = seats.pop((team, seat), {})
        others = [Written(t, s, values) for (t, s), values in seats.items()]
        earlier = self._earlier(meeting.id, activity) if self.rule(meeting, activity).looks_back else ()
        labels = {each.id: each.label for each in meeting.teams}
        return Group(mine, of_team, others, seat, team, roles, earlier, labels)

    def offer(
        self, meeting_id: str, team: str, activity: str, piles: Mapping[str, Sequence[str]]
    ) -> protocol.Offer:
        """What the kit offers to put together in an activity of a team, from what its seats show each other.

        Raises NotFoundError where the team does not see that activity, or nothing is offered there.
        """
        meeting, standing = self.meeting_now(meeting_id), self.standing(meeting_id)
        rule = self.rules(meeting).get(activity)
        answers = [answer for answer in standing.of_team(team) if answer.address.activity == activity]
        seen = rule is not None and activity not in self.hidden(meeting)
        offer = (
            rule.offer(self._group(meeting, activity, answers, {}, team, ""), piles)
            if rule and seen
            else None
        )
        if offer is None:
            raise NotFoundError("The kit has nothing to offer here.", "Reload the page.")
        found: list[protocol.OfferedPile] = [
            {"name": pile.name, "rows": list(pile.rows), "to": pile.to} for pile in offer.piles
        ]
        return {"by": offer.by, "piles": found, "alone": list(offer.alone)}

    # -- all teams ------------------------------------------------------------------------

    def wall(self, meeting_id: str, since: int = 0) -> protocol.Wall:
        """What all teams send, for the one who leads.

        Always `change`, `now` and each team's own `agendas`. When there are
        entries after `since`, also `teams`: id, label and `seats` in use;
        `wrote`: activity -> team -> how many seats answered, or whether the
        team did; `texts`: the newest words that a team or the room may
        read, each with activity, label, team, text and at, newest first; `ready`:
        step -> team -> how many seats are done; and while the wall shows
        results, the `figures` of the running step.
        """
        standing = self.standing(meeting_id)
        meeting = self.meeting(meeting_id)
        change = standing.mark.change
        agendas = {team.id: self._agenda(meeting, standing, team.id) for team in meeting.teams}
        seen: protocol.Wall = {"change": change, "now": time.time(), "agendas": agendas}
        if 0 < since == change:
            return seen
        answers = [answer for answer in standing.answers.values() if answer.value is not None]
        labels = {team.id: team.label for team in meeting.teams}
        return {
            **seen,
            "teams": [
                {"id": id, "label": label, "seats": len(standing.seats_used(id))}
                for id, label in labels.items()
            ],
            "wrote": wrote_in(self.session(meeting), standing.places),
            "texts": texts_of(answers, self.rules(meeting), labels),
            "ready": ready_by_step(answers),
            **self._figures(meeting, standing, answers, labels),
        }

    def _figures(
        self, meeting: Meeting, standing: Standing, answers: list[Answer], labels: Mapping[str, str]
    ) -> protocol.Results:
        """What the answers in the running step make together, while the one who leads has the wall show it."""
        lead = _pressed(standing, LEAD)
        if lead.get(WALL_VIEW) != "results":
            return {"figures": [], "unshown": 0}
        running = self._agenda(meeting, standing, "")["running"]
        wanted = {lead[WALL_TEAM]: labels[lead[WALL_TEAM]]} if lead.get(WALL_TEAM) in labels else labels
        drawn, unshown = figures_of(
            answers, self.rules(meeting), activities_of(self.session(meeting), running), wanted
        )
        return {"figures": drawn, "unshown": unshown}


def to_json(answer: Answer, device: Device = KERNEL) -> protocol.StoredAnswer:
    """An answer as a page needs it; who wrote it is told to the device that did, and to no other."""
    return {
        "value": answer.value,
        "rev": answer.id,
        "at": answer.at,
        "writer": device.wrote(answer.writer),
    }


def _say_where_sealed(
    mine: dict[str, dict[str, protocol.StoredAnswer]], stored: Iterable[tuple[Answer, int]]
) -> None:
    """Note of each private answer as which it was locked: only by that can its page open it."""
    then = {answer.id: answer.address for answer, _ in stored}
    for activity, fields in mine.items():
        for field, answer in fields.items():
            at = then.get(answer["rev"])
            if at is not None and (at.activity, at.field) != (activity, field):
                answer["sealedAs"] = [shown_in(at.activity)[0], at.field]


def _pressed(standing: Standing, activity: str, team: str = "") -> dict[str, Any]:
    """What was pressed on a clock, or by the one who leads, for the room or for one team: field to value."""
    there = standing.by_activity.get(activity, ())
    return {answer.address.field: answer.value for answer in there if answer.address.team == team}


def _by_field(answers: Iterable[Answer], device: Device) -> dict[str, dict[str, protocol.StoredAnswer]]:
    found: dict[str, dict[str, protocol.StoredAnswer]] = {}
    for answer in answers:
        found.setdefault(answer.address.activity, {})[answer.address.field] = to_json(answer, device)
    return found
