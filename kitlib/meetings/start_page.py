"""The start page: the sessions on the shelf, the meetings that are open or held, and opening one more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kitlib.content import Library
from kitlib.errors import KitError
from kitlib.meetings.contents import Titles
from kitlib.meetings.planning import create_meeting
from kitlib.meetings.timekeeping import CLOCK
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["StartPage"]


class StartPage:
    """The start page of this home."""

    def __init__(self) -> None:
        self._places = settings()
        self._library = Library(self._places.facilitation)
        self._store = Store(self._places.database_url)

    def _config(self) -> dict[str, Any]:
        resources: dict[str, dict[str, Any]] = {}
        for session in self._library.sessions():
            resource = self._library.resource(session.resource)
            shelf = resources.setdefault(resource.id, {**resource.model_dump(), "sessions": []})
            shelf["sessions"].append(
                {
                    "id": session.id,
                    "number": session.number,
                    "title": session.title,
                    "purpose": session.purpose,
                    "audience": session.audience,
                    "minutes": session.minutes,
                    "lengths": sorted({*session.lengths, session.minutes}, reverse=True),
                    "product": session.product,
                    "next": session.next or "",
                }
            )
        return {
            "kind": "start",
            "name": "Start a session",
            "shelf": list(resources.values()),
            "faults": [{"id": id, "file": self._library.name_of(id)} for id in self._library.faults()],
            "districts": [{"code": d.code, "name": d.name} for d in self._store.districts.all()],
            "meetings": self._meetings(),
            "today": dt.datetime.now().astimezone().date().isoformat(),
        }

    def answer(self, call: str, body: Any) -> Any:
        """What the page asks: `screens` (itself), `schools` of a district, `open` a meeting."""
        if call == "screens":
            place = {"meeting": "", "team": "", "role": "start"}
            return {"place": place, "screens": {"start": [("start", self._config())]}}
        if call == "schools":
            district = self._store.districts.find(str(body))
            return [school.name for school in self._store.districts.schools(district.code)]
        if call == "open":
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
            )
            return {
                "meeting": opened.meeting.id,
                "notebooks": [p.as_posix() for p in opened.notebooks],
                "meetings": self._meetings(),
            }
        raise KitError(
            f'The page asked for "{call}", which this kernel does not know.', "Restart the kernel."
        )

    def _meetings(self) -> list[dict[str, Any]]:
        """The newest meetings, each with where it stands and its notebooks."""
        names = {d.code: d.name for d in self._store.districts.all()}
        titles = Titles(self._store, self._library)
        found = []
        for held in self._store.meetings.list()[:30]:
            folder = self._places.meetings / held.id
            pages = [folder / "facilitator.ipynb", *(folder / f"{team.id}.ipynb" for team in held.teams)]
            pressed = {
                a.address.field: a.value
                for a in self._store.entries.current(held.id)
                if a.address.activity == CLOCK and a.value is not None
            }
            state = "held" if "end" in pressed else "running" if pressed else "open"
            found.append(
                {
                    "id": held.id,
                    "title": titles.of(held),
                    "district": names.get(held.district or "", "Rehearsal"),
                    "date": held.date,
                    "minutes": held.minutes,
                    "rehearsal": held.rehearsal,
                    "state": state,
                    "teams": [team.label for team in held.teams],
                    "notebooks": [p.relative_to(self._places.home).as_posix() for p in pages if p.exists()],
                }
            )
        return found
