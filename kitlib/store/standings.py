"""Where meetings stand and what is open in districts: made from entries, kept so that lists of thousands are fast."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, case, delete, func, insert, or_, select

from kitlib.store.database import Database
from kitlib.store.tables import entries, meetings, open_items, standings

__all__ = [
    "Asked",
    "Item",
    "Listed",
    "MeetingStanding",
    "PlaceFigures",
    "Standings",
    "forget_district",
    "forget_districts",
]

#: Entries that are looked at again: PostgreSQL gives out numbers before it commits, so a lower one can come later.
OVERLAP = 1_000


@dataclass(frozen=True)
class MeetingStanding:
    """Where one meeting stands."""

    meeting: str
    change: int  # the newest entry that was looked at
    state: str  # open, running, held
    title: str
    resource: str
    next: str  # ISO, or empty


@dataclass(frozen=True)
class Item:
    """An action or a held question that is open in a district, or in one of its schools."""

    school: str  # empty where the whole district met
    resource: str
    sort: str
    what: str
    owner: str
    due: str
    label: str
    date: str


@dataclass(frozen=True)
class Asked:
    """Which meetings are meant; what is empty says nothing."""

    meeting: str = ""
    district: str = ""
    school: str = ""
    resource: str = ""
    since: str = ""  # ISO
    until: str = ""
    rehearsals: bool = False


@dataclass(frozen=True)
class Listed:
    """One meeting in a list."""

    id: str
    title: str
    district: str  # empty for a rehearsal
    school: str
    date: str
    minutes: int
    state: str
    resource: str
    next: str


@dataclass(frozen=True)
class PlaceFigures:
    """A district, or one of its schools, in numbers."""

    meetings: int = 0
    last: str = ""  # ISO
    running: int = 0  # that are open or running
    next: str = ""  # the first day after today on which somebody meets again
    open: int = 0  # actions that are
    overdue: int = 0
    due: str = ""  # the first day by which one of them is due


class Standings:
    """The standings in one database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def behind(self) -> set[str | None]:
        """The districts in which a meeting was opened or an answer came since their standings were made; None for rehearsals."""
        with self._db.read() as connection:
            mark = connection.execute(select(func.max(standings.c.change))).scalar() or 0
            without = select(meetings.c.id).where(meetings.c.id.not_in(select(standings.c.meeting)))
            later = and_(standings.c.meeting == entries.c.meeting, standings.c.change < entries.c.id)
            # By their numbers alone: grouped by meeting, an index of all entries would be read from end to end.
            changed = select(entries.c.meeting).join(standings, later).where(entries.c.id > mark - OVERLAP)
            wanted = select(meetings.c.district).where(
                or_(meetings.c.id.in_(without), meetings.c.id.in_(changed))
            )
            return set(connection.execute(wanted.distinct()).scalars())

    def put(self, district: str | None, found: Sequence[MeetingStanding], items: Sequence[Item]) -> None:
        """What stands in a district now, in the place of what was known; of rehearsals without any items."""
        with self._db.write("standings") as connection:
            forget_district(connection, district)
            here = set(connection.execute(select(meetings.c.id).where(_of(district))).scalars())
            rows = [each.__dict__ for each in found if each.meeting in here]  # another may have purged one
            if rows:
                connection.execute(insert(standings), rows)
            if items and here:
                connection.execute(
                    insert(open_items), [{"district": district, **each.__dict__} for each in items]
                )

    def meetings(self, asked: Asked, *, most: int, skip: int = 0) -> tuple[list[Listed], int]:
        """So many meetings after those to skip, newest day first, and how many there are in all."""
        where = _where(asked)
        query = select(meetings, standings.c.state, standings.c.title, standings.c.resource, standings.c.next)
        newest = (meetings.c.date.desc(), meetings.c.opened_at.desc())
        with self._db.read() as connection:
            rows = connection.execute(_joined(query, where).order_by(*newest).limit(most).offset(skip)).all()
            total = connection.execute(_joined(select(func.count()), where)).scalar() or 0
        return [_listed(row) for row in rows], total

    def figures(
        self, asked: Asked, today: str, *, by_school: bool = False
    ) -> dict[tuple[str, str], PlaceFigures]:
        """(district, school) -> its numbers; without `by_school` those of all schools belong to the district's own."""
        of_meetings = _meetings_by_place(asked, today, by_school)
        of_items = _items_by_place(asked, today, by_school)
        found: dict[tuple[str, str], PlaceFigures] = {}
        with self._db.read() as connection:
            open_ = {(row.district, row.school): row for row in connection.execute(of_items)}
            for row in connection.execute(of_meetings):
                more = open_.pop((row.district, row.school), None)
                figures = (more.open, more.overdue, more.due or "") if more else ()
                found[row.district, row.school] = PlaceFigures(
                    row.meetings, row.last, row.running, row.next or "", *figures
                )
        for place, row in open_.items():  # of meetings before or after the days that are asked for
            found[place] = PlaceFigures(open=row.open, overdue=row.overdue, due=row.due or "")
        return found

    def resources(self) -> list[str]:
        """The resources on which anybody met."""
        query = select(standings.c.resource).where(standings.c.resource != "").distinct()
        with self._db.read() as connection:
            return list(connection.execute(query).scalars())

    def sessions(self) -> dict[str, str]:
        """The sessions that districts held, each with a title under which it was."""
        query = _joined(select(meetings.c.session, standings.c.title), _where(Asked())).distinct()
        with self._db.read() as connection:
            return {row.session: row.title for row in connection.execute(query)}

    def items(self, district: str, school: str | None = None) -> list[Item]:
        """What is open in a district, or in one of its schools: what is due first comes first."""
        last = case((open_items.c.due == "", 1), else_=0)
        query = select(open_items).where(open_items.c.district == district)
        if school is not None:
            query = query.where(open_items.c.school == school)
        with self._db.read() as connection:
            rows = connection.execute(
                query.order_by(open_items.c.sort, last, open_items.c.due, open_items.c.id)
            )
            return [_item(row) for row in rows]

    def due(self, until: str) -> list[tuple[str, Item]]:
        """Every open action of any district that is due on that day or before it, with the district's code; first due first."""
        query = select(open_items).where(
            open_items.c.sort == "action", open_items.c.due != "", open_items.c.due <= until
        )
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(open_items.c.due, open_items.c.id))
            return [(row.district, _item(row)) for row in rows]

    def coming(self, since: str, until: str) -> list[Listed]:
        """Every meeting of a district of which somebody meets again between two days, the first day first."""
        query = select(meetings, standings.c.state, standings.c.title, standings.c.resource, standings.c.next)
        when = and_(_where(Asked()), standings.c.next >= since, standings.c.next <= until)
        with self._db.read() as connection:
            rows = connection.execute(_joined(query, when).order_by(standings.c.next, meetings.c.id))
            return [_listed(row) for row in rows]


def forget_districts(connection: Connection, meetings_: Collection[str]) -> None:
    """Take away what is known of the districts of these meetings, so that it is made anew from what is there then."""
    of_them = select(meetings.c.district).where(meetings.c.id.in_(list(meetings_))).distinct()
    for district in connection.execute(of_them).scalars().all():
        forget_district(connection, district)


def forget_district(connection: Connection, district: str | None) -> None:
    """Take away what is known of a district, or of all rehearsals."""
    of_it = select(meetings.c.id).where(_of(district))
    connection.execute(delete(standings).where(standings.c.meeting.in_(of_it)))
    connection.execute(delete(open_items).where(open_items.c.district == district))


def _of(district: str | None) -> Any:
    return meetings.c.district.is_(None) if district is None else meetings.c.district == district


def _joined(query: Select[Any], where: Any) -> Select[Any]:
    both = meetings.join(standings, standings.c.meeting == meetings.c.id)
    return query.select_from(both).where(where)


def _where(asked: Asked) -> Any:
    given = [
        (asked.meeting, meetings.c.id == asked.meeting),
        (asked.district, meetings.c.district == asked.district),
        (asked.school, meetings.c.school == asked.school),
        (asked.resource, standings.c.resource == asked.resource),
        (asked.since, meetings.c.date >= asked.since),
        (asked.until, meetings.c.date <= asked.until),
        (not asked.rehearsals, meetings.c.district.is_not(None)),
    ]
    return and_(True, *(condition for value, condition in given if value))


def _meetings_by_place(asked: Asked, today: str, by_school: bool) -> Select[Any]:
    school = func.coalesce(meetings.c.school, "") if by_school else func.coalesce("", "")
    place = (meetings.c.district, school.label("school"))
    figures = (
        func.count().label("meetings"),
        func.max(meetings.c.date).label("last"),
        func.sum(case((standings.c.state == "held", 0), else_=1)).label("running"),
        func.min(case((standings.c.next >= today, standings.c.next))).label("next"),
    )
    return _joined(select(*place, *figures), _where(asked)).group_by(*place)


def _items_by_place(asked: Asked, today: str, by_school: bool) -> Select[Any]:
    school = open_items.c.school if by_school else func.coalesce("", "")
    dated = open_items.c.due != ""
    figures = (
        func.count().label("open"),
        func.sum(case((and_(dated, open_items.c.due < today), 1), else_=0)).label("overdue"),
        func.min(case((dated, open_items.c.due))).label("due"),
    )
    query = select(open_items.c.district, school.label("school"), *figures).where(
        open_items.c.sort == "action"
    )
    if asked.resource:
        query = query.where(open_items.c.resource == asked.resource)
    return query.group_by(open_items.c.district, school)


def _item(row: Any) -> Item:
    return Item(row.school, row.resource, row.sort, row.what, row.owner, row.due, row.label, row.date)


def _listed(row: Any) -> Listed:
    return Listed(
        row.id,
        row.title,
        row.district or "",
        row.school or "",
        row.date,
        row.minutes,
        row.state,
        row.resource,
        row.next,
    )
