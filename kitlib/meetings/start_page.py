"""The start page: the sessions on the shelf, the meetings that are open or held, and opening one more."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from kitlib.content.finding import Finder, topic_of
from kitlib.content.home import look_or_plain
from kitlib.content.markdown import as_plain
from kitlib.meetings.desk import Desk
from kitlib.meetings.overview import bring_up_to_date
from kitlib.meetings.parts import Place, Shown
from kitlib.meetings.planning import create_meeting
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.series import Stop, next_dates, path_of
from kitlib.settings import Settings
from kitlib.store import Asked

__all__ = ["CALLS", "PAGE_LENGTH", "StartPage"]

PAGE_LENGTH = 20  # meetings
LONGEST_SEARCH = 200  # characters
SECONDS = 2.0  # that one answer spends on bringing up to date what changed
CALLS = ("schools", "open", "meetings", "find")  # what the page asks once it stands


class StartPage:
    """The start page of one home."""

    def __init__(self, queries: MeetingQueries, places: Settings) -> None:
        self._queries, self._places = queries, places
        self._library, self._store = queries.library, queries.store

    def screens(self) -> Shown:
        """The page itself."""
        place: Place = {"meeting": "", "team": "", "role": "start"}
        return {"place": place, "screens": {"start": [("start", self._config())]}}

    def answer(self, call: str, body: Any) -> Any:
        """What the page asks: `schools` of a district, a page of `meetings`, to `find` sessions, to `open` one. Raises KitError."""
        if call == "schools":
            district = self._store.districts.find(str(body["district"]))
            return [school.name for school in self._store.districts.schools(district.code)]
        if call == "meetings":
            page = str(body.get("page", ""))
            return self._meetings(int(page) if page.isdigit() else 1)
        if call == "find":
            return self._find(str(body.get("words", ""))[:LONGEST_SEARCH], str(body.get("minutes", "")))
        opened = create_meeting(
            self._store,
            self._library,
            self._places,
            session=body["session"],
            district=body["district"],
            school=body["school"],
            date=body["date"],
            teams=body["teams"],
            minutes=int(body["minutes"]),
            time=str(body.get("time", "")),
            after=str(body.get("after", "")),
        )
        bring_up_to_date(self._queries, SECONDS)
        held, _ = self._store.standings.meetings(Asked(meeting=opened.meeting.id, rehearsals=True), most=1)
        return {"opened": self._told(held)[0], "meetings": self._meetings(1)}

    def _config(self) -> dict[str, Any]:
        resources: dict[str, dict[str, Any]] = {}
        topics = self._library.topics().topics
        for session in self._library.sessions():
            resource = self._library.resource(session.resource)
            shelf = resources.setdefault(resource.id, {**resource.model_dump(), "sessions": []})
            shelf["sessions"].append(
                {
                    "id": session.id,
                    "number": session.number,
                    "title": session.title,
                    "need": as_plain(session.need or session.purpose),
                    "topic": topic_of(session, topics),
                    "purpose": as_plain(session.purpose),
                    "audience": as_plain(session.audience),
                    "minutes": session.minutes,
                    "lengths": sorted({*session.lengths, session.minutes}, reverse=True),
                    "product": as_plain(session.product),
                    "next": session.next or "",
                    **self._version(session.id),
                }
            )
        return {
            "kind": "start",
            "name": "Start a session",
            "shelf": list(resources.values()),
            "topics": [{"id": t.id, "title": t.title, "about": t.about} for t in topics],
            "faults": [{"id": id, "file": self._library.name_of(id)} for id in self._library.faults()],
            "districts": [{"code": d.code, "name": d.name} for d in self._store.districts.all()],
            "meetings": self._meetings(1),
            "address": self._places.participants,
            "look": look_or_plain(self._places).to_json(),
            "today": dt.datetime.now().astimezone().date().isoformat(),
        }

    def _version(self, id: str) -> dict[str, Any]:
        """Of which session this is a version, and how many things both changed."""
        version = self._library.version(id)
        if version is None:
            return {"version_of": "", "conflicts": 0}
        return {"version_of": version.base.data["title"], "conflicts": len(version.conflicts)}

    def _find(self, words: str, minutes: str) -> dict[str, Any]:
        found = Finder(self._library).find(words, int(minutes) if minutes.isdigit() else None)
        return {"sessions": [s.id for s in found.sessions], "read": found.read, "near": found.near}

    def _meetings(self, page: int) -> dict[str, Any]:
        """One page of the meetings, newest first, how many there are, and how many districts are still looked at."""
        left = bring_up_to_date(self._queries, SECONDS)
        skip = (max(page, 1) - 1) * PAGE_LENGTH
        held, total = self._store.standings.meetings(Asked(rehearsals=True), most=PAGE_LENGTH, skip=skip)
        pages = max(1, -(-total // PAGE_LENGTH))
        return {"rows": self._told(held), "total": total, "page": page, "pages": pages, "left": left}

    def _told(self, held: Any) -> list[dict[str, Any]]:
        names = {d.code: d.name for d in self._store.districts.all()}
        desk = Desk(self._queries, self._places)
        schools = {each.code: each.name for each in self._store.districts.all_schools()}
        paths: dict[tuple[str, str, str], list[Stop]] = {}
        told = []
        for each in held:
            place = (each.resource, each.district, each.school)
            if each.district and place not in paths:
                paths[place] = path_of(self._queries, *place)
            path = [asdict(stop) for stop in paths.get(place, [])]
            told.append(
                {
                    **desk.meeting(each, names, schools),
                    "path": path,
                    "follow": self._follow(each.id, each.next),
                }
            )
        return told

    def _follow(self, meeting: str, day: str) -> dict[str, str]:
        """What the next meeting begins with: its session, and the day and hour that a team has set."""
        held = self._queries.meeting(meeting)
        found = {"session": self._queries.session(held).next or "", "date": day, "time": ""}
        for following in next_dates(self._queries, held) if day else ():
            if following.date == day and following.time:
                found["time"] = following.time
        return found
