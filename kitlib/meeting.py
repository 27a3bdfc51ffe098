"""What notebooks call: `start` on the start page, `open_meeting` and its steps in a session.

Each call shows widgets and returns nothing to print. pandas and matplotlib are
not imported here; opening a session must not pay for charts.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from IPython.display import display

from kitlib.activities import rule_of
from kitlib.activities.base import Rule
from kitlib.activities.widget import widget_class
from kitlib.clock import fit
from kitlib.content import Library
from kitlib.content.markdown import as_html, as_inline_html
from kitlib.content.models import Again, Agreements, Session, Step
from kitlib.errors import KitError, NotFoundError, did_you_mean
from kitlib.planning import open_session
from kitlib.room import Room
from kitlib.settings import Settings, settings
from kitlib.store import Meeting, Store

__all__ = ["OpenMeeting", "open_meeting", "start"]

ROLES = ("facilitator", "team")


def open_meeting(
    session: str, meeting_id: str = "", *, role: str = "facilitator", team: str = "team-1"
) -> OpenMeeting:
    """The meeting that a notebook belongs to.

    An empty `meeting_id` rehearses: what is written is kept, under today's
    rehearsal of the session, and goes into no record. Raises KitError for an
    unknown session, meeting, role or team, and for a meeting of another session.
    """
    places = settings()
    library = Library(places.facilitation)
    plan = library.session(session)
    if role not in ROLES:
        raise KitError(
            f'There is no role "{role}"{did_you_mean(role, ROLES)}', f"Use one of: {', '.join(ROLES)}"
        )
    store = Store(places.database_url)
    held = store.meetings.get(meeting_id) if meeting_id else _rehearsal(store, plan)
    if held.session != plan.id:
        raise KitError(
            f'Meeting "{meeting_id}" holds the session "{held.session}", not "{session}".',
            f"Open it with its own notebook, in meetings/{held.id}/",
        )
    teams = [t.id for t in held.teams]
    if team not in teams:
        raise KitError(
            f'Meeting "{held.id}" has no team "{team}"{did_you_mean(team, teams)}',
            f"Use one of: {', '.join(teams)}",
        )
    return OpenMeeting(Room(store, library), plan, held, role, team)


def _rehearsal(store: Store, plan: Session) -> Meeting:
    today = dt.datetime.now().astimezone().date().isoformat()
    for held in store.meetings.list(session=plan.id):
        if held.rehearsal and held.date == today and held.minutes == plan.minutes:
            return held
    return store.meetings.open(session=plan.id, date=today, minutes=plan.minutes, teams_=["Team 1"])


class OpenMeeting:
    """A meeting as a notebook shows it."""

    def __init__(self, room: Room, session: Session, meeting: Meeting, role: str, team: str) -> None:
        self._room = room
        self._session = session
        self._meeting = meeting
        self._role = role
        self._team = team

    def opening(self) -> None:
        """Show what the session is, who and where, and the agenda with its clock."""
        session, sources = self._session, self._session.sources
        resource = self._room.library.resource(session.resource)

        def lines(texts: list[str]) -> list[str]:
            return [as_inline_html(text, sources) for text in texts]

        self._show(
            "opening",
            name=session.title,
            rehearsal=self._meeting.rehearsal,
            where=self._where,
            team=next(t.label for t in self._meeting.teams if t.id == self._team),
            teams=[{"id": t.id, "label": t.label} for t in self._meeting.teams],
            companion=f"A companion to “{resource.title}” ({resource.publisher}).",
            honesty="Prompts, notes and items are the kit’s own drafts. Where a statement comes from a page, "
            "it links to it. Check against the original before you quote it.",
            url=resource.url,
            outcomes=lines(session.outcomes),
            in_room=lines(session.in_room),
            roles=lines(session.roles),
            materials=lines(session.materials),
            prework=lines(session.prework),
            care=lines(session.care),
            leads=as_inline_html(f"**Who leads:** {session.leads}", sources),
            announcement=as_html(session.announcement, sources),
            edition=session.edition,
            not_found=lines(session.not_found),
            sources=[source.model_dump() for source in sources],
            cuts={step.id: step.cut for step in session.steps},
            numbers={step.id: n for n, step in enumerate(self._kept, start=1)},
        )

    def step(self, id: str) -> None:
        """Show a step: its time, the leader's notes, and its activities. The prompt stands in the cell above."""
        step = self._step(id)
        sources = self._session.sources
        self._show(
            "step",
            name=f"{step.title}: time and notes",
            step=step.id,
            minutes=step.minutes,
            grouping=step.grouping,
            notes=as_html(step.facilitator, sources) if step.facilitator else "",
            difficulties=[
                {"when": as_inline_html(d.when, sources), "do": as_inline_html(d.do, sources)}
                for d in step.difficulties
            ],
        )
        for placed in step.activities:
            again = isinstance(placed, Again)
            rule = rule_of(self._session, placed.again if again else placed.id, self._room.library)  # type: ignore[union-attr]
            assert isinstance(rule, Rule)
            config = rule.config()
            if isinstance(rule.activity, Agreements) and rule.activity.review:
                first = self._session.activities[rule.activity.review]
                config["agreements"] = first.model_dump()["suggest"]
            config["shown_again"] = not again and any(
                isinstance(other, Again) and other.again == rule.activity.id
                for s in self._session.steps
                for other in s.activities
            )
            if isinstance(placed, Again):
                config["part"] = placed.part
            config |= {"name": f"{step.title}: {rule.kind.replace('_', ' ')}", "again": again}
            self._show(config.pop("kind"), **config)

    @cached_property
    def _where(self) -> str:
        held = self._meeting
        day = dt.date.fromisoformat(held.date)
        date = f"{day:%A}, {day:%B} {day.day}, {day.year}"
        if held.district is None:
            return f"{date} · {held.minutes} minutes"
        district = self._room.store.districts.find(held.district)
        schools = [s.name for s in self._room.store.districts.schools(held.district) if s.code == held.school]
        return " · ".join([district.name, *schools, date, f"{held.minutes} minutes"])

    @property
    def _kept(self) -> list[Step]:
        """The steps that this length keeps, numbered in the notebook as in the agenda."""
        plan = fit(self._session.steps, self._meeting.minutes)
        return [step for step, minutes in zip(self._session.steps, plan, strict=True) if minutes]

    def _step(self, id: str) -> Step:
        known = {step.id: step for step in self._session.steps}
        if id not in known:
            raise NotFoundError(
                f'Session "{self._session.id}" has no step "{id}"{did_you_mean(id, known)}',
                "Build the notebook again: kit build",
            )
        return known[id]

    def _show(self, kind: str, **config: Any) -> None:
        place = {"meeting": self._meeting.id, "team": self._team, "role": self._role}
        display(widget_class(kind)(self._answer, config={"kind": kind, **config}, place=place))

    def _answer(self, call: str, body: Any) -> Any:
        """The widgets' own channel, used where the page has no Jupyter Server extension to save with."""
        if call == "save":
            return {"results": [self._room.answer(message) for message in body["entries"]]}
        if call == "state":
            return self._room.state(body["meeting"], body["team"], body["seat"], int(body.get("since") or 0))
        raise KitError(
            f'The page asked for "{call}", which this kernel does not know.', "Restart the kernel."
        )


def start() -> None:
    """Show the start page: the shelf of sessions, what is open, and the form that opens a meeting."""
    places = settings()
    page = _StartPage(places, Library(places.facilitation), Store(places.database_url))
    display(
        widget_class("start")(
            page.answer, config=page.config(), place={"meeting": "", "team": "", "role": "start"}
        )
    )


class _StartPage:
    def __init__(self, places: Settings, library: Library, store: Store) -> None:
        self._places = places
        self._library = library
        self._store = store

    def config(self) -> dict[str, Any]:
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
            "districts": [{"code": d.code, "name": d.name} for d in self._store.districts.all()],
            "meetings": self._meetings(),
            "today": dt.datetime.now().astimezone().date().isoformat(),
        }

    def answer(self, call: str, body: Any) -> Any:
        if call == "schools":
            district = self._store.districts.find(str(body))
            return [school.name for school in self._store.districts.schools(district.code)]
        if call == "open":
            opened = open_session(
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
        titles = {s.id: s.title for s in self._library.sessions()}
        found = []
        for held in self._store.meetings.list()[:30]:
            folder = self._places.meetings / held.id
            pages = [folder / "facilitator.ipynb", *(folder / f"{team.id}.ipynb" for team in held.teams)]
            pressed = {
                a.address.field: a.value
                for a in self._store.entries.current(held.id)
                if a.address.activity == "clock" and a.value is not None
            }
            state = "held" if "end" in pressed else "running" if pressed else "open"
            found.append(
                {
                    "id": held.id,
                    "title": titles.get(held.session, held.session),
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
