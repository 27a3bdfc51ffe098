"""Addresses under kit/api: the protocol of `kitlib.meetings.endpoint` over HTTP.

Database work runs beside the server's own loop, so that a locked database never
stops the notebooks.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler
from jupyter_server.extension.application import ExtensionApp
from tornado import web

from kitlib.content import Library
from kitlib.errors import AnswerError, KitError
from kitlib.frontend import assets, bundles
from kitlib.meetings import protocol
from kitlib.meetings.carry_over import EARLIER
from kitlib.meetings.contents import keep_missing
from kitlib.meetings.endpoint import Endpoint, error_answer
from kitlib.meetings.service import MeetingService
from kitlib.server.joining import Codes, joined_or_authenticated
from kitlib.server.pages import Join, Projector, Static, Team
from kitlib.settings import settings
from kitlib.store import Store

__all__ = ["KitServerApp"]

LARGEST = 8 * 1024 * 1024  # bytes of one request

#: The HTTP status of each outcome and error; of several outcomes the response carries the worst.
STATUS: dict[str, int] = {
    "saved": 200,
    "conflict": 409,
    "invalid": 422,
    "needs_review": 428,
    "retry": 503,
    "forbidden": 403,
    "not_found": 404,
    "too_large": 413,
}


class Meetings:
    """The service of this server, opened at the first request and again after the database was put right."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._endpoint: Endpoint | None = None
        self._written: list[tuple[Path, int]] | None = None  # the session files, and when each was written
        self._lock = asyncio.Lock()

    @cached_property
    def codes(self) -> Codes:
        """The codes by which other devices join."""
        return Codes(settings(self._root).join_key)

    async def service(self) -> MeetingService:
        """The service; raises KitError where there is no database."""
        async with self._lock:
            return (await self._opened()).service

    async def call(self, name: str, body: Any) -> Any:
        """The answer to a page's call, worked out beside the server's loop. Raises KitError."""
        async with self._lock:
            endpoint = await self._opened()
        return await asyncio.to_thread(endpoint.call, name, body)

    async def screens(self, body: Any) -> protocol.Screens:
        """What a notebook shows, by the session files as they are now. Two that rehearse meet in one rehearsal."""
        async with self._lock:
            library = (await self._opened()).service.library
            written = await asyncio.to_thread(lambda: [(f, f.stat().st_mtime_ns) for f in library.files()])
            if self._written not in (None, written):
                self._endpoint = None
            self._written = written
            endpoint = await self._opened()
            return await asyncio.to_thread(endpoint.screens, body)

    def close(self) -> None:
        """Let go of the database, so that its file holds everything."""
        if self._endpoint is not None:
            self._endpoint.service.store.close()

    async def _opened(self) -> Endpoint:
        if self._endpoint is None:
            self._endpoint = await asyncio.to_thread(self._open)
        return self._endpoint

    def _open(self) -> Endpoint:
        places = settings(self._root)
        store, library = Store(places.database_url), Library(places.facilitation)
        keep_missing(store, library)
        return Endpoint(MeetingService(store, library, places.roster))


class _Handler(APIHandler):
    joined: tuple[str, str] | None = None  # by a code: this meeting and team alone
    way_in = ""

    def initialize(self, meetings: Meetings) -> None:
        self.meetings = meetings

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("X-Kit", "1")  # tells a page that the extension is here, whatever the status
        self.set_header("Cache-Control", "no-store")

    def query(self) -> dict[str, str]:
        """The arguments in the address; of one that is given twice, the last."""
        return {name: self.get_query_argument(name) for name in self.request.query_arguments}

    def body(self) -> Any:
        """The body as JSON; raises AnswerError for what is none."""
        try:
            return json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise AnswerError(
                f"The page's message cannot be read: {error}. Nothing was stored.",
                "Reload the page; what you typed is still kept in this browser.",
            ) from None

    async def reply(self, answer: Callable[[], Any]) -> None:
        """Send what `answer` gives, or the error that it raises."""
        try:
            self.send(200, await answer())
        except KitError as error:
            self.send_error_answer(error_answer(error))

    def send_error_answer(self, answer: protocol.ErrorAnswer) -> None:
        self.send(STATUS[answer["error"]], answer)

    def send(self, status: int, body: Any) -> None:
        self.set_status(status)
        self.finish(json.dumps(body, ensure_ascii=False))

    def forbid(self, what: str) -> None:
        self.send_error_answer({"error": "forbidden", "what": what, "next": "Join again with your code."})

    def is_elsewhere(self, meeting: str, team: str) -> bool:
        """Whether a page that came by a code asks for another meeting or team."""
        return self.joined is not None and self.joined != (meeting, team)


class _Entries(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def post(self) -> None:
        """Store entries. Each gets a result of its own; the response carries the worst status of them."""
        size = len(self.request.body)
        if size > LARGEST:
            what = f"The request holds {size:,} bytes; {LARGEST:,} are taken at once. Nothing was stored."
            self.send_error_answer({"error": "too_large", "what": what, "next": "Reload the page."})
            return
        try:
            body = self.body()
            if self.joined and not _of_team(body, *self.joined):
                self.forbid("This page may write for its own team only.")
                return
            answer: protocol.EntriesAnswer = await self.meetings.call("entries", body)
        except KitError as error:
            self.send_error_answer(error_answer(error))
            return
        status = max((STATUS[result["outcome"]] for result in answer["results"]), default=200)
        self.send(status, answer)


class _Erase(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def post(self) -> None:
        """Take away for good what a seat wrote in private."""
        try:
            body = self.body()
        except KitError as error:
            self.send_error_answer(error_answer(error))
            return
        if self.joined and not _of_team({"entries": [body]}, *self.joined):
            self.forbid("This page may erase what its own team wrote, and nothing else.")
            return
        await self.reply(lambda: self.meetings.call("erase", body))


class _Screens(_Handler):
    @web.authenticated
    async def get(self) -> None:
        """What the notebook in the query shows, and the files that draw it."""
        query = self.query()

        async def answer() -> protocol.ScreensAnswer:
            found = await self.meetings.screens(query)
            return {**found, "assets": bundles.in_page(assets.parts_of(found["screens"]))}

        await self.reply(answer)


class _State(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def get(self) -> None:
        """What the seat given in the query sees of its meeting."""
        # A page opened by a link with a token has no such cookie yet; asking for it sets it.
        _ = self.xsrf_token
        query = self.query()
        if self.is_elsewhere(query.get("meeting", ""), query.get("team", "")):
            self.forbid("This page is joined to another team.")
            return
        if self.joined:
            query.pop("leads", None)
        await self.reply(lambda: self.meetings.call("state", query))


class _Wall(_Handler):
    @web.authenticated
    async def get(self) -> None:
        """What all teams of a meeting send, for the one who leads, and the codes by which devices join them."""
        query = self.query()

        async def answer() -> protocol.Wall:
            wall: protocol.Wall = await self.meetings.call("wall", query)
            meeting = (await self.meetings.service()).queries.meeting(query.get("meeting", ""))
            codes = {team.id: self.meetings.codes.of(meeting.id, team.id) for team in meeting.teams}
            return {**wall, "codes": codes}

        await self.reply(answer)


class _Calendar(_Handler):
    @allow_unauthenticated
    @joined_or_authenticated
    async def get(self) -> None:
        """The next dates of the meeting in the query, or of one of its teams, as a file for any calendar."""
        from kitlib.meetings.calendar import next_meetings  # only where one is asked for

        query = self.query()
        meeting, team = query.get("meeting", ""), query.get("team", "")
        if self.is_elsewhere(meeting, team):
            raise web.HTTPError(403)
        try:
            service = await self.meetings.service()
            text = await asyncio.to_thread(next_meetings, service.store, service.queries, meeting, team)
        except KitError as error:
            self.send(404, error_answer(error))
            return
        self.set_header("Content-Type", "text/calendar; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="next-meeting.ics"')
        self.finish(text)


def _of_team(body: Any, meeting: str, team: str) -> bool:
    """Whether all entries are such as the team's own page may send: nothing of other teams, and nothing of the lead."""
    entries = body.get("entries") if isinstance(body, dict) else None
    return isinstance(entries, list) and all(
        isinstance(entry, dict)
        and entry.get("meeting") == meeting
        and (entry.get("team") == team or (entry.get("team") == "" and entry.get("activity") == EARLIER))
        for entry in entries
    )


class KitServerApp(ExtensionApp):
    """Adds the addresses to a Jupyter server."""

    name = "kitlib"
    load_other_extensions = True

    def initialize_handlers(self) -> None:
        """Called by Jupyter Server when the extension is loaded."""
        assert self.serverapp is not None
        self._meetings = Meetings(Path(self.serverapp.root_dir))
        meetings = {"meetings": self._meetings}
        self.handlers.extend(
            [
                (r"/kit/api/entries", _Entries, meetings),
                (r"/kit/api/erase", _Erase, meetings),
                (r"/kit/api/screens", _Screens, meetings),
                (r"/kit/api/state", _State, meetings),
                (r"/kit/api/wall", _Wall, meetings),
                (r"/kit/calendar", _Calendar, meetings),
                (r"/kit/projector", Projector, meetings),
                (r"/kit/team", Team, meetings),
                (r"/kit/join", Join, meetings),
                (r"/kit/static/([0-9a-f~]+)/([\w/.]+)", Static),
            ]
        )

    async def stop_extension(self) -> None:
        """Called by Jupyter Server when it ends, also by Ctrl-C or when it is asked to."""
        await asyncio.to_thread(self._meetings.close)
