"""Making a session one's own, or a new one: the page on which somebody plans, what each change makes of it, and keeping it.

A kept plan is a version of the session, or the session's own file, in the home's own folder. For who is signed in here,
and for no participant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kitlib.content.drafts import forget_version, write_version
from kitlib.content.home import look_or_plain, read_home
from kitlib.content.plan_acts import Change
from kitlib.content.planner import fitting, plan_session
from kitlib.content.starters import SHORTEST, start_session
from kitlib.content.whole import forget_whole, put_back, write_whole
from kitlib.errors import AnswerError, KitError
from kitlib.meetings.queries import MeetingQueries
from kitlib.meetings.service import MeetingService
from kitlib.server.pages import Page
from kitlib.server.session_preview import preview_step
from kitlib.server.session_words import SessionWords
from kitlib.settings import Settings
from kitlib.translating.forms import languages_offered
from kitlib.translating.keeping import set_aside

__all__ = ["CALLS", "PlannerPage"]

MOST = 2_000  # changes of one plan


class PlannerPage(Page):
    """The planner of the session in the query."""

    async def get(self) -> None:
        """The page; what it shows, it asks for."""
        await self.show(self._planner)

    def _planner(self, service: MeetingService) -> dict[str, Any]:
        session = self.get_query_argument("session", "")
        config = {"kind": "planner", "session": session}
        return {"title": "Make it mine", "parts": [("planner", config)], "wide": True}


def _plan(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """What the changes in the body make of its session; with `fit`, the changes besides that bring it to so many minutes.

    With `language`, what stands for its texts there.
    """
    session, changes = _asked(body)
    itself = body.get("itself") is True
    planned = _read(lambda: plan_session(queries.library, places.own, session, changes, itself=itself))
    answer: dict[str, Any] = planned.to_json(queries.library)
    words, language = SessionWords(queries.library, planned, session).form, str(body.get("language", ""))
    answer["differences"] += words.differences()
    answer["languages"] = languages_offered(queries.library, look_or_plain(places).languages)
    answer["words"] = words.to_json(language) if language else []
    if "fit" in body:
        if planned.session is None:
            raise KitError("The plan has a fault.", "Mend it first; then the kit can shorten it.")
        answer["fitting"] = fitting(planned.session, _minutes(body["fit"]))
    return answer


def _keep(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """Write the plan into the home's own folder; what of it a form needs to open a meeting."""
    session, changes = _asked(body)
    library, itself = queries.library, body.get("itself") is True
    planned = _read(lambda: plan_session(library, places.own, session, changes, itself=itself))
    words = SessionWords(library, planned, session)
    given = words.given()  # of the files as they are before they are written
    if planned.itself and planned.path:
        path, made = planned.path, write_whole(library, planned.path, changes)
    elif planned.says_only and not planned.in_place:
        path, made = library.session_files[session], library.session(session)
    else:
        path = _read(lambda: write_version(library, places.own, session, changes))
        assert planned.session is not None  # or it could not have been written
        made = planned.session
    catalogues = words.keep(given, places)
    kept = {
        "id": made.id,
        "title": made.title,
        "lengths": sorted({*made.lengths, made.minutes}, reverse=True),
    }
    return {
        **kept,
        "from": session,
        "of": planned.base["title"],
        "file": _shown(path, places),
        "says_only": planned.says_only,
        "catalogues": [_shown(path, places) for each in catalogues for path in each.written],
        "refused": [why for each in catalogues for why in each.refused],
        "in_place": planned.in_place,
        "itself": planned.itself,
        "made": planned.itself and not planned.by_hand,  # by the kit, which can take it away again
        "shelf": [{"title": library.resource(made.resource).title, "sessions": [kept]}],
        "districts": [{"code": d.code, "name": d.name} for d in queries.store.districts.all()],
        "today": dt.datetime.now().astimezone().date().isoformat(),
    }


def _forget(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """Take a kept plan off the shelf again, and what stood for its texts in other languages."""
    id = str(body.get("session", ""))
    queries.library.session(id)
    place = queries.library.place(queries.library.session_files[id])
    if not forget_whole(queries.library, places.own, id):
        forget_version(queries.library, places.own, id)
    set_aside(queries.library, places, place)
    return {"forgotten": id}


def _put_back(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """Make the session's own file what it was before it was kept last."""
    id = str(body.get("session", ""))
    put_back(queries.library, places.own, id)
    return {"put_back": id}


def _beginning(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """What the form for a new session offers."""
    library = queries.library
    found = sorted((library.resource(id) for id in library.layers.folders()), key=lambda each: each.number)
    return {
        "resources": [(each.id, each.title) for each in found],
        "publisher": read_home(places).publisher,
        "shortest": SHORTEST,
    }


def _begin(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """Begin a new session of the home's own; its id."""
    resource = body.get("resource")
    if not isinstance(resource, str | dict):
        raise AnswerError("The form cannot be read.", "Reload the page.")
    title, minutes = str(body.get("title", "")), _minutes(body.get("minutes"))
    path = start_session(queries.library, read_home(places), places.own, title, minutes, resource)
    return {"session": path.stem.partition("-")[2]}


def _preview(body: Any, queries: MeetingQueries, places: Settings) -> Any:
    """A step of the plan as people will see it; nothing is stored."""
    session, changes = _asked(body)
    library, itself = queries.library, body.get("itself") is True
    planned = _read(lambda: plan_session(library, places.own, session, changes, itself=itself))
    return preview_step(library, planned, session, str(body.get("step", "")), places)


def _asked(body: Any) -> tuple[str, list[Change]]:
    changes = body.get("changes")
    if not isinstance(changes, list) or len(changes) > MOST or not all(isinstance(c, dict) for c in changes):
        raise AnswerError("The changes of this plan cannot be read.", "Reload the page.")
    return str(body.get("session", "")), changes


def _read(work: Callable[[], Any]) -> Any:
    """What comes of changes; such as no page sends are told like any other fault of a message."""
    try:
        return work()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnswerError(f"The changes of this plan cannot be read: {error}.", "Reload the page.") from error


def _shown(path: Path, places: Settings) -> str:
    return path.relative_to(places.home).as_posix() if path.is_relative_to(places.home) else str(path)


def _minutes(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 480:
        raise AnswerError("A meeting has 1 to 480 minutes.", "Write how many minutes you have.")
    return value


CALLS: dict[str, Callable[[Any, MeetingQueries, Settings], Any]] = {
    "plan": _plan,
    "keep": _keep,
    "forget": _forget,
    "putback": _put_back,
    "preview": _preview,
    "beginning": _beginning,
    "begin": _begin,
}
