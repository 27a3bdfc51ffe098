"""Meetings and their teams."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from kitlib.errors import NotFoundError, StoreError, did_you_mean
from kitlib.store.contents import KeptContent, keep
from kitlib.store.database import Database
from kitlib.store.tables import meetings, showings, teams

__all__ = ["Meeting", "Meetings", "Showing", "Team"]

_NO_NAME = re.compile("[^A-Za-z0-9._-]+")
UNIQUE_VIOLATION = "23505"  # as PostgreSQL calls it


@dataclass(frozen=True)
class Team:
    """A table in a meeting."""

    id: str
    label: str


@dataclass(frozen=True)
class Showing:
    """What a meeting showed from a moment on. What `places` (JSON) means is for others to say."""

    content: str  # digest
    at: float
    places: str = "{}"


@dataclass(frozen=True)
class Meeting:
    """A session held. `district` is None for a rehearsal, whose entries go into no record."""

    id: str
    session: str
    district: str | None
    school: str | None
    date: str
    minutes: int
    rehearsal: bool
    opened_at: float
    teams: tuple[Team, ...]
    content: str | None = None  # digest of what it shows; None where that is not kept yet
    content_assumed: bool = False  # whether that was taken later than the meeting was opened
    showings: tuple[Showing, ...] = ()  # all that it showed, the newest last, where it is more than one


class Meetings:
    """The meetings in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def open(
        self,
        *,
        session: str,
        date: str,
        minutes: int,
        teams_: list[str],
        content: KeptContent,
        district: str | None = None,
        school: str | None = None,
    ) -> Meeting:
        """Open a meeting that shows `content`, or a rehearsal where no district is given.

        Its id can be read: session, district, day. It becomes the name of a folder, so of a district's code
        that came in before codes were checked it holds only what a name may.
        """
        stem = "-".join([session, _NO_NAME.sub("-", district or "rehearsal"), date])
        with self._db.write("meetings") as connection:
            row = {
                "session": session,
                "district": district,
                "school": school,
                "date": date,
                "minutes": minutes,
                "rehearsal": district is None,
                "opened_at": time.time(),
                "content": content.digest,
            }
            keep(connection, content)
            id = _insert(connection, stem, row)
            rows = [
                {"meeting": id, "id": f"team-{n}", "label": label} for n, label in enumerate(teams_, start=1)
            ]
            connection.execute(insert(teams), rows)
        return self.get(id)

    def import_meeting(self, meeting: Meeting) -> bool:
        """Add a meeting that comes from elsewhere under its own id; False when one of that id is here already."""
        row = {key: value for key, value in meeting.__dict__.items() if key not in ("teams", "showings")}
        with self._db.write("meetings") as connection:
            if connection.execute(select(meetings.c.id).where(meetings.c.id == meeting.id)).first():
                return False
            connection.execute(insert(meetings).values(row))
            of_it = [{"meeting": meeting.id, **team.__dict__} for team in meeting.teams]
            connection.execute(insert(teams), of_it)
            _show(connection, meeting.id, 0, meeting.showings)
        return True

    def show(self, meeting: Meeting, content: KeptContent, places: str) -> Meeting:
        """Let a meeting show another content from now on, and keep what it showed before. Raises StoreError where somebody
        else was first, since `places` was made for what it shows in `meeting`."""
        with self._db.write("meetings") as connection:
            self._db.lock(connection, f"meeting {meeting.id}")
            here = select(meetings.c.content).where(meetings.c.id == meeting.id)
            if connection.execute(here).scalar() != meeting.content:
                raise StoreError(
                    "The meeting took in another version just now.", "Look again, then decide: kit renew"
                )
            keep(connection, content)
            before = () if meeting.showings else (Showing(str(meeting.content), meeting.opened_at),)
            now = Showing(content.digest, time.time(), places)
            _show(connection, meeting.id, len(meeting.showings), (*before, now))
            changed = update(meetings).where(meetings.c.id == meeting.id)
            connection.execute(changed.values(content=content.digest))
        return self.get(meeting.id)

    def without_content(self) -> list[Meeting]:
        """The meetings of which it is not kept what they show."""
        with self._db.read() as connection:
            ids = (
                connection.execute(select(meetings.c.id).where(meetings.c.content.is_(None))).scalars().all()
            )
        return [self.get(id) for id in ids]

    def assume_content(self, content: KeptContent, ids: Sequence[str]) -> None:
        """Say what meetings of before show, as well as it is known now; one that has its content keeps it."""
        with self._db.write("meetings") as connection:
            keep(connection, content)
            unknown = meetings.c.id.in_(list(ids)) & meetings.c.content.is_(None)
            known = {"content": content.digest, "content_assumed": True}
            connection.execute(update(meetings).where(unknown).values(known))

    def get(self, id: str) -> Meeting:
        """The meeting; raises NotFoundError with the nearest id."""
        with self._db.read() as connection:
            row = connection.execute(select(meetings).where(meetings.c.id == id)).first()
            if row is None:
                known = connection.execute(select(meetings.c.id)).scalars().all()
                raise NotFoundError(
                    f'There is no meeting "{id}" in {self._db.place}{did_you_mean(id, known)}',
                    "List the meetings with: kit meetings",
                )
            of_it = connection.execute(select(teams).where(teams.c.meeting == id).order_by(teams.c.id)).all()
            shown = connection.execute(_SHOWN.where(showings.c.meeting == id)).all()
        return _meeting(row, of_it, shown)

    def list(
        self, *, session: str | None = None, district: str | None = None, most: int | None = None
    ) -> list[Meeting]:
        """The meetings that match, newest day first, rehearsals among them; all of them, or so many at most."""
        query = select(meetings).order_by(meetings.c.date.desc(), meetings.c.opened_at.desc())
        if session is not None:
            query = query.where(meetings.c.session == session)
        if district is not None:
            query = query.where(meetings.c.district == district)
        if most is not None:
            query = query.limit(most)
        wanted = query.with_only_columns(meetings.c.id)
        of_them = select(teams).where(teams.c.meeting.in_(wanted)).order_by(teams.c.id)
        members: dict[str, list[object]] = {}
        shown: dict[str, list[object]] = {}
        with self._db.read() as connection:
            rows = connection.execute(query).all()
            for team in connection.execute(of_them):
                members.setdefault(team.meeting, []).append(team)
            for showing in connection.execute(_SHOWN.where(showings.c.meeting.in_(wanted))):
                shown.setdefault(showing.meeting, []).append(showing)
        return [_meeting(row, members.get(row.id, []), shown.get(row.id, [])) for row in rows]


_SHOWN = select(showings).order_by(showings.c.meeting, showings.c.n)


def _show(connection: Connection, meeting: str, first: int, added: Sequence[Showing]) -> None:
    rows = [{"meeting": meeting, "n": n, **each.__dict__} for n, each in enumerate(added, start=first)]
    if rows:
        connection.execute(insert(showings), rows)


def _insert(connection: Connection, stem: str, row: dict[str, Any]) -> str:
    """Add a meeting under `stem`, or where there is one of that id, `stem` and the first number that is free; its id."""
    taken = set(connection.execute(select(meetings.c.id).where(meetings.c.id.like(f"{stem}%"))).scalars())
    for n in itertools.count(1):
        id = stem if n == 1 else f"{stem}-{n}"
        if id in taken:
            continue
        try:
            with connection.begin_nested():
                connection.execute(insert(meetings).values({**row, "id": id}).inline())
            return id
        except IntegrityError as error:
            # A login need not see every meeting: the id may be one of a school that it does not reach.
            if getattr(error.orig, "sqlstate", None) != UNIQUE_VIOLATION:
                raise
    raise AssertionError


def _meeting(row: Row[Any], of_it: object, shown: object) -> Meeting:
    members = tuple(Team(team.id, team.label) for team in of_it)  # type: ignore[attr-defined]
    return Meeting(
        row.id,
        row.session,
        row.district,
        row.school,
        row.date,
        row.minutes,
        row.rehearsal,
        row.opened_at,
        members,
        row.content,
        row.content_assumed,
        tuple(Showing(each.content, each.at, each.places) for each in shown),  # type: ignore[attr-defined]
    )
