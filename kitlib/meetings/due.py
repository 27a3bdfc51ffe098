"""What is due in the coming weeks, district by district: open actions with a date, and days on which teams meet again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.queries import MeetingQueries
from kitlib.store import District

__all__ = ["DueAction", "DueDate", "DueDistrict", "find_due"]


@dataclass(frozen=True)
class DueAction:
    """An open action. `school` is a name, empty where the whole district met; the days are ISO."""

    what: str
    owner: str  # a role
    due: str
    is_overdue: bool
    school: str
    team: str
    met: str  # the day of the meeting in which it was written


@dataclass(frozen=True)
class DueDate:
    """A day on which those who met for `title` meet again."""

    day: str
    title: str
    school: str
    meeting: str


@dataclass(frozen=True)
class DueDistrict:
    """What is due in one district, what is overdue first."""

    district: District
    actions: list[DueAction] = field(default_factory=list)
    dates: list[DueDate] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        """How many actions are."""
        return sum(action.is_overdue for action in self.actions)


def find_due(queries: MeetingQueries, today: str, until: str, county: str = "") -> list[DueDistrict]:
    """The districts, by name, with their open actions due up to a day, what is overdue too, and dates from today up to it.

    What was taken out of the record is not in it.
    """
    bring_up_to_date(queries)
    store = queries.store
    names = {school.code: school.name for school in store.districts.all_schools()}
    found = {d.code: DueDistrict(d) for d in store.districts.all() if county in ("", d.county)}
    for code, item in store.standings.due(until):
        if code in found:
            school = names.get(item.school, "")
            is_overdue = item.due < today
            found[code].actions.append(
                DueAction(item.what, item.owner, item.due, is_overdue, school, item.label, item.date)
            )
    for held in store.standings.coming(today, until):
        if held.district in found:
            date = DueDate(held.next, held.title, names.get(held.school, ""), held.id)
            found[held.district].dates.append(date)
    return sorted(_with_something(found), key=lambda each: each.district.name.casefold())


def _with_something(found: dict[str, DueDistrict]) -> Iterator[DueDistrict]:
    return (each for each in found.values() if each.actions or each.dates)
