"""Planning a meeting: opening it in the store and making its notebooks.

The start page and `kit open` both come through `create_meeting`.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kitlib.clock import TooShort, fit
from kitlib.content import Library, Session
from kitlib.content.notebooks import Parameters, session_notebook, write
from kitlib.content.source import ContentSource
from kitlib.errors import KitError, nothing_done
from kitlib.meetings.contents import content_now
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.series import hand_on, set_begin
from kitlib.settings import Settings, private_folder
from kitlib.store import District, Meeting, School, Store
from kitlib.tabular import values
from kitlib.tabular.refusals import is_one_line, shortened

__all__ = [
    "CreatedMeeting",
    "check_minutes",
    "create_meeting",
    "read_day",
    "read_hour",
    "rehearsal",
    "rewrite_notebooks",
]

MOST_TEAMS = 40


@dataclass(frozen=True)
class CreatedMeeting:
    """A meeting and its notebooks: the facilitator's first, then one a team. Paths are under the home."""

    meeting: Meeting
    notebooks: tuple[Path, ...]


def create_meeting(
    store: Store,
    library: Library,
    places: Settings,
    *,
    session: str,
    district: str = "",
    school: str = "",
    date: str = "",
    teams: Sequence[str] = ("Team 1",),
    minutes: int | None = None,
    time: str = "",
    after: str = "",
) -> CreatedMeeting:
    """Open a meeting of a session for a district, or a rehearsal where none is named, and make its notebooks.

    `district` and `school` are codes or names, `date` is YYYY-MM-DD (default:
    today), `minutes` a length that the session can run in (default: the full
    one), `time` the hour at which it begins. `after` is the id of the meeting that it follows: what that one hands on
    stands in it from the start. Raises NotFoundError and KitError before anything is opened.
    """
    with nothing_done("No meeting was opened."):
        plan = library.session(session)
    at = check_minutes(plan, minutes)
    day = read_day(date)
    labels, begins = _labels(teams), read_hour(time)
    queries = MeetingQueries(store, library)
    before = queries.meeting(after) if after else None
    where = store.districts.find(district) if district else None
    building = _school(store, where, school)
    _see_that_notebooks_can_be_written(places.meetings)
    meeting = store.meetings.open(
        session=plan.id,
        date=day,
        minutes=at,
        teams_=labels,
        district=where.code if where else None,
        school=building.code if building else None,
        content=content_now(library, plan.id),
    )
    if begins:
        set_begin(store, meeting, begins)
    if before is not None and before.district == meeting.district:
        hand_on(queries, before, meeting)
    store.audit.add("opened", meeting=meeting.id, district=meeting.district)
    return CreatedMeeting(meeting, tuple(_write_notebooks(plan, library, places, meeting)))


def _see_that_notebooks_can_be_written(folder: Path) -> None:
    try:
        private_folder(folder)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise KitError(
            f"{folder}, where notebooks of meetings go, cannot be written: {error.strerror}. No meeting was opened.",
            "Work in a home of your own: kit init FOLDER",
        ) from None


def _write_notebooks(
    plan: Session, library: ContentSource, places: Settings, meeting: Meeting
) -> Iterator[Path]:
    """Write the facilitator's notebook and one a team, and yield their paths under the home."""
    folder = places.meetings / meeting.id
    pages = [
        ("facilitator", "facilitator", "team-1"),
        *((team.id, "team", team.id) for team in meeting.teams),
    ]
    for name, role, team in pages:
        parameters = Parameters(session=plan.id, meeting_id=meeting.id, role=role, team=team)
        path = folder / f"{name}.ipynb"
        write(path, session_notebook(plan, library, parameters, meeting.minutes))
        yield path.relative_to(places.home)


def rewrite_notebooks(queries: MeetingQueries, places: Settings, meeting: Meeting) -> list[Path]:
    """Write the notebooks of a meeting as it is now; those of before stay beside them, since people may have written there."""
    for path in sorted((places.meetings / meeting.id).glob("*.ipynb")):
        if "-before-" not in path.stem:
            path.replace(path.with_stem(f"{path.stem}-before-{len(meeting.showings) - 1}"))
    return list(_write_notebooks(queries.session(meeting), queries.content(meeting), places, meeting))


def rehearsal(store: Store, library: Library, session: str) -> Meeting:
    """Today's rehearsal of a session as it is now, in its full length; opened where there is none.

    It goes into no record. One of before the session was changed is left as it is.
    """
    with nothing_done("No rehearsal was opened."):
        plan = library.session(session)
    today, content = read_day(""), content_now(library, session)
    for held in store.meetings.list(session=plan.id):
        if held.rehearsal and (held.date, held.minutes, held.content) == (
            today,
            plan.minutes,
            content.digest,
        ):
            return held
    return store.meetings.open(
        session=plan.id, date=today, minutes=plan.minutes, teams_=["Team 1"], content=content
    )


def check_minutes(session: Session, minutes: int | None) -> int:
    """The length to run in; raises KitError where it is more than the full one, or less than the cuts reach."""
    if minutes is None:
        return session.minutes
    try:
        fit(session.steps, minutes)
        why = f"it takes {session.minutes}" if minutes > session.minutes else ""
    except TooShort as error:
        why = str(error)
    if why:
        lengths = ", ".join(map(str, sorted([*session.lengths, session.minutes])))
        raise KitError(
            f'"{session.title}" cannot run in {minutes} minutes: {why}.',
            f"Choose one of its lengths: {lengths}",
        )
    return minutes


def read_day(date: str) -> str:
    """A day as it is stored; today where none is named. Raises KitError for what is no date."""
    if not date:
        return dt.datetime.now().astimezone().date().isoformat()
    try:
        return values.day(date)
    except values.Unreadable as error:
        raise KitError(
            f'"{shortened(date)}" is no date. {error.sentence}',
            "Write it as year-month-day, for example 2027-01-31.",
        ) from None


def read_hour(time: str) -> str:
    """An hour as HH:MM; empty where none is named. Raises KitError for what is no time of the day."""
    try:
        return values.time_of_day(time) if time.strip() else ""
    except values.Unreadable as error:
        raise KitError(
            f'"{shortened(time)}" {error}.', "Write it as hours and minutes, for example 3:30 pm."
        ) from None


def _labels(teams: Sequence[str]) -> list[str]:
    labels = [team.strip() for team in teams if team.strip()]
    if not 1 <= len(labels) <= MOST_TEAMS:
        raise KitError(
            f"A meeting has 1 to {MOST_TEAMS} teams; found {len(labels)}.", "Name at least one team."
        )
    twice = {label for label in labels if labels.count(label) > 1}
    if twice:
        raise KitError(
            f"Two teams are called {', '.join(sorted(twice))}.", "Give each team a name of its own."
        )
    odd = [label for label in labels if not is_one_line(label)]
    if odd:
        raise KitError(
            f'The team name "{shortened(odd[0])}" holds a character that cannot be shown.',
            "Take it out, then try again.",
        )
    too_long = [label for label in labels if len(label) > 60]
    if too_long:
        raise KitError(f'The team name "{too_long[0][:40]}…" is too long.', "Use at most 60 characters.")
    return labels


def _school(store: Store, district: District | None, school: str) -> School | None:
    if not school:
        return None
    if district is None:
        raise KitError("A school needs its district.", "Name the district as well.")
    return store.districts.school(district.code, school)
