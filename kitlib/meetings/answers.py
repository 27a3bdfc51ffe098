"""All that a district wrote in one session, read once from the store, under the words that were on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kitlib.content import Library
from kitlib.content.snapshot import nothing_known
from kitlib.errors import ContentError, KitError, NotFoundError
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers, Unplaced
from kitlib.kinds.shared.asked import AskedActivity, HeldMeeting, asked_activities, asked_now, latest_marks
from kitlib.kinds.shared.off_record import on_record
from kitlib.meetings.carry_over import EARLIER
from kitlib.meetings.leading import BREAK, LEAD, says_ready
from kitlib.meetings.placing import TIMES, shown_in
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.rules import BUILTIN
from kitlib.meetings.timekeeping import breaks_in
from kitlib.store import Address, Answer, Meeting, Store, Team

__all__ = ["answers_of", "held_meetings", "read_answers"]


def read_answers(store: Store, library: Library, session: str, district: str) -> DistrictAnswers:
    """All that a district wrote in a session, but what is private or not for the record.

    Raises NotFoundError for an unknown district, or a session that neither a meeting keeps nor a file holds.
    """
    return answers_of(MeetingQueries(store, library), session, district)


def answers_of(
    queries: MeetingQueries,
    session: str,
    district: str,
    latest: Mapping[str, str] | None = None,
    school: str | None = None,
) -> DistrictAnswers:
    """The same of one district among others: `latest` says as which an activity is known by its id in all of them.

    With `school` (a code), of its meetings alone.
    """
    store = queries.store
    where = store.districts.find(district)
    held = held_meetings(queries, session, where.code)
    if school is not None:
        held = [each for each in held if each.meeting.school == school]
    source = held[-1].source if held else queries.library
    plan = source.session(session)
    given = {each.meeting.id: on_record(queries.current(each.meeting)) for each in held}
    held = [_with_breaks(queries, each, given[each.meeting.id]) for each in held]
    shown = [part for each in held for part in (*_before(queries, each, given[each.meeting.id]), each)]
    latest = latest_marks(held) if latest is None else latest
    asked = asked_activities(shown, latest) if held else asked_now(plan, source)
    reading = _Reading(queries, held, asked)
    for each in held:
        for answer in given[each.meeting.id]:
            reading.take(each, answer)
    held_by = {each.meeting.school for each in held}
    schools = tuple(school.name for school in store.districts.schools(where.code) if school.code in held_by)
    carried = {meeting: queries.carried(meeting) for meeting, _ in reading.answers.get(EARLIER, {})}
    return DistrictAnswers(
        where, schools, tuple(held), plan, source, asked, reading.answers, reading.unplaced, carried
    )


def held_meetings(queries: MeetingQueries, session: str, district: str | None = None) -> list[HeldMeeting]:
    """The meetings of districts in which anything was entered, with what they showed, oldest first.

    One of which nobody knows what it showed stands there with nothing; one that was opened and never held, not at all.
    """
    held: list[HeldMeeting] = []
    for meeting in reversed(queries.store.meetings.list(session=session, district=district)):
        if meeting.district is None or not queries.store.entries.last_change(meeting.id):
            continue
        try:
            source = queries.content(meeting)
            plan = source.session(session)
        except (NotFoundError, ContentError):
            source = nothing_known(session)
            plan = source.session(session)
        first = meeting.showings[0].content if meeting.showings else None
        planned = queries.session(replace(meeting, content=first)) if first else None
        held.append(HeldMeeting(meeting, plan, source, planned=planned))
    return held


def _with_breaks(queries: MeetingQueries, held: HeldMeeting, given: Sequence[Answer]) -> HeldMeeting:
    """A meeting with the breaks that were taken; how each went is asked for only where there was one."""
    at = Address(held.meeting.id, "", "", LEAD, BREAK)
    if not any(answer.address == at for answer in given):
        return held
    pressed = [each for each in queries.store.entries.history(at) if each.standing == "accepted"]
    return replace(held, breaks=tuple(breaks_in(pressed)))


def _before(queries: MeetingQueries, held: HeldMeeting, given: Sequence[Answer]) -> Iterator[HeldMeeting]:
    """What a meeting showed before it took in a newer version, with those activities whose answers stand under its words."""
    keys = dict.fromkeys(a.address.activity for a in given if TIMES in a.address.activity)
    for n, showing in enumerate(held.meeting.showings):
        only = frozenset(id for id, of in map(shown_in, keys) if of == n)
        if only:
            source = queries.content(replace(held.meeting, content=showing.content))
            part = f"{TIMES}{n}"
            yield HeldMeeting(held.meeting, source.session(held.meeting.session), source, part, only)


class _Reading:
    """Puts answers in their places: activity by activity as it was asked, meeting by meeting, team by team."""

    def __init__(
        self, queries: MeetingQueries, held: Sequence[HeldMeeting], asked: Mapping[str, AskedActivity]
    ) -> None:
        self._queries = queries
        self._keys = {(m, a.id): key for key, a in asked.items() for m in a.meetings}
        self._teams = {
            each.meeting.id: {"": Team("", ""), **{t.id: t for t in each.meeting.teams}} for each in held
        }
        self.answers: dict[str, dict[tuple[str, str], TeamAnswers]] = {}
        self.unplaced: list[Unplaced] = []

    def take(self, held: HeldMeeting, answer: Answer) -> None:
        """Put one answer in its place; one that was taken back has none, nor has a press of "I am ready"."""
        at, meeting = answer.address, held.meeting
        team = self._teams[meeting.id].get(at.team)
        if answer.value is None or team is None or says_ready(at):
            return
        id, dot, n = at.activity.partition(TIMES)
        key = id if id in BUILTIN else self._keys.get((f"{meeting.id}{dot}{n}", id))
        if key in BUILTIN and meeting.showings and not self._has_place(meeting, answer):
            return  # pressed on the clock for a step that is gone; nobody said it
        if key is None or not self._has_place(meeting, answer):
            self.unplaced.append(Unplaced(meeting, team, at.activity, at.field, answer.value))
            return
        of_it = self.answers.setdefault(key, {})
        of_team = of_it.setdefault((meeting.id, team.id), TeamAnswers(meeting, team))
        (of_team.seats.setdefault(at.seat, {}) if at.seat else of_team.of_team)[at.field] = answer.value

    def _has_place(self, meeting: Meeting, answer: Answer) -> bool:
        """Whether what the meeting shows has such a field; where that was only assumed it may have none."""
        try:
            self._queries.rule(meeting, answer.address.activity).field(answer.address.field)
        except KitError:
            return False
        return True
