"""The desk: all districts and schools at a glance, and the meetings of one, found, sorted and paged here and not in the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from kitlib.content.home import look_or_plain
from kitlib.errors import ContentError, NotFoundError
from kitlib.languages.catalogue import languages
from kitlib.languages.names import ENGLISH, english_name
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.queries import MeetingQueries
from kitlib.settings import Settings
from kitlib.store import Asked, District, Listed, PlaceFigures, School
from kitlib.tabular.folding import fold

__all__ = ["PAGE_LENGTH", "Desk", "Wanted"]

PAGE_LENGTH = 50  # rows
SECONDS = 2.0  # that one answer spends on bringing up to date what changed
LAST = "9999"

Row = dict[str, Any]
_SORTS: Mapping[str, Callable[[Row], Any]] = {
    "name": lambda row: row["key"],
    "last": lambda row: (row["last"] or "", row["key"]),
    "next": lambda row: (row["next"] or LAST, row["key"]),
    "meetings": lambda row: (-row["meetings"], row["key"]),
    "open": lambda row: (-row["open"], row["key"]),
    "overdue": lambda row: (-row["overdue"], row["due"] or LAST, row["key"]),
}
_SHOWS: Mapping[str, Callable[[Row], bool]] = {
    "all": lambda row: True,
    "met": lambda row: row["meetings"] > 0,
    "nothing": lambda row: row["meetings"] == 0,
    "running": lambda row: row["running"] > 0,
    "open": lambda row: row["open"] > 0,
    "overdue": lambda row: row["overdue"] > 0,
}


@dataclass(frozen=True)
class Wanted:
    """What a page asks to see."""

    level: str = "districts"  # or schools
    words: str = ""  # in names and codes
    county: str = ""
    resource: str = ""
    since: str = ""
    until: str = ""
    show: str = "all"
    sort: str = "overdue"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """What stands in a page's address; what makes no sense there is as if it were not there."""
        plain = {
            name: str(query.get(name, ""))[:100] for name in ("words", "county", "resource", "since", "until")
        }
        page = str(query.get("page", ""))[:6]
        return cls(
            **plain,
            level="schools" if query.get("level") == "schools" else "districts",
            show=query["show"] if query.get("show") in _SHOWS else "all",
            sort=query["sort"] if query.get("sort") in _SORTS else "overdue",
            page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
        )


class Desk:
    """The desk of one home."""

    def __init__(self, queries: MeetingQueries, places: Settings) -> None:
        self._queries, self._places = queries, places
        self._store = queries.store

    def choices(self) -> dict[str, Any]:
        """What the filters offer."""
        districts = self._store.districts.all()
        counties = sorted({each.county for each in districts if each.county}, key=fold)
        resources = [{"id": id, "title": self._resource(id)} for id in self._store.standings.resources()]
        resources.sort(key=lambda each: fold(each["title"]))
        return {"counties": counties, "resources": resources, "today": _today()}

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """What a form can offer to choose from, each as what is meant and its words."""
        bring_up_to_date(self._queries, SECONDS)
        held = self._store.standings.sessions()
        library = self._queries.library.sessions()
        sessions = {each.id: each.title for each in library}
        districts = [(each.name, each.code) for each in self._store.districts.all()]
        by_title = [sorted(each.items(), key=lambda of: fold(of[1])) for each in (held, sessions)]
        look = look_or_plain(self._places)
        spoken = {*languages(), *(look.languages or ())}.union(*(each.phrases for each in library))
        named = [(code, english_name(code)) for code in look.offered(spoken) if code != ENGLISH]
        return {"held": by_title[0], "sessions": by_title[1], "districts": districts, "languages": named}

    def overview(self, wanted: Wanted) -> dict[str, Any]:
        """One page of districts or schools, each with its figures; how many fit, and how many are still looked at."""
        left = bring_up_to_date(self._queries, SECONDS)
        asked = Asked(resource=wanted.resource, since=wanted.since, until=wanted.until)
        by_school = wanted.level == "schools"
        figures = self._store.standings.figures(asked, _today(), by_school=by_school)
        rows = [_row(*each, figures) for each in self._places_of(by_school)]
        fit = [row for row in rows if _fits(row, wanted)]
        fit.sort(key=_SORTS[wanted.sort], reverse=wanted.sort == "last")
        pages = max(1, -(-len(fit) // PAGE_LENGTH))
        page = min(wanted.page, pages)
        shown = fit[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
        sums = {name: sum(row[name] for row in fit) for name in ("meetings", "running", "open", "overdue")}
        return {
            "rows": shown,
            "total": len(fit),
            "page": page,
            "pages": pages,
            "sums": sums,
            "left": left,
            "choices": self.choices(),
        }

    def place(self, district: str, school: str = "", page: int = 1) -> dict[str, Any]:
        """One district or school: its meetings, newest first, and what is open. Raises NotFoundError."""
        where = self._store.districts.find(district)
        schools = {each.code: each.name for each in self._store.districts.schools(where.code)}
        building = self._store.districts.school(where.code, school) if school else None
        asked = Asked(district=where.code, school=building.code if building else "")
        bring_up_to_date(self._queries, SECONDS)
        skip = (max(page, 1) - 1) * PAGE_LENGTH
        held, total = self._store.standings.meetings(asked, most=PAGE_LENGTH, skip=skip)
        items = self._store.standings.items(where.code, building.code if building else None)
        return {
            "code": building.code if building else where.code,
            "district": where.name,
            "name": building.name if building else where.name,
            "of": f"{where.name}, {where.county}".strip(", ") if building else where.county,
            "meetings": [self.meeting(each, {where.code: where.name}, schools) for each in held],
            "total": total,
            "page": max(page, 1),
            "pages": max(1, -(-total // PAGE_LENGTH)),
            "items": [
                {**asdict(item), "school": schools.get(item.school, ""), "resource": self._resource(item.resource),
                 "overdue": bool(item.due) and item.due < _today()}
                for item in items
            ],
        }  # fmt: skip

    def meeting(self, held: Listed, names: Mapping[str, str], schools: Mapping[str, str]) -> dict[str, Any]:
        """A meeting in a list, with its notebooks."""
        folder = self._places.meetings / held.id
        plan = self._queries.meeting(held.id)
        labels = {team.id: team.label for team in plan.teams}
        pages = [folder / "facilitator.ipynb", *(folder / f"{team}.ipynb" for team in labels)]
        return {
            "id": held.id,
            "session": plan.session,
            "title": held.title,
            "district": names.get(held.district, held.district) if held.district else "Rehearsal",
            "school": schools.get(held.school, ""),
            "date": held.date,
            "minutes": held.minutes,
            "rehearsal": not held.district,
            "state": held.state,
            "next": held.next,
            "teams": list(labels.values()),
            "notebooks": [p.relative_to(self._places.home).as_posix() for p in pages if p.exists()],
        }

    def _resource(self, id: str) -> str:
        with suppress(NotFoundError, ContentError):
            return self._queries.library.resource(id).title
        return id

    def _places_of(self, by_school: bool) -> list[tuple[District, School | None]]:
        districts = {each.code: each for each in self._store.districts.all()}
        if not by_school:
            return [(district, None) for district in districts.values()]
        return [(districts[each.district], each) for each in self._store.districts.all_schools()]


def _row(district: District, school: School | None, figures: Mapping[tuple[str, str], PlaceFigures]) -> Row:
    of_it = figures.get((district.code, school.code if school else ""), PlaceFigures())
    name = school.name if school else district.name
    return {
        "district": district.code,
        "school": school.code if school else "",
        "name": name,
        "of": district.name if school else "",
        "county": district.county,
        "key": fold(f"{name} {district.name}"),
        **asdict(of_it),
    }


def _fits(row: Row, wanted: Wanted) -> bool:
    hay = f"{row['key']} {fold(row['district'])} {fold(row['school'])}"
    return (
        all(word in hay for word in fold(wanted.words).split())
        and wanted.county in ("", row["county"])
        and _SHOWS[wanted.show](row)
    )


def _today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()
