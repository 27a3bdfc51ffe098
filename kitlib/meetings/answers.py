"""All that a district wrote in one session, read once from the store."""

from __future__ import annotations

from kitlib.content import Library
from kitlib.kinds.shared.answers import DistrictAnswers, TeamAnswers
from kitlib.kinds.shared.off_record import on_record
from kitlib.meetings.carry_over import EARLIER
from kitlib.meetings.queries import MeetingQueries
from kitlib.store import Store, Team

__all__ = ["read_answers"]


def read_answers(store: Store, library: Library, session: str, district: str) -> DistrictAnswers:
    """All that a district wrote in a session, but what is private or not for the record.

    Raises NotFoundError for an unknown session or district.
    """
    plan = library.session(session)
    where = store.districts.find(district)
    meetings = [m for m in store.meetings.list(session=session, district=where.code) if not m.rehearsal]
    meetings.sort(key=lambda meeting: (meeting.date, meeting.opened_at))
    answers: dict[str, dict[tuple[str, str], TeamAnswers]] = {}
    for meeting in meetings:
        teams = {"": Team("", ""), **{team.id: team for team in meeting.teams}}
        for answer in on_record(store.entries.current(meeting.id)):
            at = answer.address
            if answer.value is None or at.team not in teams:
                continue
            of_it = answers.setdefault(at.activity, {})
            of_team = of_it.get((meeting.id, at.team))
            if of_team is None:
                of_team = of_it[meeting.id, at.team] = TeamAnswers(meeting, teams[at.team])
            (of_team.seats.setdefault(at.seat, {}) if at.seat else of_team.of_team)[at.field] = answer.value
    held_by = {meeting.school for meeting in meetings}
    schools = tuple(school.name for school in store.districts.schools(where.code) if school.code in held_by)
    queries = MeetingQueries(store, library)
    carried = {meeting: queries.carried(meeting) for meeting, _ in answers.get(EARLIER, {})}
    return DistrictAnswers(plan, library, where, schools, tuple(meetings), answers, carried)
