"""What is shown of a meeting, part by part, as plain JSON: the same in a notebook, on a phone and on the wall.

A part is the name of a kind or of one of the kit's own screens, and what its module draws (see `frontend.assets`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from kitlib.clock import fit, hour_words
from kitlib.content.activities import Again, Placed
from kitlib.content.markdown import as_html, as_inline_html
from kitlib.content.models import Session, Step
from kitlib.content.source import ContentSource
from kitlib.errors import ForbiddenError, KitError, NotFoundError, did_you_mean
from kitlib.kinds.shared.rule import rule_for
from kitlib.languages.catalogue import own_words
from kitlib.languages.names import long_day
from kitlib.meetings.parts import Place, Shown
from kitlib.meetings.planning import rehearsal
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.series import begins_at
from kitlib.meetings.service import MeetingService
from kitlib.meetings.walls import activities_of
from kitlib.meetings.wording import Wording
from kitlib.store import Meeting

__all__ = ["ROLES", "ScreenPart", "Screens", "activity_part", "screens_of"]

ScreenPart = tuple[str, dict[str, Any]]

LINKED = "Where a statement comes from a page, it links to it."

#: Who looks: the facilitator has the notes and the clock's buttons, a team has neither.
ROLES = ("facilitator", "team")


def screens_of(service: MeetingService, *, session: str, meeting: str, role: str, team: str) -> Shown:
    """All that a notebook shows: `place` (meeting, team, role), and `screens` by id, each a list of parts.

    The ids are `opening` and those of the session's steps. An empty `meeting`
    rehearses: what is written is kept, under today's rehearsal of the session,
    and goes into no record. Raises KitError for an unknown session, meeting,
    role or team, and for a meeting of another session.
    """
    if role not in ROLES:
        raise KitError(
            f'There is no role "{role}"{did_you_mean(role, ROLES)}', f"Use one of: {', '.join(ROLES)}"
        )
    held = (
        service.queries.meeting_now(meeting)
        if meeting
        else rehearsal(service.store, service.library, session)
    )
    if held.session != session:
        raise KitError(
            f'Meeting "{meeting}" holds the session "{held.session}", not "{session}".',
            f"Open it with its own notebook, in meetings/{held.id}/",
        )
    teams = [t.id for t in held.teams]
    if team not in teams:
        raise KitError(
            f'Meeting "{held.id}" has no team "{team}"{did_you_mean(team, teams)}',
            f"Use one of: {', '.join(teams)}",
        )
    screens = Screens(service.queries, held, team, leads=role == "facilitator")
    shown = {"opening": screens.opening()} | {
        step.id: screens.step(step.id) for step in service.queries.session(held).steps
    }
    return {"place": screens.place, "screens": shown}


class Screens:
    """The parts of one meeting's screens, for the one who `leads` or for a team.

    What only the one who leads reads does not even come to a team's page; nor does an activity that is hidden just
    now. A page asks for that (`part`) when it is opened.
    """

    def __init__(self, queries: MeetingQueries, meeting: Meeting, team: str, *, leads: bool = False) -> None:
        self._store = queries.store
        self._source: ContentSource = queries.content(meeting)
        self._library = queries.library  # where a worked example is looked for
        self._meeting = meeting
        self._team = team
        self._leads = leads
        self._hidden = frozenset[str]() if leads else queries.hidden(meeting)
        self._session: Session = self._source.session(meeting.session)

    @property
    def place(self) -> Place:
        """Which meeting a page of these screens shows, and as whose."""
        shows = max(0, len(self._meeting.showings) - 1)
        role = "facilitator" if self._leads else "team"
        return {"meeting": self._meeting.id, "team": self._team, "role": role, "shows": shows}

    @cached_property
    def wording(self) -> Wording:
        """What the session says in other languages."""
        return Wording(self._session, self._source)

    def opening(self) -> list[ScreenPart]:
        """What the session is, who and where, the agenda with its clock; and what earlier meetings left open."""
        session, sources = self._session, self._session.sources
        resource = self._source.resource(session.resource)
        provenance = self._source.provenance(session.id)

        def lines(texts: list[str]) -> list[str]:
            return [as_inline_html(text, sources) for text in texts]

        opening = {
            "name": session.title,
            "rehearsal": self._meeting.rehearsal,
            "where": self.where,
            "team": next(t.label for t in self._meeting.teams if t.id == self._team),
            "teams": [{"id": t.id, "label": t.label} for t in self._meeting.teams],
            "companion": provenance.sentences(),
            "honesty": f"{LINKED} {provenance.honesty()}",
            "url": resource.url,
            "outcomes": lines(session.outcomes),
            "edition": as_inline_html(session.edition, sources),
            "not_found": lines(session.not_found),
            "sources": [source.model_dump() for source in sources],
            "example": self._library.has_example(session.id),
            "record": self._record,
            "cuts": {step.id: step.cut for step in session.steps},
            "numbers": {step.id: n for n, step in enumerate(self.kept, start=1)},
            "activities": {step.id: activities_of(session, step.id) for step in self.kept},
        }
        if self._leads:
            opening["renewable"] = not self._meeting.rehearsal
            opening["preparation"] = {
                "in_room": lines(session.in_room),
                "roles": lines(session.roles),
                "materials": lines(session.materials),
                "prework": lines(session.prework),
                "care": lines(session.care),
                "leads": as_inline_html(f"**Who leads:** {session.leads}", sources),
                "announcement": as_html(session.announcement, sources),
                "handouts": f"kit handout {session.id}"
                + ("" if self._meeting.rehearsal else f" --meeting {self._meeting.id}"),
            }
        title = "From earlier meetings"
        return [_part("opening", **opening), _part("earlier", name=title, title=title)]

    def step(self, id: str) -> list[ScreenPart]:
        """A step: its time, for the one who leads the notes, and its activities. Its prompt stands above, as text."""
        step = next(step for step in self._session.steps if step.id == id)
        sources, leads = self._session.sources, self._leads
        head = _part(
            "step",
            name=f"{step.title}: time and notes",
            of=step.title,
            step=step.id,
            minutes=step.minutes,
            grouping=step.grouping,
            notes=as_html(step.facilitator, sources) if leads and step.facilitator else "",
            difficulties=[
                {"when": as_inline_html(d.when, sources), "do": as_inline_html(d.do, sources)}
                for d in step.difficulties
                if leads
            ],
        )
        parts = [
            self._veil(step, placed, n) if _id(placed) in self._hidden else self._activity(step, placed)
            for n, placed in enumerate(step.activities)
        ]
        return [head, *parts]

    def part(self, step: str, n: int) -> ScreenPart:
        """An activity of a step that was hidden. Raises NotFoundError where there is none, ForbiddenError while it is hidden."""
        found = next((each for each in self._session.steps if each.id == step), None)
        if found is None or not 0 <= n < len(found.activities):
            raise NotFoundError("This activity is not in the session.", "Reload the page.")
        if _id(found.activities[n]) in self._hidden:
            raise ForbiddenError("This is not open yet.", "Your facilitator opens it when it is time.")
        return self._activity(found, found.activities[n])

    def _veil(self, step: Step, placed: Placed, n: int) -> ScreenPart:
        """What stands where an activity will be, and says nothing of it."""
        id = _id(placed)
        kind = self._session.activities[id].kind
        return _part(kind, id=id, name=step.title, hidden=True, veiled={"step": step.id, "n": n})

    def _activity(self, step: Step, placed: Placed) -> ScreenPart:
        return activity_part(self._session, self._source, step, placed)

    def prompts(self) -> list[dict[str, Any]]:
        """Each step that this length keeps: id, number, title, and its prompt as HTML."""
        return [
            {
                "id": step.id,
                "number": n,
                "title": step.title,
                "grouping": step.grouping,
                "prompt": as_html(step.prompt, self._session.sources),
            }
            for n, step in enumerate(self.kept, start=1)
        ]

    @cached_property
    def where(self) -> str:
        """District, school, day and length, as people read them."""
        day = dt.date.fromisoformat(self._meeting.date)
        return self._where(f"{day:%A}, {day:%B} {day.day}, {day.year}", f"{self._meeting.minutes} minutes")

    def _where(self, date: str, length: str) -> str:
        held = self._meeting
        if begins := begins_at(self._store, held.id):
            date += f", {hour_words(begins)}"
        if held.district is None:
            return f"{date} · {length}"
        district = self._store.districts.find(held.district)
        schools = [s.name for s in self._store.districts.schools(held.district) if s.code == held.school]
        return " · ".join([district.name, *schools, date, length])

    def of_the_kit(self, language: str) -> dict[str, str]:
        """What the kit says of the meeting and of its session's source, as `opening` has it, in another language."""
        words = own_words(language)

        def say(english: str, **values: object) -> str:
            return words.get(english, english).format(**values)

        def own(english: str, translations: Mapping[str, str]) -> str:
            return translations.get(language, english)

        provenance = self._source.provenance(self._session.id)
        date = long_day(dt.date.fromisoformat(self._meeting.date), language)
        link = say(LINKED)
        return {
            self.where: self._where(date, say("{n} min", n=self._meeting.minutes)),
            provenance.sentences(): provenance.sentences(say, own),
            f"{LINKED} {provenance.honesty()}": f"{link} {provenance.honesty(say, own)}",
        }

    @property
    def _record(self) -> dict[str, str] | None:
        """Of what a record is made after this meeting; None for a rehearsal."""
        held = self._meeting
        if held.district is None:
            return None
        return {"session": held.session, "district": self._store.districts.find(held.district).name}

    @property
    def kept(self) -> list[Step]:
        """The steps that this length keeps, numbered in the notebook as in the agenda."""
        plan = fit(self._session.steps, self._meeting.minutes)
        return [step for step, minutes in zip(self._session.steps, plan, strict=True) if minutes]


def activity_part(session: Session, source: ContentSource, step: Step, placed: Placed) -> ScreenPart:
    """An activity as a page draws it, in English and without an answer."""
    again = isinstance(placed, Again)
    id = _id(placed)
    rule = rule_for(session.activities[id], session, source)
    config = rule.config()
    config["shown_again"] = not again and any(
        isinstance(other, Again) and other.again == id for s in session.steps for other in s.activities
    )
    if isinstance(placed, Again):
        config["part"] = placed.part
    config |= {"name": f"{step.title}: {rule.kind.replace('_', ' ')}", "of": step.title, "again": again}
    return _part(config.pop("kind"), **_untranslated(config))


def _id(placed: Placed) -> str:
    return placed.again if isinstance(placed, Again) else placed.id


def _untranslated(data: Any) -> Any:
    """Without the translations that stand beside texts: a page is given those of its own language by themselves."""
    if isinstance(data, dict):
        return {key: _untranslated(each) for key, each in data.items() if key != "translations"}
    return [_untranslated(each) for each in data] if isinstance(data, list) else data


def _part(kind: str, **config: Any) -> ScreenPart:
    return kind, {"kind": kind, **config}
